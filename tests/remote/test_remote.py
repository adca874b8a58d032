"""The remote store says what the embedded one says, on our own server and on a second engine."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

import mechgraph
from mechgraph.errors import NotFoundError, QueryError
from mechgraph.graph import Graph
from mechgraph.queries import named_queries
from mechgraph.select import Selection
from mechgraph.store.base import Table


@pytest.fixture(scope="module")
def local() -> Graph:
    return mechgraph.load()


@pytest.fixture(scope="module", params=["own", "virtuoso"])
def remote(request: pytest.FixtureRequest) -> Iterator[Graph]:
    graph = mechgraph.load(request.getfixturevalue(request.param))
    graph.store.engine.timeout = 60.0  # type: ignore[attr-defined]
    yield graph
    graph.store.engine.close()  # type: ignore[attr-defined]


def test_counts_and_records_are_equal(remote: Graph, local: Graph) -> None:
    assert remote.stats() == local.stats()
    far, near = remote.records(), local.records()
    for kind in ("entities", "sources", "associations", "mechanisms", "questions"):
        assert getattr(far, kind) == getattr(near, kind), kind


@pytest.mark.parametrize("text", ["baclofen", "Baclofen", "DRUGBANK:DB00181", "drugbank:DB00181", "GABA-B receptor"])
def test_look_up(remote: Graph, local: Graph, text: str) -> None:
    assert remote.entity(text) == local.entity(text)


def test_nothing_found(remote: Graph) -> None:
    assert remote.entity("MG:nothing", strict=False) is None
    with pytest.raises(NotFoundError, match="baclofen"):
        remote.entity("baclofne")
    with pytest.raises(NotFoundError):
        remote.association("mga:0000000000000000")


def test_claims_by_their_parts(remote: Graph, local: Graph) -> None:
    fresh = mechgraph.load(remote.store.name)  # without the whole listing that other tests have fetched
    for parts in ({"subject": "baclofen"}, {"object": "spasticity"}, {"predicate": "treats"}):
        assert sorted(fresh.associations(**parts)) == sorted(local.associations(**parts)), parts  # type: ignore[arg-type]
    one = local.associations(subject="baclofen")[0]
    assert fresh.association(one.id) == one
    assert one.key == "" or fresh.association(one.key) == one
    fresh.store.engine.close()  # type: ignore[attr-defined]


def test_a_selection_finds_the_same_claims(remote: Graph, local: Graph) -> None:
    drug, palsy = local.entity("baclofen").id, local.entity("cerebral palsy").id
    listed = tuple(a.id for a in local.associations(subject="tizanidine"))
    chosen = [
        Selection(starts=(drug,), ends=(local.entity("anxiety").id, palsy)),
        Selection(starts=(drug,), groups=("use", "off_label")),
        Selection(ends=(local.entity("spasticity").id,), start_category="drug"),
        Selection(ids=listed),
    ]
    fresh = mechgraph.load(remote.store.name)
    for selection in chosen:
        assert sorted(fresh.store.select(selection)) == sorted(local.store.select(selection)), selection
    fresh.store.engine.close()  # type: ignore[attr-defined]


def test_mechanism_paths_ask_and_explain(remote: Graph, local: Graph) -> None:
    far, near = remote.mechanism("baclofen", "spasticity"), local.mechanism("baclofen", "spasticity")
    assert (far.sign, far.paths, far.weakest) == (near.sign, near.paths, near.weakest)
    assert set(far.objections) == set(near.objections)
    assert [p.entities for p in remote.paths("baclofen", "spasticity", k=5)] == [
        p.entities for p in local.paths("baclofen", "spasticity", k=5)
    ]
    question = "Does baclofen treat spasticity?"
    assert remote.ask(question).to_dict()["verdict"] == local.ask(question).to_dict()["verdict"]
    assert remote.explain("baclofen").to_dict()["answer"] == local.explain("baclofen").to_dict()["answer"]


RUNNABLE = sorted(n for n, q in named_queries().items() if all(p.default for p in q.parameters))
SEVERAL: list[tuple[str, dict[str, str | list[str]]]] = [
    ("claims", {"start": "baclofen", "end": "anxiety"}),
    ("claims", {"start": ["baclofen", "tizanidine"], "end": ["anxiety", "depression", "spasticity"]}),
    ("claims", {"start": ["baclofen", "tizanidine"], "group": ["use", "harm"], "predicate": "treats"}),
    ("disputed", {"entity": ["baclofen", "anxiety"]}),
    ("effect-on", {"drug": ["baclofen", "tizanidine"], "effect": ["spasticity", "pain"]}),
    ("evidence", {"claim": ["mga:82a03f22691f6506", "mga:d3b0b600dff3ba50"]}),
    ("interactions", {"drug": ["baclofen", "tizanidine"]}),
    ("open-questions", {"about": "anxiety"}),
    ("two-steps", {"drug": ["baclofen", "tizanidine"], "effect": ["spasticity", "pain"]}),
]
"""Parameters of several values, and several parameters: Virtuoso makes wrong rows of tables in VALUES."""


@pytest.mark.parametrize(("name", "values"), [*((name, {}) for name in RUNNABLE), *SEVERAL])
def test_named_queries_run_unchanged(
    remote: Graph, local: Graph, name: str, values: dict[str, str | list[str]]
) -> None:
    far, near = remote.query(name, **values), local.query(name, **values)
    assert far == near  # in the same order, with the same empty cells
    assert len(near) or not values


def test_all_forms_of_a_query(remote: Graph) -> None:
    assert remote.sparql("ASK { DRUGBANK:DB00181 mgv:curie ?c }") in (True, 1)
    table = remote.sparql("SELECT ?c { DRUGBANK:DB00181 mgv:curie ?c }")
    assert isinstance(table, Table)
    assert table.rows == (("DRUGBANK:DB00181",),)
    triples = remote.sparql("CONSTRUCT WHERE { DRUGBANK:DB00181 mgv:curie ?c }")
    assert isinstance(triples, list)
    assert len(triples) == 1
    with pytest.raises(QueryError):
        remote.sparql("SELECT WHER {")
