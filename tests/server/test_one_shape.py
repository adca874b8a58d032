"""One shape for one thing: the library, the command line and the server give the same bytes, and the schemas hold."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import httpx
import jsonschema
import pytest

import mechgraph
from mechgraph.cli import main
from mechgraph.shapes import VERSION, schemas, shape, to_json
from mechgraph.shapes.answers import MOST
from mechgraph.shapes.tables import search_result

Made = Callable[[mechgraph.Graph], Any]
FACES: dict[str, tuple[list[str], str, dict[str, Any], Made]] = {
    "Answer": (
        ["ask", "Does baclofen reduce anxiety?"],
        "/api/ask",
        {"question": "Does baclofen reduce anxiety?"},
        lambda kg: kg.ask("Does baclofen reduce anxiety?"),
    ),
    "Explanation": (
        ["explain", "baclofen"],
        "/api/explain",
        {"drug": "baclofen"},
        lambda kg: kg.explain("baclofen"),
    ),
    "Paths": (
        ["paths", "baclofen", "spasticity", "-k", "3", "--context", "species=human"],
        "/api/paths",
        {"start": "baclofen", "end": "spasticity", "k": 3, "context": "species=human"},
        lambda kg: kg.paths("baclofen", "spasticity", 3, context=["species=human"]),
    ),
    "WhatIf": (
        ["what-if", "baclofen", "spasticity", "--block", "GABA-B receptor"],
        "/api/what-if",
        {"drug": "baclofen", "effect": "spasticity", "block": "GABA-B receptor"},
        lambda kg: kg.what_if("baclofen", "spasticity", block=["GABA-B receptor"]),
    ),
    "Interactions": (
        ["interactions", "baclofen", "acyclovir"],
        "/api/interactions",
        {"drug": "baclofen", "other": "acyclovir"},
        lambda kg: kg.interactions("baclofen", "acyclovir"),
    ),
    "Comparison": (
        ["compare", "baclofen", "diazepam"],
        "/api/compare",
        {"drug": ["baclofen", "diazepam"]},
        lambda kg: kg.compare(["baclofen", "diazepam"]),
    ),
    "Table": (
        ["query", "uses", "drug=baclofen"],
        "/api/query/uses",
        {"drug": "baclofen"},
        lambda kg: kg.query("uses", drug="baclofen"),
    ),
    "SearchResult": (
        ["search", "baclofn"],
        "/api/search",
        {"q": "baclofn"},
        lambda kg: search_result("baclofn", kg.search("baclofn")),
    ),
    "EntityCard": (
        ["show", "vigabatrin"],
        "/api/entity/vigabatrin",
        {"claims": "true"},
        lambda kg: kg.card("vigabatrin"),
    ),
}


@pytest.fixture(scope="module")
def kg() -> mechgraph.Graph:
    return mechgraph.load()


@pytest.mark.parametrize("name", list(FACES))
def test_library_command_line_and_server_give_the_same_bytes(
    name: str, kg: mechgraph.Graph, client: httpx.Client, capsys: pytest.CaptureFixture[str]
) -> None:
    line, address, params, made = FACES[name]
    with pytest.raises(SystemExit) as left:
        main([*line, "-f", "json"])
    assert left.value.code == 0
    printed = capsys.readouterr().out
    assert printed == to_json(made(kg)) + "\n"
    assert client.get(address, params=params).text == printed
    assert type(shape(made(kg))).__name__ == name


def test_all_of_an_explanation_is_the_same_everywhere(
    kg: mechgraph.Graph, client: httpx.Client, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        main(["explain", "baclofen", "spasticity", "--all", "-f", "json"])
    printed = capsys.readouterr().out
    assert printed == kg.explain("baclofen", "spasticity").to_json(everything=True) + "\n"
    served = client.get("/api/explain", params={"drug": "baclofen", "effect": "spasticity", "all": "true"})
    assert served.text == printed
    assert "left_out" not in json.loads(printed)


@pytest.mark.parametrize("name", [*FACES, "Mechanism", "AssociationCard"])
def test_what_is_printed_fits_its_schema_and_says_its_version(name: str, kg: mechgraph.Graph) -> None:
    others: dict[str, Made] = {
        "Mechanism": lambda kg: kg.mechanism("baclofen", "spasticity"),
        "AssociationCard": lambda kg: kg.card(kg.ask("Does baclofen reduce anxiety?").claims[0].id),
    }
    value = others[name](kg) if name in others else FACES[name][3](kg)
    data = json.loads(to_json(value))
    assert data == shape(value).to_dict()
    assert data["version"] == VERSION
    components = {"schemas": schemas()}
    reference = {"$ref": f"#/components/schemas/{name}", "components": components}
    jsonschema.Draft202012Validator(reference).validate(data)
    damaged = {k: v for k, v in data.items() if k != next(iter(data))}
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(reference).validate(damaged)


def test_an_explanation_of_any_drug_is_short_and_counts_what_it_leaves_out(kg: mechgraph.Graph) -> None:
    """16 kB for each; what is not in it is counted, and every claim that a row tells can be had by its id."""
    long = 0
    for drug in kg.entities("drug"):
        explained = kg.explain(drug)
        text = explained.to_json()
        assert len(text.encode()) <= MOST, drug.name
        data = json.loads(text)
        left = data.get("left_out", {"claims": 0})
        assert len(data["claims"]) + left["claims"] == len(explained.claims)
        assert sum(s["count"] for s in data["sections"]) >= len(explained.claims) - len(explained.sections)
        known = {s["id"] for s in data["sources"]}
        assert {s["id"] for c in data["claims"] for s in c["sources"]} <= known
        long += left["claims"] > 0
    assert long


@pytest.mark.parametrize("effect", ["spasticity", "pain", "anxiety"])
def test_an_explanation_of_two_things_keeps_the_claims_that_decide(kg: mechgraph.Graph, effect: str) -> None:
    explained = kg.explain("baclofen", effect)
    data = explained.to_dict()
    assert len(explained.to_json().encode()) <= MOST
    assert {c.id for c in explained.claims if c.supports is not None} <= {c["id"] for c in data["claims"]}
    assert data["summary"] == data["answer"] == explained.answer
    assert next(iter(data)) == "summary"


def test_a_verdict_that_rests_on_a_chain_says_so(kg: mechgraph.Graph) -> None:
    """That baclofen eases pain is told by a curated mechanism alone; that it eases spasticity, by claims of its own."""
    assert kg.explain("baclofen", "pain").to_dict()["composed"] is True
    assert kg.explain("baclofen", "spasticity").to_dict()["composed"] is False
    assert kg.ask("Does baclofen reduce anxiety?").to_dict()["composed"] is False


def test_verdicts_of_paths_and_mechanisms_are_in_the_library(kg: mechgraph.Graph) -> None:
    found = kg.paths("baclofen", "pain", 5)
    assert found.verdicts == [p["verdict"] for p in found.to_dict()["paths"]]
    for curated in list(kg.store.mechanisms())[:10]:
        drug, effect = kg.entity(str(curated.drug)), kg.entity(str(curated.effect))
        whole = kg.mechanism(drug, effect)
        assert whole.verdict == kg.explain(drug, effect).verdict == whole.to_dict()["verdict"]


def test_what_has_no_shape_is_refused() -> None:
    with pytest.raises(TypeError, match="int has no shape"):
        to_json(3)
