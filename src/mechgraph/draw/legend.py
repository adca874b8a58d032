"""The legend: what the glyphs, heads and lines that occur in a figure mean, and nothing that does not occur."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from .glyphs import GLYPH_NAMES
from .marks import MARKS
from .metrics import text_width
from .scene import Arc, Glyph
from .themes import GLYPH_KINDS

__all__ = ["Entry", "entries", "legend_height", "legend_layout"]

HEAD_NAMES = {
    "positive": "increases / activates",
    "negative": "decreases / inhibits",
    "unknown": "acts, direction unknown",
    "binding": "binds / interacts",
    "structure": "part of / located in / related",
}
CHIP_NAMES = {
    "↓ eased": "outcome eased",
    "↓ may ease": "outcome eased",
    "↑ caused": "outcome caused",
    "↑ may occur": "outcome caused",
    "± disputed": "ways or sources disagree",
    "± differs": "differs between the drugs",
}
LINE_NAMES = {"established": "established", "probable": "probable", "hedged": "hedged (“may”)"}
SWATCH = 24.0
_GAP = 12.0
"""Between swatch and text, and after the text."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the legend: ``what`` is glyph, head, indirect, line, negated, inconclusive, mark, state, feedback,
    chip or refs."""

    what: str
    key: str
    direct: bool
    text: str


def entries(glyphs: Sequence[Glyph], arcs: Sequence[Arc]) -> list[Entry]:
    """The lines of the legend, in a fixed order."""
    kinds = {g.kind for g in glyphs}
    out = [Entry("glyph", k, True, GLYPH_NAMES[k]) for k in GLYPH_KINDS if k in kinds]
    shown = {a.head for a in arcs if not a.negated}
    out += [Entry("head", k, True, text) for k, text in HEAD_NAMES.items() if k in shown]
    hidden = {a.head for a in arcs if not a.direct} & {"positive", "negative"}
    if hidden:
        out.append(Entry("indirect", max(hidden), False, "not known to be direct"))
    certain = {a.certainty for a in arcs}
    out += [Entry("line", k, True, text) for k, text in LINE_NAMES.items() if k in certain]
    if any(a.negated for a in arcs):
        out.append(Entry("negated", "", True, "reported NOT to happen"))
    if "inconclusive" in certain:
        out.append(Entry("inconclusive", "", True, "studied, inconclusive"))
    out += [Entry("mark", k, True, m.text) for k, m in MARKS.items() if any(a.mark == k for a in arcs)]
    if any(a.feedback for a in arcs):
        out.append(Entry("feedback", "", True, "feedback, against the flow"))
    states = {g.state for g in glyphs} | {a.state for a in arcs}
    if "only" in states:
        out.append(Entry("state", "only", True, "only in this panel"))
    if "repeat" in states:
        out.append(Entry("state", "repeat", True, "drawn in another panel too"))
    if "absent" in states:
        out.append(Entry("state", "absent", True, "not in this panel"))
    chips = {CHIP_NAMES.get(g.lines[-1]): g.lines[-1] for g in glyphs if g.chip}
    out += [Entry("chip", chips[text], True, text) for text in dict.fromkeys(CHIP_NAMES.values()) if text in chips]
    if any(a.label for a in arcs):
        out.append(Entry("refs", "1,2", True, "references"))
    if any("obs. " in a.label for a in arcs):
        out.append(Entry("refs", "obs. 3", True, "seen for several steps at once"))
    if any("≠" in a.label for a in arcs):
        out.append(Entry("refs", "≠4", True, "reference that disagrees"))
    if any("#" in a.label for a in arcs):
        out.append(Entry("refs", "#1", True, "number of a path"))
    return out


def _row(pt: float) -> float:
    return max(12.0, 1.6 * pt)


def _columns(lines: Sequence[Entry], width: float, pt: float) -> tuple[int, list[float]]:
    """How many rows, and where each column starts: as many columns as fit, filled downwards, as wide as they need."""
    wide = [text_width(e.text, pt) + SWATCH + _GAP for e in lines]
    for columns in range(min(len(lines), 6), 0, -1):
        rows = -(-len(lines) // columns)
        steps = [max(wide[i : i + rows]) for i in range(0, len(lines), rows)]
        if math.fsum(steps) <= width or columns == 1:
            spare = max(0.0, width - math.fsum(steps)) / len(steps)
            return rows, [math.fsum(steps[:i]) + i * spare for i in range(len(steps))]
    return 0, []


def legend_height(lines: Sequence[Entry], width: float, pt: float) -> float:
    """The height that the legend takes at this width, its rule included."""
    if not lines:
        return 0.0
    return 8 + _row(pt) * _columns(lines, width - 4, pt)[0]


def legend_width(lines: Sequence[Entry], pt: float, columns: int = 1) -> float:
    """The width at which the legend has this many columns."""
    widest = max((text_width(e.text, pt) for e in lines), default=0.0) + SWATCH + _GAP
    return widest * columns + 4


def legend_layout(
    lines: Sequence[Entry], x: float, y: float, width: float, pt: float
) -> list[tuple[Entry, float, float]]:
    """Each line with the left end and middle of its swatch, for a legend of this width that begins at (x, y)."""
    rows, starts = _columns(lines, width - 4, pt)
    return [(e, x + 2 + starts[i // rows], y + 8 + _row(pt) * (i % rows) + _row(pt) / 2) for i, e in enumerate(lines)]
