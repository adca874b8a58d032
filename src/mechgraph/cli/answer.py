"""``explain`` and ``ask``."""

from __future__ import annotations

import itertools
import os
import sys
from typing import TYPE_CHECKING

import click

from ..errors import UsageError
from .output import (
    TOLD,
    chosen,
    emit,
    emit_json,
    open_graph,
    output_option,
    receipt_option,
    receipted,
    tell,
    text_format_option,
    text_width,
    wrapped,
    write_file,
)

if TYPE_CHECKING:
    from ..answers import Answer, Explanation
    from ..draw import Figure
    from ..graph import Graph

__all__ = ["ask", "explain"]

DOCUMENTS = ("html", "docx")
"""Formats for handing on, besides Markdown."""


@click.command(
    epilog="Examples:\n\n\b\n  mechgraph explain baclofen\n  mechgraph explain baclofen --section kinetics\n"
    "  mechgraph explain baclofen spasticity -f json\n"
    "  mechgraph explain baclofen -o baclofen.docx\n"
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
@text_format_option
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

    Of a drug alone (or a disease, a receptor, anything else) it is a first screen; --all has every claim. As md, html
    or docx it is a document with figure (not in md) and references.
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
    form = chosen(form, output, text="text", among=TOLD)
    if form == "md" and brief and result.screen is not None:
        emit("\n".join(result.screen.markdown(brief=True)), output)
    elif form in (*DOCUMENTS, "md"):
        figure = None if brief or section is not None else _figure(kg, result, drug)
        _document(kg, result, form, output, everything=everything or section is not None, figure=figure)
    elif brief and result.screen is None and form == "text":
        emit("\n".join(itertools.takewhile(bool, result.lines(text_width(output)))), output)
    elif result.screen is None or everything or form != "text":
        _print(result, form, output, everything=everything or section is not None)
    else:
        emit("\n".join(_first_screen(result, output, brief=brief, references=references)), output)


def _first_screen(result: Explanation, output: str | None, *, brief: bool, references: bool) -> list[str]:
    """The first screen, or its lead only; and what it cites."""
    assert result.screen is not None
    width = text_width(output)
    on_terminal = output is None and sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    lines = result.screen.lines(width, brief=brief, colour=on_terminal)
    cited = result.references(brief=brief) if references else []
    return [*lines, *(["", "REFERENCES"] if cited else []), *(line for c in cited for line in wrapped(c, "  ", width))]


def _figure(kg: Graph, result: Explanation, drug: str) -> Figure | None:
    """The figure of a document: of the mechanism that it tells, or of all that is curated for a drug."""
    from ..errors import DrawingError, NoPathError

    mechanism = result.mechanism
    try:
        if mechanism is None and any(True for _ in kg.store.mechanisms(drug=kg.entity(drug).id)):
            mechanism = kg.mechanism(drug)
        made: Figure | None = None if mechanism is None else mechanism.draw()
    except (DrawingError, NoPathError) as error:
        tell(f"without a figure: {error}")
        return None
    return made


def _document(
    kg: Graph, result: Explanation | Answer, form: str, output: str | None, *, everything: bool, figure: Figure | None
) -> None:
    """Write an explanation or an answer as a document."""
    from ..answers.document import document_of, markdown

    cited = figure.sources if figure is not None and form != "md" else ()
    made = document_of(result, kg.store.source, graph=kg.store.name, everything=everything, figure=cited)
    if form == "md":
        emit("\n".join(markdown(made)), output)
        return
    caption = f"{figure.title}. Its numbers: see References of the figure." if figure else ""
    if form == "html":
        from ..answers.document_html import page

        emit(page(made, figure.svg if figure else "", caption), output)
        return
    if output is None or output == "-":
        raise UsageError("a .docx goes into a file", remedy="use -o NAME.docx")
    from ..answers.document_docx import docx_bytes

    data = docx_bytes(made, figure.png() if figure else b"", caption, figure.text if figure else "")
    write_file(output, data)
    tell(f"wrote {output}")


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
@text_format_option
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
    form = chosen(form, output, text="text", among=TOLD)
    if form in (*DOCUMENTS, "md"):
        _document(kg, result, form, output, everything=everything, figure=None)
    else:
        _print(result, form, output, everything=everything)
    if show_query and result.sparql:
        emit(f"\n{result.sparql}")
    if picture:
        kg.draw_answer(result, picture)
        tell(f"wrote {picture}")
    receipted(kg, "ask", {"question": text}, result, receipt, picture)
    if result.verdict in ("unknown_name", "not_understood"):
        ctx.exit(3)


def _print(result: Explanation | Answer, form: str, output: str | None, *, everything: bool = False) -> None:
    if form in ("json", "jsonl"):
        emit_json(result, output, everything=everything)
    else:
        emit("\n".join(result.lines(text_width(output), everything=everything)), output)
