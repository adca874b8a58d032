"""``init``: records to begin with; ``check``: every rule, on records or on a graph."""

from __future__ import annotations

import json
from pathlib import Path

import click

from ..errors import NotFoundError
from ..store.base import Store, Table
from ..store.content import is_built
from .output import (
    chosen,
    draw_each,
    drawings_options,
    emit,
    emit_table,
    format_option,
    open_graph,
    output_option,
    tell,
)

__all__ = ["check", "init"]


@click.command(epilog="Examples:\n\n\b\n  mechgraph init my-records")
@click.argument("folder", type=click.Path(file_okay=False))
def init(folder: str) -> None:
    """Begin a folder of records: an example to replace by your own, and the schema that helps editors."""
    from ..records import begin

    example, _ = found = begin(Path(folder))
    for path in found:
        tell(f"wrote {path}")
    tell(f"edit {example}, then: mechgraph check {folder}")


@click.command(
    epilog="Examples:\n\n\b\n  mechgraph check\n  mechgraph check my-records/ --strict\n"
    "  mechgraph -g hetionet.mechgraph check\n  mechgraph check drugmechdb.yaml --audit -f csv -o audit.csv\n"
    "  mechgraph check drugmechdb.yaml --audit --draw suspects/\n\n"
    "Exit code 4 where there is a finding at error level (with --strict, a warning), or a record whose net sign is "
    "incoherent or inconsistent."
)
@click.argument("path", required=False, type=click.Path())
@click.option("--write", is_flag=True, help="Write record files in canonical form, and generated files anew, first.")
@click.option("--rule", "rules", multiple=True, help="Only this rule; repeatable.")
@click.option("--strict", is_flag=True, help="Exit code 4 for warnings too, as for errors.")
@click.option("--notes", is_flag=True, help="Show notes too, not only errors and warnings.")
@click.option("--all", "every", is_flag=True, help="List every finding; text tells of more than 20 of a rule by a few.")
@click.option(
    "--retracted",
    type=click.Path(exists=True, dir_okay=False),
    help="Retracted PMIDs or DOIs, one a line, or the CSV of Retraction Watch.",
)
@click.option(
    "--quotes", is_flag=True, help="Test each quote against its claim: ends, direction, negation, hedge, title, reuse."
)
@click.option("--audit", is_flag=True, help="Read PATH as DrugMechDB's lint does: each record with the links at fault.")
@click.option("--biolink", type=click.Path(exists=True, dir_okay=False), help="Biolink's model file, for --audit.")
@drawings_options
@format_option
@output_option
@click.pass_context
def check(
    ctx: click.Context,
    path: str | None,
    write: bool,
    rules: tuple[str, ...],
    strict: bool,
    notes: bool,
    every: bool,
    retracted: str | None,
    quotes: bool,
    audit: bool,
    biolink: str | None,
    folder: str | None,
    most: int,
    size: str,
    form: str,
    output: str | None,
) -> None:
    """Check record files below PATH, the graph that -g names, or the embedded records."""
    from .. import checks
    from ..curie import data_dir
    from ..errors import UsageError
    from ..records import embedded

    if audit:
        if path is None or write or rules or retracted or quotes or strict:
            raise UsageError("--audit takes a DrugMechDB file and no other option of check", remedy="name the file")
        code = _audit(Path(path), Path(biolink) if biolink else None, form, output)
        if folder:
            _draw_audit(Path(path), folder, most, size)
        ctx.exit(code)
    if folder:
        raise UsageError("--draw goes with --audit", remedy="'mechgraph draw' draws mechanisms of any graph")
    known = {r.name for r in (*checks.RULES, *checks.QUOTE_RULES)} | set(checks.READING_RULES)
    for rule in rules:
        if rule not in known:
            import difflib

            raise UsageError(f"no rule {rule!r}", suggestions=difflib.get_close_matches(rule, known, n=3))
    quotes = quotes or any(r.name in rules for r in checks.QUOTE_RULES)
    gone = checks.read_retracted(Path(retracted)) if retracted else frozenset()
    own = data_dir("graph")
    if path is None and (ctx.obj or {}).get("graph"):
        if write:
            raise UsageError("--write goes with a folder of records")
        found = checks.check_store(_undamaged(open_graph(ctx).store), retracted=gone, quotes=quotes)
    else:
        where = Path(path) if path else own
        if not where.exists():
            raise NotFoundError(f"no such file or folder: {where}")
        inside = where.resolve() == own.resolve()
        if write:
            changed = _regenerate(own) if inside else checks.fix(where, embedded())
            for name in changed:
                tell(f"wrote {name}")
        built = is_built(where)
        if built or (where.is_file() and where.suffix not in (".yaml", ".yml")):
            from ..graph import load

            found = checks.check_store(_undamaged(load(where).store), retracted=gone, quotes=quotes)
        else:
            found = checks.check_records(where, None if inside else embedded(), retracted=gone, quotes=quotes)
    if rules:
        found = [f for f in found if f.rule in rules]
    shown = [f for f in found if notes or f.level != "note"]
    form = chosen(form, output, text="text")
    if form == "json":
        emit(json.dumps([f.to_dict() for f in shown], ensure_ascii=False, indent=1), output)
    elif form in ("text", "table"):
        if shown:
            emit("\n".join(map(str, shown) if every else checks.digest(shown)), output)
    else:
        columns = ("level", "rule", "file", "line", "column", "record", "message", "remedy")
        emit_table(Table(columns, tuple(tuple(getattr(f, c) for c in columns) for f in shown)), form, output)
    hidden = 0 if notes else sum(f.stands_for for f in found if f.level == "note")
    click.echo(
        checks.summary(found) + (f" ({hidden:,} notes not shown; --notes shows them)" if hidden else ""), err=True
    )
    if any(f.level == "error" or (strict and f.level == "warning") for f in found):
        ctx.exit(4)


def _undamaged(store: Store) -> Store:
    """The store; of a built graph every byte is compared with what was built before its claims are judged."""
    from ..store.disk import DiskStore

    if isinstance(store, DiskStore):
        store.verify()
    return store


def _audit(path: Path, biolink: Path | None, form: str, output: str | None) -> int:
    from ..checks.drugmechdb import audit

    if not path.is_file():
        raise NotFoundError(f"no such file: {path}")
    found = audit(path, biolink)
    form = chosen(form, output, text="text")
    if form == "json":
        emit(json.dumps(found.to_dict(), ensure_ascii=False, indent=1), output)
    elif form in ("text", "table"):
        emit("\n".join([*found.lines(), "", *found.record_lines()]), output)
    else:
        emit_table(found.to_table(), form, output)
    return 4 if found.polarity.get("incoherent") or found.polarity.get("inconsistent") else 0


def _draw_audit(path: Path, folder: str, most: int, size: str) -> None:
    from ..checks.drugmechdb import suspects

    draw_each(((m.curated[0], m) for m in suspects(path)), folder, most, size)


def _regenerate(folder: Path) -> list[Path]:
    from ..checks.shapes import shapes_turtle
    from ..rdf import ontology_turtle
    from ..records import regenerate

    return regenerate(
        folder,
        {
            "ontology.ttl": lambda _: ontology_turtle(),
            "shapes.ttl": lambda _: shapes_turtle(),
        },
    )
