"""A list asked for within a class holds members of that class; what is said of others, or of members, is told as such.

Expected members are by hand from the drugs' own labels: carbamazepine is no benzodiazepine, baclofen no opioid.
"""

from __future__ import annotations

import pytest

import mechgraph


@pytest.mark.parametrize(
    ("question", "named", "not_named"),
    [
        ("Which benzodiazepines treat epilepsy?", ("diazepam", "clonazepam"), ("carbamazepine", "phenytoin")),
        ("Which opioids cause constipation?", ("fentanyl",), ("baclofen", "amitriptyline")),
        ("Which muscle relaxants cause sedation?", ("baclofen", "tizanidine"), ("midazolam", "amitriptyline")),
        ("Which opioid antagonists treat alcohol dependence?", ("naltrexone",), ("baclofen", "acamprosate")),
        ("Which GABA-B agonists treat spasticity?", ("baclofen",), ("diazepam", "tizanidine")),
        ("What benzodiazepines are used for insomnia?", ("temazepam",), ("zolpidem",)),
        ("Which SSRIs interact with tramadol?", ("sertraline", "paroxetine"), ("Amitriptyline", "carbamazepine")),
        ("Which opioid receptors does butorphanol act on?", ("mu opioid receptor", "kappa opioid receptor"), ()),
    ],
)
def test_only_members_are_listed(
    kg: mechgraph.Graph, question: str, named: tuple[str, ...], not_named: tuple[str, ...]
) -> None:
    answer = kg.ask(question)
    assert answer.verdict == "list"
    told = answer.answer.lower()
    assert all(n.lower() in told for n in named), answer.answer
    assert not any(n.lower() in told for n in not_named), answer.answer


def test_where_only_others_do_so_the_list_is_not_theirs(kg: mechgraph.Graph) -> None:
    answer = kg.ask("Which benzodiazepines treat heart failure?")
    assert answer.verdict == "not_stated"
    assert "Not stated: no claim on benzodiazepines" in answer.answer
    assert "of others than those asked for" in answer.answer


@pytest.mark.parametrize(
    ("question", "member"),
    [
        ("Do azole antifungals cause liver injury?", "fluconazole has the side effect hepatotoxicity"),
        ("Are benzodiazepines used for epilepsy?", "clonazepam treats epilepsy"),
    ],
)
def test_what_members_do_is_told_beside_a_question_on_their_class(
    kg: mechgraph.Graph, question: str, member: str
) -> None:
    answer = kg.ask(question)
    assert answer.verdict == "not_stated"
    assert "of its members, and not of the class" in answer.answer
    assert member in answer.answer


@pytest.mark.parametrize(
    ("question", "verdict", "said"),
    [
        ("Which diuretics cause hypokalemia?", "list", ("furosemide", "hydrochlorothiazide")),
        ("Which antidepressants cause hyponatraemia?", "list", ("citalopram", "sertraline")),
        ("Is furosemide a diuretic?", "supported", ("loop diuretics",)),
        ("Does nortriptyline cause suicidal thoughts?", "supported", ("suicidal thoughts",)),
        ("Which drugs prolong the QT interval?", "list", ("citalopram", "haloperidol")),
        ("Does paracetamol cause liver damage?", "supported", ("hepatotoxicity", "overdose")),
        ("Does aspirin cause stroke?", "not_stated", ()),
        ("Does ibuprofen cause stroke?", "supported", ("risk of stroke",)),
        ("Is valproate teratogenic?", "supported", ("fetal harm",)),
    ],
)
def test_a_class_within_a_class_and_plain_words_reach_what_is_meant(
    kg: mechgraph.Graph, question: str, verdict: str, said: tuple[str, ...]
) -> None:
    answer = kg.ask(question)
    assert answer.verdict == verdict
    assert all(words in answer.answer for words in said), answer.answer
