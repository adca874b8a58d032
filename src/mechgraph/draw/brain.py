"""Where in the brain claims hold: a schematic midsagittal view with regions, what is claimed of them, and arcs between.

Regions come from the ends of claims and from their anatomical context. Only regions with a known position are drawn;
the others are counted in a note. The picture is schematic and says so.
"""

from __future__ import annotations

import math
import os
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Protocol

from ..curie import Curie
from ..model import Association, Entity
from ..sentences import claim_sentence
from .atlas import CALLOSUM, CEREBELLUM, CEREBRUM, FOLIA, REGIONS, STEM, SULCI
from .content import head_of
from .glyphs import ellipse, polygon, rounded
from .metrics import text_width
from .paint import head_shapes
from .scene import Drawing, Group, Op, Point, Shape, Text
from .svg import svg_text
from .themes import Theme
from .themes import theme as theme_of

__all__ = ["ClaimSource", "brain_drawing", "brain_svg", "draw_brain"]

_MM = 72 / 25.4
WIDTH, HEIGHT = 183 * _MM, 132 * _MM
_SCALE = 1.62
_PT = 7.0
_SIGNS = {(True, True): " ±", (True, False): " +", (False, True): " −", (False, False): ""}


class ClaimSource(Protocol):
    """Anything that gives the claims about an entity and the entities that claims name, such as a graph."""

    def claims_about(self, entity: Entity) -> list[Association]: ...

    def names_of(self, claims: Iterable[Association]) -> dict[Curie, Entity]: ...


def brain_svg(graph: ClaimSource, entity: Entity, theme: str = "light") -> str:
    """The regions that a graph's claims about an entity name, as SVG; empty text where none of them can be drawn."""
    claims = graph.claims_about(entity)
    names = graph.names_of(claims)
    drawing = brain_drawing(claims, names, title=f"{entity.label}: regions of the brain", theme=theme)
    return svg_text(drawing, "mgbrain") if drawing else ""


def draw_brain(
    claims: Sequence[Association],
    entities: Mapping[Curie, Entity],
    path: str | os.PathLike[str] | None = None,
    *,
    title: str = "regions of the brain",
    theme: str = "light",
    dpi: int = 300,
    format: str | None = None,
) -> str | bytes | Path:
    """Draw the regions that claims name.

    Raises:
        DrawingError: no claim names a region with a known position, or the file cannot be written.
    """
    from ..errors import DrawingError
    from .figure import output

    drawing = brain_drawing(claims, entities, title=title, theme=theme)
    if drawing is None:
        raise DrawingError("no claim names a region of the brain that has a position", remedy="see draw/atlas.py")
    return output(drawing, "mgbrain", path, format, dpi)


class _Found:
    """What the claims say of one region."""

    def __init__(self) -> None:
        self.claims: list[Association] = []
        self.up = self.down = False
        self.rank: int | None = None


def _regions(claims: Iterable[Association]) -> tuple[dict[str, _Found], set[str]]:
    found: dict[str, _Found] = {}
    unplaced: set[str] = set()
    for a in claims:
        start, end = a.causal_ends
        for curie in dict.fromkeys(c for c in (start, end, a.qualifiers.anatomy) if c is not None):
            if curie not in REGIONS:
                if curie.prefix == "UBERON":
                    unplaced.add(str(curie))
                continue
            region = found.setdefault(str(curie), _Found())
            region.claims.append(a)
            if a.quantity is not None and a.quantity.rank is not None:
                region.rank = min(a.quantity.rank, region.rank or a.quantity.rank)
            if curie != start and head_of(a) in {"positive", "negative"}:
                region.up |= a.sign > 0
                region.down |= a.sign < 0
    return found, unplaced


def _at(y: float, z: float) -> Point:
    return (WIDTH / 2 + (y + 13) * _SCALE, HEIGHT / 2 - 8 - (z + 20) * _SCALE)


def _smooth(points: Sequence[tuple[float, float]], closed: bool = True) -> tuple[Op, ...]:
    """A Catmull–Rom curve through the points, as cubic Béziers."""
    p = [_at(*q) for q in points]
    n = len(p)
    ops: list[Op] = [("M", p[0])]
    for i in range(n if closed else n - 1):
        if closed:
            a, b, c, d = p[i - 1], p[i], p[(i + 1) % n], p[(i + 2) % n]
        else:
            a, b, c, d = p[max(0, i - 1)], p[i], p[i + 1], p[min(n - 1, i + 2)]
        first = (b[0] + (c[0] - a[0]) / 6, b[1] + (c[1] - a[1]) / 6)
        second = (c[0] - (d[0] - b[0]) / 6, c[1] - (d[1] - b[1]) / 6)
        ops.append(("C", (*first, *second, *c)))
    if closed:
        ops.append(("Z", ()))
    return tuple(ops)


def _mix(a: str, b: str, f: float) -> str:
    pairs = [(int(a[i : i + 2], 16), int(b[i : i + 2], 16)) for i in (1, 3, 5)]
    return "#" + "".join(f"{round(x + (y - x) * f):02X}" for x, y in pairs)


def _background(colours: Theme) -> Group:
    tissue, line = _mix(colours.page, "#C9A27E", 0.16), _mix(colours.page, "#8C7A68", 0.7)
    darker, faint = _mix(colours.page, "#C9A27E", 0.26), _mix(colours.page, "#8C7A68", 0.35)
    if colours.name == "grey":
        tissue, darker, line, faint = "#F2F2F2", "#E8E8E8", "#8C8C8C", "#CFCFCF"
    items: list[Shape | Text] = [Shape(_smooth(CEREBRUM), tissue, line, 1.1)]
    items += [Shape(_smooth(s, closed=False), None, faint, 0.9) for s in SULCI]
    items.append(Shape(_smooth(CEREBELLUM), darker, line, 1.0))
    items += [Shape(_smooth(s, closed=False), None, faint, 0.8) for s in FOLIA]
    items.append(Shape(_smooth(STEM), darker, line, 1.0))
    items.append(Shape(_smooth(CALLOSUM), colours.page, line, 0.9))
    items.append(Text(8, 14, "posterior", 6, colours.muted))
    items.append(Text(WIDTH - 8, 14, "anterior", 6, colours.muted, anchor="end"))
    return Group("mgbrain-outline", "outline", "schematic midsagittal brain", tuple(items))


def brain_drawing(
    claims: Sequence[Association], entities: Mapping[Curie, Entity], *, title: str, theme: str = "light"
) -> Drawing | None:
    """The drawing, or ``None`` where no region can be placed."""
    colours = theme_of(theme)
    found, unplaced = _regions(claims)
    if not found:
        return None
    worst = max((r.rank for r in found.values() if r.rank is not None), default=1)
    spots = {c: _at(REGIONS[c].y, REGIONS[c].z) for c in found}
    groups = [_background(colours)]
    middle = [c for c in found if REGIONS[c].midbrain]
    inset = len(middle) >= 3
    if inset:
        group, spots_in = _inset(middle, colours)
        groups.append(group)
    shown = {c: (spots_in[c] if inset and c in spots_in else p) for c, p in spots.items()}
    groups += _arcs(claims, entities, shown, colours)
    for c, region in found.items():
        fill = _fill(region, worst, colours)
        dash = (2.0, 1.2) if abs(REGIONS[c].x) > 6 else ()
        border = colours.glyphs["region"][1]
        items: list[Shape | Text] = []
        for x, y in dict.fromkeys((spots[c], shown[c])):
            r = 4.4 if (x, y) == shown[c] else 1.8
            items.append(Shape(ellipse(x, y, r, r), fill, border, 1.2 if r > 2 else 0.7, dash if r > 2 else ()))
        said = [claim_sentence(a, entities) for a in region.claims]
        data = (("entity", c), ("association", " ".join(a.id for a in region.claims)))
        groups.append(Group(f"mgbrain-{c.replace(':', '-')}", "region", ". ".join(said), tuple(items), data))
    groups.append(_labels(found, shown, entities, colours))
    groups.append(_key(found, worst, unplaced, inset, colours))
    sentences = dict.fromkeys(claim_sentence(a, entities) for r in found.values() for a in r.claims)
    return Drawing(WIDTH, HEIGHT, colours.page, title, ". ".join(sentences) + ".", tuple(groups))


def _fill(region: _Found, worst: int, colours: Theme) -> str:
    if region.rank is None:
        return colours.page
    return _mix(colours.page, colours.glyphs["region"][1], 0.85 - 0.6 * (region.rank - 1) / max(1, worst))


def _inset(members: Sequence[str], colours: Theme) -> tuple[Group, dict[str, Point]]:
    """An enlarged view of the midbrain, where nuclei lie millimetres apart."""
    w, h, zoom = 96.0, 96.0, 4.2
    x0, y0 = WIDTH / 2 + 42, HEIGHT - h - 44
    cy, cz = -26.0, -3.0
    places = {
        c: (x0 + w / 2 + (REGIONS[c].y - cy) * zoom * 0.8, y0 + h / 2 - (REGIONS[c].z - cz) * zoom) for c in members
    }
    (a, b), (c, d) = _at(-41, 6), _at(-12, -17)
    items: list[Shape | Text] = [
        Shape(polygon([(a, b), (c, b), (c, d), (a, d)]), None, colours.muted, 0.6, (2.0, 1.5)),
        Shape(polygon([(c, d), (x0 + w, y0)], closed=False), None, colours.rule, 0.6),
        Shape(polygon([(a, d), (x0, y0)], closed=False), None, colours.rule, 0.6),
        Shape(rounded(x0, y0, x0 + w, y0 + h, 6), colours.box_fill, colours.box_border, 0.8),
        Text(x0 + 6, y0 + 10, "midbrain, enlarged", 6, colours.box_title, "bold"),
    ]
    taken: list[Point] = []
    for key, (x, y) in places.items():
        while any(math.hypot(x - p, y - q) < 10 for p, q in taken):
            y += 4
        taken.append((x, y))
        places[key] = (x, y)
    return Group("mgbrain-inset", "inset", "the midbrain, enlarged", tuple(items)), places


def _arcs(
    claims: Iterable[Association], entities: Mapping[Curie, Entity], spots: Mapping[str, Point], colours: Theme
) -> list[Group]:
    groups = []
    for i, a in enumerate(claims):
        start, end = (str(c) for c in a.causal_ends)
        kind = head_of(a)
        if start not in spots or end not in spots or start == end or kind == "structure":
            continue
        (x0, y0), (x1, y1) = spots[start], spots[end]
        dx, dy = x1 - x0, y1 - y0
        length = math.hypot(dx, dy) or 1.0
        bend = 0.25 * length
        cx, cy = (x0 + x1) / 2 + dy / length * bend, (y0 + y1) / 2 - dx / length * bend
        ux, uy = (x1 - cx) / math.hypot(x1 - cx, y1 - cy), (y1 - cy) / math.hypot(x1 - cx, y1 - cy)
        tip = (x1 - ux * 6.5, y1 - uy * 6.5)
        colour = colours.negated if a.negated else colours.signs[kind]
        dash = {"established": (), "probable": (5.0, 2.2)}.get(a.certainty, (1.2, 1.8))
        ops: tuple[Op, ...] = (
            ("M", (x0, y0)),
            ("C", (x0 + (cx - x0) * 2 / 3, y0 + (cy - y0) * 2 / 3, tip[0] + (cx - tip[0]) * 2 / 3,
                   tip[1] + (cy - tip[1]) * 2 / 3, tip[0] - ux * 5, tip[1] - uy * 5)),
        )  # fmt: skip
        items = (
            Shape(ops, None, colours.page, 4.0),
            Shape(ops, None, colour, 1.5, dash),
            *head_shapes(kind, a.relation.direct, *tip, ux, uy, colour, colours),
        )
        data = (("association", a.id),)
        groups.append(Group(f"mgbrain-a{i}", f"arc {kind}", claim_sentence(a, entities), items, data))
    return groups


def _labels(
    found: Mapping[str, _Found], spots: Mapping[str, Point], entities: Mapping[Curie, Entity], colours: Theme
) -> Group:
    """Names in two outer columns with leader lines that do not cross, ordered as the regions lie."""
    fill, border = colours.glyphs["region"]
    items: list[Shape | Text] = []
    columns: dict[bool, list[str]] = {False: [], True: []}
    for c in sorted(found, key=lambda c: spots[c][1]):
        columns[spots[c][0] > WIDTH / 2 + 40 or REGIONS[c].y > -17].append(c)
    for right, members in columns.items():
        ys = _spread([spots[c][1] for c in members], 15.0, 34.0, HEIGHT - 50)
        for c, y in zip(members, ys, strict=True):
            entity = entities.get(Curie(c))
            name = (entity.label if entity else c) + _SIGNS[found[c].up, found[c].down]
            w = text_width(name, _PT) + 8
            x0 = WIDTH - 8 - w if right else 8.0
            x, spot_y = spots[c]
            edge = x0 - 1 if right else x0 + w + 1
            knee = edge - 9 if right else edge + 9
            far = math.hypot(knee - x, y - spot_y) or 1.0
            end = (x + (knee - x) / far * 4.4, spot_y + (y - spot_y) / far * 4.4)
            line = polygon([(edge, y), (knee, y), end], closed=False)
            items.insert(0, Shape(line, None, colours.muted, 0.5))
            items.append(Shape(rounded(x0, y - 5.6, x0 + w, y + 5.6, 2.5), fill, border, 0.8))
            items.append(Text(x0 + 4, y + _PT * 0.36, name, _PT, colours.ink))
    return Group("mgbrain-labels", "labels", "names of the regions", tuple(items))


def _spread(values: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """The nearest ascending positions that are ``gap`` apart, within the page where that is possible."""
    out = list(values)
    for _ in range(400):
        for i, (a, b) in enumerate(pairwise(out)):
            if b - a < gap:
                move = (gap - (b - a)) / 2
                out[i], out[i + 1] = a - move, b + move
        out = [min(max(v, low + i * gap), high - (len(out) - 1 - i) * gap) for i, v in enumerate(out)]
    return out


def _key(found: Mapping[str, _Found], worst: int, unplaced: set[str], inset: bool, colours: Theme) -> Group:
    items: list[Shape | Text] = []
    x, y = 10.0, HEIGHT - 26
    border = colours.glyphs["region"][1]
    entries: list[tuple[str | None, tuple[float, ...], str]] = []
    ranked = [a for r in found.values() for a in r.claims if a.quantity and a.quantity.rank is not None]
    what = "density " if ranked and all(a.predicate == "has_density_in" for a in ranked) else ""
    for rank in sorted({r.rank for r in found.values() if r.rank is not None}):
        sample = _Found()
        sample.rank = rank
        word = " (highest)" if rank == 1 else ""
        entries.append((_fill(sample, worst, colours), (), f"{what}rank {rank}{word}"))
    if any(r.rank is None for r in found.values()):
        entries.append((colours.page, (), "no amount stated"))
    if any(abs(REGIONS[c].x) > 6 for c in found):
        entries.append((colours.page, (2.0, 1.2), "beside the midline"))
    for fill, dash, text in entries:
        items.append(Shape(ellipse(x + 4, y, 4, 4), fill, border, 1.0, dash))
        items.append(Text(x + 12, y + 2.2, text, 6, colours.ink))
        x += 24 + text_width(text, 6)
    if any(r.up or r.down for r in found.values()):
        items.append(Text(x, y + 2.2, "+ increased there   − decreased there   ± both claimed", 6, colours.ink))
    note = "Schematic midsagittal view, positions approximate (MNI y, z; x projected); spinal cord not to scale."
    if unplaced:
        note += f" Places without a position here: {len(unplaced)}."
    items.append(Text(8, HEIGHT - 8, note, 5.5, colours.muted))
    return Group("mgbrain-key", "legend", "legend", tuple(items))
