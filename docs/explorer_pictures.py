"""A page of the site with pictures of the explorer, taken at build from a server over the embedded graph."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

__all__ = ["write"]

PICTURES = {
    "home": ("The first page: a search, and examples that were tried on the graph", "/"),
    "thing": ("A drug: the first screen of its explanation, each row with its evidence", "/?e=DRUGBANK:DB00181"),
    "mechanism": ("A mechanism, drawn; arrows open their evidence", "/?e=DRUGBANK:DB00181&to=HP:0001257"),
    "network": ("A network that grows group by group", "/?view=network&e=DRUGBANK:DB00181"),
    "interactions": ("Interactions by severity", "/?view=interactions&e=DRUGBANK:DB00181"),
}
"""Name of the file → what it shows, and the address of the page."""
_SERVE = """from mechgraph.server import serve
serve(None, port=0, announce=lambda address: print(address, flush=True))
"""


def write(pages: Path) -> None:
    """Write ``explorer.md`` and its pictures; without a browser nothing, and the build says so."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        chromium = None
    if chromium is None:
        print("no pictures of the explorer: playwright or chromium is not installed", file=sys.stderr)
        return
    (pages / "explorer").mkdir()
    with subprocess.Popen([sys.executable, "-c", _SERVE], stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        try:
            address = server.stdout.readline().strip().rstrip("/")
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
                view = browser.new_page(viewport={"width": 1280, "height": 860}, reduced_motion="reduce")
                for name, (_, where) in PICTURES.items():
                    view.goto(address + where)
                    view.wait_for_selector("main:not([aria-busy]) h1", timeout=60_000)
                    view.wait_for_load_state("networkidle", timeout=60_000)
                    view.screenshot(path=pages / "explorer" / f"{name}.png")
                browser.close()
        finally:
            server.terminate()
    shown = "\n\n".join(f"![{told}](explorer/{name}.png)\n\n*{told}.*" for name, (told, _) in PICTURES.items())
    head = (
        "# The explorer\n\n`mechgraph serve --open` shows it; [the server](server.md) says what each page can do.\n\n"
    )
    (pages / "explorer.md").write_text(f"{head}{shown}\n", encoding="utf-8")
