"""Measure the properties that a figure must have. Used by tests and benchmarks; the layout does not ask it.

Every arc is taken as its corner points; the rounding of corners stays inside them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from itertools import combinations, pairwise

from .layout.labels import overlap, segment_box
from .metrics import text_width
from .scene import Arc, Box, Point, Scene, label_pt, legend_pt, title_pt

__all__ = ["ADRIFT", "Audit", "audit"]

ADRIFT = 7.0
"""A label further than this from its own line, in points, could be read as another's."""


@dataclass(frozen=True, slots=True)
class Audit:
    """Counts of faults; ``faults`` is their sum. Crossings are no faults; nor are labels on borders, or left out, those
    that are counted beside them: the layout gives up on one where nothing else fits, and the caption has it.
    """

    node_overlaps: int
    through_nodes: int
    shared_tracks: int
    label_overlaps: int
    titles_crossed: int
    compartment_overlaps: int
    outside_page: int
    small_type: int
    labels_on_borders: int
    labels_left_out: int
    labels_adrift: int
    crossings: int

    @property
    def faults(self) -> int:
        return sum(v for k, v in asdict(self).items() if k not in {"crossings", "labels_left_out", "labels_on_borders"})


def _segments(arc: Arc) -> Iterator[tuple[Point, Point]]:
    yield from pairwise(arc.points)


def _square(centre: Point, half: float) -> Box:
    x, y = centre
    return (x - half, y - half, x + half, y + half)


def _shrunk(box: Box, by: float) -> Box:
    return (box[0] + by, box[1] + by, box[2] - by, box[3] - by)


def _share(a: tuple[Point, Point], b: tuple[Point, Point], near: float = 2.0) -> bool:
    """Whether two segments run along each other, closer than ``near``, for more than 2 pt."""
    for axis in (0, 1):
        other = 1 - axis
        if abs(a[0][axis] - a[1][axis]) < 0.01 and abs(b[0][axis] - b[1][axis]) < 0.01:
            if abs(a[0][axis] - b[0][axis]) >= near:
                continue
            low = max(min(a[0][other], a[1][other]), min(b[0][other], b[1][other]))
            high = min(max(a[0][other], a[1][other]), max(b[0][other], b[1][other]))
            if high - low > 2.0:
                return True
    return False


def _cross(a: tuple[Point, Point], b: tuple[Point, Point]) -> bool:
    return overlap(segment_box(*a, 0.01), segment_box(*b, 0.01)) and (a[0][0] == a[1][0]) != (b[0][0] == b[1][0])


def audit(scene: Scene) -> Audit:
    """Count the faults of a scene.

    Node overlaps: glyph boxes that share area. Through nodes: arcs inside a glyph that is not one of their ends, or
    deep inside one of their own. Shared tracks: pairs of arcs that run along each other. Label overlaps: labels and
    discs on glyphs, on other labels, on titles or on arcs of others. Titles crossed: by an arc or a glyph. Compartment
    overlaps: with each other, or with glyphs that stand elsewhere. Labels adrift: far from their own line.
    """
    glyphs, arcs, places = scene.glyphs, scene.arcs, scene.compartments
    node_overlaps = sum(overlap(a.box, b.box) for a, b in combinations(glyphs, 2))
    through = 0
    for arc in arcs:
        for g in glyphs:
            own = g.id in arc.ends
            box = _shrunk(g.box, 0.5)
            inside = [s for s in _segments(arc) if overlap(segment_box(*s, 0), box)]
            if own:
                ends = {arc.points[0], arc.points[-1]}
                inside = [s for s in inside if not (set(s) & ends)]
            through += bool(inside)
    lists = [list(_segments(a)) for a in arcs]
    hulls = [segment_box(*_hull(a.points), 3) for a in arcs]
    shared = crossings = 0
    for i, j in combinations(range(len(arcs)), 2):
        if overlap(hulls[i], hulls[j]):
            shared += any(_share(a, b) for a in lists[i] for b in lists[j])
            crossings += any(_cross(a, b) for a in lists[i] for b in lists[j])
    marks = [(a, a.label_box) for a in arcs if a.label_box]
    marks += [(a, _square(a.disc, a.disc_radius)) for a in arcs if a.disc]
    marks += [(a, _square(a.feedback_at[0], 4.3)) for a in arcs if a.feedback_at]
    labels = sum(overlap(p, q) for (_, p), (_, q) in combinations(marks, 2))
    for arc, box in marks:
        labels += any(overlap(box, g.box) for g in glyphs)
        labels += any(overlap(box, c.title_box) for c in places)
        labels += any(overlap(box, segment_box(*s, 0.6)) for k, a in enumerate(arcs) if a is not arc for s in lists[k])
    edges = [e for c in places for e in _edges(c.box)]
    on_borders = sum(any(overlap(arc.label_box, e) for e in edges) for arc in arcs if arc.label_box)
    adrift = sum(
        not any(overlap(_shrunk(arc.label_box, -ADRIFT), segment_box(*s, 0)) for s in lists[k])
        for k, arc in enumerate(arcs)
        if arc.label_box
    )
    titles = 0
    for c in places:
        titles += any(overlap(segment_box(*s, 0.7), c.title_box) for segments in lists for s in segments)
        titles += any(overlap(g.box, c.title_box) for g in glyphs)
        titles += any(overlap(s, c.title_box) for x in places if x is not c for s in _edges(x.box))
        titles += not _inside(c.title_box, c.box)
    around: dict[str, set[str]] = {}
    for c in places:
        around[c.id] = {c.id} | around.get(c.within, set())
    boxes = 0
    for a, b in combinations(places, 2):
        boxes += not _inside(b.box, a.box) if a.id in around[b.id] else overlap(a.box, b.box)
    for c in places:
        for g in glyphs:
            boxes += not _inside(g.box, c.box) if c.id in around.get(g.compartment, ()) else overlap(g.box, c.box)
    page = (0.0, 0.0, scene.width, scene.legend_top)
    outside = sum(not _inside(g.box, page) for g in glyphs) + sum(not _inside(c.box, page) for c in places)
    outside += sum(not _inside(_hull_box(a.points), page) for a in arcs)
    outside += sum(not _inside(box, page) for _, box in marks)
    outside += sum(
        max(text_width(t, scene.pt, "bold" if g.kind == "drug" else "normal") for t in g.lines) > g.width
        for g in glyphs
    )
    small = sum(size < 5 for size in (scene.pt, label_pt(scene.pt), title_pt(scene.pt), legend_pt(scene.pt)))
    lost = scene.missing_labels
    return Audit(
        node_overlaps, through, shared, labels, titles, boxes, outside, small, on_borders, lost, adrift, crossings
    )


def _edges(box: Box) -> list[Box]:
    """The four sides of a box, as wide as they are painted."""
    x0, y0, x1, y1 = box
    return [segment_box(p, q, 0.4) for p, q in pairwise([(x0, y0), (x1, y0), (x1, y1), (x0, y1), (x0, y0)])]


def _inside(inner: Box, outer: Box) -> bool:
    e = 0.01
    return (
        outer[0] - e <= inner[0] and outer[1] - e <= inner[1] and inner[2] <= outer[2] + e and inner[3] <= outer[3] + e
    )


def _hull(points: list[Point]) -> tuple[Point, Point]:
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    return (min(xs), min(ys)), (max(xs), max(ys))


def _hull_box(points: list[Point]) -> Box:
    return segment_box(*_hull(points), 0)
