"""How long it takes to build Hetionet's tables: read, normalise, merge, RDF store, path index; and the memory.

    python benchmarks/build_speed.py DATA [--edges N]

DATA is a folder that holds ``hetionet/nodes.tsv.gz`` and ``edges.sif.gz``. ``--edges`` builds a synthetic power-law
graph of N edges instead. Prints one JSON object; ``content`` is the fingerprint of what was built.
"""

from __future__ import annotations

import argparse
import json
import resource
import tempfile
import time
from array import array
from pathlib import Path

GOALS = {"build_seconds": 25.0, "index_seconds": 4.0, "peak_gigabytes": 1.5, "open_milliseconds": 50.0}


def synthetic(edges: int, seed: int = 1):  # type: ignore[no-untyped-def]
    """A reading with ``edges`` claims whose ends follow a power law, as in PATHS: n = edges / 10."""
    import numpy as np

    from mechgraph.curie import Curie
    from mechgraph.exchange.reading import Reading, ReadReport
    from mechgraph.model import Entity, Source

    rng, n = np.random.default_rng(seed), edges // 10
    ends = (n * rng.power(0.5, (2, edges))).astype("i")
    reading = Reading(
        source=Source(id="synthetic", kind="text", title="synthetic"), report=ReadReport("-", "synthetic")
    )
    columns = reading.columns
    columns.entities = [Curie(f"MG:{i}") for i in range(n)]
    reading.entities = {c: Entity(id=c, name=str(c), category="gene") for c in columns.entities}
    columns.predicates = ["binds", "regulates", "participates_in", "inhibits"]
    columns.subject, columns.object = (array("i", row.tobytes()) for row in ends)
    columns.predicate = array("h", rng.integers(0, 4, edges).astype("h").tobytes())
    return reading.done()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("--edges", type=int, default=0)
    given = parser.parse_args()
    from mechgraph.build import build
    from mechgraph.store.disk import DiskStore

    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "x.mechgraph"
        begin = time.perf_counter()
        sources = [synthetic(given.edges)] if given.edges else [given.data / "hetionet" / "edges.sif.gz"]
        report = build(sources, target)
        total = time.perf_counter() - begin
        begin = time.perf_counter()
        DiskStore.open(target)
        opened = time.perf_counter() - begin
    figures = {
        "build_seconds": round(total, 2),
        "index_seconds": round(report.seconds["paths"], 2),
        "peak_gigabytes": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6, 2),
        "open_milliseconds": round(opened * 1000, 2),
    }
    steps = {step: round(s, 2) for step, s in report.seconds.items()}
    met = {} if given.edges else {name: figures[name] <= goal for name, goal in GOALS.items()}
    print(
        json.dumps(
            figures
            | {"steps": steps, "goals": GOALS, "met": met, "megabytes_on_disk": report.bytes // 10**6}
            | {"counts": report.counts, "content": report.content},
            indent=1,
        )
    )


if __name__ == "__main__":
    main()
