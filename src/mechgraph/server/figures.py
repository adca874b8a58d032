"""Figures for the API: what :mod:`mechgraph.draw` makes, as bytes with their media type."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import NotFoundError

if TYPE_CHECKING:
    from ..graph import Graph
    from ..model import Mechanism

__all__ = ["brain", "draw"]

_MEDIA = {"svg": "image/svg+xml", "png": "image/png", "pdf": "application/pdf", "sbgn": "application/xml"}


def draw(mechanism: Mechanism, format: str, theme: str, size: str | None) -> tuple[str, bytes]:
    """A mechanism as SVG, PNG, PDF or SBGN-ML.

    Raises:
        DrawingError: it cannot be drawn at that size. ImportError: this installation has no such writer.
    """
    options: dict[str, Any] = {"theme": theme} | ({"size": size} if size else {})
    if format == "svg":
        from ..draw import mechanism_svg

        return _MEDIA[format], mechanism_svg(mechanism, **options).encode()
    from ..draw import draw_mechanism

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"figure.{format}"
        draw_mechanism(mechanism, path, **options)
        return _MEDIA[format], path.read_bytes()


def brain(graph: Graph, entity: str, theme: str) -> tuple[str, bytes]:
    """The regions of the brain that the graph's claims about an entity name.

    Raises:
        NotFoundError: none of its claims is about a region. ImportError: no brain drawing in this installation.
    """
    import importlib

    brain_svg = importlib.import_module("mechgraph.draw.brain").brain_svg
    found = graph.entity(entity)
    assert found is not None
    svg = brain_svg(graph, found, theme=theme)
    if not svg:
        raise NotFoundError(f"no claim about {found.name} names a region of the brain")
    return _MEDIA["svg"], svg.encode()
