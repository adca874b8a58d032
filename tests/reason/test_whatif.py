"""What follows from an edit: small mechanisms whose answer a pharmacologist would give, and what must always hold."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mechgraph.curie import Curie
from mechgraph.errors import NoPathError, NotFoundError, UsageError, VocabularyError
from mechgraph.model import Mechanism
from mechgraph.reason.edits import opposite
from mechgraph.reason.whatif import whatif
from mechgraph.vocab import vocabulary

from .small import claim, mechanism

CHAIN = ("drug -> receptor", "receptor -| firing", "firing -> disease")
BRANCHES = ("drug -| enzyme", "enzyme -> pain", "drug -| channel", "channel -> pain")


def test_a_mechanism_as_it_is_is_kept_and_each_link_of_a_chain_is_necessary() -> None:
    result = whatif(mechanism(*CHAIN))
    assert (result.verdict, result.before, result.after) == ("kept", "decrease", "decrease")
    assert len(result.necessary) == 3
    assert [c.reference for c in result.necessary_entities] == ["receptor", "firing"]


@pytest.mark.parametrize("edge", ["drug,receptor", "receptor,firing", "firing,disease"])
def test_deleting_any_link_of_a_chain_blocks_the_effect_and_inverting_it_inverts(edge: str) -> None:
    m = mechanism(*CHAIN)
    assert whatif(m, delete=[edge]).verdict == "lost"
    assert whatif(m, invert=[edge]).verdict == "reversed"
    assert whatif(m, invert=[edge]).after == "increase"


def test_two_inversions_on_one_path_cancel() -> None:
    assert whatif(mechanism(*CHAIN), invert=["drug,receptor", "firing,disease"]).verdict == "kept"


def test_one_branch_of_two_is_bypassed_and_both_are_needed_to_block() -> None:
    m = mechanism(*BRANCHES, effect="pain")
    one = whatif(m, delete=["drug,enzyme"])
    assert (one.verdict, len(one.bypassed), len(one.necessary)) == ("weakened", 1, 2)
    assert whatif(m, delete=["drug,enzyme", "channel,pain"]).verdict == "lost"
    assert whatif(m).necessary == ()


def test_inverting_one_branch_of_two_leaves_the_sign_undetermined() -> None:
    result = whatif(mechanism(*BRANCHES, effect="pain"), invert=["drug,enzyme"])
    assert (result.verdict, result.after) == ("undetermined", "conflicting")


def test_blocking_an_antagonised_receptor_blocks_and_marks_what_touches_it() -> None:
    result = whatif(mechanism(*CHAIN), block=["receptor"])
    assert result.verdict == "lost"
    marks = {a.key: result.mechanism.marks.get(a.id) for a in result.mechanism.associations}
    assert marks == {"drug-receptor": "blocked", "receptor-firing": "blocked", "firing-disease": "necessary"}


def test_what_is_seen_from_outside_may_run_through_the_blocked_receptor() -> None:
    m = mechanism(
        "drug agonist_of receptor", "receptor -| firing", "drug -| reflex", "firing -> disease", "reflex -> disease"
    )
    result = whatif(m, block=["receptor"])
    assert (result.verdict, result.after) == ("undetermined", "undetermined")
    assert [a.key for a in m.associations if a.id in result.doubtful] == ["drug-reflex"]
    assert "in doubt: drug → reflex" in str(result)
    second = mechanism("drug agonist_of receptor", "drug agonist_of other", "receptor -| disease", "other -| disease")
    assert whatif(second, block=["receptor"]).verdict == "weakened"


def test_a_claim_over_the_head_of_a_cut_way_is_in_doubt() -> None:
    m = mechanism("drug -> receptor", "receptor -| firing", "drug -| firing", "firing -> disease")
    assert whatif(m, delete=["receptor,firing"]).verdict == "undetermined"


def test_adding_the_missing_link_creates_the_effect() -> None:
    m = mechanism("drug -> receptor", "firing -> disease")
    result = whatif(m, add=["receptor,decreases,firing"])
    assert (result.verdict, result.before, result.after) == ("created", "none", "decrease")
    supposed = [a for a in result.mechanism.associations if result.mechanism.marks[a.id] == "hypothetical"]
    assert [(a.certainty, a.rule, a.evidence) for a in supposed] == [("hedged", "what-if", ())]


def test_adding_an_opposite_branch_makes_the_effect_undetermined() -> None:
    result = whatif(mechanism(*CHAIN), add=["drug,increases,firing"])
    assert (result.verdict, result.after) == ("undetermined", "conflicting")


def test_an_unsigned_link_keeps_the_ends_connected_but_gives_no_sign() -> None:
    m = mechanism("drug -- receptor", "receptor -> disease")
    assert whatif(m).before == "undetermined"
    assert whatif(m, delete=["drug,receptor"]).verdict == "lost"
    assert whatif(m, invert=["receptor,disease"]).verdict == "reversed"


def test_a_reverse_worded_link_is_walked_from_cause_to_effect() -> None:
    m = mechanism("drug -| enzyme", "disease <- enzyme")
    assert whatif(m).before == "decrease"
    turned = whatif(m, invert=["enzyme,disease"])
    assert (turned.verdict, turned.inverted[0].predicate) == ("reversed", "caused_by")
    assert whatif(m, delete=["enzyme,disease"]).verdict == "lost"


def test_a_claim_whose_sign_comes_from_its_wording_is_inverted_too() -> None:
    for odd in (
        claim("drug causes disease", direction="decreased"),
        claim("drug -> disease", subject_direction="decreased"),
    ):
        m = mechanism(odd)
        assert whatif(m).before == "decrease"
        assert whatif(m, invert=[odd.id]).after == "increase"


def test_negated_claims_carry_nothing_and_cannot_be_edited_by_their_ends() -> None:
    m = mechanism(*CHAIN, claim("drug -> disease", negated=True))
    assert whatif(m).before == "decrease"
    with pytest.raises(NotFoundError, match="no claim from drug to disease"):
        whatif(m, delete=["drug,disease"])


def test_feedback_is_walked_once_and_changes_nothing() -> None:
    m = mechanism(*CHAIN, "firing -| receptor", "disease -> firing")
    assert whatif(m).after == "decrease"
    assert whatif(m, delete=["firing,receptor"]).verdict == "kept"


def test_a_claim_is_named_by_its_key_id_or_ends() -> None:
    m = mechanism(*CHAIN)
    for name in ("receptor-firing", m.associations[1].id, "receptor,firing", "MG:receptor, FIRING"):
        assert whatif(m, delete=[name]).deleted == (m.associations[1],)


def test_an_unknown_link_or_entity_is_refused_with_what_is_near() -> None:
    m = mechanism(*CHAIN)
    with pytest.raises(NotFoundError, match="did you mean 'receptor,firing'"):
        whatif(m, delete=["firing,receptor"])
    with pytest.raises(NotFoundError, match="did you mean 'receptor'"):
        whatif(m, block=["receptr"])
    with pytest.raises(NotFoundError, match="did you mean 'firing-disease'"):
        whatif(m, invert=["firing-diseas"])
    with pytest.raises(VocabularyError, match="did you mean"):
        whatif(m, add=["drug,increase,firing"])


def test_options_that_contradict_each_other_are_refused() -> None:
    m = mechanism(*CHAIN)
    with pytest.raises(UsageError, match="deleted and inverted"):
        whatif(m, delete=["drug,receptor"], invert=["drug,receptor"])
    with pytest.raises(UsageError, match="an end of the mechanism"):
        whatif(m, block=["drug"])
    with pytest.raises(UsageError, match="blocked and given a new claim"):
        whatif(m, block=["receptor"], add=["receptor,increases,disease"])
    with pytest.raises(UsageError, match="carries no sign"):
        whatif(mechanism("drug -- disease"), invert=["drug,disease"])
    with pytest.raises(UsageError, match="A,predicate,B"):
        whatif(m, add=["drug,disease"])
    with pytest.raises(UsageError, match="its two ends"):
        whatif(m, delete=["a,b,c"])


def test_an_empty_mechanism_has_no_effect_to_change() -> None:
    with pytest.raises(NoPathError):
        whatif(mechanism("receptor -> disease"))


def test_the_answer_prints_and_has_plain_values() -> None:
    result = whatif(mechanism(*CHAIN), delete=["drug,receptor"])
    assert str(result).splitlines()[:2] == [
        "LOST  drug does not reach disease (before: decreases)",
        "  deleted: drug → receptor (increases)",
    ]
    assert result.to_dict()["verdict"] == "lost"


def test_the_opposite_of_a_predicate_has_the_opposite_sign() -> None:
    vocab = vocabulary()
    for p in vocab.predicates.values():
        if p.sign:
            assert vocab.predicate(opposite(p.id)).sign == -p.sign


# What must always hold -------------------------------------------------------------------------------------------

NODES = ("drug", "a", "b", "c", "disease")
edges = st.lists(
    st.tuples(st.sampled_from(NODES), st.sampled_from(("->", "-|", "--", "<-")), st.sampled_from(NODES)),
    min_size=1,
    max_size=9,
    unique_by=lambda e: (e[2], e[0]) if e[1] == "<-" else (e[0], e[2]),
).map(lambda found: [f"{s} {arrow} {o}" for s, arrow, o in found if s != o])


def verdicts(m: Mechanism, **edits: list[str]) -> tuple[str, str]:
    try:
        result = whatif(m, **edits)  # type: ignore[arg-type]
    except NoPathError:
        return ("nothing", "none")
    return (result.verdict, result.after)


@settings(max_examples=150, deadline=None)
@given(edges, st.data())
def test_deleting_never_unblocks(found: list[str], data: st.DataObject) -> None:
    m = mechanism(*found)
    ids = [a.id for a in m.associations]
    less = data.draw(st.lists(st.sampled_from(ids), unique=True)) if ids else []
    more = [*less, *data.draw(st.lists(st.sampled_from(ids), unique=True))] if ids else []
    if verdicts(m, delete=less)[1] == "none":
        assert verdicts(m, delete=more)[1] == "none"


@settings(max_examples=100, deadline=None)
@given(edges)
def test_without_a_necessary_claim_nothing_is_left_and_without_another_something_is(found: list[str]) -> None:
    m = mechanism(*found)
    if verdicts(m)[0] == "nothing":
        return
    necessary = whatif(m).necessary
    for a in m.associations:
        assert (verdicts(m, delete=[a.id])[1] == "none") == (a.id in necessary)


@settings(max_examples=100, deadline=None)
@given(edges, st.permutations(("a", "b", "c")))
def test_relabelling_the_entities_changes_nothing(found: list[str], names: list[str]) -> None:
    new = dict(zip(("a", "b", "c"), (f"{n}x" for n in names), strict=True))
    again = [" ".join(new.get(word, word) for word in text.split()) for text in found]
    assert verdicts(mechanism(*found)) == verdicts(mechanism(*again))


@settings(max_examples=100, deadline=None)
@given(edges, st.data())
def test_an_inversion_of_an_inversion_is_as_before(found: list[str], data: st.DataObject) -> None:
    m = mechanism(*found)
    signed = [a.id for a in m.associations if a.sign]
    if not signed or verdicts(m)[0] == "nothing":
        return
    once = whatif(m, invert=[data.draw(st.sampled_from(signed))])
    turned = once.mechanism
    back = whatif(turned, invert=[a.id for a in turned.associations if a.rule == "what-if"])
    assert back.after == once.before


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from((1, -1)), min_size=1, max_size=7))
def test_signs_multiply_along_a_chain(signs: list[int]) -> None:
    names = ["drug", *(f"n{i}" for i in range(len(signs) - 1)), "disease"]
    chain = [f"{a} {'->' if s > 0 else '-|'} {b}" for (a, b), s in zip(itertools.pairwise(names), signs, strict=True)]
    wanted = 1
    for s in signs:
        wanted *= s
    assert mechanism(*chain).sign == wanted
    assert Curie("MG:drug") == mechanism(*chain).drug.id


def test_supposing_what_the_mechanism_says_already_is_refused_unless_it_was_deleted() -> None:
    m = mechanism("drug -> receptor", "receptor -| disease")
    with pytest.raises(UsageError, match="says already that drug increases receptor"):
        whatif(m, add=["drug,increases,receptor"])
    assert whatif(m, delete=["drug,receptor"], add=["drug,increases,receptor"]).verdict == "kept"


def test_an_edit_in_a_circle_is_answered_and_the_circle_is_walked_once() -> None:
    m = mechanism("drug -> a", "a -> b", "b -| a", "b -| disease")
    assert whatif(m).before == "decrease"
    assert whatif(m, delete=["b-a"]).verdict == "kept"
    assert whatif(m, block=["b"]).verdict == "lost"
    assert "was necessary" in str(whatif(m, block=["b"]))
