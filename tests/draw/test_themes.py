"""What a figure says must be readable without colour, and every colour must stand out from its ground."""

from __future__ import annotations

import re
from itertools import combinations

import msgspec
import pytest

from mechgraph.curie import Curie
from mechgraph.draw import mechanism_svg
from mechgraph.draw.themes import THEMES, Theme
from mechgraph.model import Association, Certainty, Entity, Mechanism


def luminance(colour: str) -> float:
    """Relative luminance of a #RRGGBB colour, as WCAG 2.2 defines it."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(a: str, b: str) -> float:
    low, high = sorted((luminance(a), luminance(b)))
    return (high + 0.05) / (low + 0.05)


def test_contrast_is_that_of_the_standard() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.005)


@pytest.mark.parametrize("theme", THEMES.values(), ids=lambda t: t.name)
def test_lines_stand_out_3_to_1_and_text_4_5_to_1(theme: Theme) -> None:
    """WCAG 2.2: 1.4.11 for graphics, 1.4.3 for text."""
    for ground in (theme.page, theme.box_fill):
        for line in (*theme.signs.values(), theme.negated, theme.cross, *(b for _, b in theme.glyphs.values())):
            assert contrast(line, ground) >= 3, (line, ground)
        for text in (theme.ink, theme.muted, theme.box_title):
            assert contrast(text, ground) >= 4.5, (text, ground)
    for fill, _ in theme.glyphs.values():
        assert contrast(theme.ink, fill) >= 4.5, fill


def figure(predicate: str, certainty: Certainty = "established", negated: bool = False, mark: str = "") -> str:
    """The SVG of one claim without its colours and its words: only shapes are left."""
    ends = [Entity(id=Curie(f"T:{i}"), name="name", category="drug" if i == 0 else "protein") for i in range(2)]
    claim = Association(
        subject=ends[0].id, predicate=predicate, object=ends[1].id, certainty=certainty, negated=negated
    )
    table = {e.id: e for e in ends}
    m = Mechanism(drug=ends[0], entities=table, associations=(claim,), title="one claim")
    if mark:
        m = msgspec.structs.replace(m, marks={claim.id: mark})
    svg = mechanism_svg(m, theme="grey")
    svg = svg[: svg.index('class="legend"')]
    shapes = "\n".join(re.findall(r'<path d="[^"]*"[^>]*>|<text [^>]*>\?', svg))
    return re.sub(r"#[0-9A-F]{6}", "colour", shapes)


SAYINGS = {
    "increases directly": figure("activates"),
    "increases": figure("increases"),
    "decreases directly": figure("inhibits"),
    "decreases": figure("decreases"),
    "unknown": figure("affects"),
    "binds": figure("binds"),
    "part": figure("part_of"),
    "probable": figure("increases", "probable"),
    "hedged": figure("increases", "hedged"),
    "inconclusive": figure("increases", "inconclusive"),
    "negated": figure("increases", negated=True),
    "blocked": figure("increases", mark="blocked"),
    "hypothetical": figure("increases", mark="hypothetical"),
    "necessary": figure("increases", mark="necessary"),
    "bypassed": figure("increases", mark="bypassed"),
}


@pytest.mark.parametrize(("one", "other"), list(combinations(SAYINGS, 2)))
def test_sign_directness_certainty_and_negation_differ_without_colour(one: str, other: str) -> None:
    assert SAYINGS[one] != SAYINGS[other]


def test_claims_that_say_the_same_look_the_same() -> None:
    """So that the test above compares what is said, and nothing else."""
    assert figure("activates") == figure("agonist_of")
    assert figure("decreases") == figure("prevents")
