"""What may be joined, compared, inherited, inferred or supposed; and how sure that is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from msgspec.structs import replace
from tests.reason.small import claim, curie, mechanism, records, store

from mechgraph.model import Association, CuratedMechanism, Evidence, Quantity
from mechgraph.reason.classes import inherited
from mechgraph.reason.context import Regions, context_of, fits
from mechgraph.reason.edits import inverse_of
from mechgraph.reason.interactions import interactions, reach
from mechgraph.reason.meeting import Interaction
from mechgraph.reason.quantities import extra_costs, rank
from mechgraph.reason.whatif import whatif
from mechgraph.store.memory import MemoryStore

from .table import Row, rules

# Contexts ----------------------------------------------------------------------------------------------------

PLACES = Regions(
    store(
        "horn part_of cord",
        "cord part_of cns",
        "brain part_of cns",
        "rat subclass_of rodent",
        "mouse subclass_of rodent",
    )
)


def breaks(first: dict[str, Any], second: dict[str, Any]) -> list[str]:
    """The fields in which two claims of one chain cannot both hold."""
    return [b.field for b in context_of([claim("a -> b", **first), claim("b -> c", **second)], PLACES).breaks]


def common(*contexts: dict[str, Any]) -> dict[str, str]:
    names = "abcdefg"
    chain = [claim(f"{names[i]} -> {names[i + 1]}", **q) for i, q in enumerate(contexts)]
    return context_of(chain, PLACES).common


def holds(asked: dict[str, str], **qualifiers: Any) -> bool | None:
    return fits(claim("a -> b", **qualifiers), asked, PLACES)


RAT: dict[str, Any] = {"species": curie("rat")}
MOUSE: dict[str, Any] = {"species": curie("mouse")}
RODENT: dict[str, Any] = {"species": curie("rodent")}
CONTEXTS: list[Row] = [
    ("rats and mice are not one", lambda: breaks(RAT, MOUSE), ["species"]),
    ("rats are rodents", lambda: breaks(RAT, RODENT), []),
    (
        "in vivo and in vitro are not one",
        lambda: breaks({"preparation": "in_vivo"}, {"preparation": "in_vitro"}),
        ["preparation"],
    ),
    ("oral and intrathecal are not one", lambda: breaks({"route": "oral"}, {"route": "intrathecal"}), ["route"]),
    ("acute and chronic are not one", lambda: breaks({"timing": "acute"}, {"timing": "chronic"}), ["timing"]),
    (
        "patients with one disease are not those with another",
        lambda: breaks({"population_of": curie("ms")}, {"population_of": curie("cp")}),
        ["population_of"],
    ),
    (
        "a chain may pass from place to place",
        lambda: breaks({"anatomy": curie("cord")}, {"anatomy": curie("brain")}),
        [],
    ),
    ("two doses do not break a chain", lambda: breaks({"dose": "5 mg"}, {"dose": "10 mg"}), []),
    ("what is silent breaks nothing", lambda: breaks(RAT, {}), []),
    ("of a kind and one of it, the narrower is common", lambda: common(RODENT, RAT), {"species": "MG:rat"}),
    ("what broke is common to none", lambda: common(RAT, MOUSE), {}),
    (
        "the break is found across a silent claim",
        lambda: context_of([claim("a -> b", **RAT), claim("b -> c"), claim("c -> d", **MOUSE)], PLACES).holds,
        False,
    ),
    ("what is said of the cord holds in the horn", lambda: holds({"anatomy": "MG:horn"}, anatomy=curie("cord")), True),
    (
        "what is said of the horn is found under the cord",
        lambda: holds({"anatomy": "MG:cord"}, anatomy=curie("horn")),
        True,
    ),
    (
        "what is said of the brain does not hold in the cord",
        lambda: holds({"anatomy": "MG:cord"}, anatomy=curie("brain")),
        False,
    ),
    ("what is said of rats does not hold of mice", lambda: holds({"species": "MG:mouse"}, **RAT), False),
    (
        "a denied part is no part",
        lambda: Regions(store(claim("horn part_of brain", negated=True))).within(curie("horn"), curie("brain")),
        False,
    ),
    ("silence is neither yes nor no", lambda: holds({"species": "MG:mouse"}), None),
    (
        "one field that differs is enough for a no",
        lambda: holds({"species": "MG:rat", "route": "oral"}, **RAT, route="topical"),
        False,
    ),
]


@rules(CONTEXTS)
def test_what_holds_together(ask: Callable[[], object], right: object) -> None:
    assert ask() == right


# Quantities --------------------------------------------------------------------------------------------------


def measured(who: str, **quantity: Any) -> Association:
    return replace(claim(f"{who} binds receptor"), quantity=Quantity(**quantity))


def order(*claims: Association) -> list[str]:
    """Who is placed, most first."""
    return [p.entity.reference for p in rank(claims, by="subject").places]


def pair(kind: str, a: float, b: float, unit: str = "", other: str = "") -> list[str]:
    """Who comes first: a with one amount, or b with another."""
    return order(measured("a", kind=kind, value=a, unit=unit), measured("b", kind=kind, value=b, unit=other or unit))


QUANTITIES: list[Row] = [
    ("a smaller Ki binds more tightly", lambda: pair("Ki", 2.0, 1.0, "nM"), ["b", "a"]),
    ("a smaller Ki binds more tightly in units of mass too", lambda: pair("Ki", 2.0, 1.0, "ng/ml"), ["b", "a"]),
    ("a smaller IC50 is more potent without a unit too", lambda: pair("IC50", 2.0, 1.0), ["b", "a"]),
    ("a smaller ED50 is more potent", lambda: pair("ED50", 2.0, 1.0, "mg/kg"), ["b", "a"]),
    ("a greater pKi binds more tightly", lambda: pair("pKi", 7.0, 9.0), ["b", "a"]),
    ("500 nM is less than 1 µM", lambda: pair("Ki", 1.0, 500.0, "µM", "nM"), ["b", "a"]),
    (
        "pKi 8 is tighter than 100 nM",
        lambda: order(measured("a", kind="Ki", value=100.0, unit="nM"), measured("b", kind="pKi", value=8.0)),
        ["b", "a"],
    ),
    (
        "Ki and Kd are one scale",
        lambda: order(measured("a", kind="Ki", value=9.0, unit="nM"), measured("b", kind="Kd", value=1.0, unit="nM")),
        ["b", "a"],
    ),
    ("a greater half-life is more", lambda: pair("half-life", 2.0, 4.0, "h"), ["b", "a"]),
    (
        "rank 1 is the most",
        lambda: order(measured("a", kind="density", rank=3), measured("b", kind="density", rank=1)),
        ["b", "a"],
    ),
    ("highest is more than low", lambda: order(measured("a", text="low"), measured("b", text="highest")), ["b", "a"]),
    (
        "a range stands at its middle",
        lambda: order(
            measured("a", low=1.0, high=5.0, unit="h"),
            measured("b", value=4.0, unit="h"),
            measured("c", value=2.0, unit="h"),
        ),
        ["b", "a", "c"],
    ),
    ("milligrams and per cent are not compared", lambda: len(pair("dose", 1.0, 2.0, "mg", "%")), 1),
    (
        "a denied measurement is not placed",
        lambda: order(replace(measured("a", value=1.0, unit="h"), negated=True), measured("b", value=2.0, unit="h")),
        ["b"],
    ),
    (
        "an inconclusive one is not placed",
        lambda: order(
            replace(measured("a", value=1.0, unit="h"), certainty="inconclusive"), measured("b", value=2.0, unit="h")
        ),
        ["b"],
    ),
    ("a quantity gives no sign", lambda: measured("a", kind="Ki", value=1.0, unit="nM").sign, 0),
    (
        "the densest place costs nothing more",
        lambda: min(
            extra_costs(
                [measured("a", kind="density", rank=1), measured("b", kind="density", rank=2)], "density"
            ).values()
        ),
        0.0,
    ),
]


@rules(QUANTITIES)
def test_what_is_more(ask: Callable[[], object], right: object) -> None:
    assert ask() == right


# Classes -----------------------------------------------------------------------------------------------------

KINDS = {"drug": "drug", "other": "drug", "relaxants": "drug_class", "brake": "role", "OAT": "transporter"}
KINDS |= {"sleep": "phenotype", "kidney": "anatomy", "excretion-of-other": "state"}
MEMBER = "drug member_of relaxants"


def gets(*more: str | Association) -> list[tuple[str, str, str]]:
    """What the drug inherits: predicate, object, certainty."""
    found = inherited(store(*more, categories=KINDS), curie("drug"))
    return [(a.predicate, a.object.reference, a.certainty) for a in found]


def handed(said: Association) -> Association:
    """A class claim as the drug inherits it."""
    (found,) = inherited(store(MEMBER, said, categories=KINDS), curie("drug"))
    return found


CLASSES: list[Row] = [
    (
        "what is inherited is never established",
        lambda: gets(MEMBER, "relaxants -> sleep"),
        [("increases", "sleep", "probable")],
    ),
    (
        "a hedged class claim stays hedged",
        lambda: gets(MEMBER, claim("relaxants -> sleep", certainty="hedged")),
        [("increases", "sleep", "hedged")],
    ),
    (
        "a hedged membership hedges all",
        lambda: gets(claim(MEMBER, certainty="hedged"), "relaxants -> sleep"),
        [("increases", "sleep", "hedged")],
    ),
    ("the hedge comes along", lambda: handed(replace(claim("relaxants -> sleep"), hedge="may")).hedge, "may"),
    (
        "what is denied of the class is inherited as denied",
        lambda: handed(claim("relaxants -> sleep", negated=True)).negated,
        True,
    ),
    ("it is marked as inherited", lambda: handed(claim("relaxants -> sleep")).rule, "inherited-from-class"),
    ("it is a prediction", lambda: handed(claim("relaxants -> sleep")).knowledge_level, "prediction"),
    ("it names the class claim and the membership", lambda: len(handed(claim("relaxants -> sleep")).derived_from), 2),
    ("what members differ in is not inherited", lambda: gets(MEMBER, "relaxants differs_in structure"), []),
    ("a denied membership gives nothing", lambda: gets(claim(MEMBER, negated=True), "relaxants -> sleep"), []),
    ("an own claim goes before", lambda: gets(MEMBER, "relaxants -> sleep", "drug -> sleep"), []),
    ("an own denial goes before", lambda: gets(MEMBER, "relaxants -> sleep", claim("drug -> sleep", negated=True)), []),
    ("an own opposite goes before", lambda: gets(MEMBER, "relaxants -> sleep", "drug -| sleep"), []),
    ("an own claim on something else does not", lambda: len(gets(MEMBER, "relaxants -> sleep", "drug -> pain")), 1),
    (
        "a source may exempt a member",
        lambda: gets(MEMBER, claim("relaxants -> sleep", evidence=(Evidence(source="s", exempts=(curie("drug"),)),))),
        [],
    ),
    ("a role that is no class gives nothing", lambda: gets("drug has_role brake", "brake -> sleep"), []),
    ("parts of the class are not inherited", lambda: gets(MEMBER, "relaxants part_of list"), []),
    (
        "a subunit inherits nothing from its complex",
        lambda: gets("drug subunit_of relaxants", "relaxants -> sleep"),
        [],
    ),
]


@rules(CLASSES)
def test_what_a_member_inherits(ask: Callable[[], object], right: object) -> None:
    assert ask() == right


# Interactions ------------------------------------------------------------------------------------------------


def met(*claims: str | Association) -> list[Interaction]:
    """How the drug and the other one meet."""
    small = store(*claims, categories=KINDS)
    ends = small.entity(curie("drug")), small.entity(curie("other"))
    assert ends[0] is not None
    return list(interactions(small, ends[0], ends[1]).found)


def only(*claims: str | Association) -> Interaction:
    (found,) = met(*claims)
    return found


def first_way() -> list[str]:
    """Of two equally long ways to an effect, the claims of the first."""
    made = records(
        "drug -> a",
        claim("a -> sleep", certainty="hedged"),
        claim("drug -> b", certainty="probable"),
        claim("b -> sleep", certainty="probable"),
        categories=KINDS,
    )
    ids = tuple(a.id for a in made.associations)
    made.mechanisms.append(CuratedMechanism(id="m", drug=curie("drug"), effect=curie("sleep"), claims=ids))
    return [a.key for a in reach(MemoryStore(made), curie("drug"), False)[curie("sleep")][0].claims]


SLOWS = "drug -| excretion-of-other"
INTERACTIONS: list[Row] = [
    ("the same effect may add up", lambda: only("drug -> sleep", "other -> sleep").relation, "same"),
    ("opposite effects may counteract", lambda: only("drug -> sleep", "other -| sleep").relation, "opposite"),
    ("a denied effect meets nothing", lambda: met("drug -> sleep", claim("other -> sleep", negated=True)), []),
    (
        "an inconclusive effect meets nothing",
        lambda: met("drug -> sleep", claim("other -> sleep", certainty="inconclusive")),
        [],
    ),
    (
        "what is inferred from sure claims is hedged",
        lambda: only("drug -> sleep", "other -> sleep").certainty,
        "hedged",
    ),
    (
        "what is inferred of a shared carrier is hedged",
        lambda: only("drug substrate_of OAT", "other substrate_of OAT").certainty,
        "hedged",
    ),
    ("a shared carrier acts both ways", lambda: only("drug substrate_of OAT", "other substrate_of OAT").mutual, True),
    (
        "who inhibits the carrier acts",
        lambda: only("other inhibits OAT", "drug substrate_of OAT").acting,
        curie("other"),
    ),
    ("an inhibited carrier is lowered", lambda: only("drug inhibits OAT", "other substrate_of OAT").relation, "lowers"),
    (
        "an inhibited carrier is lowered, not both ways",
        lambda: only("drug inhibits OAT", "other substrate_of OAT").mutual,
        False,
    ),
    (
        "a shared organ of elimination",
        lambda: only("drug excreted_by kidney", "other excreted_by kidney").rule,
        "shared-elimination",
    ),
    ("slower excretion raises the level", lambda: only(SLOWS, "excretion-of-other -| other").relation, "raises"),
    (
        "a stated interaction is as sure as its claim",
        lambda: only(claim(SLOWS, certainty="probable"), "excretion-of-other -| other").certainty,
        "probable",
    ),
    (
        "a stated interaction is no surer than its weakest claim",
        lambda: only(SLOWS, claim("excretion-of-other -| other", certainty="hedged")).certainty,
        "hedged",
    ),
    ("a denied interaction is none", lambda: met(claim(SLOWS, negated=True), "excretion-of-other -| other"), []),
    (
        "two statements of one interaction: as sure as the surer",
        lambda: (
            only(
                claim(SLOWS, certainty="hedged"), claim(SLOWS, species=curie("rat")), "excretion-of-other -| other"
            ).certainty
        ),
        "established",
    ),
    (
        "another species is said to be another",
        lambda: only(claim("drug -> sleep", **RAT), claim("other -> sleep", **MOUSE)).apart,
        ("species",),
    ),
    ("of two ways the one whose weakest claim is surer", first_way, ["drug-b", "b-sleep"]),
]


@rules(INTERACTIONS)
def test_how_two_drugs_meet(ask: Callable[[], object], right: object) -> None:
    assert ask() == right


# Suppositions ------------------------------------------------------------------------------------------------

SAID = replace(claim("drug -> receptor"), hedge="may", quantity=Quantity(value=1.0), evidence=(Evidence(source="s"),))
CHAIN = ("drug -> receptor", "receptor -| firing", "firing -> disease")


def after(*claims: str, **edits: Any) -> tuple[str, str]:
    found = whatif(mechanism(*claims), **edits)
    return found.verdict, found.after


SUPPOSED: list[Row] = [
    ("an inverted claim has no source", lambda: inverse_of(SAID).evidence, ()),
    ("an inverted claim has no measured amount", lambda: inverse_of(SAID).quantity, None),
    ("an inverted claim does not keep the source's hedge", lambda: inverse_of(SAID).hedge, ""),
    ("an inverted claim is never sure", lambda: inverse_of(SAID).certainty, "hedged"),
    ("an inverted claim is marked as supposed", lambda: inverse_of(SAID).rule, "what-if"),
    ("an inverted claim names what it was", lambda: inverse_of(SAID).derived_from, (SAID.id,)),
    ("agonist becomes antagonist", lambda: inverse_of(claim("drug agonist_of receptor")).predicate, "antagonist_of"),
    (
        "an inverted cause is worded from cause to effect",
        lambda: inverse_of(claim("pain <- injury")).causal_ends,
        (curie("injury"), curie("pain")),
    ),
    ("nothing changed: kept", lambda: after(*CHAIN), ("kept", "decrease")),
    ("one link taken out: lost", lambda: after(*CHAIN, delete=["drug,receptor"]), ("lost", "none")),
    ("one link inverted: reversed", lambda: after(*CHAIN, invert=["receptor,firing"]), ("reversed", "increase")),
    (
        "two links inverted: kept",
        lambda: after(*CHAIN, invert=["drug,receptor", "firing,disease"]),
        ("kept", "decrease"),
    ),
    ("an entity blocked: lost", lambda: after(*CHAIN, block=["firing"]), ("lost", "none")),
    (
        "a link put in: created",
        lambda: after("drug -> a", "b -> disease", add=["a,decreases,b"]),
        ("created", "decrease"),
    ),
    (
        "one of two ways gone, and nobody said that each is enough: weakened",
        lambda: after("drug -| a", "a -> disease", "drug -| b", "b -> disease", delete=["drug,a"]),
        ("weakened", "decrease"),
    ),
    (
        "one way of two inverted: not determined",
        lambda: after("drug -| a", "a -> disease", "drug -| b", "b -> disease", invert=["drug,a"]),
        ("undetermined", "conflicting"),
    ),
    (
        "whatever else a drug does that lost its direct action is in doubt",
        lambda: after("drug agonist_of a", "a -| c", "drug -| d", "c -> disease", "d -> disease", block=["a"]),
        ("undetermined", "undetermined"),
    ),
    (
        "what may be the blocked way from outside is not kept",
        lambda: after("drug agonist_of a", "a -| c", "drug -| c", "c -> disease", block=["a"]),
        ("undetermined", "undetermined"),
    ),
]


@rules(SUPPOSED)
def test_what_follows_from_a_supposition(ask: Callable[[], object], right: object) -> None:
    assert ask() == right
