"""A real browser for tests: the Chromium of the system, driven by playwright; without them, tests of it are skipped."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

# not pytest.importorskip: it would leave this module half read for the second module that imports it
try:
    from playwright import sync_api as _sync_api
except ImportError:
    sync_api: Any = None
else:
    sync_api = _sync_api
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")

ROOT = Path(__file__).parents[2]
AXE = next(
    (p for p in (Path(os.environ.get("MECHGRAPH_AXE", "-")), ROOT / "node_modules/axe-core/axe.min.js") if p.is_file()),
    None,
)
MECHANISM = "/?e=DRUGBANK:DB00181&to=HP:0001257"
PAGES = {
    "home": "/",
    "entity": "/?e=DRUGBANK:DB00181",
    "mechanism": MECHANISM,
    "paths": "/?view=paths&a=DRUGBANK:DB00181&b=HP:0001257",
    "ask": "/?view=ask&q=Does+baclofen+treat+spasticity%3F",
    "network": "/?view=network&e=DRUGBANK:DB00181",
    "brain": "/?view=brain&e=DRUGBANK:DB00181",
    "browse": "/?view=browse",
    "mechanisms": "/?view=browse&shelf=mechanisms",
    "sparql": "/?view=sparql&q=SELECT+*+%7B+%3Fs+rdfs%3Alabel+%3Fl+%7D+LIMIT+5",
}


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    if sync_api is None:
        pytest.skip("playwright is not installed")
    if CHROMIUM is None:
        pytest.skip("no chromium on PATH (apt-get install chromium)")
    with sync_api.sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield chromium
        chromium.close()


def opened(browser: Any, address: str, **options: Any) -> Any:
    """A page that keeps its console errors and every request that leaves the server."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, **options) if options else None
    page = (context or browser.new_context(viewport={"width": 1280, "height": 900})).new_page()
    page.troubles = []
    page.on("console", lambda m: page.troubles.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda e: page.troubles.append(str(e)))
    page.on(
        "request", lambda r: page.troubles.append(r.url) if not r.url.startswith((address, "blob:", "data:")) else None
    )
    return page


def settle(page: Any, address: str) -> None:
    page.goto(address)
    page.wait_for_selector("main:not([aria-busy]) h1")


def tabbed(page: Any, name: str, key: str = "Tab", most: int = 60) -> int:
    """Press Tab until what has the focus has this name; how many presses it took."""
    here = "(document.activeElement.getAttribute('aria-label') || document.activeElement.textContent).trim()"
    for n in range(1, most + 1):
        page.keyboard.press(key)
        if re.fullmatch(name, page.evaluate(here)):
            return n
    raise AssertionError(f"{most} presses of {key} do not reach {name!r}")
