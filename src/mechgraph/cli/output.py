"""How commands print: one choice of format for tables, one way to write a file whole or not at all."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import os
import re
import sys
import textwrap
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from ..errors import DrawingError, UsageError, cannot_write
from ..store.base import Table

if TYPE_CHECKING:
    from ..graph import Graph

__all__ = [
    "FORMATS",
    "draw_each",
    "drawings_options",
    "emit",
    "emit_json",
    "emit_table",
    "format_option",
    "open_graph",
    "output_option",
    "printable",
    "receipt_option",
    "receipted",
    "tell",
    "text_format_option",
    "text_table",
    "text_width",
    "wrapped",
    "write_file",
]

FORMATS = ("auto", "table", "json", "jsonl", "csv", "tsv", "md", "ttl")
TOLD = ("auto", "text", "json", "jsonl", "md", "html", "docx")
"""Formats of what is told in words."""

_PICTURES = (".svg", ".png", ".pdf", ".sbgn")

ANSWERING = frozenset(
    (
        *("stats", "search", "show", "explain", "ask", "paths", "query"),
        *("draw", "what-if", "interactions", "compare", "verify"),
    )
)
"""Commands whose memory is limited; the others read a whole graph."""

_F = TypeVar("_F", bound=Callable[..., Any])


def format_option(function: _F) -> _F:
    """``-f/--format``; ``auto`` is a table on a terminal, TSV in a pipe, or what the suffix of ``-o`` says."""
    return _formats(FORMATS)(function)


def text_format_option(function: _F) -> _F:
    """``-f/--format`` of what is told in words: as JSON, or as a document that can be handed on."""
    return _formats(TOLD)(function)


def _formats(among: Sequence[str]) -> Callable[[_F], _F]:
    return click.option(
        "-f", "--format", "form", type=click.Choice(among), default="auto", show_default=True, help="Output format."
    )


def output_option(function: _F) -> _F:
    """``-o/--output FILE``."""
    return click.option("-o", "--output", type=click.Path(dir_okay=False), help="Write to this file.")(function)


def receipt_option(function: _F) -> _F:
    """``--receipt FILE``."""
    return click.option(
        "--receipt",
        type=click.Path(dir_okay=False),
        help="Also write what the answer was made from; see verify.",
    )(function)


def receipted(
    kg: Graph, call: str, arguments: dict[str, Any], result: object, file: str | None, picture: str | None = None
) -> None:
    """Write the receipt of an answer where one was asked for, and into the figure that was drawn of it."""
    if file is None and picture is None:
        return
    from ..receipts import receipt_of, stamp

    made = receipt_of(kg, call, arguments, result)
    if picture is not None:
        stamp(picture, made)
    if file is not None:
        write_file(file, made.to_json())
        tell(f"wrote {file}")


def drawings_options(function: _F) -> _F:
    """``--draw FOLDER``, ``--most`` and ``--size``, for commands that draw several mechanisms."""
    options = (
        click.option("--draw", "folder", type=click.Path(file_okay=False), help="Also draw each mechanism, as SVG."),
        click.option("--most", default=20, show_default=True, type=click.IntRange(1), help="How many are drawn."),
        click.option("--size", default="double", show_default=True, help="Size of the drawings."),
    )
    for option in reversed(options):
        function = option(function)
    return function


def draw_each(mechanisms: Iterable[tuple[str, Any]], folder: str, most: int, size: str) -> None:
    """Draw mechanisms into a folder, each by its name as ``NAME.svg``; say how many, and which no page can hold."""
    place = Path(folder)
    try:
        place.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise cannot_write(place, error) from None
    drawn = left = 0
    for name, mechanism in mechanisms:
        if drawn == most:
            left += 1
            continue
        file = place / f"{re.sub(r'[^A-Za-z0-9._-]+', '-', name).strip('-.')}.svg"
        try:
            mechanism.draw(file, size=size)
            drawn += 1
        except DrawingError as error:
            tell(f"{name} is not drawn: {error}")
    more = f"; {left:,} more are not, see --most" if left else ""
    tell(f"drew {drawn:,} mechanism(s) into {folder}{more}")


def open_graph(ctx: click.Context) -> Graph:
    """The graph that ``-g`` names, with the records of ``--with`` laid on top."""
    from ..graph import load

    told = ctx.obj or {}
    kg = load(told.get("graph"))
    if (seconds := told.get("timeout")) and hasattr(kg.store, "patience"):
        kg.store.patience = seconds
    more = told.get("with")
    if told.get("own_process") and ctx.info_name in ANSWERING and not more:
        _limit_memory(kg.store)
    return kg.with_records(*more) if more else kg


def _limit_memory(store: object) -> None:
    """A command that answers from a built graph needs little, whatever the size of the graph."""
    most = os.environ.get("MECHGRAPH_MEMORY", "2000")
    if not most.isdigit() or 0 < int(most) < 600:  # less is too little for the threads of the RDF store
        raise UsageError(f"MECHGRAPH_MEMORY is {most!r}, not 0 or a number of megabytes from 600 on")
    disk = sys.modules.get("mechgraph.store.disk")  # not loaded where the graph is none on disk: it is slow to load
    if disk is not None and isinstance(store, disk.DiskStore) and int(most):
        from ..store.ceiling import limit_memory, to_be_mapped

        limit_memory(int(most) + to_be_mapped(store.folder))


def chosen(form: str, output: str | None, *, text: str = "table", among: Sequence[str] = FORMATS) -> str:
    """The format to print in: as asked, else by the suffix of the output, else by where it goes.

    Args:
        text: The format of a ``.txt`` file, and of what goes to a terminal.
        among: Formats that this command has.

    Raises:
        UsageError: the suffix is that of no format, or of another one than is asked for.
    """
    suffix = Path(output).suffix.lower() if output and output != "-" else ""
    if suffix in _PICTURES:
        raise UsageError(f"{output} would be a figure", remedy="use --draw FILE where a command has it, or draw")
    known = {".txt": text, **{f".{f}": f for f in among if f not in ("auto", "table", "text")}}
    if form != "auto":
        if suffix in (".html", ".docx", ".md") and known.get(suffix) != form:
            raise UsageError(
                f"{output} would hold {form} under another name", remedy="leave out -f, or change the suffix"
            )
        return form
    if suffix:
        if suffix not in known:
            listed = ", ".join(sorted(known))
            raise UsageError(f"{output}: no format has the suffix {suffix}", remedy=f"use {listed}, or name it with -f")
        return known[suffix]
    if output and output != "-":
        return text
    return text if sys.stdout.isatty() or text != "table" else "tsv"


def write_file(path: str | Path, data: str | bytes) -> None:
    """Write a file whole or not at all: a temporary file beside it, then a rename."""
    import tempfile  # slow to load, and most commands print

    path = Path(path)
    content = data.encode() if isinstance(data, str) else data
    temporary = ""
    try:
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        mask = os.umask(0)
        os.umask(mask)
        os.chmod(temporary, 0o666 & ~mask)
        os.replace(temporary, path)
    except OSError as error:
        if temporary:
            with contextlib.suppress(OSError):
                os.unlink(temporary)
        raise cannot_write(path, error) from None


_COLOUR = r"\x1b\[(?:(?:[0-4]|2[234]|3[0-79]|9[0-7])(?:;(?=\d)|(?=m)))*m"
_CONTROL = re.compile(rf"({_COLOUR})|[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def printable(text: str) -> str:
    """Text that does nothing to a terminal but print: weight and colour pass, any other control is spelt out.

    >>> print(printable("nitrox" + chr(27) + "]0;title" + chr(7)))
    nitrox\\u001b]0;title\\u0007
    """
    return _CONTROL.sub(lambda m: m[1] or f"\\u{ord(m[0]):04x}", text)


def tell(text: str) -> None:
    """Say something to the person, on standard error."""
    click.echo(printable(text), err=True)


def emit(text: str, output: str | None = None, *, data: bool = False) -> None:
    """Print text that ends with one line break, or write it to ``output`` and say so on standard error.

    Args:
        data: It is a table for a program: in a pipe every character stays.
    """
    text = text.rstrip("\n") + "\n"
    if output is None or output == "-":
        click.echo(text if data and not sys.stdout.isatty() else printable(text), nl=False)
        return
    write_file(output, text)
    tell(f"wrote {output}")


def plain(value: Any) -> Any:
    """A value for JSON: identifiers as text, structs as objects."""
    import msgspec

    return msgspec.to_builtins(value, enc_hook=str)


def emit_json(value: Any, output: str | None = None, *, everything: bool = False) -> None:
    """Print the JSON of a value that the library returned, or of plain values; to the byte what the server sends."""
    from ..shapes import to_json

    plain = type(value) in (dict, list)  # what a search found is a list too, and has a shape
    text = json.dumps(value, ensure_ascii=False) if plain else to_json(value, everything=everything)
    emit(text, output, data=True)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:.6g}"
    return str(value)


_HARMLESS = re.compile(r"[+-]|[+-]?\d+(\.\d+)?([eE][+-]?\d+)?")
"""A lone sign or a number: no spreadsheet runs it."""


def _safe(value: Any) -> Any:
    """Text that a spreadsheet would run as a formula gets a leading apostrophe; signs and numbers stay as they are."""
    formula = isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r")
    if formula and not _HARMLESS.fullmatch(value):
        return "'" + value
    return _cell(value)


def _readable(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> tuple[list[str], list[list[str]]]:
    """What a person reads: no empty columns, and no identifier where its label stands beside it."""
    kept = [
        i
        for i, name in enumerate(columns)
        if f"{name}_label" not in columns and (not rows or any(row[i] not in (None, "") for row in rows))
    ]
    return [columns[i].removesuffix("_label") for i in kept], [[_cell(row[i]) for i in kept] for row in rows]


def _one_by_one(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Rows too wide for a table, each as a block of lines."""
    wide = max(len(c) for c in columns)
    blocks = ["\n".join(f"{c:>{wide}}  {v}" for c, v in zip(columns, row, strict=True) if v) for row in rows]
    return "\n\n".join(blocks)


def text_width(output: str | None = None) -> int:
    """Columns for running text: those of the terminal, from 60 to 100; 100 where it goes elsewhere."""
    if output is not None or not sys.stdout.isatty():
        return 100
    import shutil

    return min(100, max(60, shutil.get_terminal_size((100, 40)).columns))


def wrapped(text: str, indent: str, width: int) -> list[str]:
    """A line of running text in lines of a width, later ones further in; no identifier is broken."""
    inner = f"{indent}  "
    return textwrap.wrap(
        text, width, initial_indent=indent, subsequent_indent=inner, break_long_words=False, break_on_hyphens=False
    )


def text_table(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """A table for a terminal: columns aligned, long cells wrapped; rows that are too wide one by one."""
    import shutil

    columns, cells = _readable(columns, list(rows))
    room = max(60, shutil.get_terminal_size((120, 40)).columns) if sys.stdout.isatty() else 120
    widths = [max([len(c), *(min(len(row[i]), 32) for row in cells)]) for i, c in enumerate(columns)]
    if cells and sum(widths) + 2 * len(widths) > room:
        return _one_by_one(columns, cells)
    from rich import box
    from rich.console import Console
    from rich.table import Table as RichTable
    from rich.text import Text

    table = RichTable(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold")
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in cells:
        table.add_row(*(Text(v) for v in row))
    buffer = io.StringIO()
    on_terminal = sys.stdout.isatty()
    console = Console(
        file=buffer,
        width=room,
        force_terminal=on_terminal and not os.environ.get("NO_COLOR"),
        no_color=bool(os.environ.get("NO_COLOR")),
    )
    console.print(table)
    return "\n".join(line.rstrip() for line in buffer.getvalue().strip("\n").splitlines())


def render(table: Table, form: str) -> str:
    """A table of results as text in one of the formats.

    >>> print(render(Table(("a", "b"), ((1, "x"),)), "md"))
    | a | b |
    |---|---|
    | 1 | x |
    """
    if form == "json":
        return table.to_json()
    if form == "jsonl":
        return "\n".join(json.dumps(plain(r), ensure_ascii=False) for r in table.records())
    if form in ("csv", "tsv"):
        buffer = io.StringIO()
        writer = csv.writer(buffer, delimiter="," if form == "csv" else "\t", lineterminator="\n")
        writer.writerow(table.columns)
        writer.writerows([_safe(v) for v in row] for row in table.rows)
        return buffer.getvalue()
    if form == "md":
        lines = ["| " + " | ".join(table.columns) + " |", "|" + "---|" * len(table.columns)]
        for row in table.rows:
            lines.append("| " + " | ".join(_cell(v).replace("|", "\\|").replace("\n", " ") for v in row) + " |")
        return "\n".join(lines)
    if form == "ttl":
        raise UsageError("a table has no Turtle form", remedy="use CONSTRUCT, or another format")
    return text_table(table.columns, table.rows)


def emit_table(table: Table, form: str, output: str | None = None) -> None:
    """Print or write a table in the chosen format."""
    form = chosen(form, output)
    emit(render(table, form), output, data=form in ("csv", "tsv", "json", "jsonl"))
