"""The shapes of entities: outline, padding around the text, and where an arc meets the border.

The legend is drawn by the same code. Adding a kind means a row in the tables below and a branch in ``outline``.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from .metrics import LINE, text_width
from .scene import Op, Point

__all__ = ["CHIP", "GLYPH_NAMES", "bold", "border_width", "corner", "inset", "outline", "rounded", "size_for"]

GLYPH_NAMES = {
    "drug": "drug",
    "receptor": "receptor",
    "channel": "ion channel",
    "protein": "protein / enzyme",
    "chemical": "transmitter / small molecule",
    "process": "process / activity",
    "phenotype": "phenotype / disease",
    "region": "place / organism",
    "cell": "cell",
}
_PAD_X = {
    "phenotype": 13.0,
    "region": 11.0,
    "chemical": 12.0,
    "receptor": 11.0,
    "channel": 13.0,
    "drug": 11.0,
    "cell": 16,
}
_PAD_Y = {"chemical": 7.0, "receptor": 6.5}
_K = 0.5522847498
CHIP = 0.5
"""Room above the chip of an outcome, in units of the font size."""


def bold(kind: str) -> bool:
    return kind == "drug"


def border_width(kind: str) -> float:
    return 1.8 if kind == "drug" else 1.0


def size_for(kind: str, lines: Sequence[str], pt: float, chip: bool = False) -> tuple[int, int]:
    """Width and height in whole points of a glyph around these lines at this font size; a chip needs more than a line.

    >>> size_for("process", ["Ca²⁺ influx"], 7)
    (49, 20)
    """
    scale = pt / 7
    weight = "bold" if bold(kind) else "normal"
    w = max(text_width(line, pt, weight) for line in lines)
    h = pt * LINE * len(lines) + (CHIP * pt if chip else 0)
    if kind == "chemical" and len(lines) > 2:
        w += 6 * scale
    return math.ceil(w + 2 * _PAD_X.get(kind, 8.0) * scale), math.ceil(h + 2 * _PAD_Y.get(kind, 5.5) * scale)


def corner(kind: str, along_width: bool, width: float, height: float) -> float:
    """How much of a side, from each corner, arcs keep away from."""
    if kind == "chemical":
        return (width if along_width else height) * 0.16
    if kind == "phenotype":
        return _slant(height) + 1 if along_width else height * 0.12
    if kind == "drug":
        return height * 0.4 if along_width else height * 0.2
    return 6.0 if kind in {"receptor", "protein", "region", "cell"} else 4.0


def _slant(height: float) -> float:
    return min(10.0, height * 0.4)


def inset(kind: str, side: str, offset: float, width: float, height: float) -> float:
    """How far inside its bounding box the outline lies on a side (t, b, l, r), ``offset`` from that side's middle."""
    flat = side in "tb"
    along, across = (width, height) if flat else (height, width)
    if kind == "chemical":
        return across / 2 * (1 - math.sqrt(max(0.0, 1 - (offset / (along / 2)) ** 2)))
    if kind == "phenotype" and not flat:
        return _slant(height) * min(1.0, abs(offset) / (height / 2))
    if kind == "drug":
        r = min(height / 2, 12.0)
        over = abs(offset) - (along / 2 - r)
        return r - math.sqrt(max(0.0, r * r - over * over)) if over > 0 else 0.0
    if kind == "receptor" and side == "t":
        depth = min(5.0, height * 0.22)
        return depth * min(1.0, max(0.0, (7 - abs(offset)) / 4.55))
    return 0.0


def rounded(x0: float, y0: float, x1: float, y1: float, r: float) -> tuple[Op, ...]:
    """A rectangle with rounded corners."""
    r = min(r, (x1 - x0) / 2, (y1 - y0) / 2)
    k = r * (1 - _K)
    return (
        ("M", (x0 + r, y0)),
        ("L", (x1 - r, y0)),
        ("C", (x1 - k, y0, x1, y0 + k, x1, y0 + r)),
        ("L", (x1, y1 - r)),
        ("C", (x1, y1 - k, x1 - k, y1, x1 - r, y1)),
        ("L", (x0 + r, y1)),
        ("C", (x0 + k, y1, x0, y1 - k, x0, y1 - r)),
        ("L", (x0, y0 + r)),
        ("C", (x0, y0 + k, x0 + k, y0, x0 + r, y0)),
        ("Z", ()),
    )


def ellipse(x: float, y: float, a: float, b: float) -> tuple[Op, ...]:
    """An ellipse with half-axes ``a`` and ``b``."""
    p, q = a * _K, b * _K
    return (
        ("M", (x + a, y)),
        ("C", (x + a, y + q, x + p, y + b, x, y + b)),
        ("C", (x - p, y + b, x - a, y + q, x - a, y)),
        ("C", (x - a, y - q, x - p, y - b, x, y - b)),
        ("C", (x + p, y - b, x + a, y - q, x + a, y)),
        ("Z", ()),
    )


def polygon(points: Sequence[Point], closed: bool = True) -> tuple[Op, ...]:
    """Straight lines through the points."""
    ops: list[Op] = [("M", points[0])]
    ops += [("L", p) for p in points[1:]]
    if closed:
        ops.append(("Z", ()))
    return tuple(ops)


def outline(kind: str, x: float, y: float, width: float, height: float) -> list[tuple[Op, ...]]:
    """The paths of a glyph centred at (x, y); the first is its border, the others stand on it."""
    left, right, top, bottom = x - width / 2, x + width / 2, y - height / 2, y + height / 2
    if kind == "drug":
        return [rounded(left, top, right, bottom, 12)]
    if kind == "receptor":
        n, d, c = 7.0, min(5.0, height * 0.22), min(6.0, height * 0.3)
        n = min(n, width * 0.3)
        notch = [
            (left, top),
            (x - n, top),
            (x - n * 0.35, top + d),
            (x + n * 0.35, top + d),
            (x + n, top),
            (right, top),
        ]
        return [polygon([*notch, (right, bottom - c), (right - c, bottom), (left + c, bottom), (left, bottom - c)])]
    if kind == "channel":
        bar = min(5.0, width * 0.16)
        full = polygon([(left, top), (right, top), (right, bottom), (left, bottom)])
        first = polygon([(left + bar, top), (left + bar, bottom)], closed=False)
        return [full, first, polygon([(right - bar, top), (right - bar, bottom)], closed=False)]
    if kind == "protein":
        return [rounded(left, top, right, bottom, 6)]
    if kind == "chemical":
        return [ellipse(x, y, width / 2, height / 2)]
    if kind == "phenotype":
        k = _slant(height)
        return [
            polygon([(left, y), (left + k, top), (right - k, top), (right, y), (right - k, bottom), (left + k, bottom)])
        ]
    if kind == "region":
        k = min(5.0, height * 0.3)
        corners = [
            (left + k, top),
            (right - k, top),
            (right, top + k),
            (right, bottom - k),
            (right - k, bottom),
            (left + k, bottom),
            (left, bottom - k),
            (left, top + k),
        ]
        return [polygon(corners)]
    if kind == "cell":
        radius = min(3.6, height * 0.22)
        return [rounded(left, top, right, bottom, 4), ellipse(left + radius + 4, y, radius, radius)]
    return [polygon([(left, top), (right, top), (right, bottom), (left, bottom)])]
