"""The explorer in a real browser: Chromium from the system, driven by playwright; no browser is downloaded."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

import mechgraph
from mechgraph.model import Association

from .browsing import AXE, MECHANISM, PAGES, browser, opened, settle, sync_api, tabbed

__all__ = ["browser"]


@pytest.fixture
def page(browser: Any, embedded: str) -> Iterator[Any]:
    p = opened(browser, embedded)
    yield p
    assert p.troubles == []
    p.context.close()


def test_search_to_export_by_keyboard_alone(page: Any, embedded: str) -> None:
    """Search baclofen, open spasticity, read the evidence against, export the figure: Tab, arrows, Enter and Escape."""
    settle(page, f"{embedded}/")
    page.keyboard.press("/")
    page.keyboard.type("baclofn", delay=15)  # a typo
    box = page.locator("#search [role=combobox]")
    sync_api.expect(box).to_have_attribute("aria-expanded", "true")
    assert "baclofen" in page.locator(f"#{box.get_attribute('aria-activedescendant')}").inner_text()
    page.keyboard.press("Backspace")
    sync_api.expect(page.get_by_role("option")).not_to_have_count(1)
    first = box.get_attribute("aria-activedescendant")
    page.keyboard.press("ArrowDown")
    assert box.get_attribute("aria-activedescendant") != first
    page.keyboard.press("ArrowUp")
    assert "baclofen" in page.locator(f"#{box.get_attribute('aria-activedescendant')}").inner_text()
    page.keyboard.press("Enter")
    sync_api.expect(page.locator("h1")).to_have_text("baclofen")
    sync_api.expect(page.locator("h1")).to_be_focused()
    tabbed(page, "→ spasticity")
    page.keyboard.press("Enter")
    page.wait_for_selector(".figure svg")
    sync_api.expect(page.locator("h1")).to_be_focused()

    tabbed(page, r"Something speaks against \d+ of its claims\.")
    page.keyboard.press("Enter")
    in_list = "document.activeElement.closest('.objections') !== null"
    assert page.evaluate(in_list)
    tabbed(page, "baclofen decreases the activity of alpha motor neuron, in spinal cord.*")
    assert page.evaluate(in_list)
    page.keyboard.press("Enter")
    sync_api.expect(page.locator("#evidence h2")).to_be_focused()
    sync_api.expect(page.locator("#evidence .column").nth(1)).to_contain_text(re.compile(r"Against \([1-9]"))
    tabbed(page, "Close the evidence", most=3)
    page.keyboard.press("Escape")
    sync_api.expect(page.locator("#evidence")).to_be_hidden()
    assert page.evaluate(in_list), "the focus is back where it was"

    for name, suffix in (("BibTeX", ".bib"), ("CSV", ".csv"), ("PNG", ".png"), ("SVG", ".svg")):
        tabbed(page, name, "Shift+Tab", most=300)
        with page.expect_download() as saved:
            page.keyboard.press("Enter")
        assert saved.value.suggested_filename == f"baclofen-spasticity{suffix}"
        assert Path(saved.value.path()).stat().st_size > 200


def test_an_arrow_of_the_figure_by_keyboard(page: Any, embedded: str) -> None:
    """It tells its claim when the focus is on it, Enter opens the evidence, Escape gives the focus back."""
    settle(page, embedded + MECHANISM)
    page.wait_for_selector(".figure svg")
    words = "baclofen is an agonist of GABA-B receptor"
    tabbed(page, f"{words}.*Show the evidence")
    assert words in page.locator("#tip").inner_text()
    page.keyboard.press("Enter")
    sync_api.expect(page.locator("#evidence h2")).to_have_text(words)
    sync_api.expect(page.locator("#evidence h2")).to_be_focused()
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.closest('.figure') !== null")


def test_paths_and_a_query_by_keyboard(page: Any, embedded: str) -> None:
    """Two ends and a thing to avoid by name; a query by Ctrl+Enter; out of the editor by Escape."""
    settle(page, f"{embedded}/?view=paths")
    for label, text in (("From", "baclofen"), ("To", "spasticity")):
        settle(page, page.url)
        field = page.get_by_role("combobox", name=label, exact=True)
        for _ in range(20):
            page.keyboard.press("Tab")
            if field.evaluate("e => e === document.activeElement"):
                break
        page.keyboard.type(text, delay=10)
        sync_api.expect(field).to_have_attribute("aria-expanded", "true")
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile("[?&]a=" if label == "From" else "[?&]b="))
    page.wait_for_selector(".chain")
    settle(page, f"{embedded}/?view=sparql")
    tabbed(page, "choose ….*")
    page.keyboard.press("Tab")
    page.keyboard.press("Control+a")
    page.keyboard.type("ASK {}")
    page.keyboard.press("Control+Enter")
    sync_api.expect(page.locator(".answer .lead")).to_have_text("Yes")
    page.keyboard.press("Escape")
    sync_api.expect(page.get_by_role("button", name="Run")).to_be_focused()


def test_what_was_not_read_is_said(browser: Any, hub: str) -> None:
    page = opened(browser, hub)
    settle(page, f"{hub}/?e=MG:hub&view=brain")
    sync_api.expect(page.locator(".note")).to_contain_text("Only the first 1,000 of 1,001 claims")
    page.get_by_role("button", name="Ask for all by SPARQL").click()
    shown = page.locator("table.result caption")
    sync_api.expect(shown).to_have_text("The first 500 rows; there are more", timeout=20_000)
    page.context.close()


def test_paths_through_and_around_a_thing(page: Any, embedded: str) -> None:
    settle(page, f"{embedded}{PAGES['paths']}&via=MESH:D018080&not=HGNC:4070")
    chains = page.locator(".chain")
    assert chains.count() > 0
    assert all("GABA-B receptor" in c and "GABBR1" not in c for c in chains.all_inner_texts())
    page.get_by_role("button", name="No path passes GABA-B1 subunit (GABBR1): take this away").click()
    page.wait_for_url(lambda url: "not=" not in url)
    page.wait_for_selector("main:not([aria-busy]) .chain")
    assert any("GABBR1" in c for c in chains.all_inner_texts())


def test_where_there_is_no_mechanism_the_page_says_where_to_look(browser: Any, embedded: str) -> None:
    page = opened(browser, embedded)
    settle(page, f"{embedded}/?e=HP:0001257&to=DRUGBANK:DB00181")
    page.get_by_role("link", name="Look for paths in any direction").click()
    sync_api.expect(page.locator("h1")).to_have_text("Paths")
    page.context.close()


def test_the_list_of_the_search_fits_a_narrow_screen(browser: Any, embedded: str) -> None:
    page = opened(browser, embedded)
    page.set_viewport_size({"width": 375, "height": 812})
    settle(page, f"{embedded}/")
    page.keyboard.press("/")
    page.keyboard.type("baclo")
    page.wait_for_selector("#search [role=option]")
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    box = page.locator("#search [role=listbox]").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 375
    page.context.close()


def test_every_export_is_what_it_says(page: Any, embedded: str) -> None:
    settle(page, embedded + MECHANISM)
    page.wait_for_selector(".figure svg")

    def saved(label: str) -> bytes:
        with page.expect_download() as download:
            page.get_by_role("button", name=label, exact=True).click()
        return Path(download.value.path()).read_bytes()

    assert saved("PNG").startswith(b"\x89PNG\r\n\x1a\n")
    assert saved("PDF").startswith(b"%PDF-")
    for label, root in (("SVG", "svg"), ("SBGN-ML", "sbgn")):
        assert ElementTree.fromstring(saved(label)).tag.endswith(f"}}{root}")
    rows = list(csv.DictReader(io.StringIO(saved("CSV").decode("utf-8"))))
    assert len(rows) == page.locator("table.claims tbody tr").count()
    assert {r["subject_name"] for r in rows} >= {"baclofen", "GABA-B receptor"}
    assert all(r["sentence"] and r["certainty"] for r in rows)
    entries = re.findall(r"^@(?:article|misc)\{([^,]+),$", saved("BibTeX").decode("utf-8"), re.M)
    assert len(entries) == len(set(entries)) > 1


def test_filters_dim_what_is_drawn_and_shorten_the_table(page: Any, embedded: str) -> None:
    for name in ("paths", "network", "brain"):
        settle(page, embedded + PAGES[name])
        rows = page.locator("table.claims tbody tr")
        everything = rows.count()
        page.get_by_label("Certainty").select_option("established")
        page.wait_for_url("**certainty=established**")
        assert 0 < rows.count() < everything, name
        if name == "paths":
            assert page.locator(".pattern li.dim").count() > 0


FILTERS: dict[str, tuple[str, Callable[[Association], bool]]] = {
    "Certainty": ("probable", lambda a: a.certainty in ("established", "probable")),
    "Species": ("NCBITaxon:9606", lambda a: a.qualifiers.species == "NCBITaxon:9606"),
    "Negated": ("only", lambda a: a.negated),
    "Source": ("faq", lambda a: "faq" in a.sources),
}


@pytest.mark.parametrize("name", FILTERS)
def test_each_filter_leaves_the_claims_it_says_here_and_in_the_window_of_whoever_gets_the_address(
    page: Any, browser: Any, embedded: str, name: str
) -> None:
    value, passes = FILTERS[name]
    kg = mechgraph.load()
    claims = kg.claims_about("baclofen")
    expected = {a.id for a in claims if passes(a)}
    assert 0 < len(expected) < len(claims)
    settle(page, embedded + PAGES["entity"])
    page.locator("label.filter", has=page.get_by_text(name, exact=True)).locator("select").select_option(value)
    page.wait_for_url(f"**{name.lower()}=**")
    other = opened(browser, embedded)
    settle(other, page.url)
    for window in (page, other):
        sync_api.expect(window.locator("main .lead")).to_contain_text(f"{len(expected)} of {len(claims)} claims")
        more = window.get_by_role("button", name=re.compile("^Show (all|50 more)"))
        for _ in range(40):  # a click takes its button away, and may bring the next one
            if more.count() == 0:
                break
            before = window.locator("table.claims tbody tr").count()
            more.first.click()
            window.wait_for_function("n => document.querySelectorAll('table.claims tbody tr').length > n", arg=before)
        rows = window.locator("table.claims tbody tr")
        sync_api.expect(rows).to_have_count(len(expected))
        assert {r.get_attribute("data-claim") for r in rows.all()} == expected
    other.context.close()


def test_print_and_reduced_motion(browser: Any, embedded: str) -> None:
    page = opened(browser, embedded, reduced_motion="reduce")
    settle(page, embedded + MECHANISM)
    page.wait_for_selector(".figure svg")
    page.locator("table.claims button").first.click()
    page.wait_for_selector("#evidence h2")
    assert page.evaluate("getComputedStyle(document.getElementById('evidence')).animationName") == "none"
    page.emulate_media(media="print")
    assert not page.locator(".bar").is_visible()
    assert not page.locator(".exports").is_visible()
    assert page.locator(".figure svg").is_visible()
    assert page.locator("table.claims").first.is_visible()
    page.context.close()


def test_evidence_against_is_shown_with_its_links(page: Any, embedded: str) -> None:
    settle(page, embedded + MECHANISM)
    page.wait_for_selector(".objections li")
    page.locator(".objections > ul > li", has_text="A claim that denies it").get_by_role("button").first.click()
    against = page.locator("#evidence .column").nth(1)
    sync_api.expect(against).to_contain_text("Against")
    assert against.locator("li").count() > 0
    links = page.locator("#evidence a[target=_blank]")
    assert links.count() > 0
    assert all(a.get_attribute("href").startswith("http") for a in links.all())


def test_the_address_holds_the_state_and_undo_goes_back(page: Any, embedded: str) -> None:
    settle(page, embedded + MECHANISM)
    page.wait_for_selector(".figure svg")
    rows = page.locator("table.claims tbody tr")
    everything = rows.count()
    page.get_by_label("Certainty").select_option("established")
    page.wait_for_url("**certainty=established**")
    some = rows.count()
    assert 0 < some < everything
    assert page.locator(".figure .dim").count() > 0
    page.reload()
    page.wait_for_selector(".figure svg .dim")
    assert rows.count() == some
    page.get_by_role("button", name="Undo").click()
    sync_api.expect(rows).to_have_count(everything)


def test_no_stale_results(page: Any, embedded: str) -> None:
    """A slow answer to an earlier text never shows under a later one."""
    settle(page, f"{embedded}/")

    def slow(route: Any) -> None:
        if "q=dia" in route.request.url and "q=diazepam" not in route.request.url:
            page.wait_for_timeout(500)
        route.continue_()

    page.route("**/api/search?**", slow)
    box = page.locator("#search input")
    box.focus()
    page.keyboard.type("dia")
    page.wait_for_timeout(130)
    box.fill("baclofen")
    first = page.locator("#search [role=option]").first
    sync_api.expect(first).to_contain_text("baclofen")
    page.wait_for_timeout(700)
    sync_api.expect(first).to_contain_text("baclofen")


def test_arrows_and_escape_in_the_search(page: Any, embedded: str) -> None:
    settle(page, f"{embedded}/")
    box = page.locator("#search input")
    box.fill("gaba")
    page.wait_for_selector("#search [role=option]")
    before = box.get_attribute("aria-activedescendant")
    page.keyboard.press("ArrowDown")
    assert box.get_attribute("aria-activedescendant") != before
    assert page.locator("#search [aria-selected=true]").count() == 1
    page.keyboard.press("Escape")
    sync_api.expect(box).to_have_attribute("aria-expanded", "false")


def test_a_path_a_question_and_a_query(page: Any, embedded: str) -> None:
    settle(page, embedded + PAGES["paths"])
    assert page.locator(".chain").count() > 0
    assert page.locator(".pattern h2 .badge").count() > 0
    settle(page, embedded + PAGES["ask"])
    sync_api.expect(page.locator(".verdict .word")).to_have_text("supported")
    settle(page, embedded + PAGES["sparql"])
    sync_api.expect(page.locator("table.result tbody tr")).to_have_count(5)
    page.locator(".CodeMirror").click()
    page.keyboard.press("Control+a")
    page.keyboard.type("ASK { }")
    page.keyboard.press("Control+Enter")
    sync_api.expect(page.locator(".answer .lead")).to_have_text("Yes")
    with page.expect_download() as saved:
        page.get_by_role("button", name="CSV", exact=True).click()
    assert Path(saved.value.path()).read_text(encoding="utf-8").strip() == "true"


def test_a_broken_query_is_told(browser: Any, embedded: str) -> None:
    page = opened(browser, embedded)
    settle(page, f"{embedded}/?view=sparql&q=SELECT%20WHER")
    sync_api.expect(page.locator(".answer [role=alert]")).to_contain_text("line 1")
    page.context.close()


def test_the_network_stays_small_and_is_in_the_table(page: Any, embedded: str) -> None:
    settle(page, embedded + PAGES["network"])
    assert page.locator(".network canvas").count() >= 1
    note = page.locator("p[role=status].small").inner_text()
    things = int(re.match(r"(\d+) things", note)[1])  # type: ignore[index]
    assert 2 <= things <= 60
    assert page.locator("table.claims tbody tr").count() > 0
    for _ in range(4):
        options = page.locator("#expand option")
        if options.count() < 3:
            break
        page.locator("#expand").select_option(index=2)
        page.locator("#evidence").get_by_role("button", name="Bring in").first.click()
        page.wait_for_timeout(200)
    assert int(re.match(r"(\d+) things", page.locator("p[role=status].small").inner_text())[1]) <= 60  # type: ignore[index]


@pytest.mark.parametrize("name", list(PAGES))
def test_nothing_sticks_out_on_a_narrow_screen(browser: Any, embedded: str, name: str) -> None:
    page = opened(browser, embedded, screen={"width": 375, "height": 812})
    page.set_viewport_size({"width": 375, "height": 812})
    settle(page, embedded + PAGES[name])
    page.wait_for_timeout(150)
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    assert page.troubles == []
    page.context.close()


def test_on_a_narrow_screen_the_evidence_comes_into_view(browser: Any, embedded: str) -> None:
    page = opened(browser, embedded, reduced_motion="reduce")
    page.set_viewport_size({"width": 375, "height": 812})
    settle(page, embedded + MECHANISM)
    page.wait_for_selector(".figure svg")
    page.locator("table.claims button").last.click()
    sync_api.expect(page.locator("#evidence h2")).to_be_in_viewport()
    settle(page, embedded + PAGES["sparql"])
    sync_api.expect(page.locator("#views a[aria-current]")).to_be_in_viewport()
    page.context.close()


@pytest.mark.parametrize(
    ("name", "scheme"),
    [*((n, "light") for n in PAGES), *((n, "dark") for n in ("home", "mechanism", "brain", "network", "sparql"))],
)
def test_no_serious_findings_of_axe(browser: Any, embedded: str, name: str, scheme: str) -> None:
    if AXE is None:
        pytest.skip("axe-core is not there (npm install --no-save axe-core, or MECHGRAPH_AXE)")
    page = opened(browser, embedded, color_scheme=scheme, reduced_motion="reduce")
    settle(page, embedded + PAGES[name])
    page.wait_for_timeout(100)
    if name == "mechanism":
        page.locator("table.claims button").first.click()
        page.wait_for_selector("#evidence h2")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run().then(r => r.violations)")
    serious = [
        (v["id"], [n["html"][:160] for n in v["nodes"]][:3]) for v in found if v["impact"] in ("serious", "critical")
    ]
    assert serious == []
    page.context.close()


def test_script_in_labels_stays_text(browser: Any, hostile: str) -> None:
    page = opened(browser, hostile)
    for address in (
        "/?e=MG:evil",
        "/?e=MG:evil&to=MG:effect",
        "/?view=network&e=MG:evil",
        "/?view=paths&a=MG:evil&b=MG:effect",
    ):
        settle(page, hostile + address)
        page.wait_for_timeout(150)
        assert page.evaluate("window.pwned") is None
        assert page.locator("main img[src=x]").count() == 0
    assert "<script>window.pwned=1</script>" in page.locator("main").inner_text()
    assert page.troubles == []
    page.context.close()


def test_dark_and_light_by_button(page: Any, embedded: str) -> None:
    settle(page, f"{embedded}/")
    colour = "getComputedStyle(document.body).backgroundColor"
    assert page.evaluate(colour) == "rgb(255, 255, 255)"
    page.get_by_role("button", name="Dark").click()
    page.wait_for_url("**theme=dark**")
    assert page.evaluate(colour) == "rgb(20, 24, 31)"
