"""What was broken in the explorer, in a real browser: heights, one object for one claim, references, cuts, reloads."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

import mechgraph
from mechgraph.reason.sides import sides_of

from .browsing import MECHANISM, PAGES, browser, opened, settle, sync_api
from .conftest import running

__all__ = ["browser"]

CONTESTED = "baclofen decreases the activity of alpha motor neuron"


@pytest.fixture
def page(browser: Any, embedded: str) -> Iterator[Any]:
    p = opened(browser, embedded)
    yield p
    assert p.troubles == []
    p.context.close()


def drawn(page: Any, address: str) -> None:
    settle(page, address)
    page.wait_for_selector(".figure:not([aria-busy]) svg")


def saved(page: Any, label: str) -> str:
    with page.expect_download() as download:
        page.get_by_role("button", name=label, exact=True).click()
    return Path(download.value.path()).read_text(encoding="utf-8")


@pytest.mark.parametrize("width", [1440, 1024, 375])
@pytest.mark.parametrize("name", list(PAGES))
def test_a_page_is_as_long_as_its_content(browser: Any, embedded: str, name: str, width: int) -> None:
    page = opened(browser, embedded)
    page.set_viewport_size({"width": width, "height": 800})
    settle(page, embedded + PAGES[name])
    page.wait_for_timeout(300)
    high, content = page.evaluate(
        "[document.documentElement.scrollHeight, document.querySelector('.frame').getBoundingClientRect().bottom]"
    )
    assert high <= max(800, content) + 2
    page.context.close()


def counts(page: Any) -> dict[str, tuple[str, str, bool]]:
    """Claim → for, against, contested, as the table of a page says."""
    rows = page.locator("table.claims tbody tr").evaluate_all(
        "rows => rows.map(r => [r.dataset.claim, r.cells[3].innerText, r.cells[4].innerText, "
        "/contested/.test(r.cells[2].innerText)])"
    )
    return {claim: (good, bad, contested) for claim, good, bad, contested in rows}


def test_a_claim_is_the_same_on_every_page(page: Any, embedded: str) -> None:
    """For and against as the sides of the claim have them, whether it is drawn, listed, on a path or opened."""
    kg = mechgraph.load()
    claims = kg.claims_about("baclofen")
    wanted = {
        a.id: (
            len(s.refutes) + len(s.no_effect) + sum(x.by.startswith("mga:") for x in s.inconclusive),
            bool(s.contested),
        )
        for a, s in sides_of(kg.store, claims)
    }
    drawn(page, embedded + MECHANISM)
    pages = {"mechanism": counts(page)}
    for name in ("entity", "paths", "network", "brain"):
        settle(page, embedded + PAGES[name])
        page.wait_for_selector("table.claims tbody tr")
        more = page.get_by_role("button", name=re.compile("^Show (all|50 more)"))
        while more.count():
            more.first.click()
            page.wait_for_timeout(300)
        pages[name] = counts(page)
    for name, rows in pages.items():
        common = rows.keys() & wanted.keys()
        assert common, name
        assert {c: (int(rows[c][1]), rows[c][2]) for c in common} == {c: wanted[c] for c in common}, name
    contested = max(pages["mechanism"].keys() & wanted.keys(), key=lambda c: wanted[c][0])
    assert wanted[contested][0] > 1
    assert wanted[contested][1]
    assert pages["entity"][contested] == pages["mechanism"][contested]
    drawn(page, embedded + MECHANISM)
    row = page.locator(f"tr[data-claim='{contested}']")
    assert CONTESTED in row.inner_text()
    row.get_by_role("button").click()
    sync_api.expect(page.locator("#evidence .column").nth(1)).to_contain_text(f"Against ({wanted[contested][0]})")


def test_numbers_arrows_and_sources_light_up_together(page: Any, embedded: str) -> None:
    """On hover and on focus, from each of the three; the list has every number of the figure."""
    drawn(page, embedded + MECHANISM)
    texts = " ".join(page.locator(".figure .numbers text").all_text_contents())
    shown = {int(n) for n in re.findall(r"\d+", texts)}
    listed = [int(t) for t in page.locator(".refs .refnumber").all_inner_texts()]
    assert listed == list(range(1, len(listed) + 1))
    assert shown <= set(listed)
    figure = httpx.get(f"{embedded}/api/draw?drug=DRUGBANK:DB00181&effect=HP:0001257&format=json").json()
    said = "alpha motor neuron increases muscle contraction"
    [claim] = [c for c in figure["claims"] if any(said in s for s in c["sentences"])]
    alone = [n for n in claim["references"] if sum(n in c["references"] + c["against"] for c in figure["claims"]) == 1]
    item = page.locator(f"#ref-{alone[0]}")
    cited = page.locator(".figure .arc.cited")
    item.hover()
    assert cited.count() == 1
    assert said in cited.get_attribute("aria-label")
    label = page.locator(".figure .numbers.cited text").text_content()
    assert str(alone[0]) in re.findall(r"\d+", label)
    page.mouse.move(2, 2)
    assert cited.count() == 0
    item.get_by_role("button").focus()
    assert cited.count() == 1
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.classList.contains('arc')")
    lit = page.locator(".refs .cited .refnumber").all_inner_texts()
    assert {int(n) for n in lit} == {*claim["references"], *claim["against"]}, (
        "the arrow has the focus: its sources light up"
    )
    page.locator(".figure .numbers", has_text=label).first.click()
    assert page.evaluate("document.activeElement.closest('li').id") == f"ref-{min(claim['references'])}"


def test_bibtex_says_what_the_records_say(page: Any, embedded: str) -> None:
    """Written from the records by hand: an article with all of it, one without, a web page."""
    drawn(page, embedded + MECHANISM)
    entries = {e.partition(",")[0]: e for e in re.split(r"(?m)^@", saved(page, "BibTeX")) if e}
    [orsnes] = [e for e in entries.values() if "Orsnes" in e and "{111}" in e]
    for line in (
        "author = {Orsnes, G. and Crone, C. and Krarup, C. and Petersen, N. and Nielsen, J.}",
        "journal = {Clin Neurophysiol}",
        "volume = {111}",
        "number = {8}",
        "pages = {1372--9}",
        "year = {2000}",
    ):
        assert line in orsnes
    [girk] = [e for e in entries.values() if "(journal not shown)" in e]
    assert not re.search(r"(?m)^  (journal|volume|pages|author) =", girk)
    assert all(e.count("{") == e.count("}") for e in entries.values())


def test_exports_are_what_passes_the_filters(page: Any, embedded: str) -> None:
    drawn(page, f"{embedded}{MECHANISM}&certainty=established")
    rows = page.locator("table.claims tbody tr")
    shown = {r.get_attribute("data-claim") for r in rows.all()}
    exported = list(csv.DictReader(io.StringIO(saved(page, "CSV"))))
    assert {r["id"] for r in exported} == shown
    drawn_rows = page.locator("table.claims").first.locator("tbody tr")
    shown = {r.get_attribute("data-claim") for r in drawn_rows.all()}
    assert {r["certainty"] for r in exported} == {"established"}
    svg = saved(page, "SVG")
    in_figure = {i for ids in re.findall(r'data-association="([^"]+)"', svg) for i in ids.split()}
    assert in_figure == shown
    assert "certainty: established" in svg
    drawn(page, f"{embedded}{MECHANISM}&species=NCBITaxon:9606")
    some = saved(page, "BibTeX").count("@")
    drawn(page, embedded + MECHANISM)
    assert 0 < some < saved(page, "BibTeX").count("@")


def test_a_filter_that_nothing_passes_is_told(browser: Any, embedded: str) -> None:
    page = opened(browser, embedded)
    drawn(page, f"{embedded}{MECHANISM}&certainty=established&negated=only")
    page.get_by_role("button", name="SVG", exact=True).click()
    sync_api.expect(page.locator(".exports [role=alert]")).to_contain_text("no claim of this mechanism passes")
    page.context.close()


def test_a_mechanism_is_offered_only_where_there_is_one(browser: Any, embedded: str, tmp_path: Path) -> None:
    """A causal path is a mechanism; a chain of claims that no cause runs along is none."""
    page = opened(browser, embedded)
    settle(page, embedded + PAGES["paths"])
    page.get_by_role("link", name="Draw the mechanism").click()
    page.wait_for_selector(".figure svg")
    things = "".join(f"- {{id: 'MG:t{n}', name: thing {n}, category: biological_process}}\n" for n in range(3))
    for folder, predicate, offered in (("causal", "increases", 1), ("linked", "associated_with", 0)):
        (tmp_path / folder).mkdir()
        claims = "".join(f"- {{subject: 'MG:t{n}', predicate: {predicate}, object: 'MG:t{n + 1}'}}\n" for n in range(2))
        text = f"title: Two claims\nentities:\n{things}associations:\n{claims}"
        (tmp_path / folder / "two.yaml").write_text(text, encoding="utf-8")
        with running(str(tmp_path / folder), workers=1, callers=1) as (address, _):
            page = opened(browser, address)
            settle(page, f"{address}/?view=paths&a=MG:t0&b=MG:t2")
            sync_api.expect(page.locator(".chain")).to_have_count(1)
            assert page.get_by_role("link", name="Draw the mechanism").count() == offered, folder
    page.context.close()


def test_swap_keeps_what_was_asked(browser: Any, embedded: str) -> None:
    page = opened(browser, embedded)
    settle(page, f"{embedded}{PAGES['paths']}&via=MESH:D018080&not=CL:0008038&len=8&sign=0")
    page.get_by_role("button", name="Swap").click()
    page.wait_for_url("**a=HP%3A0001257&b=DRUGBANK%3ADB00181**")
    for part in ("via=MESH%3AD018080", "not=CL%3A0008038", "len=8", "sign=0"):
        assert part in page.url
    page.context.close()


def test_a_cut_list_says_so_and_shows_more(page: Any, embedded: str) -> None:
    settle(page, f"{embedded}{PAGES['paths']}&k=3")
    lead = page.locator(".stack .lead")
    sync_api.expect(lead).to_contain_text("The best 3 paths")
    sync_api.expect(lead).to_contain_text("there are more")
    assert page.locator(".chain").count() == 3
    page.get_by_role("button", name="Show more").click()
    page.wait_for_url("**k=6**")
    sync_api.expect(page.locator(".chain")).to_have_count(6)
    settle(page, f"{embedded}{PAGES['paths']}&k=100&len=3")
    sync_api.expect(lead).not_to_contain_text("there are more")
    page.locator("#search input").fill("ba")
    sync_api.expect(page.locator("#search [role=listbox]")).to_contain_text("The best 8; type more")
    page.locator("#search input").fill("nosuchthingatall")
    sync_api.expect(page.locator("#search [role=listbox]")).not_to_contain_text("type more")


def test_what_was_opened_in_the_network_is_there_after_a_reload_and_goes_by_undo(page: Any, embedded: str) -> None:
    settle(page, embedded + PAGES["network"])
    rows = page.locator("table.claims tbody tr")
    before = rows.count()
    page.locator("#expand").select_option("MESH:D018080")
    sync_api.expect(page.locator("#evidence h2")).to_have_text("GABA-B receptor")
    sync_api.expect(page.locator("#evidence h2")).to_be_focused()
    page.get_by_role("button", name="Bring in: Acts on", exact=True).click()
    page.wait_for_url("**open=MESH**")
    sync_api.expect(page.locator("#expand option", has_text="Gi/o protein")).to_have_count(1)
    after = rows.count()
    assert after > before
    page.reload()
    page.wait_for_selector("main:not([aria-busy]) h1")
    sync_api.expect(rows).to_have_count(after)
    page.get_by_role("button", name="Undo").click()
    sync_api.expect(rows).to_have_count(before)
    assert page.locator("#expand option", has_text="Gi/o protein").count() == 0


def test_names_in_the_network_are_readable_on_a_narrow_screen(browser: Any, embedded: str) -> None:
    """Type of at least ten pixels, nothing outside of the box, no two things on one spot."""
    page = opened(browser, embedded)
    page.set_viewport_size({"width": 375, "height": 812})
    settle(page, f"{embedded}{PAGES['network']}&open=MESH:D018080")
    page.wait_for_timeout(300)
    state = page.evaluate(
        """() => { const cy = document.querySelector('.network')._cyreg.cy, b = cy.container().getBoundingClientRect();
        const boxes = cy.nodes().map(n => n.renderedBoundingBox({includeOverlays: false}));
        return { pt: cy.zoom() * 12, w: b.width, h: b.height, boxes: boxes.map(x => [x.x1, x.y1, x.x2, x.y2]) }; }"""
    )
    assert state["pt"] >= 10
    boxes = state["boxes"]
    assert len(boxes) > 12
    assert all(x1 >= -1 and y1 >= -1 and x2 <= state["w"] + 1 and y2 <= state["h"] + 1 for x1, y1, x2, y2 in boxes)
    overlaps = [
        (a, b)
        for i, a in enumerate(boxes)
        for b in boxes[i + 1 :]
        if min(a[2], b[2]) - max(a[0], b[0]) > 2 and min(a[3], b[3]) - max(a[1], b[1]) > 2
    ]
    assert overlaps == []
    page.context.close()


def test_the_whole_brain_is_seen_on_a_narrow_screen(browser: Any, embedded: str) -> None:
    """Each region has its number in the picture and its name in the list below; nothing is cut."""
    page = opened(browser, embedded)
    page.set_viewport_size({"width": 375, "height": 812})
    settle(page, embedded + PAGES["brain"])
    page.wait_for_selector(".regions li")
    cut = page.evaluate(
        """() => { const box = document.querySelector('.figure'), f = box.getBoundingClientRect();
        const parts = [...box.querySelectorAll('.region, .outline')].map(r => r.getBoundingClientRect());
        return [parts.filter(b => b.left < f.left || b.right > f.right).length, box.scrollWidth - box.clientWidth]; }"""
    )
    assert cut == [0, 0]
    numbers = page.locator(".figure .region text.n").all_text_contents()
    assert sorted(numbers, key=int) == page.locator(".regions .n").all_inner_texts()
    assert page.locator(".figure .region text.n").first.bounding_box()["height"] >= 9
    assert "nucleus accumbens" in page.locator(".regions").inner_text()
    page.context.close()


@pytest.mark.parametrize("size", [(718, 1016), (740, 970)], ids=["A4", "letter"])
def test_the_first_page_of_a_print_holds_the_title_and_the_figure(
    browser: Any, embedded: str, size: tuple[int, int]
) -> None:
    page = opened(browser, embedded)
    drawn(page, embedded + MECHANISM)
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.emulate_media(media="print")
    boxes = [page.locator(s).first.bounding_box() for s in ("h1", ".figure svg")]
    assert boxes[0]["y"] < 60
    assert boxes[1]["y"] + boxes[1]["height"] < size[1]
    assert boxes[1]["height"] > size[1] / 3
    assert page.locator(".refs .refnumber").first.is_visible()
    page.context.close()


@pytest.mark.parametrize("view", ["__proto__", "constructor", "toString", "nosuch"])
def test_a_view_that_does_not_exist_is_the_first_page(page: Any, embedded: str, view: str) -> None:
    settle(page, f"{embedded}/?view={view}")
    sync_api.expect(page.locator("h1")).to_have_text("How drugs work, claim by claim")


def test_a_network_shows_what_matters_first_and_grows_by_group(browser: Any, hub: str, embedded: str) -> None:
    """A group takes its turn and says how much it has left; targets are there however many side effects there are."""
    page = opened(browser, embedded)
    settle(page, embedded + PAGES["network"])
    rows = page.locator("table.claims tbody tr").all_inner_texts()
    assert any("is an agonist of GABA-B receptor" in r for r in rows)
    assert any("spasticity" in r for r in rows)
    page.context.close()
    page = opened(browser, hub)
    settle(page, f"{hub}/?view=network&e=MG:hub")
    note = page.locator("p[role=status].small")
    sync_api.expect(note).to_have_text("33 things, 32 claims.")
    settle(page, f"{hub}/?view=network&e=MG:hub&open=MG:hub~mechanism")
    sync_api.expect(note).to_have_text("41 things, 40 claims.")
    page.reload()
    sync_api.expect(note).to_have_text("41 things, 40 claims.")
    page.context.close()


def test_an_arrow_is_hit_beside_it_and_a_node_opens_its_thing(page: Any, embedded: str) -> None:
    """Seven pixels to each side of the middle of every arrow in sight; where a number stands, that is what is hit."""
    drawn(page, embedded + MECHANISM)
    missed = page.evaluate(
        """() => [...document.querySelectorAll('.figure [data-association].live')].flatMap(g => {
          const line = g.querySelector('.hit'), half = line.getTotalLength() / 2;
          line.scrollIntoView({block: 'center'});
          const at = l => DOMPoint.fromPoint(line.getPointAtLength(l)).matrixTransform(line.getScreenCTM());
          const a = at(half), b = at(half + .5), n = Math.hypot(b.x - a.x, b.y - a.y) || 1;
          return [-7, 7].map(s => document.elementFromPoint(a.x - (b.y - a.y) / n * s, a.y + (b.x - a.x) / n * s))
            .filter(t => !t || (t.closest('[data-association]') !== g && !t.closest('.numbers')))
            .map(t => [g.getAttribute('aria-label'), t && t.outerHTML.slice(0, 80)]);
        })"""
    )
    assert missed == []
    node = page.get_by_role("button", name="Gβγ. Show what is known of it")
    node.focus()
    page.keyboard.press("Enter")
    panel = page.locator("#evidence")
    sync_api.expect(panel.locator("h2")).to_have_text("Gβγ")
    sync_api.expect(panel).to_contain_text("Gβγ inhibits Cav2.2 (CACNA1B)")
    panel.get_by_role("button", name="GABA-B receptor releases Gβγ").click()
    sync_api.expect(panel.locator("h2")).to_contain_text("releases")
    page.keyboard.press("Escape")
    sync_api.expect(panel.locator("h2")).to_have_text("Gβγ")
    panel.get_by_role("link", name="Its page: Gβγ").click()
    sync_api.expect(page.locator("h1")).to_have_text("Gβγ")
