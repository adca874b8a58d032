"""``get``, ``datasets``: public graphs by name."""

from __future__ import annotations

import click

from ..store.base import Table
from .output import emit_table, format_option, output_option, tell

__all__ = ["datasets", "get"]


@click.command(
    epilog="Examples:\n\n\b\n  mechgraph get drugmechdb\n  mechgraph get drugmechdb --from indication_paths.yaml\n"
    "  mechgraph get embedded+drugmechdb\n  mechgraph explain sotorasib -g embedded+drugmechdb"
)
@click.argument("names", nargs=-1, required=True, metavar="NAME...")
@click.option(
    "--from",
    "from_",
    type=click.Path(exists=True),
    metavar="FILE",
    help="Its file, or a folder, instead of the network.",
)
def get(names: tuple[str, ...], from_: str | None) -> None:
    """Bring public graphs to this machine: -g NAME asks one, MECHGRAPH_GRAPH=NAME makes it the default.

    NAME is one that 'datasets' lists, or several joined into one graph by '+'; 'embedded' is the graph that comes
    along.
    """
    import sys

    from ..build.public import get as run

    say = (lambda step: tell(f"… {step}")) if sys.stderr.isatty() else None
    for name in names:
        report = run(name, from_, progress=say)
        tell(str(report))
        for licence in report.licences:
            tell(f"licence: {licence}")
        tell(f"ask it with -g {report.name}, as in: mechgraph stats -g {report.name}")


@click.command(epilog="Example:\n\n\b\n  mechgraph datasets\n  mechgraph datasets -f json")
@format_option
@output_option
def datasets(form: str, output: str | None) -> None:
    """Public graphs that can be got by name: what each adds, its licence and size, and which are here."""
    import dataclasses
    from datetime import UTC, datetime

    from ..datasets import datasets as known
    from ..datasets import here

    missing = None if form.startswith("json") else "unknown"
    there = {
        name: datetime.fromtimestamp(place.stat().st_mtime, UTC).date().isoformat() for name, place in here().items()
    }
    rows = []
    for d in known().values():
        told = {"name": d.name, "here": there.pop(d.name, "") or "no"} | dataclasses.asdict(d)
        rows.append({key: value or missing for key, value in told.items()})
    for name, since in there.items():
        rows.append({**dict.fromkeys(rows[0]), "name": name, "here": since, "title": "joined on this machine"})
    emit_table(Table(tuple(rows[0]), tuple(tuple(row.values()) for row in rows)), form, output)
