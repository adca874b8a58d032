"""Make a figure fit its page: wrap, then gaps, then broad ranks in two rows, smaller type, the other way round.

Type below 5 pt is never tried. Each attempt is a whole layout; those that cannot fit by a simple bound are skipped.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ...errors import DrawingError
from ..content import Content, forms_of
from ..scene import Scene
from .attempt import Form, Layout
from .frame import Frame
from .page import Page

__all__ = ["COMPACT", "FORMS", "fit", "orientations"]

FORMS = (
    Form(20, 1.0, False),
    Form(16, 1.0, False),
    Form(13, 1.0, False),
    Form(20, 0.7, False),
    Form(16, 0.7, False),
    Form(13, 0.7, False),
    Form(16, 1.0, True),
    Form(13, 0.7, True),
    Form(30, 1.0, False),
    Form(30, 0.7, False),
)
"""What is tried at each type size, in this order."""
COMPACT = (FORMS[4], FORMS[5], FORMS[3], FORMS[7], FORMS[9])
"""What takes least room, in width, in height, folded, and with lines not broken: where none fits, no other is tried."""


def fit(content: Content, page: Page, orientation: str = "auto") -> Scene | None:
    """The first layout, in the order of the rules, that fits the page; ``None`` where none does.

    Raises:
        DrawingError: an unknown orientation.
    """
    frames = [Frame(c) for c in forms_of(content)]
    layouts = [Layout(frame, page, o) for o in orientations(orientation, page) for frame in frames]
    heights = [page.height] + [page.tall] * bool(page.tall)
    pages = [(layout, height) for height in heights for layout in layouts]
    first = layouts[0].attempt(page.sizes[0], FORMS[0], page.height)
    if first is not None and not first.cramped:
        return first
    best: Scene | None = None
    for layout, height, pt in _steps(pages, page):
        if not _fits(layout, pt, height):
            continue
        for form in FORMS:
            scene = layout.attempt(pt, form, height)
            if scene is not None and not scene.cramped:
                return scene
            if scene is not None and (best is None or _lost(scene) < _lost(best)):
                best = scene
    return best


def _lost(scene: Scene) -> int:
    return scene.forced_marks + scene.missing_labels


def orientations(orientation: str, page: Page) -> list[str]:
    """The orientations to try, the preferred one first.

    Raises:
        DrawingError: an unknown orientation.
    """
    if orientation == "auto":
        return ["landscape", "portrait"] if page.wide else ["portrait", "landscape"]
    if orientation not in {"portrait", "landscape"}:
        raise DrawingError(f"unknown orientation {orientation!r}", remedy="choose auto, portrait or landscape")
    return [orientation]


def _steps(pages: Sequence[tuple[Layout, float]], page: Page) -> Iterator[tuple[Layout, float, float]]:
    """Readable sizes in every layout come before type below 6 pt in the preferred one.

    A layout whose most compact forms do not fit at the smallest of the sizes is passed over at once.
    """
    large = [pt for pt in page.sizes if pt >= 6]
    small = [pt for pt in page.sizes if pt < 6]
    for sizes in (large, small):
        for layout, height in pages:
            if sizes and _fits(layout, sizes[-1], height):
                for pt in sizes:
                    yield layout, height, pt


def _fits(layout: Layout, pt: float, height: float) -> bool:
    """Whether one of the compact forms fits; where the first is far too deep, the others are not tried."""
    for form in COMPACT:
        if layout.attempt(pt, form, height) is not None:
            return True
        if layout.far_too_deep(pt, form, height):
            return False
    return False
