"""The page of one thing: title, lead, figure, blocks, what it is near to, and the sources."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from html import escape

import msgspec

from ..answers import Explanation
from ..answers.document import document_of
from ..answers.document_html import Links, cited, section, sources_list
from ..answers.screen import Numbers
from ..curie import Curie, prefix_map
from ..draw.figure import lay_out, uid_of
from ..draw.network import network_mechanism
from ..draw.paint import paint
from ..draw.svg import svg_text
from ..draw.themes import theme
from ..errors import DrawingError, NoPathError
from ..graph import Graph
from ..model import Entity, Mechanism, entity_ids
from ..store.parts import sources_of

__all__ = ["THEMES", "Place", "entity_page", "figure_of"]

THEMES = ("light", "dark")
AROUND = 24
"""Neighbours of one kind that a page leads to, the most often named first."""
NEIGHBOURS = 18
"""Neighbours that a figure of a thing without a mechanism shows."""


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """Where the page of an entity is, without its suffix, and in which section."""

    entity: Entity
    section: str
    slug: str

    @property
    def address(self) -> str:
        return f"{self.slug}.html"


def figure_of(kg: Graph, entity: Entity) -> tuple[str, dict[str, str]]:
    """A title and the figure in each theme: the curated mechanisms of a drug, else the surest claims around a thing.

    One layout serves all themes. Nothing where there is no claim, or no page can hold it.
    """
    mechanism: Mechanism | None = None
    if any(True for _ in kg.store.mechanisms(drug=entity.id)):
        try:
            mechanism = kg.mechanism(entity)
        except NoPathError:
            mechanism = None
    if mechanism is None:
        claims = kg.claims_about(entity)
        if not claims:
            return "", {}
        names, sources = kg.names_of(claims), sources_of(kg.store, claims)
        mechanism, left = network_mechanism(entity, claims, names, sources, most=NEIGHBOURS)
        if left:
            more = f"{mechanism.title} ({left} more neighbours not drawn)"
            mechanism = msgspec.structs.replace(mechanism, title=more)
    try:
        scene = lay_out(mechanism)
    except DrawingError:
        return "", {}
    uid = uid_of(mechanism)
    return mechanism.name, {t: svg_text(paint(scene, theme(t), uid), uid) for t in THEMES}


def entity_page(
    kg: Graph, place: Place, told: Explanation, places: Mapping[Curie, Place], figure: str
) -> tuple[str, str]:
    """The body of the page of a thing, and a sentence about it.

    Args:
        told: What ``explain`` says of it.
        places: Every page, by entity.
        figure: The title of its figure, or nothing.
    """
    screen, e = told.screen, place.entity
    assert screen is not None
    around = _around(kg, told, e.id, places)
    links = Links((x, p.address) for p in around for x in (p.entity.label, p.entity.name))
    numbers = Numbers()
    lead = " ".join(links.within(row.text) + cited(numbers, row) for row in screen.lead)
    where = prefix_map().expand(e.id)
    handle = f'<a href="{escape(where)}">{escape(e.id)}</a>' if where.startswith("http") else escape(e.id)
    known = "".join(f" · {escape(s)}" for s in e.synonyms[:6])
    out = [
        f'<header class="head"><h1>{escape(_title(screen.name))}</h1>'
        f'<p class="roles">{escape(screen.roles)}</p><p class="small">{handle}{known}</p></header>',
        f'<p class="lead">{lead}</p>' if lead else "",
    ]
    if figure:
        shown = f"{place.slug}.svg"
        out.append(
            f'<figure class="figure"><a href="figures/{shown}"><picture>'
            f'<source media="(prefers-color-scheme: dark)" srcset="figures/dark/{shown}" />'
            f'<img src="figures/{shown}" alt="Figure: {escape(figure)}. The text below says the same." '
            'loading="lazy" />'
            f"</picture></a><figcaption>{escape(figure)}. Numbers in the figure are its own; "
            f"select it for the whole size.</figcaption></figure>"
        )
    out += [section(block, numbers, links) for block in screen.blocks]
    sources = sources_list(document_of(told, kg.store.source).references)
    out += [_near(around), f"<section><h2>Sources</h2>{sources}</section>" if sources else ""]
    if screen.closing:
        out.append(f'<p class="small">{escape(screen.closing[0].replace(chr(0xA0), " "))}</p>')
    return "\n".join(part for part in out if part), (screen.summary or told.summary)[:300]


def _title(text: str) -> str:
    return text[:1].upper() + text[1:]


def _around(kg: Graph, told: Explanation, here: Curie, places: Mapping[Curie, Place]) -> list[Place]:
    """Things with pages that its claims name, the most often named first."""
    named: Counter[Curie] = Counter()
    for c in told.claims:
        if (a := kg.store.association(c.id)) is not None:
            named.update(x for x in set(entity_ids(a)) if x != here and x in places)
    return [places[c] for c, _ in sorted(named.items(), key=lambda item: (-item[1], item[0]))]


def _near(around: Iterable[Place]) -> str:
    groups: dict[str, list[Place]] = {}
    for p in around:
        groups.setdefault(p.section, []).append(p)
    if not groups:
        return ""
    out = []
    for title, listed in sorted(groups.items()):
        chips = "".join(
            f'<li><a class="chip" href="{p.address}">{escape(p.entity.label)}</a></li>' for p in listed[:AROUND]
        )
        more = f' <span class="small">and {len(listed) - AROUND} more</span>' if len(listed) > AROUND else ""
        out.append(f'<h3>{escape(title)}{more}</h3><ul class="chips">{chips}</ul>')
    return f'<nav class="near" aria-labelledby="near"><h2 id="near">Named with it</h2>{"".join(out)}</nav>'
