"""Parameters of the JSON API: one table reads requests and writes the OpenAPI document."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from ..errors import UsageError

__all__ = ["Operation", "Param", "read_params"]

Kind = Literal["string", "integer", "boolean"]
MAX_TEXT = 500
MAX_TIMES = 20


@dataclass(frozen=True, slots=True)
class Param:
    """One query parameter (or, ``within`` "path", a part of the path).

    One with ``many`` may be given up to ``MAX_TIMES``, and has to be given ``fewest`` times.
    """

    name: str
    about: str
    kind: Kind = "string"
    default: Any = None
    required: bool = False
    least: int | None = None
    most: int | None = None
    choices: tuple[Any, ...] = ()
    many: bool = False
    fewest: int = 0
    within: Literal["query", "path"] = "query"

    def read(self, text: str) -> Any:
        """The value of a text.

        Raises:
            UsageError: not of this kind, or out of its range.
        """
        value: Any = text
        if self.kind == "string":
            if not text.strip() or len(text) > MAX_TEXT or "\x00" in text:
                raise UsageError(f"{self.name!r} is a text of 1 to {MAX_TEXT} characters")
        elif self.kind == "integer":
            if not text.removeprefix("-").isascii() or not text.removeprefix("-").isdigit() or len(text) > 12:
                raise UsageError(f"{self.name!r} is a whole number, not {text[:40]!r}")
            value = int(text)
            if (self.least is not None and value < self.least) or (self.most is not None and value > self.most):
                raise UsageError(f"{self.name!r} is from {self.least} to {self.most}, not {value}")
        elif text not in ("true", "false"):
            raise UsageError(f"{self.name!r} is true or false, not {text[:40]!r}")
        else:
            value = text == "true"
        if self.choices and value not in self.choices:
            near = difflib.get_close_matches(str(value), [str(c) for c in self.choices], n=1)
            raise UsageError(
                f"{self.name!r} cannot be {str(value)[:40]!r}",
                suggestions=near,
                remedy="one of " + ", ".join(map(str, self.choices)),
            )
        return value

    def schema(self) -> dict[str, Any]:
        """The JSON Schema of one value."""
        out: dict[str, Any] = {"type": self.kind}
        if self.kind == "string" and not self.choices:
            out |= {"minLength": 1, "maxLength": MAX_TEXT, "pattern": r"^[^\u0000]*[^\s\u0000][^\u0000]*$"}
        if self.least is not None:
            out["minimum"] = self.least
        if self.most is not None:
            out["maximum"] = self.most
        if self.choices:
            out["enum"] = list(self.choices)
        if self.default is not None and not self.many:
            out["default"] = self.default
        return {"type": "array", "items": out, "minItems": self.fewest, "maxItems": MAX_TIMES} if self.many else out


@dataclass(frozen=True, slots=True)
class Operation:
    """One route of the API: its call, its parameters, what it returns. ``open`` takes parameters not listed."""

    call: str
    path: str
    summary: str
    params: tuple[Param, ...] = ()
    returns: str = ""
    media: tuple[str, ...] = ("application/json",)
    open: bool = False


def read_params(operation: Operation, items: Iterable[tuple[str, str]], path: dict[str, str]) -> dict[str, Any]:
    """Parameters of a request, checked, with defaults.

    Raises:
        UsageError: unknown, missing, repeated or out of range.
    """
    known = {p.name: p for p in operation.params}
    out: dict[str, Any] = {p.name: ([] if p.many else p.default) for p in operation.params}
    extra: dict[str, str] = {}
    seen: set[str] = set()
    for name, text in [*path.items(), *items]:
        p = known.get(name)
        if p is None:
            if not operation.open:
                raise UsageError(
                    f"unknown parameter {name[:40]!r}",
                    suggestions=difflib.get_close_matches(name, known, n=1),
                    remedy="it takes " + (", ".join(known) or "none"),
                )
            if name in extra or len(text) > MAX_TEXT:
                raise UsageError(f"the parameter {name[:40]!r} is given once, in at most {MAX_TEXT} characters")
            extra[name] = text
        elif p.many:
            out[name].append(p.read(text))
            if len(out[name]) > MAX_TIMES:
                raise UsageError(f"{name!r} is given at most {MAX_TIMES} times")
        elif name in seen:
            raise UsageError(f"{name!r} is given twice")
        else:
            out[name] = p.read(text)
        seen.add(name)
    missing: Sequence[str] = [p.name for p in operation.params if p.required and p.name not in seen]
    if missing:
        raise UsageError("missing: " + ", ".join(missing))
    for p in operation.params:
        if p.many and len(out[p.name]) < p.fewest:
            raise UsageError(f"{p.name!r} is given at least {p.fewest} times", remedy=f"?{p.name}=…&{p.name}=…")
    return out | {"extra": extra} if operation.open else out
