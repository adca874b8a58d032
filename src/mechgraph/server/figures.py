"""Figures for the API: what :mod:`mechgraph.draw` makes, as bytes with their media type."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from ..errors import DrawingError, NotFoundError

if TYPE_CHECKING:
    from ..graph import Graph
    from ..model import Mechanism

__all__ = ["brain", "draw"]

_SIZES: tuple[dict[str, Any], ...] = (
    {"size": "double"},
    {"size": "a4"},
    {"size": "300x420"},
    {"size": "a4", "detail": "brief"},
    {"size": "500x700"},
)
"""Where no size is asked for: the first of these in which the type stays readable."""
_MEDIA = {
    "svg": "image/svg+xml",
    "png": "image/png",
    "pdf": "application/pdf",
    "sbgn": "application/xml",
    "json": "application/json",
}


def draw(mechanism: Mechanism, format: str, theme: str, size: str | None) -> tuple[str, bytes]:
    """A mechanism as SVG, PNG, PDF, SBGN-ML, or JSON (SVG and its references).

    Without a size it is drawn in the smallest of a few that it fits.

    Raises:
        DrawingError: it cannot be drawn at that size. ImportError: this installation has no such writer.
    """
    from ..draw import draw_mechanism
    from ..draw.figure import live_figure

    tries: tuple[dict[str, Any], ...] = ({"size": size},) if size else _SIZES
    for i, options in enumerate(tries):
        try:
            if format == "json":
                return _MEDIA[format], msgspec.json.encode(live_figure(mechanism, theme=theme, **options))
            drawn = draw_mechanism(mechanism, format=format, theme=theme, **options)
        except DrawingError:
            if i == len(tries) - 1:
                raise
        else:
            return _MEDIA[format], drawn if isinstance(drawn, bytes) else str(drawn).encode()
    raise AssertionError("unreachable")


def brain(graph: Graph, entity: str, theme: str) -> tuple[str, bytes]:
    """The regions of the brain that the graph's claims about an entity name.

    Raises:
        NotFoundError: none of its claims is about a region. ImportError: no brain drawing in this installation.
    """
    from ..draw.brain import brain_svg

    found = graph.entity(entity)
    assert found is not None
    svg = brain_svg(graph, found, theme=theme)
    if not svg:
        raise NotFoundError(f"no claim about {found.name} names a region of the brain")
    return _MEDIA["svg"], svg.encode()
