"""A drawing as PNG through resvg, which renders our SVG in a third of the time of matplotlib; without it, matplotlib.

resvg sets text in the font of the figures; the fonts of the system are read, which takes longer, only for letters that
it lacks.
"""

from __future__ import annotations

import binascii
import struct

from .font import FAMILY, font, paths
from .scene import Drawing
from .svg import letters_of, svg_text

__all__ = ["png"]

_AFTER_HEADER = 33
"""Where the chunks of a PNG begin: after its signature and its IHDR."""


def png(drawing: Drawing, uid: str, dpi: int) -> bytes:
    """The bytes of a PNG, the same for the same drawing. Title, summary and resolution stand in its metadata."""
    try:
        import resvg_py
    except ImportError:
        from .mpl import render

        return render([drawing], "png", dpi)
    known = all(used <= font(weight).glyphs.keys() for weight, used in letters_of(drawing).items())
    image = resvg_py.svg_to_bytes(
        svg_string=svg_text(drawing, uid).replace('font-family="', f'font-family="{FAMILY}, ', 1),
        dpi=dpi,
        font_files=paths(),
        sans_serif_family=FAMILY,
        skip_system_fonts=known,
    )
    per_metre = round(dpi / 0.0254)
    about = {"Title": drawing.title, "Description": drawing.description[:2000], "Software": "mechgraph"}
    chunks = _chunk(b"pHYs", struct.pack(">LLB", per_metre, per_metre, 1))
    for key, value in about.items():
        # the keyword and its text as in tEXt where Latin-1 holds it, else as UTF-8 (PNG specification, 11.3.4)
        try:
            chunks += _chunk(b"tEXt", key.encode() + b"\0" + value.encode("latin-1"))
        except UnicodeEncodeError:
            text = value.encode("utf-8", "replace")
            chunks += _chunk(b"iTXt", key.encode() + b"\0\0\0\0\0" + text)
    return bytes(image[:_AFTER_HEADER]) + chunks + bytes(image[_AFTER_HEADER:])


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">L", len(data)) + kind + data + struct.pack(">L", binascii.crc32(kind + data))
