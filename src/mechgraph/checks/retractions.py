"""Lists of retracted publications, as people have them: one identifier a line, or the table of Retraction Watch.

The columns are those that Crossref documents for the Retraction Watch data. Only what was retracted counts: of the
other notices there (corrections, expressions of concern, reinstatements) none takes a publication back.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

from ..errors import FormatError

__all__ = ["read_retracted"]

_COLUMNS = ("OriginalPaperDOI", "OriginalPaperPubMedID")
_NATURE = "RetractionNature"
_NONE = frozenset(("", "0", "unavailable", "n/a", "na"))
_ADDRESS = re.compile(r"https?://(?:dx\.)?doi\.org/|https?://(?:www\.)?pubmed\.ncbi\.nlm\.nih\.gov/|doi:\s*", re.I)


def read_retracted(path: Path) -> frozenset[str]:
    """The identifiers of retracted publications in a file: source ids, PubMed ids, DOIs, in lower case.

    Args:
        path: A text with identifiers (``#`` begins a comment), or the CSV of Retraction Watch, in UTF-8 or Latin-1.

    Raises:
        FormatError: a table without a column of retracted DOIs or PubMed ids, or nothing that could be an identifier.

    >>> import tempfile
    >>> where = Path(tempfile.mkdtemp()) / "gone.txt"
    >>> _ = where.write_text("PMID:123  # a trial\\nhttps://doi.org/10.1000/ABC\\n")
    >>> sorted(read_retracted(where))
    ['10.1000/abc', 'pmid:123']
    """
    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("latin-1")
    first = text.split("\n", 1)[0]
    found = frozenset(_of_table(text, path) if "," in first else _of_lines(text, path))
    if not found:
        raise FormatError(f"{path}: no identifier of a publication", remedy="write a PubMed id or a DOI on each line")
    return found


def _of_lines(text: str, path: Path) -> Iterator[str]:
    for number, line in enumerate(text.splitlines(), 1):
        if not (words := line.split("#")[0].split()):
            continue
        if len(words) > 1:
            raise FormatError(
                f"{path}:{number}: {len(words)} words, where one identifier was expected",
                remedy="write one PubMed id or DOI on each line, or give the CSV of Retraction Watch",
            )
        yield _plain(words[0])


def _of_table(text: str, path: Path) -> Iterator[str]:
    table = csv.DictReader(io.StringIO(text, newline=""))
    columns = [c for c in _COLUMNS if c in (table.fieldnames or ())]
    if not columns:
        raise FormatError(
            f"{path}: a table with neither of the columns {' and '.join(_COLUMNS)}",
            remedy="give the CSV of Retraction Watch, or a list with one identifier a line",
        )
    for row in table:
        if (row.get(_NATURE) or "Retraction").strip().lower() != "retraction":
            continue
        for column in columns:
            value = _plain((row[column] or "").strip())
            if value not in _NONE:
                yield value


def _plain(value: str) -> str:
    return _ADDRESS.sub("", value).strip().rstrip("/").lower()
