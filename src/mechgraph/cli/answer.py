"""``explain`` and ``ask``."""

from __future__ import annotations

import itertools
import os
import sys
from typing import TYPE_CHECKING

import click

from ..errors import UsageError
from .output import (
    chosen,
    emit,
    emit_json,
    format_option,
    open_graph,
    output_option,
    receipt_option,
    receipted,
    tell,
    text_width,
    wrapped,
)

if TYPE_CHECKING:
    from ..answers import Answer, Explanation

__all__ = ["ask", "explain"]


@click.command(
    epilog="Examples:\n\n\b\n  mechgraph explain baclofen\n  mechgraph explain baclofen --section kinetics\n"
    "  mechgraph explain baclofen spasticity -f json\n"
    "  mechgraph explain baclofen spasticity --context species=human"
)
@click.argument("drug")
@click.argument("effect", required=False)
@click.option("--context", multiple=True, metavar="FIELD=VALUE", help="Only what can hold there; repeatable.")
@click.option("--brief", is_flag=True, help="Only what is said first: up to three sentences.")
@click.option("--section", metavar="NAME", help="Only this section, claim by claim (harm, kinetics, uses, …).")
@click.option("--all", "everything", is_flag=True, help="All of it, claim by claim, not the first screen.")
@click.option("--references", is_flag=True, help="Also the sources that are cited, numbered in order of use.")
@click.option("--objections", is_flag=True, help="Only the verdict of each claim, with what speaks against it.")
@receipt_option
@format_option
@output_option
@click.pass_context
def explain(
    ctx: click.Context,
    drug: str,
    effect: str | None,
    context: tuple[str, ...],
    brief: bool,
    section: str | None,
    everything: bool,
    references: bool,
    objections: bool,
    receipt: str | None,
    form: str,
    output: str | None,
) -> None:
    """What the graph says about DRUG, or about its mechanism for EFFECT; every sentence with its sources.

    Of a drug alone (or a disease, a receptor, anything else) it is a first screen; --all has every claim.
    """
    if sum((brief, everything, section is not None, objections)) > 1:
        raise UsageError("--brief, --section, --all and --objections exclude each other", remedy="choose one")
    kg = open_graph(ctx)
    result = kg.explain(drug, effect, context=context)
    receipted(kg, "explain", {"drug": drug, "effect": effect, "context": context}, result, receipt)
    if section is not None:
        result = result.only(section)
    if objections:
        from ..reason.verdicts import verdict_lines

        emit("\n".join(verdict_lines(result.mechanism or kg.mechanism(drug))), output)
        return
    form = chosen(form, output, text="text")
    if brief and result.screen is None and form in ("text", "table", "md"):
        emit("\n".join(itertools.takewhile(bool, result.lines(text_width(output)))), output)
        return
    if result.screen is None or everything or form not in ("text", "table", "md"):
        _print(result, form, output, everything=everything or section is not None)
        return
    emit("\n".join(_first_screen(result, form, output, brief=brief, references=references)), output)


def _first_screen(result: Explanation, form: str, output: str | None, *, brief: bool, references: bool) -> list[str]:
    """The first screen in a form, or its lead only; and what it cites."""
    assert result.screen is not None
    width = text_width(output)
    if form == "md":
        lines = result.screen.markdown(brief=brief)
    else:
        on_terminal = output is None and sys.stdout.isatty() and not os.environ.get("NO_COLOR")
        lines = result.screen.lines(width, brief=brief, colour=on_terminal)
    cited = result.references(brief=brief) if references else []
    if cited and form == "md":
        return [*lines, "", "## References", "", *cited]
    return [*lines, *(["", "REFERENCES"] if cited else []), *(line for c in cited for line in wrapped(c, "  ", width))]


@click.command(
    epilog="Examples:\n\n\b\n  mechgraph ask 'Does baclofen reduce anxiety?'\n"
    "  mechgraph ask 'Where are GABA-B receptors densest?' --show-query\n"
    "  mechgraph ask 'Which brain regions have GABA-B receptors?' --draw brain.svg\n"
    "  mechgraph ask 'Does baclofen reduce anxiety?' --receipt anxiety.json"
)
@click.argument("question", nargs=-1, required=True)
@click.option("--show-query", is_flag=True, help="Also print the SPARQL that finds the claims.")
@click.option("--all", "everything", is_flag=True, help="All claims that stand beside, and not the first few alone.")
@click.option(
    "--draw",
    "picture",
    type=click.Path(dir_okay=False),
    help="Also draw the claims of the answer; where they are about places, on the brain.",
)
@receipt_option
@format_option
@output_option
@click.pass_context
def ask(
    ctx: click.Context,
    question: tuple[str, ...],
    show_query: bool,
    everything: bool,
    picture: str | None,
    receipt: str | None,
    form: str,
    output: str | None,
) -> None:
    """Answer QUESTION: a verdict, the claims for and against, and their sources.

    Leaves with 3 where a name is unknown or the question was not understood; "not stated" is an answer (0).
    """
    text = sys.stdin.read() if question == ("-",) else " ".join(question)
    if not text.strip():
        raise UsageError("the question is empty")
    kg = open_graph(ctx)
    result = kg.ask(text)
    _print(result, form, output, everything=everything)
    if show_query and result.sparql:
        emit(f"\n{result.sparql}")
    if picture:
        kg.draw_answer(result, picture)
        tell(f"wrote {picture}")
    receipted(kg, "ask", {"question": text}, result, receipt, picture)
    if result.verdict in ("unknown_name", "not_understood"):
        ctx.exit(3)


def _print(result: object, form: str, output: str | None, *, everything: bool = False) -> None:
    from ..answers import Answer, Explanation

    assert isinstance(result, Answer | Explanation)
    form = chosen(form, output, text="text")
    if form in ("json", "jsonl"):
        emit_json(result, output, everything=everything)
    elif form == "md":
        emit(_markdown(_lines(result, 10_000, everything)), output)
    elif form in ("text", "table"):
        emit("\n".join(_lines(result, text_width(output), everything)), output)
    else:
        raise UsageError(f"an answer has no {form} form", remedy="use -f json, jsonl or md")


def _lines(result: Answer | Explanation, width: int, everything: bool) -> list[str]:
    return result.lines(width, everything=everything)


def _markdown(lines: list[str]) -> str:
    out = []
    for line in lines:
        if line.isupper() and not line.startswith(" "):
            out.append(f"## {line.capitalize()}")
        else:
            out.append(line.removeprefix("  ") if line.startswith("  - ") else line)
    return "\n".join(out)
