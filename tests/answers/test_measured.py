"""What a drug does to a measured quantity is answered in both directions; what does not affect it, with no to both."""

from __future__ import annotations

import pytest

import mechgraph


@pytest.mark.parametrize(
    ("question", "verdict"),
    [
        ("Does metoprolol slow the heart rate?", "supported"),
        ("Does metoprolol raise the heart rate?", "refuted"),
        ("Does furosemide lower potassium?", "supported"),
        ("Does spironolactone lower potassium?", "refuted"),
        ("Does metformin lower blood sugar?", "supported"),
        ("Does atorvastatin raise bad cholesterol?", "refuted"),
        ("Does topiramate cause weight loss?", "supported"),
        ("Does losartan raise uric acid?", "refuted"),
        ("Does lisinopril slow the heart rate?", "refuted"),
        ("Does lisinopril raise the heart rate?", "refuted"),
        ("Does aspirin raise blood pressure?", "refuted"),
        ("Does amlodipine slow the heart rate?", "refuted"),
        ("Does warfarin prolong clotting?", "supported"),
        ("Does levothyroxine raise thyroid hormone levels?", "supported"),
        ("Does sitagliptin cause weight loss?", "refuted"),
        ("Does baclofen lower eye pressure?", "not_stated"),
    ],
)
def test_a_direction_is_what_the_claim_says(question: str, verdict: str) -> None:
    assert mechgraph.load().ask(question).verdict == verdict


def test_a_list_of_what_lowers_a_quantity_holds_nothing_that_raises_it() -> None:
    told = mechgraph.load().ask("Which drugs lower potassium?").answer
    assert "thiazide diuretics" in told
    assert "spironolactone" not in told
