"""The font of figures: the widths of Arial, the letters that come along with an SVG, and PNG with and without resvg."""

from __future__ import annotations

import base64
import io
import re
import struct
import sys
from pathlib import Path
from typing import Any

import matplotlib
import pytest

from mechgraph.draw import draw_mechanism
from mechgraph.draw.font import FAMILY, font, paths

from .sample import baclofen

AFM = {"normal": "Helvetica.afm", "bold": "Helvetica-Bold.afm"}


@pytest.mark.parametrize("weight", AFM)
def test_letters_are_as_wide_as_adobe_says(weight: str) -> None:
    """Of Helvetica, whose widths Arial took over: in thousandths of an em, from the metrics that matplotlib ships."""
    file = Path(matplotlib.get_data_path()) / "fonts" / "pdfcorefonts" / AFM[weight]
    rows = re.findall(r"^C (\d+) ; WX (\d+)", file.read_text(encoding="latin-1"), re.MULTILINE)
    given = {chr(int(code)): int(wide) for code, wide in rows if 32 <= int(code) < 127}
    del given["'"], given["`"]  # in Adobe's own encoding these are curled quotation marks
    assert len(given) == 93
    own = font(weight).widths
    assert {c: w for c, w in given.items() if abs(own[c] - w) > 1} == {}


@pytest.mark.parametrize("weight", ["normal", "bold"])
def test_the_font_has_what_names_are_written_with(weight: str) -> None:
    assert set("Ca²⁺ K⁺ Cl⁻ α-β-γ-δ-κ-μ H₂O 5-HT₁ é ö ≠ → ≤ ± ×") <= font(weight).glyphs.keys()


def test_the_name_of_the_font_is_not_one_that_its_licence_reserves() -> None:
    ttlib = pytest.importorskip("fontTools.ttLib")
    for path in paths():
        file = ttlib.TTFont(path)
        names = " ".join(str(n) for n in file["name"].names if n.nameID in (1, 3, 4, 6, 16))
        assert FAMILY in names
        assert not re.search("Liberation|Arimo|Tinos|Cousine", names)
        assert "Open Font License" in str(file["name"].getDebugName(13)) + str(file["name"].getDebugName(14))


def test_a_file_brings_its_letters_along_and_no_others(tmp_path: Path) -> None:
    """Read by a font library of somebody else: the letters used have the outlines of the whole font, others none."""
    ttlib = pytest.importorskip("fontTools.ttLib")
    svg = Path(str(draw_mechanism(baclofen(), tmp_path / "x.svg"))).read_text(encoding="utf-8")
    found = re.findall(r"font-weight:(\w+);src:url\(data:font/woff;base64,([^)]+)\)", svg)
    assert [weight for weight, _ in found] == ["bold", "normal"]
    for weight, data in found:
        file: Any = ttlib.TTFont(io.BytesIO(base64.b64decode(data)), checkChecksums=2)
        whole: Any = ttlib.TTFont(io.BytesIO(font(weight).data))
        letters = {
            c for e in re.findall(r"<text([^>]*)>([^<]*)", svg) for c in e[1] if ("bold" in e[0]) == (weight == "bold")
        }
        for code, glyph in file.getBestCmap().items():
            drawn = file["glyf"][glyph].numberOfContours
            if chr(code) in letters:
                assert drawn == whole["glyf"][whole.getBestCmap()[code]].numberOfContours
            elif chr(code) in "ÆŒ@¶":
                assert drawn == 0
    assert "<style>" not in str(draw_mechanism(baclofen(), format="svg"))


def test_png_without_resvg_is_that_of_matplotlib(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "resvg_py", None)
    image = draw_mechanism(baclofen(), format="png", dpi=60)
    assert isinstance(image, bytes)
    assert b"Software\0mechgraph" in image[:65_536]


def test_png_through_resvg_says_who_wrote_it_and_how_large_it_is() -> None:
    pytest.importorskip("resvg_py")
    image = draw_mechanism(baclofen(), format="png", dpi=60)
    assert isinstance(image, bytes)
    assert image == draw_mechanism(baclofen(), format="png", dpi=60)
    chunks = dict(_chunks(image))
    assert struct.unpack(">LLB", chunks[b"pHYs"]) == (round(60 / 0.0254), round(60 / 0.0254), 1)
    svg = str(draw_mechanism(baclofen()))
    width, height = (float(x) for x in re.findall(r'(?:width|height)="([\d.]+)pt"', svg))
    assert struct.unpack(">LL", chunks[b"IHDR"][:8]) == pytest.approx((width * 60 / 72, height * 60 / 72), abs=1)


def _chunks(image: bytes) -> list[tuple[bytes, bytes]]:
    out, at = [], 8
    while at < len(image):
        size = struct.unpack_from(">L", image, at)[0]
        out.append((image[at + 4 : at + 8], image[at + 8 : at + 8 + size]))
        at += size + 12
    return out
