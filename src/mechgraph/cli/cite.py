"""``cite``: how to cite an answer, the graph and the software."""

from __future__ import annotations

from pathlib import Path

import click

from ..errors import UsageError
from .output import chosen, emit, format_option, open_graph, output_option, text_width

__all__ = ["cite"]


@click.command(
    epilog="Examples:\n\n\b\n  mechgraph cite\n  mechgraph cite 'Does baclofen reduce anxiety?'\n"
    "  mechgraph cite 'Does baclofen reduce anxiety?' --bibtex\n  mechgraph cite figure.svg"
)
@click.argument("what", nargs=-1)
@click.option("--bibtex", "as_bibtex", is_flag=True, help="As BibTeX, the sources of the claims with it.")
@click.option("--show-query", is_flag=True, help="Print the SPARQL that finds the claims, not its hash alone.")
@format_option
@output_option
@click.pass_context
def cite(
    ctx: click.Context, what: tuple[str, ...], as_bibtex: bool, show_query: bool, form: str, output: str | None
) -> None:
    """How to cite an answer, with the graph, the query and the claims that it rests on; then graph and software.

    WHAT is a question as for ask, or a file: a receipt, or a figure that carries one. Without it, graph and software.
    """
    from ..receipts import answered, read_receipt
    from ..receipts.cite import cited

    kg = open_graph(ctx)
    text = " ".join(what)
    if not text.strip():
        receipt = None
    elif len(what) == 1 and Path(text).is_file():
        receipt = read_receipt(text)
    else:
        receipt = answered(kg, "ask", question=text)[1]
    found = cited(kg, receipt)
    if as_bibtex:
        emit(found.bibtex(), output)
        return
    form = chosen(form, output, text="text")
    if form in ("json", "jsonl"):
        emit(found.to_json(), output)
    elif form in ("text", "table"):
        emit("\n".join(found.lines(text_width(output), query=show_query)), output)
    else:
        raise UsageError(f"a citation has no {form} form", remedy="use -f json or --bibtex")
