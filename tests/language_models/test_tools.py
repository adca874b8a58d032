"""What the tools for language models say, without the protocol: short, both sides, one line for a fault."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest

import mechgraph
from mechgraph.errors import MechgraphError
from mechgraph.mcp import resources
from mechgraph.mcp.prompts import PROMPTS, prompt
from mechgraph.mcp.tools import ASK, EXPLAIN, OTHER, SPARQL, TOOLS, called, fault, told

CALLS: list[tuple[str, dict[str, Any]]] = [
    ("ask", {"question": "Does baclofen reduce anxiety?"}),
    ("ask", {"question": "Is baclofen a wonderdrug?"}),
    ("explain", {"thing": "baclofen"}),
    ("explain", {"thing": "baclofen", "effect": "spasticity"}),
    ("explain", {"thing": "baclofen", "section": "kinetics"}),
    ("search", {"text": "baclofn", "category": "drug"}),
    ("paths", {"start": "baclofen", "end": "spasticity", "k": 3, "sign": "-"}),
    ("what_if", {"drug": "baclofen", "effect": "pain", "block": ["GABA-B receptor"]}),
    ("what_if", {"drug": "baclofen", "effect": "pain"}),
    ("interactions", {"drug": "baclofen"}),
    ("interactions", {"drug": "baclofen", "other": "acyclovir"}),
    ("compare", {"drugs": ["baclofen", "diazepam"]}),
    ("query", {}),
    ("query", {"name": "uses", "parameters": {"drug": "baclofen"}}),
]


@pytest.fixture(scope="module")
def kg() -> mechgraph.Graph:
    return mechgraph.load()


@pytest.mark.parametrize(("name", "given"), CALLS, ids=lambda x: x if isinstance(x, str) else "")
def test_an_answer_fits_its_schema_and_its_room(kg: mechgraph.Graph, name: str, given: dict[str, Any]) -> None:
    jsonschema.Draft202012Validator(TOOLS[name].input_schema).validate(given)
    text = told(called(kg, name, given))
    data = json.loads(text)
    jsonschema.Draft202012Validator(TOOLS[name].output_schema).validate(data)
    assert len(text.encode()) <= {"ask": ASK, "explain": EXPLAIN}.get(name, OTHER)
    assert data["more"] or name == "query"
    assert len(text.splitlines()) == 1


@pytest.mark.parametrize("name", list(TOOLS))
def test_the_schemas_stand_on_their_own(name: str) -> None:
    for schema in (TOOLS[name].input_schema, TOOLS[name].output_schema):
        jsonschema.Draft202012Validator.check_schema(schema)
        assert schema["type"] == "object"
        assert "$ref" not in schema


def test_both_sides_are_told_with_their_sources_and_what_is_not_stated(kg: mechgraph.Graph) -> None:
    """The trial for is shown with the meta-analysis against it, and the citation of each."""
    data = called(kg, "ask", {"question": "Does baclofen reduce anxiety?"}).to_dict()
    assert data["verdict"] == "mixed"
    ((trial,), sources) = data["claims_for"], data["sources"]
    assert (trial["sign"], trial["against"]) == (-1, ["L52"])
    assert "Addiction 2018" in sources["L52"]
    assert {s for c in data["claims_for"] for s in c["sources"]} <= set(sources)
    assert "not a “no”" in data["not_stated"]


def test_no_claim_against_is_crowded_out_by_claims_for(kg: mechgraph.Graph) -> None:
    whole = kg.explain("baclofen", "spasticity")
    data = called(kg, "explain", {"thing": "baclofen", "effect": "spasticity"}).to_dict()
    assert len(data["claims_against"]) == sum(c.supports is False for c in whole.claims)
    judged = sum(c.supports is True for c in whole.claims)
    assert len(data["claims_for"]) + data["left_out"].get("claims_for", 0) == judged


def test_pages_join_to_the_whole(kg: mechgraph.Graph) -> None:
    whole = kg.interactions("baclofen")
    sentences: list[str] = []
    offset: int | None = 0
    while offset is not None:
        page = called(kg, "interactions", {"drug": "baclofen", "offset": offset}).to_dict()
        assert page["interactions"]
        sentences += [i["sentence"] for i in page["interactions"]]
        offset = page["next_offset"]
    assert len(sentences) == len(whole.found)
    assert all(s.startswith(i.sentence(whole.entities)) for s, i in zip(sentences, whole.found, strict=True))


def test_an_effect_is_lost_with_its_only_receptor(kg: mechgraph.Graph) -> None:
    data = called(kg, "what_if", {"drug": "baclofen", "effect": "pain", "block": ["GABA-B receptor"]}).to_dict()
    assert (data["verdict"], data["before"], data["after"]) == ("lost", "decrease", "none")


def test_the_evidence_of_a_claim_has_what_is_against_it_first(kg: mechgraph.Graph) -> None:
    (claim,) = called(kg, "ask", {"question": "Does baclofen reduce anxiety?"}).to_dict()["claims_for"]
    data = called(kg, "evidence", {"claim": claim["id"]}).to_dict()
    assert data["evidence"][0]["stance"] != "supports"
    assert {e["source"] for e in data["evidence"]} == set(kg.association(claim["id"]).sources)


@pytest.mark.parametrize(
    ("name", "given", "line"),
    [
        ("explain", {"thing": "baclofne"}, "did you mean 'baclofen'"),
        ("explain", {"thing": "nothing at all"}, "Call search"),
        ("search", {"text": "x", "limit": 1_000_000}, "limit: expected `int` <= 25"),
        ("search", {"txt": "x"}, "unknown field `txt`"),
        ("search", {}, "missing required field `text`"),
        ("search", {"text": "x", "category": "drugg"}, "did you mean"),
        ("ask", {"question": ""}, "question: expected `str` of length >= 1"),
        ("ask", {"question": 3}, "question: expected `str`"),
        ("paths", {"start": "spasticity", "end": "baclofen"}, "no “no”"),
        ("compare", {"drugs": ["baclofen"]}, "drugs: expected `array` of length >= 2"),
        ("evidence", {"claim": "mga:0"}, "Call ask or explain"),
        ("query", {"name": "nothing"}, "Call query without a name"),
        ("what_if", {"drug": "baclofen", "effect": "pain", "delete": ["mga:0"]}, "mga:0"),
        ("nothing", {}, "there are ask, explain"),
    ],
)
def test_a_fault_is_one_line_that_says_what_to_do(
    kg: mechgraph.Graph, name: str, given: dict[str, Any], line: str
) -> None:
    with pytest.raises(MechgraphError) as raised:
        called(kg, name, given)
    said = fault(raised.value, name)
    assert line in said
    assert len(said.splitlines()) == 1
    assert "Traceback" not in said


def test_sparql_never_runs_in_the_process_of_the_graph(kg: mechgraph.Graph) -> None:
    with pytest.raises(AssertionError):
        called(kg, SPARQL, {"query": "ASK {}"})


def test_resources_are_listed_page_by_page_and_each_can_be_read(kg: mechgraph.Graph) -> None:
    addresses: list[str] = []
    cursor: str | None = None
    while True:
        page, cursor = resources.listed(kg, cursor)
        assert 0 < len(page) <= resources.PAGE
        addresses += [address for address, _, _ in page]
        if cursor is None:
            break
    assert len(addresses) == len(set(addresses))
    assert sum("/entity/" in a for a in addresses) == len(list(kg.entities("drug")))
    for address in ("mechgraph://graph", "mechgraph://entity/baclofen", "mechgraph://source/L52"):
        media, content = resources.read(kg, address)
        assert media == "application/json"
        assert json.loads(content)
    assert str(resources.read(kg, "mechgraph://figure/baclofen/spasticity.svg")[1]).startswith("<svg")
    assert bytes(resources.read(kg, "mechgraph://figure/baclofen/spasticity.png")[1])[:4] == b"\x89PNG"  # type: ignore[arg-type]


@pytest.mark.parametrize("address", ["mechgraph://", "mechgraph://x/y", "file:///etc/passwd", "mechgraph://source/none",
                                     "mechgraph://figure/baclofen/spasticity.x", "mechgraph://entity/%00"])  # fmt: skip
def test_what_stands_nowhere_is_told(kg: mechgraph.Graph, address: str) -> None:
    with pytest.raises(MechgraphError):
        resources.read(kg, address)
    with pytest.raises(MechgraphError, match="begin without a cursor"):
        resources.listed(kg, "²")


@pytest.mark.parametrize("name", list(PROMPTS))
def test_a_prompt_holds_what_was_given_and_forbids_more_than_the_tools_say(name: str) -> None:
    text = prompt(name, {PROMPTS[name][1]: "baclofen {rules}"})
    assert "baclofen {rules}" in text
    assert "Say nothing that the tools did not return" in text
    with pytest.raises(MechgraphError, match="is missing"):
        prompt(name, {})
