"""Processor time of interactive commands as whole processes, on graphs of different size side by side.

    for n in 100000 300000 1000000; do python benchmarks/big_sources.py kgx --edges $n -o k$n
        mechgraph build k$n/* -o k$n.mechgraph; done
    python -m benchmarks.interactive k100000.mechgraph k300000.mechgraph k1000000.mechgraph

Milliseconds, the least of three. What is asked of is an entity with few claims, the same in each graph.
"""

from __future__ import annotations

import resource
import subprocess
import sys

DRUG, OTHER, EFFECT = "DRUGBANK:DB0004320", "DRUGBANK:DB0004325", "MONDO:0004322"
COMMANDS = (
    ("search", "entity 4321"),
    ("search", "43"),
    ("search", "en"),
    ("show", DRUG),
    ("explain", DRUG),
    ("interactions", DRUG),
    ("interactions", DRUG, OTHER),
    ("paths", DRUG, EFFECT, "--any"),
    ("paths", DRUG, EFFECT, "--any", "--context", "species=human"),
    ("query", "claims", f"start={DRUG}"),
    ("stats",),
)


def spent(*command: str) -> float:
    """Milliseconds of processor time that a command takes.

    Raises:
        subprocess.CalledProcessError: it fails.
    """

    def so_far() -> float:
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        return used.ru_utime + used.ru_stime

    before = so_far()
    subprocess.run([sys.executable, "-m", "mechgraph", *command], check=True, capture_output=True)
    return 1000 * (so_far() - before)


def main() -> None:
    graphs = sys.argv[1:]
    if not graphs:
        sys.exit(__doc__)
    for command in COMMANDS:
        least = [min(spent("-g", graph, *command) for _ in range(3)) for graph in graphs]
        print(f"{' '.join(command):70}", *(f"{ms:6.0f}" for ms in least), flush=True)


if __name__ == "__main__":
    main()
