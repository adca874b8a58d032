"""What is for a claim and what against it, what that comes to, and what a mechanism makes of its claims."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from msgspec.structs import replace
from tests.reason.small import claim, curie, mechanism, records, store

from mechgraph.model import Association, Evidence, Mechanism, OpenQuestion, Stance
from mechgraph.reason.mechanism import mechanism_of_claims, simple_paths
from mechgraph.reason.objections import objections_to
from mechgraph.reason.sides import COLUMNS, sides_of
from mechgraph.reason.signs import net_sign, product
from mechgraph.reason.verdicts import claim_verdict, mechanism_verdict
from mechgraph.store.memory import MemoryStore

from .table import Row, rules

MINE = claim("drug -| pain")


def voices(*stances: Stance) -> tuple[Evidence, ...]:
    return tuple(Evidence(source=f"s{i}", stance=s) for i, s in enumerate(stances))


def verdict(mine: Association, *beside: Association) -> str:
    """The verdict on a claim in a graph that holds it and some others."""
    return claim_verdict(mine, objections_to(store(mine, *beside), mine))


def kinds(mine: Association, *beside: Association) -> list[str]:
    """The kinds of all that speaks against a claim."""
    return [o.kind for o in objections_to(store(mine, *beside), mine)]


def denied(**qualifiers: Any) -> Association:
    return claim("drug -| pain", negated=True, **qualifiers)


VERDICTS: list[Row] = [
    ("nothing against: supported", lambda: verdict(MINE), "supported"),
    ("no evidence at all, nothing against: supported", lambda: verdict(replace(MINE, evidence=())), "supported"),
    (
        "a source for and one against: mixed",
        lambda: verdict(replace(MINE, evidence=voices("supports", "refutes"))),
        "mixed",
    ),
    (
        "a source for and one without effect: mixed",
        lambda: verdict(replace(MINE, evidence=voices("supports", "no_effect"))),
        "mixed",
    ),
    ("only a source against: refuted", lambda: verdict(replace(MINE, evidence=voices("refutes"))), "refuted"),
    ("only a source without effect: refuted", lambda: verdict(replace(MINE, evidence=voices("no_effect"))), "refuted"),
    ("partial evidence alone supports", lambda: verdict(replace(MINE, evidence=voices("partial"))), "supported"),
    (
        "partial evidence does not weaken",
        lambda: verdict(replace(MINE, evidence=voices("supports", "partial"))),
        "supported",
    ),
    (
        "partial evidence beside refuting: mixed",
        lambda: verdict(replace(MINE, evidence=voices("partial", "refutes"))),
        "mixed",
    ),
    ("an inconclusive claim stays so", lambda: verdict(replace(MINE, certainty="inconclusive")), "inconclusive"),
    ("its denial: mixed", lambda: verdict(MINE, denied()), "mixed"),
    ("the denial itself, with the claim beside it: mixed", lambda: verdict(denied(), MINE), "mixed"),
    ("a denial that nothing asserts is supported", lambda: verdict(denied()), "supported"),
    ("the opposite effect: mixed", lambda: verdict(MINE, claim("drug -> pain")), "mixed"),
    ("the opposite effect in other words: mixed", lambda: verdict(MINE, claim("drug causes pain")), "mixed"),
    (
        "an inconclusive finding beside it does not weaken",
        lambda: verdict(MINE, claim("drug -| pain", certainty="inconclusive", species=curie("rat"))),
        "supported",
    ),
    (
        "an inconclusive opposite does not weaken",
        lambda: verdict(MINE, claim("drug -> pain", certainty="inconclusive")),
        "supported",
    ),
    ("the opposite denied does not weaken", lambda: verdict(MINE, claim("drug -> pain", negated=True)), "supported"),
    ("another effect does not weaken", lambda: verdict(MINE, claim("drug -> sleep", negated=True)), "supported"),
    (
        "denied in other patients: supported",
        lambda: verdict(MINE, denied(population_of=curie("migraine"))),
        "supported",
    ),
    (
        "said of these patients, denied in others: supported",
        lambda: verdict(claim("drug -| pain", population_of=curie("ms")), denied(population_of=curie("migraine"))),
        "supported",
    ),
    (
        "said of these patients, denied of everybody: mixed",
        lambda: verdict(claim("drug -| pain", population_of=curie("ms")), denied()),
        "mixed",
    ),
    (
        "denied in the same patients: mixed",
        lambda: verdict(
            claim("drug -| pain", population_of=curie("ms")), denied(population_of=curie("ms"), dose="5 mg")
        ),
        "mixed",
    ),
    (
        "denied in others and in all: mixed",
        lambda: verdict(MINE, denied(population_of=curie("migraine")), denied()),
        "mixed",
    ),
    (
        "a probable claim is weakened by other patients too",
        lambda: verdict(replace(MINE, certainty="probable"), denied(population_of=curie("migraine"))),
        "mixed",
    ),
]


@rules(VERDICTS)
def test_what_for_and_against_come_to(ask: Callable[[], object], right: object) -> None:
    assert ask() == right


def contested(side: Association) -> list[str]:
    """What is contested about one of the two sides of a recorded contradiction."""
    one, other = claim("drug -| pain"), claim("drug agonist_of receptor")
    made = records(one, other)
    made.questions.append(
        OpenQuestion(id="q", kind="contradiction", question="?", claims=(one.id,), against=(other.id,))
    )
    return [o.kind for o in objections_to(MemoryStore(made), side)]


def columns(mine: Association, *beside: Association) -> dict[str, int]:
    """How many voices stand in which column."""
    ((_, found),) = sides_of(store(mine, *beside), [mine])
    return {c: len(v) for c in COLUMNS if (v := getattr(found, c))}


OBJECTIONS: list[Row] = [
    ("the first side of a contradiction is contested", lambda: contested(claim("drug -| pain")), ["contested"]),
    ("the second side is contested too", lambda: contested(claim("drug agonist_of receptor")), ["contested"]),
    ("a denial negates", lambda: kinds(MINE, denied()), ["negates"]),
    ("a denial of the opposite does not negate", lambda: kinds(MINE, claim("drug -> pain", negated=True)), []),
    ("the other sign is opposite", lambda: kinds(MINE, claim("drug -> pain")), ["opposite"]),
    (
        "an inconclusive claim of the other sign is inconclusive, not opposite",
        lambda: kinds(MINE, claim("drug -> pain", certainty="inconclusive")),
        ["inconclusive"],
    ),
    ("what says the same is no objection", lambda: kinds(MINE, claim("drug -| pain", species=curie("rat"))), []),
    ("an effect without direction is no objection", lambda: kinds(MINE, claim("drug -- pain")), []),
    ("the effect the other way round is no objection", lambda: kinds(MINE, claim("pain -> drug")), []),
    (
        "the opposite worded from the effect is one",
        lambda: kinds(claim("injury -| pain"), claim("pain <- injury")),
        ["opposite"],
    ),
    (
        "its own evidence comes first, each kind by its name",
        lambda: kinds(replace(MINE, evidence=voices("supports", "no_effect", "partial")), denied()),
        ["no_effect", "partial", "negates"],
    ),
    (
        "evidence for an inconclusive claim is no support",
        lambda: columns(replace(MINE, certainty="inconclusive")),
        {"inconclusive": 1},
    ),
    (
        "each voice in its column",
        lambda: columns(replace(MINE, evidence=voices("supports", "refutes", "partial", "no_effect")), denied()),
        {"supports": 1, "refutes": 2, "partial": 1, "no_effect": 1},
    ),
]


@rules(OBJECTIONS)
def test_what_speaks_against_a_claim(ask: Callable[[], object], right: object) -> None:
    assert ask() == right


def through(*claims: str | Association) -> list[str]:
    """The ways from drug to disease, by the entities between."""
    made = [claim(c) if isinstance(c, str) else c for c in claims]
    found = simple_paths(made, curie("drug"), curie("disease"))
    return [" ".join(c.reference for c in p.entities[1:-1]) for p in found]


def made(*claims: str | Association, beside: tuple[Association, ...] = ()) -> Mechanism:
    listed = [claim(c) if isinstance(c, str) else c for c in claims]
    small = store(*listed, *beside, claim("drug affects disease", negated=True))
    ends = small.entity(curie("drug")), small.entity(curie("disease"))
    assert ends[0] is not None
    assert ends[1] is not None
    paths = simple_paths(listed, curie("drug"), curie("disease"))
    return mechanism_of_claims(small, ends[0], ends[1], listed, paths)


def weakest(*claims: Association, beside: tuple[Association, ...] = ()) -> str:
    """The key of the weakest claim of a mechanism."""
    m = made(*claims, beside=beside)
    return next(a.key for a in m.associations if a.id == m.weakest)


TWO = voices("supports", "supports")
MECHANISMS: list[Row] = [
    ("signs multiply", lambda: product([-1, -1, -1]), -1),
    ("no sign absorbs", lambda: product([-1, 0, -1]), 0),
    ("an empty chain changes nothing", lambda: product([]), 1),
    (
        "two ways that agree have their sign",
        lambda: mechanism("drug -| a", "a -> disease", "drug -> b", "b -| disease").sign,
        -1,
    ),
    ("two ways that differ conflict", lambda: mechanism("drug -| a", "a -> disease", "drug -> disease").sign, None),
    ("a way without sign does not decide", lambda: mechanism("drug -- a", "a -> disease", "drug -| disease").sign, -1),
    ("only ways without sign: not determined", lambda: mechanism("drug -- a", "a -> disease").sign, 0),
    ("no way: not determined", lambda: net_sign([]), 0),
    ("a denied claim is not walked", lambda: through(claim("drug -> a", negated=True), "a -> disease"), []),
    (
        "an inconclusive claim is not walked",
        lambda: through(claim("drug -> a", certainty="inconclusive"), "a -> disease"),
        [],
    ),
    ("a hedged claim is walked", lambda: through(claim("drug -> a", certainty="hedged"), "a -> disease"), ["a"]),
    ("a claim is not walked against its direction", lambda: through("a -> drug", "a -> disease"), []),
    ("a reverse-worded claim is walked from its cause", lambda: through("a <- drug", "a -> disease"), ["a"]),
    ("no entity twice", lambda: through("drug -> a", "a -> b", "b -> a", "b -> disease"), ["a b"]),
    ("the shortest way first", lambda: through("drug -> a", "a -> b", "b -> disease", "a -> disease"), ["a", "a b"]),
    (
        "the least certain claim is the weakest",
        lambda: weakest(claim("drug -> a"), claim("a -> disease", certainty="probable")),
        "a-disease",
    ),
    (
        "of equal certainty the one with more against it",
        lambda: weakest(claim("drug -> a"), claim("a -> disease", evidence=TWO), beside=(claim("a -| disease"),)),
        "a-disease",
    ),
    (
        "then the one with fewer sources",
        lambda: weakest(claim("drug -> a", evidence=TWO), claim("a -> disease")),
        "a-disease",
    ),
    (
        "partial evidence is not counted against",
        lambda: weakest(claim("drug -> a", evidence=voices("supports", "supports", "partial")), claim("a -> disease")),
        "a-disease",
    ),
    (
        "a chain is as its weakest claim",
        lambda: mechanism_verdict(made("drug -> a", claim("a -> disease", evidence=voices("refutes")))),
        "refuted",
    ),
    (
        "a mechanism is as its strongest way",
        lambda: mechanism_verdict(
            made("drug -> a", claim("a -> disease", evidence=voices("refutes")), "drug -> disease")
        ),
        "supported",
    ),
    (
        "ways that conflict are mixed",
        lambda: mechanism_verdict(made("drug -> a", "a -| disease", "drug -> disease")),
        "mixed",
    ),
    ("no way is no verdict", lambda: mechanism_verdict(made("drug -> a")), "not_stated"),
    (
        "a contested link makes its chain mixed",
        lambda: mechanism_verdict(made("drug -> a", "a -> disease", beside=(claim("a -> disease", negated=True),))),
        "mixed",
    ),
]


@rules(MECHANISMS)
def test_what_a_mechanism_makes_of_its_claims(ask: Callable[[], object], right: object) -> None:
    assert ask() == right
