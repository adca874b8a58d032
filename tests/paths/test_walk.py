"""What a causal search may walk, against the same rules said of whole paths in the plainest words."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from mechgraph.paths.index import PathIndex
from mechgraph.paths.search import search
from mechgraph.paths.walk import Walk

from .oracle import brute_force

CATEGORIES = ("drug", "protein", "process", "disease")
PREDICATES = ("acts", "varies", "becomes", "part_of", "like", "kind_of")
SYMMETRIC = ("varies", "like")
WALK = Walk(
    ends=("drug", "disease"),
    processes=("process",),
    wholes=("protein",),
    last=("varies",),
    form=("becomes",),
    part=("part_of",),
    same=("like", "kind_of"),
)
numbers = st.integers(0, 7)
claims = st.lists(st.tuples(numbers, numbers, st.integers(0, 5), st.integers(0, 3)), max_size=24)


def graph(edges: list[tuple[int, int, int, int]]) -> PathIndex:
    """Two entities of each category."""
    return PathIndex.build(
        [e[0] for e in edges],
        [e[1] for e in edges],
        [e[2] for e in edges],
        entity_ids=[f"X:{i}" for i in range(8)],
        categories=[i % 4 for i in range(8)],
        category_names=CATEGORIES,
        predicate_names=PREDICATES,
        predicate_signs=[1] * 6,
        arc_costs=np.array([e[3] for e in edges], np.int64),
        undirected=SYMMETRIC,
    )


def may(index: PathIndex, source: int, arcs: tuple[int, ...], through: set[int]) -> bool:
    """The rules, of one path that is walked from cause to effect."""
    steps = [index.arc(a) for a in arcs]
    names = [index.predicate_names[s.predicate] for s in steps]
    kinds = [index.category(n) for n in (source, *(s.target for s in steps))]
    tail = len(steps)  # from here on only other names of the end follow
    while tail and names[tail - 1] in WALK.same and kinds[tail - 1] in WALK.ends and kinds[tail] in WALK.ends:
        tail -= 1
    for i, (step, name) in enumerate(zip(steps, names, strict=True)):
        if name in WALK.same and i < tail:
            return False
        let_through = step.target in through
        if kinds[i + 1] in WALK.ends and i + 1 < tail and name not in WALK.form and not let_through:
            return False
        if name in WALK.part and not (kinds[i] in WALK.wholes and kinds[i + 1] in WALK.wholes):
            return False
        into = i + 1 == tail or let_through
        if name in WALK.last and not (into and not step.inverse and kinds[i] in WALK.processes):
            return False
    return True


@settings(max_examples=500, deadline=None)
@given(claims, numbers, numbers, st.integers(1, 5))
def test_a_causal_search_finds_what_the_rules_leave(
    edges: list[tuple[int, int, int, int]], source: int, target: int, length: int
) -> None:
    index = graph(edges)
    found = search(index, source, target, 50, max_length=length, directed=True, walk=WALK)
    every = brute_force(index, source, target, 10_000, length, directed=True)
    assert found == [p for p in every if may(index, source, p.arcs, set())][:50]


@settings(max_examples=200, deadline=None)
@given(claims, numbers, numbers, numbers)
def test_what_is_asked_for_is_let_through(
    edges: list[tuple[int, int, int, int]], source: int, target: int, asked: int
) -> None:
    if asked in (source, target):
        return
    index = graph([e for e in edges if PREDICATES[e[2]] not in WALK.same])
    found = search(index, source, target, 50, max_length=4, directed=True, walk=WALK, through=[asked])
    every = brute_force(index, source, target, 10_000, 4, directed=True, through=[asked])
    assert found == [p for p in every if may(index, source, p.arcs, {asked})][:50]
