"""A drawing as PDF, or as PNG without resvg, through matplotlib, imported when called. Fonts in PDF are TrueType."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from .font import FAMILY, paths
from .scene import Drawing, Shape

__all__ = ["render"]

_CODES = {"M": (1,), "L": (2,), "C": (4, 4, 4), "Z": (79,)}


def render(pages: Sequence[Drawing], kind: str, dpi: int = 300) -> bytes:
    """The bytes of a ``png`` of one page, or of a ``pdf`` of all; the same drawings give the same bytes."""
    import matplotlib as mpl
    from matplotlib import font_manager

    for path in paths():
        if not any(entry.fname == path for entry in font_manager.fontManager.ttflist):
            font_manager.fontManager.addfont(path)
    families = [FAMILY, "DejaVu Sans"]
    settings: Any = {"font.family": families, "pdf.fonttype": 42, "text.parse_math": False, "text.usetex": False}
    buffer = io.BytesIO()
    metadata: dict[str, Any] = {"Title": pages[0].title}
    summary = pages[0].description[:2000]
    with mpl.rc_context(settings):
        if kind == "pdf":
            from matplotlib.backends.backend_pdf import PdfPages  # as long to import as a small figure takes to draw

            metadata |= {"Subject": summary, "CreationDate": None, "Producer": None}
            with PdfPages(buffer, metadata=metadata) as file:
                for page in pages:
                    file.savefig(_figure(page), facecolor=page.background)
        else:
            metadata |= {"Description": summary, "Software": "mechgraph"}
            figure = _figure(pages[0])
            figure.savefig(buffer, format=kind, dpi=dpi, facecolor=pages[0].background, metadata=metadata)
    return buffer.getvalue()


def _figure(drawing: Drawing) -> Any:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(drawing.width / 72, drawing.height / 72), facecolor=drawing.background)
    FigureCanvasAgg(figure)
    axes: Any = figure.add_axes((0.0, 0.0, 1.0, 1.0))
    axes.set_xlim(0, drawing.width)
    axes.set_ylim(drawing.height, 0)
    axes.axis("off")
    for order, item in enumerate(item for group in drawing.groups for item in group.items):
        if isinstance(item, Shape):
            axes.add_patch(_patch(item, order))
        else:
            axes.text(
                item.x,
                item.y,
                item.text,
                fontsize=item.size,
                color=item.fill,
                weight=item.weight,
                ha={"start": "left", "middle": "center", "end": "right"}[item.anchor],
                va="baseline",
                rotation=90 if item.rotated else 0,
                rotation_mode="anchor",
                zorder=order,
            )
    return figure


def _patch(shape: Shape, order: int) -> Any:
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    vertices: list[tuple[float, float]] = []
    codes: list[int] = []
    for op, values in shape.ops:
        codes += _CODES[op]
        pairs = [(values[i], values[i + 1]) for i in range(0, len(values), 2)]
        vertices += pairs or [vertices[0]]
    dash: Any = (0, tuple(v / shape.width for v in shape.dash)) if shape.dash else "-"
    return PathPatch(
        Path(vertices, codes),
        facecolor=shape.fill or "none",
        edgecolor=shape.stroke or "none",
        linewidth=shape.width if shape.stroke else 0,
        linestyle=dash,
        capstyle="butt",
        joinstyle="miter",
        zorder=order,
    )
