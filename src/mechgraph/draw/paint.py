"""From a laid-out scene to painted shapes, the same for every writer."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from .glyphs import CHIP, bold, border_width, ellipse, outline, polygon, rounded
from .legend import SWATCH, entries, legend_layout
from .marks import look
from .metrics import LINE, text_width
from .rows import row_names
from .scene import (
    NOTE_PT,
    Arc,
    Drawing,
    Glyph,
    Group,
    Op,
    Point,
    Scene,
    Shape,
    Text,
    heading_pt,
    label_pt,
    legend_pt,
    title_pt,
)
from .themes import Theme

__all__ = ["head_shapes", "paint"]

_LINES: dict[str, tuple[tuple[float, ...], float]] = {
    "established": ((), 1.5),
    "probable": ((5.0, 2.2), 1.3),
    "hedged": ((1.2, 1.8), 1.3),
    "inconclusive": ((1.2, 1.8), 1.1),
}
_GAP = 2.0
_REPEAT = (3.0, 1.8)
"""Dashes of the outline of an entity that another panel draws too."""
_ASCENT = 0.36
"""Baseline below the middle of a line, in units of the font size."""


def paint(scene: Scene, theme: Theme, uid: str = "mg", margin: float = 8.0, *, live: bool = False) -> Drawing:
    """Groups in painting order: compartments, arcs, glyphs, labels, legend.

    ``live`` makes a group of each arc's reference numbers, so that a page can tell whose they are.
    """
    groups: list[Group] = []
    if scene.heading:
        large = heading_pt(scene.pt)
        lines = [
            Text(margin, margin + large * (1.25 * i + 0.9), line, large, theme.ink, "bold")
            for i, line in enumerate(scene.heading)
        ]
        groups.append(Group(f"{uid}-heading", "heading", " ".join(scene.heading), tuple(lines)))
    for i, c in enumerate(scene.compartments):
        items: list[Shape | Text] = [Shape(rounded(*c.box, 7), theme.box_fill, theme.box_border, 0.8)]
        if c.membrane:
            x0, y0, x1, y1 = c.box
            items.append(Shape(rounded(x0 + 2.2, y0 + 2.2, x1 - 2.2, y1 - 2.2, 5.5), None, theme.box_border, 0.8))
        items += _title(c.lines, c.title_box, c.rotated, title_pt(scene.pt), theme)
        groups.append(Group(f"{uid}-c{i}", "compartment", c.title, tuple(items), (("compartment", c.id),)))
    glows = [_glow(g.kind, g.x, g.y, g.width, g.height, theme) for g in scene.glyphs if g.state == "only"]
    if glows:
        groups.append(Group(f"{uid}-only", "only", "only in one panel", tuple(glows)))
    for arc in scene.arcs:
        data = (("association", " ".join(arc.claims)), ("source", arc.source), ("target", arc.target))
        cls = f"arc {arc.head} {arc.certainty}" + " negated" * arc.negated + " feedback" * arc.feedback
        cls += f" {arc.mark}" if arc.mark else ""
        title = ". ".join(arc.sentences)
        groups.append(Group(f"{uid}-{arc.id}", cls, title, tuple(_arc(arc, theme)), data))
    for glyph in scene.glyphs:
        tags = (("entity", glyph.entity), ("category", glyph.category))
        title = f"{glyph.name} ({glyph.entity})"
        cls = f"glyph {glyph.kind}"
        groups.append(Group(f"{uid}-{glyph.id}", cls, title, tuple(_glyph(glyph, scene.pt, theme)), tags))
    labels: list[Shape | Text] = []
    for arc in scene.arcs:
        if arc.label_box:
            label = _label(arc, label_pt(scene.pt), theme)
            labels += label
            if live:
                whose = (("of", " ".join(arc.claims)),)
                groups.append(Group(f"{uid}-{arc.id}-refs", "numbers", f"references {arc.label}", tuple(label), whose))
    if labels and not live:
        groups.append(Group(f"{uid}-refs", "references", "reference numbers", tuple(labels)))
    size = label_pt(scene.pt)
    rows = [
        Text(box[0], (box[1] + box[3]) / 2 + size * _ASCENT, name, size, theme.muted)
        for name, box in row_names(scene, margin)
    ]
    if rows:
        groups.append(Group(f"{uid}-rows", "rows", "names of rows", tuple(rows)))
    for i, (letter, (x, y)) in enumerate(scene.panels):
        text = Text(x, y, letter, scene.pt + 2, theme.ink, "bold")
        groups.append(Group(f"{uid}-p{i}", "panel", f"panel {letter}", (text,)))
    legend = _legend(scene, theme, margin) if scene.legend else []
    if legend:
        groups.append(Group(f"{uid}-legend", "legend", "legend", tuple(legend)))
    drawing = Drawing(scene.width, scene.height, theme.page, scene.title, scene.description, tuple(groups))
    return drawing if scene.zoom == 1 else _zoomed(drawing, scene.zoom)


def _zoomed(drawing: Drawing, by: float) -> Drawing:
    """The same, larger in all: lines, heads and type."""

    def item(x: Shape | Text) -> Shape | Text:
        if isinstance(x, Text):
            return replace(x, x=x.x * by, y=x.y * by, size=x.size * by)
        ops = tuple((op, tuple(v * by for v in values)) for op, values in x.ops)
        return replace(x, ops=ops, width=x.width * by, dash=tuple(v * by for v in x.dash))

    groups = tuple(replace(g, items=tuple(item(x) for x in g.items)) for g in drawing.groups)
    return replace(drawing, width=drawing.width * by, height=drawing.height * by, groups=groups)


def _title(
    lines: Sequence[str], box: tuple[float, float, float, float], rotated: bool, pt: float, theme: Theme
) -> list[Text]:
    x0, y0, _, y1 = box
    step = pt * LINE
    if rotated:
        return [
            Text(x0 + step * (i + 0.5) + pt * _ASCENT, y1, t, pt, theme.box_title, "bold", "start", True)
            for i, t in enumerate(lines)
        ]
    return [Text(x0, y0 + step * (i + 0.5) + pt * _ASCENT, t, pt, theme.box_title, "bold") for i, t in enumerate(lines)]


def _glyph(glyph: Glyph, pt: float, theme: Theme) -> list[Shape | Text]:
    dash = _REPEAT if glyph.state == "repeat" else ()
    items: list[Shape | Text] = list(_outline(glyph.kind, glyph.x, glyph.y, glyph.width, glyph.height, theme, dash))
    ink = theme.ink
    if glyph.state == "absent":
        border = outline(glyph.kind, glyph.x, glyph.y, glyph.width, glyph.height)[0]
        items, ink = [Shape(border, theme.page, theme.rule, 0.8, (2.0, 1.6))], theme.box_border
    step = pt * LINE
    x = glyph.x + (4 if glyph.kind == "cell" else 0)
    top = glyph.y - step * len(glyph.lines) / 2 + (1 if glyph.kind == "receptor" else 0) - glyph.chip * CHIP * pt / 2
    weight = "bold" if bold(glyph.kind) else "normal"
    for i, line in enumerate(glyph.lines):
        middle = top + step * (i + 0.5) + (CHIP * pt * 0.8 if glyph.chip and i == len(glyph.lines) - 1 else 0)
        if glyph.chip and i == len(glyph.lines) - 1:
            items += _chip(line, x, middle, pt, theme)
        else:
            items.append(Text(x, middle + pt * _ASCENT, line, pt, ink, weight, "middle"))
    return items


def _chip(text: str, x: float, y: float, pt: float, theme: Theme) -> list[Shape | Text]:
    """What the chains come to at an outcome: dark where it is eased or less, framed where it is caused or more."""
    half = text_width(text, pt * 0.9, "bold") / 2 + 3
    shape = rounded(x - half, y - pt * 0.58, x + half, y + pt * 0.58, pt * 0.58)
    dark = text.startswith("↓")
    fill, ink = (theme.ink, theme.page) if dark else (theme.page, theme.ink)
    return [
        Shape(shape, fill, theme.ink, 0.7, () if text[0] in "↑↓" else (2.0, 1.4)),
        Text(x, y + pt * 0.9 * _ASCENT, text, pt * 0.9, ink, "bold", "middle"),
    ]


def _glow(kind: str, x: float, y: float, w: float, h: float, theme: Theme) -> Shape:
    """What sets off an entity that only one panel has."""
    return Shape(outline(kind, x, y, w, h)[0], theme.mark, theme.mark, 6.0)


def _outline(
    kind: str, x: float, y: float, w: float, h: float, theme: Theme, dash: tuple[float, ...] = ()
) -> list[Shape]:
    """The shape of a glyph; what is filled within it, a nucleus, is never dashed."""
    fill, border = theme.glyphs[kind]
    first, *rest = outline(kind, x, y, w, h)
    inner = border if kind == "cell" else None
    return [
        Shape(first, fill, border, border_width(kind), dash),
        *(Shape(p, inner, border, border_width(kind), () if inner else dash) for p in rest),
    ]


def _arc(arc: Arc, theme: Theme, halo: bool = True) -> list[Shape | Text]:
    faded = arc.negated or arc.certainty == "inconclusive" or look(arc.mark) in {"struck", "thin"}
    colour = theme.negated if faded else theme.signs[arc.head]
    dash, width = _LINES.get(arc.certainty, _LINES["hedged"])
    if look(arc.mark) == "thin":
        width = 0.8
    points = _shortened(arc.points, _GAP)
    (x, y), (dx, dy) = points[-1], _unit(points[-2], points[-1])
    line = _rounded_line(_shortened(points, _head_length(arc.head)))
    items: list[Shape | Text] = []
    if look(arc.mark) == "glow" or arc.state == "only":
        items.append(Shape(line, None, theme.mark, width + 5))
    elif halo:
        items.append(Shape(line, None, theme.page, width + 2.6))
    if look(arc.mark) == "hollow":
        items += [Shape(line, None, colour, 3.0, dash), Shape(line, None, theme.page, 1.4)]
    else:
        items.append(Shape(line, None, colour, width, dash))
    items += head_shapes(arc.head, x, y, dx, dy, colour, theme)
    if not arc.direct and arc.head in {"positive", "negative"}:
        (ax, ay), (ux, uy) = arc.points[0], _unit(arc.points[0], arc.points[1])
        items.append(Shape(ellipse(ax + ux * 2.6, ay + uy * 2.6, 1.9, 1.9), theme.page, colour, 0.9))
    if arc.feedback_at:
        items += _chevrons(*arc.feedback_at, colour, theme)
    if arc.disc:
        items += _disc(arc, theme)
    return items


def _head_length(head: str) -> float:
    return {"positive": 5.8, "negative": 0.0, "unknown": 8.6, "binding": 5.6, "structure": 0.4}[head]


def head_shapes(head: str, x: float, y: float, dx: float, dy: float, colour: str, theme: Theme) -> list[Shape]:
    """The head of an arc with its tip at (x, y)."""

    def at(along: float, across: float) -> Point:
        return (x - dx * along - dy * across, y - dy * along + dx * across)

    if head == "positive":
        return [Shape(polygon([at(0, 0), at(6.5, 3.1), at(5.3, 0), at(6.5, -3.1)]), colour, colour, 0.4)]
    if head == "negative":
        return [Shape(polygon([at(1.2, 4.6), at(-1.2, 4.6), at(-1.2, -4.6), at(1.2, -4.6)]), colour, None, 0.9)]
    if head == "unknown":
        return [Shape(polygon([at(0, 0), at(4.5, 3), at(9, 0), at(4.5, -3)]), theme.page, colour, 1.1)]
    if head == "binding":
        cx, cy = at(3, 0)
        return [Shape(ellipse(cx, cy, 2.8, 2.8), theme.page, colour, 1.1)]
    return [Shape(polygon([at(4, 2.8), at(0, 0), at(4, -2.8)], closed=False), None, colour, 1.1)]


def _chevrons(spot: Point, direction: Point, colour: str, theme: Theme) -> list[Shape]:
    (x, y), (dx, dy) = spot, direction
    out = [Shape(ellipse(x, y, 4.3, 4.3), theme.page, colour, 0.8)]
    for shift in (-1.3, 1.1):
        p = [(x + dx * (shift + a) - dy * b, y + dy * (shift + a) + dx * b) for a, b in ((-1, 2), (1, 0), (-1, -2))]
        out.append(Shape(polygon(p, closed=False), None, colour, 0.9))
    return out


def _disc(arc: Arc, theme: Theme) -> list[Shape | Text]:
    if arc.disc is None:
        return []
    (x, y), radius = arc.disc, arc.disc_radius
    items: list[Shape | Text] = [Shape(ellipse(x, y, radius, radius), theme.page, theme.negated, 0.9)]
    k = radius * 0.5
    if arc.negated:
        for s in (1, -1):
            items.append(Shape(polygon([(x - k, y - s * k), (x + k, y + s * k)], closed=False), None, theme.cross, 1.3))
    elif look(arc.mark) == "struck":
        items.append(Shape(polygon([(x - k - 0.6, y), (x + k + 0.6, y)], closed=False), None, theme.cross, 1.8))
    else:
        size = max(5.0, radius * 1.3)
        items.append(Text(x, y + size * _ASCENT, "?", size, theme.ink, "bold", "middle"))
    return items


def _label(arc: Arc, size: float, theme: Theme) -> list[Shape | Text]:
    if arc.label_box is None:
        return []
    x0, y0, x1, y1 = arc.label_box
    text = Text((x0 + x1) / 2, (y0 + y1) / 2 + size * _ASCENT, arc.label, size, theme.muted, anchor="middle")
    for a, b in zip(arc.points, arc.points[1:], strict=False):
        inside = min(a[0], b[0]) < x1 and max(a[0], b[0]) > x0 and min(a[1], b[1]) < y1 and max(a[1], b[1]) > y0
        if inside:
            return [Shape(rounded(x0, y0 - 0.4, x1, y1 + 0.4, 1.5), theme.page), text]
    return [text]


def _unit(a: Point, b: Point) -> Point:
    length = math.hypot(b[0] - a[0], b[1] - a[1]) or 1.0
    return ((b[0] - a[0]) / length, (b[1] - a[1]) / length)


def _shortened(points: Sequence[Point], by: float) -> list[Point]:
    dx, dy = _unit(points[-2], points[-1])
    return [*points[:-1], (points[-1][0] - dx * by, points[-1][1] - dy * by)]


def _rounded_line(points: Sequence[Point], radius: float = 5.0) -> tuple[Op, ...]:
    ops: list[Op] = [("M", points[0])]
    for a, b, c in zip(points, points[1:], points[2:], strict=False):
        before, after = math.hypot(b[0] - a[0], b[1] - a[1]), math.hypot(c[0] - b[0], c[1] - b[1])
        r = min(radius, before / 2, after / 2)
        (ux, uy), (vx, vy) = _unit(a, b), _unit(b, c)
        s, e = (b[0] - ux * r, b[1] - uy * r), (b[0] + vx * r, b[1] + vy * r)
        k = 0.55
        ops.append(("L", s))
        control = (s[0] + ux * r * k, s[1] + uy * r * k, e[0] - vx * r * k, e[1] - vy * r * k)
        ops.append(("C", (*control, *e)))
    ops.append(("L", points[-1]))
    return tuple(ops)


def _legend(scene: Scene, theme: Theme, margin: float) -> list[Shape | Text]:
    lines = entries(scene.glyphs, scene.arcs)
    pt = legend_pt(scene.pt)
    width = scene.width - 2 * margin
    y = scene.legend_top
    items: list[Shape | Text] = []
    if lines:
        items.append(Shape(polygon([(margin, y), (margin + width, y)], closed=False), None, theme.rule, 0.6))
    for entry, x, middle in legend_layout(lines, margin, y, width, pt):
        x1 = x + SWATCH - 2
        arc = Arc(
            "", "", "", "positive", True, "established", False, "", False, (), (), 0, [(x, middle), (x1 + 2, middle)]
        )
        if entry.what == "glyph":
            items += _outline(entry.key, x + 11, middle, 22, 9.5, theme)
        elif entry.what in {"head", "indirect"}:
            arc.head, arc.direct = entry.key, entry.what == "head"
            items += _arc(arc, theme, halo=False)
        elif entry.what == "line":
            dash, w = _LINES[entry.key]
            items.append(Shape(polygon([(x, middle), (x1, middle)], closed=False), None, theme.ink, w, dash))
        elif entry.what in {"negated", "inconclusive"} or (entry.what == "mark" and look(entry.key) == "struck"):
            arc.negated, arc.mark = entry.what == "negated", entry.key
            arc.certainty = "inconclusive" if entry.what == "inconclusive" else "established"
            arc.disc = (x + 8.5, middle)
            items += _arc(arc, theme, halo=False)
        elif entry.what == "mark":
            arc.mark = entry.key
            items += _arc(arc, theme, halo=False)
        elif entry.what == "state":
            x0, y0, x1, y1 = x + 1, middle - 3.5, x + 21, middle + 3.5
            if entry.key == "only":
                items.append(Shape(rounded(x0, y0, x1, y1, 1), theme.page, theme.mark, 4.0))
            elif entry.key == "repeat":
                items.append(Shape(rounded(x0, y0, x1, y1, 1), theme.page, theme.ink, 1.0, _REPEAT))
            else:
                items.append(Shape(rounded(x0, y0, x1, y1, 1), theme.page, theme.rule, 0.8, (2.0, 1.6)))
        elif entry.what == "feedback":
            arc.feedback_at = ((x + 8.5, middle), (1.0, 0.0))
            items += _arc(arc, theme, halo=False)
        elif entry.what == "chip":
            items += _chip(entry.key.split()[0], x + 11, middle, pt, theme)
        else:
            small = label_pt(scene.pt)
            items.append(Text(x + 11, middle + small * _ASCENT, entry.key, small, theme.muted, anchor="middle"))
        items.append(Text(x + SWATCH + 4, middle + pt * _ASCENT, entry.text, pt, theme.ink))
    bottom = scene.height - margin + 1
    for i, note in enumerate(reversed(scene.notes)):
        items.append(Text(margin, bottom - i * 7.5, note, NOTE_PT, theme.muted))
    return items
