"""What all shapes share: a value that is JSON as it stands, and the version of the whole set."""

from __future__ import annotations

from typing import Any

import msgspec

__all__ = ["VERSION", "Document", "Shape", "Sign"]

VERSION = 1
"""Of the JSON of all faces: it grows where a field goes or comes to mean something else; a new one changes nothing."""

Sign = int | None
"""+1, −1, 0 (not determined), or null where branches conflict."""


class Shape(msgspec.Struct, frozen=True, kw_only=True):
    """A part of a document. Fields stand in the JSON in the order of the class; one that is UNSET is not written."""

    def to_dict(self) -> dict[str, Any]:
        """The JSON as plain Python values: exactly what a reader of :meth:`to_json` gets."""
        data: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(self))
        return data

    def to_json(self) -> str:
        """The JSON in one line, without a line break at its end: what the command line and the server print."""
        return msgspec.json.encode(self).decode()


class Document(Shape, frozen=True, kw_only=True):
    """What a face prints as a whole: a shape that says its version (last, so that what matters stands first)."""

    version: int = VERSION
