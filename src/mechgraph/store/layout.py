"""The layout of a built graph: which files, which version, which tables. Shared by who writes it and who opens it.

::

    NAME.mechgraph/
        current              which content is the current one; replaced in one step
        0123456789abcdef/    a content, named by the hash of its manifest; it never changes
            manifest.json    version, sources, licences, counts, sizes and hashes of every file; its own checksum last
            names.sqlite     entities, names, sources, mechanisms, questions, and claims with more to say, compressed
            claims/*.bin     one column a file: subject, predicate, object, origin, and look-up orders
            rdf/             the Oxigraph store
            paths/           the path index
            compared.json    which files were compared with their hash; made when they are

A graph of an earlier build has what is in a content in the folder itself.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy.typing as npt

__all__ = ["COLUMNS", "FORMAT", "MANIFEST", "PARTS", "POINTER", "SCHEMA", "VERSION", "manifest_of", "manifest_text"]

FORMAT = "mechgraph graph"
VERSION = 5
MANIFEST = "manifest.json"
DATABASE = "names.sqlite"
RDF, PATHS, CLAIMS = "rdf", "paths", "claims"
PARTS = (MANIFEST, DATABASE, CLAIMS, PATHS, RDF)
"""What a content consists of."""
POINTER, LAYOUT = "current", 1
"""The file that names the current content, and the version of what stands in it."""
COMPARED = "compared.json"
BUILDING, REMOVED = ".building-", ".removed-"
"""Beginnings of the names of folders that a build has not finished, and that are being removed."""

_SEAL = b',\n "crc32": '

COLUMNS = {
    "subject": "i",  # entity number of each claim; claims are sorted by it
    "predicate": "h",  # predicate number
    "object": "i",
    "origin": "i",  # bit mask over the sources of the manifest
    "rich": "b",  # 1 where the claim has a row in the table "claim"
    "first_of_subject": "i",  # n + 1: claims of subject s are rows first[s] … first[s + 1]
    "first_of_object": "i",  # n + 1: claims of object o are by_object[first[o] … first[o + 1]]
    "by_object": "i",
    "ids": "q",  # the 64 bits of each claim's id, sorted, as signed numbers
    "by_id": "i",  # the row of each
    "qualifiers": "i",  # the rows of the claims that have any
    "quantity": "i",
}
"""Column → type code of :mod:`array`, little-endian on disk."""

SCHEMA = """
CREATE TABLE entity (n INTEGER PRIMARY KEY, id TEXT NOT NULL, name TEXT NOT NULL, category TEXT NOT NULL, body BLOB);
CREATE TABLE name (folded TEXT NOT NULL, entity INTEGER NOT NULL, kind INTEGER NOT NULL, text TEXT NOT NULL);
CREATE TABLE claim (n INTEGER PRIMARY KEY, key TEXT, body BLOB NOT NULL);
CREATE TABLE common (text BLOB NOT NULL);
CREATE TABLE source (id TEXT PRIMARY KEY, body BLOB NOT NULL, claims INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE mechanism (n INTEGER PRIMARY KEY, drug TEXT NOT NULL, effect TEXT NOT NULL, body BLOB NOT NULL);
CREATE TABLE question (n INTEGER PRIMARY KEY, body BLOB NOT NULL);
"""
INDEXES = """
CREATE VIRTUAL TABLE trigram USING fts5 (
    folded, content = '', detail = none, columnsize = 0, tokenize = 'trigram case_sensitive 1'
);
INSERT INTO trigram (rowid, folded) SELECT rowid, folded FROM name WHERE kind <= 1;
CREATE VIRTUAL TABLE trigram_count USING fts5vocab (trigram, row);
CREATE UNIQUE INDEX entity_id ON entity (id);
CREATE INDEX entity_category ON entity (category);
CREATE INDEX name_folded ON name (folded);
CREATE INDEX claim_key ON claim (key) WHERE key IS NOT NULL;
CREATE INDEX mechanism_drug ON mechanism (drug);
CREATE INDEX mechanism_effect ON mechanism (effect);
"""
NAME, SYNONYM, XREF, ALIAS = range(4)
"""Kinds of rows in the table "name"."""
OLDEST_SQLITE = (3, 34)
"""The first SQLite that finds names by three letters in a row: the tables "trigram" and "trigram_count"."""
LAST_ORIGIN = 30
"""The bit of the column "origin" that all datasets from the 31st on share."""


def main_origin(masks: npt.NDArray[Any], datasets: int) -> int:
    """The mask of the one dataset that states the most of some claims alone; 0 where none of several does.

    >>> import numpy as np
    >>> main_origin(np.array([1, 2, 2, 3]), 2), main_origin(np.array([3]), 2), main_origin(np.array([]), 1)
    (2, 0, 1)
    """
    if datasets == 1:
        return 1
    counts = [int((masks == 1 << i).sum()) for i in range(min(datasets, LAST_ORIGIN))]
    most = max(counts, default=0)
    return 1 << counts.index(most) if most else 0


def manifest_text(manifest: Mapping[str, Any]) -> bytes:
    """The manifest as it is written, with its checksum.

    >>> manifest_of(manifest_text({"a": 1}))["a"]
    1
    """
    text = json.dumps(manifest, indent=1, ensure_ascii=False).removesuffix("\n}").encode()
    return text + _SEAL + f"{zlib.crc32(text)}\n}}\n".encode()


def manifest_of(data: bytes) -> dict[str, Any]:
    """A manifest as read; one of an earlier build has no checksum.

    Raises:
        ValueError: not JSON, no object, or another checksum.
    """
    text, seal, _ = data.rpartition(_SEAL)
    found = json.loads(data)
    if not isinstance(found, dict) or (seal and found.pop("crc32", None) != zlib.crc32(text)):
        raise ValueError("the manifest has another checksum")
    return found
