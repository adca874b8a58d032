"""What a knock-out, a blocker or a joined branch does to an effect; written from experiments and textbooks first.

GABA-B1 null mice show no muscle relaxation by baclofen, mu opioid null mice next to no analgesia by opioids; a muscle
without its motor neuron has no spasticity. Where several targets contribute, losing one weakens.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.reason.small import claim, curie, store

import mechgraph
from mechgraph.model import CuratedMechanism, Mechanism, MechanismStep
from mechgraph.reason.line import ordered_paths, resolved
from mechgraph.reason.mechanism import mechanism_of_claims
from mechgraph.reason.whatif import whatif

from .table import Row, rules

KG = mechgraph.load()


def blocked(drug: str, effect: str, *targets: str) -> str:
    return KG.what_if(drug, effect, block=targets).verdict


KNOCK_OUTS: list[Row] = [
    ("no GABA-B receptor, no relaxation", lambda: blocked("baclofen", "spasticity", "GABA-B receptor"), "lost"),
    ("GABBR1 is the receptor's", lambda: blocked("baclofen", "spasticity", "GABBR1"), "lost"),
    ("GABBR2 is the receptor's too", lambda: blocked("baclofen", "spasticity", "GABBR2"), "lost"),
    (
        "no motor neuron, no spasticity to lessen",
        lambda: blocked("baclofen", "spasticity", "alpha motor neuron"),
        "lost",
    ),
    ("Gβγ carries both branches", lambda: blocked("baclofen", "spasticity", "Gβγ"), "lost"),
    ("Kir3 is one of two branches", lambda: blocked("baclofen", "spasticity", "Kir3 channels (GIRK)"), "weakened"),
    ("one Kir3 subunit weakens Kir3", lambda: blocked("baclofen", "spasticity", "KCNJ6"), "weakened"),
    ("Cav2.2 is one of two branches", lambda: blocked("baclofen", "spasticity", "Cav2.2"), "weakened"),
    (
        "both branches together are all",
        lambda: blocked("baclofen", "spasticity", "Cav2.2", "Kir3 channels (GIRK)"),
        "lost",
    ),
    ("an assistant subunit weakens", lambda: blocked("baclofen", "spasticity", "KCTD12"), "weakened"),
    (
        "an arm that leads nowhere changes nothing",
        lambda: blocked("baclofen", "spasticity", "adenylate cyclase"),
        "kept",
    ),
    ("reflux: GABA-B as well", lambda: blocked("baclofen", "gastroesophageal reflux disease", "GABBR1"), "lost"),
    ("mu gone, delta left", lambda: blocked("fentanyl", "pain", "OPRM1"), "weakened"),
    ("mu and delta gone", lambda: blocked("fentanyl", "pain", "OPRM1", "delta opioid receptor"), "lost"),
    ("one opioid receptor of the family", lambda: blocked("codeine", "pain", "OPRM1"), "weakened"),
    ("morphine is what codeine becomes", lambda: blocked("codeine", "pain", "morphine"), "lost"),
    ("diazepam without GABA-A", lambda: blocked("diazepam", "epilepsy", "GABA-A receptor"), "lost"),
    ("tramadol keeps its transporters", lambda: blocked("tramadol", "pain", "OPRM1"), "weakened"),
    ("ranitidine without H2", lambda: blocked("ranitidine", "gastroesophageal reflux disease", "H2 receptor"), "lost"),
    ("one NMDA subunit of four", lambda: blocked("orphenadrine", "spasticity", "NMDA receptor 1"), "weakened"),
    ("all NMDA receptors as a family", lambda: blocked("orphenadrine", "spasticity", "NMDA receptors"), "lost"),
    ("dantrolene without RYR1", lambda: blocked("dantrolene", "spasticity", "RYR1"), "lost"),
    ("one carrier of three", lambda: blocked("probenecid", "hyperuricemia", "OAT1"), "weakened"),
    ("probenecid without URAT1", lambda: blocked("probenecid", "gout", "URAT1"), "lost"),
]


@rules(KNOCK_OUTS)
def test_what_a_knock_out_leaves(ask: Callable[[], object], right: object) -> None:
    assert ask() == right


def joined(join: str) -> Mechanism:
    """A drug that inhibits a and b, which join into c, which causes the disease."""
    made = [claim(t) for t in ("drug -| a", "drug -| b", "a -> c", "b -> c", "c -> disease")]
    ids = {a.key: a.id for a in made}
    steps = (
        MechanismStep(id="1", claims=(ids["drug-a"],)),
        MechanismStep(id="2", claims=(ids["a-c"], ids["b-c"]), after=("1", "b"), join=join),  # type: ignore[arg-type]
        MechanismStep(id="3", claims=(ids["c-disease"],)),
        MechanismStep(id="b", claims=(ids["drug-b"],), branch="b"),
    )
    curated = CuratedMechanism(id="m", drug=curie("drug"), effect=curie("disease"), steps=steps)
    by_id = {a.id: a for a in made}
    small = store(*made)
    ends = small.entity(curie("drug")), small.entity(curie("disease"))
    assert ends[0] is not None
    assert ends[1] is not None
    paths = ordered_paths(curated, by_id)
    return mechanism_of_claims(small, ends[0], ends[1], made, paths, curated=("m",), steps=resolved(curated, by_id))


JOINS: list[Row] = [
    ("and: one of two gone, nothing left", lambda: whatif(joined("and"), block=["a"]).verdict, "lost"),
    ("or: one of two is enough", lambda: whatif(joined("or"), block=["a"]).verdict, "kept"),
    ("contributes: one of two gone, weaker", lambda: whatif(joined("contributes"), block=["a"]).verdict, "weakened"),
    ("or: both gone", lambda: whatif(joined("or"), block=["a", "b"]).verdict, "lost"),
    ("the common step gone", lambda: whatif(joined("or"), block=["c"]).verdict, "lost"),
    ("one turned round: they disagree", lambda: whatif(joined("or"), invert=["drug,a"]).verdict, "undetermined"),
    ("both turned round", lambda: whatif(joined("and"), invert=["drug,a", "drug,b"]).verdict, "reversed"),
    ("a supposed way beside the steps", lambda: whatif(joined("or"), add=["drug,decreases,c"]).verdict, "kept"),
]


@rules(JOINS)
def test_how_branches_join(ask: Callable[[], object], right: object) -> None:
    assert ask() == right


@pytest.mark.parametrize("m", sorted(KG.store.mechanisms()), ids=lambda m: m.id)
def test_every_curated_mechanism_can_be_asked_and_is_lost_without_its_drug_s_first_steps(m: CuratedMechanism) -> None:
    drug, effect = KG.store.entity(m.drug), KG.store.entity(m.effect)
    assert drug is not None
    assert effect is not None
    whole = KG.what_if(drug, effect)
    assert whole.verdict == "kept"
    first = {p.steps[0].association.id for p in whole.mechanism.paths}
    assert KG.what_if(drug, effect, delete=sorted(first)).verdict == "lost"
    assert whole.to_json()
