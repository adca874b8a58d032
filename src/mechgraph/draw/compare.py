"""Several drugs in one figure: one shared spine, and what each acts on as a branch that joins it.

Each drug stands in the first row and has arrows of its own; what they share is drawn once. No drug stands without what
it acts on directly, however much is left out.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

import msgspec

from ..curie import Curie
from ..errors import DrawingError
from ..model import Association, Entity, Mechanism, Objection, Source, merge
from ..model import Path as Way
from .choose import content_of
from .content import Content, describe
from .gist import gist, plain, together
from .layout.fit import fit
from .layout.page import page_for
from .message import beside
from .paint import paint
from .scene import Scene
from .shown import Figure, output
from .themes import theme as theme_of

__all__ = ["comparison_scene", "draw_comparison"]

_ENTITIES = (44, 36, 28, 22, 18, 14)
"""How many entities are tried where the whole does not fit."""


def comparison_scene(mechanisms: Sequence[Mechanism], *, size: str = "double", orientation: str = "auto") -> Scene:
    """The scene of all mechanisms as one.

    Raises:
        DrawingError: fewer than two or more than four mechanisms, or they do not fit at 5 pt (on a slide at 16 pt).
    """
    if not 2 <= len(mechanisms) <= 4:
        raise DrawingError(f"a comparison of {len(mechanisms)} mechanisms", remedy="give two to four")
    page = page_for(size)
    mechanisms, note = _in_common(mechanisms)
    drugs = list(dict.fromkeys(m.drug.id for m in mechanisms))
    union = _union(mechanisms)
    whole = content_of(union, "full", drugs=drugs)
    for content in _contents(mechanisms, union, drugs, page.zoom != 1):
        if any(_targets(content, d) < min(1, _targets(whole, d)) for d in drugs):
            continue  # a drug without what it acts on
        content.title = beside(union, content, drugs)
        content.notes += [note] * bool(note and page.zoom == 1)
        scene = fit(content, page, orientation)
        if scene is not None:
            scene.title, scene.description = union.name, describe(union, content)
            return scene
    raise DrawingError(
        f"{' and '.join(m.name for m in mechanisms)} do not fit {page.name} with type of at least "
        f"{16 if page.zoom != 1 else 5} pt",
        remedy="choose a larger size, such as a4 or WIDTHxHEIGHT in mm",
    )


def _in_common(mechanisms: Sequence[Mechanism]) -> tuple[list[Mechanism], str]:
    """Overviews cut down to the outcomes that all have, where there are any, and what is left out, in words."""
    ends = [{p.entities[-1] for p in m.paths} for m in mechanisms]
    shared = set.intersection(*ends)
    left = len(set.union(*ends) - shared)
    if any(m.effect for m in mechanisms) or not shared or not left:
        return list(mechanisms), ""
    narrowed = []
    for m in mechanisms:
        paths = tuple(p for p in m.paths if p.entities[-1] in shared)
        passed = {c for p in paths for c in p.entities}
        # what binds or denies beside the ways stays, where both of its ends do
        claims = tuple(a for a in m.associations if set(a.causal_ends) <= passed)
        effect = m.entities.get(next(iter(shared))) if len(shared) == 1 else None
        narrowed.append(msgspec.structs.replace(m, associations=claims, paths=paths, effect=effect))
    what = "outcome of one drug alone is" if left == 1 else "outcomes that not all have are"
    return narrowed, f"{left} {what} not drawn (the figure of each drug has its own)"


def _targets(content: Content, drug: Curie) -> int:
    """How many proteins a drug acts on in a content."""
    return sum(
        content.nodes[x.tail].entity == drug and content.nodes[x.head].kind in {"receptor", "channel", "protein"}
        for x in content.links
    )


def _contents(mechanisms: Sequence[Mechanism], union: Mechanism, drugs: Sequence[Curie], slide: bool) -> list[Content]:
    """What is tried, the whole first; last the drugs with their targets and outcomes."""
    outcomes = Counter(c for m in mechanisms for c in {p.entities[-1] for p in m.paths})
    shared = {c for c, n in outcomes.items() if n > 1}
    short = [together(union, [gist(m, most, shared) for m in mechanisms], drugs) for most in (9, 6, 5, 4, 3)]
    if slide:
        return [plain(content) for content in short]
    total = len({e for a in union.associations for e in a.causal_ends})
    tries = [content_of(union, "auto", drugs=drugs)]
    tries += [content_of(union, "brief", most, drugs=drugs) for most in (total, *_ENTITIES) if most <= total]
    return [*tries, *short]


def _union(mechanisms: Sequence[Mechanism]) -> Mechanism:
    """All that the mechanisms say as one."""
    entities: dict[Curie, Entity] = {}
    sources: dict[str, Source] = {}
    claims: list[Association] = []
    beside_: list[Association] = []
    paths: list[Way] = []
    objections: list[Objection] = []
    for m in mechanisms:
        entities |= {m.drug.id: m.drug, **m.entities}
        sources |= m.sources
        claims += m.associations
        beside_ += m.beside
        paths += m.paths
        objections += m.objections
    effects = {m.effect.id: m.effect for m in mechanisms if m.effect}
    return Mechanism(
        drug=mechanisms[0].drug,
        effect=next(iter(effects.values())) if len(effects) == 1 else None,
        entities=entities,
        associations=tuple(merge(claims)),
        beside=tuple(merge(beside_)),
        paths=tuple(dict.fromkeys(paths)),
        objections=tuple(dict.fromkeys(objections)),
        sources=sources,
        curated=tuple(dict.fromkeys(c for m in mechanisms for c in m.curated)),
        title=" and ".join(m.name for m in mechanisms),
        workspace=mechanisms[0].workspace,
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
) -> Figure | str | bytes | Path:
    """Draw two to four mechanisms in one figure; options as in :func:`mechgraph.draw.draw_mechanism`.

    Raises:
        DrawingError: they do not fit, or the file cannot be written.
    """
    colours = theme_of(theme)
    scene = comparison_scene(mechanisms, size=size, orientation=orientation)
    uid = f"mgcompare{sha256(scene.title.encode()).hexdigest()[:8]}"
    return output(paint(scene, colours, uid), uid, path, format, dpi)
