"""The colours of a figure: one closed table per theme. Colours never carry a meaning alone; shape says it too."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ..errors import DrawingError

__all__ = ["FONTS", "GLYPH_KINDS", "THEMES", "Theme", "theme"]

FONTS = "Arial, Liberation Sans, Arimo, Mechgraph Sans, Helvetica, DejaVu Sans, sans-serif"
"""What sets a figure: Arial and the fonts of its widths, then what comes along with the figure, then what is there."""
GLYPH_KINDS = ("drug", "receptor", "channel", "protein", "chemical", "process", "phenotype", "region", "cell")


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours by role. ``glyphs`` maps a glyph kind to fill and border, ``signs`` a head to its colour."""

    name: str
    page: str
    ink: str
    muted: str
    rule: str
    box_fill: str
    box_border: str
    box_title: str
    negated: str
    cross: str
    mark: str
    glyphs: Mapping[str, tuple[str, str]]
    signs: Mapping[str, str]


_LIGHT = Theme(
    name="light",
    page="#FFFFFF",
    ink="#111111",
    muted="#374151",
    rule="#D1D5DB",
    box_fill="#F6F7F8",
    box_border="#B8BDC4",
    box_title="#4B5563",
    negated="#7A7A7A",
    cross="#B00020",
    mark="#FFE08A",
    glyphs={
        "drug": ("#FFF1CC", "#9A5B00"),
        "receptor": ("#D9ECF8", "#00588C"),
        "channel": ("#D6F0E6", "#00664B"),
        "protein": ("#E9EEF3", "#44546A"),
        "chemical": ("#F8E3EF", "#8E3A6A"),
        "process": ("#FFFFFF", "#4A4A4A"),
        "phenotype": ("#EFEBE4", "#5C5346"),
        "region": ("#EDE6F6", "#5B3E91"),
        "cell": ("#F3F1DC", "#6B6420"),
    },
    signs={
        "positive": "#005A9C",
        "negative": "#C2410C",
        "unknown": "#5F6368",
        "binding": "#2B2B2B",
        "structure": "#6B7280",
    },
)
_DARK = Theme(
    name="dark",
    page="#14181F",
    ink="#F3F4F6",
    muted="#C3CAD4",
    rule="#3A4350",
    box_fill="#1C222B",
    box_border="#4A5563",
    box_title="#B4BDC9",
    negated="#8E959E",
    cross="#FF6B7F",
    mark="#6B5A12",
    glyphs={
        "drug": ("#4A3608", "#F0B54A"),
        "receptor": ("#0E3550", "#6CB6E8"),
        "channel": ("#0C3D30", "#55C7A0"),
        "protein": ("#2B3542", "#A3B4C8"),
        "chemical": ("#45203A", "#DD92BD"),
        "process": ("#20262F", "#C9CED6"),
        "phenotype": ("#35312B", "#CFC6B8"),
        "region": ("#33264F", "#B39BE6"),
        "cell": ("#38351A", "#CFC76A"),
    },
    signs={
        "positive": "#5FB0EE",
        "negative": "#FF8A55",
        "unknown": "#A9B0B8",
        "binding": "#E5E7EB",
        "structure": "#98A1AD",
    },
)
_GREY = Theme(
    name="grey",
    page="#FFFFFF",
    ink="#000000",
    muted="#333333",
    rule="#CCCCCC",
    box_fill="#F7F7F7",
    box_border="#B5B5B5",
    box_title="#4D4D4D",
    negated="#888888",
    cross="#000000",
    mark="#DADADA",
    glyphs={
        "drug": ("#F2F2F2", "#3A3A3A"),
        "receptor": ("#E6E6E6", "#333333"),
        "channel": ("#E6E6E6", "#333333"),
        "protein": ("#EDEDED", "#444444"),
        "chemical": ("#E9E9E9", "#444444"),
        "process": ("#FFFFFF", "#444444"),
        "phenotype": ("#E2E2E2", "#333333"),
        "region": ("#EAEAEA", "#444444"),
        "cell": ("#F0F0F0", "#444444"),
    },
    signs={
        "positive": "#1F1F1F",
        "negative": "#1F1F1F",
        "unknown": "#6A6A6A",
        "binding": "#2B2B2B",
        "structure": "#777777",
    },
)
_PRINT = Theme(
    name="print",
    page="#FFFFFF",
    ink="#000000",
    muted="#222222",
    rule="#BBBBBB",
    box_fill="#FFFFFF",
    box_border="#8C929A",
    box_title="#333333",
    negated="#7A7A7A",
    cross="#B00020",
    mark="#FFE08A",
    glyphs=_LIGHT.glyphs,
    signs=_LIGHT.signs,
)
THEMES: Mapping[str, Theme] = {t.name: t for t in (_LIGHT, _DARK, _GREY, _PRINT)}


def theme(name: str) -> Theme:
    """The theme of that name.

    Raises:
        DrawingError: there is none; the message lists them.

    >>> theme("dark").page
    '#14181F'
    """
    try:
        return THEMES[name]
    except KeyError:
        raise DrawingError(f"unknown theme {name!r}", remedy="choose " + ", ".join(THEMES)) from None
