"""Receipts within figures: in the metadata of SVG, PNG and PDF, where they travel with the picture.

SBGN-ML has no place for one that its schema knows. What is stamped draws as before.
"""

from __future__ import annotations

import base64
import html
import os
import re
import struct
import zlib
from pathlib import Path

from ..errors import ReceiptError
from .receipt import Receipt

__all__ = ["inside", "stamp", "stamped"]

_SVG = re.compile(rb'<metadata class="receipt">(.*?)</metadata>\n?', re.S)
_MARK = b"mechgraph-receipt:"
_CODED = re.compile(rb"mechgraph-receipt:([A-Za-z0-9+/=]+);")
_PNG = b"\x89PNG\r\n\x1a\n"


def stamped(figure: bytes, receipt: Receipt) -> bytes:
    """A figure with a receipt in its metadata; one of another kind as it came.

    >>> from mechgraph.receipts.receipt import GraphVersion
    >>> one = Receipt(mechgraph="1", graph=GraphVersion(name="g", claims=0, sha256=""), call="ask",
    ...     arguments={"question": "?"}, query="", conclusion="", conclusion_sha256="", claims=(), answer_sha256="")
    >>> b"metadata" in stamped(b"<svg><desc>A figure.</desc></svg>", one)
    True
    """
    if figure.startswith(b"<svg"):
        told = html.escape(receipt.to_json().strip(), quote=False).encode()
        bare = _SVG.sub(b"", figure)
        head, end, rest = bare.partition(b"</desc>")
        return b"".join((head, end, b'\n<metadata class="receipt">', told, b"</metadata>", rest)) if end else bare
    coded = _MARK + base64.b64encode(receipt.to_json().encode()) + b";"
    if figure.startswith(_PNG):
        at = len(_PNG) + 8 + struct.unpack(">I", figure[8:12])[0] + 4  # after the header chunk, which is first
        body = b"tEXt" + b"Receipt\x00" + coded
        chunk = struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))
        return figure[:at] + chunk + figure[at:]
    return _pdf(figure, coded) if figure.startswith(b"%PDF-") else figure


def _pdf(figure: bytes, coded: bytes) -> bytes:
    """An update as PDF appends it (ISO 32000-1, 7.5.6): the information dictionary once more, with keywords."""
    trailer = figure[figure.rindex(b"trailer") :]
    info = re.search(rb"/Info (\d+) 0 R", trailer)
    size = re.search(rb"/Size (\d+)", trailer)
    root = re.search(rb"/Root (\d+ 0 R)", trailer)
    start = re.search(rb"startxref\s+(\d+)", trailer)
    if not (info and size and root and start):
        return figure
    number = info[1]
    old = re.search(rb"(?:^|\n)%s 0 obj\s*<<(.*?)>>\s*endobj" % number, figure, re.S)
    if old is None:
        return figure
    at = len(figure)
    entry = number + b" 0 obj\n<<" + old[1] + b" /Keywords (" + coded + b") >>\nendobj\n"
    table = b"xref\n" + number + b" 1\n" + b"%010d 00000 n \n" % at
    tail = b"trailer\n<< /Size %s /Root %s /Info %s 0 R /Prev %s >>\n" % (size[1], root[1], number, start[1])
    return figure + entry + table + tail + b"startxref\n%d\n%%%%EOF\n" % (at + len(entry))


def stamp(path: str | os.PathLike[str], receipt: Receipt) -> None:
    """Write a receipt into the metadata of a figure on disk.

    Raises:
        DrawingError: the file cannot be written.
    """
    from ..draw.files import write_atomic

    file = Path(path)
    before = file.read_bytes()
    after = stamped(before, receipt)
    if after != before:
        write_atomic(file, after)


def inside(data: bytes, what: str) -> bytes:
    """The bytes of the receipt in a file: the file itself, or what a figure carries.

    Raises:
        ReceiptError: a figure that carries none.
    """
    if data.startswith(b"<svg"):
        found = _SVG.search(data)
        if found:
            return html.unescape(found[1].decode("utf-8", "replace")).encode()
    elif data.startswith((_PNG, b"%PDF-")):
        coded = _CODED.findall(data)
        if coded:
            try:
                return base64.b64decode(coded[-1], validate=True)
            except ValueError:
                raise ReceiptError(f"the receipt in {what} is torn", remedy="draw it again") from None
    else:
        return data
    raise ReceiptError(f"{what} is a figure without a receipt", remedy="figures of the command line carry one")
