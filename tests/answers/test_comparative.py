"""Which of two does it better: nobody compared them, whatever is known of each; what was not read is named."""

from __future__ import annotations

import pytest

import mechgraph


@pytest.mark.parametrize(
    ("question", "both", "about"),
    [
        ("Is baclofen more effective than diazepam for spasticity?", ("baclofen", "diazepam"), "spasticity"),
        ("Which is more effective for spasticity, baclofen or diazepam?", ("baclofen", "diazepam"), "spasticity"),
        ("Which of baclofen and tizanidine is better for spasticity?", ("baclofen", "tizanidine"), "spasticity"),
        ("What works better for spasticity: baclofen or tizanidine?", ("baclofen", "tizanidine"), "spasticity"),
        ("Is tizanidine as effective as baclofen for spasticity?", ("tizanidine", "baclofen"), "spasticity"),
        ("Does diazepam treat anxiety better than buspirone?", ("diazepam", "buspirone"), "anxiety"),
        ("Does baclofen cause more sedation than tizanidine?", ("baclofen", "tizanidine"), "sedation"),
        ("Which is safer, baclofen or dantrolene?", ("baclofen", "dantrolene"), ""),
        ("Is escitalopram better than citalopram?", ("escitalopram", "citalopram"), ""),
    ],
)
def test_no_claim_compares_them_and_each_stands_by_itself(
    kg: mechgraph.Graph, question: str, both: tuple[str, str], about: str
) -> None:
    answer = kg.ask(question)
    where = f" in {about}" if about else ""
    assert answer.verdict == "not_stated"
    assert answer.answer.startswith(f"Not stated: no claim compares {both[0]} and {both[1]}{where}.")
    assert answer.claims
    assert all(c.supports is None for c in answer.claims)


@pytest.mark.parametrize(
    ("question", "verdict", "word"),
    [
        ("Does baclofen reduce spasticity better than flurbiprofoxane?", "unknown_name", "flurbiprofoxane"),
        ("Is baclofen superior to placebo in spasticity?", "not_understood", "placebo"),
        ("Is baclofen better?", "not_understood", "better"),
        ("Which drug is best for spasticity?", "not_stated", "best"),
        ("What is the best treatment for spasticity?", "not_stated", "best"),
    ],
)
def test_what_is_not_read_or_not_known_is_named(kg: mechgraph.Graph, question: str, verdict: str, word: str) -> None:
    answer = kg.ask(question)
    assert answer.verdict == verdict
    assert f"“{word}”" in answer.answer


def test_what_was_measured_alike_is_still_compared(kg: mechgraph.Graph) -> None:
    answer = kg.ask("Does arbaclofen enter the brain more easily than S-baclofen?")
    assert answer.verdict == "supported"
    assert "4.7" in answer.answer
    assert "in the blood-brain barrier in rat" in answer.answer


@pytest.mark.parametrize(
    ("question", "verdict"),
    [
        ("Is it safe to combine baclofen and alcohol?", "refuted"),
        ("Is it safe to take baclofen and alcohol together?", "refuted"),
        ("Is it dangerous to mix baclofen with alcohol?", "supported"),
        ("Is it safe to combine baclofen and aspirin?", "not_stated"),
    ],
)
def test_a_combination_is_read_beside_a_word_for_safety(kg: mechgraph.Graph, question: str, verdict: str) -> None:
    assert kg.ask(question).verdict == verdict
