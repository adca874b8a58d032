"""A table of rules: what is claimed, how it is asked, and what is right."""

from __future__ import annotations

from collections.abc import Callable

import pytest

__all__ = ["Row", "rules"]

Row = tuple[str, Callable[[], object], object]
"""The rule in words, how it is asked, and the right answer."""


def rules(table: list[Row]) -> pytest.MarkDecorator:
    """One test for each row, named by its rule; the test takes ``ask`` and ``right``."""
    words = [rule for rule, _, _ in table]
    assert len(words) == len(set(words)), "two rows say the same"
    return pytest.mark.parametrize(("ask", "right"), [row[1:] for row in table], ids=words)
