"""The pages that a figure may take: journal columns, slides, A4, or any size in millimetres."""

from __future__ import annotations

from dataclasses import dataclass

from ...errors import DrawingError

__all__ = ["MARGIN", "PAGES", "Page", "page_for"]

MM = 72 / 25.4
MARGIN = 8.0


@dataclass(frozen=True, slots=True)
class Page:
    """The largest a figure may be, in points.

    ``fixed`` pages keep their size, ``sizes`` are the type sizes to try, ``tall`` is the height that a figure may take
    where it would otherwise need type below 6 pt or not fit at all: a journal's whole page instead of the usual 170 mm.
    ``zoom`` is how much larger the page is than its layout, so that lines and heads grow with the type; a slide has no
    ``legend``, only what is read from the last row.
    """

    name: str
    width: float
    height: float
    fixed: bool = False
    sizes: tuple[float, ...] = (7, 6.5, 6, 5.5, 5)
    wide: bool = False
    tall: float = 0
    zoom: float = 1
    legend: bool = True

    @property
    def tallest(self) -> float:
        return max(self.height, self.tall)

    @property
    def inner(self) -> float:
        """The width between the margins."""
        return self.width - 2 * MARGIN


_ZOOM = 2.4
_SLIDE = (9.0, 8.5, 8.0, 7.5, 7.0, 6.7)
"""Times the zoom: 22 to 16 pt on the slide."""
PAGES = {
    "single": Page("single", 89 * MM, 170 * MM),
    "double": Page("double", 183 * MM, 170 * MM),
    "a4": Page("a4", 190 * MM, 277 * MM, sizes=(8, 7.5, 7, 6.5, 6, 5.5, 5)),
    "slide169": Page("slide169", 254 * MM / _ZOOM, 142.875 * MM / _ZOOM, True, _SLIDE, True, 0, _ZOOM, False),
    "slide43": Page("slide43", 254 * MM / _ZOOM, 190.5 * MM / _ZOOM, True, _SLIDE, True, 0, _ZOOM, False),
}


def page_for(size: str) -> Page:
    """The page of a name or of ``WIDTHxHEIGHT`` in millimetres.

    Raises:
        DrawingError: neither.

    >>> round(page_for("100x60").width)
    283
    """
    if size in PAGES:
        return PAGES[size]
    width, x, height = size.lower().replace("×", "x").partition("x")
    try:
        w, h = float(width), float(height)
    except ValueError:
        w = h = 0.0
    if not x or not (10 <= w <= 2000 and 10 <= h <= 2000):
        raise DrawingError(
            f"unknown size {size!r}", remedy=f"choose {', '.join(PAGES)} or WIDTHxHEIGHT in mm, 10 to 2000 each"
        )
    sizes = (8, 7.5, 7, 6.5, 6, 5.5, 5) if min(w, h) > 150 else (7, 6.5, 6, 5.5, 5)
    return Page(size, w * MM, h * MM, sizes=sizes, wide=w > 1.25 * h)
