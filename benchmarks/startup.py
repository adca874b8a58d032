"""Start-up times of commands as processes, warm, against the budgets; medians of several runs.

``python benchmarks/startup.py [RUNS]``. Bare Python stands beside them, because the machine's load moves all alike.
Modules are compiled once, as pip leaves them: without that each process compiles them again, for about 100 ms.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

COMMANDS: list[tuple[str, list[str], int]] = [
    ("bare Python", ["-c", "pass"], 16),
    ("--help", ["-m", "mechgraph", "--help"], 100),
    ("show", ["-m", "mechgraph", "show", "baclofen"], 200),
    ("search", ["-m", "mechgraph", "search", "gaba b"], 200),
    ("explain", ["-m", "mechgraph", "explain", "baclofen"], 400),
    ("paths", ["-m", "mechgraph", "paths", "baclofen", "spasticity"], 400),
    ("SPARQL", ["-m", "mechgraph", "query", "uses"], 300),
    ("SVG", ["-m", "mechgraph", "draw", "baclofen", "spasticity", "-o", "x.svg"], 450),
    ("PNG", ["-m", "mechgraph", "draw", "baclofen", "spasticity", "-o", "x.png"], 2500),
]


def main() -> None:
    """Print a table: command, median in milliseconds, budget."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    with tempfile.TemporaryDirectory() as folder:
        for name, arguments, budget in COMMANDS:
            times = []
            for _ in range(runs + 1):
                start = time.perf_counter()
                command = [sys.executable, *arguments]
                subprocess.run(command, cwd=Path(folder), env=environment, check=True, capture_output=True)
                times.append(time.perf_counter() - start)
            print(f"{name:12} {statistics.median(times[1:]) * 1000:7.0f} ms   budget {budget} ms")


if __name__ == "__main__":
    main()
