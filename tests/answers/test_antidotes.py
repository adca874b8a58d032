"""Antidotes: what is said of a drug's class is told as said of the class; expected values from US labels of the two.

Naloxone's label: reversal of opioid depression, including respiratory depression; not of non-opioid drugs. Flumazenil's
label: reversal of the sedative effects of benzodiazepines; no consistent reversal of their respiratory depression.
"""

from __future__ import annotations

import pytest

import mechgraph


@pytest.mark.parametrize(
    ("question", "verdict", "said"),
    [
        ("What is the antidote to morphine?", "list", ("naloxone", "not of morphine itself")),
        ("What treats a fentanyl overdose?", "list", ("naloxone", "Of naltrexone it is said of opioids")),
        ("What is the antidote for benzodiazepine overdose?", "list", ("flumazenil",)),
        ("Does naloxone reverse morphine?", "supported", ("opioids",)),
        ("Is naloxone an antidote to morphine?", "supported", ("opioids",)),
        ("Does flumazenil reverse diazepam?", "mixed", ("sedation", "does not treat respiratory depression")),
        ("Can naloxone reverse respiratory depression?", "mixed", ("by opioids", "by non-opioid drugs")),
        ("Does naloxone reverse baclofen?", "not_stated", ()),
        ("Does flumazenil reverse baclofen?", "not_stated", ()),
        ("Does baclofen reverse spasticity?", "supported", ("treats spasticity",)),
    ],
)
def test_who_takes_whose_effect_away(kg: mechgraph.Graph, question: str, verdict: str, said: tuple[str, ...]) -> None:
    answer = kg.ask(question)
    assert answer.verdict == verdict, answer.answer
    assert all(words in answer.answer for words in said), answer.answer
