"""The same pipeline on one process, on a pool of processes, or on a Ray cluster; see docs/scale.md."""
