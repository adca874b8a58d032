"""What a figure is before any writer touches it: glyphs, arcs, compartments, and the shapes they are painted with.

All lengths are points (1/72 inch); x runs right, y runs down. Nothing here knows a file format or a library.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

__all__ = [
    "NOTE_PT",
    "Arc",
    "Box",
    "Compartment",
    "Drawing",
    "Glyph",
    "Group",
    "Op",
    "Point",
    "Scene",
    "Shape",
    "Text",
    "heading_height",
    "heading_pt",
    "label_pt",
    "legend_pt",
    "title_pt",
]

NOTE_PT = 5.5
"""The size of the notes below the legend."""
Point: TypeAlias = tuple[float, float]
Box: TypeAlias = tuple[float, float, float, float]
"""x0, y0, x1, y1 with x0 ≤ x1 and y0 ≤ y1."""
Op: TypeAlias = tuple[str, tuple[float, ...]]
"""M (x, y), L (x, y), C (x1, y1, x2, y2, x, y) or Z ()."""


@dataclass(slots=True)
class Glyph:
    """One entity, placed: its centre, its size, its text in lines.

    In a comparison ``state`` is "only" (no other panel has it) or "absent" (this panel lacks it); in a figure of
    several panels "repeat" (another panel drew it first). ``chip`` says that the last line tells the outcome. ``panel``
    is the panel's letter, empty where there is one.
    """

    id: str
    entity: str
    name: str
    category: str
    kind: str
    lines: list[str]
    x: float
    y: float
    width: float
    height: float
    compartment: str = ""
    state: str = ""
    panel: str = ""
    chip: bool = False

    @property
    def box(self) -> Box:
        w, h = self.width / 2, self.height / 2
        return (self.x - w, self.y - h, self.x + w, self.y + h)


@dataclass(slots=True)
class Arc:
    """One influence, routed: the corners of its way from source to target, and what it says.

    ``head`` is positive, negative, unknown, binding or structure. ``label`` stands in ``label_box``; ``disc`` is
    the centre of the mark on a negated or inconclusive claim; ``feedback`` where it runs against the flow; ``ends``
    are the ids of the glyphs between which it runs.
    """

    id: str
    source: str
    target: str
    head: str
    direct: bool
    certainty: str
    negated: bool
    mark: str
    feedback: bool
    claims: tuple[str, ...]
    sentences: tuple[str, ...]
    steps: int
    points: list[Point]
    label: str = ""
    label_box: Box | None = None
    disc: Point | None = None
    disc_radius: float = 4.6
    feedback_at: tuple[Point, Point] | None = None
    state: str = ""
    panel: str = ""
    ends: tuple[str, str] = ("", "")


@dataclass(slots=True)
class Compartment:
    """A place: the box around its glyphs and its title, in lines, rotated where it stands upright.

    ``within`` is the id of the compartment around it, which comes before it.
    """

    id: str
    title: str
    box: Box
    lines: list[str]
    title_box: Box
    rotated: bool = False
    membrane: bool = False
    within: str = ""


@dataclass(slots=True)
class Scene:
    """A laid-out mechanism. ``width`` and ``height`` are of the whole page, legend and margins included.

    ``zoom`` is how much larger than this it is painted.
    """

    width: float
    height: float
    pt: float
    orientation: str
    glyphs: list[Glyph]
    arcs: list[Arc]
    compartments: list[Compartment]
    legend_top: float
    title: str
    description: str
    notes: list[str] = field(default_factory=list)
    panels: list[tuple[str, Point]] = field(default_factory=list)
    heading: list[str] = field(default_factory=list)
    zoom: float = 1
    legend: bool = True
    missing_labels: int = 0
    forced_marks: int = 0

    @property
    def cramped(self) -> bool:
        """Whether a mark has too little room, or a label found none."""
        return bool(self.forced_marks or self.missing_labels)


@dataclass(frozen=True, slots=True)
class Shape:
    """A path with its paint; ``None`` is no paint."""

    ops: tuple[Op, ...]
    fill: str | None = None
    stroke: str | None = None
    width: float = 1.0
    dash: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Text:
    """One line of text: x by ``anchor`` (start, middle, end), y the baseline, turned left by 90° where ``rotated``."""

    x: float
    y: float
    text: str
    size: float
    fill: str
    weight: str = "normal"
    anchor: str = "start"
    rotated: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Shapes and texts that belong to one thing; ``title`` is read aloud, ``data`` is for web pages."""

    id: str
    cls: str
    title: str
    items: tuple[Shape | Text, ...]
    data: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Drawing:
    """What a writer gets: a page and its groups, from the back to the front."""

    width: float
    height: float
    background: str
    title: str
    description: str
    groups: tuple[Group, ...]


def heading_pt(pt: float) -> float:
    """The size of the sentence above a figure with type of this size."""
    return pt + 1


def heading_height(lines: int, pt: float) -> float:
    """The room that the sentence above a figure takes."""
    return lines * heading_pt(pt) * 1.25 + 6 if lines else 0.0


def title_pt(pt: float) -> float:
    """The size of compartment titles in a figure with type of this size."""
    return max(5.0, pt - 0.5)


def legend_pt(pt: float) -> float:
    """The size of the legend's text in a figure with type of this size."""
    return max(5.0, pt - 1)


def label_pt(pt: float) -> float:
    """The size of reference numbers in a figure with type of this size."""
    return max(5.0, 0.7 * pt)
