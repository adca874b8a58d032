"""What all records share: frozen, ordered field by field, shown without what is not set."""

from __future__ import annotations

from typing import Any

import msgspec

__all__ = ["Record"]


def _sort_key(value: Any) -> Any:
    """A key under which unset fields stand before set ones; structs and tuples field by field."""
    if isinstance(value, msgspec.Struct):
        return tuple(_sort_key(v) for v in msgspec.structs.astuple(value))
    if isinstance(value, tuple):
        return tuple(_sort_key(v) for v in value)
    return (value is not None, value if value is not None else "")


class Record(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """What all records share: frozen, keyword only, unknown fields refused, ordered field by field."""

    def __lt__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return bool(_sort_key(self) < _sort_key(other))

    def __repr__(self) -> str:
        """Only what is set: most fields of most records are not."""
        set_fields = (
            f"{f.name}={value!r}"
            for f in msgspec.structs.fields(type(self))
            if (value := getattr(self, f.name)) != f.default
        )
        return f"{type(self).__name__}({', '.join(set_fields)})"
