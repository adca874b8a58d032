"""What a check says: one finding, its level, where it is, and what to do about it."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal

import msgspec

__all__ = ["LEVELS", "MANY", "Finding", "Level", "by_rule", "summary", "worst"]

MANY, EXAMPLES, WIDTH = 20, 5, 80
"""More findings of a rule than :data:`MANY` are told by so many examples, in lines of so many characters."""

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
        stands_for: How many findings this one is: more than one where those beyond a limit were only counted.

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
    stands_for: int = 1

    def __str__(self) -> str:
        where = ":".join([self.file, *(str(n) for n in (self.line, self.column) if n)])
        record = f"{self.record}: " if self.record else ""
        remedy = f"; {self.remedy}" if self.remedy else ""
        return f"{where}: {self.level}: {record}{self.message} ({self.rule}{remedy})"

    def to_dict(self) -> dict[str, Any]:
        """The finding as plain values, for JSON."""
        return {f: getattr(self, f) for f in self.__struct_fields__}


def summary(findings: Iterable[Finding]) -> str:
    """How many of each level, as one line.

    >>> summary([])
    'no findings'
    """
    count: Counter[str] = Counter()
    for f in findings:
        count[f.level] += f.stands_for
    parts = [f"{count[level]:,} {level}{'s' if count[level] != 1 else ''}" for level in LEVELS if count[level]]
    return ", ".join(parts) or "no findings"


def by_rule(findings: Iterable[Finding], about: Mapping[str, str]) -> list[str]:
    """Findings as lines for a reader: one a finding; of more than :data:`MANY` of a rule a count and a few examples.

    Args:
        about: What each rule says, by its name.

    >>> found = [Finding(file="g", line=0, record=f"A:{n}", rule="r", level="note", message="odd") for n in range(30)]
    >>> print("\\n".join(by_rule(found, {"r": "Nothing is odd."})))
    r: 30 notes. Nothing is odd.
      A:0: odd
      A:1: odd
      A:2: odd
      A:3: odd
      A:4: odd
      and 25 more; --all lists them
    """
    groups: dict[str, list[Finding]] = {}
    for f in findings:
        groups.setdefault(f.rule, []).append(f)
    lines = [str(f) for f in sorted(f for group in groups.values() if len(group) <= MANY for f in group)]
    long = [group for group in groups.values() if len(group) > MANY]
    for group in sorted(long, key=lambda g: (min(LEVELS.index(f.level) for f in g), g[0].rule)):
        rule, examples = group[0].rule, [f for f in group if f.record][:EXAMPLES]
        lines += _wrapped(f"{rule}: {summary(group)}. {about.get(rule, '')}", "")
        for f in examples:
            lines += _wrapped(f"{f.record}: {f.message}", "  ")
        if remedies := {f.remedy for f in group if f.remedy}:
            lines += _wrapped(f"What to do: {min(remedies)}", "  ") if len(remedies) == 1 else []
        rest = sum(f.stands_for for f in group) - len(examples)
        lines.append(f"  and {rest:,} more; --all lists them")
    return lines


def _wrapped(text: str, indent: str) -> list[str]:
    return textwrap.wrap(text, WIDTH, initial_indent=indent, subsequent_indent=indent + "  ", break_on_hyphens=False)


def worst(findings: Sequence[Finding]) -> Level | None:
    """The gravest level among the findings; ``None`` where there are none."""
    found = {f.level for f in findings}
    return next((level for level in LEVELS if level in found), None)
