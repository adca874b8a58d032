"""A document for a word processor (.docx), through python-docx, the extra ``docx``.

Headings, lists and the caption are in the styles of Word, so that whoever gets it can edit it, restyle it, and make a
table of contents.
"""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

from ..errors import UsageError
from .document import Document
from .screen import Numbers, Row

if TYPE_CHECKING:
    from docx.text.paragraph import Paragraph

__all__ = ["docx_bytes"]

_CERTAINTIES = {3: "established", 2: "probable", 1: "hedged", 0: "inconclusive"}
_LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
_TREE = "├└│─ "
_ILLEGAL = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
"""What XML cannot hold: names come from files of others."""


def docx_bytes(made: Document, picture: bytes = b"", caption: str = "", text: str = "") -> bytes:
    """The bytes of the file.

    Args:
        made: What is written.
        picture: A PNG, set to the width of the page.
        caption: What stands below it.
        text: What it shows, in words, for who cannot see it.

    Raises:
        UsageError: python-docx is not installed.
    """
    try:
        import docx
        from docx.shared import Cm, Pt
    except ImportError:
        raise UsageError(
            "writing .docx needs python-docx", remedy="pip install 'mechgraph[docx]', or use -f html or md"
        ) from None
    file = docx.Document()
    file.core_properties.title, file.core_properties.author = _safe(made.title)[:255], "mechgraph"
    file.core_properties.comments = made.made
    for part in file.sections:
        part.page_width, part.page_height = Cm(21.0), Cm(29.7)
        part.left_margin = part.right_margin = Cm(2.2)
        part.top_margin = part.bottom_margin = Cm(2.2)
    file.styles["Normal"].font.name, file.styles["Normal"].font.size = "Arial", Pt(10.5)
    screen, numbers = made.screen, Numbers()
    file.add_heading(_safe(made.title), 0)
    handle = " · ".join(t for t in (screen.roles, screen.handle) if t)
    if handle:
        file.add_paragraph(_safe(handle), style="Subtitle")
    file.add_paragraph(_safe(" ".join(row.text + numbers.cite(row) for row in screen.lead)))
    if picture:
        shown = file.add_picture(io.BytesIO(picture), width=Cm(16.6))
        shown._inline.docPr.set("descr", _safe(text or caption))
        file.add_paragraph(_safe(f"Figure 1. {caption}"), style="Caption")
    for block in screen.blocks:
        file.add_heading(_safe(block.title[:1].upper() + block.title[1:]), 1)
        if block.note:
            file.add_paragraph().add_run(_safe(block.note)).italic = True
        for row in block.rows:
            _row(file.add_paragraph(style="List Bullet"), row, numbers)
    for title, references in (("References", made.references), ("References of the figure", made.figure)):
        if references:
            file.add_heading(title, 1)
        for source in references:
            line = file.add_paragraph(_safe(f"{source.number}. {source.text} "))
            line.paragraph_format.left_indent, line.paragraph_format.first_line_indent = Cm(0.9), Cm(-0.9)
            line.paragraph_format.space_after = Pt(2)
            if source.link.startswith(("https://", "http://")):
                _link(line, source.link)
    for closing in (*screen.closing, made.made):
        file.add_paragraph().add_run(closing).italic = True
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


def _safe(text: str) -> str:
    return _ILLEGAL.sub(" ", text)


def _row(line: Paragraph, row: Row, numbers: Numbers) -> None:
    """A row as an item of a list: what stands before it in bold, the certainty as a word, for dots are not read out."""
    label = _safe(row.label.strip(_TREE))
    if label:
        line.add_run(f"{label}: ").bold = True
    sure = f" ({_CERTAINTIES[row.certainty.count('●')]})" if row.certainty else ""
    line.add_run(_safe(f"{row.text}{sure}{numbers.cite(row)}"))


def _link(line: Paragraph, address: str) -> None:
    """The address as a link: python-docx reads links, but has no call that makes one."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    link: Any = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), line.part.relate_to(address, _LINK, is_external=True))
    run = line.add_run(address)
    run.font.underline = True
    link.append(run._r)
    line._p.append(link)
