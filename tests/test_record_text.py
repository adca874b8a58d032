"""Records as text: whatever names and texts hold, the text says what the records say, and nothing more."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mechgraph.curie import Curie
from mechgraph.exchange import formats, read, write
from mechgraph.model import Association, Entity, Evidence, Records, Source
from mechgraph.records import dump, parse

A, B = Curie("CHEBI:1"), Curie("MONDO:1")


def _records(name: str, text: str = "") -> Records:
    return Records(
        entities=[
            Entity(id=A, name=name, category="drug", description=text),
            Entity(id=B, name="dis one", category="disease"),
        ],
        sources=[Source(id="s", kind="text", title=name or "t")],
        associations=[
            Association(
                subject=A, predicate="treats", object=B, evidence=(Evidence(source="s", summary=text),), note=text
            )
        ],
    )


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n", "\x85", "\u2028", "\u2029", "\x0b", "\x0c", "\x1c", "\x00"])
def test_a_line_break_in_a_name_writes_no_field(end: str) -> None:
    own = _records(f"nitrox{end}  negated: true", f"one{end}- two: #")
    back = parse(dump(own)).records
    assert not back.associations[0].negated
    assert back == own


def test_a_name_with_an_escape_sequence_or_a_mark_is_read_back(tmp_path: Path) -> None:
    own = _records("\x1b]0;title\x07 red \ufeff \x7f \ue000 \uffff", "a\ue000b")
    report = write(own, "records", tmp_path / "a.yaml")
    assert read(report.files[0]).associations == own.associations


def test_an_identifier_alone_on_a_line_of_a_text_is_text() -> None:
    own = _records("x", "see\n\nCHEBI:1\n\nMONDO:1")
    assert parse(dump(own)).records == own


ODD = st.sampled_from("a :#-'\"\n\r\t\x85\u2028\x1b|>&*!%@`,[]{}\ue000")


@settings(max_examples=150, deadline=None)
@given(
    name=st.text(st.characters(codec="utf-8"), min_size=1, max_size=12),
    text=st.text(
        st.sampled_from("a :#-'\"\n\r\t\x85\u2028\x1bCHEBI:1|>&*!%@`,[]{}\ue000") | st.characters(codec="utf-8"),
        max_size=30,
    ),
)
def test_any_text_is_read_back_as_it_was(name: str, text: str) -> None:
    own = _records(name, text)
    assert parse(dump(own)).records == own


HOSTILE = [
    "\x1b]0;t\x07",
    "\x00x",
    "a\nb",
    "a\tb",
    "a\u2028b",
    "a\x85b",
    "a\rb",
    "a\r\nb",
    "<b>&amp;'\"",
    "a|b",
    "\ufffe",
]


@pytest.mark.parametrize("format", sorted(f.name for f in formats.values() if f.reads and f.writes))
@pytest.mark.parametrize("name", HOSTILE)
def test_every_format_gives_a_text_back_or_says_what_it_lost(tmp_path: Path, format: str, name: str) -> None:
    own = _records(name, name)
    report = write(own, format, tmp_path / "a.out")
    back = read(report.files[-1])
    assert len(back.associations) == 1
    assert not back.associations[0].negated
    told = [what for what in report.lost.counts if "source" not in what]
    assert told or (back.entities, back.associations) == (own.entities, own.associations)


def test_a_name_moves_no_cursor_and_names_no_window(tmp_path: Path) -> None:
    write(_records("nit\x1b]0;owned\x07rox \x9b31m\u202e", "x"), "kgx-jsonl", tmp_path / "a")
    command = [
        sys.executable,
        "-m",
        "mechgraph",
        "-g",
        str(tmp_path / "a_edges.jsonl"),
        "show",
        "CHEBI:1",
        "-f",
        "table",
    ]
    shown = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "nit\\u001b]0;owned\\u0007rox" in shown.stdout
    assert not {"\x1b", "\x07", "\x9b", "\u202e"} & set(shown.stdout + shown.stderr)
