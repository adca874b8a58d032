"""What every layout of one content shares, in either orientation: ranks, sizes of text, the legend. Made once."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, cached_property

from ..content import Content
from ..legend import Entry, entries
from ..marks import look
from ..scene import Glyph
from .assemble import arc_of
from .measure import node_sizes
from .plan import Plan, make_plan
from .rank import feedback_links, rank_nodes

__all__ = ["Frame", "legend_of"]


class Frame:
    """A content with its compartments numbered, its cycles opened and its entities ranked.

    ``ends`` are the upper and lower node of each plain link, one between two entities; ``flipped`` says whether its
    head is at the upper one, and ``discs`` how many marks it carries: a disc, chevrons against the flow.
    """

    def __init__(self, content: Content) -> None:
        self.content = content
        keys = list(content.places)
        self.lanes = [keys.index(n.place) if n.place else -1 for n in content.nodes]
        self.outer = [keys.index(content.within[key]) if key in content.within else -1 for key in keys]
        self.plain = [link for link in content.links if link.tail != link.head]
        ends = [(link.tail, link.head) for link in self.plain]
        self.flipped = feedback_links(len(self.lanes), ends)
        self.discs = [
            (x.negated or x.certainty == "inconclusive" or look(x.mark) == "struck") + back
            for x, back in zip(self.plain, self.flipped, strict=True)
        ]
        self.ends = [(v, u) if back else (u, v) for (u, v), back in zip(ends, self.flipped, strict=True)]
        tails = {u for u, _ in self.ends}
        outcomes = [v for v, node in enumerate(content.nodes) if node.outcome and v not in tails and not node.place]
        heads = {v for _, v in self.ends}
        starts = [v for v, node in enumerate(content.nodes) if node.kind == "drug" and v not in heads and v in tails]
        self.ranks = tuple(rank_nodes(len(self.lanes), self.ends, self.lanes, outcomes, starts, self.outer))
        self.sized = cache(lambda pt, limit: node_sizes(content, pt, limit))
        self.rough = cache(self.plan)

    def plan(self, ranks: tuple[int, ...], titled: tuple[int, ...] = ()) -> Plan:
        """A plan of its own for an order to be found in; ``rough`` is one that nobody orders."""
        return make_plan(ranks, self.ends, self.flipped, self.lanes, titled, self.outer)

    @cached_property
    def legend(self) -> list[Entry]:
        flipped = iter(self.flipped)
        return legend_of(self.content, [link.tail != link.head and next(flipped) for link in self.content.links])


def legend_of(content: Content, feedback: Sequence[bool] = ()) -> list[Entry]:
    """The legend of a content; ``feedback`` says of each link whether it is drawn against the flow."""
    glyphs = [Glyph("", n.entity, n.name, "", n.kind, [n.chip], 0, 0, 0, 0, chip=bool(n.chip)) for n in content.nodes]
    for glyph, node in zip(glyphs, content.nodes, strict=True):
        glyph.state = "repeat" if node.repeat else ""
    arcs = [arc_of(content, k, []) for k in range(len(content.links))]
    for arc, back in zip(arcs, feedback, strict=False):
        arc.feedback = back
    return entries(glyphs, arcs)
