"""A graph as pages: whole, linked, readable by anybody, and never over what somebody else wrote."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest
from tests.reason.small import claim, records
from tests.server.browsing import AXE

from mechgraph.cli import main
from mechgraph.errors import UsageError
from mechgraph.graph import Graph
from mechgraph.model import Association
from mechgraph.site import write_site
from mechgraph.site.folder import MARK
from mechgraph.store.memory import MemoryStore

XHTML = "{http://www.w3.org/1999/xhtml}"


@pytest.fixture(scope="module")
def part(kg: Graph) -> Graph:
    return kg.subgraph(["baclofen"], radius=1)


@pytest.fixture(scope="module")
def site(part: Graph, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site") / "pages"
    made = write_site(part, folder)
    assert made.pages == len(list(folder.glob("*.html")))
    return folder


def parsed(page: Path) -> ElementTree.Element:
    text = page.read_text(encoding="utf-8")
    assert text.startswith("<!DOCTYPE html>\n")
    return ElementTree.fromstring(text.removeprefix("<!DOCTYPE html>\n"))


def pages(site: Path) -> Iterator[tuple[Path, ElementTree.Element]]:
    for page in sorted(site.glob("*.html")):
        yield page, parsed(page)


def test_each_drug_target_disease_and_class_has_a_page_with_its_first_screen(part: Graph, site: Path) -> None:
    wanted = [e for c in ("drug", "drug_class", "gene_product", "disease_or_phenotype") for e in part.entities(c)]
    assert len(list(site.glob("*.html"))) == len(wanted) + 5  # the front page and four lists
    text = "".join(parsed(site / "baclofen.html").itertext())
    screen = part.explain("baclofen").screen
    assert screen is not None
    for row in (*screen.lead, *(r for b in screen.blocks for r in b.rows)):
        assert row.text in text


def test_pages_are_well_formed_and_each_id_is_one_thing(site: Path) -> None:
    for page, root in pages(site):
        ids = [e.get("id") for e in root.iter() if e.get("id")]
        assert len(ids) == len(set(ids)), page
        headings = [int(e.tag[-1]) for e in root.iter() if re.fullmatch(rf"{re.escape(XHTML)}h[1-6]", e.tag)]
        assert headings[0] == 1
        assert headings.count(1) == 1
        assert all(b <= a + 1 for a, b in pairwise(headings)), page
        assert all(e.get("alt") is not None for e in root.iter(f"{XHTML}img"))


def test_every_link_and_picture_is_there_and_nothing_is_asked_from_elsewhere(site: Path) -> None:
    roots = dict(pages(site))
    ids = {page: {e.get("id") for e in root.iter()} for page, root in roots.items()}
    for page, root in roots.items():
        for e in root.iter():
            for key in ("href", "src", "srcset"):
                if (to := e.get(key)) is None:
                    continue
                if to.startswith(("https://", "http://")):
                    assert e.tag == f"{XHTML}a", f"{page} loads {to}"
                    continue
                file, _, anchor = unquote(to).partition("#")
                target = site / file if file else page
                assert target.is_file(), f"{page.name}: {to}"
                assert not anchor or anchor in ids[target], f"{page.name}: {to}"
    assert not re.search(r"https?://(?!www\.w3\.org)", (site / "site.css").read_text(encoding="utf-8"))


def test_a_figure_stands_in_both_colours(site: Path) -> None:
    light, dark = site / "figures" / "baclofen.svg", site / "figures" / "dark" / "baclofen.svg"
    assert light.read_text(encoding="utf-8").startswith("<svg")
    assert light.read_bytes() != dark.read_bytes()


def test_the_search_knows_every_page_by_all_its_names(part: Graph, site: Path) -> None:
    text = (site / "search-index.js").read_text(encoding="utf-8")
    rows = json.loads(text.removeprefix("mechgraphIndex(").removesuffix(");\n"))
    assert {f"{row[2]}.html" for row in rows} <= {p.name for p in site.glob("*.html")}
    mine = next(row for row in rows if row[0] == "baclofen")
    assert {"DRUGBANK:DB00181", *part.entity("baclofen").synonyms[:12]} <= set(mine[3].split("|"))


def test_what_a_graph_calls_its_things_cannot_become_markup(tmp_path: Path) -> None:
    hostile = records(claim("a decreases b"), categories={"a": "drug", "b": "disease"})
    names = {"MG:a": "<script>alert(1)</script>", "MG:b": '"><img src=x onerror=alert(1)> & so on'}
    import msgspec

    renamed = tuple(msgspec.structs.replace(e, name=names[str(e.id)]) for e in hostile.entities)
    graph = Graph(MemoryStore(msgspec.structs.replace(hostile, entities=renamed), name="</title><b>x</b>"))
    write_site(graph, tmp_path / "s")
    for page, root in pages(tmp_path / "s"):
        scripts = [e.get("src") for e in root.iter(f"{XHTML}script")]
        assert scripts == ["search.js"], page
        assert {e.get("src") for e in root.iter(f"{XHTML}img")} <= {"icon.svg", *_figures(tmp_path / "s")}
    assert "</script>" not in (tmp_path / "s" / "search-index.js").read_text(encoding="utf-8")


def _figures(site: Path) -> set[str]:
    return {p.relative_to(site).as_posix() for p in site.glob("figures/*.svg")}


def test_things_of_one_name_have_pages_of_their_own_and_so_has_one_that_is_called_index(tmp_path: Path) -> None:
    twins = records(
        claim("a decreases pain"), claim("b decreases pain"), categories={"a": "drug", "b": "drug", "pain": "disease"}
    )
    import msgspec

    names = {"MG:a": "Index", "MG:b": "index", "MG:pain": "Drugs"}
    renamed = tuple(msgspec.structs.replace(e, name=names[str(e.id)]) for e in twins.entities)
    graph = Graph(MemoryStore(msgspec.structs.replace(twins, entities=renamed)))
    assert write_site(graph, tmp_path / "s").pages == 3 + 5
    assert {p.name for p in (tmp_path / "s").glob("index*.html")} == {
        "index.html",
        "index-mg-a.html",
        "index-mg-b.html",
    }


def small(*claims: str | Association) -> Graph:
    kinds = {"aspilin": "drug", "blofen": "drug", "pain": "phenotype"}
    return Graph(MemoryStore(records(*claims, categories=kinds), name="small"))


def test_a_folder_that_holds_other_things_is_left_alone(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "thesis.txt").write_text("years of work", encoding="utf-8")
    for replace in (False, True):
        with pytest.raises(UsageError, match=r"is not empty \(thesis\.txt\)"):
            write_site(small("aspilin decreases pain"), folder, replace=replace)
    assert [p.name for p in folder.iterdir()] == ["thesis.txt"]
    with pytest.raises(UsageError, match="is a file"):
        write_site(small("aspilin decreases pain"), folder / "thesis.txt")


def test_a_site_is_replaced_only_when_asked_and_what_is_not_of_it_stays(tmp_path: Path) -> None:
    folder = tmp_path / "s"
    write_site(small("aspilin decreases pain", "blofen decreases pain"), folder)
    before = {p: p.read_bytes() for p in folder.rglob("*") if p.is_file()}
    with pytest.raises(UsageError, match=r"holds the site of small \(\d+ files\); nothing was written"):
        write_site(small("aspilin decreases pain"), folder)
    assert {p: p.read_bytes() for p in folder.rglob("*") if p.is_file()} == before
    (folder / "CNAME").write_text("example.org", encoding="utf-8")
    made = write_site(small("aspilin decreases pain"), folder, replace=True)
    assert made.replaced == "small"
    assert (folder / "aspilin.html").is_file()
    assert not (folder / "blofen.html").exists()
    assert (folder / "CNAME").read_text(encoding="utf-8") == "example.org"


def test_a_file_of_somebody_else_that_has_the_name_of_a_new_page_stops_it(tmp_path: Path) -> None:
    folder = tmp_path / "s"
    write_site(small("aspilin decreases pain"), folder)
    (folder / "blofen.html").write_text("mine", encoding="utf-8")
    old = (folder / "aspilin.html").read_bytes()
    with pytest.raises(UsageError, match=r"blofen\.html is not of the site"):
        write_site(small("aspilin increases pain", "blofen decreases pain"), folder, replace=True)
    assert (folder / "blofen.html").read_text(encoding="utf-8") == "mine"
    assert (folder / "aspilin.html").read_bytes() == old


def test_the_command_says_one_line_and_leaves_with_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "x").write_text("", encoding="utf-8")
    with pytest.raises(SystemExit) as left:
        main(["site", "-o", str(tmp_path)])
    err = capsys.readouterr().err.strip()
    assert left.value.code == 2
    assert "\n" not in err
    assert "nothing was written" in err
    assert not (tmp_path / MARK).exists()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 375])
def test_in_a_browser_pages_fit_search_and_have_no_findings_of_axe(
    browser: Any,
    site: Path,
    scheme: str,
    width: int,
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page = context.new_page()
    troubles: list[str] = []
    page.on("pageerror", lambda e: troubles.append(str(e)))
    for name in ("index", "baclofen", "gaba-b-receptor", "spasticity", "drugs"):
        page.goto((site / f"{name}.html").as_uri())
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), name
        if AXE is not None:
            page.add_script_tag(path=str(AXE))
            found = page.evaluate("axe.run().then(r => r.violations.map(v => v.id))")
            assert found == [], name
    page.keyboard.press("/")
    page.keyboard.type("gablofen")
    page.wait_for_selector("#hits a")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/baclofen.html")
    assert troubles == []
    context.close()
