"""The first screen: what belongs on it, in which order and with which words, by rules that hold for any graph.

The small graphs and the values expected of them were written from the rules; of the embedded graph every drug is shown.
"""

from __future__ import annotations

import json
import re

import pytest

import mechgraph
from mechgraph.answers import explain
from mechgraph.answers.answer import Explanation
from mechgraph.answers.screen import Block, Numbers, Row, Screen
from mechgraph.cli import main
from mechgraph.curie import Curie
from mechgraph.errors import UsageError
from mechgraph.model import Association, CuratedMechanism, Entity, Evidence, Qualifiers, Records
from mechgraph.store.memory import MemoryStore
from mechgraph.workspace import Workspace

HUMAN = Curie("NCBITaxon:9606")
NAMES = {
    "aldol": "drug",
    "bedol": "drug",
    "alpha receptor": "receptor",
    "beta receptor": "receptor",
    "gamma receptor": "receptor",
    "second messenger": "biological_process",
    "current": "biological_process",
    "muscle tone": "biological_process",
    "stiffness": "phenotype",
    "palsy": "disease",
    "sclerosis": "disease",
    "gloom": "phenotype",
    "rash": "phenotype",
    "fits": "phenotype",
    "renal failure": "disease",
    "aldol toxicity": "disease",
    "aldol withdrawal": "exposure",
    "relaxation": "biological_process",
    "dialysis": "procedure",
    "spinal cord": "anatomy",
    "kidney": "anatomy",
    "blockers": "drug_class",
    "animals (unspecified)": "organism_taxon",
}
ENTITIES = {n: Entity(id=Curie(f"MG:{n.replace(' ', '-').strip('()')}"), name=n, category=c) for n, c in NAMES.items()}
ENTITIES["animals (unspecified)"] = Entity(
    id=Curie("MG:animals"), name="animals (unspecified)", category="organism_taxon"
)


def claim(subject: str, predicate: str, object: str, source: str = "s", **fields: object) -> Association:
    made = {"subject": ENTITIES[subject].id, "predicate": predicate, "object": ENTITIES[object].id, **fields}
    made.setdefault("evidence", (Evidence(source=source),))
    return Association(**made)  # type: ignore[arg-type]


def told(name: str, *claims: Association, mechanisms: tuple[CuratedMechanism, ...] = ()) -> Explanation:
    records = Records(entities=list(ENTITIES.values()), associations=list(claims), mechanisms=list(mechanisms))
    return explain(Workspace(MemoryStore(records)), ENTITIES[name])


def screen(name: str, *claims: Association, mechanisms: tuple[CuratedMechanism, ...] = ()) -> Screen:
    found = told(name, *claims, mechanisms=mechanisms).screen
    assert found is not None
    return found


def first_screen(kg: mechgraph.Graph, name: str) -> Screen:
    shown = kg.explain(name).screen
    assert shown is not None
    return shown


def rows(shown: Screen, title: str) -> list[tuple[str, str]]:
    return [(r.label.strip(), r.text) for b in shown.blocks if b.title == title for r in b.rows]


def curated(effect: str, *claims: Association) -> CuratedMechanism:
    ids = tuple(a.id for a in claims)
    return CuratedMechanism(id="m", drug=ENTITIES["aldol"].id, effect=ENTITIES[effect].id, claims=ids)


# How it works --------------------------------------------------------------------------------------------------------


def test_an_unbranched_chain_is_one_step_told_by_what_follows_from_its_signs() -> None:
    chain = (
        claim("aldol", "agonist_of", "alpha receptor"),
        claim("alpha receptor", "decreases", "current"),
        claim("current", "increases", "stiffness"),
    )
    shown = screen("aldol", *chain, mechanisms=(curated("stiffness", *chain),))
    assert rows(shown, "how it works") == [
        ("1", "Aldol is an agonist of the alpha receptor → less current → less stiffness")
    ]
    assert shown.blocks[0].note.startswith("to less stiffness")


def test_branches_share_a_number_and_what_they_join_in_follows() -> None:
    chain = (
        claim("aldol", "agonist_of", "alpha receptor"),
        claim("alpha receptor", "decreases", "current"),
        claim("alpha receptor", "increases", "second messenger"),
        claim("second messenger", "decreases", "muscle tone", certainty="hedged"),
        claim("current", "increases", "muscle tone"),
        claim("muscle tone", "increases", "stiffness"),
    )
    shown = screen("aldol", *chain, mechanisms=(curated("stiffness", *chain),))
    got = rows(shown, "how it works")
    assert got[0] == ("1", "Aldol is an agonist of the alpha receptor")
    assert {text for _, text in got[1:3]} == {
        "The alpha receptor decreases current → less muscle tone",
        "The alpha receptor increases second messenger → less muscle tone",
    }
    assert {got[1][0], got[2][0]} == {"2 ├─", "└─"}
    assert got[3] == ("3", "Hence less stiffness")
    marks = {r.text: r.certainty for r in shown.blocks[0].rows}
    assert marks["The alpha receptor increases second messenger → less muscle tone"] == "●○○", "its least certain claim"
    assert marks["Hence less stiffness"] == "●●●"


def test_targets_that_are_acted_on_alike_and_lead_alike_are_one_step() -> None:
    chain = tuple(
        a
        for r in ("alpha receptor", "beta receptor", "gamma receptor")
        for a in (claim("aldol", "antagonist_of", r), claim(r, "increases", "stiffness"))
    )
    shown = screen("aldol", *chain, mechanisms=(curated("stiffness", *chain),))
    [(label, text)] = rows(shown, "how it works")
    assert label == "1"
    assert text.startswith("Aldol is an antagonist of the ")
    assert text.count("aldol") == 0
    assert text.endswith(" → less stiffness")


def test_what_is_seen_of_the_whole_stands_beside_the_steps() -> None:
    chain = (
        claim("aldol", "agonist_of", "alpha receptor"),
        claim("alpha receptor", "decreases", "stiffness"),
        claim("aldol", "decreases", "muscle tone"),
        claim("muscle tone", "increases", "stiffness"),
    )
    got = rows(screen("aldol", *chain, mechanisms=(curated("stiffness", *chain),)), "how it works")
    assert got == [
        ("1", "Aldol is an agonist of the alpha receptor → less stiffness"),
        ("observed", "Aldol decreases muscle tone → less stiffness"),
    ]


def test_a_dispute_stands_beside_with_both_sides_cited() -> None:
    doubted = claim(
        "aldol", "agonist_of", "alpha receptor",
        evidence=(Evidence(source="a"), Evidence(source="b", stance="refutes")),
    )  # fmt: skip
    chain = (doubted, claim("alpha receptor", "decreases", "stiffness"))
    shown = screen("aldol", *chain, mechanisms=(curated("stiffness", *chain),))
    [row] = [r for r in shown.blocks[0].rows if r.label == "disputed"]
    assert (row.sources, row.against) == (("a",), ("b",))


def test_without_a_mechanism_the_actions_are_told_and_what_is_denied() -> None:
    shown = screen(
        "aldol",
        claim("aldol", "agonist_of", "alpha receptor"),
        claim("aldol", "agonist_of", "beta receptor", negated=True),
    )
    assert rows(shown, "how it works") == [
        ("", "Aldol is an agonist of the alpha receptor"),
        ("not", "Aldol is not an agonist of the beta receptor"),
    ]


# What for ------------------------------------------------------------------------------------------------------------


def _in(disease: str) -> Qualifiers:
    return Qualifiers(population_of=ENTITIES[disease].id, species=HUMAN)


def test_each_use_has_its_verdict_in_its_patients() -> None:
    shown = screen(
        "aldol",
        claim("aldol", "treats", "stiffness", qualifiers=_in("sclerosis")),
        claim("aldol", "treats", "stiffness", qualifiers=_in("palsy"), certainty="inconclusive"),
        claim("aldol", "used_off_label_for", "gloom"),
        claim("aldol", "treats", "rash", negated=True),
        claim("aldol", "decreases", "fits"),
        claim("aldol", "decreases", "fits", "t", qualifiers=Qualifiers(dose="1 mg"), negated=True),
    )
    assert rows(shown, "what for") == [
        ("✓", "stiffness in sclerosis"),
        ("○", "gloom"),
        ("±", "fits"),
        ("?", "stiffness in palsy"),
        ("✗", "rash"),
    ]


def test_relief_of_symptoms_is_told_as_such() -> None:
    assert rows(screen("aldol", claim("aldol", "palliates", "stiffness")), "what for") == [
        ("✓", "stiffness (relief of symptoms)")
    ]


def test_where_a_mechanism_alone_leads_is_no_use() -> None:
    chain = (claim("aldol", "agonist_of", "alpha receptor"), claim("alpha receptor", "decreases", "stiffness"))
    shown = screen("aldol", *chain, mechanisms=(curated("stiffness", *chain),))
    assert rows(shown, "what for") == [("→", "stiffness")]
    assert "is used for" not in shown.summary


# Harm ----------------------------------------------------------------------------------------------------------------


def test_harms_are_told_by_situation_and_what_is_wanted_is_none() -> None:
    shown = screen(
        "aldol",
        claim("aldol", "causes", "relaxation"),
        claim("aldol", "causes", "rash"),
        claim("aldol", "causes", "fits", qualifiers=_in("renal failure"), certainty="hedged"),
        claim("aldol", "causes", "gloom", qualifiers=Qualifiers(species=ENTITIES["animals (unspecified)"].id)),
        claim("aldol withdrawal", "causes", "stiffness"),
        claim("aldol", "contraindicated_in", "palsy"),
    )
    assert dict(rows(shown, "harm")) == {
        "in general": "rash",
        "renal failure": "possibly fits",
        "in animals": "gloom",
        "withdrawal": "stiffness",
        "contraindications": "palsy",
        "not in this graph": "pregnancy, breast-feeding, children, older people, liver disease, overdose and "
        "interactions; that is not a “no”",
    }


def test_silence_on_harm_is_told_and_is_no_no() -> None:
    [(label, text)] = rows(screen("aldol", claim("aldol", "agonist_of", "alpha receptor")), "harm")
    assert label == "not in this graph"
    assert "pregnancy" in text
    assert text.endswith("that is not a “no”")


def test_what_takes_a_drug_away_and_what_it_eases_are_under_no_harm_and_no_objection() -> None:
    e = told(
        "aldol",
        claim("aldol", "causes", "rash"),
        claim("aldol", "causes", "relaxation"),
        claim("dialysis", "removes", "aldol"),
    )
    by_title = {s.title: s.claims for s in e.sections}
    sentences = {c.id: c.sentence for c in e.claims}
    harms = [sentences[c] for c in by_title["adverse effects, risks and toxicity"]]
    assert harms == ["aldol causes rash"]
    assert "what speaks against it" not in by_title


# The page ------------------------------------------------------------------------------------------------------------


def test_sources_are_numbered_in_order_of_use_and_runs_are_drawn_together() -> None:
    numbers = Numbers()
    assert numbers.cite(Row(text="", sources=("z", "y", "x"))) == " [1–3]"
    assert numbers.cite(Row(text="", sources=("x", "w"), against=("z",))) == " [3,4; against 1]"
    assert numbers.cite(Row(text="")) == ""
    assert numbers.order == ["z", "y", "x", "w"]


def test_weight_and_colour_are_only_there_when_asked_for() -> None:
    made = Screen(
        name="aldol", roles="", handle="MG:aldol", lead=(Row(text="Aldol acts.", sources=("a",)),),
        blocks=(Block(title="what for", rows=(Row(text="rash", label="✓"),)),),
    )  # fmt: skip
    plain, coloured = made.lines(80), made.lines(80, colour=True)
    assert "\x1b" not in "".join(plain)
    assert "\x1b[1mWHAT FOR\x1b[0m" in coloured
    assert [re.sub(r"\x1b\[\d+m", "", line) for line in coloured] == plain
    assert made.lines(80, brief=True) == [plain[0], "Aldol acts.[1]"]
    assert made.summary == "Aldol acts."


def test_what_is_no_drug_is_told_in_words_of_its_own() -> None:
    shown = screen("stiffness", claim("aldol", "treats", "stiffness"), claim("bedol", "causes", "stiffness"))
    assert [(b.title, b.rows[0].text) for b in shown.blocks] == [
        ("treated by", "aldol"),
        ("brought about or raised by", "bedol"),
    ]


# The embedded graph --------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def kg() -> mechgraph.Graph:
    return mechgraph.load()


def test_a_harm_of_the_class_is_told_as_said_of_the_class(kg: mechgraph.Graph) -> None:
    """NSAIDs are said to harm the kidney; of ibuprofen itself no source in the graph says so."""
    shown = dict(rows(first_screen(kg, "ibuprofen"), "harm"))
    assert shown["of the class"].startswith("NSAIDs: ")
    assert "nephrotoxicity" in shown["of the class"]
    assert "nephrotoxicity" not in shown["in general"]
    assert "renal failure" not in shown["not in this graph"]


def test_interactions_are_told_from_the_side_of_the_drug_whichever_way_they_are_recorded(kg: mechgraph.Graph) -> None:
    """Records have "methotrexate interacts with acetylsalicylic acid" and "lithium interacts with ibuprofen"."""
    shown = dict(rows(first_screen(kg, "ibuprofen"), "harm"))["interactions"]
    assert shown == "Interacts with acetylsalicylic acid and lithium; may interact with carbamazepine"


def test_what_begins_a_mechanism_is_told_first_where_no_target_is_sure(kg: mechgraph.Graph) -> None:
    """Levodopa becomes dopamine; that it lowers prolactin is beside the point."""
    assert first_screen(kg, "levodopa").summary.startswith("Levodopa has the metabolite dopamine")
    assert "(hedged)" in first_screen(kg, "metformin").summary.partition(".")[0]


def test_every_drug_has_a_first_screen_whose_rows_are_sourced(kg: mechgraph.Graph) -> None:
    for drug in (e for e in kg.store.entities() if e.category == "drug"):
        e = kg.explain(drug)
        assert e.screen is not None
        lines = e.lines(100)
        assert len(lines) <= 60, drug.name
        assert max(map(len, lines)) <= 100, drug.name
        listed = {s.id for c in e.claims for s in c.sources}
        for block in e.screen.blocks:
            for row in block.rows:
                assert row.sources or row.label == "not in this graph", (drug.name, row)
                assert set(row.sources) <= listed, (drug.name, row)
                assert row.claims or row.label == "not in this graph", (drug.name, row)
        assert all(row.sources for row in e.screen.lead) or "says nothing of how" in e.screen.summary, drug.name
        assert len(e.screen.lead) <= 3
        assert "  " not in e.screen.summary
        assert e.screen.summary[0] == e.screen.summary[0].upper(), e.screen.summary


def test_the_screen_of_baclofen_has_its_target_uses_and_harms_in_the_first_lines(kg: mechgraph.Graph) -> None:
    lines = kg.explain("baclofen").lines(100)
    at = {word: next(i for i, line in enumerate(lines, 1) if word in line) for word in (
        "GABA-B receptor", "  ✓  spasticity", "HARM", "withdrawal syndrome")}  # fmt: skip
    assert at["GABA-B receptor"] <= 8
    assert at["  ✓  spasticity"] <= 30
    assert at["HARM"] < at["withdrawal syndrome"] <= 40
    harm = "\n".join(lines[at["HARM"] :])
    assert "relaxation of muscle" not in harm
    assert "hyperpolarization" not in harm
    assert "that is not a “no”" in harm


def test_no_relaxation_is_a_harm_and_no_dialysis_an_objection(kg: mechgraph.Graph) -> None:
    e = kg.explain("baclofen")
    sentences = {c.id: c.sentence for c in e.claims}
    told = {s.title: " ".join(sentences[c] for c in s.claims) for s in e.sections}
    assert "relaxation of muscle" not in told["adverse effects, risks and toxicity"]
    assert "dialysis" not in told.get("what speaks against it", "")
    assert "dialysis removes baclofen" in told["what is eased, prevented or taken away"]


def test_a_section_is_found_by_its_name_and_a_wrong_name_tells_those_there_are(kg: mechgraph.Graph) -> None:
    e = kg.explain("baclofen")
    assert [s.title for s in e.only("kinetics").sections] == ["kinetics"]
    assert {s.title for s in e.only("HARM").sections} == {
        "adverse effects, risks and toxicity",
        "adverse effects and risks stated of its classes",
        "interactions",
    }
    with pytest.raises(UsageError, match="no section 'foo'"):
        e.only("foo")


def test_the_options_of_the_command(capsys: pytest.CaptureFixture[str]) -> None:
    def said(*args: str, code: int = 0) -> str:
        with pytest.raises(SystemExit) as left:
            main(["explain", "baclofen", *args])
        assert left.value.code == code
        return capsys.readouterr().out

    screen, brief, everything = said(), said("--brief"), said("--all")
    assert screen.startswith(brief.rstrip("\n"))
    assert len(brief.splitlines()) < 10
    assert "FROM TARGET TO EFFECT" in everything
    assert "\x1b" not in screen
    section = said("--section", "kinetics")
    assert "ABSORBED" in section.upper()
    assert "USES" not in section
    referenced = said("--references")
    numbers = [int(n) for n in re.findall(r"^  (\d+)\. ", referenced, re.MULTILINE)]
    cited = {int(n) for c in re.findall(r"\[[\d,–; against]+\]", screen) for n in re.findall(r"\d+", c)}
    assert numbers == list(range(1, len(numbers) + 1))
    assert max(cited) == len(numbers)
    first = json.loads(said("-f", "json"))
    assert next(iter(first)) == "summary"
    assert first["summary"].startswith("Baclofen is an agonist of the GABA-B receptor")
    assert "## What for" in said("-f", "md")
    assert not said("--all", "--brief", code=2)


def test_of_many_targets_those_tied_to_a_use_come_first_then_those_that_few_drugs_act_on() -> None:
    """As a large graph states them: all equally sure, from one source, enzymes of every drug among them."""
    proteins = {f"p{i}": Entity(id=Curie(f"MG:p{i}"), name=f"p{i}", category="protein") for i in range(1, 8)}
    drug, other, palsy = ENTITIES["aldol"], ENTITIES["bedol"], ENTITIES["palsy"]

    def made(subject: Entity, predicate: str, object: Entity) -> Association:
        return Association(subject=subject.id, predicate=predicate, object=object.id, evidence=(Evidence(source="s"),))

    claims = [made(drug, "binds", p) for p in proteins.values()]
    claims += [made(other, "binds", p) for name, p in proteins.items() if name != "p7"]
    claims += [made(drug, "treats", palsy), made(palsy, "related_to", proteins["p6"])]
    records = Records(entities=[*ENTITIES.values(), *proteins.values()], associations=claims)
    screen = explain(Workspace(MemoryStore(records)), drug).screen
    assert screen is not None
    (how,) = (b for b in screen.blocks if b.title == "how it works")
    assert how.rows[0].text.startswith("Aldol binds p6, p7, ")


def test_what_members_act_on_is_said_of_those_of_whom_it_is_stated(kg: mechgraph.Graph) -> None:
    """Labels: NSAIDs inhibit cyclo-oxygenase. Silence on a member is no denial, so the rest are not said to differ."""
    screen = kg.explain("NSAIDs").screen
    assert screen is not None
    (members,) = [b for b in screen.blocks if b.title == "members and kinds"]
    told = [row.text for row in members.rows]
    assert "ibuprofen" in told[0]
    assert "naproxen" in told[0]
    assert any(t.startswith("stated of ") and "cyclo-oxygenase 2" in t for t in told[1:])
