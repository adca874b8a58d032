"""The font of figures: how wide its letters are, and the few of them that a figure uses, to stand inside an SVG.

``fonts/`` holds Mechgraph Sans, a subset of Liberation Sans under another name, with the advance widths of Arial: a
figure that was laid out here looks the same where Arial, Liberation Sans or Arimo sets it. No font library: the files
are TrueType with a format 4 character map, and nothing else is read.
"""

from __future__ import annotations

import struct
import zlib
from base64 import b64encode
from collections.abc import Iterable
from functools import cache, cached_property
from importlib.resources import files
from pathlib import Path
from typing import Final

__all__ = ["FAMILY", "Font", "faces", "font", "paths"]

FAMILY: Final = "Mechgraph Sans"
_FILES: Final = {"normal": "MechgraphSans-Regular.ttf", "bold": "MechgraphSans-Bold.ttf"}
_KEPT: Final = (b"OS/2", b"cmap", b"glyf", b"head", b"hhea", b"hmtx", b"loca", b"maxp", b"name", b"post")
_COMPONENT_ARGUMENTS: Final = {0x1: 2, 0x8: 2, 0x40: 4, 0x80: 8}
"""Bytes that a flag of a composite glyph adds to the two of its offsets (OpenType, table glyf)."""


class Font:
    """One weight, from its file; lengths in thousandths of an em."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        count = struct.unpack_from(">H", data, 4)[0]
        records = (struct.unpack_from(">4sLLL", data, 12 + 16 * i) for i in range(count))
        self._tables = {tag: (start, length) for tag, _, start, length in records}

    def _table(self, tag: bytes) -> bytes:
        start, length = self._tables[tag]
        return self.data[start : start + length]

    @cached_property
    def glyphs(self) -> dict[str, int]:
        """The glyph of each letter, from the character map."""
        table = self._table(b"cmap")
        maps = (struct.unpack_from(">HHL", table, 4 + 8 * i) for i in range(struct.unpack_from(">H", table, 2)[0]))
        at = next(start for _, _, start in maps if struct.unpack_from(">H", table, start)[0] == 4)
        size = struct.unpack_from(">H", table, at + 6)[0]
        n = size // 2
        ends = struct.unpack_from(f">{n}H", table, at + 14)
        starts = struct.unpack_from(f">{n}H", table, at + 16 + size)
        deltas = struct.unpack_from(f">{n}H", table, at + 16 + 2 * size)
        offsets = struct.unpack_from(f">{n}H", table, at + 16 + 3 * size)
        found: dict[str, int] = {}
        for i in range(n):
            for code in range(starts[i], min(ends[i], 0xFFFE) + 1):
                glyph = code
                if offsets[i]:
                    here = at + 16 + 3 * size + 2 * i + offsets[i] + 2 * (code - starts[i])
                    glyph = struct.unpack_from(">H", table, here)[0]
                if glyph:
                    found[chr(code)] = (glyph + deltas[i]) & 0xFFFF
        return found

    @cached_property
    def widths(self) -> dict[str, int]:
        """The advance width of each letter that the font has."""
        em = struct.unpack_from(">H", self._table(b"head"), 18)[0]
        count = struct.unpack_from(">H", self._table(b"hhea"), 34)[0]
        advances = struct.unpack(">" + "Hh" * count, self._table(b"hmtx")[: 4 * count])[::2]
        return {c: round(1000 * advances[min(g, count - 1)] / em) for c, g in self.glyphs.items()}

    @cached_property
    def _outlines(self) -> tuple[int, ...]:
        """Where the outline of each glyph begins, and the last one ends."""
        long = struct.unpack_from(">h", self._table(b"head"), 50)[0]
        table = self._table(b"loca")
        ends: tuple[int, ...] = struct.unpack(f">{len(table) // 4}L" if long else f">{len(table) // 2}H", table)
        return ends if long else tuple(2 * e for e in ends)

    def _outline(self, glyph: int) -> bytes:
        return self._table(b"glyf")[self._outlines[glyph] : self._outlines[glyph + 1]]

    def _with_parts(self, wanted: Iterable[int]) -> set[int]:
        """Glyphs and those that they are made of, such as the letter and the accent of ``é``."""
        found: set[int] = set()
        queue = [0, *wanted]
        while queue:
            glyph = queue.pop()
            if glyph in found:
                continue
            found.add(glyph)
            outline = self._outline(glyph)
            if outline and struct.unpack_from(">h", outline)[0] < 0:
                at, more = 10, True
                while more:
                    flags, part = struct.unpack_from(">HH", outline, at)
                    queue.append(part)
                    at += 6 + sum(size for flag, size in _COMPONENT_ARGUMENTS.items() if flags & flag)
                    more = bool(flags & 0x20)
        return found

    def woff(self, letters: Iterable[str]) -> bytes:
        """A WOFF file in which only these letters have outlines; the same letters give the same bytes.

        Format: W3C Recommendation "WOFF File Format 1.0".
        """
        kept = self._with_parts(self.glyphs[c] for c in sorted(set(letters)) if c in self.glyphs)
        outlines, starts = b"", [0]
        for glyph in range(len(self._outlines) - 1):
            if glyph in kept:
                piece = self._outline(glyph)
                outlines += piece + b"\0" * (-len(piece) % 4)
            starts.append(len(outlines))
        head = bytearray(self._table(b"head"))
        struct.pack_into(">h", head, 50, 1)
        tables = {tag: self._table(tag) for tag in _KEPT}
        # the sum over the whole file counts as none in that of its table (OpenType, table head)
        struct.pack_into(">L", head, 8, 0)
        tables |= {b"glyf": outlines, b"loca": struct.pack(f">{len(starts)}L", *starts), b"head": bytes(head)}
        directory, body = b"", b""
        first = 44 + 20 * len(tables)
        for tag, table in sorted(tables.items()):
            packed = min(zlib.compress(table, 9), table, key=len)
            total = sum(struct.unpack(f">{-(-len(table) // 4)}L", table + b"\0" * (-len(table) % 4))) & 0xFFFFFFFF
            directory += struct.pack(">4sLLLL", tag, first + len(body), len(packed), len(table), total)
            body += packed + b"\0" * (-len(packed) % 4)
        plain = 12 + 16 * len(tables) + sum(-(-len(t) // 4) * 4 for t in tables.values())
        size = first + len(body)
        return (
            struct.pack(">4sLLHHLHHLLLLL", b"wOFF", 0x10000, size, len(tables), 0, plain, *[0] * 7) + directory + body
        )


@cache
def font(weight: str = "normal") -> Font:
    """The font of a weight, normal or bold.

    >>> font("bold").widths["m"]
    889
    """
    return Font((files(__package__) / "fonts" / _FILES[weight]).read_bytes())


def paths() -> list[str]:
    """The files of all weights, for libraries that ask for them."""
    return [str(Path(__file__).parent / "fonts" / name) for name in _FILES.values()]


def faces(letters: dict[str, set[str]]) -> str:
    """Style rules that bring these letters of each weight along.

    Each says which letters it has, so that several figures on one page lend one another what they lack.
    """
    return "".join(
        f'@font-face{{font-family:"{FAMILY}";font-weight:{weight};src:url(data:font/woff;base64,'
        f'{b64encode(font(weight).woff(used)).decode()}) format("woff");unicode-range:{_ranges(used)}}}'
        for weight, used in sorted(letters.items())
        if used
    )


def _ranges(letters: Iterable[str]) -> str:
    """Letters as CSS names them.

    >>> _ranges("acbz")
    'U+61-63,U+7A'
    """
    runs: list[list[int]] = []
    for code in sorted(map(ord, letters)):
        if runs and code == runs[-1][1] + 1:
            runs[-1][1] = code
        else:
            runs.append([code, code])
    return ",".join(f"U+{a:X}" if a == b else f"U+{a:X}-{b:X}" for a, b in runs)
