"""``what-if``, ``interactions``, ``compare``, ``repurpose``, ``diff``."""

from __future__ import annotations

from typing import Any

import click

from ..errors import UsageError
from .output import (
    chosen,
    draw_each,
    drawings_options,
    emit,
    emit_json,
    emit_table,
    format_option,
    open_graph,
    output_option,
    receipt_option,
    receipted,
    tell,
)

__all__ = ["compare", "diff", "interactions", "repurpose", "what_if"]


def _print(result: Any, form: str, output: str | None, **text: Any) -> None:
    """A result with a JSON form and ``lines``, in the form asked for."""
    from ..answers.diff import Diff

    form = chosen(form, output, text="text")
    if form == "json":
        emit_json(result.to_dict() if isinstance(result, Diff) else result, output)
    elif form in ("text", "table"):
        emit("\n".join(result.lines(**text)), output)
    elif hasattr(result, "to_table"):
        emit_table(result.to_table(), form, output)
    else:
        raise UsageError(f"this result has no {form} form", remedy="use -f json")


@click.command(
    "what-if",
    epilog="Examples:\n\n\b\n  mechgraph what-if baclofen spasticity\n"
    "  mechgraph what-if baclofen spasticity --block 'GABA-B receptor'\n"
    "  mechgraph what-if baclofen spasticity --block 'GABA-B receptor' --draw what-if.svg --size a4",
)
@click.argument("drug")
@click.argument("effect")
@click.option(
    "--delete", multiple=True, metavar="CLAIM", help="A claim to take out: its id, its key or 'A,B'; repeatable."
)
@click.option("--invert", multiple=True, metavar="CLAIM", help="A claim to give the opposite sign; repeatable.")
@click.option("--add", multiple=True, metavar="A,PREDICATE,B", help="A claim to suppose; repeatable.")
@click.option("--block", multiple=True, metavar="ENTITY", help="An entity that nothing can pass; repeatable.")
@click.option("--draw", "picture", type=click.Path(dir_okay=False), help="Also draw it, what is changed marked.")
@click.option("--size", default="double", show_default=True, help="Size of the drawing.")
@receipt_option
@format_option
@output_option
@click.pass_context
def what_if(
    ctx: click.Context,
    drug: str,
    effect: str,
    delete: tuple[str, ...],
    invert: tuple[str, ...],
    add: tuple[str, ...],
    block: tuple[str, ...],
    picture: str | None,
    size: str,
    receipt: str | None,
    form: str,
    output: str | None,
) -> None:
    """Is the effect kept, weakened, lost or reversed? Without an edit: which claims and entities are necessary."""
    kg = open_graph(ctx)
    edits = {"delete": delete, "invert": invert, "add": add, "block": block}
    result = kg.what_if(drug, effect, **edits)
    _print(result, form, output)
    if picture:
        result.mechanism.draw(picture, size=size)
        tell(f"wrote {picture}")
    receipted(kg, "what_if", {"drug": drug, "effect": effect, **edits}, result, receipt, picture)


@click.command(
    epilog="Examples:\n\n\b\n  mechgraph interactions baclofen\n  mechgraph interactions baclofen with acyclovir\n"
    "  mechgraph interactions baclofen --own-claims\n"
    "  mechgraph interactions baclofen with acyclovir --draw meeting.svg\n\n"
    "What is inferred is a hypothesis from two cited paths that meet; it is listed apart from what is documented."
)
@click.argument("drug")
@click.argument("other", nargs=-1, metavar="[[with] OTHER]")
@click.option("--own-claims", is_flag=True, help="Leave out what is only said of a drug's class.")
@click.option(
    "--limit",
    type=click.IntRange(min=1),
    default=20,
    show_default=True,
    help="At most so many of each kind, and names in a line, in the text; strongest first.",
)
@click.option("--draw", "picture", type=click.Path(dir_okay=False), help="Also draw where the two drugs meet.")
@click.option("--size", default="double", show_default=True, help="Size of the drawing.")
@receipt_option
@format_option
@output_option
@click.pass_context
def interactions(
    ctx: click.Context,
    drug: str,
    other: tuple[str, ...],
    own_claims: bool,
    limit: int,
    picture: str | None,
    size: str,
    receipt: str | None,
    form: str,
    output: str | None,
) -> None:
    """Documented and inferred interactions of DRUG, or those with OTHER."""
    named = other[1:] if other[:1] == ("with",) else other
    if len(named) > 1:
        raise UsageError(f"two drugs at most, not {' '.join((drug, *other))!r}", remedy="put quotes around a name")
    kg = open_graph(ctx)
    asked = {"drug": drug, "other": named[0] if named else None, "own_claims": own_claims}
    found = kg.interactions(drug, named[0] if named else None, own_claims=own_claims)
    _print(found, form, output, limit=limit)
    if picture:
        kg.draw_interactions(found, picture, size=size)
        tell(f"wrote {picture}")
    receipted(kg, "interactions", asked, found, receipt, picture)


@click.command(
    epilog="Examples:\n\n\b\n  mechgraph compare baclofen diazepam tizanidine\n"
    "  mechgraph compare baclofen diazepam -f csv\n"
    "  mechgraph compare baclofen diazepam tizanidine --draw compared.svg --size a4"
)
@click.argument("drugs", nargs=-1, required=True)
@click.option("--draw", "picture", type=click.Path(dir_okay=False), help="Also draw the mechanisms side by side.")
@click.option("--size", default="double", show_default=True, help="Size of the drawing.")
@receipt_option
@format_option
@output_option
@click.pass_context
def compare(
    ctx: click.Context,
    drugs: tuple[str, ...],
    picture: str | None,
    size: str,
    receipt: str | None,
    form: str,
    output: str | None,
) -> None:
    """What two or more drugs share, and where they differ: targets, processes, regions, effects, with signs."""
    if len(drugs) < 2:
        raise UsageError("a comparison needs two drugs", remedy="name another one")
    kg = open_graph(ctx)
    found = kg.compare(drugs)
    _print(found, form, output)
    if picture:
        kg.draw_comparison(drugs, picture, size=size)
        tell(f"wrote {picture}")
    receipted(kg, "compare", {"drugs": drugs}, found, receipt, picture)


@click.command(
    epilog="Examples:\n\n\b\n  mechgraph diff embedded embedded\n"
    "  mechgraph diff embedded embedded --with my-records/new.yaml\n"
    "  mechgraph diff main-records/ my-records/ --draw changed/\n\n"
    "Exit code 4 where conclusions changed, for use in review."
)
@click.argument("old")
@click.argument("new")
@click.option("--with", "more", metavar="FILE", multiple=True, help="Records to lay on top of NEW; repeatable.")
@click.option("--claims", is_flag=True, help="Also list the claims that changed no conclusion.")
@drawings_options
@format_option
@output_option
@click.pass_context
def diff(
    ctx: click.Context,
    old: str,
    new: str,
    more: tuple[str, ...],
    claims: bool,
    folder: str | None,
    most: int,
    size: str,
    form: str,
    output: str | None,
) -> None:
    """Which conclusions changed from OLD to NEW (any graphs that -g takes), and which claim did it."""
    from ..answers.changed import changed_mechanisms
    from ..graph import load

    before, after = load(old), load(new)
    if more:
        after = after.with_records(*more)
    result = before.diff(after)
    if claims and chosen(form, output, text="text") == "text":
        emit("\n".join(result.lines(claims=True)), output)
    else:
        _print(result, form, output)
    if folder:
        changed = changed_mechanisms(result, before.store, after.store)
        draw_each((("-".join(m.curated) or m.name.partition(":")[0], m) for m in changed), folder, most, size)
    ctx.exit(result.exit_code)


@click.command(
    epilog="Examples:\n\n\b\n  mechgraph repurpose spasticity -k 10\n  mechgraph repurpose --drug baclofen -k 10\n"
    "  mechgraph repurpose spasticity --drug baclofen"
)
@click.argument("disease", required=False)
@click.option("--drug", help="Diseases for this drug; with DISEASE the one pair, with every path that it is scored by.")
@click.option("-k", default=20, show_default=True, type=click.IntRange(1, 10_000), help="How many candidates.")
@click.option(
    "--cited", default=3, show_default=True, type=click.IntRange(1, 100), help="Paths cited of each metapath."
)
@format_option
@output_option
@click.pass_context
def repurpose(
    ctx: click.Context, disease: str | None, drug: str | None, k: int, cited: int, form: str, output: str | None
) -> None:
    """Drugs that might act on DISEASE, by mechanism alone; paths that make it worse are subtracted."""
    if disease is None and drug is None:
        raise UsageError("give a disease, or a drug with --drug")
    _print(open_graph(ctx).repurpose(disease, drug=drug, k=k, cited=cited), form, output)
