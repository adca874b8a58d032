"""``build``, ``export``: graphs in and out."""

from __future__ import annotations

from pathlib import Path

import click

from ..errors import FormatError, RecordError, UsageError
from ..store.base import Table
from .output import emit, emit_table, open_graph, tell

__all__ = ["build", "export"]


def _list_formats(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        _formats(read=True)
        ctx.exit()


def _formats(read: bool = False) -> None:
    from ..exchange import formats

    rows = tuple((f.name, f.label, f.reads, f.writes) for f in formats.values() if f.reads or not read)
    emit_table(Table(("name", "what", "reads", "writes"), rows), "auto")


@click.command(
    epilog="Examples:\n\n\b\n  mechgraph build drugmechdb.yaml.gz -o drugmechdb.mechgraph\n"
    "  mechgraph build nodes.tsv.gz edges.sif.gz -o hetionet.mechgraph\n"
    "  mechgraph build hetionet --from downloads/ -o hetionet.mechgraph"
)
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@click.option("-o", "--output", required=True, type=click.Path(), help="The folder to make, such as NAME.mechgraph.")
@click.option(
    "--mappings", multiple=True, type=click.Path(exists=True), help="Equal identifiers: SSSOM or two columns."
)
@click.option("--columns", default="", help="Of a table of edges: subject=COLUMN,predicate=…,object=…, or guess.")
@click.option("--from", "from_dir", type=click.Path(exists=True), help="Local copies of a named dataset.")
@click.option(
    "--formats",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_list_formats,
    help="List the formats that are read.",
)
@click.option("--keep", is_flag=True, help="Fail where the output exists, instead of replacing it.")
def build(
    sources: tuple[str, ...], output: str, mappings: tuple[str, ...], columns: str, from_dir: str | None, keep: bool
) -> None:
    """Build a graph on disk from files, folders or the names of public datasets; prints what was joined and dropped."""
    import sys

    from ..build import build as run
    from ..build import datasets as known
    from ..build import fetch

    paths: list[Path] = []
    for source in sources:
        if not Path(source).exists() and source in known():
            paths.append(fetch(source, from_dir=from_dir))
        else:
            paths.append(Path(source))
    for path in paths:
        _refuse_faults(path)
    say = (lambda step: tell(f"… {step}")) if sys.stderr.isatty() else None
    report = run(paths, output, mappings, replace=not keep, progress=say, columns=columns)
    tell(str(report))


def _refuse_faults(path: Path) -> None:
    """Records are built only where check finds no error in them.

    Raises:
        RecordError: the first errors, and how many there are.
    """
    from ..exchange.registry import holds_records

    if not holds_records(path):
        return
    from ..checks import check_records
    from ..records import embedded

    errors = [f for f in check_records(path, embedded()) if f.level == "error"]
    if errors:
        first = "; ".join(map(str, errors[:3])) + ("; …" if len(errors) > 3 else "")
        raise RecordError(f"{path}: {len(errors)} error(s): {first}", remedy=f"mend them: mechgraph check {path}")


_SUFFIXES = {
    ".ttl": "turtle",
    ".trig": "turtle",
    ".nt": "nt",
    ".nq": "nt",
    ".rdf": "rdfxml",
    ".jsonld": "jsonld",
    ".graphml": "graphml",
    ".cx2": "cx2",
    ".sif": "sif",
    ".tsv": "tsv",
    ".yaml": "records",
}
"""All of our triples stand in the default graph, so that Turtle is TriG and N-Triples are N-Quads."""


@click.command(
    epilog="Examples:\n\n\b\n  mechgraph export -o mechgraph.ttl\n  mechgraph export -t graphml -o mechgraph.graphml\n"
    "  mechgraph export --formats"
)
@click.option("-t", "--to", "kind", help="The format; default: by the suffix of the output.")
@click.option("-o", "--output", type=click.Path(), help="The file to write.")
@click.option("--no-vocabulary", is_flag=True, help="RDF without what describes the predicates and categories.")
@click.option("--formats", "list_formats", is_flag=True, help="List the formats.")
@click.pass_context
def export(ctx: click.Context, kind: str | None, output: str | None, no_vocabulary: bool, list_formats: bool) -> None:
    """Write the graph in another format, and say what that format cannot say."""
    from ..exchange import write
    from ..exchange.writers import RDF
    from ..store import parts

    if list_formats:
        _formats()
        return
    if output is None:
        raise UsageError("no output given", remedy="use -o FILE")
    kind = kind or _SUFFIXES.get(Path(output).suffix.lower())
    if kind is None:
        raise FormatError(f"the suffix of {output} names no format", remedy="use -t; --formats lists them")
    kg = open_graph(ctx)
    bare = getattr(kg.store, "bare_source", "")
    records = parts.whole(kg.store, datasets=kind in RDF)
    emit(str(write(records, kind, output, vocabulary=not no_vocabulary, bare_source=bare)))
