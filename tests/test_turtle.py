"""Our Turtle: what any parser reads back is what was written, and the layout is ours."""

from __future__ import annotations

import rdflib
import rdflib.compare
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse, serialize

from mechgraph.rdf.turtle import turtle

XSD = "http://www.w3.org/2001/XMLSchema#"
PREFIXES = {"e": "http://e/", "ee": "http://e/e/", "xsd": XSD}

_names = st.lists(st.sampled_from([*"abZ09-._~:/?@!$&'()*+,;=é中", "%41"])).map("".join)
_iris = st.builds(
    lambda base, name: NamedNode(base + name), st.sampled_from(["http://e/", "http://e/e/", "urn:x:"]), _names
)
_texts = st.text(st.characters(codec="utf-8"))
_literals = st.one_of(
    _texts.map(Literal),
    st.builds(lambda text: Literal(text, language="en-GB"), _texts),
    st.builds(
        lambda text, kind: Literal(text, datatype=NamedNode(XSD + kind)),
        _texts | st.sampled_from(["1", "-1", "+1", "1.", ".5", "1.50", "1e3", "1.e3", "true", "1 ", "True", ""]),
        st.sampled_from(["boolean", "integer", "decimal", "double", "date"]),
    ),
)
_triples = st.builds(Triple, _iris | st.just(BlankNode("b1")), _iris, _iris | _literals | st.just(BlankNode("b2")))


@given(st.lists(_triples, max_size=8))
@settings(deadline=None)
def test_what_is_written_is_read_back(triples: list[Triple]) -> None:
    text = "".join(turtle(triples, PREFIXES))
    assert {str(q.triple) for q in parse(text, format=RdfFormat.TURTLE, rename_blank_nodes=False)} == {
        str(t) for t in triples
    }


def test_rdflib_reads_the_same_graph() -> None:
    a, p = NamedNode("http://e/a"), NamedNode("http://e/p")
    values: list[Literal | BlankNode] = [
        Literal('"\\\t\r\n\x01\x7f\b\f'),
        Literal("x", language="en"),
        Literal(1),
        Literal(1.5),
        Literal(True),
        BlankNode(),
    ]
    triples = [Triple(a, p, v) for v in values] + [Triple(NamedNode("http://e/x.y."), p, NamedNode("http://e/z(1)"))]
    ours = rdflib.Graph().parse(data="".join(turtle(triples, PREFIXES)), format="turtle")
    other = rdflib.Graph().parse(data=serialize(triples, format=RdfFormat.N_TRIPLES), format="nt")
    assert rdflib.compare.isomorphic(ours, other)


def test_the_layout_is_one_subject_a_block_and_one_predicate_a_line_in_sorted_order() -> None:
    a, b, kind = (
        NamedNode(iri) for iri in ("http://e/a", "http://e/e/b", "http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    )
    says = NamedNode("http://e/says")
    triples = [
        Triple(b, kind, a),
        Triple(a, says, Literal("two")),
        Triple(a, kind, NamedNode("http://e/a/b")),
        Triple(a, says, Literal(7)),
        Triple(a, says, Literal(7)),
    ]
    assert "".join(turtle(triples, {"e": "http://e/", "ee": "http://e/e/"})) == (
        '@prefix e: <http://e/> .\n@prefix ee: <http://e/e/> .\ne:a e:says 7 , "two" ;\n\ta e:a\\/b .\nee:b a e:a .\n'
    )
