"""The ways of arcs: in each gap between two layers every bent link gets a track of its own. Flow coordinates.

Two links never share a stretch: where one leaves its upper port above the place at which another reaches its lower
port, the first takes the higher track; where such demands run in a circle, one link is split by a dogleg.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import permutations

from ..scene import Point
from .place import Gaps, Placement, Sizes
from .plan import Plan

__all__ = ["TRACK", "Routing", "least_depth", "route"]

TRACK = 7.0
"""Distance of neighbouring tracks in points."""
_NEAR = 6.5
BORDER = 8.0
"""Distance of a compartment's border from its members, across the layers."""
NEST = 5.0
"""Distance of a compartment's border from that of one within it."""


@dataclass(slots=True)
class Routing:
    """Depth of layers (start, end), ways of links from upper to lower end, depth of compartments, the total."""

    layers: list[tuple[float, float]]
    ways: list[list[Point]]
    boxes: dict[int, tuple[float, float]]
    depth: float


@dataclass(slots=True)
class _Net:
    """A bent piece of a link in one gap: cross position at the upper and lower side; its track."""

    link: int
    top: float
    bottom: float
    piece: int = 0
    track: int = 0

    low: float = field(init=False)
    high: float = field(init=False)

    def __post_init__(self) -> None:
        self.low, self.high = min(self.top, self.bottom), max(self.top, self.bottom)


def route(
    plan: Plan,
    placement: Placement,
    sizes: Sizes,
    gaps: Gaps,
    heads: Sequence[int],
    discs: Sequence[int],
    lanes: Sequence[int],
    inset: Callable[[int, int, int, float], float],
) -> Routing:
    """Tracks, depths and ways.

    Args:
        plan, placement, sizes, gaps, heads: As in :func:`mechgraph.draw.place.place`.
        discs: How many marks a link carries (a disc, chevrons), for which it needs a longer stretch.
        lanes: The compartment of each node, −1 for none.
        inset: How far inside its extent the outline of a node lies: node, side (0 lower, 1 upper), link, offset.
    """
    count = len(plan.layers)
    columns = [_column(chain, k, placement) for k, chain in enumerate(plan.chains)]
    passing = _passing(plan)
    tracks: dict[tuple[int, int], list[tuple[int, float]]] = {}
    used: list[int] = []
    for g in range(count - 1):
        nets, pins = [], []
        for k, i in passing[g]:
            top, bottom = columns[k][i], columns[k][i + 1]
            pins += [top, bottom]
            if abs(top - bottom) > 0.01:
                nets.append(_Net(k, top, bottom))
        done = _assign(nets, pins)
        used.append(1 + max((n.track for n in done), default=-1))
        for net in sorted(done, key=lambda n: n.piece):
            i = next(i for k, i in passing[g] if k == net.link)
            tracks.setdefault((net.link, i), []).append((net.track, net.bottom))

    layers, first_track = _depths(plan, sizes, gaps, heads, discs, passing, used)
    ways = []
    for k, chain in enumerate(plan.chains):
        way: list[Point] = []
        for i, a in enumerate(chain):
            c = columns[k][i]
            item = plan.items[a]
            start, end = layers[item.layer]
            if item.node < 0:
                way.append((c, start))
                if end > start:
                    way.append((c, end))
            else:
                side = 0 if i == 0 else 1
                middle, half = (start + end) / 2, sizes.depth[item.node] / 2
                deep = inset(item.node, side, k, c - placement.items[a])
                way.append((c, middle + half - deep if side == 0 else middle - half + deep))
            for track, to in tracks.get((k, i), ()):
                d = first_track[item.layer] + track * TRACK
                way += [(way[-1][0], d), (to, d)]
        ways.append(_simplify(way))

    boxes: dict[int, tuple[float, float]] = {}
    for b in plan.spans:  # those within others come first
        members = [v for v in range(len(lanes)) if lanes[v] == b]
        spans = [(sum(layers[plan.items[v].layer]) / 2, sizes.depth[v] / 2) for v in members]
        held = [boxes[x] for x in boxes if plan.outer and plan.outer[x] == b]
        start = min([*(m - h - BORDER for m, h in spans), *(s - NEST for s, _ in held)])
        if b in plan.title_layers:
            start = layers[plan.title_layers[b]][1] - sizes.title_depth[b] - 3
        boxes[b] = (start, max([*(m + h + BORDER for m, h in spans), *(e + NEST for _, e in held)]))
    ends = [end for _, end in layers] + [end for _, end in boxes.values()]
    start = min([0.0, *(s for s, _ in boxes.values())])
    if start < 0:
        layers = [(s - start, e - start) for s, e in layers]
        ways = [[(c, d - start) for c, d in way] for way in ways]
        boxes = {b: (s - start, e - start) for b, (s, e) in boxes.items()}
    return Routing(layers, ways, boxes, max(ends, default=0.0) - start)


def least_depth(plan: Plan, sizes: Sizes, gaps: Gaps, heads: Sequence[int], discs: Sequence[int]) -> float:
    """A bound for the depth that needs no positions: that of the layers if every link were straight."""
    layers, _ = _depths(plan, sizes, gaps, heads, discs, _passing(plan), [0] * len(plan.layers))
    return layers[-1][1] if layers else 0.0


def _passing(plan: Plan) -> list[list[tuple[int, int]]]:
    """For each gap between two layers the pieces (link, index in its chain) that run through it."""
    passing: list[list[tuple[int, int]]] = [[] for _ in plan.layers[1:]]
    for k, chain in enumerate(plan.chains):
        for i in range(len(chain) - 1):
            passing[plan.items[chain[i]].layer].append((k, i))
    return passing


def _column(chain: Sequence[int], k: int, placement: Placement) -> list[float]:
    return [placement.ports[k, 0], *(placement.items[a] for a in chain[1:-1]), placement.ports[k, 1]]


def _depths(
    plan: Plan,
    sizes: Sizes,
    gaps: Gaps,
    heads: Sequence[int],
    discs: Sequence[int],
    passing: Sequence[Sequence[tuple[int, int]]],
    used: Sequence[int],
) -> tuple[list[tuple[float, float]], list[float]]:
    """Start and end of each layer, and the depth of the first track after each."""
    thick = [0.0] * len(plan.layers)
    for r, layer in enumerate(plan.layers):
        thick[r] = max((sizes.depth[plan.items[a].node] for a in layer if plan.items[a].node >= 0), default=0.0)
    for b, layer_of in plan.title_layers.items():
        thick[layer_of] = max(thick[layer_of], sizes.title_depth[b])
    title, hosts = plan.bare_layers, set(plan.title_layers.values())
    ending = {last: 0.0 for _, last in plan.spans.values()}
    begins = {first: 0.0 for first, _ in plan.spans.values()}
    for b, (first, last) in plan.spans.items():
        begins[first] = max(begins[first], NEST * (plan.levels(b, 0) - 1))
        ending[last] = max(ending[last], NEST * (plan.levels(b, 1) - 1))
    layers: list[tuple[float, float]] = []
    first_track: list[float] = []
    at = 0.0
    for r in range(len(plan.layers)):
        layers.append((at, at + thick[r]))
        at += thick[r]
        if r == len(plan.layers) - 1:
            break
        foot = 2.0 if r in title else 6.0
        if r in ending:
            foot = BORDER + 3 + ending[r]
        upper = any(i == 0 and heads[k] == 0 for k, i in passing[r])
        lower = any(i == len(plan.chains[k]) - 2 for k, i in passing[r])
        if upper:
            foot = max(foot, 11.5)
        head = (12.0 if lower else 6.0) + begins.get(r + 1, 0.0)
        if r + 1 in title:
            head = 8.0
        elif r + 1 in hosts:
            head = max(head, 8.0)
        tracks = used[r]
        if tracks:
            need = foot + (tracks - 1) * TRACK + head
        elif r in title:
            need = 12.0 if lower else 7.0 if r + 1 in title else 5.0
        else:
            need = foot + head - 5
        if r not in title and (r + 1) not in title:
            need = max(need, gaps.layer)
            marks = max((discs[k] for k, _ in passing[r] if len(plan.chains[k]) == 2), default=0)
            if marks:
                need = max(need, 22.0 + 10.0 * marks)
        if r not in title:
            need += gaps.slack
        first_track.append(at + foot + max(0.0, need - (foot + max(0, tracks - 1) * TRACK + head)) * 0.4)
        at += need
    return layers, first_track


def _assign(nets: list[_Net], pins: list[float]) -> list[_Net]:
    """Give every net a track; may split nets, whose pieces are then returned in order."""
    done: list[_Net] = []
    late: list[_Net] = []
    waiting = list(range(len(nets)))
    after: list[list[int]] = [[] for _ in nets]
    """Which nets a net must precede; ``before`` counts how many must still precede it."""
    before = [0] * len(nets)
    extra = [0] * len(nets)
    """Crossings that a net adds when it lies above all that wait, less those that it saves."""
    for i, j in permutations(waiting, 2):
        a, b = nets[i], nets[j]
        if a.link != b.link and abs(a.top - b.bottom) < _NEAR - 0.5:
            after[i].append(j)
            before[j] += 1
        if crossings := _crossings(a, b):
            extra[i] += crossings
            extra[j] -= crossings
    while waiting:
        free = [i for i in waiting if not before[i]]
        if free:
            best = min(free, key=lambda i: (extra[i], -abs(nets[i].top - nets[i].bottom), nets[i].link))
            _lay(nets[best], done)
        else:
            best = waiting[0]
            a = nets[best]
            column = _free_column(a, pins)
            pins.append(column)
            _lay(_Net(a.link, a.top, column, 0), done)
            late.append(_Net(a.link, column, a.bottom, 1))
        waiting.remove(best)
        for j in after[best]:
            before[j] -= 1
        for j in waiting:
            extra[j] -= _crossings(nets[j], nets[best]) - _crossings(nets[best], nets[j])
    for net in late:
        net.track = 0
        _lay(net, done, below=True)
    return done


def _lay(net: _Net, done: list[_Net], below: bool = False) -> None:
    net.track = max(
        (d.track + 1 for d in done if below or (net.low < d.high + _NEAR and d.low < net.high + _NEAR)), default=0
    )
    done.append(net)


def _crossings(upper: _Net, lower: _Net) -> int:
    """Crossings when one net lies above another: verticals of each through the horizontal of the other."""
    through = upper.low < lower.top < upper.high
    return through + (lower.low < upper.bottom < lower.high)


def _free_column(net: _Net, pins: Sequence[float]) -> float:
    middle = (net.top + net.bottom) / 2
    for step in range(2000):
        for column in (middle + step, middle - step):
            if all(abs(column - p) >= _NEAR for p in pins):
                return column
    raise AssertionError("no free column")  # pragma: no cover - pins are finite, the line is not


def _simplify(way: list[Point]) -> list[Point]:
    """Drop points that repeat or lie on a straight line."""
    out: list[Point] = []
    for p in way:
        if out and abs(p[0] - out[-1][0]) < 0.01 and abs(p[1] - out[-1][1]) < 0.01:
            continue
        if len(out) > 1:
            (x0, y0), (x1, y1) = out[-2], out[-1]
            if abs((x1 - x0) * (p[1] - y0) - (y1 - y0) * (p[0] - x0)) < 1e-6:
                out[-1] = p
                continue
        out.append(p)
    return out
