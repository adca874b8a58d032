"""Mechanisms side by side: one layout of all they say, drawn once per mechanism; what they share stands aligned.

What only one of them has is set off; an entity that a mechanism lacks is left as an empty outline in its panel.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import replace
from pathlib import Path

from ..curie import Curie
from ..errors import DrawingError
from ..model import Association, Entity, Mechanism, Source, merge
from .content import content_of, describe
from .figure import output
from .layout.assemble import move
from .layout.fit import fit
from .layout.page import MARGIN, page_for
from .legend import entries, legend_height
from .metrics import clip
from .paint import paint
from .scene import Scene, legend_pt
from .themes import theme as theme_of

__all__ = ["comparison_scene", "draw_comparison"]


def comparison_scene(mechanisms: Sequence[Mechanism], *, size: str = "double", orientation: str = "auto") -> Scene:
    """The scene of all panels.

    Raises:
        DrawingError: fewer than two or more than four mechanisms, or they do not fit at 5 pt.
    """
    if not 2 <= len(mechanisms) <= 4:
        raise DrawingError(f"a comparison of {len(mechanisms)} mechanisms", remedy="give two to four")
    union = _union(mechanisms)
    page = page_for(size)
    width = (page.width - MARGIN) / len(mechanisms) + MARGIN
    height = page.height - (0 if page.tall else 14)
    panel = replace(page, name="panel", width=width, height=height, fixed=False, wide=width > 1.25 * page.height)
    content = content_of(union)
    base = fit(content, union, panel, orientation)
    if base is None:
        raise DrawingError(
            f"{union.name} does not fit {size} with type of at least 5 pt",
            remedy="choose a larger size, such as WIDTHxHEIGHT in mm",
        )
    whole = Scene(0, 0, base.pt, base.orientation, [], [], [], 0, union.name, describe(union, content))
    step = base.width - MARGIN
    owners = [{str(e) for a in m.associations for e in a.causal_ends} | {str(m.drug.id)} for m in mechanisms]
    claims = [{a.id for a in m.associations} for m in mechanisms]
    for i, m in enumerate(mechanisms):
        part = deepcopy(base)
        move(part, i * step, 14)
        name = clip(m.name, step - 30, base.pt + 2, "bold")
        whole.panels.append((f"{'ABCD'[i]}   {name}", (MARGIN + i * step, MARGIN + 8)))
        for glyph in part.glyphs:
            shared = sum(glyph.entity in o for o in owners)
            glyph.state = "absent" if glyph.entity not in owners[i] else "only" if shared == 1 else ""
            glyph.id = f"p{i}{glyph.id}"
        part.arcs = [arc for arc in part.arcs if set(arc.claims) & claims[i]]
        for arc in part.arcs:
            arc.state = "only" if not any(set(arc.claims) & c for j, c in enumerate(claims) if j != i) else ""
            arc.id = f"p{i}{arc.id}"
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
    whole.width = step * len(mechanisms) + MARGIN
    lines = entries(whole.glyphs, whole.arcs)
    whole.legend_top = base.legend_top + 14
    whole.height = whole.legend_top + legend_height(lines, whole.width - 2 * MARGIN, legend_pt(base.pt)) + MARGIN
    return whole


def _union(mechanisms: Sequence[Mechanism]) -> Mechanism:
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
