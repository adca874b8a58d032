"""How one claim bears on one question, by hand: what is for, against and beside, for each relation.

The expected values were written from what the words mean, not from what the code gives: a contraindication supports no
use, a side effect denies none, that something is eased says nothing of whether it is caused, silence is never "no".
"""

from __future__ import annotations

import pytest

from mechgraph.answers.asked import Ask, Mention, Slot
from mechgraph.answers.judge import judge
from mechgraph.curie import Curie
from mechgraph.model import Association, CuratedMechanism, Entity, Evidence, Qualifiers, Quantity, Records
from mechgraph.store.memory import MemoryStore
from mechgraph.workspace import Workspace

ENTITIES = {
    "drug": Entity(id=Curie("MG:x"), name="xdrug", category="drug"),
    "other": Entity(id=Curie("MG:y"), name="ydrug", category="drug"),
    "class": Entity(id=Curie("MG:xclass"), name="xclass", category="drug_class"),
    "illness": Entity(id=Curie("MG:illness"), name="illness", category="disease"),
    "sign": Entity(id=Curie("MG:fits"), name="fits", category="phenotype"),
    "calm": Entity(id=Curie("MG:calm"), name="calm", category="biological_process"),
    "receptor": Entity(id=Curie("MG:rec"), name="rec", category="receptor"),
    "liver": Entity(id=Curie("MG:liver"), name="liver", category="anatomy"),
    "kidney": Entity(id=Curie("MG:kidney"), name="kidney", category="anatomy"),
    "role": Entity(id=Curie("MG:role"), name="dampener", category="role"),
    "fever": Entity(id=Curie("MG:fever"), name="fever", category="phenotype"),
    "heart rate": Entity(id=Curie("MESH:D006339"), name="heart rate", category="state"),
    "bradycardia": Entity(id=Curie("HP:0001662"), name="bradycardia", category="phenotype"),
}
Claims = list[Association]


def claim(subject: str, predicate: str, object: str, **fields: object) -> Association:
    qualifiers = fields.pop("q", None)
    made = {"subject": ENTITIES[subject].id, "predicate": predicate, "object": ENTITIES[object].id, **fields}
    if qualifiers is not None:
        made["qualifiers"] = qualifiers
    made.setdefault("evidence", (Evidence(source="s"),))
    return Association(**made)  # type: ignore[arg-type]


def workspace(*claims: Association) -> Workspace:
    return Workspace(MemoryStore(Records(entities=list(ENTITIES.values()), associations=list(claims))))


def ask(relation: str, subject: str | None, object: str | None, **fields: object) -> Ask:
    def slot(name: str | None) -> Slot:
        return Slot() if name is None else Slot(mention=Mention(ENTITIES[name], ENTITIES[name].name, 0, 1))

    fields.setdefault("form", "closed")
    return Ask(relation=relation, subject=slot(subject), object=slot(object), **fields)  # type: ignore[arg-type]


IN_ILL = Qualifiers(population_of=Curie("MG:illness"))

TABLE: list[tuple[str, Association, Ask, str]] = [
    # what a claim says · what is asked · verdict of the two alone
    ("treats", claim("drug", "treats", "illness"), ask("treat", "drug", "illness"), "supported"),
    ("treats", claim("drug", "treats", "illness"), ask("use", "drug", "illness"), "supported"),
    ("treats", claim("drug", "treats", "illness"), ask("help", "drug", "illness"), "supported"),
    ("treats", claim("drug", "treats", "illness"), ask("change", "drug", "illness", polarity=-1), "supported"),
    ("treats", claim("drug", "treats", "illness"), ask("change", "drug", "illness", polarity=1), "refuted"),
    ("treats", claim("drug", "treats", "illness"), ask("cause", "drug", "illness", polarity=1), "not_stated"),
    ("treats", claim("drug", "treats", "illness"), ask("off_label", "drug", "illness"), "not_stated"),
    ("not treats", claim("drug", "treats", "illness", negated=True), ask("treat", "drug", "illness"), "refuted"),
    ("palliates", claim("drug", "palliates", "illness"), ask("use", "drug", "illness"), "supported"),
    ("off-label", claim("drug", "used_off_label_for", "illness"), ask("treat", "drug", "illness"), "not_stated"),
    ("off-label", claim("drug", "used_off_label_for", "illness"), ask("use", "drug", "illness"), "not_stated"),
    ("off-label", claim("drug", "used_off_label_for", "illness"), ask("approved", "drug", "illness"), "refuted"),
    ("off-label", claim("drug", "used_off_label_for", "illness"), ask("off_label", "drug", "illness"), "supported"),
    ("studied", claim("drug", "studied_for", "illness"), ask("help", "drug", "illness"), "not_stated"),
    ("contraindicated", claim("drug", "contraindicated_in", "illness"), ask("use", "drug", "illness"), "not_stated"),
    ("contraindicated", claim("drug", "contraindicated_in", "illness"), ask("safe", "drug", "illness"), "refuted"),
    (
        "contraindicated",
        claim("drug", "contraindicated_in", "illness"),
        ask("contraindication", "drug", "illness"),
        "supported",
    ),
    ("caution", claim("drug", "has_risk_context", "illness"), ask("contraindication", "drug", "illness"), "not_stated"),
    ("caution", claim("drug", "has_risk_context", "illness"), ask("safe", "drug", "illness"), "refuted"),
    ("caution", claim("drug", "has_risk_context", "illness"), ask("help", "drug", "illness"), "not_stated"),
    ("side effect", claim("drug", "has_side_effect", "sign"), ask("cause", "drug", "sign", polarity=1), "supported"),
    ("side effect", claim("drug", "has_side_effect", "sign"), ask("treat", "drug", "sign"), "not_stated"),
    ("side effect", claim("drug", "has_side_effect", "sign"), ask("help", "drug", "sign"), "not_stated"),
    ("side effect", claim("drug", "has_side_effect", "sign"), ask("change", "drug", "sign", polarity=-1), "refuted"),
    ("causes", claim("drug", "causes", "sign"), ask("cause", "drug", "sign", polarity=1), "supported"),
    ("causes not", claim("drug", "causes", "sign", negated=True), ask("cause", "drug", "sign", polarity=1), "refuted"),
    ("raises risk", claim("drug", "increases_risk_of", "sign"), ask("cause", "drug", "sign", polarity=1), "supported"),
    ("lowers", claim("drug", "decreases", "sign"), ask("cause", "drug", "sign", polarity=1), "not_stated"),
    ("lowers", claim("drug", "decreases", "sign"), ask("change", "drug", "sign", polarity=0), "supported"),
    (
        "lowers not",
        claim("drug", "decreases", "sign", negated=True),
        ask("change", "drug", "sign", polarity=-1),
        "refuted",
    ),
    (
        "lowers not, the opposite asked",
        claim("drug", "decreases", "sign", negated=True),
        ask("change", "drug", "sign", polarity=1),
        "not_stated",
    ),
    ("affects", claim("drug", "affects", "calm"), ask("change", "drug", "calm", polarity=1), "not_stated"),
    ("affects", claim("drug", "affects", "calm"), ask("change", "drug", "calm", polarity=0), "supported"),
    (
        "affects not",
        claim("drug", "affects", "calm", negated=True),
        ask("change", "drug", "calm", polarity=1),
        "refuted",
    ),
    (
        "affects not",
        claim("drug", "affects", "calm", negated=True),
        ask("change", "drug", "calm", polarity=-1),
        "refuted",
    ),
    (
        "inconclusive",
        claim("drug", "decreases", "sign", certainty="inconclusive"),
        ask("change", "drug", "sign", polarity=-1),
        "inconclusive",
    ),
    (
        "correlated",
        claim("drug", "negatively_correlated_with", "sign"),
        ask("change", "drug", "sign", polarity=-1),
        "not_stated",
    ),
    (
        "sign eased in the ill",
        claim("drug", "decreases", "sign", q=IN_ILL),
        ask("help", "drug", "illness"),
        "supported",
    ),
    (
        "sign eased in the ill",
        claim("drug", "decreases", "sign", q=IN_ILL),
        ask("treat", "drug", "illness"),
        "not_stated",
    ),
    ("harm in the ill", claim("drug", "causes", "fever", q=IN_ILL), ask("help", "drug", "illness"), "not_stated"),
    ("harm in the ill", claim("drug", "causes", "fever", q=IN_ILL), ask("safe", "drug", "illness"), "refuted"),
    ("agonist", claim("drug", "agonist_of", "receptor"), ask("acts_on", "drug", "receptor"), "supported"),
    (
        "agonist",
        claim("drug", "agonist_of", "receptor"),
        ask("is_a", "drug", "receptor", action="agonism", polarity=1),
        "supported",
    ),
    (
        "partial agonist",
        claim("drug", "partial_agonist_of", "receptor"),
        ask("is_a", "drug", "receptor", action="agonism", polarity=1),
        "supported",
    ),
    (
        "agonist, antagonist asked",
        claim("drug", "agonist_of", "receptor"),
        ask("is_a", "drug", "receptor", action="antagonism", polarity=-1),
        "refuted",
    ),
    (
        "antagonist, agonist asked",
        claim("drug", "antagonist_of", "receptor"),
        ask("is_a", "drug", "receptor", action="agonism", polarity=1),
        "refuted",
    ),
    (
        "agonist, blocked?",
        claim("drug", "agonist_of", "receptor"),
        ask("acts_on", "drug", "receptor", polarity=-1),
        "refuted",
    ),
    ("binds", claim("drug", "binds", "receptor"), ask("acts_on", "drug", "receptor"), "supported"),
    ("binds", claim("drug", "binds", "receptor"), ask("acts_on", "drug", "receptor", polarity=1), "not_stated"),
    ("role", claim("drug", "has_role", "role"), ask("is_a", "drug", "role"), "supported"),
    ("similar", claim("drug", "structurally_similar_to", "other"), ask("is_a", "drug", "other"), "not_stated"),
    ("metabolised", claim("drug", "metabolized_in", "liver"), ask("metabolism", "drug", "liver"), "supported"),
    ("metabolised", claim("drug", "metabolized_in", "liver"), ask("metabolism", "drug", "kidney"), "not_stated"),
    (
        "15 % in the liver, mostly asked",
        claim("drug", "metabolized_in", "liver", quantity=Quantity(value=15, unit="%")),
        ask("metabolism", "drug", "liver", degree="mostly"),
        "refuted",
    ),
    (
        "of unknown share, mostly asked",
        claim("drug", "metabolized_in", "liver"),
        ask("metabolism", "drug", "liver", degree="mostly"),
        "not_stated",
    ),
    ("excreted", claim("drug", "excreted_by", "kidney"), ask("excretion", "drug", "kidney"), "supported"),
    ("interacts", claim("drug", "interacts_with", "other"), ask("interaction", "other", "drug"), "supported"),
    ("alike", claim("drug", "structurally_similar_to", "other"), ask("interaction", "drug", "other"), "not_stated"),
    ("prevents", claim("drug", "prevents", "sign"), ask("prevent", "drug", "sign", polarity=-1), "supported"),
    ("raises risk", claim("drug", "increases_risk_of", "sign"), ask("prevent", "drug", "sign", polarity=-1), "refuted"),
]


@pytest.mark.parametrize(
    ("said", "stated", "asked", "verdict"), TABLE, ids=[f"{s}, {a.relation} {a.polarity:+d}" for s, _, a, _ in TABLE]
)
def test_one_claim_and_one_question(said: str, stated: Association, asked: Ask, verdict: str) -> None:
    assert judge(workspace(stated), asked).verdict == verdict


def test_a_denial_beside_an_assertion_is_mixed_and_never_outvoted() -> None:
    says = [claim("drug", "decreases", "sign"), claim("drug", "treats", "sign")]
    denies = claim("drug", "decreases", "sign", negated=True)
    assert judge(workspace(*says, denies), ask("change", "drug", "sign", polarity=-1)).verdict == "mixed"


def test_evidence_of_no_effect_on_a_claim_makes_it_contested() -> None:
    doubted = claim(
        "drug", "decreases", "sign", evidence=(Evidence(source="a"), Evidence(source="b", stance="no_effect"))
    )
    assert judge(workspace(doubted), ask("change", "drug", "sign", polarity=-1)).verdict == "mixed"


def test_what_is_denied_for_other_patients_only_does_not_contest() -> None:
    ill = Qualifiers(population_of=Curie("MG:illness"))
    feverish = Qualifiers(population_of=Curie("MG:fever"))
    says = claim("drug", "treats", "sign", q=ill)
    denies = claim("drug", "treats", "sign", q=feverish, negated=True)
    found = judge(workspace(says, denies), ask("change", "drug", "sign", polarity=-1))
    assert (found.verdict, found.patients) == ("supported", frozenset((Curie("MG:fever"),)))


def test_a_chain_of_claims_is_a_hypothesis_and_never_more() -> None:
    chain = [claim("drug", "agonist_of", "receptor"), claim("receptor", "decreases", "sign")]
    found = judge(workspace(*chain), ask("change", "drug", "sign", polarity=-1))
    assert (found.verdict, found.basis) == ("hypothesis", "chain")
    assert judge(workspace(*chain), ask("treat", "drug", "sign")).verdict == "not_stated"


def test_a_chain_that_one_passage_states_as_a_whole_is_stated() -> None:
    first = Evidence(source="text", locator="Q1 S1")
    then = Evidence(source="text", locator="Q1 S2")
    chain = [
        claim("drug", "agonist_of", "receptor", evidence=(first,)),
        claim("receptor", "decreases", "sign", evidence=(then,)),
    ]
    assert judge(workspace(*chain), ask("change", "drug", "sign", polarity=-1)).verdict == "supported"


@pytest.mark.parametrize(
    ("said", "last", "polarity", "verdict"),
    [
        # activates the receptor, and what that does to the effect · asked · right
        ("less of it", "negatively_regulates", -1, "supported"),
        ("less of it", "negatively_regulates", 1, "refuted"),
        ("more of it", "positively_regulates", -1, "refuted"),
        ("more of it", "positively_regulates", 1, "supported"),
        ("in some direction", "regulates", -1, "inconclusive"),
        ("in some direction", "regulates", 1, "inconclusive"),
    ],
)
def test_a_curated_mechanism_decides_by_its_net_sign(said: str, last: str, polarity: int, verdict: str) -> None:
    steps = [claim("drug", "agonist_of", "receptor"), claim("receptor", last, "calm")]
    curated = CuratedMechanism(
        id="m", drug=ENTITIES["drug"].id, effect=ENTITIES["calm"].id, claims=tuple(a.id for a in steps)
    )
    store = MemoryStore(Records(entities=list(ENTITIES.values()), associations=steps, mechanisms=[curated], sources=[]))
    asked = ask("change", "drug", "calm", polarity=polarity)
    assert judge(Workspace(store), asked).verdict == verdict


def test_direct_claims_decide_before_any_chain() -> None:
    claims = [
        claim("drug", "agonist_of", "receptor"),
        claim("receptor", "decreases", "sign"),
        claim("drug", "decreases", "sign", negated=True),
    ]
    found = judge(workspace(*claims), ask("change", "drug", "sign", polarity=-1))
    assert (found.verdict, found.basis) == ("refuted", "claims")


def test_what_a_side_effect_is_by_definition_is_told_where_no_claim_says_what_changes() -> None:
    slows, raises = claim("drug", "has_side_effect", "bradycardia"), claim("drug", "increases", "heart rate")
    asked = [ask("change", "drug", "heart rate", polarity=sign) for sign in (1, -1)]
    assert [judge(workspace(slows), a).verdict for a in asked] == ["refuted", "supported"]
    assert [judge(workspace(slows, raises), a).verdict for a in asked] == ["supported", "refuted"]
    treats = claim("drug", "treats", "bradycardia")
    assert [judge(workspace(treats), a).verdict for a in asked] == ["not_stated", "not_stated"]


def test_what_is_said_of_a_class_is_told_as_such_and_supports_no_use() -> None:
    member = claim("drug", "member_of", "class")
    drowsy = workspace(member, claim("class", "causes", "sign"))
    found = judge(drowsy, ask("cause", "drug", "sign", polarity=1))
    assert (found.verdict, found.basis) == ("supported", "class")
    treats = workspace(member, claim("class", "treats", "illness"))
    assert judge(treats, ask("treat", "drug", "illness")).verdict == "not_stated"


def test_a_list_has_no_verdict_and_keeps_those_that_ease_from_those_that_cause() -> None:
    store = workspace(claim("drug", "treats", "illness"), claim("other", "causes", "illness"))
    causes = judge(store, ask("cause", None, "illness", form="list", polarity=1))
    assert causes.verdict == "list"
    assert [a.subject for a in causes.of("for")] == [Curie("MG:y")]
    eases = workspace(claim("drug", "treats", "illness"))
    assert judge(eases, ask("cause", None, "illness", form="list", polarity=1)).verdict == "not_stated"
