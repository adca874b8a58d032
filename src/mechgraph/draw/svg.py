"""A drawing as SVG text: accessible, text stays text, the same bytes for the same drawing. No drawing library."""

from __future__ import annotations

import re

from .font import faces
from .scene import Drawing, Shape, Text
from .themes import FONTS

__all__ = ["letters_of", "number", "svg_text"]

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ANCHORS = {"start": "", "middle": ' text-anchor="middle"', "end": ' text-anchor="end"'}


def escape(text: str) -> str:
    """Text for XML content and attributes; control characters that XML forbids become spaces.

    >>> escape('<b> & "c"')
    '&lt;b&gt; &amp; &quot;c&quot;'
    """
    text = _ILLEGAL.sub(" ", text)
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def number(value: float) -> str:
    """A length in points with at most two decimals.

    >>> number(3.0), number(-0.001), number(2.345)
    ('3', '0', '2.35')
    """
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _shape(shape: Shape) -> str:
    d = " ".join(op + " ".join(number(v) for v in values) for op, values in shape.ops)
    out = f'<path d="{d}" fill="{shape.fill or "none"}"'
    if shape.stroke:
        out += f' stroke="{shape.stroke}" stroke-width="{number(shape.width)}"'
        if shape.dash:
            out += f' stroke-dasharray="{" ".join(number(v) for v in shape.dash)}"'
    return out + "/>"


def _text(text: Text) -> str:
    weight = ' font-weight="bold"' if text.weight == "bold" else ""
    x, y = number(text.x), number(text.y)
    turn = f' transform="rotate(-90 {x} {y})"' if text.rotated else ""
    return (
        f'<text x="{x}" y="{y}" font-size="{number(text.size)}" fill="{text.fill}"{weight}{_ANCHORS[text.anchor]}'
        f"{turn}>{escape(text.text)}</text>"
    )


def letters_of(drawing: Drawing) -> dict[str, set[str]]:
    """The letters of each weight that a drawing uses."""
    used: dict[str, set[str]] = {}
    for item in (item for group in drawing.groups for item in group.items):
        if isinstance(item, Text):
            used.setdefault(item.weight, set()).update(item.text)
    return used


def svg_text(drawing: Drawing, uid: str = "mg", *, embed: bool = False) -> str:
    """The whole SVG document, in points; begins with ``<svg``, so that it can stand inside a page.

    ``embed`` brings along the letters that it uses, for a file that has to look the same where Arial and its kin are
    missing.
    """
    w, h = number(drawing.width), number(drawing.height)
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{w}pt" height="{h}pt" viewBox="0 0 {w} {h}" role="img" '
        f'aria-labelledby="{uid}-title {uid}-desc" font-family="{FONTS}" class="mechgraph">',
        f'<title id="{uid}-title">{escape(drawing.title)}</title>',
        f'<desc id="{uid}-desc">{escape(drawing.description)}</desc>',
        f'<rect class="page" width="{w}" height="{h}" fill="{drawing.background}"/>',
    ]
    if embed:
        out.insert(3, f"<style>{faces(letters_of(drawing))}</style>")
    for group in drawing.groups:
        data = "".join(f' data-{key}="{escape(value)}"' for key, value in group.data)
        out.append(f'<g id="{escape(group.id)}" class="{escape(group.cls)}"{data}>')
        out.append(f"<title>{escape(group.title)}</title>")
        out += [_shape(item) if isinstance(item, Shape) else _text(item) for item in group.items]
        out.append("</g>")
    out.append("</svg>\n")
    return "\n".join(out)
