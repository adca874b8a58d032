"""XML from strangers, read along: what would expand or nest without end is refused before another parser meets it.

Entities that stand for a short text without further entities are let through, because ontologies abbreviate their
namespaces with them; all others are refused, so that nothing expands to many times its size.
"""

from __future__ import annotations

from pathlib import Path
from typing import IO
from xml.parsers import expat

from ..errors import FormatError

__all__ = ["Checked"]

MAX_DEPTH = 200
MAX_ENTITY = 300
"""Characters that one entity may stand for: a namespace."""


class Checked:
    """A stream of XML that is checked as it is read.

    Raises:
        FormatError: wherever reading meets it: not well-formed (with line and column), nested deeper than
            :data:`MAX_DEPTH` levels, or an entity that stands for more than a namespace.
    """

    def __init__(self, stream: IO[bytes], path: Path) -> None:
        self._stream, self._path, self._depth = stream, path, 0
        self._parser = expat.ParserCreate()
        self._parser.EntityDeclHandler = self._entity
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end

    def _wrong(self, what: str, remedy: str = "") -> FormatError:
        return FormatError(f"{self._path}:{self._parser.CurrentLineNumber}: {what}", remedy=remedy)

    def _entity(self, name: str, is_parameter: bool, value: str | None, *_: object) -> None:
        if is_parameter or value is None or "&" in value or len(value) > MAX_ENTITY:
            raise self._wrong(f"the entity {name!r} stands for more than a namespace", "write the text out")

    def _start(self, *_: object) -> None:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise self._wrong(f"nested deeper than {MAX_DEPTH} levels")

    def _end(self, _: str) -> None:
        self._depth -= 1

    def read(self, size: int = -1) -> bytes:
        data = self._stream.read(size)
        try:
            self._parser.Parse(data, not data)
        except expat.ExpatError as error:
            at = f"{self._path}:{error.lineno}:{error.offset + 1}"
            raise FormatError(f"{at}: not well-formed XML: {expat.ErrorString(error.code)}") from None
        except (ValueError, LookupError) as error:
            raise FormatError(f"{self._path}: not readable XML: {error}") from None
        return data
