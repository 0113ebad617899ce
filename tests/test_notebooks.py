"""The notebooks of docs/: each runs from top to bottom, shows what it is there to show, and is kept without outputs."""

import json
import os
import sys
from pathlib import Path
from typing import Any, cast

import nbclient
import nbformat
import pytest
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "docs" / "notebooks"
NAMES = sorted(path.stem for path in FOLDER.glob("*.ipynb"))
SHOWN = {
    "first-coding": ("<mark", "<svg", "Idlib", "the text is empty"),
    "desk": ("<svg", "Sudan", "Did you mean Sudan?", "Kept(new=0"),
    "measuring": ("precision", "recall", "<mark"),
}
"""What must stand in the outputs of each."""


class Here(AsyncKernelManager):
    """Starts the kernel with this Python, wherever kernels are registered on this machine."""

    @property
    def kernel_spec(self) -> KernelSpec:
        """The kernel."""
        return KernelSpec(
            argv=[sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"], language="python"
        )


def read(name: str) -> Any:
    """A notebook as it is kept."""
    return cast("Any", nbformat).read(FOLDER / f"{name}.ipynb", as_version=4)


def run(name: str, folder: Path) -> Any:
    """A notebook after it was run in a folder."""
    notebook = read(name)
    client = nbclient.NotebookClient(
        notebook,
        timeout=600,
        startup_timeout=300,
        kernel_manager_class=Here,
        resources={"metadata": {"path": str(folder)}},
    )
    paths = [str(ROOT / "src"), str(ROOT), os.environ.get("PYTHONPATH", "")]
    client.execute(env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, paths)), "IPYTHONDIR": str(folder)})
    return notebook


def test_each_notebook_is_known_here() -> None:
    assert set(SHOWN) == set(NAMES)
    page = (ROOT / "docs" / "notebooks.md").read_text("utf-8")
    for name in NAMES:
        assert f"notebooks/{name}.ipynb" in page


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning")
def test_it_runs_from_top_to_bottom(name: str, tmp_path: Path) -> None:
    notebook = run(name, tmp_path)
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    assert not [output for output in outputs if output["output_type"] == "error"]
    assert not [output for output in outputs if output.get("name") == "stderr"]
    shown = json.dumps(outputs, ensure_ascii=False)
    for words in SHOWN[name]:
        assert words.replace('"', '\\"') in shown, words


@pytest.mark.parametrize("name", NAMES)
def test_no_outputs_are_kept(name: str) -> None:
    """They hold a machine's paths and a processor's roundings; whoever wants to see them runs it."""
    notebook = read(name)
    nbformat.validate(notebook)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert len(code) > 4
    assert all(cell.outputs == [] and cell.execution_count is None for cell in code)
