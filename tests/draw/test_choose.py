"""What of a mechanism becomes an arrow, a mark, a place, a title: expected by hand, for small mechanisms made here."""

from __future__ import annotations

from typing import Any

import pytest

import mechgraph
from mechgraph import Graph
from mechgraph.curie import Curie
from mechgraph.draw import lay_out
from mechgraph.draw.choose import content_of
from mechgraph.draw.content import Content
from mechgraph.model import Association, Entity, Evidence, Mechanism, Objection, Qualifiers, Source

CATEGORIES = {"drug": "drug", "receptor": "receptor", "channel": "ion_channel", "release": "biological_process"}


def made(*rows: str, curated: bool = True, effect: str = "T:pain") -> Mechanism:
    """Claims as ``subject predicate object [not] [certainty] [@place] [?field=value]``; ``pain`` is a phenotype."""
    claims = []
    for i, row in enumerate(rows):
        subject, predicate, target, *more = row.split()
        place = next((w[1:] for w in more if w[0] == "@"), "")
        said: dict[str, Any] = dict(w[1:].split("=") for w in more if w[0] == "?")
        sure: Any = next((w for w in more if w in {"probable", "hedged"}), "established")
        claims.append(
            Association(
                subject=Curie(f"T:{subject}"),
                predicate=predicate,
                object=Curie(f"T:{target}"),
                negated="not" in more,
                certainty=sure,
                qualifiers=Qualifiers(anatomy=Curie(f"T:{place}") if place else None, **said),
                evidence=(Evidence(source=f"s{i}"),),
            )
        )
    names = {c for a in claims for c in (a.subject, a.object)} | {Curie("T:drug"), Curie(effect)}
    entities = {c: Entity(id=c, name=c[2:], category=CATEGORIES.get(c[2:], "phenotype")) for c in names}
    return Mechanism(
        drug=entities[Curie("T:drug")],
        effect=entities[Curie(effect)],
        entities=entities,
        associations=tuple(claims),
        sources={f"s{i}": Source(id=f"s{i}", kind="article", title=str(i)) for i in range(len(rows))},
        curated=("x",) if curated else (),
    )


def arrows(content: Content) -> list[tuple[str, str, str]]:
    return [(content.nodes[x.tail].name, x.kind, content.nodes[x.head].name) for x in content.links]


CHAIN = ("drug agonist_of receptor", "receptor decreases release", "release causes pain")
# what is added to the chain, and whether it becomes a mark on a step (its end named) or stays an arrow
SHORTCUTS = [
    ("drug decreases release", "release"),
    ("drug decreases pain", "pain"),
    ("receptor decreases pain", "pain"),
    ("drug treats pain", "pain"),
    ("drug increases pain", ""),
    ("drug affects pain", ""),
    ("drug decreases pain not", ""),
    ("drug inhibits release", ""),
]


@pytest.mark.parametrize(("row", "at"), SHORTCUTS)
def test_a_claim_that_sums_up_a_chain_of_its_sign_is_a_mark_and_any_other_an_arrow(row: str, at: str) -> None:
    m = made(*CHAIN, row)
    content = content_of(m)
    marked = {content.nodes[x.head].name for x in content.links if x.observed}
    assert marked == ({at} if at else set())
    assert len(content.links) == (3 if at else 4)
    assert len(content_of(m, "full").links) == 4
    assert {a.id for x in content.links for a in (*x.claims, *x.observed)} == {a.id for a in m.associations}


def test_a_change_beside_a_direct_action_of_its_sign_is_a_mark_on_it_unless_it_is_surer() -> None:
    m = made("drug inhibits channel", "drug decreases channel", "channel causes pain")
    first = content_of(m).links[0]
    assert (first.direct, first.refs, first.seen) == (True, (1,), (2,))
    assert len(content_of(m).links) == 2
    assert (
        len(content_of(made("drug inhibits channel probable", "drug decreases channel", "channel causes pain")).links)
        == 3
    )
    assert len(content_of(made("drug inhibits channel", "drug increases channel", "channel causes pain")).links) == 3


def test_the_sentence_and_the_references_of_a_mark_are_not_lost() -> None:
    content = content_of(made(*CHAIN, "drug decreases pain"))
    last = content.links[-1]
    assert last.sentences == ("release causes pain", "drug decreases pain")
    assert (last.refs, last.seen) == ((3,), (4,))
    assert [a.label for a in lay_out(made(*CHAIN, "drug decreases pain")).arcs][-1] == "3 obs. 4"


def test_what_objects_to_a_mark_is_told_by_its_reference_and_is_no_arrow() -> None:
    m = made(*CHAIN, "drug decreases pain")
    against = Association(
        subject=Curie("T:drug"), predicate="increases", object=Curie("T:pain"), evidence=(Evidence(source="s9"),)
    )
    found = Objection(claim=m.associations[3].id, kind="opposite", association=against)
    content = content_of(_with(m, found))
    assert len(content.links) == 3
    assert content.links[-1].against == (5,)


def _with(m: Mechanism, objection: Objection) -> Mechanism:
    import msgspec

    return msgspec.structs.replace(m, objections=(objection,))


def test_an_entity_stands_in_each_place_where_it_is_acted_upon_and_acts_from_there() -> None:
    m = made(
        "drug agonist_of receptor",
        "receptor activates channel @cord",
        "receptor increases channel @midbrain",
        "channel decreases release @midbrain",
        "release causes pain",
    )
    content = content_of(m)
    shown = sorted((n.name, n.place) for n in content.nodes)
    assert shown == [
        ("channel", "T:cord"),
        ("channel", "T:midbrain"),
        ("drug", ""),
        ("pain", ""),
        ("receptor", ""),
        ("release", "T:midbrain"),
    ]
    tail = next(x.tail for x in content.links if content.nodes[x.head].name == "release")
    assert content.nodes[tail].place == "T:midbrain"


def test_contradictions_say_what_sets_them_apart() -> None:
    content = content_of(made("drug increases pain ?dose=low", "drug decreases pain ?dose=high"))
    assert [(x.kind, x.when) for x in content.links] == [("positive", "low"), ("negative", "high")]
    assert content.nodes[-1].chip == "± disputed"


TITLES = [
    (made(*CHAIN), "Drug eases pain: it is an agonist of receptor and lowers release", "↓ eased"),
    (made(*CHAIN, curated=False), "Drug may ease pain: it is an agonist of receptor and lowers release", "↓ may ease"),
    (
        made("drug agonist_of receptor", "receptor causes pain"),
        "Drug can cause pain: it is an agonist of receptor",
        "↑ caused",
    ),
    (
        made("drug decreases release hedged", "release causes pain"),
        "Drug may ease pain: it decreases release",
        "↓ may ease",
    ),
    (made("drug agonist_of receptor", "receptor affects pain"), "Drug is an agonist of receptor", ""),
    (made("drug agonist_of receptor not", "receptor causes pain"), "drug → pain", ""),
]


@pytest.mark.parametrize(("m", "title", "chip"), TITLES)
def test_the_title_is_what_the_chains_come_to_as_firmly_as_they_are_known(m: Mechanism, title: str, chip: str) -> None:
    content = content_of(m)
    assert content.title.lower() == title.lower()
    assert next(n.chip for n in content.nodes if n.name == "pain") == chip


def test_the_receptor_of_spasticity_never_stands_in_the_midbrain() -> None:
    content = content_of(mechgraph.load().mechanism("baclofen", "spasticity"))
    assert not [n for n in content.nodes if "tegmental" in content.places.get(n.place, "").lower()]


def test_every_curated_mechanism_is_at_most_170_mm_high_in_both_columns_of_a_journal() -> None:
    kg = mechgraph.load()
    pairs = sorted({(str(m.drug), str(m.effect)) for m in kg.store.mechanisms() if m.effect})
    for pair in pairs:
        for size in ("single", "double"):
            scene = lay_out(kg.mechanism(*pair), size=size)
            assert scene.height * 25.4 / 72 <= 170.01, (pair, size)
            assert not scene.missing_labels, (pair, size)


def test_the_title_is_no_firmer_than_the_verdict(kg: Graph) -> None:
    """`ask` finds the evidence on baclofen and anxiety in conflict: no figure says that it is eased."""
    anxiety = content_of(kg.mechanism("baclofen", "anxiety"))
    assert kg.mechanism("baclofen", "anxiety").verdict == "mixed"
    assert "ease" not in anxiety.title
    assert next(n.chip for n in anxiety.nodes if n.name == "anxiety") == "± disputed"
    assert content_of(kg.mechanism("baclofen", "spasticity")).title.startswith("Baclofen eases spasticity")
    assert content_of(kg.mechanism("baclofen", "pain")).title.startswith(
        "Baclofen may ease pain"
    )  # by its chains alone


OVERVIEWS = {
    "baclofen": "Baclofen eases spasticity, may ease alcohol use disorder and pain and may cause encephalopathy and "
    "respiratory depression: it is an agonist of the GABA-B receptor",
    "aspirin": "Acetylsalicylic acid lowers platelet aggregation: it inhibits cyclo-oxygenase 1 (PTGS1)",
    "propofol": "Propofol brings about general anaesthesia: "
    "it is a positive allosteric modulator of the GABA-A receptor",
    "azithromycin": "Azithromycin eases pneumococcal pneumonia: it inhibits 23S ribosomal RNA",
    "acamprosate": "Acamprosate may ease alcohol use disorder: it negatively regulates ionotropic glutamate receptors",
}
"""The label of baclofen states spasticity, alcohol use disorder is off-label, and of pain there is a mechanism only; a
process is no disorder; a step without direction is no dispute; what a mechanism only passes by is no outcome."""


@pytest.mark.parametrize("drug", OVERVIEWS)
def test_the_title_of_a_drug_names_outcomes_as_they_stand_and_its_marks_say_the_same(kg: Graph, drug: str) -> None:
    content = content_of(kg.mechanism(drug))
    assert content.title == OVERVIEWS[drug]
    told = {"eases": "↓ eased", "may ease": "↓ may ease", "may cause": "↑ may occur", "lowers": "↓ less"}
    for node in content.nodes:
        if node.said in told:
            assert node.chip == told[node.said]
            assert f"{node.said} " in content.title


def test_an_overview_tells_no_outcome_more_firmly_than_its_own_figure(kg: Graph) -> None:
    """Trials of baclofen in anxiety and in reflux disease conflict; spasticity is what its label states."""
    overview = content_of(kg.mechanism("baclofen"))
    chips = {n.name: n.chip for n in overview.nodes if n.outcome}
    assert chips["anxiety"] == chips["gastroesophageal reflux disease"] == "± disputed"
    assert chips["spasticity"] == "↓ eased"
    assert "spasticity" in overview.title
    assert "anxiety" not in overview.title
