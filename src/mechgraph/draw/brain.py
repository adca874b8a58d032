"""Where in the brain claims hold: a schematic midsagittal view with regions, what is claimed of them, and arcs between.

Regions come from the ends of claims and from their anatomical context. Only regions with a position in
``graph/brain.tsv`` are drawn; the others are named in a note. The picture is schematic and says so.
"""

from __future__ import annotations

import math
import os
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import Protocol

from ..curie import Curie
from ..model import Association, Entity
from ..sentences import claim_sentence
from .atlas import BASES, regions
from .content import head_of
from .glyphs import ellipse, polygon, rounded
from .legend import legend_height
from .metrics import clip, text_width
from .projections import arc_legend, projections
from .sagittal import HEIGHT, WIDTH, inset, inset_title, mix, outline, place
from .scene import Drawing, Group, Point, Shape, Text
from .shown import Figure, output
from .svg import svg_text
from .themes import Theme
from .themes import theme as theme_of

__all__ = ["ClaimSource", "brain_drawing", "brain_svg", "draw_brain"]

_PT = 7.0
_WIDEST = 110.0
"""Points that a region's name may take beside the brain; a longer one is cut."""
_LATERAL = 15.0
"""Beyond so many mm from the midline a region lies in the temporal lobe, which the plane does not cut."""
_NAMED = 4
"""At most so many places without a position are named below the figure."""
_SMALL = 5.5
_SIGNS = {(True, True): "±", (True, False): "↑", (False, True): "↓"}


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
) -> Figure | str | bytes | Path:
    """Draw the regions that claims name.

    Raises:
        DrawingError: no claim names a region with a known position, or the file cannot be written.
    """
    from ..errors import DrawingError

    drawing = brain_drawing(claims, entities, title=title, theme=theme)
    if drawing is None:
        raise DrawingError(
            "no claim names a region of the brain that has a position",
            remedy="graph/brain.tsv lists the regions that can be drawn",
        )
    return output(drawing, f"mgbrain{sha256(title.encode()).hexdigest()[:8]}", path, format, dpi)


class _Found:
    """What the claims say of one region."""

    def __init__(self) -> None:
        self.claims: list[Association] = []
        self.signs: dict[str, set[int]] = {}
        self.rank: int | None = None

    @property
    def suffix(self) -> str:
        """What stands behind its name where all that is claimed of it is denied or left open."""
        if any(a.asserted for a in self.claims):
            return ""
        return " (denied)" if all(a.negated for a in self.claims) else " (inconclusive)"

    @property
    def changed(self) -> str:
        """What is raised or lowered there, as far as it fits below the name; then how many others there are."""
        said = [f"{_SIGNS[1 in signs, -1 in signs]} {what}" for what, signs in self.signs.items()]
        for shown in range(len(said), 0, -1):
            line = ", ".join(said[:shown]) + (f", {len(said) - shown} more" if shown < len(said) else "")
            if text_width(line, _SMALL) <= _WIDEST:
                return line
        return clip(said[0], _WIDEST, _SMALL) if said else ""


def _regions(claims: Iterable[Association], entities: Mapping[Curie, Entity]) -> tuple[dict[str, _Found], list[Curie]]:
    """What is said of each region with a position, and the places that have none."""
    found: dict[str, _Found] = {}
    unplaced: dict[Curie, None] = {}
    for a in claims:
        start, end = a.causal_ends
        for curie in dict.fromkeys(c for c in (start, end, a.qualifiers.anatomy) if c is not None):
            if curie not in regions():
                if curie in entities and entities[curie].category == "anatomy":
                    unplaced[curie] = None
                continue
            region = found.setdefault(str(curie), _Found())
            region.claims.append(a)
            if a.quantity is not None and a.quantity.rank is not None:
                region.rank = min(a.quantity.rank, region.rank or a.quantity.rank)
            if curie != start and a.sign and head_of(a) in {"positive", "negative"}:
                what = "activity" if curie == end or end not in entities else entities[end].label
                region.signs.setdefault(what, set()).add(a.sign)
    return found, list(unplaced)


def brain_drawing(
    claims: Sequence[Association], entities: Mapping[Curie, Entity], *, title: str, theme: str = "light"
) -> Drawing | None:
    """The drawing, or ``None`` where no region can be placed."""
    colours = theme_of(theme)
    found, unplaced = _regions(claims, entities)
    if not found:
        return None
    worst = max((r.rank for r in found.values() if r.rank is not None), default=1)
    spots = {c: place(regions()[c].y, regions()[c].z) for c in found}
    groups = [outline(colours, any(abs(regions()[c].x) > _LATERAL for c in found)), _title(title, colours)]
    middle = [c for c in found if regions()[c].midbrain]
    enlarged: dict[str, Point] = {}
    if len(middle) >= 3:
        group, enlarged = inset(middle, colours)
        groups.append(group)
    shown = spots | enlarged
    arcs, lines = projections(claims, entities, shown, colours)
    groups += arcs
    for c, region in found.items():
        fill = _fill(region, worst, colours)
        dash = (2.0, 1.2) if abs(regions()[c].x) > 6 else ()
        border = colours.glyphs["region"][1]
        items: list[Shape | Text] = []
        for x, y in dict.fromkeys((spots[c], shown[c])):
            r = 4.4 if (x, y) == shown[c] else 1.8
            items.append(Shape(ellipse(x, y, r, r), fill, border, 1.2 if r > 2 else 0.7, dash if r > 2 else ()))
        where = regions()[c]
        said = [claim_sentence(a, entities) for a in region.claims]
        said.append(f"position: {BASES[where.basis]}" + f" ({where.source})" * bool(where.source))
        data = (("entity", c), ("association", " ".join(a.id for a in region.claims)))
        groups.append(Group(f"mgbrain-{c.replace(':', '-')}", "region", ". ".join(said), tuple(items), data))
    groups.append(_labels(found, shown, entities, colours))
    if enlarged:
        groups.append(inset_title(colours))
    groups.append(_key(found, worst, colours))
    if lines:
        groups.append(arc_legend(lines, HEIGHT - 6, colours))
    bottom = HEIGHT + legend_height(lines, WIDTH - 16, 6)
    notes = _notes(found, [entities[c].label for c in unplaced], bottom, colours)
    groups.append(notes)
    sentences = dict.fromkeys(claim_sentence(a, entities) for r in found.values() for a in r.claims)
    height = bottom + 4 + 8 * len(notes.items)
    return Drawing(WIDTH, height, colours.page, title, ". ".join(sentences) + ".", tuple(groups))


def _fill(region: _Found, worst: int, colours: Theme) -> str:
    if region.rank is None:
        return colours.page
    return mix(colours.page, colours.glyphs["region"][1], 0.85 - 0.6 * (region.rank - 1) / max(1, worst))


def _title(title: str, colours: Theme) -> Group:
    text = Text(WIDTH / 2, 14, clip(title, WIDTH - 120, 8, "bold"), 8, colours.ink, "bold", "middle")
    return Group("mgbrain-title", "title", title, (text,))


def _labels(
    found: Mapping[str, _Found], spots: Mapping[str, Point], entities: Mapping[Curie, Entity], colours: Theme
) -> Group:
    """Names in two outer columns with leader lines that do not cross, ordered as the regions lie."""
    fill, border = colours.glyphs["region"]
    items: list[Shape | Text] = []
    columns: dict[bool, list[str]] = {False: [], True: []}
    for c in found:
        columns[spots[c][0] > WIDTH / 2 + 40 or regions()[c].y > -17].append(c)
    for right, members in columns.items():
        members.sort(key=lambda c: (round(spots[c][1]), spots[c][0] if right else -spots[c][0]))
        gap = 22.0 if any(found[c].changed for c in members) else 15.0
        ys = _spread([spots[c][1] for c in members], min(gap, (HEIGHT - 62) / len(members or [0])), 34.0, HEIGHT - 28)
        for c, y in zip(members, ys, strict=True):
            entity = entities.get(Curie(c))
            name = (clip(entity.label, _WIDEST, _PT) if entity else "") or c
            name += found[c].suffix
            changed = found[c].changed
            w = max(text_width(name, _PT), text_width(changed, _SMALL)) + 8
            x0 = WIDTH - 8 - w if right else 8.0
            x, spot_y = spots[c]
            edge = x0 - 1 if right else x0 + w + 1
            knee = edge - 9 if right else edge + 9
            far = math.hypot(knee - x, y - spot_y) or 1.0
            end = (x + (knee - x) / far * 4.4, spot_y + (y - spot_y) / far * 4.4)
            line = polygon([(edge, y), (knee, y), end], closed=False)
            items.insert(0, Shape(line, None, colours.muted, 0.5))
            half = 9.2 if changed else 5.6
            items.append(Shape(rounded(x0, y - half, x0 + w, y + half, 2.5), fill, border, 0.8))
            items.append(Text(x0 + 4, y + _PT * 0.36 - (3.6 if changed else 0), name, _PT, colours.ink))
            if changed:
                items.append(Text(x0 + 4, y + 6.2, changed, _SMALL, colours.ink))
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


def _key(found: Mapping[str, _Found], worst: int, colours: Theme) -> Group:
    items: list[Shape | Text] = []
    x, y = 10.0, HEIGHT - 10
    border = colours.glyphs["region"][1]
    entries: list[tuple[str | None, tuple[float, ...], str]] = []
    ranked = [a for r in found.values() for a in r.claims if a.quantity and a.quantity.rank is not None]
    what = "density " if ranked and all(a.relation.group == "density" for a in ranked) else ""
    for rank in sorted({r.rank for r in found.values() if r.rank is not None}):
        sample = _Found()
        sample.rank = rank
        word = " (highest)" if rank == 1 else ""
        entries.append((_fill(sample, worst, colours), (), f"{what}rank {rank}{word}"))
    if any(r.rank is None for r in found.values()):
        entries.append((colours.page, (), "no amount stated"))
    if any(abs(regions()[c].x) > 6 for c in found):
        entries.append((colours.page, (2.0, 1.2), "beside the midline"))
    for fill, dash, text in entries:
        items.append(Shape(ellipse(x + 4, y, 4, 4), fill, border, 1.0, dash))
        items.append(Text(x + 12, y + 2.2, text, 6, colours.ink))
        x += 24 + text_width(text, 6)
    if any(r.signs for r in found.values()):
        items.append(Text(x, y + 2.2, "↑ increased there   ↓ decreased there   ± both claimed", 6, colours.ink))
    return Group("mgbrain-key", "legend", "legend", tuple(items))


def _notes(found: Iterable[str], unplaced: Sequence[str], top: float, colours: Theme) -> Group:
    """That the picture is schematic, what its positions rest on, and which places it does not show."""
    counts = Counter(regions()[c].basis for c in found)
    rests = ", ".join(f"{words} ({counts[basis]})" for basis, words in BASES.items() if counts[basis])
    lines = [f"Schematic midsagittal view, positions approximate (MNI y, z; x projected): {rests}."]
    if unplaced:
        shown = unplaced[:_NAMED]
        more = f" and {len(unplaced) - len(shown)} more" if len(unplaced) > len(shown) else ""
        names = ", ".join(clip(name, 130, 5.5) for name in shown)
        lines.append(f"Named, but not shown here: {names}{more}.")
    items = tuple(Text(8, top + 6 + 8 * i, line, 5.5, colours.muted) for i, line in enumerate(lines))
    return Group("mgbrain-notes", "notes", " ".join(lines), items)
