"""``verify``: is an answer still what its receipt says?"""

from __future__ import annotations

import click

from ..errors import UsageError
from .output import chosen, emit, format_option, open_graph, output_option, text_width

__all__ = ["verify"]


@click.command(
    epilog="Examples:\n\n\b\n  mechgraph ask 'Does baclofen reduce anxiety?' --receipt anxiety.json\n"
    "  mechgraph verify anxiety.json\n  mechgraph draw baclofen spasticity -o figure.svg\n"
    "  mechgraph verify figure.svg -f json\n\n"
    "Exit code 4 where the conclusion changed, for use in scripts."
)
@click.argument("file", type=click.Path(dir_okay=False))
@click.option(
    "--since",
    metavar="GRAPH",
    help="The graph that the receipt is of: also name edited claims that the answer does not show.",
)
@format_option
@output_option
@click.pass_context
def verify(ctx: click.Context, file: str, since: str | None, form: str, output: str | None) -> None:
    """Make the answer of the receipt in FILE again: identical, same conclusion, or changed, because of which claims.

    FILE is what --receipt wrote, or a figure (.svg, .png, .pdf) that the command line drew.
    """
    from ..graph import load
    from ..receipts import read_receipt
    from ..receipts import verify as verified

    receipt = read_receipt(file)
    found = verified(receipt, open_graph(ctx), since=None if since is None else load(since))
    form = chosen(form, output, text="text")
    if form in ("json", "jsonl"):
        emit(found.to_json(), output)
    elif form in ("text", "table"):
        emit("\n".join(found.lines(text_width(output))), output)
    else:
        raise UsageError(f"this result has no {form} form", remedy="use -f json")
    ctx.exit(found.exit_code)
