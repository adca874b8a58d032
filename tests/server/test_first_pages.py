"""What a reader meets first: the home page, the shelves, and the first screen of a thing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

import mechgraph
from mechgraph.server.titles import SHELVES

from .browsing import browser, opened, settle, sync_api

__all__ = ["browser"]


@pytest.fixture
def page(browser: Any, embedded: str) -> Iterator[Any]:
    p = opened(browser, embedded)
    yield p
    assert p.troubles == []
    p.context.close()


def shelf(client: httpx.Client, name: str, **params: Any) -> dict[str, Any]:
    r = client.get("/api/browse", params={"shelf": name, **params})
    assert r.status_code == 200, r.text
    found: dict[str, Any] = r.json()
    return found


def test_shelves_hold_what_the_graph_holds(client: httpx.Client) -> None:
    kg = mechgraph.load()
    counts = {s["key"]: s["count"] for s in shelf(client, "drugs", limit=0)["shelves"]}
    assert list(counts) == list(SHELVES)
    assert counts["drugs"] == sum(e.deprecated_by is None for e in kg.entities("drug"))
    assert counts["mechanisms"] == len({(m.drug, m.effect) for m in kg.store.mechanisms()})
    assert counts["questions"] == kg.stats()["questions"]
    for name, n in counts.items():
        assert shelf(client, name, limit=0)["found"] == n


def test_the_most_connected_stands_first_and_what_a_drug_acts_on_is_a_target(client: httpx.Client) -> None:
    drugs = shelf(client, "drugs", limit=500)["items"]
    numbers = [i["claims"] for i in drugs]
    assert numbers == sorted(numbers, reverse=True)
    targets = {i["things"][0]["id"] for i in shelf(client, "targets", limit=500)["items"]}
    assert "MESH:D018080" in targets, "baclofen is an agonist of the GABA-B receptor"
    found = shelf(client, "drugs", text="lioresal")
    assert [i["things"][0]["name"] for i in found["items"]] == ["baclofen"], "another name finds it too"
    rest = shelf(client, "drugs", limit=5, offset=5)["items"]
    assert rest == drugs[5:10]


def test_examples_were_tried_and_lead_to_an_answer(client: httpx.Client) -> None:
    kg = mechgraph.load()
    examples = client.get("/api/examples").json()["examples"]
    assert [e["kind"] for e in examples] == ["mechanism", "question", "interactions"]
    mechanism, question, meeting = examples
    assert kg.mechanism(*(t["id"] for t in mechanism["things"])).curated
    assert kg.ask(question["question"]).verdict in ("supported", "contested", "refuted")
    assert kg.interactions(*(t["id"] for t in meeting["things"])).documented


def test_a_graph_of_others_has_examples_of_its_own(browser: Any, hostile: str) -> None:
    page = opened(browser, hostile)
    settle(page, hostile)
    page.wait_for_timeout(500)
    assert "baclofen" not in page.locator("main").inner_text()
    page.context.close()


def test_home_begins_with_a_search_and_three_examples(page: Any, embedded: str) -> None:
    settle(page, embedded)
    cards = page.locator(".tries a")
    sync_api.expect(cards).to_have_count(3)
    cards.first.click()
    sync_api.expect(page.locator("h1")).to_contain_text(" → ")
    settle(page, embedded)
    page.locator("main input").fill("diazepm")
    page.locator("main [role=option]").first.wait_for()
    page.keyboard.press("Enter")
    sync_api.expect(page.locator("h1")).to_have_text("diazepam")


def test_browsing_by_shelf_and_words(page: Any, embedded: str) -> None:
    settle(page, f"{embedded}/?view=browse")
    page.locator("main").get_by_role("link", name="Open questions").click()
    sync_api.expect(page.locator(".shelf li")).to_have_count(mechgraph.load().stats()["questions"])
    page.locator("main").get_by_role("link", name="Curated mechanisms").click()
    page.get_by_label("Find", exact=True).fill("baclofen spasticity")
    sync_api.expect(page.locator(".shelf li")).to_have_count(1)
    page.reload()
    page.locator(".shelf a").click()
    sync_api.expect(page.locator("h1")).to_have_text("baclofen → spasticity")


def test_a_page_begins_with_the_first_screen_of_explain(page: Any, embedded: str) -> None:
    """Row by row what ``explain`` prints, with its sources by the same numbers."""
    screen = mechgraph.load().explain("baclofen").screen
    assert screen is not None
    settle(page, f"{embedded}/?e=DRUGBANK:DB00181")
    opening = page.locator(".opening").inner_text()
    printed = " ".join(screen.lines(10_000)[1:2])
    assert opening.replace(" [", "[") == printed.replace("\xa0", " ")
    rows = page.locator(".lines li")
    assert rows.count() == sum(len(b.rows) for b in screen.blocks)
    titles = page.locator(".block h2").all_text_contents()
    assert titles == [b.title for b in screen.blocks]
    page.locator(".opening .cite a").first.click()
    sync_api.expect(page.locator(".cited-list li").first).to_be_in_viewport()
    rows.first.get_by_role("button").click()
    sync_api.expect(page.locator("#evidence h2")).to_be_visible()
    page.locator(".opening").get_by_role("link", name="GABA-B receptor").click()
    sync_api.expect(page.locator("h1")).to_have_text("GABA-B receptor")
