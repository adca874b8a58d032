"""Figures of mechanisms: SVG, PNG, PDF and SBGN-ML from one layout. Needs no graph, only a Mechanism or claims.

Importing this module, and drawing SVG, loads no drawing library; each kind of figure loads where it is used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .brain import brain_svg, draw_brain
    from .claims import draw_claims
    from .compare import draw_comparison
    from .figure import draw_mechanism, lay_out, lay_out_pages, mechanism_svg
    from .network import draw_network
    from .shown import Figure

__all__ = [
    "Figure",
    "brain_svg",
    "draw_brain",
    "draw_claims",
    "draw_comparison",
    "draw_mechanism",
    "draw_network",
    "lay_out",
    "lay_out_pages",
    "mechanism_svg",
]

_HOMES = {
    "Figure": "shown",
    "brain_svg": "brain",
    "draw_brain": "brain",
    "draw_claims": "claims",
    "draw_comparison": "compare",
    "draw_mechanism": "figure",
    "draw_network": "network",
    "lay_out": "figure",
    "lay_out_pages": "figure",
    "mechanism_svg": "figure",
}


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'mechgraph.draw' has no attribute {name!r}")
    import importlib

    return getattr(importlib.import_module(f".{home}", __name__), name)
