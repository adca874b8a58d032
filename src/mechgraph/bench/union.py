"""How high the search ranks DrugMechDB's own mechanisms in the union of all its records.

For each record: the links that only this record has are taken out, and its own mention is taken off the count of every
other. Then the rank of the first path from drug to disease that equals a curated one, link by link (predicates too).
Where each of a record's paths needs a link of its own, the answer cannot be in the graph and counts 0; ``ceiling`` says
how often it can.

The cost of a link comes from how often the other records state it, and whether records of the same drug, disease or
target do. Weights are fitted on one half of the drugs and tested on the other, both ways. It refuses to look beyond 50
paths of 8 steps.
"""

from __future__ import annotations

import gzip
import hashlib
import pathlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt

from ..paths.identifiers import Identifiers
from ..paths.index import PathIndex
from ..paths.rank import Example, Features, RankModel, fit
from ..paths.search import search
from .ranks import figures, reciprocal
from .workers import Spread, workers

__all__ = ["Union", "run"]

Array = npt.NDArray[Any]
LENGTH = 8
TRAINING = 900
DEVELOPED_ON = 3
"""The features and their number of training records were chosen while looking at every third record's scores."""
Link = tuple[str, str, str]
CONTEXTS = ("disease", "drug", "target", "target and disease", "sign of disease", "target and sign")
COUNTS = ("step", "share of start", "share of end", "share of pair", "count", "degree of start", "degree of end")


@dataclass(frozen=True, slots=True)
class Record:
    """One curated mechanism: the numbers of its ends, and its links."""

    drug: int
    disease: int
    links: tuple[int, ...]


class Union:
    """All records as one graph."""

    def __init__(self, data: pathlib.Path) -> None:
        from scipy import sparse

        raw = _read(data / "drugmechdb" / "indication_paths.yaml.gz")
        kinds: dict[str, str] = {}
        for _, _, _, own in raw:
            kinds.update(own)
        self.entities = sorted(kinds)
        self.identifiers = Identifiers.of(self.entities)
        number = {e: i for i, e in enumerate(self.entities)}
        links = sorted({link for _, _, found, _ in raw for link in found})
        self.category_names = sorted(set(kinds.values()))
        self.predicate_names = sorted({p for _, p, _ in links})
        predicate = {p: i for i, p in enumerate(self.predicate_names)}
        place = {link: i for i, link in enumerate(links)}
        self.categories = np.array([self.category_names.index(kinds[e]) for e in self.entities])
        self.s = np.array([number[a] for a, _, _ in links])
        self.p = np.array([predicate[p] for _, p, _ in links])
        self.o = np.array([number[b] for _, _, b in links])
        self.records = [
            Record(number[a], number[b], tuple(sorted({place[x] for x in found}))) for a, b, found, _ in raw
        ]
        self.names = [self.entities[r.drug] for r in self.records]
        n = len(self.entities)
        self.pair = np.unique(self.s * n + self.o, return_inverse=True)[1]
        types = self.categories[self.s] * len(self.category_names) + self.categories[self.o]
        kinds_of_link, self.type = np.unique(types, return_inverse=True)
        self.types = len(kinds_of_link)
        rows = np.repeat(np.arange(len(self.records)), [len(r.links) for r in self.records])
        columns = np.concatenate([r.links for r in self.records])
        states = sparse.csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(len(self.records), len(links)))
        ends = np.concatenate([self.s, self.o])
        touch = sparse.csr_matrix(
            (np.ones(len(ends)), (np.tile(np.arange(len(links)), 2), ends)), shape=(len(links), n)
        )
        mentions = states @ touch
        mentions.data[:] = 1
        self.mentions, self.by_entity, self.by_link = mentions, mentions.T.tocsr(), states.T.tocsr()
        self.count = np.asarray(states.sum(axis=0)).ravel()
        self.drugs = np.array([r.drug for r in self.records])
        self.diseases = np.array([r.disease for r in self.records])
        context = [f"{c}: {what}" for c in CONTEXTS for what in ("records", "any", "entity")]
        self.feature_names = (*COUNTS, *context, *(f"type {k}" for k in range(len(kinds_of_link))))

    def view(self, i: int) -> tuple[Array, Array]:
        """Features of every link as the graph is without record ``i``, but for its type; and which links are left."""
        record, n = self.records[i], len(self.entities)
        count = self.count.copy()
        count[list(record.links)] -= 1
        left = count > 0
        degree_out, degree_in = (np.bincount(x[left], minlength=n)[x] for x in (self.s, self.o))
        targets = np.unique(self.o[left & (self.s == record.drug)])
        signs = np.unique(self.s[left & (self.o == record.disease)])
        disease, drug = self.diseases == record.disease, self.drugs == record.drug
        target = np.asarray(self.mentions[:, targets].sum(axis=1)).ravel() > 0
        sign = np.asarray(self.mentions[:, signs].sum(axis=1)).ravel() > 0
        with np.errstate(divide="ignore", invalid="ignore"):
            columns = [
                np.ones(len(count)),
                *(-np.log(count / np.bincount(x, count)[x]) for x in (self.s, self.o, self.pair)),
                np.log(count),
                np.log(degree_out),
                np.log(degree_in),
            ]
        for chosen in (disease, drug, target, target & disease, sign, target & sign):
            others = chosen.astype(np.float64)
            others[i] = 0.0
            stated = np.asarray(self.by_link @ others)
            columns += [np.log1p(stated), stated > 0, np.asarray(self.by_entity @ others)[self.o] > 0]
        values = np.column_stack(columns)
        values[~left] = 0.0  # a link that is not there has no logarithms
        return values, left

    def candidates(self, i: int, choices: Sequence[Array], k: int) -> list[tuple[Array, Example]]:
        """For each choice of weights the k best paths of record ``i``: features of their links, paths as rows of it."""
        values, left = self.view(i)
        own = values.shape[1]
        rows = np.flatnonzero(left)
        record = self.records[i]
        curated = set(record.links)
        out = []
        for weights in choices:
            cost = (values @ weights[:own] + weights[own:][self.type])[rows]
            index = PathIndex.build(
                self.s[rows],
                self.o[rows],
                self.p[rows],
                entity_ids=self.identifiers,
                categories=self.categories,
                category_names=self.category_names,
                predicate_names=self.predicate_names,
                predicate_signs=[0] * len(self.predicate_names),
                arc_parts={"rank": np.rint(cost * 1e6).astype(np.int64)},
                arc_claims=rows,
            )
            found = search(index, record.drug, record.disease, k, max_length=LENGTH, directed=True)
            paths = [tuple(index.claim(arc) for arc in path.arcs) for path in found]
            used = sorted({link for path in paths for link in path})
            row = {link: j for j, link in enumerate(used)}
            # a path made only of the record's own links, from its drug to its disease, is one of its curated paths
            right = tuple(curated.issuperset(path) for path in paths)
            example = Example(tuple(tuple(row[x] for x in path) for path in paths), right)
            out.append((np.hstack([values[used], np.eye(self.types)[self.type[used]]]), example))
        return out

    def reachable(self, i: int) -> bool:
        """Whether some curated path of record ``i`` is left without the record."""
        record = self.records[i]
        following = defaultdict(set)
        for link in record.links:
            if self.count[link] > 1:
                following[int(self.s[link])].add(int(self.o[link]))
        seen, stack = {record.drug}, [record.drug]
        while stack:
            new = following[stack.pop()] - seen
            seen |= new
            stack += new
        return record.disease in seen


def run(data: pathlib.Path, *, limit: int | None = None, processes: int | None = None) -> dict[str, Any]:
    """Fit on one half of the drugs, test on the other, both ways; a few minutes on two cores.

    Args:
        data: The data folder.
        limit: Look at this many records only, spread evenly.
        processes: Worker processes; ``None``: one a core, 1: this one alone.

    Returns:
        ``records``, ``ceiling`` (fraction whose answer is in the graph), ``mrr``, ``hit_at_1``, ``hit_at_10``;
        ``untouched_records``: the same for the records that were not looked at while the set-up was chosen, which was
        done on every third one; ``untouched_drugs``: for those drugs of which no record was, mostly drugs with one
        record, whose own links are seldom left; ``baselines``.
    """
    union = Union(data)
    every = np.arange(len(union.records))
    if limit is not None:
        every = every[:: max(1, len(every) // limit)]
    half = {i: int(hashlib.sha256(union.names[i].encode()).hexdigest(), 16) % 2 for i in every.tolist()}
    baselines = {"steps alone": {"step": 1.0}, "share of start": {"share of start": 1.0}}
    plain = [np.array([given.get(name, 0.0) for name in union.feature_names]) for given in baselines.values()]
    answered = {i for i in half if union.reachable(i)}
    ranks = {i: [0.0] * (1 + len(plain)) for i in half}
    with workers((lambda: union) if processes == 1 else partial(Union, data), processes) as spread:
        for side in (0, 1):
            train = [i for i in half if half[i] != side]
            weights = fitted(union, train[:: max(1, len(train) // TRAINING)], spread)
            test = [i for i in half if half[i] == side and i in answered]
            for i, found in zip(test, _look(spread, test, [weights, *plain], 50), strict=True):
                ranks[i] = [reciprocal(example) for _, example in found]
    seen = {union.names[i] for i in range(0, len(union.records), DEVELOPED_ON)}
    return {
        **_figures(union, ranks, list(ranks)),
        "untouched_records": _figures(union, ranks, [i for i in ranks if i % DEVELOPED_ON]),
        "untouched_drugs": _figures(union, ranks, [i for i in ranks if union.names[i] not in seen]),
        "baselines": {name: figures([r[j] for r in ranks.values()]) for j, name in enumerate(baselines, 1)},
    }


def _figures(union: Union, ranks: dict[int, list[float]], some: list[int]) -> dict[str, Any]:
    ceiling = sum(union.reachable(i) for i in some) / max(len(some), 1)
    return {"records": len(some), "ceiling": round(ceiling, 4), **figures([ranks[i][0] for i in some])}


_Found = list[tuple[Array, Example]]
_Task = tuple[int, Sequence[Array], int]


def _candidates(union: Union, task: _Task) -> _Found:
    return union.candidates(*task)


def _look(spread: Spread, some: Iterable[int], choices: Sequence[Array], k: int) -> Iterable[_Found]:
    """:meth:`Union.candidates` of many records, in their order."""
    return spread(_candidates, [(i, choices, k) for i in some], chunk=16)


def fitted(union: Union, train: list[int], spread: Spread) -> Array:
    """Weights from the training records: one look under a plain start, one fit, one more look, one more fit."""
    given = {"step": 3.0, "share of start": 1.0, "disease: any": -1.0, "drug: any": -1.0, "target: any": -1.0}
    model = RankModel({name: given.get(name, 0.0) for name in union.feature_names})
    tables: list[Array] = []
    examples: list[Example] = []
    size = 0
    for _ in range(2):
        weights = np.array([model.weights[name] for name in union.feature_names])
        for [(values, example)] in _look(spread, filter(union.reachable, train), [weights], 100):
            if any(example.right) and not all(example.right):
                paths = tuple(tuple(size + row for row in path) for path in example.paths)
                tables.append(values)
                examples.append(Example(paths, example.right))
                size += len(values)
        found = Features(union.feature_names, ("rank",) * len(union.feature_names), np.concatenate(tables))
        model = fit(found, examples, model, pull=3.0)
    return np.array([model.weights[name] for name in union.feature_names])


def _read(path: pathlib.Path) -> list[tuple[str, str, set[Link], dict[str, str]]]:
    """Drug, disease, links and kinds of each record that names both of its ends."""
    import yaml

    with gzip.open(path, "rb") as file:
        records = yaml.load(file, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    out = []
    for record in records:
        graph, kinds = record["graph"], {node["id"]: node["label"] for node in record["nodes"]}
        drug = next((graph[key] for key in ("drug_mesh", "drugbank") if graph.get(key) in kinds), None)
        if drug is not None and graph.get("disease_mesh") in kinds:
            links = {(link["source"], link["key"], link["target"]) for link in record["links"]}
            out.append((drug, graph["disease_mesh"], links, kinds))
    return out
