"""Start-up of commands over the embedded graph as it is, and over one of many more claims, as ratios to bare Python.

``python -m benchmarks.start_scale [CLAIMS] [RUNS]``. The larger graph is a checkout of its own, in a temporary folder:
the records once more for each copy, its entities and claims under other names, so that all that a start does is done.
The ratios are of medians of the same run, since the load of a machine moves all of them alike.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import msgspec

from mechgraph import records
from mechgraph.curie import Curie, data_dir
from mechgraph.model import Records

COMMANDS: dict[str, list[str]] = {
    "bare Python": ["-c", "pass"],
    "--help": ["-m", "mechgraph", "--help"],
    "search": ["-m", "mechgraph", "search", "gaba b"],
    "show": ["-m", "mechgraph", "show", "baclofen"],
    "explain": ["-m", "mechgraph", "explain", "baclofen"],
    "paths": ["-m", "mechgraph", "paths", "baclofen", "spasticity"],
    "ask": ["-m", "mechgraph", "ask", "Does baclofen reduce anxiety?"],
    "SPARQL": ["-m", "mechgraph", "query", "uses", "drug=baclofen"],
}


def copied(whole: Records, number: int) -> Records:
    """The records under other names: entities, claims, mechanisms; sources are shared and left out."""

    def renamed(curie: Curie) -> Curie:
        return Curie(f"{curie}.copy{number}")

    def called(name: str) -> str:
        return " ".join(f"{word}{number}" for word in name.split())  # no word of it is a word of the original

    replace = msgspec.structs.replace
    claims = {
        a.id: replace(
            a,
            subject=renamed(a.subject),
            object=renamed(a.object),
            key=a.key and f"{a.key}.copy{number}",
            derived_from=(),
        )
        for a in whole.associations
    }
    return Records(
        entities=[
            replace(
                e,
                id=renamed(e.id),
                name=called(e.name),
                synonyms=tuple(map(called, e.synonyms)),
                xrefs=(),
            )
            for e in whole.entities
        ],
        associations=list(claims.values()),
        mechanisms=[
            replace(m, id=f"{m.id}.copy{number}", drug=renamed(m.drug), effect=renamed(m.effect)).moved(
                lambda c: claims[c].id if c in claims else c
            )
            for m in whole.mechanisms
        ],
    )


def checkout(root: Path, claims: int) -> int:
    """A checkout with so many claims at least; how many it has."""
    package = Path(records.__file__).parents[1]
    shutil.copytree(package, root / "src" / "mechgraph", ignore=shutil.ignore_patterns("data"))
    for name in ("graph", "queries"):
        shutil.copytree(data_dir(name), root / name)
    whole = records.read(data_dir("graph"))
    copies = max(0, -(-claims // len(whole.associations)) - 1)
    for number in range(1, copies + 1):
        text = records.dump(copied(whole, number))
        (root / "graph" / "drugs" / f"copy{number}.yaml").write_text(text, encoding="utf-8")
    return len(whole.associations) * (1 + copies)


def measured(root: Path, runs: int) -> dict[str, tuple[float, float]]:
    """Milliseconds of the first run and the median of the others, of each command."""
    own = {"PYTHONPATH": str(root / "src"), "MECHGRAPH_CACHE": str(root / "cache")}
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"} | own
    out = {}
    for name, arguments in COMMANDS.items():
        times = []
        for _ in range(runs + 1):
            begun = time.perf_counter()
            subprocess.run([sys.executable, *arguments], cwd=root, env=environment, check=True, capture_output=True)
            times.append((time.perf_counter() - begun) * 1000)
        out[name] = times[0], statistics.median(times[1:])
    return out


def main() -> None:
    """Print a table: command, and for each graph the first run, the median, and the median over bare Python's."""
    claims, runs = (*map(int, sys.argv[1:3]), *(8000, 9)[len(sys.argv) - 1 :])[:2]
    found: dict[int, dict[str, tuple[float, float]]] = {}
    for wanted in (0, claims):
        with tempfile.TemporaryDirectory() as folder:
            number = checkout(Path(folder) / "checkout", wanted)
            found[number] = measured(Path(folder) / "checkout", runs)
    print(f"{'':12}", *(f"{n:>6,} claims: first  median  ratio" for n in found))
    for name in COMMANDS:
        row = [f"{name:12}"]
        for times in found.values():
            first, median = times[name]
            row.append(f"{first:13.0f} ms {median:6.0f} ms {median / times['bare Python'][1]:5.1f}  ")
        print(*row)


if __name__ == "__main__":
    main()
