"""The files of a figure: each written whole or not at all, and none over a file that is not ours.

The path that a caller names is written as asked. What mechgraph names itself, captions and further pages, replaces only
what mechgraph wrote: a caption says so in its text, a figure in its metadata.
"""

from __future__ import annotations

import contextlib
import os
import re
import tempfile
from collections.abc import Mapping, Sequence
from itertools import count
from pathlib import Path

from ..errors import DrawingError, cannot_write

__all__ = ["WRITTEN", "write_atomic", "write_figure"]

WRITTEN = "written by mechgraph as a caption of a figure"
"""What every caption file says of itself."""
_FIGURE = re.compile(rb'<svg [^>]*class="mechgraph"|Software\x00mechgraph')
_HEAD = 65_536
"""A figure says in this many bytes who wrote it."""


def write_figure(
    figure: Path, pages: Sequence[str | bytes], captions: Mapping[str, str], *, force: bool = False
) -> None:
    """Write a figure: the first page to its path, the others (``name-2.svg``) and the captions (by suffix) beside it.

    Pages that an earlier run left beside it are removed where mechgraph wrote them.

    Raises:
        DrawingError: another file has the name of a caption or a further page, and ``force`` is not set; nothing is
            written then. Or a file cannot be written.
    """
    notes = {figure.with_suffix(suffix): text for suffix, text in captions.items()}
    further = {_page(figure, i): page for i, page in enumerate(pages[1:], 2)}
    for path in (*notes, *further):
        ours = WRITTEN.encode() in _read(path) if path in notes else _FIGURE.search(_read(path, _HEAD))
        if not force and path.exists() and not ours:
            raise DrawingError(
                f"{path} exists and was not written by mechgraph",
                remedy="choose another name for the figure, or --force (in Python force=True)",
            )
    for path, content in {**notes, figure: pages[0], **further}.items():
        write_atomic(path, content)
    for i in count(len(pages) + 1):
        left = _page(figure, i)
        head = _read(left, _HEAD)
        if not (_FIGURE.search(head) and re.search(rb"\(%d of \d+\)" % i, head)):
            return
        with contextlib.suppress(OSError):
            left.unlink()


def _page(figure: Path, number: int) -> Path:
    return figure.with_stem(f"{figure.stem}-{number}")


def _read(path: Path, size: int = -1) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(size)
    except OSError:
        return b""


def write_atomic(path: Path, content: str | bytes) -> None:
    """Write beside the target and rename, so that a failure leaves nothing half-written.

    Raises:
        DrawingError: the file cannot be written.
    """
    data = content.encode("utf-8", "replace") if isinstance(content, str) else content
    temporary = ""
    try:
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        umask = os.umask(0)
        os.umask(umask)
        os.chmod(temporary, 0o666 & ~umask)
        os.replace(temporary, path)
    except OSError as error:
        if temporary:
            with contextlib.suppress(OSError):
                os.unlink(temporary)
        raise cannot_write(path, error, kind=DrawingError) from error
