"""What a format could not say: the report that every writer returns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from .reading import Tally

__all__ = ["LossReport"]


@dataclass
class LossReport:
    """What was written, what the format could not say (``lost``), and what only mechgraph will read (``own``)."""

    format: str
    files: list[Path] = field(default_factory=list)
    entities: int = 0
    associations: int = 0
    lost: Tally = field(default_factory=Tally)
    own: Tally = field(default_factory=Tally)

    def lines(self) -> Iterator[str]:
        names = ", ".join(str(f) for f in self.files)
        yield f"{self.format}: {self.entities:,} entities, {self.associations:,} claims → {names}"
        for line in self.lost.lines():
            yield f"  lost, this format cannot say it: {line}"
        for line in self.own.lines():
            yield f"  kept in the property 'mechgraph', which other tools do not read: {line}"
        if not self.lost and not self.own:
            yield "  nothing was lost"

    def __str__(self) -> str:
        return "\n".join(self.lines())
