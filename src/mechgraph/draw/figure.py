"""The figure of a mechanism: the options, the output files, the error when it cannot be drawn as asked."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ..errors import DrawingError
from ..model import Mechanism
from .choose import SUMMARY_ABOVE, content_of
from .content import Content, describe
from .files import write_figure
from .gist import MOST, build_up, gist, plain
from .layout.fit import fit
from .layout.page import Page, page_for
from .layout.panels import fit_panels
from .paint import paint
from .scene import Scene
from .shown import FORMATS, Figure, format_of, rendered
from .svg import svg_text
from .themes import theme as theme_of

__all__ = ["FORMATS", "draw_mechanism", "lay_out", "lay_out_pages", "live_figure", "mechanism_svg"]

_SUMMARIES = (SUMMARY_ABOVE, 40, 32, 28, 24, 20, 16, 10)
"""How many entities are tried where the whole does not fit, chains collapsed."""


@dataclass(frozen=True, slots=True)
class _Laid:
    """A figure before any writer: what it says, in one part or in panels, and its pages."""

    parts: list[Content]
    notes: list[str]
    pages: list[Scene]
    whole: Scene
    """All on one page, for formats that know no pages."""


def lay_out(mechanism: Mechanism, *, size: str = "double", orientation: str = "auto", detail: str = "auto") -> Scene:
    """The scene of a mechanism, all in points, before any writer; where it needs several pages, all on one.

    Raises:
        DrawingError: it does not fit the size at 5 pt, or an option is unknown.
    """
    return _laid_out(mechanism, size, orientation, detail).whole


def lay_out_pages(
    mechanism: Mechanism, *, size: str = "double", orientation: str = "auto", detail: str = "auto"
) -> list[Scene]:
    """The pages of a figure: one, unless ``detail="full"`` needs more panels than a page holds.

    Raises:
        DrawingError: as :func:`lay_out`.
    """
    return _laid_out(mechanism, size, orientation, detail).pages


def _laid_out(mechanism: Mechanism, size: str, orientation: str, detail: str, steps: bool = False) -> _Laid:
    """Whole, collapsed, in panels, as a summary: the first of these that fits, as far as ``detail`` allows."""
    if detail not in {"auto", "brief", "full"}:
        raise DrawingError(f"unknown detail {detail!r}", remedy="choose auto, brief or full")
    page = page_for(size)
    if page.zoom != 1:
        return _slides(mechanism, page, orientation, steps)
    if steps:
        raise DrawingError("a build-up in steps is for slides", remedy="choose --size slide169 or slide43")
    content = content_of(mechanism, detail)
    scene = fit(content, page, orientation)
    if scene is None and detail != "auto":
        panels = fit_panels(content, mechanism, page, orientation)
        if panels is not None:
            said = [*content.notes, *content.asides]
            return _finished(mechanism, panels.parts, said, panels.pages(), panels.one_page())
    whole = len(content.nodes)
    tries = [whole, *(n for n in _SUMMARIES if n < whole)] if detail == "auto" else []
    for most in tries:
        if scene is None:
            content = content_of(mechanism, "brief", most)
            if whole > len(content.nodes):
                content.notes.append("chains are collapsed to fit this size (a larger one shows every step)")
            scene = fit(content, page, orientation)
        if scene is None and most == whole:
            readable = replace(page, sizes=tuple(pt for pt in page.sizes if pt >= 6))
            content = content_of(mechanism)
            panels = fit_panels(content, mechanism, readable, orientation, pages=1, most=4)
            if panels is not None:
                said = [*content.notes, *content.asides]
                return _finished(mechanism, panels.parts, said, panels.pages(), panels.one_page())
    if scene is None:
        raise _refusal(mechanism, content, page, detail)
    return _finished(mechanism, [content], [*content.notes, *content.asides], [scene], scene)


def _slides(mechanism: Mechanism, page: Page, orientation: str, steps: bool) -> _Laid:
    """One slide with what a room takes in, or with ``steps`` its build-up, row by row."""
    for most in range(MOST, 2, -1):
        content = gist(mechanism, most)
        notes = [*content.notes, *content.asides]
        scene = fit(plain(content), page, orientation)
        if scene is not None:
            pages = build_up(scene) if steps else [scene]
            return _finished(mechanism, [gist(mechanism, most)], notes, pages, scene)
    raise DrawingError(
        f"{mechanism.name} does not fit a slide with type of at least 16 pt", remedy="name one effect, or draw a page"
    )


def _finished(mechanism: Mechanism, parts: list[Content], notes: list[str], pages: list[Scene], whole: Scene) -> _Laid:
    description = describe(mechanism, *parts)
    for i, scene in enumerate(pages):
        scene.title = f"{mechanism.name} ({i + 1} of {len(pages)})" if len(pages) > 1 else mechanism.name
        scene.description = description
    whole.title, whole.description = mechanism.name, description
    return _Laid(parts, notes, pages, whole)


def _refusal(mechanism: Mechanism, content: Content, page: Page, detail: str) -> DrawingError:
    mm = 25.4 / 72
    return DrawingError(
        f"{mechanism.name} with {len(content.nodes)} entities does not fit {page.width * mm:.0f} × "
        f"{page.height * mm:.0f} mm with type of at least 5 pt" + ("" if detail == "auto" else ", nor in panels"),
        remedy="choose a larger size, such as a4 or WIDTHxHEIGHT in mm"
        + (", or detail=brief" if detail == "full" else ""),
    )


def uid_of(mechanism: Mechanism) -> str:
    """A short name that keeps the ids of several figures on one page apart; the same for the same mechanism."""
    parts = [mechanism.name, mechanism.drug.id, *(a.id for a in mechanism.associations)]
    return "mg" + hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:8]


def mechanism_svg(
    mechanism: Mechanism,
    *,
    size: str = "double",
    orientation: str = "auto",
    theme: str = "light",
    detail: str = "auto",
) -> str:
    """The figure as SVG text, for notebooks and web pages.

    Every glyph is a group with ``data-entity``, every arc one with ``data-association`` (ids, separated by spaces).

    Raises:
        DrawingError: as :func:`draw_mechanism`.
    """
    colours, uid = theme_of(theme), uid_of(mechanism)
    return svg_text(paint(_laid_out(mechanism, size, orientation, detail).whole, colours, uid), uid)


def live_figure(
    mechanism: Mechanism, *, size: str = "double", theme: str = "light", detail: str = "auto"
) -> dict[str, Any]:
    """The figure for a page that makes it speak: ``svg``, and what its caption says of claims and references.

    In the SVG the numbers of each arc are a group with ``data-of``, the ids of its claims.

    Raises:
        DrawingError: as :func:`draw_mechanism`.
    """
    from .caption import caption_data

    laid, uid = _laid_out(mechanism, size, "auto", detail), uid_of(mechanism)
    svg = svg_text(paint(laid.whole, theme_of(theme), uid, live=True), uid)
    return {"svg": svg, **caption_data(mechanism, laid.parts, laid.notes)}


def draw_mechanism(
    mechanism: Mechanism,
    path: str | os.PathLike[str] | None = None,
    *,
    size: str = "double",
    orientation: str = "auto",
    theme: str = "light",
    detail: str = "auto",
    dpi: int = 300,
    format: str | None = None,
    references: bool = False,
    force: bool = False,
    steps: bool = False,
) -> Figure | str | bytes | Path:
    """Draw a mechanism.

    Args:
        mechanism: What to draw.
        path: Where to write; the suffix chooses the format. ``None`` returns the :class:`Figure` instead.
        size: single (89 mm wide), double (183 mm), a4, slide169, slide43, or WIDTHxHEIGHT in mm. A slide has at most
            nine entities, type of 16 pt or more, and no references.
        orientation: auto, portrait or landscape.
        theme: light, dark, grey or print.
        detail: full, brief (chains collapsed, at most 60 entities), or auto: full where that fits one page, whole or
            in panels A, B …, else brief, else a summary of fewer entities; what is left out is said in the figure.
            full and brief take several pages where one does not hold their panels.
        dpi: Resolution of PNG.
        format: svg, png, pdf or sbgn; default from the suffix. Without a path: what such a file would hold.
        references: Also write the numbered references beside it, as ``.md``, ``.json`` and ``.bib``.
        force: Let captions and further pages replace files that mechgraph did not write.
        steps: On slides: the build-up, each page with one row more.

    Returns:
        The path written; without a path the figure, or with a format its text (svg, sbgn) or bytes (png, pdf). Pages
        after the first are pages of the PDF; in svg and png they are files beside it (``name-2.svg``), and without a
        path they stand below the first.

    Raises:
        DrawingError: the figure does not fit at 5 pt, an option is unknown, a file cannot be written, or a caption or
            further page would replace a file that mechgraph did not write.
    """
    kind = format_of(path, format, dpi)
    target = Path(path) if path is not None else None
    if target is None and references:
        raise DrawingError("references are files beside the figure", remedy="give a path")
    colours, uid = theme_of(theme), uid_of(mechanism)
    laid = _laid_out(mechanism, size, orientation, detail, steps)
    if kind == "sbgn":
        from .sbgn import sbgn_text

        files: list[str | bytes] = [sbgn_text(laid.whole, mechanism)]
    elif target is None and format is not None and kind != "pdf":
        return rendered([paint(laid.whole, colours, uid)], uid, kind, dpi)
    else:
        drawings = [paint(p, colours, f"{uid}-{i}" if i > 1 else uid) for i, p in enumerate(laid.pages, 1)]
        if target is None and format is None:
            whole = drawings[0] if len(drawings) == 1 else paint(laid.whole, colours, uid)
            return Figure(tuple(drawings), whole, uid, tuple(laid.parts[0].sources))
        together = [drawings] if kind == "pdf" else [[drawing] for drawing in drawings]
        files = [rendered(pages, uid, kind, dpi, embed=True) for pages in together]
    if target is None:
        return files[0]
    captions: dict[str, str] = {}
    if references:
        from .caption import caption_files

        captions = caption_files(mechanism, laid.parts, laid.notes)
    write_figure(target, files, captions, force=force)
    return target
