"""Where entities stand, read off the finished SVG: its boxes, and what its claims say. The layout is not asked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

import mechgraph
from mechgraph.curie import Curie
from mechgraph.draw import mechanism_svg
from mechgraph.draw.places import placed as contents
from mechgraph.model import Association, Entity, Mechanism, Qualifiers

from . import drugmechdb
from .generate import random_mechanism

Box = tuple[float, float, float, float]


def box_of(group: etree._Element) -> Box:
    """The box around the first path of a group."""
    path = next(e for e in group.iter() if etree.QName(e).localname == "path")
    numbers = [float(x) for x in re.findall(r"-?\d+(?:\.\d+)?", str(path.get("d")))]
    return min(numbers[::2]), min(numbers[1::2]), max(numbers[::2]), max(numbers[1::2])


def holds(outer: Box, inner: Box) -> bool:
    return outer[0] <= inner[0] and outer[1] <= inner[1] and inner[2] <= outer[2] and inner[3] <= outer[3]


def groups(svg: str, cls: str) -> Iterator[etree._Element]:
    for group in etree.fromstring(svg.encode()).iter():
        if str(group.get("class") or "").split(" ")[0] == cls:
            yield group


def around(svg: str) -> list[tuple[str, list[tuple[str, ...]]]]:
    """Each glyph's entity, with the compartments whose boxes it stands in, the largest first."""
    places = [(tuple(str(c.get("data-compartment")).split("|")), box_of(c)) for c in groups(svg, "compartment")]
    # a panel's letter stands before the name of a compartment
    named = [(names[1:] if len(names[0]) == 1 else names, box) for names, box in places]
    return [
        (str(g.get("data-entity")), [names for names, box in named if holds(box, box_of(g))])
        for g in groups(svg, "glyph")
    ]


def strangers(svg: str, mechanism: Mechanism, wholes: Callable[[Curie], set[Curie]]) -> list[tuple[str, str]]:
    """Entities in a box that no claim drawn at them states, neither the place itself nor a part of it."""
    claims = {a.id: a for a in mechanism.associations}
    drawn: dict[str, list[Association]] = {}
    for arc in groups(svg, "arc"):
        for a in str(arc.get("data-association")).split():
            for end in claims[a].causal_ends if a in claims else ():
                drawn.setdefault(str(end), []).append(claims[a])
    out = []
    for entity, boxes in around(svg):
        for names in boxes:
            said = [(a.qualifiers.component, a.qualifiers.cell_type, a.qualifiers.anatomy) for a in drawn[entity]]
            reached = [{whole for c in stated if c for whole in (c, *wholes(c))} for stated in said]
            if not any(set(names) <= places for places in reached):
                out.append((entity, "|".join(names)))
    return out


def closure(direct: dict[Curie, set[Curie]]) -> Callable[[Curie], set[Curie]]:
    """Everything that a thing is part of, from what it is part of directly."""

    def wholes(part: Curie) -> set[Curie]:
        found: set[Curie] = set()
        queue = [part]
        while queue:
            new = direct.get(queue.pop(), set()) - found
            found |= new
            queue += new
        return found

    return wholes


NO_PARTS = closure({})


def placed(*claims: tuple[str, str, str, str]) -> Mechanism:
    """Claims, each with its component, cell and region, a dash for none."""
    made = []
    for subject, predicate, target, where in claims:
        component, cell, region = (None if w == "-" else Curie(f"P:{w}") for w in where.split())
        said = Qualifiers(component=component, cell_type=cell, anatomy=region)
        ends = (Curie(f"T:{subject}"), Curie(f"T:{target}"))
        made.append(Association(subject=ends[0], predicate=predicate, object=ends[1], qualifiers=said))
    spots = {c for a in made for c in (a.qualifiers.component, a.qualifiers.cell_type, a.qualifiers.anatomy) if c}
    names = {*spots, *(c for a in made for c in a.causal_ends)}
    table = {c: Entity(id=c, name=c[2:], category="drug" if c == "T:drug" else "protein") for c in names}
    return Mechanism(drug=table[Curie("T:drug")], entities=table, associations=tuple(made))


TWO_CELLS = placed(
    ("drug", "inhibits", "channel", "- sender cord"),
    ("drug", "activates", "pump", "- taker cord"),
    ("channel", "increases", "release", "- - cord"),
    ("release", "increases", "flow", "- - muscle"),
)


def test_cells_stand_in_their_region_and_what_is_said_of_the_region_alone_in_no_cell() -> None:
    for size in ("double", "single"):
        assert dict(around(mechanism_svg(TWO_CELLS, size=size))) == {
            "T:drug": [],
            "T:channel": [("P:cord",), ("P:sender", "P:cord")],
            "T:pump": [("P:cord",), ("P:taker", "P:cord")],
            "T:release": [("P:cord",)],
            "T:flow": [("P:muscle",)],
        }


def test_the_check_finds_an_entity_in_a_box_that_none_of_its_claims_states() -> None:
    svg = mechanism_svg(TWO_CELLS)
    assert strangers(svg, TWO_CELLS, NO_PARTS) == []
    wrong = svg.replace("P:sender|P:cord", "P:taker|P:cord")
    assert strangers(wrong, TWO_CELLS, NO_PARTS) == [("T:channel", "P:taker|P:cord")]
    assert ("T:flow", "P:cord") in strangers(svg.replace('"P:muscle"', '"P:cord"'), TWO_CELLS, NO_PARTS)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(seed=st.integers(0, 10**6), n=st.integers(3, 20), places=st.integers(1, 6), regions=st.integers(0, 3))
def test_no_entity_of_a_generated_mechanism_stands_where_no_claim_puts_it(
    seed: int, n: int, places: int, regions: int
) -> None:
    m = random_mechanism(seed, n, n + 2, places, 0.1, regions)
    assert strangers(mechanism_svg(m, size="1500x1500"), m, NO_PARTS) == []


def test_no_entity_of_a_curated_mechanism_stands_where_no_drawn_claim_puts_it() -> None:
    kg = mechgraph.load()
    direct: dict[Curie, set[Curie]] = {}
    for a in kg.store.associations(predicate="part_of"):
        direct.setdefault(a.subject, set()).add(a.object)
    pairs = {(str(m.drug), str(m.effect)) for m in kg.store.mechanisms() if m.effect}
    boxes = 0
    for names in sorted({*pairs, *((d,) for d, _ in pairs)}):
        m = kg.mechanism(*names)
        if any(a.qualifiers.component or a.qualifiers.cell_type or a.qualifiers.anatomy for a in m.associations):
            for size in ("double", "single", "300x300"):
                svg = mechanism_svg(m, size=size)
                assert strangers(svg, m, closure(direct)) == [], (names, size)
                boxes += sum(len(stands) for _, stands in around(svg))
    assert boxes > 100


@pytest.mark.skipif(drugmechdb.data_file() is None, reason="DrugMechDB is not at hand: set MECHGRAPH_TEST_DATA")
def test_drugmechdb_states_no_place_so_that_no_figure_of_it_draws_one() -> None:
    mechanisms = [(r["graph"]["_id"], drugmechdb.mechanism(r)) for r in drugmechdb.records()]
    assert [name for name, m in mechanisms if contents(m, m.associations).places] == []


def test_what_holds_several_places_is_drawn_around_them_and_what_holds_one_is_not() -> None:
    """Both membranes are parts of a synapse, and the ventral tegmental area and the accumbens of the brain."""
    kg = mechgraph.load()
    drawn = dict(around(mechanism_svg(kg.mechanism("baclofen", "alcohol use disorder"))))
    cell, area, brain = ("CL:4072007", "UBERON:0002691"), ("UBERON:0002691",), ("UBERON:0000955",)
    assert drawn["MG:kir3-channels"] == [brain, area, cell]
    assert drawn["MONDO:0007079"] == []
    spasticity = mechanism_svg(kg.mechanism("baclofen", "spasticity"), size="300x300")
    assert dict(around(spasticity))["MG:kir3-channels"] == [("GO:0045202",), ("GO:0045211",)]
    assert not [
        names for _, stands in around(spasticity) for names in stands if names[0] in {"GO:0098793", "UBERON:0001017"}
    ]
