"""What every answer promises, over the drugs, mechanisms and questions of the embedded graph."""

from __future__ import annotations

import re
from collections import Counter, defaultdict

import pytest

import mechgraph
from mechgraph.answers.judge import verdict_on
from mechgraph.answers.passages import noted
from mechgraph.sentences import bare_verb

from .lacking import lacking

TEXT = (
    "What is the mechanism of action of baclofen?",
    "Is baclofen a CNS depressant?",
    "Do muscle relaxers cause CNS depression?",
    "How does baclofen affect the brain?",
    "How does baclofen help cerebral palsy?",
    "Does baclofen affect serotonin?",
    "Does baclofen reduce anxiety?",
    "What do muscle relaxers do to your brain?",
    "Does baclofen increase GABA in the brain?",
    "Is baclofen a dopamine agonist?",
    "What is baclofen used to treat?",
    "What are the possible complications of baclofen toxicity?",
    "How is baclofen absorbed in the body?",
    "Does baclofen interact with acrivastine and acyclovir?",
)
"""The fourteen questions of the source text, in its order."""
VERBS = {1: "increase", -1: "reduce", 0: "affect", None: "affect"}


def _drugs(kg: mechgraph.Graph) -> list[str]:
    return sorted(e.name for e in kg.entities("drug"))


def test_the_claims_of_the_text_are_listed_in_the_answers_to_its_questions(kg: mechgraph.Graph) -> None:
    of: dict[int, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for a in kg.associations():
        for e in a.evidence:
            if e.source == "faq" and (m := re.match(r"Q(\d+)", e.locator)):
                of[int(m[1])][e.locator].add(a.id)
    listed = {i: {c.id for c in kg.ask(q).claims} for i, q in enumerate(TEXT, 1)}
    missing = [at for i, statements in of.items() for at, ids in statements.items() if not ids & listed[i]]
    stated = sum(map(len, of.values()))
    assert len(missing) <= stated - round(stated * 88 / 93), missing


def test_one_verdict_on_every_curated_pair(kg: mechgraph.Graph) -> None:
    """In ``explain``, in ``ask`` in the direction of the net sign, and wherever the mechanism is shown."""
    differ, undecided = [], []
    for m in kg.store.mechanisms():
        drug, effect = kg.entity(m.drug), kg.entity(m.effect)
        told = kg.explain(drug, effect)
        asked = kg.ask(f"Does {drug.name} {VERBS[told.sign]} {effect.name}?")
        verdicts = {told.verdict, asked.verdict, verdict_on(kg.workspace, kg.mechanism(drug, effect))}
        if len(verdicts) > 1:
            differ.append((drug.name, effect.name, told.verdict, asked.verdict))
        if not told.sign and "supported" in verdicts:
            undecided.append((drug.name, effect.name))
    assert not differ
    assert not undecided


def test_nothing_is_supported_without_a_claim(kg: mechgraph.Graph) -> None:
    for name in _drugs(kg):
        found = kg.ask(f"What is {name} used to treat?")
        told = [c for c in found.claims if c.sources]
        assert told or found.verdict in ("not_stated", "unknown_name"), name


@pytest.mark.parametrize("verb", ["cause", "worsen", "increase", "exacerbate"])
def test_what_eases_a_disorder_is_never_told_as_its_cause(kg: mechgraph.Graph, verb: str) -> None:
    effects = {kg.entity(m.effect).name for m in kg.store.mechanisms()}
    for effect in sorted(effects):
        found = kg.ask(f"Which drugs {verb} {effect}?")
        for c in found.claims:
            claim = kg.association(c.id)
            assert not (c.supports and claim.asserted and claim.stated_sign <= 0), (effect, c.sentence)


def test_the_printed_query_finds_the_claims_of_every_answer_and_no_others(kg: mechgraph.Graph) -> None:
    drugs = _drugs(kg)[::6]
    questions = [*TEXT, *(f"How does {d} work?" for d in drugs), *(f"What are the side effects of {d}?" for d in drugs)]
    questions += ["Which drugs treat spasticity?", "Is baclofen safe in renal failure?", "baclofen spasticity"]
    for question in questions:
        found = kg.ask(question)
        rows = {str(r[0]) for r in kg.sparql(found.sparql)} if found.sparql else set()  # type: ignore[union-attr]
        assert {c.id for c in found.claims} == rows, question


def test_a_claim_asked_back_in_its_own_words_is_never_denied_and_nearly_always_supported(kg: mechgraph.Graph) -> None:
    names = {e.id: e.name for e in kg.store.entities()}
    groups = {"action", "binding", "use", "relief", "harm", "cause", "regulation", "substrate", "member", "risk"}
    told = [
        a for a in kg.store.associations() if a.asserted and a.certainty != "hedged" and a.relation.group in groups
    ][::9]
    verdicts: Counter[str] = Counter()
    for a in told:
        label, subject, target = a.relation.label, names[a.subject], names[a.object]
        be = label.removeprefix("is ")
        asked = f"Is {subject} {be} {target}?" if be != label else f"Does {subject} {bare_verb(label)} {target}?"
        verdict = kg.ask(asked).verdict
        assert verdict != "refuted", asked
        verdicts[verdict] += 1
    assert len(told) > 200
    assert verdicts["supported"] + verdicts["mixed"] >= 0.95 * len(told)


def test_a_recorded_question_typed_word_for_word_is_answered_by_its_record(kg: mechgraph.Graph) -> None:
    for q in kg.store.questions():
        assert noted(kg.store, q.note) in kg.ask(q.question).answer, q.question


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("reboxetine", "fluoxetine"),
        ("nizatidine", "ranitidine"),
        ("flurazepam", "lorazepam"),
        ("hypothermia", "hypotension"),
    ],
)
def test_a_name_that_the_graph_lacks_is_never_answered_as_another(kg: mechgraph.Graph, name: str, other: str) -> None:
    graph = mechgraph.Graph(lacking(kg, [name]))
    asked = "Does baclofen treat {}?" if name == "hypothermia" else "Does {} treat spasticity?"
    found = graph.ask(asked.format(name))
    assert found.verdict in ("unknown_name", "not_understood")
    assert other not in found.answer
