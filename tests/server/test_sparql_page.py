"""The SPARQL page in a real browser: completion, Stop, a limit on rows, fields, "did you mean", links to own pages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest

from .browsing import browser, opened, settle, sync_api

__all__ = ["browser"]

HINTS = ".CodeMirror-hints li"
SLOW = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?a = ?i && STRLEN(STR(?c)) > 9000) }"


@pytest.fixture
def page(browser: Any, embedded: str) -> Iterator[Any]:
    p = opened(browser, embedded)
    yield p
    assert p.troubles == []
    p.context.close()


def editing(page: Any, address: str) -> None:
    settle(page, f"{address}/?view=sparql")
    page.locator(".CodeMirror").click()
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")


def value(page: Any) -> str:
    return str(page.evaluate("document.querySelector('.CodeMirror').CodeMirror.getValue()"))


def offered(page: Any, typed: str, wanted: str) -> None:
    page.keyboard.type(typed)
    sync_api.expect(page.locator(HINTS, has_text=wanted).first).to_be_visible()


def test_entities_predicates_prefixes_and_categories_are_completed(page: Any, embedded: str) -> None:
    editing(page, embedded)
    offered(page, "SELECT * { baclo", "baclofen · drug · DRUGBANK:DB00181")
    page.keyboard.press("Enter")
    offered(page, " mgv:agon", "mgv:agonist_of · is an agonist of")
    page.keyboard.press("Enter")
    assert value(page).endswith("DRUGBANK:DB00181 mgv:agonist_of")
    offered(page, ' ?x . ?x mgv:category "rec', 'receptor · "receptor"')
    page.keyboard.press("Enter")
    assert value(page).endswith('mgv:category "receptor"')
    offered(page, " . ?x DRUGB", "DRUGBANK: · prefix")
    shown = page.locator(".sp-error").evaluate_all("els => els.map(e => getComputedStyle(e).textDecorationLine)")
    assert set(shown) <= {"none"}, "what is not finished is not red"


def test_an_unknown_term_is_told_with_what_may_be_meant(page: Any, embedded: str) -> None:
    settle(page, f"{embedded}/?view=sparql&q=SELECT+*+%7B+DRUGBANK%3ADB00181+mgv%3Atreets+%3Fx+%7D")
    note = page.locator("p.note")
    sync_api.expect(note).to_contain_text("mgv:treets does not occur in this graph. Did you mean mgv:treats")
    note.get_by_role("button", name="mgv:treats", exact=True).click()
    sync_api.expect(page.locator("table.result tbody tr").first).to_be_visible()
    sync_api.expect(note).to_have_count(0)


def test_own_things_lead_to_their_own_pages(page: Any, embedded: str) -> None:
    settle(page, f"{embedded}/?view=sparql&q=SELECT+*+%7B+DRUGBANK%3ADB00181+mgv%3Aagonist_of+%3Fx+%7D")
    page.get_by_role("link", name="MESH:D018080").click()
    sync_api.expect(page.locator("h1")).to_have_text("GABA-B receptor")


def test_the_page_asks_for_as_many_rows_as_it_shows(page: Any, embedded: str) -> None:
    asked: list[str] = []
    page.on("request", lambda r: asked.append(r.url) if "/sparql?" in r.url else None)
    settle(page, f"{embedded}/?view=sparql&rows=100&q=SELECT+*+%7B+%3Fs+%3Fp+%3Fo+%7D")
    sync_api.expect(page.locator("table.result caption")).to_have_text("The first 100 rows; there are more")
    assert page.locator("table.result tbody tr").count() == 100
    assert any(u.endswith("first=101") for u in asked)


def test_a_query_that_runs_can_be_stopped(browser: Any, embedded: str) -> None:
    page = opened(browser, embedded)
    page.goto(f"{embedded}/?{urlencode({'view': 'sparql', 'q': SLOW})}")
    stop = page.get_by_role("button", name="Stop", exact=True)
    stop.wait_for()
    sync_api.expect(page.locator("[role=timer]")).to_contain_text("ms")
    stop.click()
    sync_api.expect(page.locator(".answer")).to_have_text("Stopped.")
    sync_api.expect(page.get_by_role("button", name="Run", exact=True)).to_be_enabled()
    sync_api.expect(stop).to_be_hidden()
    page.context.close()


def test_parameters_are_fields_and_formats_that_do_not_fit_are_grey(page: Any, embedded: str) -> None:
    settle(page, f"{embedded}/?view=sparql")
    page.locator("#examples").select_option("uses")
    drug = page.locator(".parameters").get_by_role("combobox", name="drug")
    sync_api.expect(drug).to_have_value("baclofen")
    sync_api.expect(page.locator("table.result tbody tr").first).to_contain_text("baclofen")
    drug.fill("diazepam")
    page.locator(".parameters [role=option]").first.wait_for()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Fill in and run").click()
    sync_api.expect(page.locator("table.result tbody tr").first).to_contain_text("diazepam")
    sync_api.expect(page.get_by_role("button", name="Turtle", exact=True)).to_be_disabled()
    sync_api.expect(page.get_by_role("button", name="CSV", exact=True)).to_be_enabled()
    settle(page, f"{embedded}/?view=sparql&q=DESCRIBE+DRUGBANK%3ADB00181")
    sync_api.expect(page.get_by_role("button", name="Turtle", exact=True)).to_be_enabled()
    sync_api.expect(page.get_by_role("button", name="CSV", exact=True)).to_be_disabled()


def test_the_first_rows_are_all_that_is_wanted(client: httpx.Client) -> None:
    """A part that was asked for, as a table and as triples; what is no number is told."""
    csv = {"accept": "text/csv"}
    whole = client.get("/sparql", params={"query": "SELECT * { ?s rdfs:label ?l }", "first": "3"}, headers=csv)
    assert len(whole.text.strip().splitlines()) == 4
    typed = client.get(
        "/sparql", params={"query": 'SELECT ("a\\t\\"b"@de AS ?x) (2.5 AS ?y) (1/0 AS ?z) {}', "first": "1"}
    )
    assert typed.json()["results"]["bindings"] == [
        {
            "x": {"type": "literal", "value": 'a\t"b', "xml:lang": "de"},
            "y": {"type": "literal", "value": "2.5", "datatype": "http://www.w3.org/2001/XMLSchema#decimal"},
        }
    ]
    triples = {"accept": "application/n-triples"}
    query = {"query": "CONSTRUCT WHERE { ?s rdfs:label ?l }", "first": "2"}
    assert len(client.get("/sparql", params=query, headers=triples).text.strip().splitlines()) == 2
    assert client.get("/sparql", params={"query": "ASK {}", "first": "1"}).json()["boolean"] is True
    for wrong in ("-1", "x", "", "99999999"):
        answer = client.get("/sparql", params={"query": "ASK {}", "first": wrong})
        assert answer.status_code == 400
        assert "first is a whole number" in answer.json()["detail"]
