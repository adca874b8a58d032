"""What a check says: one finding, its level, where it is, and what to do about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, Literal

import msgspec

__all__ = ["LEVELS", "Finding", "Level", "summary", "worst"]

Level = Literal["error", "warning", "note"]
LEVELS: tuple[Level, ...] = ("error", "warning", "note")
"""From the gravest: an error must be mended, a warning be looked at, a note may stay."""


class Finding(msgspec.Struct, frozen=True, order=True, kw_only=True):
    """One thing that a rule found.

    Args:
        file: The record file, or the name of the graph.
        line: Line of the record in it, or of the field at fault; 0 where there is no file.
        column: Column of the field at fault, from 1; 0 where the finding is about the whole record.
        record: The key or identifier of the record.
        rule: Name of the rule; :data:`mechgraph.checks.RULES` says what each means.
        message: What is wrong, in one sentence.
        remedy: What to do about it.

    >>> print(Finding(file="a.yaml", line=3, record="x", rule="no-evidence", level="error",
    ...               message="the claim has no evidence", remedy="add a source"))
    a.yaml:3: error: x: the claim has no evidence (no-evidence; add a source)
    """

    file: str
    line: int
    column: int = 0
    record: str
    rule: str
    level: Level
    message: str
    remedy: str = ""

    def __str__(self) -> str:
        where = ":".join([self.file, *(str(n) for n in (self.line, self.column) if n)])
        record = f"{self.record}: " if self.record else ""
        remedy = f"; {self.remedy}" if self.remedy else ""
        return f"{where}: {self.level}: {record}{self.message} ({self.rule}{remedy})"

    def to_json(self) -> dict[str, Any]:
        """The finding as plain values, for JSON."""
        return {f: getattr(self, f) for f in self.__struct_fields__}


def summary(findings: Iterable[Finding]) -> str:
    """How many of each level, as one line.

    >>> summary([])
    'no findings'
    """
    count = Counter(f.level for f in findings)
    parts = [f"{count[level]:,} {level}{'s' if count[level] != 1 else ''}" for level in LEVELS if count[level]]
    return ", ".join(parts) or "no findings"


def worst(findings: Sequence[Finding]) -> Level | None:
    """The gravest level among the findings; ``None`` where there are none."""
    found = {f.level for f in findings}
    return next((level for level in LEVELS if level in found), None)
