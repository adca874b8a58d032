"""Figures of mechanisms: SVG, PNG, PDF and SBGN-ML from one layout. Needs no graph, only a Mechanism.

Importing this module, and drawing SVG, loads no drawing library.
"""

from __future__ import annotations

from .figure import draw_mechanism, lay_out, mechanism_svg

__all__ = ["draw_mechanism", "lay_out", "mechanism_svg"]
