"""Make a figure fit its page: wrap, then gaps, then broad ranks in two rows, smaller type, the other way round.

Type below 5 pt is refused with what to do instead. Each attempt is a whole layout; those that cannot fit by a simple
bound are skipped.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from ..errors import DrawingError
from ..model import Mechanism
from .content import Content, numbers_text, sentences_of, without_single_places
from .glyphs import corner, inset, size_for
from .labels import label_pt, overlap, place_labels, segment_box
from .legend import entries, legend_height, legend_width
from .metrics import LINE, text_width, wrap
from .paint import legend_pt, title_pt
from .place import Gaps, Sizes, place, port_order
from .plan import Plan, make_plan
from .route import Routing, route
from .scene import Arc, Box, Compartment, Glyph, Point, Scene

__all__ = ["MARGIN", "PAGES", "Page", "fit", "move", "page_for"]

MM = 72 / 25.4
MARGIN = 8.0
MINIMUM_PT = 5.0


@dataclass(frozen=True, slots=True)
class Page:
    """The largest a figure may be, in points.

    ``fixed`` pages keep their size, ``sizes`` are the type sizes to try, ``tall`` is the height that a figure may take
    where it would otherwise need type below 6 pt or not fit at all: a journal's whole page instead of the usual 170 mm.
    """

    name: str
    width: float
    height: float
    fixed: bool = False
    sizes: tuple[float, ...] = (7, 6.5, 6, 5.5, 5)
    wide: bool = False
    tall: float = 0


_SLIDE = (12.0, 11.0, 10.0, 9.0, 8.0, 7.0, 6.5, 6.0, 5.5, 5.0)
PAGES = {
    "single": Page("single", 89 * MM, 170 * MM, tall=240 * MM),
    "double": Page("double", 183 * MM, 170 * MM, tall=240 * MM),
    "a4": Page("a4", 190 * MM, 277 * MM, sizes=(8, 7.5, 7, 6.5, 6, 5.5, 5)),
    "slide169": Page("slide169", 254 * MM, 142.875 * MM, True, _SLIDE, True),
    "slide43": Page("slide43", 254 * MM, 190.5 * MM, True, _SLIDE, True),
}


def page_for(size: str) -> Page:
    """The page of a name or of ``WIDTHxHEIGHT`` in millimetres.

    Raises:
        DrawingError: neither.

    >>> round(page_for("100x60").width)
    283
    """
    if size in PAGES:
        return PAGES[size]
    width, x, height = size.lower().replace("×", "x").partition("x")
    try:
        w, h = float(width), float(height)
    except ValueError:
        w = h = 0.0
    if not x or not (10 <= w <= 2000 and 10 <= h <= 2000):
        raise DrawingError(
            f"unknown size {size!r}", remedy=f"choose {', '.join(PAGES)} or WIDTHxHEIGHT in mm, 10 to 2000 each"
        )
    return Page(
        size,
        w * MM,
        h * MM,
        sizes=(8, 7.5, 7, 6.5, 6, 5.5, 5) if min(w, h) > 150 else (7, 6.5, 6, 5.5, 5),
        wide=w > 1.25 * h,
    )


def fit(content: Content, mechanism: Mechanism, page: Page, orientation: str = "auto") -> Scene | None:
    """The first layout, in the order of the rules, that fits the page; ``None`` where none does."""
    variants = [content]
    if (lean := without_single_places(content)) is not None:
        variants.append(lean)
    pages = [page] + ([replace(page, height=page.tall, tall=0)] if page.tall else [])
    layouts = [_Layout(c, mechanism, p, o) for p in pages for o in _orientations(orientation, page) for c in variants]
    first = layouts[0].attempt(page.sizes[0], *_FORMS[0])
    if first is not None and not first.forced_marks:
        return first
    cramped: Scene | None = None
    for layout, pt in _steps(layouts, page):
        if not any(layout.attempt(pt, *form) for form in _COMPACT):
            continue
        for form in _FORMS:
            scene = layout.attempt(pt, *form)
            if scene is not None and not scene.forced_marks:
                return scene
            cramped = cramped or scene
    return cramped


_FORMS = (
    (20, 1.0, False),
    (16, 1.0, False),
    (13, 1.0, False),
    (20, 0.7, False),
    (16, 0.7, False),
    (13, 0.7, False),
    (16, 1.0, True),
    (13, 0.7, True),
)
"""Characters in a line, factor of the gaps, broad ranks folded: what is tried at each type size, in this order."""
_COMPACT = ((16, 0.7, False), (13, 0.7, False), (20, 0.7, False), (13, 0.7, True))
"""What takes least room, in width, in height, and folded: where none of these fits, no other form is tried."""


def _orientations(orientation: str, page: Page) -> list[str]:
    if orientation == "auto":
        return ["landscape", "portrait"] if page.wide else ["portrait", "landscape"]
    if orientation not in {"portrait", "landscape"}:
        raise DrawingError(f"unknown orientation {orientation!r}", remedy="choose auto, portrait or landscape")
    return [orientation]


def _steps(layouts: Sequence[_Layout], page: Page) -> Iterator[tuple[_Layout, float]]:
    """Readable sizes in every layout come before type below 6 pt in the preferred one.

    A layout whose most compact forms do not fit at the smallest of the sizes is passed over at once.
    """
    large = [pt for pt in page.sizes if pt >= 6]
    small = [pt for pt in page.sizes if pt < 6]
    for sizes in (large, small):
        for layout in layouts:
            if sizes and any(layout.attempt(sizes[-1], *form) for form in _COMPACT):
                for pt in sizes:
                    yield layout, pt


class _Layout:
    """One mechanism in one orientation on one page: what the attempts share."""

    def __init__(self, content: Content, mechanism: Mechanism, page: Page, orientation: str) -> None:
        self.content, self.mechanism, self.page = content, mechanism, page
        self.portrait = orientation == "portrait"
        self.orientation = orientation
        keys = list(content.places)
        self.lanes = [keys.index(n.place) if n.place else -1 for n in content.nodes]
        self.plain = [k for k, link in enumerate(content.links) if link.tail != link.head]
        self.loops = [k for k, link in enumerate(content.links) if link.tail == link.head]
        self.ends = [(content.links[k].tail, content.links[k].head) for k in self.plain]
        self.plans: dict[tuple[tuple[int, ...], tuple[int, ...], float], Plan] = {}
        self._sized = cache(self._node_sizes)
        self.attempt = cache(self._attempt_loosened)
        scene_arcs = [self._arc(k, []) for k in range(len(content.links))]
        glyphs = [Glyph("", "", "", "", n.kind, [], 0, 0, 0, 0) for n in content.nodes]
        for arc, back in zip((scene_arcs[k] for k in self.plain), self._plan((), (), 0.0).flipped, strict=True):
            arc.feedback = back
        self.legend = entries(glyphs, scene_arcs)

    def _node_sizes(self, pt: float, limit: int) -> list[tuple[list[str], int, int]]:
        out = []
        for node in self.content.nodes:
            lines = wrap(node.name, limit)
            if node.remark:
                lines += wrap(f"({node.remark})", limit)
            out.append((lines, *size_for(node.kind, lines, pt)))
        return out

    def _plan(self, titled: tuple[int, ...], cross: tuple[int, ...], fold: float) -> Plan:
        key = (titled, cross if fold else (), fold)
        if key not in self.plans:
            self.plans[key] = make_plan(
                len(self.content.nodes),
                self.ends,
                self.lanes,
                titled=titled,
                sizes=[c + 12 for c in cross] if fold else (),
                limit=fold,
            )
        return self.plans[key]

    def _attempt_loosened(self, pt: float, limit: int, factor: float, folded: bool) -> Scene | None:
        """One layout, looser where labels found no place; ``None`` where it does not fit."""
        best = self._attempt(pt, limit, factor, folded, 0.0)
        for slack in (7.0, 14.0):
            if best is None or not (best.missing_labels or best.forced_marks):
                break
            looser = self._attempt(pt, limit, factor, folded, slack)
            if looser and (looser.forced_marks, looser.missing_labels) < (best.forced_marks, best.missing_labels):
                best = looser
        return best

    def _attempt(self, pt: float, limit: int, factor: float, folded: bool, slack: float) -> Scene | None:
        legend_pts = legend_pt(pt)
        page_w, page_h = self.page.width - 2 * MARGIN, self.page.height - 2 * MARGIN
        legend_h = legend_height(self.legend, page_w, legend_pts) + 7.5 * len(self.content.notes)
        if legend_width(self.legend, legend_pts) > page_w:
            return None
        gaps = replace(Gaps().scaled(factor * (0.5 + pt / 14)), slack=slack)
        room_cross = page_w if self.portrait else page_h - legend_h - 6
        room_depth = page_h - legend_h - 6 if self.portrait else page_w
        if min(room_cross, room_depth) < 20:
            return None
        sized = self._sized(pt, limit)
        base = tuple(w if self.portrait else h for _, w, h in sized)
        boxes = tuple(range(len(self.content.places)))
        titled = boxes if self.portrait else ()
        while True:
            plan = self._plan(titled, base, room_cross if folded else 0.0)
            sizes = self._sizes(plan, sized, pt, gaps)
            if self._hopeless(plan, sizes, gaps, room_cross, room_depth):
                return None
            heads = [0 if back else 1 for back in plan.flipped]
            placement = place(plan, sizes, gaps, heads, room_cross)
            if placement is None:
                return None
            links = [self.content.links[k] for k in self.plain]
            discs = [
                x.negated or x.certainty == "inconclusive" or x.mark == "blocked" or back
                for x, back in zip(links, plan.flipped, strict=True)
            ]
            routing = route(plan, placement, sizes, gaps, heads, discs, self.lanes, self._inset(sizes))
            if routing.depth > room_depth + 0.01:
                return None
            scene = self._scene(plan, sized, sizes, placement.items, placement.borders, placement.titles, routing, pt)
            crossed = self._crossed_titles(scene, titled)
            if crossed:
                titled = tuple(sorted({*titled, *crossed}))
                continue
            if scene.width > self.page.width + 0.01 or scene.height > self.page.height + 0.01:
                return None
            return scene

    def _hopeless(self, plan: Plan, sizes: Sizes, gaps: Gaps, room_cross: float, room_depth: float) -> bool:
        """A bound that needs no layout: the widest layer, and the sum of the layers' depths."""
        depth = 0.0
        for layer in plan.layers:
            nodes = [plan.items[a].node for a in layer if plan.items[a].node >= 0]
            bends = len(layer) - len(nodes)
            cross = sum(sizes.cross[v] + sizes.margin[v] for v in nodes) + gaps.node * max(0, len(nodes) - 1)
            if cross + gaps.bend * bends > room_cross:
                return True
            depth += max((sizes.depth[v] for v in nodes), default=0.0)
        return depth + 16 * (len(plan.layers) - 1 - len(plan.bare_layers)) > room_depth

    def _sizes(self, plan: Plan, sized: Sequence[tuple[list[str], int, int]], pt: float, gaps: Gaps) -> Sizes:
        nodes = self.content.nodes
        cross = [float(w if self.portrait else h) for _, w, h in sized]
        depth = [float(h if self.portrait else w) for _, w, h in sized]
        heads = [0 if back else 1 for back in plan.flipped]
        for (v, _), side in port_order(plan).items():
            need = sum(
                gaps.head if heads[k] == e or heads[j] == f else gaps.tail
                for (k, e), (j, f) in itertools.pairwise(side)
            )
            w, h = (cross[v], depth[v]) if self.portrait else (depth[v], cross[v])
            while need > 0 and (cross[v] - 2 * corner(nodes[v].kind, self.portrait, w, h)) < need:
                cross[v] += max(2.0, (need - cross[v]) / 2)
                w, h = (cross[v], depth[v]) if self.portrait else (depth[v], cross[v])
        reach, margin = [], [0.0] * len(nodes)
        for v, node in enumerate(nodes):
            w, h = (cross[v], depth[v]) if self.portrait else (depth[v], cross[v])
            reach.append(max(0.5, cross[v] / 2 - corner(node.kind, self.portrait, w, h)))
        for k in self.loops:
            margin[self.content.links[k].tail] += 20.0
        result = Sizes(cross, depth, reach, margin)
        size = title_pt(pt)
        for b, title in enumerate(self.content.places.values()):
            members = [v for v in range(len(nodes)) if self.lanes[v] == b]
            in_title_layer = b in plan.title_layers
            if self.portrait:
                layers: dict[int, float] = {}
                for v in members:
                    layers[plan.items[v].layer] = layers.get(plan.items[v].layer, 0.0) + cross[v] + 12
                room = max(60.0, *layers.values())
            else:
                used = {plan.items[v].layer: depth[v] for v in members}
                room = sum(depth[v] for v in used) if not used else sum(used.values()) + gaps.layer * (len(used) - 1)
                if in_title_layer:
                    layers = {}
                    for v in members:
                        layers[plan.items[v].layer] = layers.get(plan.items[v].layer, 0.0) + cross[v] + 12
                    room = max(50.0, *layers.values())
            forms = [_title_lines(title, size, count) for count in (1, 2, 3, 4)]
            extents = [(_long(f, size), size * LINE * len(f)) for f in forms]
            fitting = next((e for e in extents if e[0] <= room), extents[-1])
            result.title_forms[b] = list(dict.fromkeys(extents))
            result.title_cross[b], result.title_depth[b] = fitting
            result.title_band[b] = 0.0 if in_title_layer else fitting[1] + 2
        return result

    def _inset(self, sizes: Sizes) -> Callable[[int, int, float], float]:
        sides = ("b", "t") if self.portrait else ("r", "l")

        def inside(v: int, side: int, offset: float) -> float:
            w, h = (sizes.cross[v], sizes.depth[v]) if self.portrait else (sizes.depth[v], sizes.cross[v])
            return inset(self.content.nodes[v].kind, sides[side], offset, w, h)

        return inside

    def _arc(self, k: int, points: list[Point]) -> Arc:
        link = self.content.links[k]
        parts = [numbers_text(link.refs)] if link.refs else []
        if link.against:
            parts.append("≠" + numbers_text(link.against))
        if link.steps:
            parts.insert(0, f"via {link.steps} steps" + " ·" * bool(parts))
        return Arc(
            f"a{k}",
            self.content.nodes[link.tail].entity,
            self.content.nodes[link.head].entity,
            link.kind,
            link.direct,
            link.certainty,
            link.negated,
            link.mark,
            False,
            tuple(a.id for a in link.claims),
            sentences_of(link, self.mechanism),
            link.steps,
            points,
            " ".join(parts),
        )

    def _scene(
        self,
        plan: Plan,
        sized: Sequence[tuple[list[str], int, int]],
        sizes: Sizes,
        items: Sequence[float],
        borders: dict[int, tuple[float, float]],
        titles: dict[int, float],
        routing: Routing,
        pt: float,
    ) -> Scene:
        def xy(cross: float, depth: float) -> Point:
            return (cross, depth) if self.portrait else (depth, cross)

        def box(cross: tuple[float, float], depth: tuple[float, float]) -> Box:
            (x0, y0), (x1, y1) = xy(cross[0], depth[0]), xy(cross[1], depth[1])
            return (x0, y0, x1, y1)

        glyphs = []
        for v, node in enumerate(self.content.nodes):
            middle = sum(routing.layers[plan.items[v].layer]) / 2
            w, h = xy(sizes.cross[v], sizes.depth[v])
            x, y = xy(items[v], middle)
            glyphs.append(
                Glyph(f"n{v}", node.entity, node.name, node.category, node.kind, sized[v][0], x, y, w, h, node.place)
            )
        arcs = {}
        for i, k in enumerate(self.plain):
            way = [xy(c, d) for c, d in routing.ways[i]]
            arc = arcs[k] = self._arc(k, way[::-1] if plan.flipped[i] else way)
            arc.feedback = plan.flipped[i]
        nested: dict[int, int] = {}
        for k in self.loops:
            v = self.content.links[k].tail
            i = nested[v] = nested.get(v, -1) + 1
            arcs[k] = self._arc(k, self._loop(glyphs[v], i))
        size = title_pt(pt)
        compartments = []
        for b, (key, title) in enumerate(self.content.places.items()):
            whole = box(borders[b], routing.boxes[b])
            thick = sizes.title_depth[b]
            lines = max(1, round(thick / (size * LINE)))
            wrapped = _title_lines(title, size, lines)
            long = sizes.title_cross[b]
            if b in titles:
                start = routing.layers[plan.title_layers[b]][1] - thick
                cross = (titles[b] - long / 2, titles[b] + long / 2)
                title_box = box(cross, (start, start + thick))
            else:
                title_box = (whole[0] + 7, whole[1] + 4, whole[0] + 7 + long, whole[1] + 4 + thick)
            compartments.append(Compartment(key, title, whole, wrapped, title_box, b in titles and not self.portrait))
        scene = Scene(0, 0, pt, self.orientation, glyphs, [arcs[k] for k in sorted(arcs)], compartments, 0, "", "")
        scene.notes = list(self.content.notes)
        self._settle(scene)
        return scene

    def _loop(self, glyph: Glyph, nth: int) -> list[Point]:
        _x0, _y0, x1, y1 = glyph.box
        out = 15.0 + 9 * nth
        if self.portrait:
            half = min(glyph.height / 2 - 3, 6.0 + 3 * nth)
            deep = [inset(glyph.kind, "r", s * half, glyph.width, glyph.height) for s in (-1, 1)]
            a, b = (x1 - deep[0], glyph.y - half), (x1 - deep[1], glyph.y + half)
            return [a, (x1 + out, a[1]), (x1 + out, b[1]), b]
        half = 9.0 + 6 * nth
        deep = [inset(glyph.kind, "b", s * half, glyph.width, glyph.height) for s in (-1, 1)]
        a, b = (glyph.x - half, y1 - deep[0]), (glyph.x + half, y1 - deep[1])
        return [a, (a[0], y1 + out), (b[0], y1 + out), b]

    def _settle(self, scene: Scene) -> None:
        """Place labels, move everything to the page's margin, and set the size of the page and the legend."""
        boxes = [g.box for g in scene.glyphs] + [c.box for c in scene.compartments]
        for arc in scene.arcs:
            boxes += [segment_box(a, b, 2.0) for a, b in zip(arc.points, arc.points[1:], strict=False)]
        x0, y0 = min(b[0] for b in boxes), min(b[1] for b in boxes)
        x1, y1 = max(b[2] for b in boxes), max(b[3] for b in boxes)
        legend_pts = legend_pt(scene.pt)
        least = min(
            self.page.width - 2 * MARGIN, legend_width(self.legend, legend_pts, 2 if len(self.legend) > 3 else 1)
        )
        inner = max(x1 - x0, least)
        if self.page.fixed:
            inner = self.page.width - 2 * MARGIN
        below = legend_height(self.legend, inner, legend_pts) + 7.5 * len(scene.notes)
        scene.width = inner + 2 * MARGIN
        scene.height = y1 - y0 + below + 6 + 2 * MARGIN
        free = 0.0
        if self.page.fixed:
            free = max(0.0, self.page.height - scene.height)
            scene.height += free
        dx = MARGIN - x0 + (inner - (x1 - x0)) / 2
        dy = MARGIN - y0 + free / 2
        move(scene, dx, dy)
        scene.legend_top = scene.height - MARGIN - below
        page = (2.0, 2.0, scene.width - 2, scene.legend_top - 1)
        scene.missing_labels, scene.forced_marks = place_labels(
            scene.arcs, scene.glyphs, scene.compartments, page, label_pt(scene.pt)
        )

    def _crossed_titles(self, scene: Scene, titled: Sequence[int]) -> list[int]:
        """Slide titles of landscape compartments along their band; those that find no free place need a layer."""
        crossed = []
        labels = {a.id: self._arc(int(a.id[1:]), []).label for a in scene.arcs}
        for b, c in enumerate(scene.compartments):
            if b in titled:
                continue
            w, h = c.title_box[2] - c.title_box[0], c.title_box[3] - c.title_box[1]
            band = [
                segment_box(p, q, 2.5) for arc in scene.arcs for p, q in zip(arc.points, arc.points[1:], strict=False)
            ]
            x, y = c.title_box[0], c.title_box[1]
            while any(overlap((x, y, x + w, y + h), s) for s in band) and x + w < c.box[2] - 6:
                x += 3
            if any(overlap((x, y, x + w, y + h), s) for s in band) or x + w > c.box[2] - 3:
                crossed.append(b)
            elif x != c.title_box[0]:
                c.title_box = (x, y, x + w, y + h)
                for arc in scene.arcs:
                    arc.label_box, arc.disc, arc.feedback_at = None, None, None
                    arc.label = labels[arc.id]
                page = (2.0, 2.0, scene.width - 2, scene.legend_top - 1)
                scene.missing_labels, scene.forced_marks = place_labels(
                    scene.arcs, scene.glyphs, scene.compartments, page, label_pt(scene.pt)
                )
        return crossed


def move(scene: Scene, dx: float, dy: float) -> None:
    """Shift everything that is placed."""
    for glyph in scene.glyphs:
        glyph.x += dx
        glyph.y += dy
    for arc in scene.arcs:
        arc.points = [(x + dx, y + dy) for x, y in arc.points]
    for c in scene.compartments:
        c.box = (c.box[0] + dx, c.box[1] + dy, c.box[2] + dx, c.box[3] + dy)
        t = c.title_box
        c.title_box = (t[0] + dx, t[1] + dy, t[2] + dx, t[3] + dy)
    for arc in scene.arcs:
        if arc.label_box:
            b = arc.label_box
            arc.label_box = (b[0] + dx, b[1] + dy, b[2] + dx, b[3] + dy)
        if arc.disc:
            arc.disc = (arc.disc[0] + dx, arc.disc[1] + dy)
        if arc.feedback_at:
            (x, y), direction = arc.feedback_at
            arc.feedback_at = ((x + dx, y + dy), direction)


def _title_lines(title: str, size: float, count: int) -> list[str]:
    """A title in at most ``count`` lines, as narrow as they allow."""
    if count == 1:
        return [title]
    forms = [wrap(title, limit, 9) for limit in range(max(6, len(title) // count), len(title) + 1)]
    fitting = [f for f in forms if len(f) <= count] or [[title]]
    return min(fitting, key=lambda f: (_long(f, size), len(f)))


def _long(lines: Sequence[str], size: float) -> float:
    return max(text_width(t, size, "bold") for t in lines) + 1
