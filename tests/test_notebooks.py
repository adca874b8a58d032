"""The notebooks that we ship run in a real kernel, and every value that they show is a picture or a page of its own."""

from __future__ import annotations

import importlib
import json
import sys
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from .server.browsing import browser  # noqa: F401  (a fixture)

ROOT = Path(__file__).resolve().parents[1]
NAMES = ("engineer", "pharmacologist", "writer")
WIDE = "[...document.querySelectorAll('table,svg,section')].filter(e => e.scrollWidth > e.clientWidth + 2).length"


@pytest.fixture(scope="module")
def run() -> dict[str, Any]:
    pytest.importorskip("nbclient", reason="nbclient is not installed (the extra dev)")
    pytest.importorskip("ipykernel", reason="ipykernel is not installed (the extra dev)")
    sys.path.insert(0, str(ROOT / "docs"))
    try:
        notebook_pages = importlib.import_module("notebook_pages")
    finally:
        sys.path.remove(str(ROOT / "docs"))
    return {name: notebook_pages.run(ROOT / "docs" / "notebooks" / f"{name}.ipynb") for name in NAMES}


def test_there_is_a_notebook_for_each_of_three_readers() -> None:
    assert sorted(p.stem for p in (ROOT / "docs" / "notebooks").glob("*.ipynb")) == sorted(NAMES)


def test_notebooks_are_kept_without_outputs() -> None:
    """Outputs are made anew when they are needed: kept ones would be old at the next change of a record."""
    for path in (ROOT / "docs" / "notebooks").glob("*.ipynb"):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        assert not [c for c in cells if c.get("outputs") or c.get("execution_count")], path.name


def _shown(notebook: Any) -> list[Any]:
    return [o for c in notebook.cells if c.cell_type == "code" for o in c.outputs if "data" in o]


@pytest.mark.parametrize("name", NAMES)
def test_every_value_of_ours_shows_itself_as_a_picture_or_a_page(run: dict[str, Any], name: str) -> None:
    shown = _shown(run[name])
    rich = [o for o in shown if {"text/html", "image/svg+xml"} & o.data.keys()]
    plain = [o.data["text/plain"] for o in shown if o not in rich]
    assert len(rich) >= 5
    assert not [text for text in plain if "mechgraph" in text or "<" in text], "shown as Python text"
    for o in rich:
        etree.fromstring((o.data.get("text/html") or o.data["image/svg+xml"]).encode())


def test_no_figure_is_the_source_of_one(run: dict[str, Any]) -> None:
    for notebook in run.values():
        assert not [o for o in _shown(notebook) if "<svg" in o.data.get("text/plain", "")]


def test_what_a_page_of_all_outputs_looks_like(run: dict[str, Any], browser: Any, tmp_path: Path) -> None:  # noqa: F811
    """No table, figure or section is wider than the page has room for it."""
    for name, notebook in run.items():
        parts = [o.data.get("text/html") or o.data.get("image/svg+xml") or "" for o in _shown(notebook)]
        page = tmp_path / f"{name}.html"
        body = "\n".join(f"<div style='max-width:960px;margin:1em auto'>{p}</div>" for p in parts)
        page.write_text(f"<!DOCTYPE html><meta charset='utf-8'><body>{body}</body>", encoding="utf-8")
        tab = browser.new_page(viewport={"width": 1040, "height": 900})
        tab.goto(page.as_uri())
        assert tab.evaluate(WIDE) == 0, name
        tab.close()
