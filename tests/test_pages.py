"""The reference pages: every option stands on the page of the command line, every method on that of Python.

``python -m tests.test_pages`` writes the table of options from click's own list.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any

import click
import pytest

import mechgraph
from mechgraph.answers import Answer, Explanation
from mechgraph.answers.compare import Comparison
from mechgraph.cli import COMMANDS, app
from mechgraph.model import Mechanism, Paths
from mechgraph.model import Path as MechanismPath
from mechgraph.reason.interactions import Interactions
from mechgraph.reason.whatif import WhatIf
from mechgraph.store.base import Table

DOCS = Path(__file__).resolve().parents[1] / "docs"
PAGE = DOCS / "command-line.md"
BEGIN, END = "<!-- options: made by tests/test_pages.py, which checks them -->\n", "<!-- end -->"
EVERYWHERE = {"--graph", "--with", "--format", "--output"}
"""Options that mean the same for each command that has them; the page tells them once."""


def _spelled(option: click.Option) -> str:
    name = ", ".join(option.opts) + "".join(f" / {other}" for other in option.secondary_opts)
    if option.is_flag:
        return f"`{name}`"
    kind = option.type
    values = (
        "|".join(kind.choices) if isinstance(kind, click.Choice) else "N" if "range" in kind.name else kind.name.upper()
    )
    return f"`{name} {option.metavar or values}`".replace("|", r"\|")


def options() -> str:
    """One row an option, command by command."""
    lines = ["| command | option | what it does |", "|---|---|---|"]
    for name in COMMANDS:
        command = app.get_command(click.Context(app), name)
        assert command is not None
        shown = f"`{name}`"
        for option in command.params:
            if isinstance(option, click.Option) and not EVERYWHERE & set(option.opts):
                default = f" Default: {option.default}." if option.show_default else ""
                lines.append(f"| {shown} | {_spelled(option)} | {option.help}{default} |")
                shown = ""
    return "\n".join(lines) + "\n"


def test_the_guide_shows_what_init_writes() -> None:
    template = Path(mechgraph.__file__).parent / "records" / "template.yaml"
    assert template.read_text(encoding="utf-8") in (DOCS / "curation.md").read_text(encoding="utf-8")


def test_every_option_of_every_command_stands_on_the_page() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert text.partition(BEGIN)[2].partition(END)[0] == options(), "run: python -m tests.test_pages"


def _public(kind: type[Any]) -> list[str]:
    """What it can be asked for: methods, properties and fields, without what only makes it (class methods)."""
    bases = [base for base in kind.__mro__ if base.__module__.startswith("mechgraph")]
    own = {n for base in bases for n, what in vars(base).items() if not isinstance(what, classmethod)}
    return sorted(n for n in own if not n.startswith("_"))


@pytest.mark.parametrize(
    "kind",
    [
        mechgraph.Graph,
        Mechanism,
        MechanismPath,
        Paths,
        Answer,
        Explanation,
        WhatIf,
        Comparison,
        Interactions,
        Table,
    ],
    ids=lambda kind: kind.__name__,
)
def test_every_public_name_of_what_python_gives_stands_on_its_page(kind: type[Any]) -> None:
    text = (DOCS / "python.md").read_text(encoding="utf-8")
    missing = [name for name in _public(kind) if not re.search(rf"\b{name}\b", text)]
    assert not missing, f"docs/python.md does not tell of {kind.__name__}: {', '.join(missing)}"


def test_every_page_is_in_the_index_and_says_first_what_it_is_for() -> None:
    index = (DOCS / "README.md").read_text(encoding="utf-8")
    for page in sorted(DOCS.rglob("*.md")):
        if page == DOCS / "README.md":
            continue
        assert f"({page.relative_to(DOCS).as_posix()})" in index, f"{page.name} is not in docs/README.md"
        first = page.read_text(encoding="utf-8").split("\n\n")[1]
        assert not first.startswith(("```", "|", "#", "- ", "    ")), f"{page.name} does not say what it is for"


def test_the_changelog_is_sorted_into_three_lists_and_says_nothing_twice() -> None:
    """A merge keeps both sides of a conflict there, so that a line may come back."""
    text = (DOCS.parent / "CHANGELOG.md").read_text(encoding="utf-8")
    for release in text.split("\n## ")[1:]:
        before, *lists = release.split("\n### ")
        assert "\n- " not in before, "a line that stands in no list"
        heads = [part.split("\n")[0] for part in lists]
        assert heads == [h for h in ("Added", "Changed", "Fixed") if h in heads]
        lines = [line for part in lists for line in part.splitlines() if line.strip()]
        assert [line for line, n in Counter(lines).items() if n > 1] == []


if __name__ == "__main__":
    old = PAGE.read_text(encoding="utf-8")
    before, _, rest = old.partition(BEGIN)
    PAGE.write_text(before + BEGIN + options() + END + rest.partition(END)[2], encoding="utf-8")
