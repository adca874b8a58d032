"""Open what others wrote: plain, gzip, bzip2 or xz, by content; with limits, and with errors that name file and line.

Nothing here knows a format. It refuses what is torn, what is not UTF-8, and lines or files beyond the limits below, so
that a reader never holds more than its own tables.
"""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from ..errors import FormatError, NotFoundError

__all__ = ["MAX_DOCUMENT", "MAX_LINE", "begun", "document", "head", "lines", "opened", "strip_packing", "without_mark"]

MAX_LINE = 4_000_000
"""Bytes of one line; a longer one is refused."""
MAX_DOCUMENT = 2_000_000_000
"""Bytes, unpacked, of a file that must be read as a whole (JSON, YAML, XML)."""
MARK = b"\xef\xbb\xbf"
HEAD = 65_536
PACKED = (".gz", ".bz2", ".xz")
TORN = (EOFError, zlib.error, gzip.BadGzipFile, lzma.LZMAError)


@contextmanager
def opened(path: Path) -> Iterator[IO[bytes]]:
    """The unpacked bytes of a file as a stream.

    Raises:
        NotFoundError: no such file, or it may not be read.
        FormatError: the packed file is torn; raised wherever reading meets the end.
    """
    try:
        with path.open("rb") as raw:
            magic = raw.peek(6)[:6]
            stream: IO[bytes] = raw
            if magic.startswith(b"\x1f\x8b"):
                stream = io.BufferedReader(gzip.GzipFile(fileobj=raw), 1 << 20)
            elif magic.startswith(b"BZh"):
                stream = io.BufferedReader(bz2.BZ2File(raw), 1 << 20)
            elif magic.startswith(b"\xfd7zXZ"):
                stream = io.BufferedReader(lzma.LZMAFile(raw), 1 << 20)  # noqa: SIM115 - closed with raw
            yield stream
    except TORN as error:
        raise FormatError(
            f"{path}: the compressed file is torn: {error or type(error).__name__}",
            remedy="download or copy it again",
        ) from None
    except (FileNotFoundError, PermissionError, IsADirectoryError) as error:
        raise NotFoundError(f"{path}: {error.strerror}") from None
    except OSError as error:
        raise FormatError(f"{path}: cannot be read: {error}", remedy="download or copy it again") from None


def head(path: Path) -> bytes:
    """The first 64 kB, unpacked."""
    with opened(path) as stream:
        return stream.read(HEAD)


def document(path: Path, limit: int = MAX_DOCUMENT) -> bytes:
    """The whole file, unpacked.

    Raises:
        FormatError: larger than ``limit`` bytes.
    """
    with opened(path) as stream:
        data = stream.read(limit + 1)
    if len(data) > limit:
        raise FormatError(f"{path}: larger than {limit:,} bytes", remedy="split it, or use a format of lines")
    return data


def decode(data: bytes, where: object) -> str:
    """UTF-8 text without a byte order mark.

    Raises:
        FormatError: with the byte where it stops being UTF-8.
    """
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FormatError(f"{where}: byte {error.start} is not UTF-8", remedy="save the file as UTF-8") from None


def begun(text: str) -> list[str]:
    r"""The lines of a text, as files have them: U+2028 and the like are characters of a line, and end none.

    >>> begun("a\u2028b\r\nc")
    ['a\u2028b', 'c']
    """
    return re.split(r"\r\n|\n|\r", text.removesuffix("\n"))


def lines(stream: IO[bytes], path: object) -> Iterator[bytes]:
    """Lines without their end, as bytes; the byte order mark is cut.

    Raises:
        FormatError: a line longer than :data:`MAX_LINE`.
    """
    number = 0
    while line := stream.readline(MAX_LINE + 1):
        number += 1
        if len(line) > MAX_LINE:
            raise FormatError(
                f"{path}:{number}: a line of more than {MAX_LINE:,} bytes", remedy="is it the right file?"
            )
        if number == 1:
            line = line.removeprefix(MARK)
        yield line.rstrip(b"\r\n")


def without_mark(stream: IO[bytes]) -> IO[bytes]:
    """The stream without the byte order mark that it may begin with."""
    first = stream.peek(3)[:3] if hasattr(stream, "peek") else b""
    if first == MARK:
        stream.read(3)
    return stream


def strip_packing(name: str) -> str:
    """A file name without ``.gz`` and the like.

    >>> strip_packing("edges.sif.gz")
    'edges.sif'
    """
    for suffix in PACKED:
        name = name.removesuffix(suffix)
    return name
