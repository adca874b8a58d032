"""The figure of a mechanism: the options, the output files, the error when it cannot be drawn as asked."""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from dataclasses import replace
from pathlib import Path

from ..errors import DrawingError
from ..model import Mechanism
from .content import SUMMARY_ABOVE, Content, content_of, describe
from .layout.fit import fit
from .layout.page import Page, page_for
from .paint import paint
from .scene import Drawing, Scene
from .svg import svg_text
from .themes import theme as theme_of

__all__ = ["FORMATS", "draw_mechanism", "lay_out", "mechanism_svg", "output", "write_atomic"]

FORMATS = ("svg", "png", "pdf", "sbgn")


def lay_out(mechanism: Mechanism, *, size: str = "double", orientation: str = "auto", detail: str = "auto") -> Scene:
    """The scene of a mechanism, all in points, before any writer.

    Raises:
        DrawingError: it does not fit the size at 5 pt, or an option is unknown.
    """
    return _laid_out(mechanism, size, orientation, detail)[0]


def _laid_out(mechanism: Mechanism, size: str, orientation: str, detail: str) -> tuple[Scene, Content]:
    """The scene, and what it shows of the mechanism: captions must number what the figure numbers."""
    if detail not in {"auto", "brief", "full"}:
        raise DrawingError(f"unknown detail {detail!r}", remedy="choose auto, brief or full")
    page = page_for(size)
    content = content_of(mechanism, detail)
    readable = replace(page, sizes=tuple(pt for pt in page.sizes if pt >= 6))
    slide = page.fixed and detail == "auto"
    scene = fit(content, mechanism, readable if slide else page, orientation)
    whole = len(content.nodes)
    for most in (SUMMARY_ABOVE, 24, 16, 10) if detail == "auto" else ():
        if scene is None and most - 1 <= max(whole, SUMMARY_ABOVE):
            content = content_of(mechanism, "brief", most)
            if whole > len(content.nodes):
                content.notes.append("chains are collapsed to fit this size (a larger one shows every step)")
            scene = fit(content, mechanism, readable if slide and most > 10 else page, orientation)
    if scene is None:
        raise _refusal(mechanism, content, page, detail)
    scene.title = mechanism.name
    scene.description = describe(mechanism, content)
    return scene, content


def _refusal(mechanism: Mechanism, content: Content, page: Page, detail: str) -> DrawingError:
    mm = 25.4 / 72
    return DrawingError(
        f"{mechanism.name} with {len(content.nodes)} entities does not fit {page.width * mm:.0f} × "
        f"{page.height * mm:.0f} mm with type of at least 5 pt",
        remedy="choose a larger size, such as a4 or WIDTHxHEIGHT in mm"
        + ("" if detail == "brief" else ", or detail=brief"),
    )


def uid_of(mechanism: Mechanism) -> str:
    """A short name that keeps the ids of several figures on one page apart; the same for the same mechanism."""
    parts = [mechanism.name, mechanism.drug.id, *(a.id for a in mechanism.associations)]
    return "mg" + hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:8]


def _drawing(
    mechanism: Mechanism, size: str, orientation: str, detail: str, theme: str
) -> tuple[Scene, Content, Drawing, str]:
    colours = theme_of(theme)
    scene, content = _laid_out(mechanism, size, orientation, detail)
    uid = uid_of(mechanism)
    return scene, content, paint(scene, colours, uid), uid


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
    _, _, drawing, uid = _drawing(mechanism, size, orientation, detail, theme)
    return svg_text(drawing, uid)


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
) -> str | bytes | Path:
    """Draw a mechanism.

    Args:
        mechanism: What to draw.
        path: Where to write; the suffix chooses the format. ``None`` returns the figure instead.
        size: single (89 mm wide), double (183 mm), a4, slide169, slide43, or WIDTHxHEIGHT in mm.
        orientation: auto, portrait or landscape.
        theme: light, dark, grey or print.
        detail: full, brief (chains collapsed, at most 60 entities), or auto: full where that fits,
            else brief, else a summary of fewer entities; what is left out is said in the figure.
        dpi: Resolution of PNG.
        format: svg, png, pdf or sbgn; default from the suffix, or svg.
        references: Also write the numbered references beside it, as ``.md``, ``.json`` and ``.bib``.

    Returns:
        The path written; without a path the text (svg, sbgn) or the bytes (png, pdf).

    Raises:
        DrawingError: the figure does not fit at 5 pt, an option is unknown, or the file cannot be written.
    """
    kind = _format(path, format, dpi)
    target = Path(path) if path is not None else None
    if target is None and references:
        raise DrawingError("references are files beside the figure", remedy="give a path")
    scene, content, drawing, uid = _drawing(mechanism, size, orientation, detail, theme)
    result: str | bytes
    if kind == "sbgn":
        from .sbgn import sbgn_text

        result = sbgn_text(scene, mechanism)
    else:
        result = _rendered(drawing, uid, kind, dpi)
    if target is None:
        return result
    if references:
        from .caption import caption_files

        for suffix, text in caption_files(mechanism, content).items():
            write_atomic(target.with_suffix(suffix), text)
    write_atomic(target, result)
    return target


def _format(path: str | os.PathLike[str] | None, format: str | None, dpi: int) -> str:
    suffix = Path(path).suffix[1:] if path is not None else "svg"
    kind = (format or suffix).lower()
    if kind not in FORMATS:
        raise DrawingError(
            f"cannot draw to {kind or 'a file without suffix'!r}", remedy="use " + ", ".join(f".{f}" for f in FORMATS)
        )
    if not 30 <= dpi <= 1200:
        raise DrawingError(f"a resolution of {dpi} dpi", remedy="choose 30 to 1200")
    return kind


def _rendered(drawing: Drawing, uid: str, kind: str, dpi: int) -> str | bytes:
    if kind == "svg":
        return svg_text(drawing, uid)
    from .mpl import render

    return render(drawing, kind, dpi)


def output(
    drawing: Drawing, uid: str, path: str | os.PathLike[str] | None, format: str | None, dpi: int
) -> str | bytes | Path:
    """Write a drawing that is not a mechanism (svg, png, pdf), or return it without a path."""
    kind = _format(path, format, dpi)
    if kind == "sbgn":
        raise DrawingError("SBGN-ML holds mechanisms only", remedy="use .svg, .png, .pdf")
    result = _rendered(drawing, uid, kind, dpi)
    if path is None:
        return result
    write_atomic(Path(path), result)
    return Path(path)


def write_atomic(path: Path, content: str | bytes) -> None:
    """Write beside the target and rename, so that a failure leaves nothing half-written.

    Raises:
        DrawingError: the file cannot be written.
    """
    data = content.encode("utf-8", "replace") if isinstance(content, str) else content
    temporary = ""
    try:
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        umask = os.umask(0)
        os.umask(umask)
        os.chmod(temporary, 0o666 & ~umask)
        os.replace(temporary, path)
    except OSError as error:
        if temporary:
            with contextlib.suppress(OSError):
                os.unlink(temporary)
        raise DrawingError(
            f"cannot write {path}: {error.strerror or error}", remedy="choose a folder that exists"
        ) from error
