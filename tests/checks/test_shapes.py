"""The shapes: generated, in the graph as generated, passed by the embedded graph, and failed by what is broken."""

from __future__ import annotations

import pytest
import rdflib
from pyshacl import validate

import mechgraph
from mechgraph.checks.shapes import shapes_turtle
from mechgraph.curie import data_dir
from mechgraph.model import Association, Evidence, Records
from mechgraph.rdf import to_rdflib
from mechgraph.records import parse


def conforms(records: Records) -> tuple[bool, str]:
    shapes = rdflib.Graph().parse(data=shapes_turtle(), format="turtle")
    ok, _, text = validate(to_rdflib(records, plain=True), shacl_graph=shapes)
    return bool(ok), str(text)


def small() -> Records:
    return parse(
        """\
entities:
- {id: MG:drug, name: aspilin, category: drug}
- {id: MG:receptor, name: receptor R, category: receptor}
- {id: MG:disease, name: spasm, category: disease}
sources:
- {id: s1, kind: article, title: How aspilin acts}
associations:
- {subject: MG:drug, predicate: agonist_of, object: MG:receptor, evidence: [{source: s1}]}
- {subject: MG:drug, predicate: treats, object: MG:disease, qualifiers: {timing: acute}, evidence: [{source: s1}]}
"""
    ).records


def test_the_file_in_the_graph_is_as_generated() -> None:
    path = data_dir("graph") / "shapes.ttl"
    assert path.read_text(encoding="utf-8") == shapes_turtle(), "write it with mechgraph.checks.shapes.write_shapes"


def test_a_small_good_graph_conforms() -> None:
    assert conforms(small()) == (True, conforms(small())[1])


def test_the_embedded_graph_conforms_in_plain_rdflib() -> None:
    ok, text = conforms(mechgraph.load().records())
    assert ok, text[:3000]


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ("category", "the subject of agonist_of is one of"),
        ("evidence", "every claim has evidence"),
        ("source", "hadPrimarySource"),
        ("entity", "curie"),
        ("certainty", "certainty"),
    ],
)
def test_what_is_broken_does_not_conform(what: str, said: str) -> None:
    import msgspec

    records = small()
    first: Association = records.associations[0]
    replace = msgspec.structs.replace
    if what == "category":
        records.entities[0] = replace(records.entities[0], category="disease")
    elif what == "evidence":
        records.associations[0] = replace(first, evidence=(), note="without")
    elif what == "source":
        records.sources = []
    elif what == "entity":
        records.entities = records.entities[1:]
    else:
        records.associations[0] = replace(first, certainty="sure", evidence=(Evidence(source="s1"),))
    ok, text = conforms(records)
    assert not ok
    assert said in text or what == "source", text
