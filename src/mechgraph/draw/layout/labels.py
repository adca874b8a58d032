"""Where reference numbers and marks stand on arcs: beside or on their own line, clear of everything else."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Iterator, Sequence

from ..marks import look
from ..metrics import text_width
from ..scene import Arc, Box, Compartment, Glyph, Point

__all__ = ["DISC", "Space", "head_box", "overlap", "place_labels", "segment_box"]

DISC = 4.6
"""Radius of the disc on a negated or inconclusive claim."""
_HEADS = {
    "positive": (9.0, 3.6),
    "negative": (5.2, 5.2),
    "unknown": (11.5, 3.6),
    "binding": (8.5, 3.6),
    "structure": (7.0, 3.4),
}
"""Length, gap included, and half width of each head."""
_RING = 5.0
"""Length of the ring at the start of what is not known to be direct, gap included."""
_CELL = 48.0


def overlap(a: Box, b: Box) -> bool:
    """Whether two boxes share area."""
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


class Space:
    """Occupied boxes with their owners, in a grid, so that asking is cheap."""

    def __init__(self) -> None:
        self._cells: dict[tuple[int, int], list[tuple[Box, str]]] = {}

    @staticmethod
    def _keys(box: Box) -> Iterator[tuple[int, int]]:
        for i in range(int(box[0] // _CELL), int(box[2] // _CELL) + 1):
            for j in range(int(box[1] // _CELL), int(box[3] // _CELL) + 1):
                yield (i, j)

    def add(self, box: Box, owner: str) -> None:
        for key in self._keys(box):
            self._cells.setdefault(key, []).append((box, owner))

    def free(self, box: Box, owner: str = "") -> bool:
        """Whether nothing but ``owner`` itself is in the box."""
        x0, y0, x1, y1 = box
        for key in self._keys(box):
            for taken, other in self._cells.get(key, ()):
                if x0 < taken[2] and taken[0] < x1 and y0 < taken[3] and taken[1] < y1 and other != owner:
                    return False
        return True


def segment_box(a: Point, b: Point, margin: float) -> Box:
    return (min(a[0], b[0]) - margin, min(a[1], b[1]) - margin, max(a[0], b[0]) + margin, max(a[1], b[1]) + margin)


def head_box(arc: Arc) -> Box:
    """The area of an arc's head, with its gap to the border."""
    long, wide = _HEADS[arc.head]
    tip, back = arc.points[-1], _towards(arc.points[-1], arc.points[-2], long)
    x0, y0, x1, y1 = segment_box(tip, back, 0)
    upright = abs(tip[0] - back[0]) < 0.01
    return (x0 - wide, y0, x1 + wide, y1) if upright else (x0, y0 - wide, x1, y1 + wide)


def place_labels(
    arcs: Sequence[Arc], glyphs: Iterable[Glyph], compartments: Iterable[Compartment], page: Box, size: float
) -> tuple[int, int]:
    """Set the label, disc and feedback positions of arcs.

    Returns:
        How many labels found no place and are left out, and how many marks stand where there is too little room.
    """
    space = Space()
    for glyph in glyphs:
        x0, y0, x1, y1 = glyph.box
        space.add((x0 - 1.5, y0 - 1.5, x1 + 1.5, y1 + 1.5), "glyph")
    for compartment in compartments:
        x0, y0, x1, y1 = compartment.title_box
        space.add((x0 - 2, y0 - 1, x1 + 2, y1 + 1), "title")
    for arc in arcs:
        for a, b in zip(arc.points, arc.points[1:], strict=False):
            space.add(segment_box(a, b, 1.4), arc.id)
        space.add(head_box(arc), arc.id + "head")
    edges = Space()
    for compartment in compartments:
        x0, y0, x1, y1 = compartment.box
        for p, q in (((x0, y0), (x1, y0)), ((x1, y0), (x1, y1)), ((x1, y1), (x0, y1)), ((x0, y1), (x0, y0))):
            edges.add(segment_box(p, q, 0.6), "border")

    forced = 0
    for arc in arcs:
        if arc.negated or arc.certainty == "inconclusive" or look(arc.mark) == "struck":
            for radius, around in ((DISC, edges), (DISC, None), (3.4, None)):
                side = 2 * radius + 1
                spot = _on_line(arc, space, side, side, around)
                if spot:
                    break
            forced += spot is None
            arc.disc, arc.disc_radius = spot or _middle(arc.points), radius
            x, y = arc.disc
            side = radius + 0.6
            space.add((x - side, y - side, x + side, y + side), arc.id + "disc")
        if arc.feedback:
            spot = _on_line(arc, space, 9, 9, None)
            forced += spot is None
            spot = spot or _middle(arc.points)
            arc.feedback_at = (spot, _direction(arc.points, spot))
            space.add((spot[0] - 4.5, spot[1] - 4.5, spot[0] + 4.5, spot[1] + 4.5), arc.id + "feedback")
    missing = 0
    for arc in sorted((a for a in arcs if a.label), key=lambda a: _length(a.points)):
        w, h = text_width(arc.label, size) + 1.6, size + 0.8
        box = _beside(arc, space, w, h, edges, page)
        if box is None and (spot := _on_line(arc, space, w, h, edges)):
            box = (spot[0] - w / 2, spot[1] - h / 2, spot[0] + w / 2, spot[1] + h / 2)
        box = box or _beside(arc, space, w, h, None, page)  # on a border is better than not at all
        if box:
            arc.label_box = box
            space.add(box, arc.id + "label")
        missing += box is None
    return missing, forced


def _towards(a: Point, b: Point, length: float) -> Point:
    total = max(1e-9, abs(b[0] - a[0]) + abs(b[1] - a[1]))
    f = min(1.0, length / total)
    return (a[0] + (b[0] - a[0]) * f, a[1] + (b[1] - a[1]) * f)


def _span(a: Point, b: Point) -> float:
    return abs(b[0] - a[0]) + abs(b[1] - a[1])


def _length(points: Sequence[Point]) -> float:
    return math.fsum(abs(a[0] - b[0]) + abs(a[1] - b[1]) for a, b in itertools.pairwise(points))


def _middle(points: Sequence[Point]) -> Point:
    a, b = max(itertools.pairwise(points), key=lambda s: abs(s[0][0] - s[1][0]) + abs(s[0][1] - s[1][1]))
    return ((a[0] + b[0]) / 2, (a[1] + b[1]) / 2)


def _direction(points: Sequence[Point], spot: Point) -> Point:
    """Unit vector of the segment that the spot lies on."""
    for a, b in itertools.pairwise(points):
        if overlap(segment_box(a, b, 0.1), (spot[0] - 0.1, spot[1] - 0.1, spot[0] + 0.1, spot[1] + 0.1)):
            length = max(1e-9, abs(b[0] - a[0]) + abs(b[1] - a[1]))
            return ((b[0] - a[0]) / length, (b[1] - a[1]) / length)
    return (0.0, -1.0)


def _stretches(arc: Arc) -> list[tuple[Point, Point]]:
    """The straight pieces of an arc without its head, the longest first."""
    points = list(arc.points)
    points[-1] = _towards(points[-1], points[-2], _HEADS[arc.head][0])
    if not arc.direct and arc.head in {"positive", "negative"}:
        points[0] = _towards(points[0], points[1], min(_RING, _span(points[0], points[1]) / 2))
    pieces = [(a, b) for a, b in itertools.pairwise(points) if a != b]
    return sorted(pieces, key=lambda s: -abs(s[0][0] - s[1][0]) - abs(s[0][1] - s[1][1]))


def _fractions(room: float) -> list[float]:
    """Positions along a stretch, from the middle outwards, about 3 pt apart."""
    steps = max(1, min(24, int(room / 3)))
    return sorted((i / steps for i in range(steps + 1)), key=lambda f: (abs(f - 0.5), f))


def _on_line(arc: Arc, space: Space, w: float, h: float, edges: Space | None) -> Point | None:
    for a, b in _stretches(arc):
        upright = abs(a[0] - b[0]) < 0.01
        need = (h if upright else w) + 1
        room = abs(a[1] - b[1]) if upright else abs(a[0] - b[0])
        if room < need:
            continue
        for f in _fractions(room - need):
            g = (need / 2 + f * (room - need)) / room
            x, y = a[0] + (b[0] - a[0]) * g, a[1] + (b[1] - a[1]) * g
            box = (x - w / 2, y - h / 2, x + w / 2, y + h / 2)
            if space.free(box, arc.id) and (edges is None or edges.free(box)):
                return (x, y)
    return None


def _beside(arc: Arc, space: Space, w: float, h: float, edges: Space | None, page: Box) -> Box | None:
    # beside the line, and last beside its head, which is wider
    last = (arc.points[-2], arc.points[-1])
    line = 4.6 if look(arc.mark) == "glow" else 1.8  # a glow is wider than its line
    for (a, b), off in [*((s, line) for s in _stretches(arc)), (last, _HEADS[arc.head][1] + 1.4)]:
        upright = abs(a[0] - b[0]) < 0.01
        room = abs(a[1] - b[1]) if upright else abs(a[0] - b[0])
        need = h if upright else min(w, 8.0)
        if room < need * 0.6:
            continue
        for f in _fractions(max(0.0, room - need)):
            g = 0.5 if room <= need else (need / 2 + f * (room - need)) / room
            x, y = a[0] + (b[0] - a[0]) * g, a[1] + (b[1] - a[1]) * g
            if upright:
                boxes = [(x + off, y - h / 2, x + off + w, y + h / 2), (x - off - w, y - h / 2, x - off, y + h / 2)]
            else:
                boxes = [(x - w / 2, y - off - h, x + w / 2, y - off), (x - w / 2, y + off, x + w / 2, y + off + h)]
            for box in boxes:
                inside = page[0] <= box[0] and box[2] <= page[2] and page[1] <= box[1] and box[3] <= page[3]
                if inside and space.free(box) and (edges is None or edges.free(box)):
                    return box
    return None
