"""``draw``: figures."""

from __future__ import annotations

import click

from .output import open_graph

__all__ = ["draw"]


@click.command(
    epilog="Examples:\n\n\b\n  mechgraph draw baclofen -o baclofen.svg\n"
    "  mechgraph draw baclofen spasticity -o figure.pdf --size single --references\n"
    "  mechgraph draw baclofen -o slide.png --size slide169"
)
@click.argument("drug")
@click.argument("effect", required=False)
@click.option(
    "-o", "--output", required=True, type=click.Path(dir_okay=False), help="A .svg, .png, .pdf or .sbgn file."
)
@click.option("--size", default="double", show_default=True, help="single, double, slide169, slide43, a4 or WxH in mm.")
@click.option("--orientation", type=click.Choice(["auto", "portrait", "landscape"]), default="auto", show_default=True)
@click.option("--theme", type=click.Choice(["light", "dark", "grey", "print"]), default="light", show_default=True)
@click.option("--detail", type=click.Choice(["auto", "brief", "full"]), default="auto", show_default=True)
@click.option("--dpi", default=300, show_default=True, type=click.IntRange(72, 1200), help="For PNG.")
@click.option("--references", is_flag=True, help="Also write the numbered references as .md, .json and .bib.")
@click.pass_context
def draw(
    ctx: click.Context,
    drug: str,
    effect: str | None,
    output: str,
    size: str,
    orientation: str,
    theme: str,
    detail: str,
    dpi: int,
    references: bool,
) -> None:
    """Draw the mechanism of DRUG, or that between DRUG and EFFECT."""
    mechanism = open_graph(ctx).mechanism(drug, effect)
    mechanism.draw(
        output,
        size=size,
        orientation=orientation,
        theme=theme,
        detail=detail,
        dpi=dpi,
        references=references,
    )
    click.echo(f"wrote {output}", err=True)
