"""``explain`` and ``ask``."""

from __future__ import annotations

import json

import click

from ..errors import UsageError
from .output import chosen, emit, format_option, open_graph, output_option, tell, text_width

__all__ = ["ask", "explain"]


@click.command(
    epilog="Examples:\n\n\b\n  mechgraph explain baclofen\n  mechgraph explain baclofen spasticity -f json\n"
    "  mechgraph explain baclofen spasticity --context species=human"
)
@click.argument("drug")
@click.argument("effect", required=False)
@click.option("--context", multiple=True, metavar="FIELD=VALUE", help="Only what can hold there; repeatable.")
@click.option("--objections", is_flag=True, help="Only the verdict of each claim, with what speaks against it.")
@format_option
@output_option
@click.pass_context
def explain(
    ctx: click.Context,
    drug: str,
    effect: str | None,
    context: tuple[str, ...],
    objections: bool,
    form: str,
    output: str | None,
) -> None:
    """What the graph says about DRUG, or about its mechanism for EFFECT; every sentence with its sources."""
    kg = open_graph(ctx)
    result = kg.explain(drug, effect, context=context)
    if objections:
        from ..reason.verdicts import verdict_lines

        emit("\n".join(verdict_lines(result.mechanism or kg.mechanism(drug))), output)
        return
    _print(result, form, output)


@click.command(
    epilog="Examples:\n\n\b\n  mechgraph ask 'Does baclofen reduce anxiety?'\n"
    "  mechgraph ask 'Where are GABA-B receptors densest?' --show-query\n"
    "  mechgraph ask 'Which brain regions have GABA-B receptors?' --draw brain.svg"
)
@click.argument("question", nargs=-1, required=True)
@click.option("--show-query", is_flag=True, help="Also print the SPARQL that finds the claims.")
@click.option(
    "--draw",
    "picture",
    type=click.Path(dir_okay=False),
    help="Also draw the claims of the answer; where they are about places, on the brain.",
)
@format_option
@output_option
@click.pass_context
def ask(
    ctx: click.Context,
    question: tuple[str, ...],
    show_query: bool,
    picture: str | None,
    form: str,
    output: str | None,
) -> None:
    """Answer QUESTION: a verdict, the claims for and against, and their sources.

    Leaves with 3 where a name is unknown or the question was not understood; "not stated" is an answer (0).
    """
    import sys

    text = sys.stdin.read() if question == ("-",) else " ".join(question)
    if not text.strip():
        raise UsageError("the question is empty")
    kg = open_graph(ctx)
    result = kg.ask(text)
    _print(result, form, output)
    if show_query and result.sparql:
        emit(f"\n{result.sparql}")
    if picture:
        kg.draw_answer(result, picture)
        tell(f"wrote {picture}")


def _print(result: object, form: str, output: str | None) -> None:
    from ..answers import Answer, Explanation

    assert isinstance(result, Answer | Explanation)
    form = chosen(form, output, text="text")
    if form == "json":
        emit(json.dumps(result.to_json(), ensure_ascii=False, indent=1), output)
    elif form == "jsonl":
        emit(json.dumps(result.to_json(), ensure_ascii=False), output)
    elif form == "md":
        emit(_markdown(result.lines(width=10_000)), output)
    elif form in ("text", "table"):
        emit("\n".join(result.lines(width=text_width(output))), output)
    else:
        raise UsageError(f"an answer has no {form} form", remedy="use -f json, jsonl or md")


def _markdown(lines: list[str]) -> str:
    out = []
    for line in lines:
        if line.isupper() and not line.startswith(" "):
            out.append(f"## {line.capitalize()}")
        else:
            out.append(line.removeprefix("  ") if line.startswith("  - ") else line)
    return "\n".join(out)
