"""The least that tells a mechanism: its main line in few steps, or a drug with its targets and outcomes.

For slides, which are read from the last row. What is left out is said in the caption; chains say there how many steps
they stand for.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from copy import deepcopy
from dataclasses import replace
from itertools import pairwise

import msgspec

from ..curie import Curie
from ..model import CERTAINTIES, Association, Mechanism, Path, Step
from ..sentences import claim_sentence
from .choose import collapse, content_of
from .content import Content, Link, number
from .message import chips, message, standing
from .places import node_of
from .scene import Glyph, Scene

__all__ = ["MOST", "build_up", "gist", "plain", "together"]

MOST = 9
"""Entities on a slide: more are not taken in while somebody speaks."""


def gist(mechanism: Mechanism, most: int = MOST, prefer: Collection[Curie] = ()) -> Content:
    """What a slide shows of a mechanism: at most ``most`` entities, as far as its main line can be shortened.

    ``prefer`` are outcomes that an overview shows before others.
    """
    content = _line(mechanism, most) if mechanism.effect else _overview(mechanism, most, prefer)
    total = len({e for a in mechanism.associations for e in a.causal_ends} | {mechanism.drug.id})
    shown = len({node.entity for node in content.nodes})
    if shown < total:
        content.notes.append(f"in short: {shown} of {total} entities (a page shows the others)")
    for link in content.links:
        link.sentences = tuple(claim_sentence(a, mechanism.entities) for a in (*link.claims, *link.observed))
    number(mechanism, [content])
    return content


def _line(mechanism: Mechanism, most: int) -> Content:
    """The whole where it is small; else its main line, or the first of its paths, with chains shortened."""
    whole = content_of(mechanism)
    if len(whole.nodes) <= most:
        return whole
    known = {a.id: a for a in mechanism.associations}
    ids = [c for step in mechanism.main_line for c in step.claims]
    if not ids and mechanism.paths:
        ids = [step.association.id for step in mechanism.paths[0].steps]
    claims = tuple(known[c] for c in dict.fromkeys(ids) if c in known) or mechanism.associations
    content = content_of(msgspec.structs.replace(mechanism, associations=claims, objections=(), beside=(), against=()))
    while len(content.nodes) > most and collapse(mechanism, content, once=True):
        pass
    path = mechanism.paths[0] if mechanism.paths else _shortest(mechanism)
    if len(content.nodes) > most and path is not None:
        content = _chain(mechanism, path, most)
    content.title = whole.title
    return content


def _shortest(mechanism: Mechanism) -> Path | None:
    """The shortest way to the effect through asserted claims, for a mechanism that names none."""
    ways: dict[Curie, tuple[Step, ...]] = {mechanism.drug.id: ()}
    queue = [mechanism.drug.id]
    for here in queue:
        for a in mechanism.associations:
            start, end = a.causal_ends
            if start == here and a.asserted and end not in ways:
                ways[end] = (*ways[here], Step(association=a, start=start, end=end))
                queue.append(end)
    steps = ways.get(mechanism.effect.id) if mechanism.effect else None
    return Path(steps=steps) if steps else None


def _chain(mechanism: Mechanism, path: Path, most: int) -> Content:
    """One path with its ends, what the drug acts on, what precedes the outcome, and as many others as there is room."""
    content = Content([], [], {}, [])
    n = len(path)
    by_worth = [0, n, 1, *(i for k in range(n) for i in (n - 1 - k, 2 + k) if 1 < i < n)]
    kept = sorted(list(dict.fromkeys(by_worth))[: max(most, 2)])
    content.nodes = [node_of(mechanism, path.entities[i]) for i in kept]
    for k, (i, j) in enumerate(pairwise(kept)):
        _add(content, [step.association for step in path.steps[i:j]], k, k + 1)
    chips(mechanism, content)
    return content


def _overview(mechanism: Mechanism, most: int, prefer: Collection[Curie]) -> Content:
    """The drug, what it acts on directly, and for each outcome a way from there."""
    content = Content([], [], {}, [])
    at: dict[Curie, int] = {}

    def node(curie: Curie) -> int:
        if curie not in at:
            at[curie] = len(content.nodes)
            content.nodes.append(node_of(mechanism, curie))
        return at[curie]

    node(mechanism.drug.id)
    ways: dict[Curie, Path] = {}
    # the first way to each outcome that begins with what the drug acts on, else the first
    for path in sorted(mechanism.paths, key=lambda p: not _at_target(mechanism, p)):
        ways.setdefault(path.entities[-1], path)
    if not ways:
        return content_of(mechanism, "brief", most)
    drug = str(mechanism.drug.id)

    def order(path: Path) -> tuple[bool, tuple[int, int, int]]:
        """What is preferred, then what is stated before what is open: a slide has room for a few."""
        end = path.entities[-1]
        return end not in prefer, standing(mechanism, drug, str(end), path.sign)

    for path in sorted(ways.values(), key=order):
        if len(at) >= most:
            break
        first = path.steps[0].association
        begun = 1 if _at_target(mechanism, path) else 0
        if begun:
            _add(content, [first], node(path.entities[0]), node(path.entities[1]))
        claims = [step.association for step in path.steps[begun:]]
        _add(content, claims, node(path.entities[begun]), node(path.entities[-1]))
    chips(mechanism, content)
    content.title = message(mechanism, content)
    return content


def _at_target(mechanism: Mechanism, path: Path) -> bool:
    """Whether a path begins with something that the drug acts on: a protein, or what is claimed as direct."""
    first = node_of(mechanism, path.entities[1])
    return len(path) > 1 and (
        path.steps[0].association.relation.direct or first.kind in {"receptor", "channel", "protein"}
    )


def _add(content: Content, claims: list[Association], tail: int, head: int) -> None:
    """A link for a chain of claims, once."""
    if any(x.tail == tail and x.head == head for x in content.links):
        return
    sign = 1
    for a in claims:
        sign *= a.relation.sign
    kind = "positive" if sign > 0 else "negative" if sign < 0 else "unknown"
    certainty = max((a.certainty for a in claims), key=CERTAINTIES.index)
    direct = len(claims) == 1 and claims[0].relation.direct
    steps = len(claims) if len(claims) > 1 else 0
    content.links.append(Link(tail, head, kind, direct, certainty, False, "", tuple(claims), steps=steps))


def together(mechanism: Mechanism, parts: Sequence[Content], drugs: Sequence[Curie]) -> Content:
    """Several contents as one: each entity once, links that are the same once."""
    content = Content([], [], {}, [])
    at: dict[str, int] = {}
    for part in parts:
        for node in part.nodes:
            if node.entity not in at:
                at[node.entity] = len(content.nodes)
                content.nodes.append(replace(node, place="", chip="", outcome=False))
        for link in part.links:
            tail, head = at[part.nodes[link.tail].entity], at[part.nodes[link.head].entity]
            if not any(
                (x.tail, x.head, x.kind, x.negated) == (tail, head, link.kind, link.negated) for x in content.links
            ):
                content.links.append(replace(link, tail=tail, head=head))
    chips(mechanism, content, drugs)
    number(mechanism, [content])
    return content


def plain(content: Content) -> Content:
    """Without what nobody reads on a slide, references, steps left out and places: they stand in the caption."""
    for link in content.links:
        link.refs = link.seen = link.against = ()
        link.steps, link.when = 0, ""
    for node in content.nodes:
        node.place = ""
    content.places, content.within, content.letters, content.notes = {}, {}, {}, []
    return content


def build_up(scene: Scene) -> list[Scene]:
    """A scene as pages, each with one row of entities more than the one before, all in their places."""

    def axis(glyph: Glyph) -> int:
        return round(glyph.y if scene.orientation == "portrait" else glyph.x)

    pages = []
    for row in sorted({axis(g) for g in scene.glyphs}):
        page = deepcopy(scene)
        page.glyphs = [g for g in page.glyphs if axis(g) <= row]
        shown = {g.id for g in page.glyphs}
        page.arcs = [a for a in page.arcs if set(a.ends) <= shown]
        pages.append(page)
    return pages
