"""Figures of mechanisms: SVG, PNG, PDF and SBGN-ML from one layout. Needs no graph, only a Mechanism or claims.

Importing this module, and drawing SVG, loads no drawing library.
"""

from __future__ import annotations

from .brain import brain_svg, draw_brain
from .claims import draw_claims
from .compare import draw_comparison
from .figure import draw_mechanism, lay_out, lay_out_pages, mechanism_svg
from .network import draw_network

__all__ = [
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
