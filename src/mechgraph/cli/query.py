"""``query``: named queries and SPARQL."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import click

from ..errors import NotFoundError, UsageError
from ..queries import named_queries, named_query
from ..store.base import Table
from .output import chosen, emit, emit_table, format_option, open_graph, output_option, receipt_option, receipted

__all__ = ["query"]

_SPARQL = re.compile(
    r"(?:\s|#[^\n]*(?:\n|$))*(?:(?:SELECT|ASK|CONSTRUCT|DESCRIBE|PREFIX|BASE)(?![\w.-])\s*\S|[^\n]*[{\n])", re.I
)
"""A text that begins as a query does, after comments, or holds what no name of a query or file does."""


def _text_of(what: str) -> str | None:
    """SPARQL from standard input, a file or the argument itself; ``None`` where the argument names a query."""
    if what == "-":
        return sys.stdin.read()
    if _SPARQL.match(what):
        return what
    path = Path(what)
    if path.suffix in (".rq", ".sparql") or path.is_file():
        try:
            return path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            raise UsageError(f"{what} is not UTF-8 text") from None
        except OSError as error:
            raise NotFoundError(f"{what}: {error.strerror}") from None
    return None


@click.command(
    epilog="Examples:\n\n\b\n  mechgraph query\n  mechgraph query uses drug=baclofen\n"
    "  mechgraph query 'SELECT * WHERE { ?drug mgv:agonist_of ?target }' -f json\n"
    "  mechgraph query claims start=baclofen end=anxiety --show"
)
@click.argument("what", required=False, metavar="[NAME|FILE|SPARQL|-]")
@click.argument("parameters", nargs=-1, metavar="[PARAMETER=VALUE]...")
@click.option("--show", is_flag=True, help="Print the SPARQL instead of running it.")
@receipt_option
@format_option
@output_option
@click.pass_context
def query(
    ctx: click.Context,
    what: str | None,
    parameters: tuple[str, ...],
    show: bool,
    receipt: str | None,
    form: str,
    output: str | None,
) -> None:
    """Run a named query with its parameters, or your own SPARQL; without arguments, list the named queries."""
    if what is None:
        rows = tuple(
            (q.name, q.title, " ".join(f"{p.name}={p.default or '…'}" for p in q.parameters))
            for q in named_queries().values()
        )
        emit_table(Table(("name", "title", "parameters"), rows), form, output)
        return
    text = _text_of(what)
    given: dict[str, str | list[str]] = {}
    for pair in parameters:
        key, equals, value = pair.partition("=")
        if not equals or not key:
            raise UsageError(f"a parameter is written NAME=VALUE, not {pair!r}")
        before = given.get(key)
        given[key] = value if before is None else [*([before] if isinstance(before, str) else before), value]
    if text is None:
        named = named_query(what)
        kg = open_graph(ctx)
        if show:
            emit(kg.query_text(what, **given), output)
            return
        table = kg.query(named.name, **given)
        emit_table(table, form, output)
        receipted(kg, "query", {"name": named.name, "parameters": given}, table, receipt)
        if not table and not named.reads_bare and (ctx.obj or {}).get("graph"):
            click.echo(
                "no rows; this query reads claims that have qualifiers or evidence: of bare ones, as most public "
                "graphs have them, use 'mechgraph show' or SPARQL on the triples themselves",
                err=True,
            )
        return
    if given:
        raise UsageError("parameters go with named queries only", remedy="write VALUES into your own SPARQL")
    if show:
        emit(text, output)
        return
    kg = open_graph(ctx)
    result = kg.sparql(text)
    receipted(kg, "sparql", {"text": text}, result, receipt)
    if isinstance(result, Table):
        emit_table(result, form, output)
    elif isinstance(result, bool):
        emit("true" if result else "false", output)
    else:
        from ..rdf import to_text

        wanted = chosen(form, output, text="ttl")
        if wanted not in ("ttl", "json"):
            raise UsageError(f"a graph of triples has no {wanted} form", remedy="use -f ttl or -f json (JSON-LD)")
        emit(to_text(result, "turtle" if wanted == "ttl" else "jsonld"), output)
