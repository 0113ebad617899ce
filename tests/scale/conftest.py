"""What the tests of scale/ share: a Ray of this machine, begun once."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="session")
def cluster() -> Iterator[Any]:
    """Ray on this machine for all tests that ask for it; its workers find the tests' modules."""
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    import ray

    here = os.pathsep.join(map(str, (ROOT / "src", ROOT)))
    ray.init(
        address="local", num_cpus=2, include_dashboard=False, log_to_driver=False, configure_logging=False,
        _node_ip_address="127.0.0.1", object_store_memory=100_000_000,
        runtime_env={"env_vars": {"PYTHONPATH": here, "VEDETTE_SECOND": "0"}},
    )  # fmt: skip
    yield ray
    ray.shutdown()
