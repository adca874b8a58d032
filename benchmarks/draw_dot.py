"""Our layout against Graphviz dot, on the same mechanisms: crossings, shared tracks, arcs through nodes, area, time.

    python -m benchmarks.draw_dot [EVERY]

EVERY takes each so-many-th mechanism of DrugMechDB (1: all). Needs the ``dot`` binary and MECHGRAPH_TEST_DATA (see
tests/draw/drugmechdb.py); the mechanisms of the embedded graph follow as a second, harder set.

Both sides draw the same thing. Dot gets our nodes with the sizes that our type and line breaks gave them (so labels are
equally large), our arcs, parallel ones included, our compartments as clusters with their titles, and our direction of
flow; all its other settings are its defaults. It runs with ``splines=true`` and with ``splines=ortho``. Where dot dies,
the mechanism is named as lost and counts for neither side in that comparison.

Both sides are counted by the same code, on ways as polylines: ours by their corners, dot's B-splines sampled at 16
points a piece. *Crossing*: a pair of arcs that cross at least once, more than 10 pt away from a node that both touch.
*Shared track*: a pair of arcs that run less than 2 pt apart, at less than 20° to each other, over more than 6 pt,
counted outside the same 10 pt. *Through a node*: an arc inside a node that is not one of its ends. *Area*: of the
smallest box around nodes, compartments and arcs, without legend. *Time*: ours within this process, all tries of fitting
the page included; dot's one process for the whole set, divided by its size. A reference number beside an arc takes room
in our figures and none in dot's.
"""

from __future__ import annotations

import hashlib
import math
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from tests.draw.drugmechdb import mechanism, records

import mechgraph
from mechgraph.draw import lay_out
from mechgraph.draw.scene import Box, Scene
from mechgraph.errors import DrawingError
from mechgraph.model import Mechanism

Points = NDArray[np.float64]
NEAR, LONG, APART = 2.0, 6.0, 10.0
"""Points: closer is one track, a track is longer, and this near a node that two arcs share nothing is counted."""
STEP = 1.0
PIECE = 16


@dataclass
class Layout:
    """What is counted of a figure: boxes by node, arcs as (source, target, way), and the area in square points."""

    nodes: dict[str, Box]
    arcs: list[tuple[str, str, Points]]
    area: float


def ours(scene: Scene) -> Layout:
    """Our layout of a scene."""
    nodes = {g.entity: g.box for g in scene.glyphs}
    arcs = [(a.source, a.target, np.array(a.points, float)) for a in scene.arcs]
    corners = [np.array(b).reshape(2, 2) for b in (*nodes.values(), *(c.box for c in scene.compartments))]
    everything = np.vstack([*corners, *(way for _, _, way in arcs)])
    width, height = everything.max(axis=0) - everything.min(axis=0)
    return Layout(nodes, arcs, float(width * height))


def dot_source(scene: Scene, splines: str) -> str:
    """The same nodes, arcs and compartments for dot."""
    number = {g.entity: f"n{i}" for i, g in enumerate(scene.glyphs)}
    direction = "TB" if scene.orientation == "portrait" else "LR"
    out = [f'digraph g {{ rankdir={direction}; splines={splines}; node [shape=box, fixedsize=true, label=""];']
    for i, c in enumerate(scene.compartments):
        title = c.title.replace("\\", "").replace('"', "'")
        inside = " ".join(f"{number[g.entity]};" for g in scene.glyphs if g.compartment == c.id)
        out.append(f'subgraph cluster_{i} {{ label="{title}"; fontname="DejaVu Sans"; fontsize={scene.pt}; {inside} }}')
    out += [f"{number[g.entity]} [width={g.width / 72:.4f}, height={g.height / 72:.4f}];" for g in scene.glyphs]
    out += [f"{number[a.source]} -> {number[a.target]};" for a in scene.arcs]
    return "\n".join([*out, "}"])


def of_dot(plain: Sequence[str], scene: Scene) -> Layout:
    """Dot's layout from its plain output (inches)."""
    entity = {f"n{i}": g.entity for i, g in enumerate(scene.glyphs)}
    nodes: dict[str, Box] = {}
    arcs = []
    area = 0.0
    for line in plain:
        kind, *words = line.split()
        if kind == "graph":
            area = float(words[1]) * float(words[2]) * 72 * 72
        elif kind == "node":
            x, y, w, h = (72 * float(v) for v in words[1:5])
            nodes[entity[words[0]]] = (x - w / 2, y - h / 2, x + w / 2, y + h / 2)
        elif kind == "edge":
            n = int(words[2])
            control = 72 * np.array([float(v) for v in words[3 : 3 + 2 * n]]).reshape(n, 2)
            arcs.append((entity[words[0]], entity[words[1]], _sampled(control)))
    return Layout(nodes, arcs, area)


def _sampled(control: Points) -> Points:
    """A piecewise cubic Bézier curve as a polyline."""
    t = np.linspace(0, 1, PIECE + 1)[:, None]
    pieces = [control[i : i + 4] for i in range(0, len(control) - 1, 3)]
    return np.vstack(
        [(1 - t) ** 3 * a + 3 * (1 - t) ** 2 * t * b + 3 * (1 - t) * t**2 * c + t**3 * d for a, b, c, d in pieces]
    )


def _even(way: Points) -> Points:
    """The way as points ``STEP`` apart."""
    lengths = np.hypot(*np.diff(way, axis=0).T)
    along = np.concatenate([[0.0], np.cumsum(lengths)])
    at = np.arange(0.0, along[-1], STEP)
    return np.column_stack([np.interp(at, along, way[:, i]) for i in (0, 1)])


def _away(points: Points, boxes: Iterable[Box]) -> NDArray[np.bool_]:
    """Which points are at least ``APART`` from all of the boxes."""
    free = np.ones(len(points), bool)
    for x0, y0, x1, y1 in boxes:
        dx = np.maximum(np.maximum(x0 - points[:, 0], points[:, 0] - x1), 0)
        dy = np.maximum(np.maximum(y0 - points[:, 1], points[:, 1] - y1), 0)
        free &= np.hypot(dx, dy) >= APART
    return free


def _crossings(a: Points, b: Points) -> Points:
    """The points in which two polylines cross."""
    p, r = a[:-1, None], np.diff(a, axis=0)[:, None]
    q, s = b[None, :-1], np.diff(b, axis=0)[None]
    d = q - p
    turn = r[..., 0] * s[..., 1] - r[..., 1] * s[..., 0]
    with np.errstate(divide="ignore", invalid="ignore"):
        t = (d[..., 0] * s[..., 1] - d[..., 1] * s[..., 0]) / turn
        u = (d[..., 0] * r[..., 1] - d[..., 1] * r[..., 0]) / turn
    i, j = np.nonzero((np.abs(turn) > 1e-9) & (t >= 0) & (t <= 1) & (u >= 0) & (u <= 1))
    crossed: Points = a[i] + t[i, j, None] * np.diff(a, axis=0)[i]
    return crossed


def count(layout: Layout) -> Counter[str]:
    """Crossings, shared tracks and arcs through nodes."""
    found: Counter[str] = Counter()
    even = [_even(way) for _, _, way in layout.arcs]
    for i, j in combinations(range(len(layout.arcs)), 2):
        (a, b, way), (c, d, other) = layout.arcs[i], layout.arcs[j]
        touched = [layout.nodes[n] for n in {a, b} & {c, d}]
        found["crossings"] += bool(_away(_crossings(way, other), touched).any())
        free = even[i][_away(even[i], touched)]
        if len(free) and len(even[j]):
            gaps = np.sqrt(((free[:, None] - even[j][None]) ** 2).sum(axis=2)).min(axis=1)
            found["shared tracks"] += bool((gaps < NEAR).sum() * STEP > LONG) and not _only_crossing(free, even[j])
    for (a, b, _), points in zip(layout.arcs, even, strict=True):
        for name, (x0, y0, x1, y1) in layout.nodes.items():
            if name not in (a, b):
                inside = (points > (x0 + 0.5, y0 + 0.5)).all(axis=1) & (points < (x1 - 0.5, y1 - 0.5)).all(axis=1)
                found["through nodes"] += bool(inside.any())
    return found


def _only_crossing(a: Points, b: Points) -> bool:
    """Whether two ways come near only where they cross at more than 20°: that is no track."""
    gaps = np.sqrt(((a[:, None] - b[None]) ** 2).sum(axis=2))
    i = np.nonzero(gaps.min(axis=1) < NEAR)[0]
    i = i[(i > 0) & (i < len(a) - 1)]
    j = np.clip(gaps[i].argmin(axis=1), 1, len(b) - 2) if len(b) > 2 else np.zeros(len(i), int)
    if not len(i) or len(b) <= 2:
        return False
    u, v = a[i + 1] - a[i - 1], b[j + 1] - b[j - 1]
    sine = np.abs(u[:, 0] * v[:, 1] - u[:, 1] * v[:, 0]) / (np.hypot(*u.T) * np.hypot(*v.T) + 1e-9)
    return bool((sine < math.sin(math.radians(20))).sum() * STEP <= LONG)


def run_dot(scenes: Sequence[Scene], splines: str) -> tuple[list[Layout | None], float]:
    """Dot's layouts of all scenes, ``None`` where it dies, and the seconds of the runs that it survived."""
    text = "\n".join(dot_source(s, splines) for s in scenes)
    start = time.perf_counter()
    done = subprocess.run(["dot", "-Tplain"], input=text, capture_output=True, text=True, check=False)
    seconds = time.perf_counter() - start
    if done.returncode == 0:
        parts = done.stdout.replace("\\\n", "").split("\nstop\n")
        return [of_dot(part.splitlines(), s) for part, s in zip(parts, scenes, strict=False)], seconds
    if len(scenes) == 1:
        return [None], 0.0
    half = len(scenes) // 2
    (a, first), (b, second) = run_dot(scenes[:half], splines), run_dot(scenes[half:], splines)
    return a + b, first + second


def compare(title: str, mechanisms: Iterable[Mechanism]) -> None:
    """Print the counts of a set on each side, and what dot needs for each one of ours."""
    scenes, refused, seconds = [], 0, 0.0
    for m in mechanisms:
        start = time.perf_counter()
        try:
            scenes.append(lay_out(m))
        except DrawingError:
            refused += 1
        seconds += time.perf_counter() - start
    mine = [ours(s) for s in scenes]
    own = [count(layout) for layout in mine]
    print(f"{title}: {len(scenes)} mechanisms ({refused} refused), {sum(len(s.arcs) for s in scenes):,} arcs")
    print(f"  {'ours':<10} {_line(own)}, {1000 * seconds / len(scenes):.1f} ms each")
    digest = hashlib.sha256(_line(own).encode())
    for splines in ("true", "ortho"):
        layouts, took = run_dot(scenes, splines)
        both = [(i, layout) for i, layout in enumerate(layouts) if layout is not None]
        ratio = math.exp(np.mean([math.log(layout.area / mine[i].area) for i, layout in both]))
        lost = len(scenes) - len(both)
        line = _line([count(layout) for _, layout in both])
        line += f" (ours on the same {len(both)}: {_line([own[i] for i, _ in both])})" if lost else ""
        print(f"  dot, {splines:<5} {line}, area × {ratio:.2f}, {1000 * took / len(both):.1f} ms each, {lost} lost")
        digest.update(f"{line} {ratio:.3f}".encode())
    print(f"  fingerprint {digest.hexdigest()[:16]}")


def _line(counts: Iterable[Counter[str]]) -> str:
    totals: Counter[str] = Counter()
    for c in counts:
        totals.update(c)
    return ", ".join(f"{what} {totals[what]}" for what in ("crossings", "shared tracks", "through nodes"))


def main(every: int = 1) -> None:
    """Both sets."""
    if shutil.which("dot") is None:
        sys.exit("this needs Graphviz: apt-get install graphviz")
    version = subprocess.run(["dot", "-V"], capture_output=True, text=True, check=True).stderr.strip()
    print(version)
    compare("DrugMechDB", (mechanism(r) for r in records()[::every]))
    kg = mechgraph.load()
    pairs = sorted({(m.drug, m.effect) for m in kg.store.mechanisms() if m.effect is not None})
    compare("embedded", (kg.mechanism(str(d), str(e)) for d, e in pairs))


if __name__ == "__main__":
    main(*(int(a) for a in sys.argv[1:2]))
