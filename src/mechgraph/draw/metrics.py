"""How wide a text is, from the advance widths of the font of figures: a layout needs no drawing library.

The widths are those of Arial, which Helvetica, Liberation Sans and Arimo share. Kerning, ligatures and complex scripts
are not modelled; letters that the font lacks count as one em where East Asian, nothing where combining, 0.84 em (the
widest of the signs that DejaVu Sans lends, such as arrows) otherwise.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Final

from .font import font

__all__ = ["LINE", "clip", "fill", "text_width", "wrap"]

LINE: Final = 1.2
"""Line height in units of the font size."""


@lru_cache(maxsize=1024)
def _unknown(char: str) -> int:
    if unicodedata.combining(char) or unicodedata.category(char) in {"Cf", "Mn", "Me"}:
        return 0
    return 1000 if unicodedata.east_asian_width(char) in "WF" else 840


@lru_cache(maxsize=8192)
def _ems(text: str, weight: str) -> float:
    table = font(weight).widths
    # whole thousandths: their sum is the same on every Python (3.12 adds floats in another way than 3.11)
    return sum(table[c] if c in table else _unknown(c) for c in text) / 1000


def text_width(text: str, size: float, weight: str = "normal") -> float:
    """The advance width in points of one line of text.

    >>> round(text_width("baclofen", 7), 1)
    26.5
    """
    return size * _ems(text, weight)


def clip(text: str, width: float, size: float, weight: str = "normal") -> str:
    """The text on one line, with an ellipsis where it is wider than ``width`` points.

    >>> clip("baclofen", 40, 7), clip("baclofen and more", 40, 7)
    ('baclofen', 'baclofen a…')
    """
    line = " ".join(text.split())
    if text_width(line, size, weight) <= width:
        return line
    while line and text_width(line + "…", size, weight) > width:
        line = line[:-1].rstrip()
    return line + "…"


def wrap(text: str, limit: int, lines: int = 6) -> list[str]:
    """Break a label at spaces, hyphens and slashes into lines of about ``limit`` characters, evenly filled.

    A word longer than twice the limit is cut; what does not fit into ``lines`` lines ends in an ellipsis.

    >>> wrap("dorsal raphe 5-HT neuron firing", 16)
    ['dorsal raphe', '5-HT neuron', 'firing']
    """
    words: list[str] = []
    for word in text.split():
        while len(word) > limit:
            cut = max((word.rfind(c, 3, limit) for c in "-/,)"), default=-1) + 1
            if cut <= 0:
                if len(word) <= limit + 5:
                    break
                cut = limit - 1
                words.append(word[:cut] + "-")
            else:
                words.append(word[:cut])
            word = word[cut:]
        if word:
            words.append(word)
    if not words:
        return [""]
    out = [""]
    for word in words:
        glue = "" if out[-1][-1:] in "-/" and text.find(out[-1].rsplit(" ", 1)[-1] + word) >= 0 else " "
        if out[-1] and len(out[-1]) + len(glue) + len(word) > limit:
            out.append(word)
        else:
            out[-1] = out[-1] + glue + word if out[-1] else word
    if len(out) > lines:
        out = out[:lines]
        out[-1] = out[-1][: max(1, limit - 1)].rstrip() + "…"
    return out


def fill(text: str, width: float, size: float, weight: str = "normal") -> list[str]:
    """Break a sentence at spaces into lines of at most ``width`` points; a longer word stands alone.

    >>> fill("baclofen eases spasticity", 60, 7)
    ['baclofen eases', 'spasticity']
    """
    out: list[str] = []
    for word in text.split():
        if out and text_width(f"{out[-1]} {word}", size, weight) <= width:
            out[-1] += f" {word}"
        else:
            out.append(word)
    return out
