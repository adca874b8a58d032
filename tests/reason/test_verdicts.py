"""What speaks against a claim weakens it and the mechanism through it; nothing strengthens by an objection."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from mechgraph.curie import Curie
from mechgraph.model import Association, Evidence, Mechanism, Stance
from mechgraph.reason.mechanism import mechanism_of_claims, simple_paths
from mechgraph.reason.verdicts import STRENGTH, mechanism_verdict, verdict_lines

from .small import claim, curie, store

CHAIN = ("drug -> receptor", "receptor -| firing", "firing -> disease")


def build(*claims: str | Association, beside: tuple[Association, ...] = ()) -> Mechanism:
    made = [claim(c) if isinstance(c, str) else c for c in claims]
    small = store(*made, *beside)
    ends = [small.entity(curie(n)) for n in ("drug", "disease")]
    assert ends[0] is not None
    assert ends[1] is not None
    return mechanism_of_claims(small, ends[0], ends[1], made, simple_paths(made, curie("drug"), curie("disease")))


def test_a_mechanism_without_objections_is_supported() -> None:
    assert mechanism_verdict(build(*CHAIN)) == "supported"


def test_a_claim_that_denies_a_link_makes_the_mechanism_mixed_and_that_link_the_weakest() -> None:
    m = build(*CHAIN, beside=(claim("receptor -| firing", negated=True),))
    assert mechanism_verdict(m) == "mixed"
    assert m.weakest == m.associations[1].id
    assert any("negates" in line for line in verdict_lines(m))


def test_an_opposite_finding_and_refuting_evidence_weaken_too() -> None:
    assert mechanism_verdict(build(*CHAIN, beside=(claim("firing -| disease"),))) == "mixed"
    contested = claim("firing -> disease", evidence=(Evidence(source="s"), Evidence(source="s", stance="refutes")))
    assert mechanism_verdict(build(*CHAIN[:2], contested)) == "mixed"
    refuted = claim("firing -> disease", evidence=(Evidence(source="s", stance="refutes"),))
    assert mechanism_verdict(build(*CHAIN[:2], refuted)) == "refuted"


def test_a_finding_worded_backwards_objects_too() -> None:
    m = build("drug -> receptor", "receptor -> disease", beside=(claim("disease |- receptor"),))
    assert [o.kind for o in m.objections] == ["opposite"]
    assert mechanism_verdict(m) == "mixed"


def test_a_way_round_the_contested_link_keeps_the_mechanism_supported() -> None:
    m = build(*CHAIN, "drug -| disease", beside=(claim("receptor -| firing", negated=True),))
    assert mechanism_verdict(m) == "supported"


def test_branches_that_conflict_are_mixed_and_no_path_is_not_a_no() -> None:
    m = build(*CHAIN, "drug -> disease")
    assert (m.sign, mechanism_verdict(m)) == (None, "mixed")
    assert mechanism_verdict(build("drug -> receptor", "firing -> disease")) == "not_stated"


links = st.sampled_from(
    ("drug -> a", "drug -| a", "a -> disease", "a -| b", "b -> disease", "drug -> b", "drug -- disease")
)
STANCES: tuple[Stance, ...] = ("supports", "refutes", "partial", "no_effect")
stances: st.SearchStrategy[Stance] = st.sampled_from(STANCES)


@settings(max_examples=150, deadline=None)
@given(st.lists(links, unique=True, min_size=1), st.data())
def test_adding_a_refuting_claim_or_refuting_evidence_never_strengthens(found: list[str], data: st.DataObject) -> None:
    made = [
        claim(c, evidence=tuple(Evidence(source="s", stance=s) for s in data.draw(st.lists(stances, max_size=2))))
        for c in found
    ]
    made += [claim("drug affects disease", negated=True)]
    before = mechanism_verdict(build(*made))
    target = data.draw(st.sampled_from(found))
    denied = claim(target, negated=True)
    assert STRENGTH.index(mechanism_verdict(build(*made, beside=(denied,)))) >= STRENGTH.index(before)
    i = found.index(target)
    if made[i].evidence:
        import msgspec

        worse = msgspec.structs.replace(
            made[i], evidence=(*made[i].evidence, Evidence(source="s", stance="refutes", summary="no"))
        )
        again = [*made[:i], worse, *made[i + 1 :]]
        assert STRENGTH.index(mechanism_verdict(build(*again))) >= STRENGTH.index(before)


def test_the_entities_of_the_small_graphs_are_curies() -> None:
    assert isinstance(build(*CHAIN).drug.id, Curie)
