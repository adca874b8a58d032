"""How much room everything needs, before it has a place: text is measured first, then nodes, ports and titles."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import TypeAlias

from ..content import Content, Link
from ..glyphs import corner, inset, size_for
from ..metrics import LINE, text_width, wrap
from ..scene import title_pt
from .place import Gaps, Sizes, port_order
from .plan import Plan

__all__ = ["Sized", "head_ends", "inset_of", "measure", "node_sizes", "title_lines"]

Sized: TypeAlias = list[tuple[list[str], int, int]]
"""Per node the lines of its text, its width and its height."""
_LOOP = 20.0
"""Room beside a node for a claim about itself."""


def node_sizes(content: Content, pt: float, limit: int) -> Sized:
    """Every node's text in lines of about ``limit`` characters, and how large that makes it."""
    out = []
    for node in content.nodes:
        lines = wrap(node.name, limit)
        if node.remark:
            lines += wrap(f"({node.remark})", limit)
        if node.seam:
            lines.append(f"({node.seam})")
        if node.chip:
            lines.append(node.chip)
        out.append((lines, *size_for(node.kind, lines, pt, bool(node.chip))))
    return out


def head_ends(plan: Plan) -> list[int]:
    """The end (0 upper, 1 lower) of each link that carries its head."""
    return [0 if back else 1 for back in plan.flipped]


def measure(
    plan: Plan, content: Content, lanes: Sequence[int], sized: Sized, pt: float, gaps: Gaps, portrait: bool
) -> Sizes:
    """Extents of nodes (widened where many arcs meet them) and of titles in one to four lines."""
    nodes = content.nodes
    cross = [float(w if portrait else h) for _, w, h in sized]
    depth = [float(h if portrait else w) for _, w, h in sized]

    def free(v: int) -> float:
        """What a side of a node leaves for ports."""
        w, h = (cross[v], depth[v]) if portrait else (depth[v], cross[v])
        return cross[v] - 2 * corner(nodes[v].kind, portrait, w, h)

    heads = head_ends(plan)
    for (v, _), side in port_order(plan).items():
        need = math.fsum(
            gaps.head if heads[k] == e or heads[j] == f else gaps.tail for (k, e), (j, f) in pairwise(side)
        )
        while need > 0 and free(v) < need:
            cross[v] += max(2.0, (need - cross[v]) / 2)
    margin = [0.0] * len(nodes)
    for link in content.links:
        margin[link.tail] += _LOOP * (link.tail == link.head)
    result = Sizes(cross, depth, [max(0.5, free(v) / 2) for v in range(len(nodes))], margin)
    size = title_pt(pt)
    for b, title in enumerate(content.places.values()):
        forms = [title_lines(title, size, count) for count in (1, 2, 3, 4)]
        extents = [(title_width(f, size), size * LINE * len(f)) for f in forms]
        room = _title_room(plan, b, lanes, cross, depth, gaps, portrait)
        fitting = next((e for e in extents if e[0] <= room), extents[-1])
        result.title_forms[b] = list(dict.fromkeys(extents))
        result.title_cross[b], result.title_depth[b] = fitting
        result.title_band[b] = 0.0 if b in plan.title_layers else fitting[1] + 2
    return result


def _title_room(
    plan: Plan,
    box: int,
    lanes: Sequence[int],
    cross: Sequence[float],
    depth: Sequence[float],
    gaps: Gaps,
    portrait: bool,
) -> float:
    """How long a title may be before it widens its compartment."""
    members = [v for v, lane in enumerate(lanes) if plan.holds(box, lane)]
    if portrait or box in plan.title_layers:
        across: dict[int, float] = {}
        for v in members:
            across[plan.items[v].layer] = across.get(plan.items[v].layer, 0.0) + cross[v] + 12
        return max(60.0 if portrait else 50.0, *across.values())
    along = {plan.items[v].layer: depth[v] for v in members}
    return math.fsum(along.values()) + gaps.layer * (len(along) - 1)


def inset_of(
    content: Content, plan: Plan, links: Sequence[Link], sizes: Sizes, portrait: bool
) -> Callable[[int, int, int, float], float]:
    """How far inside its extent a node's outline lies where a link meets it.

    Asked with node, side (0 lower, 1 upper), index of the link, and offset from the middle of the side. The bar of an
    inhibition is wider than the notch of a receptor and stays above it.
    """
    sides = ("b", "t") if portrait else ("r", "l")
    heads = head_ends(plan)

    def inside(v: int, side: int, k: int, offset: float) -> float:
        if links[k].kind == "negative" and heads[k] == side and content.nodes[v].kind == "receptor":
            return 0.0
        w, h = (sizes.cross[v], sizes.depth[v]) if portrait else (sizes.depth[v], sizes.cross[v])
        return inset(content.nodes[v].kind, sides[side], offset, w, h)

    return inside


@lru_cache(maxsize=4096)
def title_lines(title: str, size: float, count: int) -> list[str]:
    """A title in at most ``count`` lines, as narrow as they allow."""
    if count == 1:
        return [title]
    forms = [wrap(title, limit, 9) for limit in range(max(6, len(title) // count), len(title) + 1)]
    fitting = [f for f in forms if len(f) <= count] or [[title]]
    return min(fitting, key=lambda f: (title_width(f, size), len(f)))


def title_width(lines: Sequence[str], size: float) -> float:
    return max(text_width(t, size, "bold") for t in lines) + 1
