"""Explanations and answers as documents: read by the readers of others, numbers that lead where they say."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest
from lxml import etree

import mechgraph
from mechgraph.answers.document import document_of, markdown
from mechgraph.answers.document_html import page
from mechgraph.cli import main

H = "{http://www.w3.org/1999/xhtml}"


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as left:
        main(list(arguments))
    return int(left.value.code or 0)


def _numbers(text: str) -> set[int]:
    """Every number that a text cites in brackets, ranges counted out."""
    found: set[int] = set()
    for cited in re.findall(r"\[((?:against )?\d[\d,–; against]*)\]", text):
        for first, last in re.findall(r"(\d+)(?:–(\d+))?", cited):
            found |= set(range(int(first), int(last or first) + 1))
    return found


@pytest.mark.parametrize("asked", [("metformin",), ("baclofen", "spasticity")])
def test_every_number_has_its_reference_and_every_reference_its_number(asked: tuple[str, ...]) -> None:
    kg = mechgraph.load()
    made = document_of(kg.explain(*asked), kg.store.source)
    listed = {r.number for r in made.references}
    text = "\n".join(markdown(made)).partition("\n## References\n")[0]
    assert _numbers(text) == listed == set(range(1, len(listed) + 1))
    root = etree.fromstring(page(made).encode())
    ids = {e.get("id") for e in root.iter(H + "li") if e.get("id")}
    links = {str(e.get("href"))[1:] for e in root.iter(H + "a") if str(e.get("href")).startswith("#")}
    assert links <= ids
    assert len(ids) == len(listed)


def test_a_page_with_its_figure_stands_alone(tmp_path: Path) -> None:
    target = tmp_path / "ibuprofen.html"
    assert run("explain", "ibuprofen", "-o", str(target)) == 0
    root = etree.fromstring(target.read_bytes())
    assert "inhibits" in "".join(str(t) for t in root.itertext())
    assert len(list(root.iter("{http://www.w3.org/2000/svg}svg"))) == 1
    asked = [e.get("src") or e.get("href") for e in root.iter(H + "script", H + "link", H + "img")]
    assert not asked, "a page that is handed on asks for nothing"
    assert "--all" not in target.read_text(encoding="utf-8")


def test_a_word_processor_gets_headings_a_figure_and_references(tmp_path: Path) -> None:
    docx = pytest.importorskip("docx", reason="python-docx is not installed (the extra docx)")
    target = tmp_path / "ibuprofen.docx"
    assert run("explain", "ibuprofen", "-o", str(target)) == 0
    file = docx.Document(str(target))
    headings = [p.text for p in file.paragraphs if p.style.name.startswith(("Heading", "Title"))]
    assert headings[0] == "Ibuprofen"
    assert {"How it works", "Harm", "References", "References of the figure"} <= set(headings)
    assert len(file.inline_shapes) == 1
    assert file.inline_shapes[0].width.cm == pytest.approx(16.6, abs=0.01)
    with zipfile.ZipFile(target) as held:
        assert b"cyclo-oxygenase" in held.read("word/document.xml")
        assert b"https://" in held.read("word/_rels/document.xml.rels")


def test_without_its_library_docx_is_one_clear_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "docx", None)
    assert run("explain", "ibuprofen", "--brief", "-o", str(tmp_path / "x.docx")) == 2
    (line,) = capsys.readouterr().err.strip().splitlines()
    assert "mechgraph[docx]" in line
    assert not (tmp_path / "x.docx").exists()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("explain", "baclofen", "-o", "x.doc"), "no format has the suffix .doc"),
        (("explain", "baclofen", "-o", "x.csv"), "no format has the suffix .csv"),
        (("explain", "baclofen", "-f", "json", "-o", "x.docx"), "would hold json under another name"),
        (("explain", "baclofen", "-f", "docx"), "goes into a file"),
        (("explain", "baclofen", "-o", "x.png"), "would be a figure"),
        (("query", "uses", "drug=baclofen", "-o", "x.html"), "no format has the suffix .html"),
        (("ask", "Is baclofen a drug?", "-o", "x.xlsx"), "no format has the suffix .xlsx"),
    ],
)
def test_no_text_is_written_under_the_name_of_something_else(
    arguments: tuple[str, ...],
    told: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(*arguments) != 0
    (line,) = capsys.readouterr().err.strip().splitlines()
    assert told in line
    assert not list(tmp_path.iterdir())


def test_letters_that_no_file_can_hold_are_left_out() -> None:
    docx = pytest.importorskip("docx", reason="python-docx is not installed (the extra docx)")
    import io

    import msgspec

    from mechgraph.answers.document_docx import docx_bytes

    kg = mechgraph.load()
    made = document_of(kg.explain("baclofen"), kg.store.source)
    odd = msgspec.structs.replace(made, screen=msgspec.structs.replace(made.screen, name="a\x00b<script>"))
    assert docx.Document(io.BytesIO(docx_bytes(odd))).paragraphs[0].text == "A b<script>"
    assert "<script>" not in page(odd)
