"""What has a JSON form: the room of shapes knows which, and this is how one asks for it."""

from __future__ import annotations

from typing import Any

__all__ = ["Shaped"]


class Shaped:
    """A value with a JSON form, which is the same in the library, on the command line and from the server."""

    __slots__ = ()

    def to_dict(self, *, everything: bool = False) -> dict[str, Any]:
        """The JSON as plain Python values.

        Args:
            everything: All of an explanation, which is otherwise cut to 16 kB and says what was left out.
        """
        from ..shapes import to_dict

        return to_dict(self, everything=everything)

    def to_json(self, *, everything: bool = False) -> str:
        """The JSON as text in one line: what ``-f json`` prints and the server sends."""
        from ..shapes import to_json

        return to_json(self, everything=everything)
