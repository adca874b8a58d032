"""What a format could not say: the report that every writer returns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from .reading import Tally

__all__ = ["LossReport"]


@dataclass
class LossReport:
    """What was written, what the format could not say (``lost``), and what only mechgraph will read (``own``).

    ``compared`` says that the file was read again, and ``changed`` what came back otherwise: only then may it be said
    that nothing was lost. ``unread`` says why it was not read.
    """

    format: str
    files: list[Path] = field(default_factory=list)
    entities: int = 0
    associations: int = 0
    lost: Tally = field(default_factory=Tally)
    own: Tally = field(default_factory=Tally)
    compared: bool = False
    unread: str = ""
    changed: Tally = field(default_factory=Tally)

    def lines(self) -> Iterator[str]:
        names = ", ".join(str(f) for f in self.files)
        yield f"{self.format}: {self.entities:,} entities, {self.associations:,} claims → {names}"
        for line in self.lost.lines():
            yield f"  lost, this format cannot say it: {line}"
        for line in self.own.lines():
            yield f"  kept in the property 'mechgraph', which other tools do not read: {line}"
        for line in self.changed.lines():
            yield f"  read back and compared, and it differs: {line}"
        if self.compared and not self.changed:
            yield "  read back and compared: " + (
                "what is not named here is the same" if self.lost else "nothing was lost"
            )
        elif not self.compared and not self.lost and not self.own:
            yield f"  the format has a place for everything; {self.unread}"

    def __str__(self) -> str:
        return "\n".join(self.lines())
