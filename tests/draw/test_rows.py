"""Names of rows: what they say, and that they stand on nothing."""

from __future__ import annotations

import pytest

from mechgraph import Graph
from mechgraph.draw import lay_out
from mechgraph.draw.layout.labels import overlap
from mechgraph.draw.rows import row_names
from mechgraph.draw.scene import Scene


def names(scene: Scene) -> list[str]:
    return [name for name, _ in row_names(scene, 8)]


def test_each_row_of_one_kind_is_named_and_a_mixed_one_is_not(kg: Graph) -> None:
    assert names(lay_out(kg.mechanism("sertraline"))) == ["drug", "target", "process", "molecule", "outcome"]
    # the row of AMPK activity and adenosine monophosphate has no name, that below is told again
    told = names(lay_out(kg.mechanism("metformin")))
    assert told == ["drug", "target", "process", "process", "sign", "outcome"]


def test_what_runs_sideways_or_has_panels_or_no_legend_has_no_names_of_rows(kg: Graph) -> None:
    m = kg.mechanism("sertraline")
    assert names(lay_out(m, orientation="landscape")) == []
    assert names(lay_out(m, size="slide169")) == []
    assert names(lay_out(kg.mechanism("baclofen"), size="single", detail="full")) == []


@pytest.mark.parametrize("size", ["single", "double"])
def test_names_stand_on_nothing(kg: Graph, size: str) -> None:
    named = 0
    drugs = sorted({str(m.drug) for m in kg.store.mechanisms()})
    for drug in drugs[::6]:
        scene = lay_out(kg.mechanism(drug), size=size)
        boxes = [g.box for g in scene.glyphs] + [c.box for c in scene.compartments]
        boxes += [a.label_box for a in scene.arcs if a.label_box]
        for _, box in row_names(scene, 8):
            named += 1
            assert not any(overlap(box, other) for other in boxes), drug
    assert named > 50
