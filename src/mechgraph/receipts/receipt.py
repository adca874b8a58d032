"""The receipt itself: its fields, its bytes, and reading it back with every doubt said in one line."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import Any

import msgspec

from ..errors import NotFoundError, ReceiptError

__all__ = ["FORMAT", "GraphVersion", "HeldClaim", "Receipt", "digest", "parse", "read_receipt"]

FORMAT = 1
"""Of the file. It grows where a field comes to mean something else; an older program then says that it is too old."""


def digest(data: bytes) -> str:
    """SHA-256 in hexadecimal digits.

    >>> digest(b"")[:8]
    'e3b0c442'
    """
    return hashlib.sha256(data).hexdigest()


class GraphVersion(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which graph answered: its name, how many claims it held, and the digest of its content (none of an endpoint)."""

    name: str
    claims: int
    sha256: str


class HeldClaim(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A claim that the answer rests on, as it stood.

    Args:
        id: Made from its identity: another subject, predicate, object, qualifier or negation is another claim.
        certainty, sources: How the curator weighed it, and who is cited for it and against it.
        sha256: Of the whole claim with its evidence: equal where not a character of either differs.
    """

    id: str
    sentence: str
    certainty: str
    sources: tuple[str, ...]
    sha256: str


class Receipt(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What an answer was made from.

    Args:
        receipt: The format of the file, :data:`FORMAT`.
        mechgraph: The version of the code.
        call, arguments: What was asked: a key of :data:`~mechgraph.receipts.calls.CALLS`, and its arguments.
        query: The SPARQL that finds the claims; empty where the answer is found by path search.
        conclusion: What it came to, in a few words.
        conclusion_sha256: Of all that it concluded, whatever it cites for it.
        claims: Each claim that bore on it, for it, against it or beside it.
        answer_sha256: Of the JSON of the whole answer.
        sha256: Of everything above: a receipt that was changed is found out.
    """

    receipt: int = FORMAT
    mechgraph: str
    graph: GraphVersion
    call: str
    arguments: dict[str, Any]
    query: str
    conclusion: str
    conclusion_sha256: str
    claims: tuple[HeldClaim, ...]
    answer_sha256: str
    sha256: str = ""

    def sealed(self) -> Receipt:
        """The same with its own hash."""
        return msgspec.structs.replace(self, sha256=self._hash())

    def _hash(self) -> str:
        bare = msgspec.structs.replace(self, sha256="")
        return digest(msgspec.json.encode(bare, order="sorted"))

    @property
    def whole(self) -> bool:
        """Whether nothing of it was changed since it was written."""
        return self.sha256 == self._hash()

    def to_json(self) -> str:
        """Its file: JSON, the same bytes for the same receipt."""
        return msgspec.json.format(msgspec.json.encode(self), indent=1).decode() + "\n"

    def told(self) -> str:
        """The call as a person would write it.

        >>> one = Receipt(mechgraph="1", graph=GraphVersion(name="g", claims=0, sha256=""), call="paths",
        ...     arguments={"start": "baclofen", "end": "spasticity", "k": 3}, query="", conclusion="",
        ...     conclusion_sha256="", claims=(), answer_sha256="")
        >>> one.told()
        "paths start='baclofen' end='spasticity' k=3"
        """
        return " ".join([self.call, *(f"{k}={v!r}" for k, v in self.arguments.items())])


def parse(data: bytes, what: str) -> Receipt:
    """A receipt from the bytes of its file.

    Args:
        what: The name of the file, for messages.

    Raises:
        ReceiptError: it is none, torn, changed, or of a newer version.
    """
    try:
        known = json.loads(data)
    except (ValueError, RecursionError):
        raise ReceiptError(f"{what} is no receipt, or is torn", remedy="write it again with --receipt") from None
    if not isinstance(known, dict) or "receipt" not in known or "call" not in known:
        raise ReceiptError(f"{what} is no receipt", remedy="a receipt is what --receipt FILE writes")
    version = known["receipt"]
    if isinstance(version, int) and not isinstance(version, bool) and version > FORMAT:
        raise ReceiptError(
            f"{what} was written by a newer mechgraph (format {version}; this one reads up to {FORMAT})",
            remedy="install a newer mechgraph",
        )
    try:
        found = msgspec.json.decode(data, type=Receipt)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise ReceiptError(f"{what} is torn: {error}", remedy="write it again with --receipt") from None
    if found.receipt != FORMAT or not found.whole:
        raise ReceiptError(
            f"{what} is not as it was written: its content does not fit its own hash",
            remedy="take an untouched copy, or write it again with --receipt",
        )
    return found


def read_receipt(path: str | os.PathLike[str]) -> Receipt:
    """The receipt of a file, which may also be a figure that carries one (SVG, PNG, PDF).

    Raises:
        NotFoundError: no such file. ReceiptError: no receipt, torn, changed, or of a newer version.
    """
    from .figures import inside

    try:
        data = Path(path).read_bytes()
    except OSError as error:
        raise NotFoundError(f"{os.fspath(path)}: {error.strerror}") from None
    return parse(inside(data, os.fspath(path)), os.fspath(path))
