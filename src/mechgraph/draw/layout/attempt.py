"""One layout of one content in one orientation: the whole way from text to a scene, or ``None`` where it does not fit.

What attempts share is kept: plans, and scenes that fit a taller page but not the one asked for first.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import NamedTuple

from ..legend import legend_height, legend_width
from ..metrics import fill
from ..scene import Scene, heading_height, heading_pt, legend_pt
from .assemble import NOTE, assemble, clear_titles, label, noted, settle
from .frame import Frame
from .measure import head_ends, inset_of, measure
from .order import order_layers
from .page import MARGIN, Page
from .place import Gaps, Sizes, place
from .plan import Plan
from .rank import fold
from .route import least_depth, route

__all__ = ["Form", "Layout"]


class Form(NamedTuple):
    """Characters in a line, factor of the gaps, and whether broad ranks are folded."""

    characters: int
    factor: float
    folded: bool


@dataclass(frozen=True, slots=True)
class _Room:
    """The free space of a page, across and along the layers."""

    cross: float
    depth: float


class Layout:
    """One content in one orientation on a page and on its taller form. Without ``legend`` none is drawn."""

    def __init__(self, frame: Frame, page: Page, orientation: str, *, legend: bool = True) -> None:
        self.frame, self.page = frame, page
        self.portrait = orientation == "portrait"
        self.legend = frame.legend if legend and page.legend else []
        self._whole = cache(self._attempt)
        self._plan = cache(self._ordered)
        self._hopeless = cache(self._exceeds)
        self._labelled: set[int] = set()
        self._depths: dict[tuple[float, Form], float] = {}

    def draft(self, pt: float, form: Form, height: float, slack: float = 0.0) -> Scene | None:
        """One layout whose labels have no place yet; ``None`` where it does not fit."""
        if self._hopeless(pt, form, height):
            return None
        # the height of a portrait layout follows from its width: what is too tall here may fit the taller page
        made_for = self.page.tallest if self.portrait else height
        scene = self._whole(pt, form, made_for, slack)
        if scene is None or scene.width > self.page.width + 0.01 or scene.height > height + 0.01:
            return None
        return scene

    def attempt(self, pt: float, form: Form, height: float) -> Scene | None:
        """One layout on a page of this height, looser where labels found no place; ``None`` where it does not fit."""
        best: Scene | None = None
        for slack in (0.0, pt, 2 * pt):
            scene = self.draft(pt, form, height, slack)
            if scene is None:
                break
            if id(scene) not in self._labelled:
                label(scene)
                self._labelled.add(id(scene))
            if best is None or (scene.forced_marks, scene.missing_labels) < (best.forced_marks, best.missing_labels):
                best = scene
            if not (best.missing_labels or best.forced_marks):
                break
        return best

    def far_too_deep(self, pt: float, form: Form, height: float) -> bool:
        """Whether this form was laid out and is deeper than the page by more than other lines of text could mend.

        Over the forms of one type size the depth of a layout differs by about a tenth.
        """
        room = self._room(pt, height)
        return room is not None and self._depths.get((pt, form), 0.0) > 1.2 * room.depth

    def _room(self, pt: float, height: float) -> _Room | None:
        type_size = legend_pt(pt)
        if self.legend and legend_width(self.legend, type_size) > self.page.inner:
            return None
        notes = noted(self.frame.content.lines(), self.page.inner)
        below = legend_height(self.legend, self.page.inner, type_size) + NOTE * len(notes) + 6
        free = height - 2 * MARGIN - below - heading_height(self._heading(pt), pt)
        if min(self.page.inner, free) < 20:
            return None
        return _Room(self.page.inner, free) if self.portrait else _Room(free, self.page.inner)

    def _heading(self, pt: float) -> int:
        """How many lines the title may take: those that it has in two thirds of the page."""
        return len(fill(self.frame.content.title, self.page.inner * 2 / 3, heading_pt(pt), "bold"))

    def _ordered(self, ranks: tuple[int, ...], titled: tuple[int, ...]) -> Plan:
        plan = self.frame.plan(ranks, titled)
        order_layers(plan)
        return plan

    def _ranks(self, form: Form, sizes: Sequence[float], room: _Room) -> tuple[int, ...]:
        if not form.folded:
            return self.frame.ranks
        return tuple(fold(self.frame.ranks, self.frame.ends, [c + 12 for c in sizes], room.cross))

    def _exceeds(self, pt: float, form: Form, height: float) -> bool:
        """Whether the entities alone, in their layers, are more than a page of this height: asked before any order."""
        room = self._room(pt, height)
        if room is None:
            return True
        gaps = Gaps().scaled(form.factor * (0.5 + pt / 14))
        extents = [(w, h) if self.portrait else (h, w) for _, w, h in self.frame.sized(pt, form.characters)]
        sizes = Sizes([float(c) for c, _ in extents], [float(d) for _, d in extents], [], [0.0] * len(extents))
        plan = self.frame.rough(self._ranks(form, sizes.cross, room))
        deep = least_depth(plan, sizes, gaps, head_ends(plan), self.frame.discs)
        return deep > room.depth or _too_wide(plan, sizes, gaps, room)

    def _attempt(self, pt: float, form: Form, height: float, slack: float) -> Scene | None:
        room = self._room(pt, height)
        if room is None:
            return None
        frame = self.frame
        gaps = replace(Gaps().scaled(form.factor * (0.5 + pt / 14)), slack=slack)
        sized = frame.sized(pt, form.characters)
        ranks = self._ranks(form, [w if self.portrait else h for _, w, h in sized], room)
        if form.folded and ranks == frame.ranks:
            return self._whole(pt, form._replace(folded=False), height, slack)
        titled = tuple(range(len(frame.content.places))) if self.portrait else ()
        while True:
            plan = self._plan(ranks, titled)
            sizes = measure(plan, frame.content, frame.lanes, sized, pt, gaps, self.portrait)
            heads = head_ends(plan)
            if _too_wide(plan, sizes, gaps, room):
                return None
            if least_depth(plan, sizes, gaps, heads, frame.discs) > room.depth:
                return None
            placement = place(plan, sizes, gaps, heads, room.cross)
            if placement is None:
                return None
            inset = inset_of(frame.content, plan, frame.plain, sizes, self.portrait)
            routing = route(plan, placement, sizes, gaps, heads, frame.discs, frame.lanes, inset)
            self._depths[pt, form] = routing.depth
            if routing.depth > room.depth + 0.01:
                return None
            scene = assemble(frame.content, plan, sized, sizes, placement, routing, pt, self.portrait)
            settle(scene, self.page, self.legend, frame.content.title, self._heading(pt))
            crossed = clear_titles(scene, titled)
            if not crossed:
                return scene
            titled = tuple(sorted({*titled, *crossed}))


def _too_wide(plan: Plan, sizes: Sizes, gaps: Gaps, room: _Room) -> bool:
    """Whether a layer alone is wider than the page: a bound that needs no program."""
    for layer in plan.layers:
        nodes = [plan.items[a].node for a in layer if plan.items[a].node >= 0]
        bends = len(layer) - len(nodes)
        cross = math.fsum(sizes.cross[v] + sizes.margin[v] for v in nodes) + gaps.node * max(0, len(nodes) - 1)
        if cross + gaps.bend * bends > room.cross:
            return True
    return False
