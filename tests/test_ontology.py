"""Whoever loads our RDF finds what each property means, in the same file and in ``graph/ontology.ttl``."""

from __future__ import annotations

import msgspec
import pyoxigraph
import pytest

import mechgraph
from mechgraph import __version__, rdf, records
from mechgraph.curie import data_dir
from mechgraph.model import Association, Entity, Evidence, OpenQuestion, Qualifiers, Quantity, Source
from mechgraph.rdf import writing
from mechgraph.rdf.ontology import properties
from mechgraph.rdf.slots import CLAIM_SLOTS, ENTITY_SLOTS, EVIDENCE_SLOTS, SOURCE_SLOTS
from mechgraph.sentences import claim_sentence
from mechgraph.store.base import Table
from mechgraph.vocab import vocabulary

MGV = "https://w3id.org/mechgraph/vocab/"
SKOS = "http://www.w3.org/2004/02/skos/core#"


def _described() -> set[str]:
    """Properties that the ontology gives a type, a label and a definition or a note on their use."""
    store = pyoxigraph.Store()
    store.bulk_load(path=str(data_dir("graph") / "ontology.ttl"), format=pyoxigraph.RdfFormat.TURTLE)
    rows = store.query(
        "SELECT DISTINCT ?p { ?p a <http://www.w3.org/1999/02/22-rdf-syntax-ns#Property> ; "
        f"<http://www.w3.org/2000/01/rdf-schema#label> ?l ; <{SKOS}definition>|<{SKOS}scopeNote> ?d }}"
    )
    assert isinstance(rows, pyoxigraph.QuerySolutions)
    return {row["p"].value for row in rows}


def test_every_property_used_in_the_graph_is_described() -> None:
    graph = rdf.to_store(records.embedded())
    used = {quad.predicate.value for quad in graph}
    assert used - _described() == set()
    assert len(used) > 100


def test_every_field_that_can_be_written_is_described() -> None:
    described = {row["property"] for row in properties()}
    kinds = {
        Qualifiers: rdf.QUALIFIER_SLOTS,
        Entity: ENTITY_SLOTS,
        Source: SOURCE_SLOTS,
        Evidence: EVIDENCE_SLOTS | {"source": "prov:hadPrimarySource"},
        Quantity: {f: f"mgv:quantity_{f}" for f in Quantity.__struct_fields__},
        OpenQuestion: {"kind": "mgv:question_kind", "claims": "mgv:claim", "against": "mgv:claim_against"}
        | {"source": "prov:hadPrimarySource"},
        Association: CLAIM_SLOTS
        | {f: f"rdf:{f}" for f in ("subject", "predicate", "object")}
        | {"qualifiers": "mgv:other_qualifiers", "quantity": "mgv:quantity_value", "evidence": "mgv:has_evidence"}
        | {"negated": "biolink:negated", "derived_from": "prov:wasDerivedFrom"},
    }
    for kind, slots in kinds.items():
        for field in set(kind.__struct_fields__) - {"id"}:
            assert slots.get(field, f"mgv:{field}") in described, (kind.__name__, field)


def test_qualifiers_are_marked_as_such_and_no_property_is_described_twice() -> None:
    marked = {row["property"] for row in properties() if row["of"] == "qualifier"}
    assert marked == set(rdf.QUALIFIER_SLOTS.values())
    names = [row["property"] for row in properties()]
    assert len(names) == len(set(names))
    assert {n.removeprefix("mgv:") for n in names}.isdisjoint(vocabulary().predicates)
    assert all(row["label"] and row["definition"] and row["of"] for row in properties())


def test_the_vocabulary_says_what_it_is_and_under_which_terms() -> None:
    """One ``owl:Ontology``, at the namespace that every term of ours begins with."""
    quads = list(pyoxigraph.parse(path=str(data_dir("graph") / "ontology.ttl")))
    kind = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
    ontology = "http://www.w3.org/2002/07/owl#Ontology"
    heads = {q.subject for q in quads if q.predicate.value == kind and q.object == pyoxigraph.NamedNode(ontology)}
    assert heads == {pyoxigraph.NamedNode(MGV)}
    said = {q.predicate.value.rpartition("/")[2]: q.object.value for q in quads if q.subject in heads}
    assert said["license"] in (data_dir("graph") / "LICENSE").read_text(encoding="utf-8")
    assert said["owl#versionInfo"] == __version__
    assert said["title"]
    assert said["creator"]


def _rows(kg: mechgraph.Graph, pattern: str) -> list[tuple[str, str]]:
    found = kg.sparql(f"SELECT ?claim ?what {{ {pattern} }}")
    assert isinstance(found, Table)
    return [(str(claim), str(what)) for claim, what in found.rows]


def test_a_claim_in_rdf_says_itself_and_who_is_for_and_against_it(monkeypatch: pytest.MonkeyPatch) -> None:
    kg = mechgraph.load("embedded")
    names = {e.id: e for e in kg.store.entities()}
    labels = dict(_rows(kg, "?claim a biolink:Association ; rdfs:label ?what"))
    assert len(labels) == kg.stats()["associations"]
    sides = {True: _rows(kg, "?claim mgv:supported_by ?what"), False: _rows(kg, "?claim mgv:opposed_by ?what")}
    contested = 0
    for a in kg.store.associations():
        assert labels[a.id] == claim_sentence(a, names)
        for support, found in sides.items():
            wanted = {f"mgs:{e.source}" for e in a.evidence if (e.stance in ("supports", "partial")) == support}
            assert {what for claim, what in found if claim == a.id} == wanted
        contested += any(e.stance == "refutes" for e in a.evidence)
    assert contested > 5
    few = msgspec.structs.replace(records.embedded(), associations=records.embedded().associations[:3])
    assert sum("/association/" in x and "rdf-schema#label" in x for x in rdf.lines(few)) == 3
    monkeypatch.setattr(writing, "LABELLED", 2)
    assert not any("/association/" in x and "rdf-schema#label" in x for x in rdf.lines(few))
