"""``paths`` and ``rank``: path search from the command line."""

from __future__ import annotations

import json

import click

from ..reason.signs import SIGN_WORDS
from ..sentences import claim_sentence
from ..store.base import Table
from .output import chosen, emit, emit_table, format_option, open_graph, output_option

__all__ = ["paths"]


@click.command(
    epilog="Examples:\n\n\b\n  mechgraph paths baclofen spasticity\n  mechgraph paths baclofen anxiety -k 3 --why"
)
@click.argument("start")
@click.argument("end")
@click.option("-k", default=10, show_default=True, type=click.IntRange(1, 10_000), help="How many paths.")
@click.option(
    "-l", "--max-length", default=6, show_default=True, type=click.IntRange(1, 12), help="At most so many claims."
)
@click.option(
    "--any/--causal", "anyway", default=None, help="Walk claims in any direction, or from cause to effect only."
)
@click.option("--sign", type=click.Choice(["+", "-"]), help="Only paths of this net sign.")
@click.option("--through", multiple=True, metavar="ENTITY", help="Only paths through it; repeatable.")
@click.option("--avoid", multiple=True, metavar="ENTITY", help="Only paths without it; repeatable.")
@click.option("--predicate", "predicates", multiple=True, help="Only these predicates; repeatable.")
@click.option("--category", "categories", multiple=True, help="Inner entities only of these categories; repeatable.")
@click.option("--metapath", help="Only paths of this metapath, such as CbGaD.")
@click.option("--why", is_flag=True, help="Show what each claim contributes to the cost.")
@format_option
@output_option
@click.pass_context
def paths(
    ctx: click.Context,
    start: str,
    end: str,
    k: int,
    max_length: int,
    anyway: bool | None,
    sign: str | None,
    through: tuple[str, ...],
    avoid: tuple[str, ...],
    predicates: tuple[str, ...],
    categories: tuple[str, ...],
    metapath: str | None,
    why: bool,
    form: str,
    output: str | None,
) -> None:
    """The best paths from START to END, cheapest first, with their net sign."""
    kg = open_graph(ctx)
    found = kg.paths(
        start,
        end,
        k,
        max_length=max_length,
        causal=None if anyway is None else not anyway,
        sign={"+": 1, "-": -1, None: None}[sign],
        through=through,
        avoid=avoid,
        predicates=predicates or None,
        categories=categories or None,
        metapath=metapath,
    )
    names = kg.names_of([s.association for p in found for s in p.steps])
    form = chosen(form, output, text="text")
    if form == "json":
        data = [
            {
                "rank": i,
                "cost": round(p.cost, 6),
                "sign": p.sign,
                "entities": [str(c) for c in p.entities],
                "steps": [
                    {
                        "association": s.association.id,
                        "start": str(s.start),
                        "end": str(s.end),
                        "predicate": s.association.predicate,
                        "sign": s.sign,
                        "forward": s.forward,
                        "sentence": claim_sentence(s.association, names),
                        "sources": list(s.association.sources),
                        **({"cost": dict(p.contributions[j])} if why else {}),
                    }
                    for j, s in enumerate(p.steps)
                ],
            }
            for i, p in enumerate(found, 1)
        ]
        emit(json.dumps(data, ensure_ascii=False, indent=1), output)
        return
    if form not in ("text", "table"):
        rows = tuple(
            (i, round(p.cost, 6), p.sign, len(p), " → ".join(names[c].name for c in p.entities), " ".join(p.entities))
            for i, p in enumerate(found, 1)
        )
        emit_table(Table(("rank", "cost", "sign", "length", "path", "ids"), rows), form, output)
        return
    lines = []
    for i, p in enumerate(found, 1):
        lines.append(f"{i}. cost {p.cost:.3f}, {len(p)} claims, net: {SIGN_WORDS[p.sign]}")
        for j, s in enumerate(p.steps):
            against = "" if s.forward else "  (walked against its direction)"
            cited = ", ".join(s.association.sources) or "no source"
            lines.append(f"   {claim_sentence(s.association, names)}  [{cited}]{against}")
            if why:
                parts = ", ".join(f"{name} {value:+.3f}" for name, value in p.contributions[j] if value)
                lines.append(f"      cost: {parts}")
    emit("\n".join(lines), output)
