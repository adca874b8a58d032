"""Signed arcs between regions of the brain, bent so that none hides another, and their part of the legend."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

from ..curie import Curie
from ..model import Association, Entity
from ..sentences import claim_sentence
from .content import head_of
from .glyphs import ellipse, polygon
from .legend import Entry, entries, legend_layout
from .paint import head_shapes
from .sagittal import HEIGHT, WIDTH
from .scene import Arc, Group, Op, Point, Shape, Text
from .themes import Theme

__all__ = ["arc_legend", "projections"]

_BENDS = (0.25, -0.25, 0.4, -0.4, 0.12, -0.12, 0.55, -0.55)
"""How far a way leaves the straight line, as a share of its length; the first that is free is taken."""
_DASHES: Mapping[str, tuple[float, ...]] = {"established": (), "probable": (5.0, 2.2)}
_DOTS = (1.2, 1.8)


def projections(
    claims: Iterable[Association], entities: Mapping[Curie, Entity], spots: Mapping[str, Point], colours: Theme
) -> tuple[list[Group], list[Entry]]:
    """The arcs between regions that have a spot, and the lines of the legend for them."""
    groups, arcs = [], []
    ways: list[list[Point]] = []
    for i, a in enumerate(claims):
        start, end = (str(c) for c in a.causal_ends)
        head = head_of(a)
        if start not in spots or end not in spots or spots[start] == spots[end] or head == "structure":
            continue
        others = [p for c, p in spots.items() if c not in (start, end)]
        control, way = _free_way(spots[start], spots[end], others, ways)
        ways.append(way)
        sentence = claim_sentence(a, entities)
        items = _arc(a, head, spots[start], control, spots[end], colours)
        groups.append(Group(f"mgbrain-a{i}", f"arc {head}", sentence, tuple(items), (("association", a.id),)))
        direct, certainty = a.relation.direct, a.certainty
        arcs.append(
            Arc(f"a{i}", start, end, head, direct, certainty, a.negated, "", False, (a.id,), (sentence,), 0, way)
        )
    return groups, entries([], arcs)


def _free_way(
    start: Point, end: Point, others: Sequence[Point], ways: Sequence[Sequence[Point]]
) -> tuple[Point, list[Point]]:
    """The control point of the bend that comes least near other regions and ways, and the way by it."""

    def trouble(way: Sequence[Point]) -> int:
        inner = way[4:-4]
        outside = sum(not (8 < x < WIDTH - 8 and 24 < y < HEIGHT - 20) for x, y in inner)
        regions = sum(math.dist(p, q) < 9 for p in inner for q in others)
        shared = sum(any(math.dist(p, q) < 4 for q in other) for p in inner for other in ways)
        return 4 * outside + 4 * regions + shared

    dx, dy = end[0] - start[0], end[1] - start[1]
    bent = []
    for bend in _BENDS:
        control = ((start[0] + end[0]) / 2 + dy * bend, (start[1] + end[1]) / 2 - dx * bend)
        bent.append((control, _quadratic(start, control, end)))
    return min(bent, key=lambda choice: trouble(choice[1]))


def _quadratic(a: Point, b: Point, c: Point, pieces: int = 24) -> list[Point]:
    way = []
    for k in range(pieces + 1):
        t = k / pieces
        u, v, w = (1 - t) ** 2, 2 * t * (1 - t), t**2
        way.append((u * a[0] + v * b[0] + w * c[0], u * a[1] + v * b[1] + w * c[1]))
    return way


def _arc(a: Association, head: str, start: Point, control: Point, end: Point, colours: Theme) -> list[Shape]:
    (x0, y0), (cx, cy), (x1, y1) = start, control, end
    far = math.dist(control, end) or 1.0
    ux, uy = (x1 - cx) / far, (y1 - cy) / far
    tip = (x1 - ux * 6.5, y1 - uy * 6.5)
    colour = colours.negated if a.negated else colours.signs[head]
    first = (x0 + (cx - x0) * 2 / 3, y0 + (cy - y0) * 2 / 3)
    second = (tip[0] + (cx - tip[0]) * 2 / 3, tip[1] + (cy - tip[1]) * 2 / 3)
    ops: tuple[Op, ...] = (("M", start), ("C", (*first, *second, tip[0] - ux * 5, tip[1] - uy * 5)))
    items = [
        Shape(ops, None, colours.page, 4.0),
        Shape(ops, None, colour, 1.5, _DASHES.get(a.certainty, _DOTS)),
        *head_shapes(head, *tip, ux, uy, colour, colours),
    ]
    if a.negated:
        items += _cross((x0 + 2 * cx + x1) / 4, (y0 + 2 * cy + y1) / 4, colours)
    return items


def _cross(x: float, y: float, colours: Theme) -> list[Shape]:
    """The disc with a cross of a denied claim."""
    disc = Shape(ellipse(x, y, 4.6, 4.6), colours.page, colours.negated, 0.9)
    lines = [polygon([(x - 2.3, y - d), (x + 2.3, y + d)], closed=False) for d in (2.3, -2.3)]
    return [disc, *(Shape(line, None, colours.cross, 1.3) for line in lines)]


def arc_legend(lines: Sequence[Entry], top: float, colours: Theme) -> Group:
    """What the heads and lines of the arcs mean, from ``top`` down."""
    items: list[Shape | Text] = []
    for entry, x, y in legend_layout(lines, 8, top, WIDTH - 16, 6):
        end = x + 20
        line = polygon([(x, y), (end - 6 * (entry.what == "head"), y)], closed=False)
        if entry.what == "head":
            colour = colours.signs[entry.key]
            items.append(Shape(line, None, colour, 1.5))
            items += head_shapes(entry.key, end, y, 1.0, 0.0, colour, colours)
        elif entry.what == "line":
            items.append(Shape(line, None, colours.ink, 1.5, _DASHES.get(entry.key, _DOTS)))
        elif entry.what == "negated":
            items += [Shape(line, None, colours.negated, 1.5), *_cross(x + 8.5, y, colours)]
        else:
            items.append(Shape(line, None, colours.muted, 1.5, _DOTS))
        items.append(Text(x + 28, y + 2.2, entry.text, 6, colours.ink))
    return Group("mgbrain-arcs", "legend", "legend of the arcs", tuple(items))
