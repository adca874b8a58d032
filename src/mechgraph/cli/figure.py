"""``draw``: figures."""

from __future__ import annotations

import re

import click

from ..errors import UsageError
from .output import open_graph, receipted, tell

__all__ = ["draw"]


@click.command(
    epilog="Examples:\n\n\b\n  mechgraph draw baclofen\n"
    "  mechgraph draw baclofen spasticity -o figure.pdf --references\n"
    "  mechgraph draw baclofen spasticity -o slide.png --size slide169\n"
    "  mechgraph draw 'GABA-B receptor' --view brain -o brain.svg\n"
    "  mechgraph draw baclofen --view network -o network.svg --size a4\n"
    "  mechgraph draw --compare tizanidine diazepam -o both.svg\n\n"
    "The figure of a path search, an answer or a what-if: --draw FILE of paths, ask and what-if."
)
@click.argument("names", nargs=-1, required=True, metavar="DRUG [EFFECT] | ENTITY | DRUG DRUG…")
@click.option("--compare", is_flag=True, help="Draw two to four drugs side by side, what differs marked.")
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False),
    help="A .svg, .png, .pdf or .sbgn file; without it, an .svg of the names, here.",
)
@click.option(
    "--view",
    type=click.Choice(["mechanism", "brain", "network"]),
    default="mechanism",
    show_default=True,
    help="brain: the regions that claims about an entity name; network: its neighbours.",
)
@click.option("--size", default="double", show_default=True, help="single, double, slide169, slide43, a4 or WxH in mm.")
@click.option(
    "--orientation",
    type=click.Choice(["auto", "portrait", "landscape"]),
    default="auto",
    show_default=True,
    help="portrait: causes above effects; landscape: causes left of effects; auto: what fits better.",
)
@click.option(
    "--theme",
    type=click.Choice(["light", "dark", "grey", "print"]),
    default="light",
    show_default=True,
    help="grey uses no colour; print has white compartments and black text.",
)
@click.option(
    "--detail",
    type=click.Choice(["auto", "brief", "full"]),
    default="auto",
    show_default=True,
    help="brief: chains collapsed; full: everything, on as many pages as it takes; auto: what one page can hold.",
)
@click.option("--dpi", default=300, show_default=True, type=click.IntRange(72, 1200), help="For PNG.")
@click.option("--steps", is_flag=True, help="Of a slide: its build-up as pages, one row more on each.")
@click.option("--references", is_flag=True, help="Also write the numbered references as .md, .json and .bib.")
@click.option(
    "--force", is_flag=True, help="Let captions and further pages replace files that mechgraph did not write."
)
@click.option("--context", multiple=True, metavar="FIELD=VALUE", help="Only what can hold there; repeatable.")
@click.pass_context
def draw(
    ctx: click.Context,
    names: tuple[str, ...],
    compare: bool,
    output: str | None,
    view: str,
    size: str,
    orientation: str,
    theme: str,
    detail: str,
    dpi: int,
    steps: bool,
    references: bool,
    force: bool,
    context: tuple[str, ...],
) -> None:
    """Draw the mechanism of DRUG, or that between DRUG and EFFECT; or another view; or several drugs side by side."""
    kg = open_graph(ctx)
    output = output or f"{_file_name(names)}.svg"
    page = {"size": size, "orientation": orientation, "theme": theme, "dpi": dpi}
    if compare:
        if view != "mechanism":
            raise UsageError("--compare draws mechanisms", remedy="leave out --view")
        if not 2 <= len(names) <= 4:
            raise UsageError(f"--compare takes two to four drugs, not {len(names)}")
        kg.draw_comparison(names, output, **page)
        receipted(kg, "compare", {"drugs": names}, kg.compare(names), None, output)
    elif view == "mechanism":
        if len(names) > 2:
            raise UsageError(
                "a mechanism has a drug and an effect", remedy="put quotes around a name, or use --compare"
            )
        m = kg.mechanism(*names, context=context)
        m.draw(output, detail=detail, references=references, force=force, steps=steps, **page)
        receipted(
            kg, "mechanism", {**dict(zip(("drug", "effect"), names, strict=False)), "context": context}, m, None, output
        )
    elif len(names) > 1:
        raise UsageError(f"--view {view} takes one entity", remedy="put quotes around a name")
    elif view == "brain":
        kg.draw_brain(names[0], output, theme=theme, dpi=dpi)
    else:
        kg.draw_network(names[0], output, **page)
    tell(f"wrote {output}")


def _file_name(names: tuple[str, ...]) -> str:
    """A file name that says what is drawn: the names, without what some system refuses in one.

    >>> _file_name(("baclofen", "alcohol use disorder"))
    'baclofen-alcohol-use-disorder'
    """
    return "-".join("-".join(re.findall(r"[\w.+]+", name)) for name in names).strip(".-")[:100] or "figure"
