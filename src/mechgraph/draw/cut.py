"""Cut a content into panels: what belongs together stays together, each claim is drawn once, the seams are marked.

The blocks are the compartments, and single entities outside of them. In the order of a walk along the claims, where a
branch stays together, they are parted so that few claims run between panels of about the same size. A claim between
two panels is drawn in one of them, where the entity at its other end is repeated ("continued from A"); its home says
so too ("continues in B"). No geometry here.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate
from string import ascii_uppercase

from .content import Content, Node

__all__ = ["cut", "letter"]

_EVEN = 0.5
"""What a panel of twice the mean size, or of none, costs: this share of a panel's mean number of claims."""


def letter(i: int) -> str:
    """The letter of a panel; there are at most 26 of them.

    >>> letter(0), letter(25)
    ('A', 'Z')
    """
    return ascii_uppercase[i]


def cut(content: Content, count: int) -> list[Content] | None:
    """The panels in reading order, or ``None`` where the content does not fall into that many.

    The links of the panels are those of the content, with their reference numbers.
    """
    homes = _homes(content, count)
    if homes is None:
        return None
    panels = _panels_of_links(content, homes)
    shown: list[set[int]] = [set() for _ in range(count)]
    for link, p in zip(content.links, panels, strict=True):
        shown[p] |= {link.tail, link.head}
    for v, home in enumerate(homes):
        if not any(v in s for s in shown):
            shown[home].add(v)
    if not all(shown):
        return None
    first = {v: next(p for p, s in enumerate(shown) if v in s) for v in range(len(homes))}
    homes = [home if v in shown[home] else first[v] for v, home in enumerate(homes)]
    return [_panel(content, p, homes, shown, panels) for p in range(count)]


def _homes(content: Content, count: int) -> list[int] | None:
    """The panel of each entity: blocks in the order of a walk, parted where few claims run and panels stay even."""
    blocks = _walk(content, _blocks(content, count))
    if count > len(blocks):
        return None
    place = {v: i for i, members in enumerate(blocks) for v in members}
    n = len(blocks)
    # inner[i][j]: claims within the blocks i … j−1
    inner = [[0] * (n + 1) for _ in range(n + 1)]
    ends = Counter((min(a, b), max(a, b)) for a, b in ((place[x.tail], place[x.head]) for x in content.links))
    for i in range(n - 1, -1, -1):
        for j in range(i + 1, n + 1):
            inner[i][j] = inner[i + 1][j] + sum(ends[i, b] for b in range(i, j)) if j > i + 1 else ends[i, i]
    before = [0, *accumulate(len(members) for members in blocks)]
    mean = before[-1] / count
    price = _EVEN * len(content.links) / count

    def worth(i: int, j: int) -> float:
        return inner[i][j] - price * ((before[j] - before[i]) / mean - 1) ** 2

    # best[k][j]: the worth of the first j blocks in k panels, and where the last of these begins
    best = [[(-math.inf, 0)] * (n + 1) for _ in range(count + 1)]
    best[0][0] = (0.0, 0)
    for k in range(1, count + 1):
        for j in range(k, n + 1):
            best[k][j] = max((best[k - 1][i][0] + worth(i, j), i) for i in range(k - 1, j))
    homes = [0] * len(content.nodes)
    end = n
    for k in range(count, 0, -1):
        start = best[k][end][1]
        for members in blocks[start:end]:
            for v in members:
                homes[v] = k - 1
        end = start
    return homes


def _blocks(content: Content, count: int) -> list[list[int]]:
    """What is not parted: compartments, unless one alone is more than a panel, and single entities."""
    size = Counter(node.place for node in content.nodes)
    groups: dict[str, list[int]] = {}
    for v, node in enumerate(content.nodes):
        whole = node.place and size[node.place] * count <= len(content.nodes) * 1.3
        groups.setdefault(node.place if whole else f" {v}", []).append(v)
    return list(groups.values())


def _walk(content: Content, blocks: Sequence[list[int]]) -> list[list[int]]:
    """The blocks in the order of a walk in depth along the claims, so that branches stay together."""
    block = {v: i for i, members in enumerate(blocks) for v in members}
    out: list[dict[int, None]] = [{} for _ in blocks]
    caused = set()
    for link in content.links:
        a, b = block[link.tail], block[link.head]
        if a != b:
            out[a][b] = None
            caused.add(b)
    order: dict[int, None] = {}
    stack = [*range(len(blocks) - 1, -1, -1), *(b for b in range(len(blocks) - 1, -1, -1) if b not in caused)]
    while stack:
        b = stack.pop()
        if b not in order:
            order[b] = None
            stack.extend(reversed(out[b]))
    return [blocks[b] for b in order]


def _panels_of_links(content: Content, homes: Sequence[int]) -> list[int]:
    """The panel of each link: its ends' own, or for a link between two that which repeats fewest entities."""
    out = [homes[link.head] if homes[link.tail] == homes[link.head] else -1 for link in content.links]
    while -1 in out:
        # the entity whose repetition in one other panel lets most links be drawn there; a cause before its effect
        gain: Counter[tuple[int, int]] = Counter()
        for link, p in zip(content.links, out, strict=True):
            if p < 0:
                gain[link.tail, homes[link.head]] += 1
                gain[link.head, homes[link.tail]] += 1
        causes = {(link.tail, homes[link.head]) for link in content.links}
        v, p = max(gain, key=lambda key: (gain[key], key in causes, -key[0], -key[1]))
        for k, link in enumerate(content.links):
            if out[k] < 0 and (
                (link.tail == v and homes[link.head] == p) or (link.head == v and homes[link.tail] == p)
            ):
                out[k] = p
    return out


def _panel(content: Content, p: int, homes: Sequence[int], shown: Sequence[set[int]], panels: Sequence[int]) -> Content:
    members = sorted(shown[p])
    own_places = {content.nodes[v].place for v in members if homes[v] == p}
    nodes: list[Node] = []
    for v in members:
        node = content.nodes[v]
        others = [letter(q) for q, s in enumerate(shown) if q != p and v in s]
        if homes[v] == p:
            seam = f"continues in {', '.join(others)}" if others else ""
        else:
            seam = f"continued from {letter(homes[v])}"
        place = node.place if node.place in own_places else ""
        nodes.append(replace(node, place=place, seam=seam, repeat=homes[v] != p))
    at = {v: i for i, v in enumerate(members)}
    links = [
        replace(link, tail=at[link.tail], head=at[link.head])
        for link, q in zip(content.links, panels, strict=True)
        if q == p
    ]
    panel = replace(content, nodes=nodes, links=links, notes=[], asides=[], title="", letters={}, whole=False)
    panel.tidy()
    return panel
