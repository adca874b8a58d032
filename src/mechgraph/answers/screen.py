"""The first screen of an explanation as data, and as text for a terminal or a page.

A screen has a title, a lead of few sentences, and blocks of rows. Each row names the sources that it rests on; they are
numbered in the order in which a reader meets them. Nothing here knows what a row says, or decides what belongs on it.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence

import msgspec

__all__ = ["Block", "Numbers", "Row", "Screen"]

MOST_CITED = 5
"""Sources that one row cites; the others stand beside each claim, in ``--all``."""
_BOLD, _DIM, _GREEN, _RED, _YELLOW, _PLAIN = "\x1b[1m", "\x1b[2m", "\x1b[32m", "\x1b[31m", "\x1b[33m", "\x1b[0m"
_COLOURS = {"✓": _GREEN, "✗": _RED, "±": _YELLOW, "?": _YELLOW}


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One statement of a screen.

    Args:
        text: What is said.
        sources: Ids of the sources for it, most telling first.
        against: Ids of the sources against it.
        claims: Ids of the claims that it tells.
        label: What stands before it: a number, a mark, a situation.
        certainty: Its certainty as three dots; empty where it has none of its own.
    """

    text: str
    sources: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()
    label: str = ""
    certainty: str = ""


class Block(msgspec.Struct, frozen=True, kw_only=True):
    """Rows under a heading; ``note`` stands beside the heading and says how to read them."""

    title: str
    rows: tuple[Row, ...]
    note: str = ""


class Screen(msgspec.Struct, frozen=True, kw_only=True):
    """The first screen about a thing.

    Args:
        name, roles: The thing, and what it is.
        handle: Its identifier and other names.
        lead: Sentences, each with its sources.
        closing: What more there is, and how to ask for it; no line is broken at a no-break space.
    """

    name: str
    roles: str
    handle: str
    lead: tuple[Row, ...]
    blocks: tuple[Block, ...] = ()
    closing: tuple[str, ...] = ()

    @property
    def summary(self) -> str:
        """The lead without its sources."""
        return " ".join(row.text for row in self.lead)

    def lines(self, width: int = 100, *, brief: bool = False, colour: bool = False, cite: bool = True) -> list[str]:
        """The screen as text, and with ``brief`` its title and lead only.

        Args:
            width: Columns that no line exceeds, a word that is longer apart.
            colour: Whether headings have weight and verdicts colour, for a terminal.
            cite: Whether sources are cited by number.
        """
        numbers = Numbers()
        out = _head(self, width, colour)
        said = " ".join(row.text + (numbers.cite(row).strip() if cite else "") for row in self.lead)
        out += _wrap(said, width)
        if brief:
            return out
        for block in self.blocks:
            out += ["", *_heading(block, width, colour)]
            room = max((len(row.label) for row in block.rows), default=0)
            for row in block.rows:
                out += _row(row, room, width, numbers if cite else None, colour)
        if self.closing:
            out += ["", *(line.replace("\xa0", " ") for text in self.closing for line in _wrap(text, width))]
        return out

    def references(self, *, brief: bool = False) -> list[str]:
        """The ids of the sources that the screen cites, in the order of their numbers."""
        numbers = Numbers()
        rows = [*self.lead, *([] if brief else (row for block in self.blocks for row in block.rows))]
        for row in rows:
            numbers.cite(row)
        return numbers.order

    def markdown(self, *, brief: bool = False) -> list[str]:
        """The screen as Markdown: headings and lists; with ``brief`` its title and lead."""
        numbers = Numbers()
        out = [f"# {self.name}", "", f"{self.roles}. {self.handle}" if self.roles else self.handle, ""]
        out.append(" ".join(row.text + numbers.cite(row).strip() for row in self.lead))
        if brief:
            return out
        for block in self.blocks:
            out += ["", f"## {block.title.capitalize()}", *(["", f"*{block.note}*"] if block.note else []), ""]
            for row in block.rows:
                label = f"**{row.label.strip()}** " if row.label.strip() else ""
                dots = f" {row.certainty}" if row.certainty else ""
                out.append(f"- {label}{row.text}{dots}{numbers.cite(row)}")
        return [*out, "", *(text.replace("\xa0", " ") for text in self.closing)]


class Numbers:
    """Numbers of sources, in order of use.

    >>> numbers = Numbers()
    >>> numbers.cite(Row(text="", sources=("b", "a", "c"))), numbers.cite(Row(text="", sources=("c",), against=("d",)))
    (' [1–3]', ' [3; against 4]')
    """

    def __init__(self) -> None:
        self.order: list[str] = []

    def _of(self, sources: Iterable[str]) -> list[int]:
        found = []
        for source in list(dict.fromkeys(sources))[:MOST_CITED]:
            if source not in self.order:
                self.order.append(source)
            found.append(self.order.index(source) + 1)
        return sorted(found)

    def cite(self, row: Row) -> str:
        """The citation of a row, with the space before it; empty where it cites nothing."""
        on, against = _ranges(self._of(row.sources)), _ranges(self._of(row.against))
        parts = [on] if on else []
        if against:
            parts.append(f"against {against}")
        return f" [{'; '.join(parts)}]" if parts else ""


def _ranges(numbers: Sequence[int]) -> str:
    runs: list[list[int]] = []
    for n in numbers:
        if runs and n == runs[-1][-1] + 1:
            runs[-1].append(n)
        else:
            runs.append([n])
    return ",".join(f"{r[0]}–{r[-1]}" if len(r) > 2 else ",".join(map(str, r)) for r in runs)


def _wrap(text: str, width: int, first: str = "", rest: str = "") -> list[str]:
    return textwrap.wrap(
        text, width, initial_indent=first, subsequent_indent=rest, break_long_words=False,
        break_on_hyphens=False,
    )  # fmt: skip


def _styled(text: str, style: str, colour: bool) -> str:
    return f"{style}{text}{_PLAIN}" if colour and style and text else text


def _head(screen: Screen, width: int, colour: bool) -> list[str]:
    name = screen.name.upper() if screen.name.islower() else screen.name
    left = f"{name} · {screen.roles}" if screen.roles else name
    handle = screen.handle
    while len(left) + len(handle) + 2 > width and ", " in handle:
        handle = handle.rpartition(", ")[0]
    gap = width - len(left) - len(handle)
    out = [left + " " * gap + handle] if gap >= 2 else [*_wrap(left, width), *_wrap(screen.handle, width)]
    out[0] = out[0].replace(name, _styled(name, _BOLD, colour), 1)
    return out


def _heading(block: Block, width: int, colour: bool) -> list[str]:
    title = block.title.upper()
    gap = width - len(title) - len(block.note)
    head = _styled(title, _BOLD, colour)
    if not block.note:
        return [head]
    if gap >= 2:
        return [head + " " * gap + _styled(block.note, _DIM, colour)]
    return [head, *(_styled(line, _DIM, colour) for line in _wrap(block.note, width, "  ", "  "))]


def _row(row: Row, room: int, width: int, numbers: Numbers | None, colour: bool) -> list[str]:
    text = row.text + (numbers.cite(row).replace(" ", "\xa0") if numbers is not None else "")
    first = f"  {row.label:<{room}}  " if room else "  "
    edge = len(row.certainty) + 2 if row.certainty else 0
    lines = [line.replace("\xa0", " ") for line in _wrap(text, width - edge, first, " " * len(first))]
    if row.certainty:
        lines[0] = f"{lines[0]:<{width - len(row.certainty)}}{row.certainty}"
    if row.label in _COLOURS:
        lines[0] = lines[0].replace(row.label, _styled(row.label, _COLOURS[row.label], colour), 1)
    return lines
