"""When two spellings are the same name."""

from __future__ import annotations

__all__ = ["fold"]


def fold(text: str) -> str:
    """A name for comparison: lower case, hyphens, underscores and runs of space as one space.

    >>> fold("GABA-B  Receptor")
    'gaba b receptor'
    """
    return " ".join(text.lower().replace("-", " ").replace("_", " ").split())
