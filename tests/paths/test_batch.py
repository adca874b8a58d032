"""All pairs at once give what each pair gives alone, on any number of workers, and go on after a stop."""

from __future__ import annotations

import pathlib
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mechgraph.errors import UsageError
from mechgraph.paths import batch
from mechgraph.paths.batch import rank_pairs
from mechgraph.paths.index import PathIndex
from mechgraph.paths.search import search

from .test_search import edges, metapaths, small

rules = st.fixed_dictionaries(
    {},
    optional={
        "directed": st.booleans(),
        "categories": st.just(["Gene"]),
        "predicates": st.just(["activates", "touches"]),
        "sign": st.sampled_from([-1, 0, 1]),
        "metapath": metapaths,
    },
)


@settings(max_examples=80, deadline=None)
@given(edges, st.integers(1, 5), st.integers(1, 5), rules)
def test_all_pairs_equal_pair_by_pair(
    claims: list[tuple[int, int, int, int]], k: int, length: int, rule: dict[str, Any]
) -> None:
    index = small(claims)
    if "metapath" in rule:
        length = max(length, len(rule["metapath"]))
    for ranked in rank_pairs(index, range(7), [2, 5], k, max_length=length, rules=rule, processes=1):
        alone = search(index, ranked.source, ranked.target, k, max_length=length, **rule)
        assert list(ranked.paths) == alone


@pytest.fixture
def graph() -> PathIndex:
    random = np.random.default_rng(3)
    rows = np.column_stack([random.integers(0, 7, (30, 2)), random.integers(0, 3, 30), random.integers(1, 9, 30)])
    return small([tuple(r) for r in rows.tolist()])


def test_worker_processes_give_the_same_answers(graph: PathIndex) -> None:
    alone = list(rank_pairs(graph, [0, 1, 2], [4, 5, 6], 3, processes=1))
    assert list(rank_pairs(graph, [0, 1, 2], [4, 5, 6], 3, processes=2)) == alone
    assert graph.directory is None


def test_a_stopped_run_goes_on_where_it_was(
    graph: PathIndex, tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    graph.save(tmp_path / "index")
    question: dict[str, Any] = {"processes": 1, "checkpoint": tmp_path / "kept"}
    whole = list(rank_pairs(graph, [0, 1], [4, 5, 6], 3, processes=1))
    run = rank_pairs(graph, [0, 1], [4, 5, 6], 3, **question)
    for _ in range(3):  # into the second target
        next(run)
    run.close()  # type: ignore[attr-defined]
    asked: list[int] = []
    real = batch.rank_target

    def counted(index: PathIndex, sources: Any, target: int, *rest: Any) -> Any:
        asked.append(target)
        return real(index, sources, target, *rest)

    monkeypatch.setattr(batch, "rank_target", counted)
    assert list(rank_pairs(graph, [0, 1], [4, 5, 6], 3, **question)) == whole
    assert asked == [6]
    kept = sorted((tmp_path / "kept").iterdir())
    kept[0].write_bytes(kept[0].read_bytes()[:40])  # torn
    assert list(rank_pairs(graph, [0, 1], [4, 5, 6], 3, **question)) == whole
    assert len(asked) == 2
    list(rank_pairs(graph, [0, 1], [4, 5, 6], 2, **question))  # another question
    assert len(asked) == 5


def test_constraints_of_one_pair_are_refused(graph: PathIndex) -> None:
    with pytest.raises(UsageError, match="through"):
        rank_pairs(graph, [0], [1], rules={"through": [2]})


def test_a_checkpoint_of_an_unsaved_index_is_refused(graph: PathIndex, tmp_path: pathlib.Path) -> None:
    with pytest.raises(UsageError, match="save the index"):
        list(rank_pairs(graph, [0], [1], processes=1, checkpoint=tmp_path))


def test_a_dask_client_gives_the_same_answers(graph: PathIndex, tmp_path: pathlib.Path) -> None:
    distributed = pytest.importorskip("distributed")
    graph.save(tmp_path)
    alone = list(rank_pairs(graph, [0, 1], [4, 5], 3, processes=1))
    with (
        distributed.LocalCluster(n_workers=1, processes=False, dashboard_address=None) as cluster,
        distributed.Client(cluster) as client,
    ):
        assert list(rank_pairs(tmp_path, [0, 1], [4, 5], 3, client=client)) == alone
