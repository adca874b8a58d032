"""A mechanism that one layout cannot hold: panels A, B, C … on one page, or on as many pages as it takes.

All panels have type of one size and stand in rows, in reading order; each page has one legend of what it shows.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from functools import cache

from ...model import Mechanism
from ..content import Content, forms_of, number
from ..cut import cut, letter
from ..legend import entries, legend_height, legend_width
from ..metrics import fill
from ..scene import Scene, heading_height, heading_pt, legend_pt
from .assemble import NOTE, move, noted
from .attempt import Layout
from .fit import COMPACT, orientations
from .frame import Frame, legend_of
from .page import MARGIN, Page

__all__ = ["Panels", "fit_panels"]

_HEAD = 14.0
"""Height of the band with a panel's letter."""
_GUTTER = 12.0
_NARROW = 236.0
"""Width of notes below panels, which may stand in one column of a journal."""


@dataclass(frozen=True, slots=True)
class Panels:
    """Scenes without legend, one for each part of the content, in reading order."""

    scenes: list[Scene]
    parts: list[Content]
    page: Page
    notes: list[str]
    title: str = ""

    def pages(self) -> list[Scene]:
        """The panels on as many pages as they take."""
        return _pack(self.scenes, self.page, self.notes, self.title)

    def one_page(self) -> Scene:
        """All panels on one page, as high as it takes: for formats that know no pages."""
        return _pack(self.scenes, replace(self.page, height=math.inf, tall=0, fixed=False), self.notes, self.title)[0]


def fit_panels(
    content: Content, mechanism: Mechanism, page: Page, orientation: str = "auto", *, pages: int = 26, most: int = 26
) -> Panels | None:
    """The fewest panels, at most ``most``, that fit on at most ``pages`` pages; ``None`` where no cut helps.

    Readable type comes before few panels, and a mark that is clear of everything before both.

    Raises:
        DrawingError: an unknown orientation.
    """
    cuts: dict[int, list[_Panel]] = {}
    crowded: Panels | None = None
    for sizes in ([pt for pt in page.sizes if pt >= 6], [pt for pt in page.sizes if pt < 6]):
        for count in range(2, min(most, len(content.nodes)) + 1) if sizes else ():
            if count not in cuts:
                parts = cut(content, count) or []
                number(mechanism, parts)
                cuts[count] = [
                    _Panel(part, page, orientation, len(noted(content.lines(), _NARROW)) + 1, content.title)
                    for part in parts
                ]
            panels = cuts[count]
            areas = [panel.least_area(sizes[-1]) for panel in panels]
            if not areas or None in areas:
                continue
            if math.fsum(area for area in areas if area) > pages * page.tallest * page.width:
                break  # more panels only repeat more entities
            for pt in sizes:
                scenes = _all(panels, pt)
                if scenes is not None:
                    whole = [panel.content for panel in panels]
                    found = Panels(scenes, whole, page, _said(content, whole), content.title)
                    if len(found.pages()) <= pages:
                        if not any(scene.forced_marks for scene in scenes):
                            return found
                        crowded = crowded or found
    return crowded


def _said(content: Content, parts: Sequence[Content]) -> list[str]:
    """The notes of the whole, with what the letters of its panels stand for."""
    return noted(replace(content, letters=parts[0].letters).lines(), _NARROW)


def _all(panels: Sequence[_Panel], pt: float) -> list[Scene] | None:
    """Every panel at this size of type; ``None`` as soon as one does not fit."""
    scenes = []
    for panel in panels:
        scene = panel.smallest(pt)
        if scene is None:
            return None
        scenes.append(scene)
    return scenes


class _Panel:
    """One panel in the orientations and forms that it may take. Its page leaves room for letter, legend and notes."""

    def __init__(self, content: Content, page: Page, orientation: str, notes: int, title: str) -> None:
        self.content, self.page, self.notes = content, replace(page, fixed=False, height=page.tallest, tall=0), notes
        self.legend, self.title = legend_of(content, [True]), title
        frames = [Frame(c) for c in forms_of(content)]
        sides = orientations(orientation, page)
        self.layouts = [Layout(frame, self.page, side, legend=False) for side in sides for frame in frames]
        self.smallest = cache(self._smallest)

    def _height(self, pt: float) -> float:
        below = legend_height(self.legend, self.page.inner, legend_pt(pt)) + NOTE * self.notes + 6
        return self.page.height - _HEAD - below - _above(self.title, self.page, pt)[1]

    def least_area(self, pt: float) -> float | None:
        """The least area that a form of it takes at this size of type, before labels; ``None`` where none fits."""
        height = self._height(pt)
        drafts = [layout.draft(pt, form, height) for layout in self.layouts for form in COMPACT]
        return min((scene.height * scene.width for scene in drafts if scene is not None), default=None)

    def _smallest(self, pt: float) -> Scene | None:
        """The scene that takes least of the page at this size of type."""
        height = self._height(pt)
        scenes = [layout.attempt(pt, form, height) for layout in self.layouts for form in COMPACT]
        return min(
            (scene for scene in scenes if scene is not None),
            key=lambda s: (s.forced_marks, s.missing_labels > 2, s.height * (s.width + _GUTTER)),
            default=None,
        )


def _pack(scenes: Sequence[Scene], page: Page, notes: Sequence[str], title: str) -> list[Scene]:
    """Panels in rows, rows on pages; the legend below each page."""
    pages: list[list[tuple[Scene, float, float]]] = [[]]
    x = y = row = 0.0
    for scene in scenes:
        width, height = scene.width - 2 * MARGIN, scene.height - 2 * MARGIN + _HEAD
        if x and x + width > page.inner + 0.01:
            x, y, row = 0.0, y + row + _GUTTER, 0.0
        trial = [*pages[-1], (scene, x, y)]
        if pages[-1] and _height(trial, page, notes, title) > page.tallest + 0.01:
            pages.append([])
            x = y = row = 0.0
            trial = [(scene, x, y)]
        pages[-1] = trial
        x, row = x + width + _GUTTER, max(row, height)
    at = 0
    out = []
    for placed in pages:
        out.append(_page(placed, page, notes, at, title))
        at += len(placed)
    return out


def _above(title: str, page: Page, pt: float) -> tuple[list[str], float]:
    """The title in lines as wide as the page, and the room that they take."""
    lines = fill(title, page.inner, heading_pt(pt), "bold")
    return lines, heading_height(len(lines), pt)


def _height(placed: Sequence[tuple[Scene, float, float]], page: Page, notes: Sequence[str], title: str) -> float:
    lines = entries([g for s, _, _ in placed for g in s.glyphs], [a for s, _, _ in placed for a in s.arcs])
    below = legend_height(lines, page.inner, legend_pt(placed[0][0].pt)) + NOTE * len(notes)
    below += _above(title, page, placed[0][0].pt)[1]
    return 2 * MARGIN + max(y + _HEAD + s.height - 2 * MARGIN for s, _, y in placed) + below + 6


def _page(
    placed: Sequence[tuple[Scene, float, float]], page: Page, notes: Sequence[str], first: int, title: str
) -> Scene:
    """One page of panels; ids and compartments get the panel's number, so that they stay apart."""
    pt = placed[0][0].pt
    whole = Scene(0, 0, pt, placed[0][0].orientation, [], [], [], 0, "", "", list(notes))
    wide = max(x + s.width - 2 * MARGIN for s, x, _ in placed)
    whole.heading, above = _above(title, page, pt)
    placed = [(s, x, y + above) for s, x, y in placed]
    for i, (scene, left, y) in enumerate(placed):
        name = letter(first + i)
        part, x = deepcopy(scene), left + (max(0.0, page.inner - wide) / 2 if page.fixed else 0.0)
        move(part, x, y + _HEAD)
        whole.panels.append((name, (MARGIN + x, MARGIN + y + 8)))
        for glyph in part.glyphs:
            glyph.id, glyph.panel = name + glyph.id, name
            glyph.compartment = f"{name}|{glyph.compartment}" if glyph.compartment else ""
        for arc in part.arcs:
            arc.id, arc.panel = name + arc.id, name
            arc.ends = (name + arc.ends[0], name + arc.ends[1])
        for c in part.compartments:
            c.id = f"{name}|{c.id}"
            c.within = f"{name}|{c.within}" if c.within else ""
        whole.glyphs += part.glyphs
        whole.arcs += part.arcs
        whole.compartments += part.compartments
        whole.missing_labels += part.missing_labels
        whole.forced_marks += part.forced_marks
    lines = entries(whole.glyphs, whole.arcs)
    size = legend_pt(pt)
    widest = legend_height(lines, page.inner, size)
    spare = page.tallest - _height(placed, page, notes, "") + widest
    widths = [max(wide, legend_width(lines, size, columns)) for columns in range(2, 7)]
    inner = next((w for w in widths if w <= page.inner and legend_height(lines, w, size) <= spare), page.inner)
    inner = page.inner if page.fixed or title else inner
    below = legend_height(lines, inner, size) + NOTE * len(notes)
    whole.width = inner + 2 * MARGIN
    whole.height = 2 * MARGIN + max(y + _HEAD + s.height - 2 * MARGIN for s, _, y in placed) + below + 6
    if page.fixed:
        whole.height = max(whole.height, page.height)
    whole.legend_top = whole.height - MARGIN - below
    return whole
