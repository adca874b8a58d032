"""Excel workbooks (.xlsx): each sheet as rows of text, read from the XML within; formulas give the value last shown.

Excel turns symbols of genes such as SEPT2 into dates. A cell with the format of a date is given as that day, so that
whoever reads the table meets a date and no number, and finds no gene of that name.
"""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from xml.etree import ElementTree

from .xmls import Checked

__all__ = ["sheets"]

_DATES = frozenset({*range(14, 23), *range(27, 37), 45, 46, 47, *range(50, 59)})
"""The numbers of built-in formats that show a date or a time, ECMA-376 part 1, 18.8.30."""
_IS_DATE = re.compile(r"(?i)[dmyh]")
_NOT_SHOWN = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_BROKEN = frozenset({"#N/A", "#REF!", "#NAME?", "#VALUE!", "#DIV/0!", "#NULL!", "#NUM!"})
_MOST_COLUMNS = 16_384


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


class _Book:
    def __init__(self, path: Path, archive: zipfile.ZipFile) -> None:
        self.path, self.archive = path, archive
        self.names = set(archive.namelist())

    def _elements(self, member: str, wanted: str) -> Iterator[ElementTree.Element]:
        """Each element of a name, whole, and forgotten after it was taken."""
        if member not in self.names:
            return
        with self.archive.open(member) as raw:
            for _, element in ElementTree.iterparse(io.BufferedReader(Checked(raw, self.path), 1 << 20)):
                if _local(element.tag) == wanted:
                    yield element
                    element.clear()

    def shared(self) -> list[str]:
        return [_plain(e) for e in self._elements("xl/sharedStrings.xml", "si")]

    def dates(self) -> list[bool]:
        """Of each style of a cell whether it shows a date."""
        own = {
            e.get("numFmtId", ""): bool(_IS_DATE.search(_NOT_SHOWN.sub("", e.get("formatCode", ""))))
            for e in self._elements("xl/styles.xml", "numFmt")
        }
        styles = next(self._elements("xl/styles.xml", "cellXfs"), None)
        used = [xf.get("numFmtId", "0") for xf in styles] if styles is not None else []
        return [own.get(n, n.isdigit() and int(n) in _DATES) for n in used]

    def parts(self) -> Iterator[tuple[str, str]]:
        """The name of each sheet and where it lies."""
        targets = {
            e.get("Id", ""): e.get("Target", "") for e in self._elements("xl/_rels/workbook.xml.rels", "Relationship")
        }
        for sheet in self._elements("xl/workbook.xml", "sheet"):
            target = targets.get(sheet.get(_RELATION, ""), "")
            place = target.lstrip("/") if target.startswith("/") else str(PurePosixPath("xl") / target)
            if place in self.names:
                yield sheet.get("name", ""), place

    def rows(self, member: str, shared: list[str], dates: list[bool]) -> Iterator[list[str]]:
        for row in self._elements(member, "row"):
            cells: dict[int, str] = {}
            for position, cell in enumerate(row):
                at = _column(cell.get("r", "")) if cell.get("r") else position
                cells[min(at, _MOST_COLUMNS)] = _value(cell, shared, dates)
            yield [cells.get(i, "") for i in range(max(cells, default=-1) + 1)]


def _column(reference: str) -> int:
    """The number of a column from 0.

    >>> _column("A1"), _column("AB12")
    (0, 27)
    """
    at = 0
    for letter in re.match(r"[A-Z]*", reference.upper())[0]:  # type: ignore[index]
        at = at * 26 + ord(letter) - 64
    return at - 1


def _plain(element: ElementTree.Element) -> str:
    """The text of a string, however it is formatted; how it is pronounced is no part of it."""
    own = [t.text or "" for t in element if _local(t.tag) == "t"]
    runs = [t.text or "" for r in element if _local(r.tag) == "r" for t in r if _local(t.tag) == "t"]
    return "".join(own + runs)


def _value(cell: ElementTree.Element, shared: list[str], dates: list[bool]) -> str:
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        return "".join(_plain(e) for e in cell if _local(e.tag) == "is").strip()
    text = next((e.text or "" for e in cell if _local(e.tag) == "v"), "").strip()
    if not text or kind == "e" or text in _BROKEN:
        return ""
    if kind == "s":
        return shared[int(text)].strip() if text.isdigit() and int(text) < len(shared) else ""
    if kind == "b":
        return "true" if text == "1" else "false"
    if kind != "n":
        return text
    style = cell.get("s", "0")
    if style.isdigit() and int(style) < len(dates) and dates[int(style)]:
        return _day(text)
    number = float(text)
    return str(int(number)) if number.is_integer() and abs(number) < 1e15 else repr(number)


def _day(text: str) -> str:
    """The day of Excel's number, which counts from the end of 1899.

    >>> _day("44806"), _day("44806.5")
    ('2022-09-02', '2022-09-02T12:00:00')
    """
    try:
        moment = datetime.datetime(1899, 12, 30) + datetime.timedelta(days=float(text))
    except (OverflowError, ValueError):
        return text
    return moment.date().isoformat() if float(text).is_integer() else moment.isoformat(timespec="seconds")


def sheets(path: Path) -> Iterator[tuple[str, Iterator[list[str]]]]:
    """Each sheet's name and rows, in their order; rows end with their last cell.

    Raises:
        FormatError: XML that is torn or not to be trusted. BadZipFile, ValueError: no workbook.
    """
    with zipfile.ZipFile(path) as archive:
        book = _Book(path, archive)
        shared, dates = book.shared(), book.dates()
        for name, place in list(book.parts()):
            yield name, book.rows(place, shared, dates)
