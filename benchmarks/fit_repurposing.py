"""Fit the repurposing score on Hetionet's treatments, and write it as data: ``graph/repurposing/hetionet.json``.

    python benchmarks/fit_repurposing.py DATA [YYYY-MM-DD]

What is shipped is fitted on both parts of ``polo/`` that are given; how a fit on the first does on the second is what
``mechgraph bench repurposing`` says, and stands in the file.
"""

from __future__ import annotations

import datetime
import json
import pathlib
import sys

from mechgraph.bench.repurposing import KNOWN, MECHANISM, OPPOSED, SHARE, Bench, Model, run

TARGET = pathlib.Path(__file__).parent.parent / "graph" / "repurposing" / "hetionet.json"


def main(data: pathlib.Path, date: str) -> None:
    """Fit on all pairs and write the file."""
    bench = Bench(data)
    model = Model(bench, [*bench.train, *bench.dev])
    tested = run(data)

    def rows(names: tuple[str, ...]) -> list[dict[str, object]]:
        listed: list[dict[str, object]] = []
        for name in names:
            weight, mean = round(model.weights[name], 6), float(f"{model.means.get(name, 1.0):.9g}")
            row = {"metapath": name, "weight": weight, "mean": mean, "fitted": name not in OPPOSED}
            if abs(weight) >= 0.005:
                listed.append(row | ({"bend": SHARE} if name in KNOWN else {}))
        return listed

    content = {
        "name": "hetionet",
        "order": "hetionet",
        "fitted": {
            "date": date,
            "script": "benchmarks/fit_repurposing.py",
            "data": f"{len(bench.train) + len(bench.dev)} of Hetionet's treatments (train and dev of polo)",
            "test": f"fitted on train, on dev: MRR {tested['mechanism only']['mrr']} by mechanism only, "
            f"{tested['with known treatments']['mrr']} with known treatments; on {len(bench.test)} kept back: "
            f"{tested['kept back']['mechanism only']['mrr']} and {tested['kept back']['with known treatments']['mrr']}",
        },
        "mechanism": rows((*MECHANISM, *OPPOSED)),
        "known": rows(KNOWN),
        "share": round(model.share, 6),
    }
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(tested, indent=1))


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else datetime.date.today().isoformat())
