"""The properties of figures over all mechanisms of DrugMechDB, and the time they take.

    python -m benchmarks.draw_properties [SIZE] [EVERY]

Prints each mechanism that fails, the counts of faults, the type sizes used and a fingerprint of all layouts, so that a
change of speed cannot change the figures unseen. Needs MECHGRAPH_TEST_DATA (see tests/draw/drugmechdb.py).
"""

from __future__ import annotations

import hashlib
import sys
import time
from collections import Counter
from dataclasses import asdict

from tests.draw.drugmechdb import mechanism, records

from mechgraph.draw import lay_out
from mechgraph.draw.audit import audit
from mechgraph.errors import DrawingError


def main(size: str = "double", every: int = 1) -> None:
    counts: Counter[str] = Counter()
    types: Counter[float] = Counter()
    times, failures = [], 0
    print_of_all = hashlib.sha256()
    chosen = records()[::every]
    for record in chosen:
        m = mechanism(record)
        start = time.perf_counter()
        try:
            scene = lay_out(m, size=size)
        except DrawingError as error:
            failures += 1
            print(record["graph"]["_id"], error)
            continue
        times.append(time.perf_counter() - start)
        result = audit(scene)
        counts.update(asdict(result))
        counts["labels"] += sum(bool(a.label) for a in scene.arcs)
        types[scene.pt] += 1
        if result.faults:
            failures += 1
            print(record["graph"]["_id"], {k: v for k, v in asdict(result).items() if v})
        for g in scene.glyphs:
            print_of_all.update(f"{g.entity} {g.x:.2f} {g.y:.2f}\n".encode())
    times.sort()
    print(f"size {size}: {len(chosen)} mechanisms, {failures} failures ({100 * failures / len(chosen):.2f} %)")
    print("  " + ", ".join(f"{k.replace('_', ' ')} {v}" for k, v in counts.items()))
    print("  type sizes: " + ", ".join(f"{pt:g} pt {n}" for pt, n in sorted(types.items(), reverse=True)))
    print(f"  layout: median {1000 * times[len(times) // 2]:.1f} ms, longest {1000 * times[-1]:.0f} ms")
    print(f"  fingerprint {print_of_all.hexdigest()[:16]}")


if __name__ == "__main__":
    main(*sys.argv[1:2], *(int(a) for a in sys.argv[2:3]))
