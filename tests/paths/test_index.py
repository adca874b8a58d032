"""The index holds every claim, comes back from disk as it was, and refuses a torn file."""

from __future__ import annotations

import json
import pathlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mechgraph.errors import IndexFormatError, NotFoundError, UsageError, VocabularyError
from mechgraph.paths.cost import CostModel, typed_degrees
from mechgraph.paths.files import HEADER
from mechgraph.paths.index import PathIndex
from mechgraph.paths.search import search

claims = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5), st.integers(0, 1)), max_size=15)


def build(rows: list[tuple[int, int, int]], **more: object) -> PathIndex:
    return PathIndex.build(
        [r[0] for r in rows],
        [r[1] for r in rows],
        [r[2] for r in rows],
        entity_ids=[f"Ü:{9 - i}" for i in range(6)],
        categories=[0, 0, 0, 1, 1, 1],
        category_names=["Drug", "Gene"],
        predicate_names=["binds", "interacts"],
        predicate_signs=[-1, 0],
        undirected=["interacts"],
        **more,  # type: ignore[arg-type]
    )


@settings(max_examples=50, deadline=None)
@given(claims)
def test_every_claim_is_two_arcs_and_arcs_are_sorted_by_source_and_cost(rows: list[tuple[int, int, int]]) -> None:
    index = build(rows)
    forward = sorted(
        (a.claim, a.source, a.target, a.predicate) for a in map(index.arc, range(index.n_arcs)) if not a.inverse
    )
    backward = sorted(
        (a.claim, a.target, a.source, a.predicate) for a in map(index.arc, range(index.n_arcs)) if a.inverse
    )
    assert forward == backward == [(i, s, o, p) for i, (s, o, p) in enumerate(rows)]
    assert (np.diff(index.keys) >= 0).all()
    assert index.indptr[-1] == index.n_arcs == 2 * len(rows)
    for arc in range(index.n_arcs):
        other = index.arc(int(index.twins()[arc]))
        mine = index.arc(arc)
        assert (mine.source, mine.target, mine.claim) == (other.target, other.source, other.claim)
        assert index.indptr[mine.source] <= arc < index.indptr[mine.source + 1]


@settings(max_examples=25, deadline=None)
@given(claims)
def test_an_index_comes_back_from_disk_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[int, int, int]]
) -> None:
    made = build(rows, evidence=np.arange(len(rows)), certainty=np.zeros(len(rows), np.int64))
    directory = made.save(tmp_path_factory.mktemp("index"))
    again = PathIndex.open(directory, verify=True)
    assert again.content_hash == made.content_hash
    assert search(again, 0, 4, 5) == search(made, 0, 4, 5)
    assert [again.entity_id(i) for i in range(6)] == [made.entity_id(i) for i in range(6)]
    assert [again.explain(i) for i in range(again.n_arcs)] == [made.explain(i) for i in range(made.n_arcs)]
    assert again.model == made.model


def test_the_same_graph_gives_the_same_bytes(tmp_path: pathlib.Path) -> None:
    rows = [(0, 3, 0), (3, 4, 1), (1, 3, 0)]
    build(rows).save(tmp_path / "a")
    build(rows).save(tmp_path / "b")
    assert (tmp_path / "a" / HEADER).read_bytes() == (tmp_path / "b" / HEADER).read_bytes()


def test_saving_again_leaves_one_blob_and_readers_of_the_old_one_go_on(tmp_path: pathlib.Path) -> None:
    build([(0, 3, 0)]).save(tmp_path)
    old = PathIndex.open(tmp_path)
    build([(0, 4, 0), (4, 3, 1)]).save(tmp_path)
    assert len(list(tmp_path.glob("arrays-*"))) == 1
    assert [p.nodes for p in search(old, 0, 3)] == [(0, 3)]
    assert [p.nodes for p in search(PathIndex.open(tmp_path), 0, 3)] == [(0, 4, 3)]


def blob(directory: pathlib.Path) -> pathlib.Path:
    return next(directory.glob("arrays-*.bin"))


def test_a_missing_index_says_so(tmp_path: pathlib.Path) -> None:
    with pytest.raises(NotFoundError, match="mechgraph build"):
        PathIndex.open(tmp_path)


@pytest.mark.parametrize("damage", ["cut", "empty", "longer", "gone", "other", "header", "json", "section"])
def test_a_torn_index_is_refused_with_what_to_do(tmp_path: pathlib.Path, damage: str) -> None:
    build([(0, 3, 0), (3, 4, 1)]).save(tmp_path)
    data, header = blob(tmp_path), tmp_path / HEADER
    if damage == "cut":
        data.write_bytes(data.read_bytes()[:-100])
    elif damage == "empty":
        data.write_bytes(b"")
    elif damage == "longer":
        data.write_bytes(data.read_bytes() + b"x")
    elif damage == "gone":
        data.unlink()
    elif damage == "other":
        data.write_bytes(data.read_bytes()[:-32] + b"x" * 32)
    elif damage == "header":
        header.write_text(json.dumps({"format": "mechgraph path index", "version": 1}))
    elif damage == "json":
        header.write_bytes(header.read_bytes()[:50])
    else:
        content = json.loads(header.read_text())
        content["sections"]["targets"]["length"] = 10**9
        header.write_text(json.dumps(content))
    with pytest.raises(IndexFormatError, match="mechgraph build"):
        PathIndex.open(tmp_path)


def test_another_format_version_is_refused(tmp_path: pathlib.Path) -> None:
    build([(0, 3, 0)]).save(tmp_path)
    header = tmp_path / HEADER
    header.write_text(header.read_text().replace('"version": 1', '"version": 99'))
    with pytest.raises(IndexFormatError, match="version 99"):
        PathIndex.open(tmp_path)


def test_changed_bytes_are_found_when_asked_to_verify(tmp_path: pathlib.Path) -> None:
    build([(0, 3, 0)]).save(tmp_path)
    data = blob(tmp_path)
    data.write_bytes(b"\x01" + data.read_bytes()[1:])
    with pytest.raises(IndexFormatError, match="hash"):
        PathIndex.open(tmp_path, verify=True)


def test_entities_are_found_by_identifier_or_refused() -> None:
    index = build([(0, 3, 0)])
    assert [index.number(index.entity_id(i)) for i in range(6)] == list(range(6))
    with pytest.raises(NotFoundError, match="Ü:77"):
        index.number("Ü:77")


def test_typed_degrees_count_by_category_and_both_sides_of_an_undirected_predicate() -> None:
    s, o, p = np.array([0, 0, 3, 4, 4]), np.array([3, 4, 4, 5, 1]), np.array([0, 0, 1, 1, 1])
    categories = np.array([0, 0, 0, 1, 1, 1])
    near, far = typed_degrees(s, o, p, categories, np.array([False, True]))
    assert near.tolist() == [
        2,
        2,
        1,
        2,
        1,
    ]  # drug 0 binds two genes; gene 4 interacts with genes 3 and 5, and with a drug
    assert far.tolist() == [1, 1, 2, 1, 1]


def test_the_parts_of_a_cost_add_up_and_start_from_the_formula() -> None:
    model = CostModel(hop=0.5, priors={"binds": 0.25}, evidence=0.1)
    index = build([(0, 3, 0), (0, 4, 0)], model=model, evidence=[1, 0], certainty=[1, 0])
    arc = next(a for a in range(4) if index.arc(a).claim == 0 and not index.arc(a).inverse)
    assert index.explain(arc) == {
        "hub": 346_574,  # half of ln 2
        "hop": 500_000,
        "prior": 250_000,
        "certainty": 500_000,
        "indirect": 0,
        "evidence": -69_315,  # a tenth of ln 2
        "limit": 0,
    }
    assert sum(index.explain(arc).values()) == index.arc(arc).cost


def test_a_cost_is_never_below_zero() -> None:
    index = build([(0, 3, 0)], model=CostModel(hub=0, hop=0, evidence=5, evidence_cap=9), evidence=[7])
    assert index.arc(0).cost == 0
    assert index.explain(0)["limit"] > 0


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"subjects": [9]}, r"subjects\[0\] is 9"),
        ({"objects": [0, 1]}, "objects has 2 values"),
        ({"predicates": [-1]}, "predicates"),
        ({"arc_costs": [-1]}, "micro-units"),
        ({"arc_costs": [10**9]}, "micro-units"),
        ({"entity_ids": ["a", "a"]}, "stands twice"),
        ({"predicate_signs": [2]}, "sign"),
        ({"predicate_signs": []}, "signs"),
        ({"subjects": [0.5]}, "whole numbers"),
    ],
)
def test_arrays_that_do_not_fit_are_refused(change: dict[str, list[object]], words: str) -> None:
    good: dict[str, object] = {
        "subjects": [0],
        "objects": [1],
        "predicates": [0],
        "entity_ids": ["a", "b"],
        "categories": [0, 0],
        "category_names": ["Thing"],
        "predicate_names": ["touches"],
        "predicate_signs": [0],
    }
    with pytest.raises(UsageError, match=words):
        PathIndex.build(**{**good, **change})  # type: ignore[arg-type]


def test_an_unknown_undirected_predicate_is_refused() -> None:
    with pytest.raises(VocabularyError, match="nonsense"):
        PathIndex.build(
            [],
            [],
            [],
            entity_ids=[],
            categories=[],
            category_names=[],
            predicate_names=[],
            predicate_signs=[],
            undirected=["nonsense"],
        )
