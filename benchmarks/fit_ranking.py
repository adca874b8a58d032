"""Fit the order of paths on DrugMechDB's genes in Hetionet, and write it as data: ``graph/ranking/hetionet.json``.

    python benchmarks/fit_ranking.py DATA [YYYY-MM-DD]

The weights that are shipped are fitted on every pair of ``recovery/pairs.tsv``; how they do on drugs that a fit did not
see is what ``mechgraph bench recovery`` says, with weights of its own folds. The date is that of the fit.
"""

from __future__ import annotations

import dataclasses
import datetime
import json
import pathlib
import sys

from mechgraph.bench.recovery import LENGTH, MECHANISM_TYPES, RECIPES, Bench, set_up, weights
from mechgraph.exchange.mappings import mapping
from mechgraph.paths.metapath import MetapathTable
from mechgraph.paths.rank import Kind, Parallel, Popularity, RankModel, Support

TARGET = pathlib.Path(__file__).parent.parent / "graph" / "ranking" / "hetionet.json"


def rounded(model: RankModel, kinds: set[str]) -> dict[str, float]:
    """The weights as they are written; those of what an end is in three digits, and only where they say anything."""
    found = {name: round(value, 3 if name in kinds else 6) for name, value in model.weights.items()}
    return {name: value for name, value in found.items() if value or name not in kinds}


def main(data: pathlib.Path, date: str) -> None:
    """Fit on all pairs and write the file."""
    table, known = mapping("hetionet"), MetapathTable.hetionet()
    used = list(MECHANISM_TYPES)
    for recipe in RECIPES:
        other = recipe.through if isinstance(recipe, Support) else recipe.other if isinstance(recipe, Parallel) else ""
        used += [name for name in (recipe.predicate, other) if name]
        used += [recipe.counted] if isinstance(recipe, Popularity) else []
        used += [recipe.by] if isinstance(recipe, Kind) and recipe.by else []
    types = {}
    for name in dict.fromkeys(used):
        edge, row = known.metaedges[name], table.abbreviated(name)
        assert row is not None, name
        assert not row.swap, name
        types[name] = [table.category(edge.subject), row.predicate, table.category(edge.object)]
    bench = Bench(data)
    model = weights(bench)
    TARGET.parent.mkdir(exist_ok=True)
    content = {
        "name": "hetionet",
        "fitted": {
            "date": date,
            "script": "benchmarks/fit_ranking.py",
            "data": f"{len(bench.pairs)} drug-disease pairs of DrugMechDB on Hetionet v1.0",
            "set-up": set_up(),
        },
        "types": types,
        "walked": list(MECHANISM_TYPES),
        "length": LENGTH,
        "undirected": sorted(name for name in types if known.metaedges[name].symmetric),
        "recipes": [{"kind": type(r).__name__.lower()} | dataclasses.asdict(r) for r in RECIPES],
        "weights": rounded(model, set(bench.features.names[bench.features.values.shape[1] :])),
    }
    TARGET.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else datetime.date.today().isoformat())
