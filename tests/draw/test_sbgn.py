"""SBGN-ML opened by somebody else's reader and judged by the rules of the notation (libsbgnpy, MIT)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import mechgraph
from mechgraph.draw import draw_mechanism, lay_out
from mechgraph.draw.sbgn import sbgn_text
from mechgraph.model import Mechanism

from .generate import random_mechanism
from .sample import baclofen

libsbgnpy: Any = pytest.importorskip("libsbgnpy", reason="libsbgnpy, of the test extra, is not installed")
DRUGS = ("baclofen", "tizanidine", "dantrolene", "diazepam", "acamprosate")


def cases() -> list[Mechanism]:
    kg = mechgraph.load()
    return [baclofen(extra=True), random_mechanism(5, 14, 18, 3), *(kg.mechanism(d) for d in DRUGS)]


def words(element: Any) -> list[str]:
    """The paragraphs of the notes of a map, a glyph or an arc."""
    if element.notes is None:
        return []
    return [p.text for div in element.notes.w3_org_1999_xhtml_element for p in div.children]


@pytest.mark.parametrize("m", cases(), ids=lambda m: m.name)
def test_an_outside_reader_finds_what_the_figure_shows_and_no_fault(m: Mechanism, tmp_path: Path) -> None:
    path = tmp_path / "m.sbgn"
    draw_mechanism(m, path)
    assert libsbgnpy.validate(path) == []
    assert libsbgnpy.validate_schematron(path) == []
    (read,) = libsbgnpy.read_sbgn_from_file(path).map
    scene = lay_out(m)
    assert str(libsbgnpy.map_language(read).value) == "activity flow"
    places = {g.id: g for g in read.glyph if g.class_value.value == "compartment"}
    activities = {g.id: g for g in read.glyph if g.id not in places}
    assert len(activities) == len(scene.glyphs)
    assert {words(g)[0] for g in activities.values()} == {g.entity for g in scene.glyphs}
    titles = sorted(g.label.text for g in places.values() if g.label.text != "place not stated")
    assert titles == sorted(c.title for c in scene.compartments)
    if places:
        assert {g.compartment_ref for g in activities.values()} <= set(places)
    ends = {g.entity: g.id for g in scene.glyphs}
    drawn = {a.id: a for a in scene.arcs}
    for arc in read.arc:
        assert (arc.source, arc.target) == (ends[drawn[arc.id].source], ends[drawn[arc.id].target])
        assert {arc.source, arc.target} <= set(activities)
        assert words(arc) == list(drawn[arc.id].sentences)


def test_what_the_notation_cannot_say_is_told_in_the_notes_of_the_map() -> None:
    m = baclofen(extra=True)
    scene = lay_out(m)
    (read,) = libsbgnpy.read_sbgn_from_string(sbgn_text(scene, m)).map
    unsaid = [a for a in scene.arcs if a.negated or a.certainty == "inconclusive" or a.head == "structure"]
    assert any(a.negated for a in unsaid)
    assert {a.id for a in read.arc} == {a.id for a in scene.arcs} - {a.id for a in unsaid}
    told = words(read)
    assert all(f"Not an influence: {s}" in told for a in unsaid for s in a.sentences)
