"""A driver of a job in a process of its own, for the tests that kill it: inputs, place, engine."""

import sys

from vedette.scale.engine import make_engine
from vedette.scale.job import Job
from vedette.scale.ledger import Settings
from vedette.scale.places import place
from vedette.scale.shards import shards

if __name__ == "__main__":
    source, out, engine = sys.argv[1:]
    job = Job(place(out), Settings())
    for entry in job.run(job.due(shards([source], 600)), make_engine(engine, 2)):
        print(entry.ident, entry.failed, flush=True)  # noqa: T201 - what the test waits for
