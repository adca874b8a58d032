"""The schematic midsagittal view that regions are drawn on: the outline, and the midbrain enlarged beside it."""

from __future__ import annotations

import math
from collections.abc import Sequence

from .atlas import CALLOSUM, CEREBELLUM, CEREBRUM, FOLIA, STEM, SULCI, TEMPORAL, regions
from .glyphs import polygon, rounded
from .metrics import text_width
from .scene import Group, Op, Point, Shape, Text
from .themes import Theme

__all__ = ["HEIGHT", "WIDTH", "inset", "inset_title", "mix", "outline", "place"]

_MM = 72 / 25.4
WIDTH, HEIGHT = 183 * _MM, 128 * _MM
"""The page as far as the key of the regions; what else there is to say stands below."""
_SCALE = 1.62
"""Points per millimetre of brain."""
_SIDES = (96.0, 96.0)
_CORNER = (WIDTH / 2 + 34, HEIGHT - 122)
"""Of the inset, in points."""


def place(y: float, z: float) -> Point:
    """Where a point of the midsagittal plane (MNI, mm) lies on the page (points)."""
    return (WIDTH / 2 + (y + 13) * _SCALE, 26 + (77.5 - z) * _SCALE)


def _smooth(points: Sequence[tuple[float, float]], closed: bool = True) -> tuple[Op, ...]:
    """A Catmull–Rom curve through the points, as cubic Béziers."""
    p = [place(*q) for q in points]
    n = len(p)
    ops: list[Op] = [("M", p[0])]
    for i in range(n if closed else n - 1):
        if closed:
            a, b, c, d = p[i - 1], p[i], p[(i + 1) % n], p[(i + 2) % n]
        else:
            a, b, c, d = p[max(0, i - 1)], p[i], p[i + 1], p[min(n - 1, i + 2)]
        first = (b[0] + (c[0] - a[0]) / 6, b[1] + (c[1] - a[1]) / 6)
        second = (c[0] - (d[0] - b[0]) / 6, c[1] - (d[1] - b[1]) / 6)
        ops.append(("C", (*first, *second, *c)))
    if closed:
        ops.append(("Z", ()))
    return tuple(ops)


def mix(a: str, b: str, share: float) -> str:
    """The colour that is ``share`` of the way from one to the other.

    >>> mix("#000000", "#FFFFFF", 0.5)
    '#808080'
    """
    pairs = [(int(a[i : i + 2], 16), int(b[i : i + 2], 16)) for i in (1, 3, 5)]
    return "#" + "".join(f"{round(x + (y - x) * share):02X}" for x, y in pairs)


def outline(colours: Theme, beside: bool = False) -> Group:
    """The brain itself, with the directions named; for what lies ``beside`` the plane a ghost of the temporal lobe."""
    tissue, line = mix(colours.page, "#C9A27E", 0.16), mix(colours.page, "#8C7A68", 0.7)
    darker, faint = mix(colours.page, "#C9A27E", 0.26), mix(colours.page, "#8C7A68", 0.35)
    if colours.name == "grey":
        tissue, darker, line, faint = "#F2F2F2", "#E8E8E8", "#8C8C8C", "#CFCFCF"
    items: list[Shape | Text] = [Shape(_smooth(CEREBRUM), tissue, line, 1.1)]
    items += [Shape(_smooth(s, closed=False), None, faint, 0.9) for s in SULCI]
    items.append(Shape(_smooth(CEREBELLUM), darker, line, 1.0))
    items += [Shape(_smooth(s, closed=False), None, faint, 0.8) for s in FOLIA]
    items.append(Shape(_smooth(STEM), darker, line, 1.0))
    items.append(Shape(_smooth(CALLOSUM), colours.page, line, 0.9))
    if beside:
        items.append(Shape(_smooth(TEMPORAL), None, line, 0.7, (2.0, 1.8)))
        x, y = place(20, -36)
        items.append(Text(x, y, "temporal lobe", 5.5, colours.muted))
    items.append(Text(8, 14, "posterior", 6, colours.muted))
    items.append(Text(WIDTH - 8, 14, "anterior", 6, colours.muted, anchor="end"))
    return Group("mgbrain-outline", "outline", "schematic midsagittal brain", tuple(items))


def inset(members: Sequence[str], colours: Theme) -> tuple[Group, dict[str, Point]]:
    """An enlarged view of the midbrain, where nuclei lie millimetres apart, and where they are in it."""
    (x0, y0), w, h, zoom = _CORNER, *_SIDES, 4.2
    cy, cz = -26.0, -3.0
    places = {
        c: (x0 + w / 2 + (regions()[c].y - cy) * zoom * 0.8, y0 + h / 2 - (regions()[c].z - cz) * zoom) for c in members
    }
    (a, b), (c, d) = place(-41, 6), place(-12, -17)
    items: list[Shape | Text] = [
        Shape(polygon([(a, b), (c, b), (c, d), (a, d)]), None, colours.muted, 0.6, (2.0, 1.5)),
        Shape(polygon([(c, d), (x0 + w, y0)], closed=False), None, colours.rule, 0.6),
        Shape(polygon([(a, d), (x0, y0)], closed=False), None, colours.rule, 0.6),
        Shape(rounded(x0, y0, x0 + w, y0 + h, 6), colours.box_fill, colours.box_border, 0.8),
    ]
    taken: list[Point] = []
    for key, (x, y) in places.items():
        while any(math.hypot(x - p, y - q) < 10 for p, q in taken):
            y += 4
        taken.append((x, y))
        places[key] = (x, y)
    return Group("mgbrain-inset", "inset", "the midbrain, enlarged", tuple(items)), places


def inset_title(colours: Theme) -> Group:
    """What the inset is, on a plate of its own, so that no arc runs through it."""
    (x, y), text = _CORNER, "midbrain, enlarged"
    plate = Shape(rounded(x + 3, y + 3, x + 9 + text_width(text, 6, "bold"), y + 13, 2), colours.box_fill)
    items = (plate, Text(x + 6, y + 10, text, 6, colours.box_title, "bold"))
    return Group("mgbrain-inset-title", "title", text, items)
