"""A yes/no question with an amount, or with a reason, is not answered by claims that have neither."""

from __future__ import annotations

import pytest

import mechgraph


@pytest.mark.parametrize(
    ("question", "verdict"),
    [
        ("Is baclofen 35% protein bound?", "supported"),
        ("Is baclofen 30% protein bound?", "not_stated"),
        ("Is baclofen 90% protein bound?", "not_stated"),
        ("Does 10 mg of baclofen cause sedation?", "not_stated"),
        ("Does baclofen reduce spasticity by activating GABA-A receptors?", "not_understood"),
        ("Does baclofen help spasticity because it blocks NMDA receptors?", "not_understood"),
        ("Is spasticity reduced by baclofen?", "supported"),
    ],
)
def test_an_amount_or_a_reason_in_a_question_is_never_passed_over(question: str, verdict: str) -> None:
    """A claim without the amount says nothing of it, and that a drug helps is no word on how it does."""
    answer = mechgraph.load().ask(question)
    assert answer.verdict == verdict
    if verdict == "not_stated":
        assert answer.claims
        assert {c.supports for c in answer.claims} == {None}
