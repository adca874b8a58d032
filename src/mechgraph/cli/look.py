"""``show``, ``search``, ``stats``: look at what the graph holds."""

from __future__ import annotations

import click

from ..sentences import cited, claim_sentence, raw_words
from ..store.base import Table
from ..vocab import PLAIN
from .output import (
    chosen,
    emit,
    emit_json,
    emit_table,
    format_option,
    open_graph,
    output_option,
    tell,
    text_width,
    wrapped,
)

__all__ = ["search", "show", "stats"]


@click.command(epilog="Example:\n\n\b\n  mechgraph search 'gaba b'")
@click.argument("text")
@click.option("-n", "--limit", default=10, show_default=True, type=click.IntRange(1), help="At most so many.")
@format_option
@output_option
@click.pass_context
def search(ctx: click.Context, text: str, limit: int, form: str, output: str | None) -> None:
    """Find entities by name, synonym or identifier; typos are forgiven."""
    from ..search import elsewhere

    kg = open_graph(ctx)
    hits = kg.search(text, limit=limit)
    if chosen(form, output) == "json":
        from ..shapes.tables import search_result

        emit_json(search_result(text, hits), output)
        ctx.exit(0 if hits else 3)
    rows = tuple((h.entity.id, h.entity.name, h.entity.category, h.matched, h.score) for h in hits)
    emit_table(Table(("id", "name", "category", "matched", "score"), rows), form, output)
    if not hits:
        told, remedy = elsewhere(text, kg.store.name)
        tell(f"nothing like {text!r} in {kg.store.name}{told} ({remedy})")
        ctx.exit(3)


@click.command(epilog="Examples:\n\n\b\n  mechgraph show 'GABA-B receptor'\n  mechgraph show tizanidine --inherited")
@click.argument("entity")
@click.option("--inherited", is_flag=True, help="Also what its classes, parts and wholes are said to do, kept apart.")
@format_option
@output_option
@click.pass_context
def show(ctx: click.Context, entity: str, inherited: bool, form: str, output: str | None) -> None:
    """One entity: its names, identifiers, and every claim about it."""
    kg = open_graph(ctx)
    found = kg.entity(entity)
    if inherited:
        from ..reason.classes import standing

        known = standing(kg.store, found)
        if chosen(form, output, text="text") == "json":
            emit_json(known.to_dict(), output)
        else:
            emit("\n".join(known.lines()), output)
        return
    claims = kg.claims_about(found)
    names = kg.names_of(claims)
    form = chosen(form, output, text="text")
    if form in ("json", "jsonl"):
        emit_json(kg.card(found), output)
        return
    columns = ("id", "subject", "predicate", "object", "sign", "negated", "certainty", "sources")
    if form not in ("text", "table"):
        rows = tuple(
            (a.id, a.subject, a.predicate, a.object, a.sign, a.negated, a.certainty, " ".join(a.sources))
            for a in claims
        )
        emit_table(Table(columns, rows), form, output)
        return
    width = text_width(output)
    lines = [click.style(found.name, bold=True) + f"  {found.id}  ({found.category.replace('_', ' ')})"]
    if found.description:
        lines += wrapped(found.description, "", width)
    if found.synonyms:
        lines += wrapped("also: " + ", ".join(found.synonyms), "", width)
    if found.xrefs:
        lines += wrapped("same as: " + ", ".join(found.xrefs), "", width)
    if found.identifier_source:
        lines.append(f"identifier seen in: {found.identifier_source}")
    if more := raw_words(found.raw):
        lines.append(f"its source adds: {more}")
    groups = (
        (PLAIN[1], [a for a in claims if a.sign > 0 and a.causal_ends[0] == found.id]),
        (PLAIN[-1], [a for a in claims if a.sign < 0 and a.causal_ends[0] == found.id]),
        ("is changed by", [a for a in claims if a.sign != 0 and a.causal_ends[0] != found.id]),
        ("other claims", [a for a in claims if a.sign == 0 and a.asserted]),
        ("not, or not conclusive", [a for a in claims if not a.asserted]),
    )
    for title, listed in groups:
        if listed:
            lines.append(f"\n{title} ({len(listed)})")
            for a in listed:
                lines += wrapped(
                    f"{claim_sentence(a, names)} [{cited((e.source, e.stance) for e in a.evidence)}]", "  ", width
                )
    emit("\n".join(lines), output)


@click.command(epilog="Example:\n\n\b\n  mechgraph stats")
@format_option
@output_option
@click.pass_context
def stats(ctx: click.Context, form: str, output: str | None) -> None:
    """What the graph holds: sources and licences, entities by category, claims by predicate, certainty and sign."""
    kg = open_graph(ctx)
    rows: list[tuple[str, str, int]] = [("total", k, v) for k, v in kg.stats().items()]
    rows += [("source", *one) for one in kg.made_from()]
    rows += kg.breakdown()
    emit_table(Table(("what", "which", "count"), tuple(rows)), form, output)
