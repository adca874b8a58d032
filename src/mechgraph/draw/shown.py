"""A figure that was drawn and not yet written: it shows itself in a notebook, and is saved as any kind of file."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..errors import DrawingError
from .files import write_atomic, write_figure
from .scene import Drawing
from .svg import svg_text

__all__ = ["FORMATS", "Figure", "format_of", "rendered"]

FORMATS = ("svg", "png", "pdf", "sbgn")


@dataclass(frozen=True, slots=True, repr=False)
class Figure:
    """What ``draw`` gives without a path.

    Args:
        pages: Each page; mostly there is one.
        whole: All of it on one page, as a notebook shows it.
        uid: What its ids begin with, so that several figures can stand on one page.
        sources: Ids of the sources that it cites, in the order of their numbers.

    >>> from mechgraph import load
    >>> figure = load().mechanism("baclofen", "spasticity").draw()
    >>> figure
    <Figure baclofen → spasticity, 183 mm wide>
    >>> figure.svg.startswith("<svg")
    True
    """

    pages: tuple[Drawing, ...]
    whole: Drawing
    uid: str
    sources: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        return self.whole.title

    @property
    def text(self) -> str:
        """What it says, in sentences: for who cannot see it."""
        return self.whole.description

    @property
    def svg(self) -> str:
        """The SVG, to stand alone or inside a page; it brings the letters that it uses."""
        return svg_text(self.whole, self.uid, embed=True)

    def png(self, dpi: int = 300) -> bytes:
        """The bytes of a PNG at a resolution in dots per inch, 30 to 1200."""
        data = rendered([self.whole], self.uid, format_of(None, "png", dpi), dpi)
        assert isinstance(data, bytes)
        return data

    def save(self, path: str | os.PathLike[str], *, dpi: int = 300, force: bool = False) -> Path:
        """Write it as ``.svg``, ``.png`` or ``.pdf``; further pages stand beside it, in a PDF inside.

        Args:
            dpi: Of a PNG, 30 to 1200.
            force: Let further pages replace files that mechgraph did not write.

        Raises:
            DrawingError: another suffix, or the file cannot be written.

        >>> Figure((), Drawing(10, 10, "#fff", "", "", ()), "x").save("x.docx")
        Traceback (most recent call last):
        mechgraph.errors.DrawingError: cannot save a figure to 'docx' (use .svg, .png, .pdf)
        """
        kind = Path(path).suffix[1:].lower()
        if kind not in ("svg", "png", "pdf"):
            raise DrawingError(
                f"cannot save a figure to {kind or 'a file without suffix'!r}", remedy="use .svg, .png, .pdf"
            )
        format_of(path, None, dpi)
        pages = self.pages or (self.whole,)
        together = [list(pages)] if kind == "pdf" else [[page] for page in pages]
        write_figure(Path(path), [rendered(p, self.uid, kind, dpi, embed=True) for p in together], {}, force=force)
        return Path(path)

    def __repr__(self) -> str:
        return f"<Figure {self.title}, {self.whole.width * 25.4 / 72:.0f} mm wide>"

    def __str__(self) -> str:
        return self.svg

    def _repr_svg_(self) -> str:
        return self.svg

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        """For a notebook: the picture, and as text what it says."""
        return {"image/svg+xml": self.svg, "text/plain": f"{self!r}\n{self.text}".strip()}


def format_of(path: str | os.PathLike[str] | None, format: str | None, dpi: int) -> str:
    """The kind of file: as asked, else by the suffix.

    Raises:
        DrawingError: no kind that can be drawn, or a resolution that is none.
    """
    suffix = Path(path).suffix[1:] if path is not None else "svg"
    kind = (format or suffix).lower()
    if kind not in FORMATS:
        raise DrawingError(
            f"cannot draw to {kind or 'a file without suffix'!r}", remedy="use " + ", ".join(f".{f}" for f in FORMATS)
        )
    if not 30 <= dpi <= 1200:
        raise DrawingError(f"a resolution of {dpi} dpi", remedy="choose 30 to 1200")
    return kind


def rendered(pages: list[Drawing], uid: str, kind: str, dpi: int, embed: bool = False) -> str | bytes:
    """One file: a single page, or all of them in a PDF."""
    if kind == "svg":
        return svg_text(pages[0], uid, embed=embed)
    if kind == "png":
        from .raster import png

        return png(pages[0], uid, dpi)
    from .mpl import render

    return render(pages, kind, dpi)


def output(
    drawing: Drawing, uid: str, path: str | os.PathLike[str] | None, format: str | None, dpi: int
) -> Figure | str | bytes | Path:
    """Write a drawing that is not a mechanism (svg, png, pdf); without a path the figure, or what a format holds."""
    kind = format_of(path, format, dpi)
    if kind == "sbgn":
        raise DrawingError("SBGN-ML holds mechanisms only", remedy="use .svg, .png, .pdf")
    if path is None:
        return rendered([drawing], uid, kind, dpi) if format else Figure((drawing,), drawing, uid)
    write_atomic(Path(path), rendered([drawing], uid, kind, dpi, embed=True))
    return Path(path)
