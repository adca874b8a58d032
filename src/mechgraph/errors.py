"""Every error that mechgraph raises on purpose, under one root.

::

    MechgraphError
    ├── IdentifierError        a text that is not a CURIE, or an unknown prefix
    ├── VocabularyError        a predicate, category or qualifier that is not in the table
    ├── RecordError            a record that cannot be read: file, line, what to do
    ├── NotFoundError          no such entity, query, source or file
    │   └── NoPathError        both ends exist, nothing connects them under the constraints
    ├── AmbiguousError         a name that several entities share
    ├── QueryError             SPARQL that does not parse, or parameters that do not fit
    │   └── QueryTimeoutError  a query that was stopped at its limit
    ├── FormatError            input or output in a format that is broken or not supported
    │   ├── UnreadError        a file of a kind that is known, named, and not read
    │   └── IndexFormatError   a built graph or path index that is torn or of another version
    ├── RemoteError            an endpoint that does not answer, or answers with an error
    ├── DrawingError           a figure that cannot be drawn as asked
    ├── ReceiptError           a receipt that is torn, changed, of another graph or of a newer version
    └── UsageError             arguments that contradict each other

The library raises these; only the command line and the server turn them into text for a person.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Sequence

__all__ = [
    "UNTOUCHED",
    "AmbiguousError",
    "DrawingError",
    "FormatError",
    "IdentifierError",
    "IndexFormatError",
    "MechgraphError",
    "NoPathError",
    "NotFoundError",
    "QueryError",
    "QueryTimeoutError",
    "ReceiptError",
    "RecordError",
    "RemoteError",
    "UnreadError",
    "UsageError",
    "VocabularyError",
    "cannot_write",
    "is_full",
]


class MechgraphError(Exception):
    """The root. ``str(error)`` is one clear sentence: what is wrong, where, what to do.

    Args:
        message: What is wrong, and where.
        remedy: What to do about it; appended to the message.
        suggestions: The nearest things that would have been right, best first.

    >>> str(MechgraphError("no entity 'baclofne'", suggestions=["baclofen"]))
    "no entity 'baclofne'; did you mean 'baclofen'?"
    """

    def __init__(self, message: str, *, remedy: str = "", suggestions: Sequence[str] = ()) -> None:
        self.message = message
        self.remedy = remedy
        self.suggestions = tuple(suggestions)
        text = message
        if self.suggestions:
            text += "; did you mean " + " or ".join(f"{s!r}" for s in self.suggestions) + "?"
        if remedy:
            text += f" ({remedy})"
        super().__init__(text)


class IdentifierError(MechgraphError):
    """A text that is not a CURIE, or whose prefix is not in the prefix map."""


class VocabularyError(MechgraphError):
    """A predicate, category or qualifier value outside its closed table."""


class RecordError(MechgraphError):
    """A record in ``graph/`` (or a user's own folder) that cannot be read."""


class NotFoundError(MechgraphError):
    """Something asked for by name does not exist."""


class NoPathError(NotFoundError):
    """Both ends exist, and no path joins them under the constraints given."""


class AmbiguousError(MechgraphError):
    """A name that several entities share; the suggestions are their CURIEs."""


class QueryError(MechgraphError):
    """SPARQL that does not parse or run, or parameters that do not fit a named query."""


class QueryTimeoutError(QueryError):
    """A query stopped at its time limit."""


class FormatError(MechgraphError):
    """A file in a format that is broken, unknown or not supported."""


class UnreadError(FormatError):
    """A file of a kind that is known and not read; the remedy says the way on."""


class IndexFormatError(FormatError):
    """A built graph or path index that is torn, or written by another format version."""


class RemoteError(MechgraphError):
    """A SPARQL endpoint that cannot be reached or answers with an error."""


class DrawingError(MechgraphError):
    """A figure that cannot be drawn at the size or in the form asked for."""


class ReceiptError(MechgraphError):
    """A receipt that is torn or changed, of another graph, or written by a newer version."""


class UsageError(MechgraphError):
    """Arguments that contradict each other or make no sense together."""


UNTOUCHED = "the old graph, if any, is untouched"
"""What to add where a build could not write."""
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_REMEDIES = {
    errno.EROFS: "that file system can only be read; choose a place elsewhere",
    errno.EACCES: "choose a place where you may write",
    errno.EPERM: "choose a place where you may write",
    errno.ENOENT: "choose a folder that exists",
    errno.ENOTDIR: "choose a folder that exists",
    errno.EISDIR: "name a file, not a folder",
    errno.ENAMETOOLONG: "choose a shorter name",
}


def is_full(error: BaseException) -> bool:
    """Whether there is no room left for what was to be written: a full disk, a quota, a limit on the size of a file.

    >>> is_full(OSError(errno.ENOSPC, "No space left on device"))
    True
    """
    text = str(error)  # some libraries tell it in words only
    return getattr(error, "errno", None) in _FULL or "No space left" in text or "disk is full" in text


def cannot_write(
    target: str | os.PathLike[str],
    error: BaseException,
    *,
    also: str = "",
    kind: type[MechgraphError] = MechgraphError,
) -> MechgraphError:
    """The error for something that could not be written, with the remedy that fits its reason.

    Args:
        also: What else the person should know, after the remedy.
        kind: The class of the error.

    >>> str(cannot_write("x.csv", OSError(errno.ENOSPC, "No space left on device")))
    'cannot write x.csv: No space left on device (free some space)'
    >>> str(cannot_write("x.csv", OSError(errno.EROFS, "Read-only file system")))
    'cannot write x.csv: Read-only file system (that file system can only be read; choose a place elsewhere)'
    """
    remedy = "free some space" if is_full(error) else _REMEDIES.get(getattr(error, "errno", None) or 0, "")
    why = getattr(error, "strerror", None) or str(error)
    return kind(f"cannot write {os.fspath(target)}: {why}", remedy="; ".join(filter(None, (remedy, also))))
