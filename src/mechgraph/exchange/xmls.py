"""XML from strangers, read along: what would expand or nest without end is refused before another parser meets it.

Entities that stand for a short text without further entities are let through, because ontologies abbreviate their
namespaces with them; all others are refused, so that nothing expands to many times its size.
"""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import IO, Any
from xml.parsers import expat

from ..errors import FormatError
from .files import MAX_LINE

__all__ = ["ILLEGAL", "Checked"]

MAX_DEPTH = 200
ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Characters that XML 1.0 cannot hold, not even escaped."""
MAX_ENTITY = 300
"""Characters that one entity may stand for: a namespace."""


class Checked(io.RawIOBase):
    """A stream of XML that is checked as it is read; give it a buffer of a megabyte, a long tag is looked at again
    with each piece.

    Raises:
        FormatError: wherever reading meets it: not well-formed (with line and column), nested deeper than
            :data:`MAX_DEPTH` levels, an entity that stands for more than a namespace, or a text or tag longer than a
            line may be (:data:`~mechgraph.exchange.files.MAX_LINE`).
    """

    def __init__(self, stream: IO[bytes], path: Path) -> None:
        super().__init__()
        self._stream, self._path = stream, path
        self._depth = self._length = self._given = 0
        self._ended = False
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.EntityDeclHandler = self._entity
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text

    def _wrong(self, what: str, remedy: str = "") -> FormatError:
        return FormatError(f"{self._path}:{self._parser.CurrentLineNumber}: {what}", remedy=remedy)

    def _entity(self, name: str, is_parameter: bool, value: str | None, *_: object) -> None:
        if is_parameter or value is None or "&" in value or len(value) > MAX_ENTITY:
            raise self._wrong(f"the entity {name!r} stands for more than a namespace", "write the text out")

    def _start(self, *_: object) -> None:
        self._depth += 1
        self._length = 0
        if self._depth > MAX_DEPTH:
            raise self._wrong(f"nested deeper than {MAX_DEPTH} levels")

    def _end(self, _: str) -> None:
        self._depth -= 1
        self._length = 0

    def _text(self, text: str) -> None:
        self._length += len(text)
        if self._length > MAX_LINE:
            raise self._wrong(f"a text of more than {MAX_LINE:,} characters")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._stream.read(len(buffer))
        if self._ended:
            return 0
        self._ended = not data
        try:
            self._parser.Parse(data, not data)
        except expat.ExpatError as error:
            at = f"{self._path}:{error.lineno}:{error.offset + 1}"
            raise FormatError(f"{at}: not well-formed XML: {expat.ErrorString(error.code)}") from None
        except (ValueError, LookupError) as error:
            raise FormatError(f"{self._path}: not readable XML: {error}") from None
        self._given += len(data)
        if self._given - self._parser.CurrentByteIndex > MAX_LINE + len(data):
            raise self._wrong(f"a tag of more than {MAX_LINE:,} bytes")
        buffer[: len(data)] = data
        return len(data)
