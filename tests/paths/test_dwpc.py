"""Degree-weighted path counts equal their definition, and the values published for Hetionet."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mechgraph.errors import VocabularyError
from mechgraph.paths.dwpc import PathCounter
from mechgraph.paths.index import PathIndex
from mechgraph.paths.metapath import Metapath, Step

KINDS = ("Compound", "Gene", "Disease")
N = 9


def hetnet(rows: list[tuple[int, int, int]]) -> PathIndex:
    return PathIndex.build(
        [r[0] for r in rows],
        [r[1] for r in rows],
        [r[2] for r in rows],
        entity_ids=[f"X:{i}" for i in range(N)],
        categories=[i % 3 for i in range(N)],
        category_names=KINDS,
        predicate_names=["regulates", "interacts"],
        predicate_signs=[0, 0],
        undirected=["interacts"],
    )


links = st.lists(st.tuples(st.integers(0, N - 1), st.integers(0, N - 1), st.integers(0, 1)), max_size=45)
steps = st.builds(Step, st.sampled_from(["regulates", "interacts"]), st.sampled_from([-1, 1]))
metapaths = st.integers(1, 5).flatmap(
    lambda n: st.builds(
        Metapath, st.tuples(*[st.sampled_from(KINDS[:2] if n > 3 else KINDS)] * (n + 1)), st.tuples(*[steps] * n)
    )
)


def definition(rows: list[tuple[int, int, int]], path: Metapath, source: int, target: int) -> tuple[int, float]:
    """Count and DWPC from the definition, with sets and loops only."""
    layers: list[set[tuple[int, int]]] = []
    for a, step, b in zip(path.categories, path.steps, path.categories[1:], strict=False):
        ways = set()
        for s, o, p in rows:
            name = ("regulates", "interacts")[p]
            if name == step.predicate:
                both = {(s, o), (o, s)} if name == "interacts" else {(s, o) if step.direction > 0 else (o, s)}
                ways |= {(x, y) for x, y in both if x != y and KINDS[x % 3] == a and KINDS[y % 3] == b}
        layers.append(ways)
    count, total = 0, 0.0
    paths: list[tuple[tuple[int, ...], float]] = [((source,), 1.0)]
    for ways in layers:
        longer = []
        for nodes, weight in paths:
            for x, y in ways:
                if x == nodes[-1] and y not in nodes:
                    degrees = sum(u == x for u, _ in ways) * sum(v == y for _, v in ways)
                    longer.append(((*nodes, y), weight * degrees**-0.4))
        paths = longer
    for nodes, weight in paths:
        if nodes[-1] == target:
            count, total = count + 1, total + weight
    return count, total


@settings(max_examples=200, deadline=None)
@given(links, metapaths, st.integers(0, N - 1), st.integers(0, N - 1))
def test_one_pair_equals_the_definition(
    rows: list[tuple[int, int, int]], path: Metapath, source: int, target: int
) -> None:
    counter = PathCounter(hetnet(rows))
    count, total = definition(rows, path, source, target)
    if source == target:
        count, total = 0, 0.0
    assert counter.count(path, source, target) == count
    assert math.isclose(counter.dwpc(path, source, target), total, rel_tol=1e-12)


@settings(max_examples=150, deadline=None)
@given(links, metapaths)
def test_all_pairs_equal_pair_by_pair_whatever_repeats(rows: list[tuple[int, int, int]], path: Metapath) -> None:
    pytest.importorskip("scipy")
    counter = PathCounter(hetnet(rows))
    ends = counter.members(path.categories[0]), counter.members(path.categories[-1])
    counts, values = counter.matrix(path, damping=0.0), counter.matrix(path)
    for i, source in enumerate(ends[0].tolist()):
        for j, target in enumerate(ends[1].tolist()):
            assert counts[i, j] == counter.count(path, source, target)
            assert math.isclose(values[i, j], counter.dwpc(path, source, target), rel_tol=1e-12)


def test_a_metapath_and_its_reverse_count_the_same_paths() -> None:
    random = np.random.default_rng(1)
    rows = [tuple(map(int, r)) for r in np.column_stack([random.integers(0, N, (60, 2)), random.integers(0, 2, 60)])]
    counter = PathCounter(hetnet(rows))  # type: ignore[arg-type]
    path = counter.parse("Compound -regulates-> Gene -interacts- Gene <-regulates- Disease")
    there, back = counter.matrix(path), counter.matrix(path.reversed())
    assert np.allclose(there, back.T, rtol=1e-12, atol=0)


def test_categories_left_open_are_all_categories() -> None:
    counter = PathCounter(hetnet([(0, 1, 0), (1, 2, 0), (0, 4, 0), (4, 2, 0), (0, 5, 0), (5, 2, 0)]))
    assert counter.count("* -> * -> *", 0, 2) == 3
    assert counter.matrix("* -> * -> *", damping=0.0)[0, 2] == 3
    assert counter.count("* -> Gene -> *", 0, 2) == 2


def test_an_unknown_predicate_is_refused() -> None:
    with pytest.raises(VocabularyError, match="did you mean 'regulates'"):
        PathCounter(hetnet([])).count("Gene -regulate-> Gene", 1, 4)
