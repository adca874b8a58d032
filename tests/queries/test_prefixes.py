"""Prefixes are declared where they are needed, and nowhere else; errors speak of the user's own text."""

from __future__ import annotations

import pytest

import mechgraph
from mechgraph.curie import prefix_map
from mechgraph.errors import QueryError
from mechgraph.queries import run, with_prefixes


def added(text: str) -> set[str]:
    """The prefixes that were declared in front of a query."""
    declared = with_prefixes(text)
    assert declared.endswith(text)
    front = declared[: len(declared) - len(text)]
    return {part.split(":")[0] for part in front.split("PREFIX ")[1:]}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("ASK { HP:0001257 ?p ?o }", {"HP"}),
        ("ASK { ?s a biolink:Association ; rdfs:label ?l }", {"biolink", "rdfs"}),
        ("ASK { ?s mgv:agonist_of CHEBI:1.2,MG:x-y_z }", {"mgv", "CHEBI", "MG"}),
        ("ASK { ?s ?p PUBCHEM.COMPOUND:2284 }", {"PUBCHEM.COMPOUND"}),
        ("ASK { ?s ?p 'a'^^xsd:string }", {"xsd"}),
        ("ASK { ?s rdf:subject|rdf:object/rdfs:label ?o }", {"rdf", "rdfs"}),
        ("# MG:x and HP:1\nASK { ?s ?p ?o } # UBERON:2", set()),
        ("ASK { ?s ?p 'MG:x', \"HP:1\", '''UBERON:1 'a' ''', \"\"\"CL:1 \"\" \n GO:2\"\"\" }", set()),
        ('ASK { ?s ?p "a \\" MG:x" }', set()),
        ("ASK { ?s <http://x/MG:y#HP:1> <GO:1> }", set()),
        ("ASK { ?MG ?p ?HP , 'x'@en , _:GO }", set()),
        ("ASK { ?s ?p ?o FILTER(?o<5&&?s>MG:x) }", {"MG"}),
        ("ASK { unknown:x ?p :local }", set()),
        ("PREFIX HP: <http://example.org/> ASK { HP:1 ?p ?o }", set()),
        ("prefix HP:<http://example.org/>\nprefix MG: <http://example.org/m>\nASK { HP:1 ?p MG:x }", set()),
        ("# PREFIX HP: <http://example.org/>\nASK { HP:1 ?p ?o }", {"HP"}),
        ("PREFIX HP: <http://example.org/> ASK { HP:1 ?p MG:o }", {"MG"}),
    ],
)
def test_a_prefix_is_declared_where_it_is_used_and_known(text: str, wanted: set[str]) -> None:
    assert added(text) == wanted


def test_a_query_that_declares_its_prefixes_is_unchanged() -> None:
    text = "PREFIX HP: <http://purl.obolibrary.org/obo/HP_>\nASK { HP:0001257 ?p ?o }"
    assert with_prefixes(text) == text


def test_declarations_stand_on_the_first_line() -> None:
    text = "# a comment\nSELECT * {\n  HP:1 ?p MG:x }"
    assert with_prefixes(text).splitlines()[1:] == text.splitlines()[1:]


def test_a_spelling_variant_is_declared_as_it_was_written(kg: mechgraph.Graph) -> None:
    assert "PREFIX drugbank: <https://identifiers.org/drugbank:>" in with_prefixes("ASK { drugbank:DB00181 ?p ?o }")
    assert kg.sparql("ASK { drugbank:DB00181 ?p ?o }") is True


def test_every_prefix_of_the_map_can_be_used() -> None:
    prefixes = prefix_map().prefixes
    text = "ASK { " + " ".join(f"{p}:x ?p {p}:y ." for p in prefixes) + " }"
    assert added(text) == set(prefixes)


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("SELECT * { HP:1 ?p }", "line 1, column 20"),
        ("SELECT * { HP:1 ?p ?o ; mgv:sign }", "line 1, column"),
        ("SELECT * {\n  HP:1 mgv:sign }", "line 2, column 17"),
        ("# why\nSELECT * {\n  HP:1 mgv:sign\n}", "line 4, column 1"),
    ],
)
def test_an_error_gives_the_position_in_the_text_of_the_user(kg: mechgraph.Graph, text: str, position: str) -> None:
    with pytest.raises(QueryError, match=position) as caught:
        run(kg.store.engine, text)
    column = int(str(caught.value).split("column ")[1].split(":")[0])
    line = int(str(caught.value).split("line ")[1].split(",")[0])
    assert 1 <= column <= len(text.splitlines()[line - 1]) + 1


def test_an_undeclared_prefix_is_named_with_its_place_and_the_nearest(kg: mechgraph.Graph) -> None:
    with pytest.raises(QueryError, match=r"line 2, column 3: the prefix 'UBERO:' is not declared.*UBERON:"):
        run(kg.store.engine, "ASK {\n  UBERO:0000955 ?p ?o }")


def test_run_leaves_a_good_query_alone(kg: mechgraph.Graph) -> None:
    assert run(kg.store.engine, "ASK { DRUGBANK:DB00181 mgv:agonist_of MESH:D018080 }") is True
