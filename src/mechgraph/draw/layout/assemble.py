"""From positions and ways to a scene: glyphs, arcs, compartments, labels, and the size of the page around them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from ..content import Content, numbers_text
from ..glyphs import inset
from ..legend import Entry, legend_height, legend_width
from ..metrics import LINE, fill
from ..scene import (
    NOTE_PT,
    Arc,
    Box,
    Compartment,
    Glyph,
    Point,
    Scene,
    heading_height,
    heading_pt,
    label_pt,
    legend_pt,
    title_pt,
)
from .labels import overlap, place_labels, segment_box
from .measure import Sized, title_lines
from .page import MARGIN, Page
from .place import Placement, Sizes
from .plan import Plan
from .route import Routing

__all__ = ["NOTE", "arc_of", "assemble", "clear_titles", "label", "move", "noted", "settle"]

NOTE = 7.5
"""Height of a line of notes below the legend."""


def noted(notes: Sequence[str], width: float) -> list[str]:
    """Notes in lines of at most this width."""
    return [line for note in notes for line in fill(note, width, NOTE_PT)]


def arc_of(content: Content, k: int, points: list[Point]) -> Arc:
    """The arc of a link along these corners, with its label, which has no place yet."""
    link = content.links[k]
    letters = {group: letter for letter, group in content.letters.items()}
    numbers = [letters.get(group, numbers_text(group)) for group in (link.refs, link.seen, link.against)]
    heads = ("", "obs. ", "≠")
    parts = [head + text for head, text in zip(heads, numbers, strict=True) if text]
    before = [f"#{numbers_text(link.tags)}"] if link.tags else []
    before += [link.when] if link.when else []
    ways = f"{link.ways} ways, ≤ " if link.ways > 1 else "via "
    before += [f"{ways}{link.steps} steps"] if link.steps else []
    parts = [" · ".join([*before, *([" ".join(parts)] if parts else [])])]
    return Arc(
        f"a{k}",
        content.nodes[link.tail].entity,
        content.nodes[link.head].entity,
        link.kind,
        link.direct,
        link.certainty,
        link.negated,
        link.mark,
        False,
        tuple(a.id for a in link.claims),
        link.sentences,
        link.steps,
        points,
        " ".join(parts),
        ends=(f"n{link.tail}", f"n{link.head}"),
    )


def assemble(
    content: Content,
    plan: Plan,
    sized: Sized,
    sizes: Sizes,
    placement: Placement,
    routing: Routing,
    pt: float,
    portrait: bool,
) -> Scene:
    """The scene in coordinates of its own; the page is set by :func:`settle`, labels by :func:`label`."""

    def xy(cross: float, depth: float) -> Point:
        return (cross, depth) if portrait else (depth, cross)

    def box(cross: tuple[float, float], depth: tuple[float, float]) -> Box:
        return (*xy(cross[0], depth[0]), *xy(cross[1], depth[1]))

    glyphs = []
    for v, node in enumerate(content.nodes):
        middle = sum(routing.layers[plan.items[v].layer]) / 2
        w, h = xy(sizes.cross[v], sizes.depth[v])
        x, y = xy(placement.items[v], middle)
        glyph = Glyph(f"n{v}", node.entity, node.name, node.category, node.kind, sized[v][0], x, y, w, h, node.place)
        glyph.state = "repeat" if node.repeat else ""
        glyph.chip = bool(node.chip)
        glyphs.append(glyph)
    arcs = []
    plain = iter(range(len(plan.chains)))
    nested: dict[int, int] = {}
    for k, link in enumerate(content.links):
        if link.tail == link.head:
            i = nested[link.tail] = nested.get(link.tail, -1) + 1
            arcs.append(arc_of(content, k, _loop(glyphs[link.tail], i, portrait)))
            continue
        i = next(plain)
        way = [xy(c, d) for c, d in routing.ways[i]]
        arc = arc_of(content, k, way[::-1] if plan.flipped[i] else way)
        arc.feedback = plan.flipped[i]
        arcs.append(arc)
    size = title_pt(pt)
    compartments = []
    for b, (key, title) in enumerate(content.places.items()):
        whole = box(placement.borders[b], routing.boxes[b])
        long, thick = sizes.title_cross[b], sizes.title_depth[b]
        lines = title_lines(title, size, max(1, round(thick / (size * LINE))))
        turned = False
        if b in placement.titles:
            start = routing.layers[plan.title_layers[b]][1] - thick
            title_box = box((placement.titles[b] - long / 2, placement.titles[b] + long / 2), (start, start + thick))
            turned = not portrait
        else:
            title_box = (whole[0] + 7, whole[1] + 4, whole[0] + 7 + long, whole[1] + 4 + thick)
        membrane, around = key in content.membranes, content.within.get(key, "")
        compartments.append(Compartment(key, title, whole, lines, title_box, turned, membrane, around))
    orientation = "portrait" if portrait else "landscape"
    return Scene(0, 0, pt, orientation, glyphs, arcs, compartments, 0, "", "", content.lines())


def _loop(glyph: Glyph, nth: int, portrait: bool) -> list[Point]:
    """The way of a claim that an entity makes about itself, outside of those before it."""
    _, _, x1, y1 = glyph.box
    out = 15.0 + 9 * nth
    if portrait:
        half = min(glyph.height / 2 - 3, 6.0 + 3 * nth)
        deep = [inset(glyph.kind, "r", s * half, glyph.width, glyph.height) for s in (-1, 1)]
        a, b = (x1 - deep[0], glyph.y - half), (x1 - deep[1], glyph.y + half)
        return [a, (x1 + out, a[1]), (x1 + out, b[1]), b]
    half = 9.0 + 6 * nth
    deep = [inset(glyph.kind, "b", s * half, glyph.width, glyph.height) for s in (-1, 1)]
    a, b = (glyph.x - half, y1 - deep[0]), (glyph.x + half, y1 - deep[1])
    return [a, (a[0], y1 + out), (b[0], y1 + out), b]


def settle(scene: Scene, page: Page, legend: Sequence[Entry], title: str = "", most: int = 0) -> None:
    """Move everything to the page's margin, and set the size of the page, of its title and of its legend.

    ``most`` is the number of lines that the title may take; the page is made as wide as that needs.
    """
    boxes = [g.box for g in scene.glyphs] + [c.box for c in scene.compartments]
    boxes += [segment_box(a, b, 2.0) for arc in scene.arcs for a, b in pairwise(arc.points)]
    x0, y0 = min(b[0] for b in boxes), min(b[1] for b in boxes)
    x1, y1 = max(b[2] for b in boxes), max(b[3] for b in boxes)
    pt = legend_pt(scene.pt)
    least = min(page.inner, legend_width(legend, pt, 2 if len(legend) > 3 else 1)) if legend else 0.0
    inner = page.inner if page.fixed else max(x1 - x0, least)
    large = heading_pt(scene.pt)
    while title and len(fill(title, inner, large, "bold")) > most and inner < page.inner:
        inner = min(page.inner, inner + 10)
    scene.zoom, scene.legend, notes = page.zoom, page.legend, scene.notes
    scene.heading = fill(title, inner, large, "bold")
    above = heading_height(len(scene.heading), scene.pt)
    scene.notes = noted(notes, inner)
    below = legend_height(legend, inner, pt) + NOTE * len(scene.notes)
    if y1 - y0 + above + below + 6 + 2 * MARGIN > page.height:
        # a low legend is as wide as the page
        inner = page.inner
        scene.notes = noted(notes, inner)
        below = legend_height(legend, inner, pt) + NOTE * len(scene.notes)
    scene.width = inner + 2 * MARGIN
    scene.height = y1 - y0 + above + below + 6 + 2 * MARGIN
    free = max(0.0, page.height - scene.height) if page.fixed else 0.0
    scene.height += free
    move(scene, MARGIN - x0 + (inner - (x1 - x0)) / 2, MARGIN + above - y0 + free / 2)
    scene.legend_top = scene.height - MARGIN - below


def label(scene: Scene) -> None:
    """Give labels and marks their places, and count those that found none."""
    top = heading_height(len(scene.heading), scene.pt)
    page = (2.0, 2.0 + top, scene.width - 2, scene.legend_top - 1)
    scene.missing_labels, scene.forced_marks = place_labels(
        scene.arcs, scene.glyphs, scene.compartments, page, label_pt(scene.pt)
    )


def clear_titles(scene: Scene, titled: Sequence[int]) -> list[int]:
    """Slide titles without a layer of their own along their band; returns those that find no free place in it."""
    band = [segment_box(p, q, 2.5) for arc in scene.arcs for p, q in pairwise(arc.points)]
    crossed = []
    for b, c in enumerate(scene.compartments):
        if b in titled:
            continue
        x, y, right, bottom = c.title_box
        w = right - x
        while any(overlap((x, y, x + w, bottom), s) for s in band) and x + w < c.box[2] - 6:
            x += 3
        if any(overlap((x, y, x + w, bottom), s) for s in band) or x + w > c.box[2] - 3:
            crossed.append(b)
        else:
            c.title_box = (x, y, x + w, bottom)
    return crossed


def move(scene: Scene, dx: float, dy: float) -> None:
    """Shift everything that is placed."""

    def shifted(box: Box) -> Box:
        return (box[0] + dx, box[1] + dy, box[2] + dx, box[3] + dy)

    for glyph in scene.glyphs:
        glyph.x += dx
        glyph.y += dy
    for c in scene.compartments:
        c.box, c.title_box = shifted(c.box), shifted(c.title_box)
    for arc in scene.arcs:
        arc.points = [(x + dx, y + dy) for x, y in arc.points]
        if arc.label_box:
            arc.label_box = shifted(arc.label_box)
        if arc.disc:
            arc.disc = (arc.disc[0] + dx, arc.disc[1] + dy)
        if arc.feedback_at:
            (x, y), direction = arc.feedback_at
            arc.feedback_at = ((x + dx, y + dy), direction)
