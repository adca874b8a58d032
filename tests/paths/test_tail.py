"""The work of a search, counted in arcs that it looks at: pairs that were slow by far stay near the others."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from mechgraph.exchange import read
from mechgraph.paths import compiled, kernel
from mechgraph.paths.claims import ClaimIndex
from mechgraph.paths.index import PathIndex
from mechgraph.paths.search import search
from mechgraph.store.memory import MemoryStore

from .oracle import brute_force


@pytest.fixture
def looked_at(monkeypatch: pytest.MonkeyPatch) -> Callable[[], int]:
    """How many arcs NumPy looked at since it was last asked."""
    seen = [0]
    expand = kernel.expand

    def counted(*given: Any) -> Any:
        found = expand(*given)
        seen[0] += len(found[0])
        return found

    def tell() -> int:
        told, seen[0] = seen[0], 0
        return told

    monkeypatch.setattr(kernel, "expand", counted)
    monkeypatch.setattr(compiled, "library", lambda: None)
    return tell


def _with_leaves(n: int, m: int) -> PathIndex:
    """A dense graph at random, and two entities more that hang on its first one."""
    chance = np.random.default_rng(1)
    s, o = chance.integers(0, n, m), chance.integers(0, n, m)
    ends = s != o
    s, o = np.concatenate([s[ends], [n, n + 1]]), np.concatenate([o[ends], [0, 0]])
    return PathIndex.build(
        s,
        o,
        np.zeros(len(s), int),
        entity_ids=[f"X:{i}" for i in range(n + 2)],
        categories=np.zeros(n + 2, int),
        category_names=["Thing"],
        predicate_names=["touches"],
        predicate_signs=[0],
        undirected=["touches"],
        arc_costs=chance.integers(1_000_000, 6_000_000, len(s)),
    )


def test_two_leaves_of_one_entity_have_one_path_and_it_is_not_sought_among_walks(looked_at: Callable[[], int]) -> None:
    index = _with_leaves(400, 6000)
    (path,) = search(index, 400, 401, 10, max_length=6)
    assert path.nodes == (400, 0, 401)
    assert looked_at() < index.n_arcs / 10  # 11 times all arcs, when each walk out and back was a beginning


@pytest.mark.parametrize("ends", [(400, 7), (9, 401), (400, 401), (400, 0)])
def test_paths_from_a_leaf_are_those_of_a_plain_search(ends: tuple[int, int]) -> None:
    index = _with_leaves(400, 900)
    found = search(index, *ends, 12, max_length=4)
    assert found == brute_force(index, *ends, 12, 4)


def test_no_pair_of_a_real_graph_takes_far_more_than_the_others(data: Path, looked_at: Callable[[], int]) -> None:
    """Of 300 pairs drawn at random these three took 111 to 194 times all arcs, half of the others less than one."""
    store = MemoryStore(read(data / "hetionet" / "bupropion-subgraph.json.gz"))
    index = ClaimIndex.of(list(store.entities()), store.associations()).index
    for ends in ((8942, 9435), (51382, 5096), (11001, 112812)):
        source, target = (index.number(f"NCBIGene:{e}") for e in ends)
        assert len(search(index, source, target, 10, max_length=4)) == 10
        assert looked_at() < 30 * index.n_arcs
