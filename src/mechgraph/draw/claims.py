"""A figure of some claims, whatever they are about: on the brain where each names a place, otherwise as a network."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ..curie import Curie
from ..model import Association, Entity, Source
from .brain import draw_brain
from .network import draw_network
from .shown import Figure

__all__ = ["draw_claims"]


def draw_claims(
    claims: Sequence[Association],
    entities: Mapping[Curie, Entity],
    path: str | os.PathLike[str] | None = None,
    *,
    sources: Mapping[str, Source] | None = None,
    title: str = "",
    size: str = "double",
    **options: Any,
) -> Figure | str | bytes | Path:
    """Draw claims, at least one.

    Args:
        claims: In a network the cause of the first stands in the middle.
        entities: The entities that the claims name.
        path: As in :func:`mechgraph.draw.draw_mechanism`, as are ``options``.
        sources: For the reference numbers of a network.
        title: What stands above the figure.
        size: Of a network; the brain has its own.

    Raises:
        DrawingError: each claim names a place, but none of the places has a position; or the network does not fit.
    """
    places = {c for c, e in entities.items() if e.category == "anatomy"}
    if all(places & {*a.causal_ends, a.qualifiers.anatomy} for a in claims):
        return draw_brain(claims, entities, path, title=title, **options)
    center = entities[claims[0].causal_ends[0]]
    return draw_network(center, claims, entities, path, sources=sources, title=title, size=size, **options)
