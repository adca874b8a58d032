"""``paths`` and ``rank``: path search from the command line."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path as FilePath
from typing import Any

import click

from ..errors import UsageError
from ..model import Mechanism, Path
from ..reason.context import silent_in
from ..reason.sides import sides_of
from ..reason.signs import SIGN_WORDS
from ..search import look_up
from ..sentences import chain_of, cited, claim_sentence
from ..store.base import Table
from .output import (
    FORMATS,
    chosen,
    emit,
    emit_json,
    emit_table,
    format_option,
    open_graph,
    output_option,
    receipt_option,
    receipted,
    tell,
    text_width,
    wrapped,
)

__all__ = ["paths", "rank"]

MANY = 2_000
"""From so many pairs on, worker processes pay."""


@click.command(
    epilog="Examples:\n\n\b\n  mechgraph paths baclofen spasticity\n  mechgraph paths baclofen anxiety -k 3 --why\n"
    "  mechgraph paths baclofen spasticity -k 3 --draw paths.svg"
)
@click.argument("start")
@click.argument("end")
@click.option("-k", default=10, show_default=True, type=click.IntRange(1, 10_000), help="How many paths.")
@click.option(
    "-l", "--max-length", type=click.IntRange(1, 12), help="At most so many claims: 6, or 4 where a fitted order leads."
)
@click.option(
    "--any/--causal", "anyway", default=None, help="Walk claims in any direction, or from cause to effect only."
)
@click.option("--sign", type=click.Choice(["+", "-"]), help="Only paths of this net sign.")
@click.option("--through", multiple=True, metavar="ENTITY", help="Only paths through it; repeatable.")
@click.option("--avoid", multiple=True, metavar="ENTITY", help="Only paths without it; repeatable.")
@click.option("--predicate", "predicates", multiple=True, help="Only these predicates; repeatable.")
@click.option("--category", "categories", multiple=True, help="Inner entities only of these categories; repeatable.")
@click.option(
    "--metapath", help="Only paths of this metapath: CbGaD, or 'drug -agonist_of-> receptor -> * -> disease'."
)
@click.option("--count", is_flag=True, help="With --metapath: only how many paths, and their degree-weighted count.")
@click.option(
    "--context",
    multiple=True,
    metavar="FIELD=VALUE",
    help="Only claims that can hold there (species=human); claims that do not say are walked. Repeatable.",
)
@click.option("--weight-by", metavar="QUANTITY", help="Claims of a lower rank by this quantity (density) cost more.")
@click.option("--draw", "picture", type=click.Path(dir_okay=False), help="Also draw them: .svg, .png, .pdf or .sbgn.")
@click.option("--size", default="double", show_default=True, help="Size of the drawing.")
@click.option("--why", is_flag=True, help="Show which order it is, and what each claim contributes to the cost.")
@receipt_option
@format_option
@output_option
@click.pass_context
def paths(
    ctx: click.Context,
    start: str,
    end: str,
    k: int,
    max_length: int | None,
    anyway: bool | None,
    sign: str | None,
    through: tuple[str, ...],
    avoid: tuple[str, ...],
    predicates: tuple[str, ...],
    categories: tuple[str, ...],
    metapath: str | None,
    count: bool,
    context: tuple[str, ...],
    weight_by: str | None,
    picture: str | None,
    size: str,
    why: bool,
    receipt: str | None,
    form: str,
    output: str | None,
) -> None:
    """The best paths from START to END, cheapest first, with their net sign.

    Of several entities of a name the only disease is meant; write an identifier to mean another.
    """
    kg = open_graph(ctx)
    for text in (start, end):
        _say_which(kg, text)
    if count:
        if metapath is None:
            raise UsageError("--count needs --metapath")
        if receipt is not None:
            raise UsageError("--count has no receipt", remedy="leave out --count: the paths themselves have one")
        number, weighted = kg.count_paths(start, end, metapath)
        emit_table(Table(("metapath", "paths", "dwpc"), ((metapath, number, weighted),)), form, output)
        return
    how: dict[str, Any] = {
        "k": k,
        "max_length": max_length,
        "causal": None if anyway is None else not anyway,
        "sign": {"+": 1, "-": -1, None: None}[sign],
        "through": through,
        "avoid": avoid,
        "predicates": predicates or None,
        "categories": categories or None,
        "metapath": metapath,
        "context": context,
        "weight_by": weight_by,
    }
    found = kg.paths(start, end, **how)
    if picture:
        found.draw(picture, size=size)
        tell(f"wrote {picture}")
    receipted(kg, "paths", {"start": start, "end": end, **how}, found, receipt, picture)
    form = chosen(form, output, text="text")
    if form == "json":
        emit_json(found, output)
        return
    claims = [s.association for p in found for s in p.steps]
    names = kg.names_of(claims)
    if form not in ("text", "table"):
        rows = tuple(
            (i, round(p.cost, 6), p.sign, len(p), " → ".join(names[c].name for c in p.entities), " ".join(p.entities))
            for i, p in enumerate(found, 1)
        )
        emit_table(Table(("rank", "cost", "sign", "length", "path", "ids"), rows), form, output)
        return
    weighed = {a.id: held for a, held in sides_of(kg.store, claims)}
    silent = silent_in(kg.store, claims, context) if context else set()
    width = text_width(output)
    free = metapath is None and not (anyway or predicates or categories or through or avoid)
    curated = found.curated if free else None
    lines = _curated(curated, width) if curated is not None else []
    lines += [f"order: {found[0].order}"] if why else []
    for i, p in enumerate(found, 1):
        unsaid = sum(s.association.id in silent for s in p.steps)
        asked = f"; {unsaid} of them do not state {', '.join(context)}" if unsaid else ""
        many = f"{len(p)} claim{'' if len(p) == 1 else 's'}"
        lines.append(f"{i}. cost {p.cost:.3f}, {many}{asked}, net: {SIGN_WORDS[p.sign]}{_against(p, curated)}")
        for j, s in enumerate(p.steps):
            against = "" if s.forward else "  (walked against its direction)"
            sources = cited((e.source, e.stance) for e in s.association.evidence)
            lines += wrapped(f"{claim_sentence(s.association, names)} [{sources}]{against}", "   ", width)
            for text in weighed[s.association.id].against_lines():
                lines += wrapped(f"against: {text}", "      ", width)
            if why:
                parts = ", ".join(f"{name} {value:+.3f}" for name, value in p.contributions[j] if value)
                lines.append(f"      cost: {parts}")
    emit("\n".join(lines), output)


def _curated(mechanism: Mechanism, width: int) -> list[str]:
    """The main line of the curated mechanism, before what a search found."""
    many = len(mechanism.paths) - 1
    more = f"; {many} more way{'' if many == 1 else 's'}: mechgraph explain" if many > 0 else ""
    lines = [f"curated: net: {SIGN_WORDS[mechanism.sign]}{more}"]
    lines += wrapped(chain_of(mechanism.paths[0], mechanism.entities), "   ", width) if mechanism.paths else []
    return [*lines, "found by search, which is a hypothesis:"]


def _against(path: Path, curated: Mechanism | None) -> str:
    """Whether a searched path ends in the opposite of the curated mechanism."""
    if curated is None or not curated.sign or path.sign != -curated.sign:
        return ""
    return "; AGAINST the curated mechanism"


def _say_which(kg: Any, text: str) -> None:
    """Say on standard error which entity is meant where a name has several."""
    several = kg.store.by_name(text)
    if len(several) > 1 and kg.entity(text, strict=False) is None:
        meant = look_up(kg.store, text, "disease")
        others = ", ".join(str(c) for c in several if c != meant.id)
        tell(f"mechgraph: {text!r} is taken to be the disease {meant.id}, not {others}")


def _entities(kg: Any, given: tuple[str, ...], file: str | None, category: str | None, what: str) -> list[Any]:
    """Names from options, from a file with one name a line, and every entity of a category."""
    listed: list[Any] = list(given)
    if file:
        listed += [n.strip() for n in FilePath(file).read_text(encoding="utf-8").splitlines() if n.strip()]
    if category:
        listed += kg.entities(category)
    if not listed:
        raise UsageError(f"no {what} given", remedy=f"use --{what}, --{what}-file or --{what}s CATEGORY")
    return listed


@click.command(
    epilog="Examples:\n\n\b\n  mechgraph rank --drug baclofen --effect spasticity --effect pain -l 5\n"
    "  mechgraph rank --drug baclofen --effects phenotype -o baclofen.csv"
)
@click.option("--drug", "drugs", multiple=True, help="A drug; repeatable.")
@click.option("--drug-file", type=click.Path(exists=True, dir_okay=False), help="One drug a line.")
@click.option("--drugs", "drug_category", metavar="CATEGORY", help="Every entity of a category, such as drug.")
@click.option("--effect", "effects", multiple=True, help="An effect or disease; repeatable.")
@click.option("--effect-file", type=click.Path(exists=True, dir_okay=False), help="One effect a line.")
@click.option("--effects", "effect_category", metavar="CATEGORY", help="Every entity of a category, such as disease.")
@click.option("-k", default=10, show_default=True, type=click.IntRange(1, 1000), help="Paths per pair.")
@click.option(
    "-l", "--max-length", default=3, show_default=True, type=click.IntRange(1, 8), help="At most so many claims."
)
@click.option(
    "--any/--causal", "anyway", default=None, help="Walk claims in any direction, or from cause to effect only."
)
@click.option("--why", is_flag=True, help="A column more: what each part adds to the cost; and say which order it is.")
@click.option("--processes", type=click.IntRange(1), help="Worker processes; default: one a core for many pairs.")
@click.option("--checkpoint", type=click.Path(file_okay=False), help="A folder for finished effects; resume from it.")
@click.option("--scheduler", metavar="ADDRESS", help="Run on the Dask cluster of this scheduler, as tcp://host:8786.")
@click.option(
    "--wait",
    type=click.FloatRange(0),
    default=60.0,
    metavar="SECONDS",
    show_default=True,
    help="How long to wait where the cluster has no worker.",
)
@click.option(
    "-f",
    "--format",
    "form",
    type=click.Choice([*FORMATS[:-1], "arrow"]),
    default="auto",
    show_default=True,
    help="Output format; csv, tsv, jsonl and arrow are written as the pairs are done.",
)
@output_option
@click.pass_context
def rank(
    ctx: click.Context,
    drugs: tuple[str, ...],
    drug_file: str | None,
    drug_category: str | None,
    effects: tuple[str, ...],
    effect_file: str | None,
    effect_category: str | None,
    k: int,
    max_length: int,
    anyway: bool | None,
    why: bool,
    processes: int | None,
    checkpoint: str | None,
    scheduler: str | None,
    wait: float,
    form: str,
    output: str | None,
) -> None:
    """Rank every pair of a drug and an effect by its best paths: one row a path.

    In "predicates", ^ marks a claim that is walked against its direction.
    """
    from ..paths.cluster import Cluster
    from ..paths.rows import COLUMNS, WHY
    from .stream import STREAMED, write_tables

    kg = open_graph(ctx)
    cluster = None if scheduler is None else ctx.with_resource(Cluster.at(scheduler, wait))
    starts = _entities(kg, drugs, drug_file, drug_category, "drug")
    ends = _entities(kg, effects, effect_file, effect_category, "effect")
    if form == "auto" and output and output.endswith((".arrow", ".feather")):
        form = "arrow"
    form = form if form == "arrow" else chosen(form, output)
    if why:
        tell(f"order: {kg.claim_index.described}")
    tables = _counted(
        kg.rank_tables(
            starts,
            ends,
            k,
            max_length=max_length,
            causal=None if anyway is None else not anyway,
            processes=processes or (None if len(starts) * len(ends) >= MANY else 1),
            checkpoint=checkpoint,
            client=cluster,
            why=why,
        ),
        len(ends),
    )
    if form in STREAMED:
        number = write_tables(tables, form, output)
        if output:
            tell(f"wrote {output}: {number:,} paths of {len(starts) * len(ends):,} pairs")
    else:
        rows = tuple(row for table in tables for row in table)
        emit_table(Table((*COLUMNS, WHY) if why else COLUMNS, rows), form, output)
        number = len(rows)
    if not number:
        tell("no path joins any of the pairs")
        ctx.exit(3)


def _counted(tables: Iterator[Table], total: int) -> Iterator[Table]:
    """The same tables, saying on a terminal how many effects are done."""
    shown = sys.stderr.isatty() and total > 1
    for done, table in enumerate(tables, 1):
        yield table
        if shown:
            click.echo(f"\r{done:,} of {total:,} effects", err=True, nl=done == total)
