"""``site``: a graph as plain pages."""

from __future__ import annotations

import sys

import click

from .output import open_graph, tell

__all__ = ["site"]


@click.command(
    epilog="Examples:\n\n\b\n  mechgraph site -o pages\n  mechgraph site -o pages --replace --no-figures\n"
    "  mechgraph -g drugmechdb.mechgraph site -o pages --name DrugMechDB\n\n"
    "No server is needed: open index.html, or copy the folder to any web space."
)
@click.option(
    "-o", "--output", "folder", required=True, type=click.Path(file_okay=False), help="A new or empty folder."
)
@click.option("--name", default="", help="What the site is called; default: the name of the graph.")
@click.option("--replace", is_flag=True, help="Put it in the place of an older site there; other files stay.")
@click.option("--figures/--no-figures", default=True, show_default=True, help="Whether each page has a figure.")
@click.pass_context
def site(ctx: click.Context, folder: str, name: str, replace: bool, figures: bool) -> None:
    """Write a site of the graph: a page for each drug, target, disease and class, with figure, sources and search."""
    from ..site import write_site

    def progress(done: int, all: int) -> None:
        if sys.stderr.isatty() and (done % 25 == 0 or done == all):
            click.echo(f"\r{done:,} of {all:,} pages", nl=done == all, err=True)

    made = write_site(open_graph(ctx), folder, name=name, replace=replace, figures=figures, progress=progress)
    instead = f", in the place of the site of {made.replaced}" if made.replaced else ""
    tell(f"wrote {made.pages:,} pages and {made.figures:,} figures to {folder}{instead}; open {folder}/index.html")
