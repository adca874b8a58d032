"""What the rows of a figure are: drug, target, process, outcome, in faint type at its left edge.

A row has a name where all that stands in it is of one kind. The names take no room: where one of them would stand on
something, the figure has none.
"""

from __future__ import annotations

from itertools import pairwise

from .layout.labels import overlap, segment_box
from .metrics import text_width
from .scene import Box, Glyph, Scene, label_pt

__all__ = ["row_names"]

_NAMES = {
    "drug": "drug",
    "receptor": "molecule",
    "channel": "molecule",
    "protein": "molecule",
    "chemical": "molecule",
    "process": "process",
    "cell": "cell",
    "region": "place",
    "phenotype": "sign",
}
_APART = 4.0
"""What a name keeps free around itself."""


def row_names(scene: Scene, margin: float) -> list[tuple[str, Box]]:
    """The names of rows with their boxes; none for a figure that runs sideways, has panels, or has no room."""
    if scene.orientation != "portrait" or scene.panels or not scene.legend:
        return []
    rows: dict[int, list[Glyph]] = {}
    for glyph in scene.glyphs:
        rows.setdefault(round(glyph.y), []).append(glyph)
    drugs = {g.id for g in scene.glyphs if g.kind == "drug"}
    hit = {a.ends[1] for a in scene.arcs if a.ends[0] in drugs and not a.negated and not a.steps}
    named = [(_name(glyphs, hit), y) for y, glyphs in sorted(rows.items())]
    # alike in a row is told once
    told = [row for before, row in pairwise([("", 0), *named]) if row[0] and row[0] != before[0]]
    if not {"drug", "outcome"} <= {name for name, _ in told}:
        return []
    size, taken = label_pt(scene.pt), _taken(scene)
    found = []
    for name, y in told:
        box = (margin, y - size / 2, margin + text_width(name, size), y + size / 2)
        around = (box[0], box[1] - _APART, box[2] + _APART, box[3] + _APART)
        if any(overlap(around, other) for other in taken):
            return []
        found.append((name, box))
    return found


def _name(row: list[Glyph], hit: set[str]) -> str:
    if all(g.chip for g in row):
        return "outcome"
    names = {_NAMES.get(g.kind, "") for g in row}
    if len(names) > 1 or any(g.chip for g in row):
        return ""
    name = names.pop()
    return "target" if name == "molecule" and all(g.id in hit for g in row) else name


def _taken(scene: Scene) -> list[Box]:
    boxes = [g.box for g in scene.glyphs] + [c.box for c in scene.compartments]
    boxes += [segment_box(a, b, 2) for arc in scene.arcs for a, b in pairwise(arc.points)]
    return boxes + [arc.label_box for arc in scene.arcs if arc.label_box]
