"""The pages of what-if, interactions and compare in a real browser, by mouse and by keyboard."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

import mechgraph

from .browsing import AXE, browser, opened, settle, sync_api, tabbed

__all__ = ["browser"]

WHAT_IF = "/?view=whatif&e=DRUGBANK:DB01219&to=HP:0001257"  # dantrolene: one way, so each step is needed
PAGES = {
    "whatif": "/?view=whatif&e=DRUGBANK:DB00181&to=HP:0001257&block=MESH:D018080",
    "whatif-start": "/?view=whatif",
    "interactions": "/?view=interactions&e=DRUGBANK:DB00181",
    "interactions-two": "/?view=interactions&e=DRUGBANK:DB00181&other=DRUGBANK:DB00829",
    "compare": "/?view=compare&drugs=DRUGBANK:DB00181+DRUGBANK:DB00829",
    "compare-start": "/?view=compare",
}


@pytest.fixture
def page(browser: Any, embedded: str) -> Iterator[Any]:
    p = opened(browser, embedded)
    yield p
    assert p.troubles == []
    p.context.close()


def test_a_step_taken_out_changes_verdict_and_figure_and_undo_takes_it_back(page: Any, embedded: str) -> None:
    kg = mechgraph.load()
    things = kg.mechanism("dantrolene", "spasticity").entities.values()
    thing = next(e for e in things if "ryanodine" in e.name.lower())
    settle(page, embedded + WHAT_IF)
    word = page.locator(".verdict .word")
    sync_api.expect(word).to_have_text("As it is")
    before = page.locator(".figure svg").inner_html()
    group = page.locator(f".figure [data-entity='{thing.id}']").first
    group.click()
    page.get_by_role("button", name="Block it").click()
    page.wait_for_url("**block=**")
    sync_api.expect(word).not_to_have_text("As it is")
    asked = kg.what_if("dantrolene", "spasticity", block=[thing.id])
    assert f"Now: {asked.after}." in page.locator(".verdict").inner_text()
    assert page.locator(".figure svg").inner_html() != before
    sync_api.expect(page.get_by_role("button", name=re.compile("^Blocked: ryanodine"))).to_be_visible()
    page.reload()
    sync_api.expect(word).not_to_have_text("As it is")
    page.get_by_role("button", name="Undo").click()
    sync_api.expect(word).to_have_text("As it is")
    assert page.locator(".figure svg").inner_html() == before


def test_a_claim_turned_round_by_keyboard(page: Any, embedded: str) -> None:
    """Reach an arrow by Tab, choose it, turn it round; then take the change back on its chip."""
    settle(page, embedded + WHAT_IF)
    page.wait_for_selector(".figure .arc.live")
    first = page.locator(".figure .arc.live[aria-label*='dantrolene']").first.get_attribute("aria-label")
    tabbed(page, re.escape(first), most=80)
    page.keyboard.press("Enter")
    sync_api.expect(page.get_by_role("button", name="Take it out")).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**del=**")
    word = page.locator(".verdict .word")
    sync_api.expect(word).to_have_text("The effect is gone")
    page.get_by_role("button", name=re.compile("^Without: .*Take this change back")).press("Enter")
    sync_api.expect(word).to_have_text("As it is")


def test_what_is_documented_stands_before_what_is_inferred_and_says_which_it_is(page: Any, embedded: str) -> None:
    found = mechgraph.load().interactions("baclofen").to_dict()["interactions"]
    settle(page, embedded + PAGES["interactions"])
    heads = page.locator(".pattern h2").all_inner_texts()
    assert heads[0] == f"Documented ({sum(not i['inferred'] for i in found)})"
    assert all(h.startswith("Inferred") for h in heads[1:])
    assert sum(int(n) for n in re.findall(r"\((\d+)\)", " ".join(heads))) == len(found)
    last = page.locator(".pattern").last
    assert last.locator(".interaction").count() == 12
    last.get_by_role("button", name=re.compile("Show more")).click()
    assert last.locator(".interaction").count() > 12
    documented = page.locator(".pattern").first
    assert documented.locator(".chain").count() == 0, "its sign is that of the level, not of what is written between"
    documented.locator("summary").first.click()
    documented.locator(".steps button").first.click()
    sync_api.expect(page.locator("#evidence h2")).to_be_focused()


def test_interactions_stand_by_severity_and_then_as_the_library_has_them(page: Any, embedded: str) -> None:
    found = [i for i in mechgraph.load().interactions("baclofen").to_dict()["interactions"] if not i["inferred"]]
    severe = list(dict.fromkeys(i["severity"] for i in found if i["severity"]))
    assert severe
    settle(page, embedded + PAGES["interactions"])
    heads = page.locator(".pattern").first.locator("h3").all_text_contents()
    counted = [(w, sum(i["severity"] == w for i in found)) for w in (*severe, "")]
    assert heads == [f"{w or 'no severity stated'} ({n})" for w, n in counted]
    shown = page.locator(".pattern").first.locator(".interaction strong").all_inner_texts()
    ordered = [i["sentence"] for w, _ in counted for i in found if i["severity"] == w]
    assert [s for s in shown if s not in severe] == ordered[: len([s for s in shown if s not in severe])]


def test_two_drugs_that_meet_are_drawn_with_what_each_does(page: Any, embedded: str) -> None:
    kg = mechgraph.load()
    every = kg.interactions("baclofen", "diazepam").to_dict()["interactions"]
    found = [i for i in every if i["kind"] == "pharmacodynamic"]
    assert found
    settle(page, embedded + PAGES["interactions-two"])
    for i in found:
        item = page.locator(".interaction", has=page.get_by_text(i["sentence"], exact=True))
        words = {1: "increases", -1: "decreases", 0: "acts on"}
        assert item.locator(".chain .word").all_inner_texts() == [words[w["sign"]] for w in i["ways"]]
    page.get_by_role("button", name="With all").click()
    sync_api.expect(page.locator("h1")).to_have_text("Interactions of baclofen")


def test_compare_puts_what_is_shared_first_and_agrees_with_the_library(page: Any, embedded: str) -> None:
    rows = mechgraph.load().compare(["baclofen", "diazepam"]).to_dict()["rows"]
    settle(page, embedded + PAGES["compare"])
    shared = [r["name"] for r in rows if r["shared"] and not r["opposite"]]
    assert page.locator("main .lead a").all_inner_texts() == shared[:8]
    for facet, title in (("targets", "Targets"), ("effects", "Effects and diseases")):
        mine = [r for r in rows if r["facet"] == facet]
        table = page.locator("table.compare", has=page.locator("caption", has_text=f"{title}:"))
        more = page.locator(".pattern", has=table).get_by_role("button", name=f"Show all {len(mine)}")
        if more.count():
            more.click()
        marks = table.locator("tbody tr td:last-child").all_inner_texts()
        assert len(marks) == len(mine)
        assert marks == sorted(marks, key=["shared", "opposite", "one only"].index)
        assert marks.count("opposite") == sum(r["opposite"] for r in mine)
    page.get_by_role("button", name="diazepam: take this away").click()
    sync_api.expect(page.locator("main .lead")).to_have_text("Choose another drug.")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", list(PAGES))
def test_no_serious_findings_and_nothing_sticks_out(browser: Any, embedded: str, name: str, scheme: str) -> None:
    page = opened(browser, embedded, color_scheme=scheme, reduced_motion="reduce")
    for width in (1280, 375):
        page.set_viewport_size({"width": width, "height": 812})
        settle(page, embedded + PAGES[name])
        page.wait_for_timeout(200)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        high, content = page.evaluate(
            "[document.documentElement.scrollHeight, document.querySelector('.frame').getBoundingClientRect().bottom]"
        )
        assert high <= max(812, content) + 2
    if AXE is not None:
        page.evaluate(AXE.read_text(encoding="utf-8"))
        found = page.evaluate("axe.run().then(r => r.violations)")
        serious = [v for v in found if v["impact"] in ("serious", "critical")]
        assert [(v["id"], [n["html"][:160] for n in v["nodes"]][:2]) for v in serious] == []
    assert page.troubles == []
    page.context.close()
