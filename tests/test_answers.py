"""The questions of the source text, answered from the records; and questions that nobody wrote them for."""

from __future__ import annotations

import json
from typing import get_args

import pytest

import mechgraph
from mechgraph.answers import Answer
from mechgraph.answers.judge import Verdict
from mechgraph.curie import Curie
from mechgraph.model import Association, CuratedMechanism, Entity, Evidence, Records
from mechgraph.store.memory import MemoryStore

VERDICTS = set(get_args(Verdict))


def _sentences(answer: Answer, supports: bool | None = True) -> str:
    return "\n".join(c.sentence for c in answer.claims if c.supports is supports)


# The fourteen questions ------------------------------------------------------------------------------------------


def test_q01_mechanism_of_action(kg: mechgraph.Graph) -> None:
    a = kg.ask("What is the mechanism of action of baclofen?")
    assert a.verdict == "list"
    said = _sentences(a)
    assert "baclofen is an agonist of GABA-B receptor" in said
    assert "has its primary site of action in spinal cord" in said
    assert "decreases excitatory transmitter release, in spinal cord" in said
    assert "decreases substance P release, in spinal cord" in said


def test_q02_cns_depressant_with_the_animal_finding_kept_apart(kg: mechgraph.Graph) -> None:
    a = kg.ask("Is baclofen a CNS depressant?")
    assert a.verdict == "supported"
    assert "central nervous system depressant, in animals (unspecified)" in _sentences(a)


def test_q02_the_signs_in_animals_stay_in_animals(kg: mechgraph.Graph) -> None:
    signs = {"somnolence", "ataxia", "respiratory depression", "cardiovascular depression", "sedation"}
    found = set()
    for claim in kg.associations(subject="baclofen", predicate="causes"):
        entity = kg.entity(claim.object)
        assert entity is not None
        if entity.name in signs:
            assert str(claim.qualifiers.species) == "MG:animals-unspecified", claim
            found.add(entity.name)
    assert found == signs


def test_q03_the_class_claim_is_hedged(kg: mechgraph.Graph) -> None:
    a = kg.ask("Do muscle relaxers cause CNS depression?")
    assert a.verdict == "supported"
    assert a.answer.startswith("Possibly: skeletal muscle relaxants may decrease central nervous system function")
    assert all(c.certainty == "hedged" for c in a.claims if c.supports)


def test_q04_brain(kg: mechgraph.Graph) -> None:
    a = kg.ask("How does baclofen affect the brain?")
    said = _sentences(a)
    assert "activates GABA receptor (subtype not stated), in brain" in said
    assert "structurally similar to GABA" in said
    assert "has the role central nervous system depressant" in said


def test_q05_cerebral_palsy_is_contested(kg: mechgraph.Graph) -> None:
    a = kg.ask("How does baclofen help cerebral palsy?")
    assert a.verdict == "mixed"
    cited = {(s.id, s.stance) for c in a.claims for s in c.sources}
    assert ("faq", "supports") in cited
    assert ("L29", "refutes") in cited


def test_q06_serotonin_in_both_directions(kg: mechgraph.Graph) -> None:
    a = kg.ask("Does baclofen affect serotonin?")
    assert a.verdict == "supported"
    said = _sentences(a)
    assert "decreases serotonin release, acutely" in said
    assert "increases serotonin release, in raphe nuclei, in rat" in said
    assert "disagree on the direction" in a.answer


def test_q07_anxiety_is_mixed_and_depression_is_not_reduced(kg: mechgraph.Graph) -> None:
    anxiety = kg.ask("Does baclofen reduce anxiety?")
    assert anxiety.verdict == "mixed"
    assert "heterogeneity" in "".join(c.sentence for c in anxiety.claims)
    depression = kg.ask("Does baclofen reduce depression?")
    assert depression.verdict == "refuted"
    assert "respiratory" not in _sentences(depression, False)


def test_q08_the_class_is_not_its_members(kg: mechgraph.Graph) -> None:
    a = kg.ask("What do muscle relaxers do to your brain?")
    said = _sentences(a)
    assert "the class skeletal muscle relaxants has the role central nervous system depressant" in said
    assert "in general" in said
    assert "baclofen" not in said


def test_q09_gaba_in_the_brain_is_not_stated_but_density_is(kg: mechgraph.Graph) -> None:
    a = kg.ask("Does baclofen increase GABA in the brain?")
    assert a.verdict == "not_stated"
    assert "decreases GABA release" in _sentences(a, None)
    where = kg.ask("Where are GABA-B receptors dense?")
    highest = [c.sentence for c in where.claims if "rank 1" in c.sentence]
    assert len(highest) == 5
    assert any("medial habenula" in s for s in highest)
    assert any("ventral tegmental area" in c.sentence and "lowest" in c.sentence for c in where.claims)


def test_q10_dopamine_agonist_is_not_stated_which_is_not_no(kg: mechgraph.Graph) -> None:
    a = kg.ask("Is baclofen a dopamine agonist?")
    assert a.verdict == "not_stated"
    assert not any(c.supports is False for c in a.claims)
    surge = kg.ask("Does baclofen affect dopamine?")
    assert "drug-evoked dopamine surge, in nucleus accumbens" in _sentences(surge)


def test_q11_uses_and_off_label_uses_are_kept_apart(kg: mechgraph.Graph) -> None:
    a = kg.ask("What is baclofen used to treat?")
    assert "treats spasticity" in a.answer
    off_label = a.answer.split("Off-label")[1]
    for use in ("musculoskeletal pain", "gastroesophageal reflux disease", "alcohol use disorder"):
        assert use in off_label
    assert {"multiple sclerosis", "spinal cord injury"} <= {
        part for c in a.claims for part in ("multiple sclerosis", "spinal cord injury") if part in c.sentence
    }


def test_q12_toxicity_in_renal_failure_by_mouth(kg: mechgraph.Graph) -> None:
    a = kg.ask("What are the possible complications of baclofen toxicity?")
    signs = [c for c in a.claims if "manifests as" in c.sentence]
    for sign in ("encephalopathy", "abdominal pain", "seizure", "respiratory depression"):
        assert any(sign in c.sentence and "renal" in c.sentence and "orally" in c.sentence for c in signs), sign
    assert all("in some cases" in c.sentence for c in signs if "seizure" in c.sentence)
    assert all(c.certainty == "hedged" for c in signs)


def test_q13_absorption_with_its_tension(kg: mechgraph.Graph) -> None:
    a = kg.ask("How is baclofen absorbed in the body?")
    said = _sentences(a)
    assert "absorbed from gastrointestinal tract, given orally, rapidly" in said
    assert "absorbed from gastrointestinal tract, given orally, almost completely" in said
    assert "increased dose of baclofen decreases absorption of baclofen" in said
    assert "74%" in said


def test_q14_interactions_keep_their_direction(kg: mechgraph.Graph) -> None:
    a = kg.ask("Does baclofen interact with acrivastine and acyclovir?")
    assert a.verdict == "supported"
    said = _sentences(a)
    assert "baclofen decreases rate of excretion of acrivastine" in said
    assert "acyclovir decreases rate of excretion of baclofen" in said
    assert "baclofen decreases rate of excretion of acyclovir" not in said
    assert all(c.certainty == "hedged" for c in a.claims if c.supports is not None)


# Questions that nobody wrote them for ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "verdict"),
    [
        ("is baclofne a muscle relaxant", "supported"),
        ("does Lioresal treat spasticity?", "supported"),
        ("Is baclofen excreted by the kidney?", "supported"),
        ("is GABA a neurotransmitter", "supported"),
        ("does lorazepam reduce anxiety?", "supported"),
        ("what treats spasticity?", "list"),
        ("How do baclofen and diazepam differ?", "list"),
        ("does foobar treat spasticity", "unknown_name"),
        ("tell me about baclofen please", "list"),
        ("", "not_understood"),
        ("Does acyclovir interact with tizanidine?", "not_stated"),
        ("Is tizanidine a benzodiazepine?", "not_stated"),
        ("؟؟؟ <script>alert(1)</script>", "unknown_name"),
    ],
)
def test_other_questions_are_answered_or_honestly_declined(kg: mechgraph.Graph, question: str, verdict: str) -> None:
    assert kg.ask(question).verdict == verdict


def test_a_typo_is_said_to_have_been_read_as_something(kg: mechgraph.Graph) -> None:
    assert "“baclofne” was read as baclofen" in kg.ask("does baclofne affect anxiety").answer


def test_what_is_not_understood_offers_what_can_be_asked(kg: mechgraph.Graph) -> None:
    offered = kg.ask("Does baclofen cost a lot?").suggestions
    assert offered
    assert all(kg.ask(q).verdict == "list" for q in offered)


def test_the_json_of_an_answer_has_exactly_the_documented_fields(kg: mechgraph.Graph) -> None:
    data = kg.ask("Does baclofen reduce anxiety?").to_dict()
    fields = {"question", "verdict", "answer", "composed", "claims", "sparql", "suggestions", "version"}
    assert set(data) == fields
    of_claim = {"id", "sentence", "negated", "certainty", "sign", "supports", "verdict", "sources", "sides"}
    assert set(data["claims"][0]) == of_claim
    assert data["verdict"] in VERDICTS
    json.dumps(data)


@pytest.mark.parametrize("question", ["What is baclofen used to treat?", "Does baclofen reduce anxiety?", "baclofen"])
def test_the_query_of_an_answer_finds_its_claims_and_no_others(kg: mechgraph.Graph, question: str) -> None:
    a = kg.ask(question)
    assert a.claims
    assert {c.id for c in a.claims} == {str(row[0]) for row in kg.sparql(a.sparql)}  # type: ignore[union-attr]


# Explanations ----------------------------------------------------------------------------------------------------


def test_an_explanation_of_a_drug_has_every_part(kg: mechgraph.Graph) -> None:
    e = kg.explain("baclofen")
    titles = " | ".join(s.title for s in e.sections)
    for part in ("what it is", "where it acts", "from target to effect", "uses", "off-label", "adverse", "kinetics",
                 "interactions", "open questions"):  # fmt: skip
        assert part in titles, part
    assert all(c.sources for c in e.claims), "every sentence has a source"
    listed = [c for s in e.sections for c in s.claims]
    assert len(listed) == len(set(listed)), "no claim is told twice"


def test_every_claim_about_baclofen_is_told(kg: mechgraph.Graph) -> None:
    told = {c.id for c in kg.explain("baclofen").claims}
    assert {a.id for a in kg.associations(subject="baclofen")} <= told


def test_the_mechanism_for_spasticity_is_a_decrease_with_objections(kg: mechgraph.Graph) -> None:
    e = kg.explain("baclofen", "spasticity")
    assert e.sign == -1
    assert e.weakest
    assert any(s.title == "what speaks against it" for s in e.sections)
    assert e.mechanism is not None
    assert e.mechanism.objections
    assert all(p.sign == -1 for p in e.mechanism.paths)


def test_no_mechanism_is_an_error_that_says_so(kg: mechgraph.Graph) -> None:
    with pytest.raises(mechgraph.MechgraphError, match="no causal path"):
        kg.explain("baclofen", "tizanidine")


# What must never be said ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "verdict"),
    [
        ("Is baclofen a GABA-B antagonist?", "refuted"),
        ("Is baclofen an inverse agonist of GABA-B?", "refuted"),
        ("Is baclofen a GABA-B agonist?", "supported"),
        ("Is baclofen excreted by the liver?", "not_stated"),
        ("Is baclofen excreted by the kidneys?", "supported"),
        ("Is baclofen metabolized by CYP enzymes?", "not_understood"),
        ("Is baclofen metabolized in the liver?", "supported"),
        ("Is baclofen approved for alcohol use disorder?", "refuted"),
        ("Is baclofen approved for spasticity?", "supported"),
        ("Does alcohol interact with baclofen?", "supported"),
        ("Does baclofen interact with acyclovir?", "supported"),
        ("What is the half-life of baclofen?", "mixed"),
        ("Does baclofen not reduce spasticity?", "refuted"),
        ("What is baclofen?", "list"),
        ("baclofen", "list"),
        ("Can I take baclofen with alcohol?", "refuted"),
    ],
)
def test_the_verdict_is_about_what_was_asked(kg: mechgraph.Graph, question: str, verdict: str) -> None:
    assert kg.ask(question).verdict == verdict


def test_an_effect_seen_in_animals_alone_is_told_as_such(kg: mechgraph.Graph) -> None:
    assert "sedation in animals" in kg.ask("Does baclofen cause sedation?").answer


def test_targets_are_proteins_and_agents_are_drugs(kg: mechgraph.Graph) -> None:
    targets = kg.ask("Which receptors does baclofen bind?")
    assert "GABA-B receptor" in targets.answer
    assert "site of action" not in targets.answer
    assert kg.ask("Which drugs inhibit GABA transaminase?").answer.endswith("vigabatrin.")
    assert "tizanidine" in kg.ask("What drugs reduce spasticity?").answer


def test_a_partner_without_a_stated_interaction_is_told_apart(kg: mechgraph.Graph) -> None:
    answer = kg.ask("Does baclofen interact with acrivastine, ethanol and valsartan?")
    assert answer.verdict != "supported"
    stated, implied = (
        kg.ask("Does baclofen interact with acrivastine?"),
        kg.ask("Does baclofen interact with valsartan?"),
    )
    assert (stated.verdict, implied.verdict) == ("supported", "hypothesis")
    assert implied.answer.startswith("No source states an interaction.")
    assert not [c for c in implied.claims if c.supports]


def test_a_comparison_counts_what_is_reached_and_never_what_is_denied(kg: mechgraph.Graph) -> None:
    answer = kg.ask("What do baclofen and diazepam have in common?").answer
    opposite, _, shared = answer.partition(" In opposite directions: ")[2].partition(". Shared")
    assert "muscle contraction" in shared
    assert "seizure" in opposite
    assert "dopamine" not in shared


def test_the_regions_where_a_drug_acts(kg: mechgraph.Graph) -> None:
    answer = kg.ask("Which brain regions does baclofen affect?").answer
    assert "amygdala" in answer
    assert "spinal cord" not in answer


def test_potency_is_compared_only_where_it_was_measured(kg: mechgraph.Graph) -> None:
    from msgspec.structs import replace

    from mechgraph.model import Quantity
    from mechgraph.store.memory import MemoryStore

    question = "Is diazepam more potent than baclofen at the GABA-B receptor?"
    silent = kg.ask(question)
    assert silent.verdict == "not_stated"
    assert kg.ask("How potent is baclofen?").verdict == "list"
    records, like = kg.records(), kg.association("baclofen-gabab-agonist")
    for drug, value in (("baclofen", 100.0), ("diazepam", 3.0)):
        quantity = Quantity(kind="Ki", value=value, unit="nM")
        records.associations.append(
            replace(like, subject=kg.entity(drug).id, predicate="binds", quantity=quantity, key="")
        )
    measured = mechgraph.Graph(MemoryStore(records, name="supposed"))
    assert measured.ask(question).verdict == "supported"
    assert measured.ask("Is baclofen more potent than diazepam at the GABA-B receptor?").verdict == "refuted"
    assert "most potent first: diazepam" in measured.ask(question).answer


def test_a_transmitter_leads_to_its_release_by_a_claim_that_carries_no_sign(kg: mechgraph.Graph) -> None:
    for claim in kg.associations(predicate="transports"):
        assert (claim.sign, claim.relation.mechanistic, claim.relation.relation) == (0, False, "RO:0002313")
        assert kg.entity(str(claim.subject)).category == "biological_process"
    moved = {kg.entity(str(a.object)).name for a in kg.associations(predicate="transports")}
    assert {"glutamate", "GABA", "dopamine", "serotonin", "substance P"} <= moved


# What a question restricts itself to ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "verdict"),
    [
        ("Does baclofen cause respiratory depression in animals?", "supported"),
        ("Does baclofen cause respiratory depression in humans?", "not_stated"),
        ("Does baclofen reduce anxiety in rats?", "not_stated"),
        ("Does baclofen reduce serotonin release in rats?", "refuted"),
        ("Does baclofen reduce serotonin release in mice?", "supported"),
        ("Does acute baclofen inhibit serotonin neurons?", "supported"),
        ("Does chronic baclofen inhibit serotonin neurons?", "not_stated"),
        ("Does oral baclofen work in cerebral palsy?", "mixed"),
        ("Does baclofen reduce substance P release in the CNS?", "supported"),
        ("Does baclofen reduce substance P release in the cerebral cortex?", "not_stated"),
        ("In patients with cerebral palsy, does baclofen reduce spasticity?", "mixed"),
        ("Does baclofen reduce spasticity in multiple sclerosis?", "supported"),
        ("Do muscle relaxants increase the risk of falls in the elderly?", "supported"),
    ],
)
def test_a_setting_is_answered_only_by_claims_that_state_it(kg: mechgraph.Graph, question: str, verdict: str) -> None:
    assert kg.ask(question).verdict == verdict


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Does baclofen reduce anxiety in children?", "children"),
        ("Does baclofen reduce nicotine self-administration?", "nicotine self-administration"),
        ("Does baclofen reduce morphine withdrawal?", "withdrawal"),
        ("Is baclofen safe in pregnancy?", "pregnancy"),
    ],
)
def test_a_word_that_names_nothing_known_leaves_the_question_open(
    kg: mechgraph.Graph, question: str, said: str
) -> None:
    answer = kg.ask(question)
    assert answer.verdict in ("not_stated", "unknown_name", "not_understood")
    assert said in answer.answer


@pytest.mark.parametrize(
    ("question", "verdict"),
    [
        ("Do all muscle relaxants cause sedation?", "not_stated"),
        ("Does baclofen act only in the spinal cord?", "refuted"),
        ("Does baclofen reduce both anxiety and depression?", "mixed"),
        ("Does baclofen or tizanidine reduce spasticity?", "supported"),
        ("Does baclofen treat spasticity and does it cause sedation?", "supported"),
        ("Is tizanidine safer than baclofen?", "not_stated"),
    ],
)
def test_all_only_and_several_parts_are_answered_part_by_part(kg: mechgraph.Graph, question: str, verdict: str) -> None:
    assert kg.ask(question).verdict == verdict


@pytest.mark.parametrize("question", ["Who discovered baclofen?", "When was baclofen approved?"])
def test_other_matters_are_not_answered(kg: mechgraph.Graph, question: str) -> None:
    assert kg.ask(question).verdict in ("not_understood", "unknown_name", "not_stated")


@pytest.mark.parametrize(
    ("question", "verdict"),
    [
        ("Does baclofen treat epilepsy?", "not_stated"),
        ("Does baclofen prevent seizures?", "refuted"),
        ("Does baclofen treat multiple sclerosis?", "not_stated"),
        ("Does dialysis remove baclofen?", "supported"),
        ("Is dialysis used to treat baclofen toxicity?", "supported"),
        ("Does acyclovir increase baclofen levels?", "supported"),
        ("Does baclofen slow the excretion of acrivastine?", "supported"),
        ("Does vigabatrin increase GABA?", "supported"),
        ("Is baclofen used off-label for alcohol use disorder?", "supported"),
        ("Is baclofen used off-label for spasticity?", "not_stated"),
        ("Is baclofen a directly acting muscle relaxant?", "not_stated"),
        ("Is dantrolene a directly acting muscle relaxant?", "supported"),
        ("Is baclofen toxic in renal failure?", "supported"),
        ("Is baclofen safe in renal failure?", "refuted"),
    ],
)
def test_a_chain_or_a_neighbour_is_not_taken_for_the_thing_itself(
    kg: mechgraph.Graph, question: str, verdict: str
) -> None:
    assert kg.ask(question).verdict == verdict


@pytest.mark.parametrize(
    ("question", "verdict"),
    [
        ("Does baclofen act in the spinal cord?", "supported"),
        ("Does dantrolene act in the brain?", "not_stated"),
        ("Are GABA-B receptors found in the thalamus?", "supported"),
        ("Are GABA-B receptors dense in the medial habenula?", "supported"),
        ("Are GABA-B receptors dense in the ventral tegmental area?", "refuted"),
    ],
)
def test_places_asked_for_by_yes_or_no(kg: mechgraph.Graph, question: str, verdict: str) -> None:
    assert kg.ask(question).verdict == verdict


def test_the_passive_asks_the_same_as_the_active(kg: mechgraph.Graph) -> None:
    active, passive = kg.ask("does baclofen reduce spasticity?"), kg.ask("Is spasticity reduced by baclofen?")
    assert passive.question == "Is spasticity reduced by baclofen?"
    assert (passive.verdict, passive.answer, passive.claims) == (active.verdict, active.answer, active.claims)


def test_doses_are_reported_and_are_no_advice(kg: mechgraph.Graph) -> None:
    doses = kg.ask("What dose of baclofen is used?")
    assert "60 mg/day" in doses.answer
    assert "mg/kg" not in doses.answer
    assert "no advice" in doses.answer


def test_what_follows_on_stopping_is_not_what_follows_on_too_much(kg: mechgraph.Graph) -> None:
    stopping = kg.ask("What are the symptoms of baclofen withdrawal?")
    assert "hallucinations" in stopping.answer
    assert "encephalopathy" not in _sentences(stopping)
    assert "membrane" not in _sentences(kg.ask("What are the side effects of baclofen?"))


def test_what_is_said_of_the_class_is_told_as_such(kg: mechgraph.Graph) -> None:
    answer = kg.ask("Does methocarbamol cause sedation?")
    assert answer.answer.startswith("Said of its class, skeletal muscle relaxants, and not of methocarbamol itself")
    assert not any(c.rule for c in answer.claims)


def test_a_drug_known_by_mechanisms_alone_is_said_to_be() -> None:
    drug, illness = (
        Entity(id=Curie(f"MG:{n}"), name=n, category=c) for n, c in (("xdrug", "drug"), ("ill", "disease"))
    )
    target = Entity(id=Curie("MG:rec"), name="rec", category="receptor")
    evidence = (Evidence(source="s"),)
    steps = [
        Association(subject=drug.id, predicate="inhibits", object=target.id, evidence=evidence),
        Association(subject=target.id, predicate="causes", object=illness.id, evidence=evidence),
    ]
    curated = CuratedMechanism(id="m", drug=drug.id, effect=illness.id, claims=tuple(a.id for a in steps))
    records = Records(entities=[drug, illness, target], associations=steps, mechanisms=[curated])
    answer = mechgraph.Graph(MemoryStore(records)).ask("Which drugs treat ill?").answer
    assert answer == "By a curated mechanism alone: xdrug."


def test_off_label_use_is_told_as_such(kg: mechgraph.Graph) -> None:
    agents = kg.ask("Which drugs treat alcohol use disorder?").answer
    assert "Off-label use is stated of baclofen (use, not proof of efficacy)." in agents
