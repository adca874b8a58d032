"""The neighbourhood of an entity, with the same glyphs, arcs and rules as a mechanism: causes above, effects below."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ..curie import Curie
from ..model import CERTAINTIES, Association, Entity, Mechanism, Source
from .figure import draw_mechanism
from .shown import Figure

__all__ = ["draw_network", "network_mechanism"]

MOST = 40


def network_mechanism(
    center: Entity,
    claims: Sequence[Association],
    entities: Mapping[Curie, Entity],
    sources: Mapping[str, Source] | None = None,
    *,
    most: int = MOST,
) -> tuple[Mechanism, int]:
    """The claims as something to draw, the most certain first, and how many neighbours had to be left out."""
    ordered = sorted(claims, key=lambda a: (not a.asserted, CERTAINTIES.index(a.certainty), -len(a.evidence)))
    kept: list[Association] = []
    shown: set[Curie] = {center.id}
    for a in ordered:
        ends = set(a.causal_ends)
        if len(shown | ends) <= most + 1:
            shown |= ends
            kept.append(a)
    left = len({e for a in claims for e in a.causal_ends} - shown)
    title = f"around {center.label}"
    mechanism = Mechanism(
        drug=center, entities=dict(entities), associations=tuple(kept), sources=dict(sources or {}), title=title
    )
    return mechanism, left


def draw_network(
    center: Entity,
    claims: Sequence[Association],
    entities: Mapping[Curie, Entity],
    path: str | os.PathLike[str] | None = None,
    *,
    sources: Mapping[str, Source] | None = None,
    most: int = MOST,
    title: str = "",
    **options: Any,
) -> Figure | str | bytes | Path:
    """Draw the claims around an entity.

    Args:
        center: The entity in the middle.
        claims: The claims about it (and, for a larger radius, about its neighbours).
        entities: The entities that the claims name.
        path: As in :func:`mechgraph.draw.draw_mechanism`, as are ``options``.
        sources: For the reference numbers.
        most: Draw at most this many neighbours, those with the most certain claims; the title says how many are left.
        title: Instead of "around" and the name.
    """
    import msgspec

    mechanism, left = network_mechanism(center, claims, entities, sources, most=most)
    title = title or mechanism.title
    if left:
        title += f" ({left} more neighbours not drawn)"
    mechanism = msgspec.structs.replace(mechanism, title=title)
    return draw_mechanism(mechanism, path, **options)
