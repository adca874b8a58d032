"""The legend: what the glyphs, heads and lines that occur in a figure mean, and nothing that does not occur."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .glyphs import GLYPH_NAMES
from .metrics import text_width
from .scene import Arc, Glyph
from .themes import GLYPH_KINDS

__all__ = ["Entry", "entries", "legend_height", "legend_layout"]

HEAD_NAMES = {
    ("positive", True): "increases, directly",
    ("positive", False): "increases, directly or not",
    ("negative", True): "decreases, directly",
    ("negative", False): "decreases, directly or not",
    ("unknown", True): "influences, direction unknown",
    ("unknown", False): "influences, direction unknown",
    ("binds", True): "binds / interacts",
    ("binds", False): "binds / interacts",
    ("structure", True): "is part of / located in / related",
    ("structure", False): "is part of / located in / related",
}
LINE_NAMES = {"established": "established", "probable": "probable", "hedged": "hedged (“may”)"}
MARK_NAMES = {
    "blocked": "blocked (what if)",
    "hypothetical": "hypothetical (what if)",
    "necessary": "necessary",
    "bypassed": "bypassed (what if)",
}
SWATCH = 24.0
_ROW = 13.0


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the legend: ``what`` is glyph, head, line, negated, inconclusive, mark, feedback or refs."""

    what: str
    key: str
    direct: bool
    text: str


def entries(glyphs: Sequence[Glyph], arcs: Sequence[Arc]) -> list[Entry]:
    """The lines of the legend, in a fixed order."""
    kinds = {g.kind for g in glyphs}
    out = [Entry("glyph", k, True, GLYPH_NAMES[k]) for k in GLYPH_KINDS if k in kinds]
    shown = {(a.head, a.direct or a.head not in {"positive", "negative"}) for a in arcs if not a.negated}
    out += [Entry("head", k, d, text) for (k, d), text in HEAD_NAMES.items() if (k, d) in shown]
    certain = {a.certainty for a in arcs}
    out += [Entry("line", k, True, text) for k, text in LINE_NAMES.items() if k in certain]
    if any(a.negated for a in arcs):
        out.append(Entry("negated", "", True, "reported NOT to happen"))
    if "inconclusive" in certain:
        out.append(Entry("inconclusive", "", True, "studied, inconclusive"))
    out += [Entry("mark", k, True, text) for k, text in MARK_NAMES.items() if any(a.mark == k for a in arcs)]
    if any(a.feedback for a in arcs):
        out.append(Entry("feedback", "", True, "feedback, against the flow"))
    if any(a.label for a in arcs):
        out.append(Entry("refs", "1,2", True, "reference numbers"))
    if any("≠" in a.label for a in arcs):
        out.append(Entry("refs", "≠3", True, "reference that disagrees"))
    return out


def _columns(lines: Sequence[Entry], width: float, pt: float) -> tuple[int, float]:
    widest = max((text_width(e.text, pt) for e in lines), default=0.0) + SWATCH + 16
    columns = max(1, min(len(lines), int(width // widest)))
    return columns, width / columns


def legend_height(lines: Sequence[Entry], width: float, pt: float) -> float:
    """The height that the legend takes at this width, its rule included."""
    if not lines:
        return 0.0
    columns, _ = _columns(lines, width, pt)
    return 8 + _ROW * -(-len(lines) // columns)


def legend_width(lines: Sequence[Entry], pt: float, columns: int = 1) -> float:
    """The width at which the legend has this many columns."""
    widest = max((text_width(e.text, pt) for e in lines), default=0.0) + SWATCH + 16
    return widest * columns


def legend_layout(lines: Sequence[Entry], x: float, y: float, width: float, pt: float) -> list[tuple[Entry, float, float]]:
    """Each line with the left end and middle of its swatch."""
    columns, step = _columns(lines, width, pt)
    return [(e, x + (i % columns) * step, y + 8 + _ROW * (i // columns) + _ROW / 2) for i, e in enumerate(lines)]
