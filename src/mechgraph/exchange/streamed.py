"""One list of a JSON document, item by item, so that a document of gigabytes takes the memory of a few items.

The document is an object whose lists hold the data, as Hetionet's and KGX's are. Reading stops after the list asked
for. It refuses an item longer than a line may be (:data:`mechgraph.exchange.files.MAX_LINE`), and what is not JSON.
"""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from ..errors import FormatError
from .files import MAX_LINE, opened
from .jsons import remedy

__all__ = ["items"]

_CHUNK = 1 << 20
_NEAR = 20
_SPACE = " \t\r\n"
_FOLLOWS = frozenset(_SPACE + ",:]}")


class _Text:
    """Characters of a stream with a place in them; what was taken is forgotten."""

    def __init__(self, stream: IO[bytes], path: Path) -> None:
        self._stream, self._path = stream, path
        self._decoder = codecs.getincrementaldecoder("utf-8-sig")()
        self._scan = json.JSONDecoder(parse_constant=lambda _: None).raw_decode
        self._text, self._at, self._before, self._end = "", 0, 0, False

    def wrong(self, what: str, at: int | None = None) -> FormatError:
        at = self._at if at is None else at
        near = self._text[max(0, at - _NEAR) : at + _NEAR]
        return FormatError(f"{self._path}: character {self._before + at:,}: {what}", remedy=remedy(near))

    def _more(self) -> None:
        data = self._stream.read(_CHUNK)
        self._end = not data
        try:
            text = self._decoder.decode(data, final=self._end)
        except UnicodeDecodeError as error:
            raise FormatError(f"{self._path}: not UTF-8: {error.reason}", remedy="save the file as UTF-8") from None
        gone = max(0, self._at - _NEAR)
        self._before += gone
        self._text, self._at = self._text[gone:] + text, self._at - gone

    def peek(self) -> str:
        """The next character that is no space; nothing at the end."""
        while True:
            while self._at < len(self._text):
                if self._text[self._at] not in _SPACE:
                    return self._text[self._at]
                self._at += 1
            if self._end:
                return ""
            self._more()

    def take(self, wanted: str) -> str:
        """The next character, which must be one of ``wanted``."""
        found = self.peek()
        if not found or found not in wanted:
            raise self.wrong(f"{found!r} where one of {wanted!r} is expected" if found else "the document is cut off")
        self._at += 1
        return found

    def value(self) -> Any:
        """The next JSON value; only when what follows it was read too is it known to end there."""
        self.peek()
        while True:
            try:
                value, end = self._scan(self._text, self._at)
            except RecursionError:
                raise self.wrong("not JSON: nested too deeply") from None
            except ValueError as error:
                if self._end:
                    cut = self._at == len(self._text)
                    what = "the document is cut off" if cut else f"not JSON: {getattr(error, 'msg', error)}"
                    raise self.wrong(what, getattr(error, "pos", None)) from None
            else:
                if self._end or self._text[end : end + 1] in _FOLLOWS:
                    self._at = end
                    return value
            if len(self._text) - self._at > MAX_LINE:
                raise self.wrong(f"not JSON, or a value of more than {MAX_LINE:,} characters")
            self._more()


def _listed(text: _Text) -> Iterator[Any]:
    text.take("[")
    if text.peek() == "]":
        text.take("]")
        return
    while True:
        yield text.value()
        if text.take(",]") == "]":
            return


def items(path: Path, key: str, *, to_the_end: bool = False) -> Iterator[Any]:
    """The items of the list ``key`` of the object that a file holds, plain or packed; none where it has no such list.

    Args:
        path: The file.
        key: The name of the list; empty where the document itself is one.
        to_the_end: Read on after the list, so that a document that is cut off behind it, or followed by another one,
            is refused; otherwise that is not looked at.

    Raises:
        FormatError: not an object, not JSON, not UTF-8, torn, or an item beyond the limit; with the place.
    """
    with opened(path) as stream:
        text = _Text(stream, path)
        if not key:
            yield from _listed(text)
        else:
            text.take("{")
        closed = not key or text.peek() == "}"
        if closed and key:
            text.take("}")
        while not closed:
            name = text.value()
            text.take(":")
            if text.peek() != "[":
                text.value()
            elif name == key:
                yield from _listed(text)
                if not to_the_end:
                    return
            else:
                for _ in _listed(text):
                    pass
            closed = text.take(",}") == "}"
        if text.peek():
            raise text.wrong("something follows the end of the document")
