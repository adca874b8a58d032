"""How two drugs meet, by process and direction: what labels and regulators list, written by hand first.

Additive depression of breathing and the CNS (boxed warnings of opioids and benzodiazepines), antagonism at a receptor
(naloxone, flumazenil), a partial agonist that displaces (buprenorphine), an enzyme that is inhibited (ciprofloxacin and
tizanidine, contraindicated), acetaldehyde (disulfiram). No name that merely contains another is an interaction.
"""

from __future__ import annotations

from collections.abc import Callable

from tests.reason.small import claim, curie, store

import mechgraph
from mechgraph.reason.interactions import Interaction, interactions

from .table import Row, rules

KG = mechgraph.load()


def first(drug: str, other: str) -> Interaction:
    return KG.interactions(drug, other).found[0]


def processes(drug: str, other: str) -> set[str]:
    """The processes at which the two add up or meet by what a source states."""
    found = KG.interactions(drug, other).found
    return {i.process for i in found if i.rank < 3}


def by_rule(drug: str, other: str, rule: str) -> list[tuple[str, str]]:
    found = KG.interactions(drug, other)
    names = found.entities
    return sorted({(names[i.acting].name, names[i.affected].name) for i in found.found if i.rule == rule})


SMALL = store("drug -> a", "drug -> b", "other -> c", categories={"drug": "drug", "other": "drug"})
ADDED = {"CNS depression", "respiration"}


def handled(drug: str, other: str) -> list[str]:
    """The enzymes and carriers at which two drugs are told to meet without a source that says so."""
    found = KG.interactions(drug, other)
    return [found.entities[i.point].name for i in found.of("pharmacokinetic")]


def told(drug: str, other: str) -> str:
    return "\n".join(KG.interactions(drug, other).lines())


CASES: list[Row] = [
    # the label of pantoprazole: no clinically significant interaction with carbamazepine, diazepam, metoprolol …
    ("pantoprazole and carbamazepine: seen together, none", lambda: handled("pantoprazole", "carbamazepine"), []),
    ("the other way round too", lambda: handled("carbamazepine", "pantoprazole"), []),
    (
        "what a source denies is told as denied",
        lambda: "Denied by a source (1)" in told("carbamazepine", "pantoprazole"),
        True,
    ),
    # the same enzyme, with nobody who looked: the inference stays
    ("omeprazole and phenytoin are handled by CYP2C19", lambda: "CYP2C19" in handled("omeprazole", "phenytoin"), True),
    ("baclofen and ethanol: the CNS is depressed more", lambda: first("baclofen", "ethanol").process, "CNS depression"),
    ("baclofen and morphine: breathing and CNS", lambda: processes("baclofen", "morphine") >= ADDED, True),
    ("baclofen and morphine: breathing comes first", lambda: first("baclofen", "morphine").rank, 1),
    ("morphine and diazepam: breathing and CNS", lambda: processes("morphine", "diazepam") >= ADDED, True),
    ("morphine and diazepam: stated of their classes", lambda: first("morphine", "diazepam").kind, "documented"),
    (
        "naloxone acts against morphine",
        lambda: by_rule("morphine", "naloxone", "blocks-the-target"),
        [("naloxone", "morphine")],
    ),
    (
        "flumazenil acts against diazepam, at a part of its receptor",
        lambda: by_rule("flumazenil", "diazepam", "blocks-the-target"),
        [("flumazenil", "diazepam")],
    ),
    ("flumazenil: stated of the class first", lambda: first("flumazenil", "diazepam").rule, "said-of-class"),
    ("tizanidine and ciprofloxacin", lambda: first("tizanidine", "ciprofloxacin").severity, "contraindicated"),
    (
        "ciprofloxacin raises tizanidine",
        lambda: by_rule("tizanidine", "ciprofloxacin", "changes-the-carrier"),
        [("ciprofloxacin", "tizanidine")],
    ),
    ("disulfiram and ethanol", lambda: first("disulfiram", "ethanol").process, "acetaldehyde"),
    (
        "buprenorphine displaces fentanyl, not the other way",
        lambda: by_rule("buprenorphine", "fentanyl", "displaces-at-the-target"),
        [("buprenorphine", "fentanyl")],
    ),
    (
        "what displaces does not add up at the same receptor",
        lambda: [i.relation for i in KG.interactions("buprenorphine", "fentanyl").found if i.rule == "shared-target"],
        [],
    ),
    (
        "where nothing is stated, how much is known of each side is said",
        lambda: interactions(SMALL, *(e for e in SMALL.entities() if e.category == "drug")).lines()[1],
        "It holds 2 claims about drug and 1 claim about other.",
    ),
]


@rules(CASES)
def test_the_interactions_that_a_regulator_lists(ask: Callable[[], object], right: object) -> None:
    assert ask() == right


DRUGS = {
    "drug": "drug",
    "other": "drug",
    "absorption-of-other": "biological_process",
    "R": "receptor",
    "F": "protein_family",
}


def met(*claims: object, kinds: dict[str, str] | None = None) -> list[tuple[str, str, str]]:
    small = store(*claims, categories=DRUGS | (kinds or {}))  # type: ignore[arg-type]
    drug, other = small.entity(curie("drug")), small.entity(curie("other"))
    assert drug is not None
    assert other is not None
    return [(i.acting.reference, i.rule or i.kind, i.relation) for i in interactions(small, drug, other).found]


def level(*claims: object) -> str:
    """What is told where one drug changes the enzyme of the other."""
    small = store(*claims, categories=DRUGS | {"E": "enzyme"})  # type: ignore[arg-type]
    drug, other = small.entity(curie("drug")), small.entity(curie("other"))
    assert drug is not None
    assert other is not None
    found = interactions(small, drug, other)
    return next(i.sentence(found.entities) for i in found.found if i.rule == "changes-the-carrier")


ALONE = "other increases OAT"
RULES: list[Row] = [
    (
        "a process whose name contains a drug's is no interaction with it",
        lambda: met("drug -| absorption-of-other", ALONE),
        [],
    ),
    (
        "a process that claims tie to the drug is",
        lambda: met("drug -| absorption-of-other", "absorption-of-other increases other"),
        [("drug", "documented", "lowers")],
    ),
    (
        "agonist against antagonist of one receptor: the antagonist acts",
        lambda: met("drug agonist_of R", "other antagonist_of R"),
        [("other", "blocks-the-target", "opposite")],
    ),
    (
        "a family against its member",
        lambda: met("drug agonist_of R", "other antagonist_of F", "R member_of F"),
        [("other", "blocks-the-target", "opposite")],
    ),
    (
        "two members of a family are two receptors",
        lambda: met(
            "drug agonist_of R", "other antagonist_of S", "R member_of F", "S member_of F", kinds={"S": "receptor"}
        ),
        [],
    ),
    (
        "a denied action blocks nothing",
        lambda: met("drug agonist_of R", claim("other antagonist_of R", negated=True)),
        [],
    ),
    (
        "two partial agonists do not displace each other",
        lambda: {r for _, r, _ in met("drug partial_agonist_of R", "other partial_agonist_of R")},
        {"shared-target"},
    ),
    (
        "loss of potassium makes worse what prolongs QT: the one that lowers potassium acts",
        lambda: by_rule("furosemide", "citalopram", "crosses-process"),
        [("furosemide", "citalopram")],
    ),
    (
        "asked from the other side, the same one acts",
        lambda: by_rule("citalopram", "furosemide", "crosses-process"),
        [("furosemide", "citalopram")],
    ),
    (
        "two that lower potassium do not cross",
        lambda: by_rule("furosemide", "hydrochlorothiazide", "crosses-process"),
        [],
    ),
    (
        "what raises potassium does not make QT worse",
        lambda: by_rule("triamterene", "citalopram", "crosses-process"),
        [],
    ),
    (
        "a crossing is told as inferred, with what each does",
        lambda: next(
            i.sentence(KG.interactions("furosemide", "citalopram").entities)
            for i in KG.interactions("furosemide", "citalopram").found
            if i.rule == "crosses-process"
        ),
        "furosemide (hypokalaemia) may make worse what citalopram (prolonged QT interval) does: QT interval",
    ),
    (
        "less of the enzyme that activates a prodrug is less effect, not a higher level",
        lambda: level("drug inhibits E", claim("other substrate_of E", extent="to its active metabolite")),
        "drug lowers the activity of E, which activates other, and may so weaken other",
    ),
    (
        "less of the enzyme that removes a drug is more of the drug",
        lambda: level("drug inhibits E", "other substrate_of E"),
        "drug lowers the activity of E, which handles other, and may so raise the level of other",
    ),
    (
        "what is said of two classes reaches their members",
        lambda: met(
            "drug member_of C", "other member_of D", "C interacts_with D", kinds={"C": "drug_class", "D": "drug_class"}
        ),
        [("drug", "said-of-class", "changes")],
    ),
]


@rules(RULES)
def test_how_what_is_known_of_two_drugs_meets(ask: Callable[[], object], right: object) -> None:
    assert ask() == right
