"""The compiled kernel beside NumPy's on random searches: equal answers or the first that is not, and a fingerprint.

    python -m benchmarks.paths_equal [SEARCHES] [SEED]

Small graphs at random (ties, loops, parallel claims, entities that hang on one other), each under random constraints of
every kind: lengths, categories, predicates, metapaths, entities to pass or to avoid, signs, masks of arcs, the bars of
a causal search. One search in eight is that of all sources to one target. Equal means the same arcs in the same order.
"""

from __future__ import annotations

import hashlib
import sys
import time
from typing import Any

import numpy as np

from mechgraph.paths import batch, compiled, kernel, native
from mechgraph.paths.constraints import Constraints
from mechgraph.paths.index import PathIndex
from mechgraph.paths.metapath import Metapath, Step
from mechgraph.paths.walk import Walk

KINDS = ("drug", "protein", "process", "disease")
PREDICATES = ("inhibits", "causes", "touches", "correlates", "is_part", "is_also")


def graph(chance: np.random.Generator) -> PathIndex:
    """A graph of 3 to 60 entities; some hang on a single other one."""
    n = int(chance.integers(3, 60))
    m = int(chance.integers(1, 4 * n))
    s, o = chance.integers(0, n, (2, m))
    leaves = chance.integers(0, n, int(chance.integers(0, 4)))
    size = n + len(leaves)
    s, o = np.concatenate([s, np.arange(n, size)]), np.concatenate([o, leaves])
    top = int(chance.choice([1, 3, 1000, 4_000_000]))  # few costs: many ties
    return PathIndex.build(
        s,
        o,
        chance.integers(0, len(PREDICATES), len(s)),
        entity_ids=[f"X:{i}" for i in range(size)],
        categories=chance.integers(0, len(KINDS), size),
        category_names=KINDS,
        predicate_names=PREDICATES,
        predicate_signs=[-1, 1, 0, 0, 1, 1],
        arc_costs=chance.integers(0, top + 1, len(s)),
        undirected=["touches"],
    )


def rules(chance: np.random.Generator, index: PathIndex, length: int) -> dict[str, Any]:
    """Constraints of every kind, each now and then; those of one pair have their own names."""
    out: dict[str, Any] = {}
    drawn = chance.random(10)
    if drawn[0] < 0.3:
        out["directed"] = True
    if drawn[1] < 0.2:
        out["categories"] = chance.choice(KINDS, int(chance.integers(1, 4)), replace=False).tolist()
    if drawn[2] < 0.2:
        out["predicates"] = chance.choice(PREDICATES, int(chance.integers(1, 6)), replace=False).tolist()
    if drawn[3] < 0.2:
        steps = int(chance.integers(1, length + 1))
        kinds = [None if chance.random() < 0.5 else str(chance.choice(KINDS)) for _ in range(steps + 1)]
        names = [None if chance.random() < 0.6 else str(chance.choice(PREDICATES)) for _ in range(steps)]
        out["metapath"] = Metapath(tuple(kinds), tuple(Step(n, int(chance.integers(-1, 2))) for n in names))
    if drawn[4] < 0.25:
        out["sign"] = int(chance.integers(-1, 2))
    if drawn[5] < 0.2:
        out["walk"] = Walk(
            ends=("drug", "disease"),
            processes=("process",),
            wholes=("protein",),
            last=("correlates",),
            form=("is_also",) if chance.random() < 0.3 else (),
            part=("is_part",),
            same=("is_also",) if chance.random() < 0.5 else (),
            types=(("drug", "inhibits", "protein"), ("protein", "causes", "disease")) if chance.random() < 0.3 else (),
        )
    if drawn[6] < 0.15:
        out["through"] = chance.integers(0, index.n_entities, int(chance.integers(1, 3))).tolist()
    if drawn[7] < 0.15:
        out["avoid"] = chance.integers(0, index.n_entities, int(chance.integers(1, 3))).tolist()
    if drawn[8] < 0.15:
        out["arc_mask"] = chance.random(index.n_arcs) < 0.8
    return out


def compare(searches: int, seed: int = 0) -> str:
    """A hash of all answers.

    Raises:
        AssertionError: the kernels differ; with what was asked.
    """
    chance = np.random.default_rng(seed)
    digest = hashlib.sha256()
    index = graph(chance)
    for i in range(searches):
        if i % 20 == 0:
            index = graph(chance)
        length, k = int(chance.integers(1, 7)), int(chance.choice([1, 2, 5, 10, 40]))
        asked = rules(chance, index, length)
        source, target = chance.integers(0, index.n_entities, 2).tolist()
        mine: tuple[Any, ...] | None
        other: tuple[Any, ...]
        if i % 8 == 7:
            for name in ("through", "avoid", "arc_mask"):
                asked.pop(name, None)
            everyone = list(range(index.n_entities))
            shared = Constraints(index, target, target, length, **asked)
            if shared.length > length or not index.n_arcs:
                continue
            mine, other = compiled.rank(shared, everyone, k), batch.by_numpy(shared, everyone, k)
            assert mine is not None
        else:
            c = Constraints(index, source, target, length, **asked)
            found, wanted = compiled.k_best(c, k), kernel.k_best(c, k)
            mine, other = (found.costs, found.arcs), (wanted.costs, wanted.arcs)
        same = all(np.array_equal(a, b) for a, b in zip(mine, other, strict=True))
        assert same, f"search {i} of seed {seed}: {source} → {target}, {k} of ≤ {length}, {asked}: {mine} {other}"
        for column in mine:
            digest.update(np.ascontiguousarray(column, np.int64).tobytes())
    return digest.hexdigest()[:12]


def main() -> None:
    """Compare as many searches as are asked for, 100,000 by default."""
    searches, seed = ([int(a) for a in sys.argv[1:]] + [100_000, 0][len(sys.argv) - 1 :])[:2]
    if native.library() is None:
        raise SystemExit(f"no compiled kernel: {native.compiled()[1]}")
    start = time.perf_counter()
    found = compare(searches, seed)
    print(f"{searches:,} random searches: equal, fingerprint {found}, {time.perf_counter() - start:.0f} s")


if __name__ == "__main__":
    main()
