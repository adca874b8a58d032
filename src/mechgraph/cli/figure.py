"""``draw``: figures."""

from __future__ import annotations

import click

from ..errors import UsageError
from .output import open_graph

__all__ = ["draw"]


@click.command(
    epilog="Examples:\n\n\b\n  mechgraph draw baclofen -o baclofen.svg\n"
    "  mechgraph draw baclofen spasticity -o figure.pdf --references\n"
    "  mechgraph draw baclofen spasticity -o slide.png --size slide169\n"
    "  mechgraph draw 'GABA-B receptor' --view brain -o brain.svg\n"
    "  mechgraph draw baclofen --view network -o network.svg --size a4\n"
    "  mechgraph draw tizanidine diazepam --view compare -o both.svg"
)
@click.argument("drug")
@click.argument("effect", required=False)
@click.option(
    "-o", "--output", required=True, type=click.Path(dir_okay=False), help="A .svg, .png, .pdf or .sbgn file."
)
@click.option(
    "--view",
    type=click.Choice(["mechanism", "brain", "network", "compare"]),
    default="mechanism",
    show_default=True,
    help="brain: regions; network: an entity's neighbours; compare: two drugs.",
)
@click.option("--size", default="double", show_default=True, help="single, double, slide169, slide43, a4 or WxH in mm.")
@click.option("--orientation", type=click.Choice(["auto", "portrait", "landscape"]), default="auto", show_default=True)
@click.option("--theme", type=click.Choice(["light", "dark", "grey", "print"]), default="light", show_default=True)
@click.option("--detail", type=click.Choice(["auto", "brief", "full"]), default="auto", show_default=True)
@click.option("--dpi", default=300, show_default=True, type=click.IntRange(72, 1200), help="For PNG.")
@click.option("--references", is_flag=True, help="Also write the numbered references as .md, .json and .bib.")
@click.option("--context", multiple=True, metavar="FIELD=VALUE", help="Only what can hold there; repeatable.")
@click.pass_context
def draw(
    ctx: click.Context,
    drug: str,
    effect: str | None,
    output: str,
    view: str,
    size: str,
    orientation: str,
    theme: str,
    detail: str,
    dpi: int,
    references: bool,
    context: tuple[str, ...],
) -> None:
    """Draw the mechanism of DRUG, or that between DRUG and EFFECT; or another view of an entity.

    With --view compare, EFFECT is a second drug.
    """
    kg = open_graph(ctx)
    if view in ("brain", "network") and effect is not None:
        raise UsageError(f"--view {view} takes one entity")
    if view == "mechanism":
        kg.mechanism(drug, effect, context=context).draw(
            output,
            size=size,
            orientation=orientation,
            theme=theme,
            detail=detail,
            dpi=dpi,
            references=references,
        )
    elif view == "brain":
        kg.draw_brain(drug, output, theme=theme, dpi=dpi)
    elif view == "network":
        kg.draw_network(drug, output, size=size, orientation=orientation, theme=theme, dpi=dpi)
    else:
        if effect is None:
            raise UsageError("a comparison needs two drugs", remedy="name the second after the first")
        kg.draw_comparison([drug, effect], output, size=size, orientation=orientation, theme=theme, dpi=dpi)
    click.echo(f"wrote {output}", err=True)
