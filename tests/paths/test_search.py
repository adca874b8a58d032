"""The search finds what brute force finds, under every mixture of constraints."""

from __future__ import annotations

import itertools
from typing import Any

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mechgraph.errors import UsageError, VocabularyError
from mechgraph.paths import compiled, kernel
from mechgraph.paths.index import PathIndex
from mechgraph.paths.metapath import Metapath, Step
from mechgraph.paths.search import Path, path_sign, search

from .oracle import brute_force

PREDICATES = ("activates", "inhibits", "touches")
CATEGORIES = ("Drug", "Gene")


def small(edges: list[tuple[int, int, int, int]], n: int = 7, shift: int = 0) -> PathIndex:
    """A graph of n entities; edges are (subject, object, predicate, cost in whole units)."""
    return PathIndex.build(
        [e[0] for e in edges],
        [e[1] for e in edges],
        [e[2] for e in edges],
        entity_ids=[f"X:{i}" for i in range(n)],
        categories=[(i + shift) % 2 for i in range(n)],
        category_names=CATEGORIES,
        predicate_names=PREDICATES,
        predicate_signs=[1, -1, 0],
        arc_costs=np.array([e[3] for e in edges], np.int64),
        undirected=["touches"],
    )


numbers = st.integers(0, 6)
edges = st.lists(st.tuples(numbers, numbers, st.integers(0, 2), st.integers(0, 3)), max_size=22)
metapaths = st.integers(1, 4).flatmap(
    lambda n: st.builds(
        Metapath,
        st.tuples(*[st.sampled_from([None, *CATEGORIES])] * (n + 1)),
        st.tuples(*[st.builds(Step, st.sampled_from([None, *PREDICATES]), st.sampled_from([-1, 0, 1]))] * n),
    )
)
rules = st.fixed_dictionaries(
    {},
    optional={
        "directed": st.booleans(),
        "categories": st.sets(st.sampled_from(CATEGORIES)),
        "predicates": st.sets(st.sampled_from(PREDICATES)),
        "through": st.sets(numbers, max_size=3),
        "avoid": st.sets(numbers, max_size=2),
        "sign": st.sampled_from([-1, 0, 1]),
        "metapath": metapaths,
    },
)


@settings(max_examples=400, deadline=None)
@given(edges, numbers, numbers, st.integers(1, 8), st.integers(1, 6), rules, st.randoms(use_true_random=False))
def test_search_equals_brute_force(
    claims: list[tuple[int, int, int, int]],
    source: int,
    target: int,
    k: int,
    length: int,
    rule: dict[str, Any],
    random: Any,
) -> None:
    index = small(claims)
    if random.random() < 0.3:
        rule["arc_mask"] = np.array([random.random() < 0.8 for _ in range(index.n_arcs)], bool)
    if "metapath" in rule:
        length = max(length, len(rule["metapath"]))
    wanted = brute_force(index, source, target, k, length, **rule)
    assert search(index, source, target, k, max_length=length, **rule) == wanted
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(compiled, "library", lambda: None)
        assert search(index, source, target, k, max_length=length, **rule) == wanted


@settings(max_examples=60, deadline=None)
@given(edges, numbers, numbers, st.integers(1, 8), st.integers(1, 6), rules)
def test_small_blocks_give_the_same_answers(
    claims: list[tuple[int, int, int, int]], source: int, target: int, k: int, length: int, rule: dict[str, Any]
) -> None:
    index = small(claims)
    if "metapath" in rule:
        length = max(length, len(rule["metapath"]))
    whole = search(index, source, target, k, max_length=length, **rule)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kernel, "_BLOCK", 3)
        patch.setattr(compiled, "library", lambda: None)
        assert search(index, source, target, k, max_length=length, **rule) == whole


def test_networkx_finds_the_same_costs() -> None:
    random = np.random.default_rng(5)
    ends = random.integers(0, 60, (240, 2))
    ends = ends[ends[:, 0] != ends[:, 1]]
    ends = np.unique(np.sort(ends, axis=1), axis=0)
    costs = random.integers(1, 1_000_000, len(ends))
    index = PathIndex.build(
        ends[:, 0],
        ends[:, 1],
        np.zeros(len(ends), np.int64),
        entity_ids=[str(i) for i in range(60)],
        categories=np.zeros(60, np.int64),
        category_names=["Thing"],
        predicate_names=["touches"],
        predicate_signs=[0],
        arc_costs=costs,
    )
    graph: nx.Graph[int] = nx.Graph()
    for (a, b), cost in zip(ends.tolist(), costs.tolist(), strict=True):
        graph.add_edge(a, b, weight=cost)
    for source, target in [(0, 1), (5, 40), (17, 33)]:
        theirs = list(itertools.islice(nx.shortest_simple_paths(graph, source, target, weight="weight"), 12))
        ours = search(index, source, target, 12, max_length=12)
        assert [list(path.nodes) for path in ours] == theirs


def test_parallel_claims_stay_parallel() -> None:
    index = small([(0, 1, 0, 1), (0, 1, 1, 1), (0, 1, 0, 1)])
    found = search(index, 0, 1, 10)
    assert [index.arc(path.arcs[0]).claim for path in found] == [0, 2, 1]


def test_ties_at_the_cut_are_resolved_by_entity_number_not_by_chance() -> None:
    star = [(0, i, 0, 1) for i in (5, 3, 4, 2)] + [(i, 1, 0, 1) for i in (2, 5, 4, 3)]
    assert [path.nodes for path in search(small(star), 0, 1, 2)] == [(0, 2, 1), (0, 3, 1)]


def test_a_claim_walked_backwards_has_no_sign_unless_it_is_symmetric() -> None:
    index = small([(1, 0, 1, 0), (1, 2, 1, 0)])
    assert [path_sign(index, path) for path in search(index, 0, 2, 1)] == [0]
    assert search(index, 0, 2, 1, sign=-1) == []
    assert [path_sign(index, path) for path in search(index, 1, 2, 1)] == [-1]


def test_a_path_is_a_value_with_a_length_and_an_order() -> None:
    cheap, dear = Path(1, (0, 2, 1), (4, 5)), Path(2, (0, 1), (3,))
    assert sorted([dear, cheap]) == [cheap, dear]
    assert len(cheap) == 2


@pytest.mark.parametrize(
    ("arguments", "error", "words"),
    [
        ({"k": 0}, UsageError, "at least 1"),
        ({"max_length": 0}, UsageError, "1 … 32"),
        ({"max_length": 33}, UsageError, "1 … 32"),
        ({"sign": 2}, UsageError, "sign is 2"),
        ({"categories": ["Gen"]}, VocabularyError, "did you mean 'Gene'"),
        ({"predicates": ["activate"]}, VocabularyError, "did you mean 'activates'"),
        ({"through": [99]}, UsageError, "99"),
        ({"arc_mask": np.ones(1, bool)}, UsageError, "shape"),
        ({"metapath": "Drug -> Gene -> Gene -> Gene -> Gene -> Gene"}, UsageError, "5 steps"),
    ],
)
def test_arguments_that_make_no_sense_are_refused(
    arguments: dict[str, Any], error: type[Exception], words: str
) -> None:
    index = small([(0, 1, 0, 1)])
    with pytest.raises(error, match=words):
        search(index, 0, 1, **{"k": 3, **arguments})


def test_an_empty_graph_has_no_paths() -> None:
    assert search(small([]), 0, 1) == []
