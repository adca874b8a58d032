"""The claims about a thing in groups: what they say decides where they stand, and every one can be reached."""

from __future__ import annotations

import re
from typing import Any

import httpx
import pytest

import mechgraph

from .browsing import browser, opened, settle, sync_api

__all__ = ["browser"]


def groups(client: httpx.Client, **params: Any) -> dict[str, Any]:
    r = client.get("/api/groups", params=params)
    assert r.status_code == 200, r.text
    found: dict[str, Any] = r.json()
    return found


def test_every_claim_stands_in_one_group_and_targets_come_first(client: httpx.Client) -> None:
    data = groups(client, entity="baclofen", each=1000)
    claims = {a.id for a in mechgraph.load().claims_about("baclofen")}
    listed = [c for g in data["groups"] for c in g["claims"]]
    assert len(listed) == len(set(listed)) == data["total"] == data["found"]
    assert set(listed) == claims
    assert data["groups"][0]["title"] == "Acts on"
    titles = [g["title"] for g in data["groups"]]
    assert titles.index("Used for") < titles.index("Harms and side effects")
    by_id = {a["id"]: a for a in data["associations"]}
    acts_on = [by_id[c]["object"]["name"] for c in data["groups"][0]["claims"]]
    assert "GABA-B receptor" in acts_on[:3]


def test_a_place_has_what_is_there_whichever_way_the_claim_is_written(client: httpx.Client) -> None:
    """Spinal cord is the place both of "expressed in" and of a claim that begins with it."""
    data = groups(client, entity="spinal cord", each=1000)
    titles = [g["title"] for g in data["groups"]]
    assert len(titles) == len(set(titles)), "no title stands twice"
    claims = {a["id"]: a for a in data["associations"]}
    there = [g for g in data["groups"] if g["title"] in ("What is there", "What acts here")]
    assert there
    assert all(claims[c]["object"]["name"] == "spinal cord" for g in there for c in g["claims"])


def test_a_group_is_cut_with_its_count_and_read_on(client: httpx.Client) -> None:
    whole = groups(client, entity="baclofen", each=1000)
    long = max(whole["groups"], key=lambda g: g["count"])
    short = next(g for g in groups(client, entity="baclofen", each=5)["groups"] if g["key"] == long["key"])
    assert short["count"] == long["count"] > len(short["claims"]) == 5
    read = list(short["claims"])
    while len(read) < long["count"]:
        page = groups(client, entity="baclofen", each=20, group=long["key"], offset=len(read))
        [part] = [g["claims"] for g in page["groups"] if g["claims"]]
        read += part
    assert read == long["claims"]


def test_text_and_filters_are_those_of_the_claims(client: httpx.Client) -> None:
    kg = mechgraph.load()
    found = groups(client, entity="baclofen", each=1000, text="Spinal CORD", certainty="established")
    said = [a["sentence"].lower() for a in found["associations"]]
    assert said
    assert all("spinal" in s and "cord" in s for s in said)
    assert {a["certainty"] for a in found["associations"]} == {"established"}
    assert found["total"] == len(kg.claims_about("baclofen"))
    assert groups(client, entity="baclofen", text="nosuchword")["groups"] == []


def test_a_thousand_claims_of_one_kind_are_one_group_and_can_be_searched(browser: Any, hub: str) -> None:
    page = opened(browser, hub)
    settle(page, f"{hub}/?e=MG:hub")
    sync_api.expect(page.locator("main .lead")).to_have_text("1,001 claims, in 1 group.")
    rows = page.locator("table.claims tbody tr")
    assert rows.count() == 10
    page.get_by_role("button", name="Show 50 more of 1,001").click()
    sync_api.expect(rows).to_have_count(60)
    page.get_by_label("Find").fill("process 77")
    page.wait_for_url("**find=process+77**")
    sync_api.expect(page.locator("main .lead")).to_contain_text("19 of 1,001 claims")
    assert all("77" in t for t in rows.all_inner_texts())
    sync_api.expect(page.get_by_label("Find")).to_be_focused()
    page.reload()
    sync_api.expect(page.locator("main .lead")).to_contain_text("19 of 1,001 claims")
    assert page.troubles == []
    page.context.close()


@pytest.mark.parametrize("width", [1280, 375])
def test_the_first_group_is_near_the_top(browser: Any, embedded: str, width: int) -> None:
    page = opened(browser, embedded)
    page.set_viewport_size({"width": width, "height": 812})
    settle(page, f"{embedded}/?e=DRUGBANK:DB00181")
    chips = page.locator("main .chips .chip")
    assert re.match(r"Acts on · \d+", chips.filter(has_text="Acts on").first.inner_text())
    chips.filter(has_text="Harms").first.click()
    sync_api.expect(page.locator("[data-group=harm] caption")).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.context.close()
