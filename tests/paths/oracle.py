"""A path search so simple that it is evidently right: every simple path, filtered, sorted, cut."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from mechgraph.paths.index import PathIndex
from mechgraph.paths.metapath import Metapath
from mechgraph.paths.search import Path


def simple_paths(index: PathIndex, source: int, target: int, max_length: int) -> Iterator[tuple[int, ...]]:
    """Arc numbers of every path without a repeated entity, walking claims both ways."""

    def walk(node: int, seen: list[int], arcs: list[int]) -> Iterator[tuple[int, ...]]:
        if node == target:
            yield tuple(arcs)
            return
        if len(arcs) == max_length:
            return
        for arc in range(int(index.indptr[node]), int(index.indptr[node + 1])):
            following = int(index.targets[arc])
            if following not in seen:
                yield from walk(following, [*seen, following], [*arcs, arc])

    if source != target:
        yield from walk(source, [source], [])


def obeys(index: PathIndex, source: int, arcs: Sequence[int], **rules: Any) -> bool:
    """Whether one path obeys every rule, told in the plainest words."""
    steps = [index.arc(arc) for arc in arcs]
    nodes = [source, *(step.target for step in steps)]
    if rules.get("directed") and any(s.inverse and not index.undirected[s.predicate] for s in steps):
        return False
    if rules.get("categories") is not None and any(index.category(n) not in rules["categories"] for n in nodes[1:-1]):
        return False
    names = [index.predicate_names[s.predicate] for s in steps]
    if rules.get("predicates") is not None and not set(names) <= set(rules["predicates"]):
        return False
    if not set(rules.get("through", ())) <= set(nodes) or set(rules.get("avoid", ())) & set(nodes):
        return False
    if rules.get("sign") is not None:
        product = 1
        for step in steps:
            claim = int(index.claim_signs[arcs[steps.index(step)]])
            product *= claim if not step.inverse or index.undirected[step.predicate] else 0
        if product != rules["sign"]:
            return False
    mask = rules.get("arc_mask")
    if mask is not None and not all(mask[arc] for arc in arcs):
        return False
    metapath: Metapath | None = rules.get("metapath")
    if metapath is not None:
        if len(metapath) != len(steps):
            return False
        for node, category in zip(nodes, metapath.categories, strict=True):
            if category is not None and index.category(node) != category:
                return False
        for step, name, wanted in zip(steps, names, metapath.steps, strict=True):
            if wanted.predicate not in (None, name):
                return False
            if wanted.direction and not index.undirected[step.predicate] and step.inverse != (wanted.direction < 0):
                return False
    return True


def brute_force(index: PathIndex, source: int, target: int, k: int, max_length: int, **rules: Any) -> list[Path]:
    """The k best by (cost, length, entities, predicates, claims)."""
    ranked = []
    for arcs in simple_paths(index, source, target, max_length):
        if obeys(index, source, arcs, **rules):
            steps = [index.arc(arc) for arc in arcs]
            nodes = (source, *(s.target for s in steps))
            codes = tuple(s.predicate * 2 + s.inverse for s in steps)
            cost = sum(s.cost for s in steps)
            ranked.append((cost, len(arcs), nodes, codes, tuple(s.claim for s in steps), Path(cost, nodes, arcs)))
    return [path for *_, path in sorted(ranked)[:k]]
