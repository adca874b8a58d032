"""Too much of a drug, its end, and by what steps: what is said of the drug in ordinary use answers none of these."""

from __future__ import annotations

import pytest

import mechgraph


@pytest.mark.parametrize(
    ("question", "verdict", "said", "never"),
    [
        ("What happens if you stop diazepam abruptly?", "list", ("withdrawal",), ("sedation", "contraindicated")),
        ("What happens if I stop baclofen suddenly?", "list", ("hallucinations", "seizure"), ("nausea",)),
        ("What happens in paracetamol overdose?", "list", ("hepatotoxicity", "overdose"), ("treats",)),
        ("What are the signs of morphine overdose?", "not_stated", (), ("miosis",)),
        ("What are the withdrawal symptoms of paroxetine?", "list", ("dizziness",), ("suicidal",)),
        ("What are the withdrawal symptoms of sumatriptan?", "not_stated", (), ("infarction",)),
        ("Does stopping baclofen cause seizures?", "supported", ("withdrawal",), ()),
        ("Does stopping metformin cause seizures?", "not_stated", (), ()),
        ("What are the symptoms of alcohol withdrawal?", "list", ("seizure",), ()),
    ],
)
def test_only_what_is_said_of_the_state_is_told(
    kg: mechgraph.Graph, question: str, verdict: str, said: tuple[str, ...], never: tuple[str, ...]
) -> None:
    answer = kg.ask(question)
    assert answer.verdict == verdict, answer.answer
    assert all(words in answer.answer for words in said), answer.answer
    assert not any(words in answer.answer for words in never), answer.answer


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("How does allopurinol treat gout?", "allopurinol ⊣ xanthine oxidase (XDH)"),
        ("How does sumatriptan treat migraine?", "sumatriptan → 5-HT1B receptor (HTR1B)"),
        ("Why does ciprofloxacin cause tendon rupture?", "By what steps is not stated."),
    ],
)
def test_how_is_answered_by_steps_or_said_to_be_unstated(kg: mechgraph.Graph, question: str, said: str) -> None:
    answer = kg.ask(question)
    assert answer.verdict == "supported"
    assert said in answer.answer


def test_what_does_the_opposite_denies_nothing_in_a_list(kg: mechgraph.Graph) -> None:
    answer = kg.ask("What does haloperidol block?")
    assert "D2 receptor" in answer.answer
    assert "Denied" not in answer.answer


@pytest.mark.parametrize(
    ("question", "verdict"),
    [
        ("Should I avoid alcohol with baclofen?", "supported"),
        ("Is gentamicin nephrotoxic?", "supported"),
        ("Does gentamicin damage hearing?", "supported"),
        ("Is baclofen nephrotoxic?", "not_stated"),
    ],
)
def test_words_for_harm_and_for_what_to_avoid(kg: mechgraph.Graph, question: str, verdict: str) -> None:
    assert kg.ask(question).verdict == verdict


@pytest.mark.parametrize(
    ("question", "verdict"),
    [
        ("Is buprenorphine a full agonist?", "not_stated"),
        ("Is buprenorphine an agonist of mu opioid receptors?", "supported"),
        ("Does baclofen indirectly activate GABA-B receptors?", "not_stated"),
        ("Is metoprolol a selective antagonist of dopamine receptors?", "not_stated"),
    ],
)
def test_a_word_that_narrows_an_action_is_not_passed_over(kg: mechgraph.Graph, question: str, verdict: str) -> None:
    assert kg.ask(question).verdict == verdict
