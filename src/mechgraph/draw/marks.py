"""The marks that single out links of a figure: how each looks, and what the legend says of it."""

from __future__ import annotations

from typing import Literal, NamedTuple

__all__ = ["MARKS", "Look", "Mark", "look"]

Look = Literal["", "struck", "hollow", "thin", "glow"]
"""struck: grey with a bar in a disc; hollow: a double line; thin: grey and thin; glow: on a broad band of colour."""


class Mark(NamedTuple):
    """How a marked link is drawn, and its line in the legend."""

    look: Look
    text: str


MARKS = {
    "blocked": Mark("struck", "blocked (what if)"),
    "hypothetical": Mark("hollow", "hypothetical (what if)"),
    "necessary": Mark("glow", "necessary"),
    "bypassed": Mark("thin", "bypassed (what if)"),
    "doubtful": Mark("thin", "in doubt (what if)"),
    "removed": Mark("struck", "removed"),
    "added": Mark("hollow", "added"),
    "changed": Mark("glow", "changed"),
    "suspect": Mark("glow", "to be looked at"),
}


def look(mark: str) -> Look:
    """How a mark looks; nothing special for no mark.

    >>> look("blocked")
    'struck'
    """
    return MARKS[mark].look if mark else ""
