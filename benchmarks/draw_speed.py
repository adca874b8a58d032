"""How long a figure takes: the layout at several sizes of graph, and a whole process that draws one.

python -m benchmarks.draw_speed
"""

from __future__ import annotations

import subprocess
import sys
import time

from tests.draw.generate import random_mechanism
from tests.draw.sample import baclofen

from mechgraph.draw import lay_out
from mechgraph.draw.audit import audit


def main() -> None:
    rows = [("sample, 23 entities", baclofen(), "double")]
    rows += [
        (f"generated, {n} entities", random_mechanism(7, n, int(n * 1.15), 0, 0.02), "2000x2000")
        for n in (50, 100, 200)
    ]
    for name, m, size in rows:
        best = min(_timed(m, size) for _ in range(3))
        scene = lay_out(m, size=size, detail="full")
        result = audit(scene)
        print(f"{name}: {1000 * best:.0f} ms, {result.faults} faults, {result.crossings} crossings")
    code = "from tests.draw.sample import baclofen; from mechgraph.draw import mechanism_svg; mechanism_svg(baclofen())"
    times = []
    for _ in range(5):
        start = time.perf_counter()
        subprocess.run([sys.executable, "-c", code], check=True)
        times.append(time.perf_counter() - start)
    print(f"process that draws the sample as SVG: {1000 * sorted(times)[2]:.0f} ms (median of 5)")


def _timed(m: object, size: str) -> float:
    start = time.perf_counter()
    lay_out(m, size=size, detail="full")  # type: ignore[arg-type]
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
