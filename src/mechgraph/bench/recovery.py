"""How high the search ranks what curators wrote: DrugMechDB's genes on Hetionet.

For each DrugMechDB record mapped to Hetionet (``recovery/pairs.tsv``) with at least one curated gene: the rank of
the first path of at most 4 steps that contains a curated gene, on eight mechanism link types; treatment links are
not in the graph. The weights are fitted on four fifths of the drugs and tested on the fifth that the fit did not
see; drugs are dealt to fifths by a hash of their identifier, so all records of a drug stand on one side. It
refuses to look beyond 100 paths: a gene not among them counts 0.
"""

from __future__ import annotations

import csv
import hashlib
import math
import pathlib
from collections.abc import Sequence
from functools import partial
from itertools import zip_longest
from typing import Any

import numpy as np

from ..exchange.hetionet import curie_of
from ..paths.index import PathIndex
from ..paths.rank import Claims, Example, Kind, Parallel, Popularity, RankModel, Support, features, fit
from ..paths.search import search
from . import hetionet
from .ranks import figures, interval, reciprocal
from .workers import workers

__all__ = ["FOLDS", "LENGTH", "MECHANISM_TYPES", "RECIPES", "run", "set_up", "weights"]

FOLDS = 5
LENGTH = 4
DEPTH = 100
AGAIN = 60
MECHANISM_TYPES = ("CbG", "GiG", "Gr>G", "GpPW", "GpBP", "GpMF", "GpCC", "DaG")
RECIPES = (
    Support("CbG", through="PCiC", shared=True),
    Support("CbG", through="CrC"),
    Support("DaG", through="DrD"),
    Parallel("CbG", "CuG"),
    Parallel("CbG", "CdG"),
    Parallel("DaG", "DuG"),
    Parallel("DaG", "DdG"),
    Popularity("CbG", "GiG"),
    Popularity("CbG", "GpPW"),
    Popularity("CbG", "DaG"),
    Kind("CbG", pull=2.0),
    Kind("CbG", by="GpMF", pull=3.0),
)
Pair = tuple[int, int, frozenset[int]]


class Bench:
    """The graph, its features, the pairs."""

    def __init__(self, data: pathlib.Path) -> None:
        full = hetionet.read(data, without=("CtD", "CpD"), abbreviated=True)
        forward = np.flatnonzero(full.codes & 1 == 0)
        forward = forward[np.argsort(full.rows[forward])]
        self.full = full
        self.claims = Claims(
            (full.keys[forward] >> 32).astype(np.int64),
            full.targets[forward].astype(np.int64),
            (full.codes[forward] >> 1).astype(np.int64),
            full.categories,
            full.predicate_names,
            frozenset(n for n, u in zip(full.predicate_names, full.undirected, strict=True) if u),
            [_curie(full.entity_id(i)) for i in range(full.n_entities)],
        )
        self.rows, self.features = features(self.claims, MECHANISM_TYPES, RECIPES)
        self.ids = [full.entity_id(i) for i in range(full.n_entities)]
        with (data / "recovery" / "pairs.tsv").open(encoding="utf-8", newline="") as file:
            records = [row for row in csv.DictReader(file, delimiter="\t") if row["proteins"]]
        self.pairs: list[Pair] = [
            (
                full.number(row["compound"]),
                full.number(row["disease"]),
                frozenset(full.number(gene) for gene in row["proteins"].split("|")),
            )
            for row in records
        ]
        self.folds = [fold(row["compound"]) for row in records]

    def index(self, model: RankModel) -> PathIndex:
        """The mechanism graph under a model's costs; claim rows are those of the features."""
        s, o, p = (column[self.rows] for column in (self.claims.subjects, self.claims.objects, self.claims.predicates))
        return PathIndex.build(
            s,
            o,
            p,
            entity_ids=self.ids,
            categories=self.full.categories.astype(np.int64),
            category_names=self.full.category_names,
            predicate_names=self.full.predicate_names,
            predicate_signs=self.full.predicate_signs,
            undirected=sorted(self.claims.undirected),
            arc_parts=model.parts(self.features),
        )

    def candidates(self, model: RankModel, pairs: list[Pair], k: int = DEPTH) -> list[Example]:
        """The k best paths of each pair, and which of them contain a curated gene."""
        index = self.index(model)
        out = []
        for source, target, genes in pairs:
            paths = search(index, source, target, k, max_length=LENGTH)
            rows = tuple(tuple(index.rows[list(path.arcs)].tolist()) for path in paths)
            out.append(Example(rows, tuple(bool(genes & set(path.nodes)) for path in paths)))
        return out


def _curie(identifier: str) -> str:
    """Hetionet's identifier as a built graph has it; that of what is left out there is kept."""
    kind, _, rest = identifier.partition("::")
    return str(curie_of(kind, rest) or identifier)


def run(data: pathlib.Path, *, processes: int | None = None) -> dict[str, Any]:
    """Fit, test on unseen drugs, and compare; a few minutes on two cores.

    Args:
        data: The data folder.
        processes: Worker processes; ``None``: one a core, 1: this one alone.

    Returns:
        ``pairs``, ``mrr``, ``hit_at_1``, ``hit_at_10`` of the fitted ranking on held-out drugs, ``mrr_95`` (drugs drawn
        again); ``baselines`` with the same figures for the unfitted hub penalty, for steps alone, and the MRR of the
        drug's own targets in random order, by degree and by how often they are curated; ``union``: DrugMechDB's own
        mechanisms in the union of its records, see :mod:`mechgraph.bench.union`.
    """
    from . import union

    bench = Bench(data)
    start = RankModel.start(bench.features)
    steps = RankModel(
        {name: 1.0 for name, g in zip(bench.features.names, bench.features.groups, strict=True) if g == "step"}
    )
    with workers((lambda: bench) if processes == 1 else partial(Bench, data), processes) as spread:
        baselines = [(model, bench.pairs[i::PARTS]) for model in (start, steps) for i in range(PARTS)]
        found = list(spread(_candidates, baselines))
        first, plain = (_interleaved(found[at : at + PARTS]) for at in (0, PARTS))
        ranks: dict[int, float] = {}
        for some in spread(_held_out, [(held, first) for held in range(FOLDS)]):
            ranks |= some
    fitted_ranks = [ranks.get(i, 0.0) for i in range(len(bench.pairs))]
    drugs = [drug for drug, _, _ in bench.pairs]
    unfitted = [reciprocal(e) for e in first]
    return {
        "pairs": len(bench.pairs),
        **figures(fitted_ranks),
        "mrr_95": interval(fitted_ranks, drugs),
        "baselines": {
            "hub penalty, unfitted": figures(unfitted) | {"mrr_95": interval(unfitted, drugs)},
            "steps alone": figures([reciprocal(e) for e in plain]),
            "own targets in random order": {"mrr": random_targets(bench)},
            "own targets, those that fewest drugs bind first": figures(targets_by_degree(bench)),
            "own targets, those that curators named most for other drugs first": figures(targets_by_fame(bench)),
        },
        "union": union.run(data, processes=processes),
    }


PARTS = 4
"""Into how many tasks the pairs of a baseline are dealt."""


def _candidates(bench: Bench, task: tuple[RankModel, list[Pair]]) -> list[Example]:
    return bench.candidates(*task)


def _interleaved(parts: Sequence[list[Example]]) -> list[Example]:
    """What was dealt out by ``[i::n]``, in its first order."""
    return [e for row in zip_longest(*parts) for e in row if e is not None]


def _held_out(bench: Bench, task: tuple[int, list[Example]]) -> dict[int, float]:
    """Reciprocal ranks of the pairs of one fold, under weights fitted on the pairs of the others."""
    held, first = task
    train = [i for i, f in enumerate(bench.folds) if f != held]
    test = [i for i, f in enumerate(bench.folds) if f == held]
    if not train or not test:
        return {}
    start = RankModel.start(bench.features)
    model = fitted(bench, start, [bench.pairs[i] for i in train], [first[i] for i in train])
    return dict(zip(test, map(reciprocal, bench.candidates(model, [bench.pairs[i] for i in test])), strict=True))


def weights(bench: Bench) -> RankModel:
    """The weights fitted on every pair, for use on other pairs; the figures of :func:`run` are not theirs."""
    start = RankModel.start(bench.features)
    return fitted(bench, start, bench.pairs, bench.candidates(start, bench.pairs))


def set_up() -> str:
    """How the weights are fitted, in words."""
    return (
        f"paths of at most {LENGTH} claims, {DEPTH} candidates a pair under the start, {AGAIN} under the first fit; "
        "softmax of the paths with a curated gene, quadratic pull of 1 towards the start, of 2 for each protein and "
        "3 for each molecular function of what a drug binds"
    )


def fitted(bench: Bench, start: RankModel, pairs: list[Pair], first: list[Example]) -> RankModel:
    """Fit on the first candidates, look again with the fitted costs, and fit on from there on both."""
    once = fit(bench.features, first, start)
    again = bench.candidates(once, pairs, AGAIN)
    both = [merged(a, b) for a, b in zip(first, again, strict=True)]
    return fit(bench.features, both, once)


def merged(a: Example, b: Example) -> Example:
    """The union of two candidate lists."""
    union = dict(zip((*a.paths, *b.paths), (*a.right, *b.right), strict=True))
    return Example(tuple(union), tuple(union.values()))


def fold(identifier: str) -> int:
    """The fifth that a drug belongs to, by hash."""
    return int(hashlib.sha256(identifier.encode()).hexdigest(), 16) % FOLDS


def random_targets(bench: Bench) -> float:
    """The expected MRR of a curated gene among the drug's bound genes, shuffled: Σ P(first hit at r) / r."""
    binds = bench.claims.rows("CbG")
    total = 0.0
    for source, _, genes in bench.pairs:
        targets = set(bench.claims.objects[binds[bench.claims.subjects[binds] == source]].tolist())
        n, hits = len(targets), len(targets & genes)
        if hits:
            ways = math.comb(n, hits)
            total += math.fsum(math.comb(n - r, hits - 1) / ways / r for r in range(1, n - hits + 2))
    return round(total / max(len(bench.pairs), 1), 4)


def targets_by_fame(bench: Bench) -> list[float]:
    """Reciprocal ranks of a curated gene among the drug's bound genes, those first that most pairs of the other folds
    have as curated: what a memory of famous targets can do without any path."""
    binds = bench.claims.rows("CbG")
    subjects, objects = bench.claims.subjects[binds], bench.claims.objects[binds]
    degree = np.bincount(objects, minlength=len(bench.ids))
    fame = np.zeros((FOLDS, len(bench.ids)), np.int64)
    for (_, _, genes), mine in zip(bench.pairs, bench.folds, strict=True):
        fame[np.arange(FOLDS) != mine, np.array(sorted(genes))[:, None]] += 1
    out = []
    for (source, _, genes), mine in zip(bench.pairs, bench.folds, strict=True):
        own = sorted(set(objects[subjects == source].tolist()), key=lambda g: (-fame[mine, g], degree[g], g))
        out.append(next((1.0 / at for at, gene in enumerate(own, 1) if gene in genes), 0.0))
    return out


def targets_by_degree(bench: Bench) -> list[float]:
    """Reciprocal ranks of a curated gene among the drug's bound genes, those that fewest drugs bind first."""
    binds = bench.claims.rows("CbG")
    subjects, objects = bench.claims.subjects[binds], bench.claims.objects[binds]
    degree = np.bincount(objects, minlength=len(bench.ids))
    out = []
    for source, _, genes in bench.pairs:
        ranked = sorted(set(objects[subjects == source].tolist()), key=lambda gene: (degree[gene], gene))
        out.append(next((1.0 / at for at, gene in enumerate(ranked, 1) if gene in genes), 0.0))
    return out
