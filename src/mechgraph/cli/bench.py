"""``bench``: published numbers, recomputed on local data."""

from __future__ import annotations

import importlib
import json
from pathlib import Path
from typing import Any

import click

from ..errors import NotFoundError
from ..store.base import Table
from .output import chosen, emit, emit_table, format_option, output_option

__all__ = ["bench"]

NAMES = ("audit", "counterfactuals", "recovery", "rephetio", "repurposing", "union")


@click.command(epilog="Example:\n\n\b\n  mechgraph bench rephetio --data data/ -f json")
@click.argument("name", type=click.Choice(NAMES))
@click.option("--data", default="data", show_default=True, type=click.Path(), help="The folder with the data.")
@format_option
@output_option
def bench(name: str, data: str, form: str, output: str | None) -> None:
    """Recompute published numbers from the files below DATA; see benchmarks/README.md for how it is laid out."""
    folder = Path(data)
    if not folder.is_dir():
        raise NotFoundError(f"no such folder: {folder}", remedy="give the folder with --data")
    result: dict[str, Any] = importlib.import_module(f"mechgraph.bench.{name}").run(folder)
    form = chosen(form, output)
    if form == "json":
        emit(json.dumps(result, ensure_ascii=False, indent=1, default=str), output)
        return
    rows = []
    for key, value in result.items():
        if isinstance(value, dict):
            rows += [(f"{key}: {k}", _shown(v)) for k, v in value.items()]
        elif isinstance(value, list):
            rows.append((key, f"{len(value)}: " + "; ".join(_shown(v) for v in value[:5]) if value else "none"))
        else:
            rows.append((key, _shown(value)))
    emit_table(Table(("what", "value"), tuple(rows)), form, output)


def _shown(value: Any) -> str:
    return f"{value:.4g}" if isinstance(value, float) else str(value)
