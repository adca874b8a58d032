"""All pages of a graph, their figures, the lists, the index for the search, and the folder that holds them."""

from __future__ import annotations

import json
import os
import re
import unicodedata
from collections.abc import Callable, Iterable
from html import escape
from importlib.resources import files as resources
from pathlib import Path

import msgspec

from .. import __version__
from ..curie import Curie
from ..errors import UsageError
from ..graph import Graph
from ..model import Entity
from ..receipts.content import version_of
from ..vocab import vocabulary
from .folder import prepare, put
from .html import frame
from .pages import Place, entity_page, figure_of

__all__ = ["SECTIONS", "Written", "write_site"]

SECTIONS = (
    ("Drugs", "drug", "drugs"),
    ("Classes", "drug_class", "classes"),
    ("Targets", "gene_product", "targets"),
    ("Diseases", "disease_or_phenotype", "diseases"),
)
"""Heading, the category of what it lists (and those below it), and the name of its page; the first that fits counts."""


class Written(msgspec.Struct, frozen=True, kw_only=True):
    """What was written: pages and figures, and the graph whose site was replaced, if any."""

    pages: int
    figures: int
    replaced: str = ""


def write_site(
    kg: Graph,
    folder: str | os.PathLike[str],
    *,
    name: str = "",
    replace: bool = False,
    figures: bool = True,
    progress: Callable[[int, int], None] = lambda done, all: None,
) -> Written:
    """Write the site of a graph.

    Args:
        folder: New or empty; or with the site of an earlier run, where ``replace`` is set: other files there stay.
        name: What the site is called; default: the name of the graph.
        figures: Whether to draw; without, it takes a third of the time.
        progress: Told of each page: how many are done, of how many.

    Raises:
        UsageError: the folder holds other things, or an older site and ``replace`` is not set. Nothing is written.

    >>> import mechgraph, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_site(mechgraph.load().subgraph(["baclofen"]), folder, name="baclofen alone").pages
    6
    """
    target = Path(folder)
    replaced, old = prepare(target, replace=replace)
    places = _places(kg)
    if not places:
        raise UsageError(f"{kg.store.name} has no drug, class, target or disease", remedy="name another graph")
    site = name or ("mechgraph" if kg.store.name == "embedded" else kg.store.name)
    version = version_of(kg.store)
    digest = f", sha256 {version.sha256[:16]}" if version.sha256 else ""
    foot = (
        f"<p>{escape(kg.store.name)}: {version.claims:,} claims{digest}; mechgraph {__version__}.</p>"
        "<p>Not medical advice. What a page does not say is not a “no”: the graph does not say.</p>"
    )
    out: dict[str, str | bytes] = dict(_static())
    drawn = 0
    for i, place in enumerate(places.values(), 1):
        title, pictures = figure_of(kg, place.entity) if figures else ("", {})
        for kind, svg in pictures.items():
            out[f"figures/{'' if kind == 'light' else kind + '/'}{place.slug}.svg"] = svg
        drawn += bool(pictures)
        body, about = entity_page(kg, place, kg.explain(place.entity), places, title)
        page_title = f"{place.entity.label} – {site}"
        out[place.address] = frame(page_title, body, site=site, sections=_bar(place.section), foot=foot, about=about)
        progress(i, len(places))
    lists = {section: [p for p in places.values() if p.section == section] for section, _, _ in SECTIONS}
    for section, _, page in SECTIONS:
        body = _listing(section, lists[section])
        out[f"{page}.html"] = frame(f"{section} – {site}", body, site=site, sections=_bar(section, True), foot=foot)
    front = _front(kg, site, lists)
    out["index.html"] = frame(site, front, site=site, sections=_bar(""), foot=foot, about=f"{site}: how drugs work.")
    out["search-index.js"] = f"mechgraphIndex({_index(places.values())});\n"
    put(target, out, old, {"graph": kg.store.name, "sha256": version.sha256, "mechgraph": __version__})
    return Written(pages=sum(name.endswith(".html") for name in out), figures=drawn, replaced=replaced)


def _bar(current: str, page: bool = False) -> list[tuple[str, str, bool]]:
    return [(title, f"{name}.html", page and title == current) for title, _, name in SECTIONS]


def _places(kg: Graph) -> dict[Curie, Place]:
    """Each thing that has a page. A slug is lower case, since some file systems do not tell case."""
    taken = {"index", *(page for _, _, page in SECTIONS)}
    out: dict[Curie, Place] = {}
    for e in sorted(kg.entities(), key=lambda e: (e.label.lower(), e.id)):
        section = next((t for t, c, _ in SECTIONS if vocabulary().is_a(e.category, c)), None)
        if section is None or e.deprecated_by is not None:
            continue
        slug = _slug(e)
        if slug in taken:
            slug = f"{slug}-{_plain(e.id)}"
        taken.add(slug)
        out[e.id] = Place(entity=e, section=section, slug=slug)
    return out


def _slug(e: Entity) -> str:
    return _plain(e.label)[:80].strip("-") or _plain(e.id)


def _plain(text: str) -> str:
    """
    >>> _plain("GABA-B receptor (α1)")
    'gaba-b-receptor-1'
    """
    folded = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", folded).strip("-")


def _listing(section: str, listed: Iterable[Place]) -> str:
    groups: dict[str, list[Place]] = {}
    for p in listed:
        first = unicodedata.normalize("NFKD", p.entity.label)[:1].upper()
        groups.setdefault(first if first.isascii() and first.isalpha() else "0–9", []).append(p)
    if not groups:
        return f'<header class="head"><h1>{section}</h1></header><p class="lead">This graph has none.</p>'
    at = {letter: f"l{i}" for i, letter in enumerate(groups)}
    jump = "".join(f'<li><a href="#{at[g]}">{g}</a></li>' for g in groups)
    parts = []
    for letter, members in groups.items():
        items = "".join(f'<li><a href="{p.address}">{escape(p.entity.label)}</a></li>' for p in members)
        parts.append(f'<section><h2 id="{at[letter]}">{letter}</h2><ul class="columns">{items}</ul></section>')
    total = sum(map(len, groups.values()))
    return (
        f'<header class="head"><h1>{section}</h1><p class="roles">{total:,} in alphabetical order</p></header>'
        f'<nav aria-label="Letters"><ul class="letters">{jump}</ul></nav>' + "".join(parts)
    )


def _front(kg: Graph, site: str, lists: dict[str, list[Place]]) -> str:
    counts = kg.stats()
    told = {"claims": "associations", "sources": "sources", "curated mechanisms": "mechanisms"}
    numbers = "".join(f"<li><strong>{counts[n]:,}</strong> {what}</li>" for what, n in told.items())
    curated = {m.drug for m in kg.store.mechanisms()}
    cards = []
    for section, _, page in SECTIONS:
        if not lists[section]:
            continue
        rich = sorted(lists[section], key=lambda p: (p.entity.id not in curated, p.entity.label.lower()))[:12]
        items = "".join(f'<li><a class="chip" href="{p.address}">{escape(p.entity.label)}</a></li>' for p in rich)
        cards.append(
            f'<section class="card"><h2><a href="{page}.html">{section}</a> '
            f'<span class="small">{len(lists[section]):,}</span></h2><ul class="chips">{items}</ul></section>'
        )
    return (
        f'<header class="head hero"><h1>{escape(site)}</h1>'
        '<p class="lead">How drugs work, as claims with their sources: what each drug acts on, what follows, '
        "what it is used for, what speaks against it.</p>"
        f'<ul class="numbers">{numbers}</ul></header><div class="cards">{"".join(cards)}</div>'
    )


def _index(places: Iterable[Place]) -> str:
    """Rows of the search: name, section, address without suffix, other names."""
    rows = [[p.entity.label, p.section, p.slug, "|".join((*p.entity.synonyms[:12], p.entity.id))] for p in places]
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def _static() -> dict[str, str]:
    """The style and the script; the colours are those of the explorer, from its own file."""
    here = resources(__package__) / "static"
    explorer = resources("mechgraph.server") / "static"
    colours = (explorer / "style.css").read_text(encoding="utf-8").partition("*, *::before")[0]
    return {
        "site.css": colours + (here / "site.css").read_text(encoding="utf-8"),
        "search.js": (here / "search.js").read_text(encoding="utf-8"),
        "icon.svg": (explorer / "icon.svg").read_text(encoding="utf-8"),
    }
