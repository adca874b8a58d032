"""Every named query: its header is complete, it runs, its result is what the header says, on two engines alike."""

from __future__ import annotations

import re
import shlex
from typing import Any

import pytest
import rdflib
from rdflib.plugins.sparql import prepareQuery

import mechgraph
from mechgraph.curie import Curie, prefix_map
from mechgraph.errors import NotFoundError, QueryError, VocabularyError
from mechgraph.queries import TYPES, NamedQuery, Parameter, named_queries, named_query, parse_query
from mechgraph.queries.expand import TOLD
from mechgraph.sentences import claim_sentence
from mechgraph.store.base import Table

from .conftest import value_of

NAMES = sorted(named_queries())
CLAIM_COLUMNS = (*TOLD, "claim")
CLAIM_QUERIES = [n for n in NAMES if named_queries()[n].tells]


def arguments(query: NamedQuery) -> dict[str, str]:
    """The parameters that the example on the command line gives."""
    words = shlex.split(query.example)
    assert words[:3] == ["mechgraph", "query", query.name]
    return dict(word.split("=", 1) for word in words[3:])


@pytest.mark.parametrize("name", NAMES)
def test_the_header_is_complete(name: str) -> None:
    query = named_query(name)
    assert query.title
    assert not query.title.endswith(".")
    assert query.question.endswith("?")
    assert query.example
    assert {p.type for p in query.parameters} <= set(TYPES)
    assert all(p.default and p.description for p in query.parameters)
    assert all(description for _, description in query.columns)
    placeholders = set(re.findall(r"\{(\w+)\}", query.question))
    assert placeholders <= {p.name for p in query.parameters}
    unknown = [
        line
        for line in query.text.split("\n\n")[0].splitlines()
        if not re.match(r"# (title|question|parameter|rows|column|example|note): \S", line)
    ]
    assert unknown == []


@pytest.mark.parametrize("name", NAMES)
def test_a_query_stands_alone_with_its_own_prefixes(name: str) -> None:
    """Whoever copies the file to another endpoint needs no prefix map; and its prefixes are those of the map."""
    query = named_query(name)
    prepareQuery(query.text)
    known = prefix_map().prefixes
    declared = re.findall(r"^PREFIX (\S+): <(\S+)>$", query.text, re.M)
    assert declared
    assert all(known[prefix] == iri for prefix, iri in declared)
    assert query.sparql().startswith("# title: ")


@pytest.mark.parametrize("name", NAMES)
def test_rows_have_an_order_that_is_decided(name: str) -> None:
    assert "ORDER BY" in named_query(name).text.rpartition("}")[2]


@pytest.mark.parametrize("name", NAMES)
def test_the_example_runs_and_its_columns_are_those_of_the_header(kg: mechgraph.Graph, name: str) -> None:
    query = named_query(name)
    given = arguments(query)
    if "claim" in given:
        given["claim"] = str(kg.association("baclofen-gabab-agonist").id)
    table = kg.query(name, **given)
    assert table.columns == tuple(c for c, _ in query.columns)
    assert len(table) >= 1


@pytest.mark.parametrize("name", NAMES)
def test_both_engines_give_the_same_rows(kg: mechgraph.Graph, plain: rdflib.Graph, name: str) -> None:
    """With default parameters: at least one row, the same rows, in the same order."""
    text = named_query(name).sparql()
    ours = kg.store.engine.query(text)
    assert isinstance(ours, Table)
    result = plain.query(text)
    theirs = [tuple(value_of(term) for term in row) for row in result]  # type: ignore[union-attr]
    assert tuple(str(v) for v in result.vars or ()) == ours.columns
    assert len(ours) >= 1
    assert sorted(map(repr, ours.rows)) == sorted(map(repr, theirs))
    assert list(ours.rows) == theirs


@pytest.mark.parametrize("name", CLAIM_QUERIES)
def test_a_row_of_claims_says_how_sure_it_is_and_on_what(kg: mechgraph.Graph, name: str) -> None:
    """The claim's own record agrees with what the row says of it."""
    table, names = kg.query(name), {e.id: e for e in kg.store.entities()}
    assert table.columns[-len(CLAIM_COLUMNS) :] == CLAIM_COLUMNS
    for row in table.records():
        a = kg.association(row["claim"])
        assert (row["negated"], row["certainty"], row["hedge"] or "") == (a.negated, a.certainty, a.hedge)
        supporting = {e.source for e in a.evidence if e.stance in ("supports", "partial")}
        assert row["sources"].split() == sorted(supporting)
        assert row["against"].split() == sorted({e.source for e in a.evidence} - supporting)
        assert row["sentence"] == claim_sentence(a, names)
        assert row["sign"] == a.sign
        assert row["relation"] == (a.relation.negated_label if a.negated else a.relation.label)


def test_a_query_is_short_and_none_repeats_what_all_say() -> None:
    sizes = {n: sum(1 for x in named_query(n).text.splitlines() if x and not x.startswith("#")) for n in NAMES}
    assert 20 <= len(NAMES) <= 24
    assert max(sizes.values()) <= 40
    assert sum(sizes.values()) / len(sizes) <= 25
    assert not [n for n in NAMES if "SHA256" in named_query(n).text and n != "mechanism"]


# Parameters ------------------------------------------------------------------------------------------------------

EVIL = 'x" } } UNION { ?s ?p ?o } # \\'


def bound(parameter: Parameter, value: Any) -> str:
    query = parse_query(
        f"# parameter: {parameter.name} {parameter.type} - why\n\nSELECT * WHERE {{ #VALUES#\n ?s ?p ?x }}\n", "test"
    )
    return query.sparql({parameter.name: value})


@pytest.mark.parametrize(
    "text", [EVIL, "\\", '"', "'", "a\nb", "a\r\tb", "#VALUES#", "?x", "é 😀", "\\u0022 }", "\\\\U00000022", "\\uzz"]
)
def test_a_text_stays_one_text(plain: rdflib.Graph, text: str) -> None:
    """Whatever it holds, it comes back as it went in, from both engines."""
    query = bound(Parameter("x", "text", "", ""), text).replace("?s ?p ?x", "")
    assert [str(row[0]) for row in plain.query(query)] == [text]  # type: ignore[index]
    table = mechgraph.load("embedded").store.engine.query(query)
    assert isinstance(table, Table)
    assert table.rows == ((text,),)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("entity", EVIL),
        ("entity", "MG:x> } #"),
        ("entity", "baclofen"),
        ("claim", "MG:x"),
        ("claim", "mga:x> ?p ?o } #"),
        ("source", "L01> } #"),
        ("source", 'a"b'),
        ("integer", "1 } #"),
        ("integer", "1.5"),
        ("integer", ""),
        ("integer", True),
        ("integer", "٣"),
        ("text", "a\x00b"),
        ("text", "a\ud800b"),
    ],
)
def test_a_value_that_does_not_fit_its_type_is_refused(kind: str, value: Any) -> None:
    with pytest.raises(QueryError):
        bound(Parameter("x", kind, "", ""), value)


def test_a_predicate_is_one_of_the_vocabulary() -> None:
    assert "<https://w3id.org/mechgraph/vocab/treats>" in bound(Parameter("x", "predicate", "", ""), "treats")
    with pytest.raises(VocabularyError, match="did you mean 'treats'"):
        bound(Parameter("x", "predicate", "", ""), "treat")
    with pytest.raises(VocabularyError):
        bound(Parameter("x", "predicate", "", ""), "treats> } #")


def test_injection_through_the_library_finds_nothing(kg: mechgraph.Graph) -> None:
    assert len(kg.query("entities", category=EVIL, words="*")) == 0
    assert len(kg.query("harms", population=EVIL)) == 0
    with pytest.raises(NotFoundError):
        kg.query("uses", drug=EVIL)


def test_values_are_bound_one_by_one() -> None:
    """Of two VALUES clauses rdflib makes too much, of a table in one Virtuoso; see ``tests/remote``."""
    both = named_query("claims").sparql({"start": ["MG:a", "MG:b"], "end": "MG:c"})
    assert "VALUES" not in both
    a, b, c = (f"<{prefix_map().expand(Curie(f'MG:{x}'))}>" for x in "abc")
    bound = " UNION ".join(f"{{ BIND({start} AS ?start) BIND({c} AS ?end) }}" for start in (a, b))
    assert both.count(bound) >= 2


def test_a_star_leaves_a_parameter_open(kg: mechgraph.Graph) -> None:
    everything, one = kg.query("open-questions", about="*"), kg.query("open-questions", about="anxiety")
    assert len(everything) > len(one) >= 1


def test_unknown_names_get_the_nearest(kg: mechgraph.Graph) -> None:
    with pytest.raises(NotFoundError, match="uses"):
        kg.query("usez")
    with pytest.raises(QueryError, match=r"no parameter 'durg'; did you mean 'drug'\? \(it takes drug\)"):
        kg.query("uses", durg="baclofen")


def test_a_needed_parameter_is_asked_for() -> None:
    query = parse_query("# parameter: drug entity - the drug\n\nASK { #VALUES# ?drug ?p ?o }", "q")
    with pytest.raises(QueryError, match="needs a value for 'drug'"):
        query.sparql()


@pytest.mark.parametrize(
    "header", ["# parameter: drug", "# parameter: drug thing - what", "# parameter: Drug entity - what"]
)
def test_a_broken_parameter_line_is_refused(header: str) -> None:
    with pytest.raises(QueryError, match="NAME TYPE DEFAULT DESCRIPTION"):
        parse_query(header + "\n\nASK {}", "q")


def test_a_slot_for_an_unknown_parameter_is_refused() -> None:
    with pytest.raises(QueryError, match="names no parameter"):
        parse_query("# parameter: drug entity - what\n\nASK { #VALUES durg# }", "q")
