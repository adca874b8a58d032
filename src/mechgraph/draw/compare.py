"""Mechanisms side by side: one layout of all they say, drawn once per mechanism; what they share stands aligned.

What only one of them has is set off; an entity that a mechanism lacks is left as an empty outline in its panel.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import replace
from itertools import zip_longest
from pathlib import Path

import msgspec

from ..curie import Curie
from ..errors import DrawingError
from ..model import Association, Entity, Mechanism, Source, merge
from .choose import content_of
from .content import Content, describe
from .figure import output
from .layout.assemble import move
from .layout.fit import fit
from .layout.page import MARGIN, Page, page_for
from .legend import entries, legend_height
from .metrics import clip
from .paint import paint
from .scene import Scene, legend_pt
from .themes import theme as theme_of

__all__ = ["comparison_scene", "draw_comparison"]

_GUTTER = 10.0
"""Points between two panels."""
_ENTITIES = (60, 44, 36, 28, 22, 18, 14, 10)
"""How many entities are tried; what does not fit is left out, what is shared last."""


def comparison_scene(mechanisms: Sequence[Mechanism], *, size: str = "double", orientation: str = "auto") -> Scene:
    """The scene of all panels.

    Raises:
        DrawingError: fewer than two or more than four mechanisms, or they do not fit at 5 pt.
    """
    if not 2 <= len(mechanisms) <= 4:
        raise DrawingError(f"a comparison of {len(mechanisms)} mechanisms", remedy="give two to four")
    base, parts, union, content = _fitted(mechanisms, page_for(size), orientation)
    whole = Scene(0, 0, base.pt, base.orientation, [], [], [], 0, union.name, describe(union, content), base.notes)
    step = base.width - MARGIN + _GUTTER
    said = [_said(m) for m in mechanisms]
    for i, m in enumerate(parts):
        part = deepcopy(base)
        move(part, i * step, 14)
        name = clip(m.name, step - 30, base.pt + 2, "bold")
        whole.panels.append((f"{'ABCD'[i]}   {name}", (MARGIN + i * step, MARGIN + 8)))
        here = _said(m)
        elsewhere: set[str] = set().union(*said[:i], *said[i + 1 :])
        for glyph in part.glyphs:
            glyph.state = "absent" if glyph.entity not in here else "" if glyph.entity in elsewhere else "only"
            glyph.id = f"p{i}{glyph.id}"
        part.arcs = [arc for arc in part.arcs if here.intersection(arc.claims)]
        for arc in part.arcs:
            arc.state = "" if elsewhere.intersection(arc.claims) else "only"
            arc.id = f"p{i}{arc.id}"
            arc.ends = (f"p{i}{arc.ends[0]}", f"p{i}{arc.ends[1]}")
        present = {g.compartment for g in part.glyphs if g.state != "absent"}
        part.compartments = [c for c in part.compartments if c.id in present]
        for c in part.compartments:
            c.id = f"{i}{c.id}"
        for glyph in part.glyphs:
            glyph.compartment = f"{i}{glyph.compartment}" if glyph.compartment in present else ""
        whole.glyphs += part.glyphs
        whole.arcs += part.arcs
        whole.compartments += part.compartments
        whole.missing_labels += part.missing_labels
    whole.width = step * len(mechanisms) - _GUTTER + MARGIN
    lines = entries(whole.glyphs, whole.arcs)
    whole.legend_top = base.legend_top + 14
    whole.height = whole.legend_top + legend_height(lines, whole.width - 2 * MARGIN, legend_pt(base.pt)) + MARGIN
    whole.height += 7.5 * len(whole.notes)
    return whole


def _fitted(
    mechanisms: Sequence[Mechanism], page: Page, orientation: str
) -> tuple[Scene, list[Mechanism], Mechanism, Content]:
    """One layout of all they say, as much of it as fits into a panel, and what of each mechanism is in it."""
    width = (page.width - MARGIN + _GUTTER) / len(mechanisms) - _GUTTER + MARGIN
    height = page.height - (0 if page.tall else 14)
    panel = replace(page, name="panel", width=width, height=height, fixed=False, wide=width > 1.25 * page.height)
    total = len({e for m in mechanisms for e in _ends(m)})
    for most in _ENTITIES:
        parts = list(mechanisms) if total <= most else _summary(mechanisms, most)
        union = _union(parts)
        if any(m.paths and not part.associations for m, part in zip(mechanisms, parts, strict=True)):
            break
        content = content_of(union, "full")
        if left := total - len(set(_ends(union))):
            content.notes.append(f"summary: {left} entities are not drawn; a larger page shows more")
        base = fit(content, panel, orientation)
        if base is not None:
            return base, parts, union, content
    raise DrawingError(
        f"{' and '.join(m.name for m in mechanisms)} do not fit {page.name} with type of at least 5 pt",
        remedy="choose a larger size, such as a4 or WIDTHxHEIGHT in mm",
    )


def _summary(mechanisms: Sequence[Mechanism], most: int) -> list[Mechanism]:
    """Less of each: path by path in turn, those through most that is shared first, up to ``most`` entities in all."""
    owners = Counter(e for m in mechanisms for e in set(_ends(m)))
    shared = {e for e, n in owners.items() if n > 1}
    longest = most / len(mechanisms) + 2
    lists = [
        sorted((p for p in m.paths if len(p) < longest), key=lambda p: (-len(shared & set(p.entities)), len(p)))
        for m in mechanisms
    ]
    kept: list[set[Curie]] = [set() for _ in mechanisms]
    for i, path in ((i, p) for rank in zip_longest(*lists) for i, p in enumerate(rank) if p is not None):
        if len(set().union(*kept, path.entities)) <= most:
            kept[i] |= set(path.entities)
    return [
        msgspec.structs.replace(m, associations=tuple(a for a in m.associations if set(a.causal_ends) <= keep))
        for m, keep in zip(mechanisms, kept, strict=True)
    ]


def _said(mechanism: Mechanism) -> set[str]:
    """The entities and claims of a mechanism, by their ids."""
    return {mechanism.drug.id, *_ends(mechanism), *(a.id for a in mechanism.associations)}


def _ends(mechanism: Mechanism) -> list[Curie]:
    return [e for a in mechanism.associations for e in a.causal_ends]


def _union(mechanisms: Sequence[Mechanism]) -> Mechanism:
    """All that the mechanisms say as one."""
    entities: dict[Curie, Entity] = {}
    sources: dict[str, Source] = {}
    claims: list[Association] = []
    for m in mechanisms:
        entities |= {m.drug.id: m.drug, **m.entities}
        sources |= m.sources
        claims += m.associations
    effects = {m.effect.id: m.effect for m in mechanisms if m.effect}
    return Mechanism(
        drug=mechanisms[0].drug,
        effect=next(iter(effects.values())) if len(effects) == 1 else None,
        entities=entities,
        associations=tuple(merge(claims)),
        sources=sources,
        title=" and ".join(m.name for m in mechanisms),
    )


def draw_comparison(
    mechanisms: Sequence[Mechanism],
    path: str | os.PathLike[str] | None = None,
    *,
    size: str = "double",
    orientation: str = "auto",
    theme: str = "light",
    dpi: int = 300,
    format: str | None = None,
) -> str | bytes | Path:
    """Draw two to four mechanisms side by side; options as in :func:`mechgraph.draw.draw_mechanism`.

    Raises:
        DrawingError: they do not fit, or the file cannot be written.
    """
    colours = theme_of(theme)
    scene = comparison_scene(mechanisms, size=size, orientation=orientation)
    return output(paint(scene, colours, "mgcompare"), "mgcompare", path, format, dpi)
