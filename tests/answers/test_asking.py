"""Questions in the words of people who ask: what is read, and that nothing is claimed that the claims do not say."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

import mechgraph
from mechgraph.answers import Answer
from mechgraph.answers.families import family_of
from mechgraph.answers.names import named_at
from mechgraph.answers.read import read
from mechgraph.curie import Curie
from mechgraph.model import Association, Entity, Records
from mechgraph.store.memory import MemoryStore

from .lacking import lacking


def _sentences(answer: Answer, supports: bool | None = True) -> str:
    return " | ".join(c.sentence for c in answer.claims if c.supports is supports)


# Words ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "name", "exact"),
    [
        ("GABAᴮ receptors", "GABA-B receptor", True),
        ("baclofén", "baclofen", True),
        ("(S)-baclofen", "(S)-baclofen", True),
        ("Gβγ", "Gβγ", True),
        ("Parkinson's", "Parkinson's disease", True),
        ("muscel relaxant", "muscle relaxant", False),
        ("heavy drinking", "heavy drinking days", False),
        ("sleepy", "somnolence", False),
    ],
)
def test_what_people_write_reaches_what_they_mean(kg: mechgraph.Graph, text: str, name: str, exact: bool) -> None:
    (asked,) = read(kg.store, text).asks
    assert asked.subject.mention is not None
    assert (asked.subject.mention.entity.name, asked.subject.mention.exact) == (name, exact)


@pytest.mark.parametrize("word", ["brand", "depress", "relax", "neurons"])
def test_a_word_of_another_meaning_is_no_typo(kg: mechgraph.Graph, word: str) -> None:
    assert [a.subject.mention for a in read(kg.store, word).asks] == [None]


@pytest.mark.parametrize(
    ("family", "following", "members"),
    [
        ("alpha-2 receptors", "", {"alpha-2A adrenergic receptor (ADRA2A)", "alpha-2B adrenergic receptor"}),
        ("alpha-2 adrenoceptors", "", {"alpha-2C adrenergic receptor"}),
        ("NMDA", "antagonist", {"NMDA receptor 1", "NMDA receptor 2D"}),
        ("ryanodine receptor", "", {"ryanodine receptor 1 (RYR1)"}),
        ("serotonin receptors", "", {"5-HT1A receptor (HTR1A)", "5-HT2A receptor"}),
        ("opioid receptors", "", {"mu opioid receptor (OPRM1)", "kappa opioid receptor"}),
        ("calcium channel", "blocker", {"Cav2.2 (CACNA1B)", "Cav2 calcium channels"}),
    ],
)
def test_a_word_for_a_family_reaches_its_members(
    kg: mechgraph.Graph, family: str, following: str, members: set[str]
) -> None:
    found = family_of(kg.store, family, following)
    assert found is not None
    assert members <= {kg.entity(str(c)).name for c in found[1]}


def test_no_member_is_one_by_a_word_in_the_midst_of_its_name() -> None:
    names = [
        "GABA-A receptor alpha-1",
        "alpha-1A adrenergic receptor",
        "alpha-10 nicotinic receptor",
        "alphabet receptor",
    ]
    made = Records()
    for i, name in enumerate(names):
        made.entities.append(Entity(id=Curie(f"MG:{i}"), name=name, category="receptor"))
    store = MemoryStore(made, name="made")
    found = family_of(store, "alpha-1 receptors")
    assert found is not None
    assert {store.entity(c).name for c in found[1]} == {  # type: ignore[union-attr]
        "alpha-1A adrenergic receptor",
        "alpha-10 nicotinic receptor",
    }
    assert family_of(store, "receptors") is None


def test_a_subunit_is_no_member_of_the_receptor_it_is_part_of(kg: mechgraph.Graph) -> None:
    found = named_at(kg.store, "GABA-B receptors")
    assert found is not None
    assert (found.entity.name, found.members) == ("GABA-B receptor", ())


@pytest.mark.parametrize(
    ("question", "near", "far"),
    [
        # Who asks what a drug acts on sees what it acts on; "does" and "why" are no words that claims share with it.
        ("Does tizanidine act on GABA-B receptors?", "tizanidine is an agonist of", "low back pain"),
        ("Why does baclofen cure Parkinson's?", "baclofen treats spasticity", "neuromuscular transmission"),
    ],
)
def test_the_closest_claims_say_the_kind_of_thing_that_is_asked(
    kg: mechgraph.Graph, question: str, near: str, far: str
) -> None:
    told = _sentences(kg.ask(question), None)
    assert near in told
    assert far not in told


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("Can I drink alcohol with diazepam?", "Not without care: diazepam interacts with ethanol"),
        ("Can alcohol interact with diazepam?", "Yes: diazepam interacts with ethanol"),
        ("Is baclofen safe in pregnancy?", "Not stated: no claim says whether baclofen can be harmful (pregnancy)"),
        ("Is baclofen an opioid?", "Not stated: no claim says whether baclofen belongs to the class opioids"),
    ],
)
def test_silence_permits_nothing_and_an_interaction_is_no_yes(kg: mechgraph.Graph, question: str, first: str) -> None:
    assert kg.ask(question).answer.startswith(first)


def test_what_a_drug_inhibits_is_not_what_it_is_used_for_and_the_surest_comes_first(kg: mechgraph.Graph) -> None:
    told = kg.ask("What does baclofen inhibit?").answer
    assert "treats" not in told
    assert told.startswith("Baclofen decreases excitatory transmitter release")


def test_a_list_of_what_does_not_do_so_is_of_what_is_denied(kg: mechgraph.Graph) -> None:
    found = kg.ask("Which drugs do not treat spasticity?")
    assert found.answer.startswith("Denied of ")
    assert all(c.negated for c in found.claims if c.supports)
    assert "cyclobenzaprine does not treat spasticity" in _sentences(found)
    told = kg.ask("What does baclofen not treat?").answer
    assert "off-label" not in told.lower()
    assert "mechanism" not in told
    assert "gamma-hydroxybutyric acid is a partial agonist" in kg.ask("Is baclofen the only GABA-B agonist?").answer


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("How do statins work?", "inhibit HMG-CoA reductase"),
        ("How do proton pump inhibitors work?", "inhibit H+/K+ ATPase"),
        ("How do corticosteroids work?", "are agonists of glucocorticoid receptor"),  # what they cause is no way
        ("What do ACE inhibitors treat?", "treat hypertension"),
    ],
)
def test_what_no_claim_says_of_a_class_is_told_of_its_members_as_such(
    kg: mechgraph.Graph, question: str, told: str
) -> None:
    found = kg.ask(question)
    assert found.verdict == "list"
    assert found.answer.startswith("Not stated of ")
    assert "as a class. Of its members: " in found.answer
    assert told in found.answer
    # where a claim says so of the class, it is told of the class
    assert kg.ask("How do benzodiazepines work?").answer.startswith(
        "Benzodiazepines are positive allosteric modulators"
    )


def test_a_capital_a_in_a_name_is_no_article(kg: mechgraph.Graph) -> None:
    (asked,) = read(kg.store, "Does botulinum toxin type A reduce spasticity?").asks
    assert asked.subject.mention is not None
    assert asked.subject.mention.entity.name == "botulinum toxin type A"
    (asked,) = read(kg.store, "Is Baclofen A Muscle Relaxant?").asks
    assert (asked.relation, asked.unknown, asked.rest) == ("is_a", (), ())


def test_doses_of_people_are_no_concentrations_in_a_dish(kg: mechgraph.Graph) -> None:
    told = kg.ask("What is the maximum dose of baclofen?").answer
    assert "mg" in told
    assert "µM" not in told


def test_the_text_shows_the_nearest_claims_beside_and_the_data_all(kg: mechgraph.Graph) -> None:
    found = kg.ask("Can baclofen be used in pregnancy?")
    beside = [c for c in found.claims if c.supports is None]
    told = "\n".join(found.lines())
    assert len(beside) > 100
    assert told.count("\n  - ") == 8
    assert f"… {len(beside) - 8} more, with --all" in told
    assert "\n".join(found.lines(everything=True)).count("\n  - ") == len(found.claims)
    # what stands first beside it is a use, and no other effect of the drug
    assert "treats spasticity" in beside[0].sentence


# What is claimed -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "verdict"),
    [
        # What is taken for granted is checked, not explained.
        ("Why does baclofen cure Parkinson's?", "not_stated"),
        ("How does baclofen treat epilepsy?", "not_stated"),
        # To cure is more than to treat, and a mechanism says nothing of how much; no source speaks of a cure.
        ("Does baclofen cure spasticity?", "not_stated"),
        ("Does baclofen heal spasticity?", "not_stated"),
        ("Is there a cure for multiple sclerosis?", "not_stated"),
        ("Which drugs cure anxiety?", "not_stated"),
        ("Does baclofen completely abolish spasticity?", "not_stated"),
        ("Does diazepam completely treat anxiety?", "not_stated"),
        ("What is the mechanism of baclofen in gout?", "hypothesis"),
        ("How does baclofen work in depression?", "refuted"),
        ("Why does baclofen reduce anxiety?", "mixed"),
        ("How does baclofen cause sedation?", "supported"),
        # Families.
        ("Does tizanidine act on alpha-2 adrenergic receptors?", "supported"),
        ("Does baclofen bind to alpha-2 receptors?", "not_stated"),
        ("Does dantrolene block the ryanodine receptor?", "supported"),
        ("Does naloxone block opioid receptors?", "supported"),
        ("Does acamprosate block NMDA receptors?", "supported"),
        ("Is ziconotide a calcium channel blocker?", "supported"),
        ("Is tizanidine an alpha-2 agonist?", "supported"),
        # Who, how much, what set it off.
        ("Does baclofen reduce nicotine-evoked dopamine release?", "supported"),
        ("Does baclofen block alcohol-induced dopamine release in mice?", "refuted"),
        ("Does baclofen inhibit VTA dopamine neurons at low doses?", "refuted"),
        ("Does high-dose baclofen inhibit dopaminergic neurons?", "supported"),
        ("Does baclofen make patients drowsy?", "supported"),
        ("Do muscle relaxers cause falls in older people?", "supported"),
        ("Does baclofen cause falls in the elderly?", "not_stated"),
        ("Can people on haemodialysis take baclofen?", "refuted"),
        # Whether two may be taken together: a stated interaction speaks against it, and is none of permission.
        ("Can I drink alcohol with diazepam?", "refuted"),
        ("Can tizanidine be taken with ciprofloxacin?", "refuted"),
        ("Can ciprofloxacin interact with tizanidine?", "supported"),
        ("Does baclofen go well with alcohol?", "refuted"),
        ("Is it safe to take baclofen with tizanidine?", "refuted"),
        # A kind of action, at whatever target; another action elsewhere denies it not.
        ("Is naltrexone an antagonist?", "supported"),
        ("Is buprenorphine a partial agonist?", "supported"),
        ("Is morphine an inverse agonist?", "not_stated"),
        ("Is flumazenil an antagonist of GABA-A receptors?", "supported"),
        ("Is baclofen used in dogs?", "not_stated"),
        ("Does baclofen act as a GABA-B agonist?", "supported"),
        ("Does naltrexone work as an antagonist of the mu opioid receptor?", "supported"),
        # Names as the graph writes them, and the verbs of its own sentences.
        ("Does empagliflozin act on SGLT2 (SLC5A2)?", "supported"),
        ("Does Cav2.2 (CACNA1B) positively regulate neurotransmitter release?", "supported"),
        ("Does dantrolene negatively regulate ryanodine receptor 1 (RYR1)?", "supported"),
        ("Is oxycodone a substrate of CYP2D6?", "supported"),
        ("Is baclofen a substrate of CYP2D6?", "not_stated"),
        ("Does lisinopril belong to the class ACE inhibitors?", "supported"),
        # Harm to an organ is not harm to those in whom it is ill; what a drug does is no sign of its withdrawal.
        ("Is baclofen toxic to the kidney?", "not_stated"),
        ("Is dantrolene toxic to the liver?", "supported"),
        ("Does dantrolene cause liver damage?", "supported"),
        ("Does baclofen withdrawal cause sedation?", "not_stated"),
        # The only one: others deny it. What is denied is listed where that is asked, and silence is not.
        ("Is baclofen the only GABA-B agonist?", "refuted"),
        ("Is ziconotide the only drug that blocks Cav2.2?", "refuted"),
        ("Which drugs do not cause sedation?", "not_stated"),
        ("Which drugs do not treat spasticity?", "list"),
        # Which of two.
        ("Does aciclovir raise baclofen levels?", "supported"),
        ("Does baclofen raise aciclovir levels?", "not_stated"),
        ("Does (S)-baclofen cross the blood-brain barrier?", "supported"),
        ("Is baclofen better than tizanidine?", "not_stated"),
        # States.
        ("Can stopping baclofen cause seizures?", "supported"),
        ("Is baclofen withdrawal fatal?", "supported"),
        ("Does dialysis help in baclofen overdose?", "supported"),
        ("Is baclofen sedating?", "supported"),
        ("Are there GABA-B receptors in the VTA?", "supported"),
        ("What is the price of baclofen?", "not_understood"),
        ("What is the chemical structure of baclofen?", "not_understood"),
        # What stands before the verb acts on what stands behind it.
        ("Does spasticity cause baclofen?", "not_stated"),
        ("Does the amygdala cause anxiety?", "supported"),
        ("Does anxiety increase serotonin?", "not_stated"),
        ("Why does kidney failure increase the risk of baclofen toxicity?", "supported"),
        # Off-label use is no proof of efficacy, caution is no contraindication, a receptor is not its transmitter.
        ("Does baclofen treat alcohol use disorder?", "not_stated"),
        ("Is baclofen licensed for alcohol dependence?", "refuted"),
        ("Is baclofen contraindicated in renal failure?", "not_stated"),
        ("Does diazepam increase GABA?", "not_stated"),
        ("Which drugs inhibit serotonin reuptake?", "not_stated"),
        # Patients and routes that a claim names in words.
        ("Does baclofen reduce anxiety in alcoholics?", "inconclusive"),
        ("Does stopping oral baclofen cause fever?", "not_stated"),
        ("Does withdrawal of intrathecal baclofen cause fever?", "supported"),
        ("Does baclofen cause confusion?", "supported"),
        ("Is acrivastine's excretion slowed by baclofen?", "supported"),
        ("Is the spinal cord the main site of action of baclofen?", "supported"),
    ],
)
def test_the_verdict_is_what_the_claims_say(kg: mechgraph.Graph, question: str, verdict: str) -> None:
    assert kg.ask(question).verdict == verdict


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Can baclofen cause encephalopathy?", "in patients with renal failure given orally"),
        ("Is baclofen withdrawal fatal?", "given intrathecally, after withdrawal, rarely"),
        ("Is baclofen a GABA-A agonist?", "baclofen does not belong to the class GABA-A agonists"),
        ("Which brain area has the fewest GABA-B receptors?", "least dense first: among the lowest"),
        ("What is the bioavailability of baclofen?", "74%"),
        ("Who should not take baclofen?", "That is no list of all who must be careful."),
        ("Does baclofen treat alcohol use disorder?", "Off-label (use, and no proof of efficacy): baclofen is"),
        ("Does baclofen cause hallucinations?", "said of its overdose or withdrawal, and not of the drug itself"),
        ("Does the amygdala cause anxiety?", "Yes: increased activity of amygdala causes anxiety"),
        ("Does gout increase uric acid?", "a correlation, and not what brings it about"),
        ("Does baclofen reduce anxiety in alcoholics?", "That is not a “no”"),
        ("What is the difference between baclofen and arbaclofen?", "arbaclofen is the active enantiomer of baclofen."),
        ("What reduces anxiety?", "Contested: baclofen."),
    ],
)
def test_what_limits_an_answer_is_told(kg: mechgraph.Graph, question: str, said: str) -> None:
    assert said in kg.ask(question).answer


def test_why_is_answered_by_what_is_stated_and_the_curated_chains_stand_beside(kg: mechgraph.Graph) -> None:
    answer = kg.ask("How come baclofen helps spasticity in MS?")
    assert answer.verdict == "supported"
    assert "cerebral palsy" not in _sentences(answer)
    assert "GABA-B receptor" in _sentences(answer, None)


def test_a_chain_that_nobody_states_supports_nothing(kg: mechgraph.Graph) -> None:
    answer = kg.ask("What is the mechanism of baclofen in gout?")
    assert _sentences(answer) == ""
    assert answer.answer.startswith("No source says so.")


def test_danger_in_some_is_told_of_those_alone(kg: mechgraph.Graph) -> None:
    said = _sentences(kg.ask("Why is baclofen dangerous in renal failure?"))
    assert "renal failure" in said
    assert "withdrawal" not in said
    assert "animals" not in said


def test_who_is_meant_by_other_than_is_not_meant(kg: mechgraph.Graph) -> None:
    said = _sentences(kg.ask("Does baclofen help spasticity in multiple sclerosis?"))
    assert "in patients with multiple sclerosis" in said
    assert "other than multiple sclerosis" not in said


def test_a_short_word_of_a_verb_hides_no_unknown_name(kg: mechgraph.Graph) -> None:
    unknown = mechgraph.Graph(lacking(kg, ["clonidine"])).ask("Does clonidine act on alpha-2 receptors?")
    assert unknown.verdict == "unknown_name"
    assert "“clonidine”" in unknown.answer
    answer = kg.ask("Does baclofen act on GABA-B receptors in lactation?")
    assert answer.verdict == "not_stated"
    assert "breastfeeding" in answer.answer


def test_what_a_drug_is_in_the_brain_is_not_said_of_a_part(kg: mechgraph.Graph) -> None:
    assert "central nervous system depressant" in _sentences(kg.ask("How does baclofen affect the brain?"))
    assert "depressant" not in _sentences(kg.ask("How does baclofen affect the amygdala?"))
    cord = kg.ask("How does baclofen act on the spinal cord?")
    assert "primary site of action" in _sentences(cord)
    assert "patients with spinal cord injury" not in _sentences(cord)
    assert kg.ask("Does baclofen act on the spinal cord?").verdict == "supported"


def test_which_and_what_ask_for_different_things(kg: mechgraph.Graph) -> None:
    causes = kg.ask("What causes anxiety?").answer
    assert "amygdala" in causes
    assert "GABA" not in kg.ask("Which drugs reduce anxiety?").answer
    assert "gastric acid" not in kg.ask("What drugs are used for acid reflux?").answer


def test_a_denial_of_one_member_is_no_denial_of_the_family(kg: mechgraph.Graph) -> None:
    records, like = kg.records(), kg.association("baclofen-gabab-agonist")
    for name, negated in (("mu opioid receptor", True), ("kappa opioid receptor", False)):
        claim = replace(like, object=kg.entity(name).id, predicate="activates", negated=negated, key="")
        records.associations.append(claim)
        supposed = mechgraph.Graph(MemoryStore(records, name="supposed"))
        verdict = supposed.ask("Does baclofen activate opioid receptors?").verdict
        assert verdict == ("not_stated" if negated else "supported")


def test_a_family_without_an_entity_has_a_query_that_runs(kg: mechgraph.Graph) -> None:
    answer = kg.ask("Does tizanidine act on alpha-2 receptors?")
    assert {c.id for c in answer.claims} == {str(row[0]) for row in kg.sparql(answer.sparql)}  # type: ignore[union-attr]


def test_at_a_prompt_an_answer_is_one_line_and_in_a_notebook_its_sources_are_links(kg: mechgraph.Graph) -> None:
    answer, told = kg.ask("Does baclofen reduce anxiety?"), kg.explain("baclofen", "pain")
    assert repr(answer).startswith("<Answer mixed: The evidence conflicts.")
    assert repr(told).startswith("<Explanation ")
    assert "\n" not in repr(answer) + repr(told)
    assert '<a href="https://doi.org/' in answer._repr_html_()


def test_markup_in_a_question_is_no_markup_in_a_notebook(kg: mechgraph.Graph) -> None:
    page = kg.ask('Does baclofen reduce https://x.org/"onload="alert(1) anxiety <b>?')._repr_html_()
    assert "<b>" not in page
    assert 'onload="' not in page


def test_the_main_line_is_told_first_and_its_branches_and_what_sums_them_up_after(kg: mechgraph.Graph) -> None:
    titles = [s.title for s in kg.explain("baclofen", "spasticity").sections]
    told = [t for t in titles if t.startswith(("main", "branch", "seen"))]
    assert told == [
        "main line: decreases spasticity",
        "branch neurons: decreases spasticity",
        "branch camp: no step leads on from it",
        "seen as a whole: sums up steps 2 and camp-1",
        "seen as a whole: sums up steps 3, 4 and 5",
        "seen as a whole: sums up steps kir3-1, kir3-2, kir3-3 and 7",
        "seen as a whole: sums up steps 3, 4, 5, 6, 7, kir3-1, kir3-2 and kir3-3",
    ]


@pytest.mark.parametrize(
    ("drug", "effect"), [("buprenorphine", "pain"), ("nicotine", "dopamine release"), ("amitriptyline", "pain")]
)
def test_a_searched_mechanism_tells_its_firmest_chain_first(kg: mechgraph.Graph, drug: str, effect: str) -> None:
    told = [s for s in kg.explain(drug, effect).sections if s.title.startswith("chain")]
    by_id = {a.id: a for a in kg.associations()}
    hedged = [sum(by_id[c].certainty == "hedged" for c in s.claims) for s in told]
    assert len(told) > 1
    assert hedged == sorted(hedged)


def test_what_a_label_says_of_a_population_is_told_in_its_context(kg: mechgraph.Graph) -> None:
    narrow = kg.explain("baclofen", "spasticity", context=["population=cerebral palsy"])
    assert narrow.verdict == "mixed"
    assert "efficacy in cerebral palsy has not been established" in narrow.answer
    assert narrow.mechanism is not None
    against = {o.association.key for o in narrow.mechanism.against}
    assert "baclofen-cp-efficacy-not-established" in against
    assert not against & {"baclofen-stroke-us"}


def test_proteins_of_one_family_are_told_in_the_plural(kg: mechgraph.Graph) -> None:
    told = str(kg.explain("baclofen", "spasticity"))
    assert "Kir3 channels (GIRK) cause membrane hyperpolarization" in told
    assert "the class skeletal muscle relaxants causes" in " ".join(
        c.sentence for c in kg.ask("Which drugs cause sedation?").claims
    )


@pytest.mark.parametrize("words", ["enzymes metabolise", "transporters excrete", "enzymes eliminate"])
def test_a_question_for_the_protein_of_a_step_is_not_answered_by_targets_or_organs(
    kg: mechgraph.Graph, words: str
) -> None:
    found = kg.ask(f"Which {words} baclofen?")
    assert found.verdict == "not_stated"
    assert not [c for c in found.claims if c.supports]


def test_relief_is_not_told_as_treatment_and_a_side_effect_denies_no_use() -> None:
    names = {"MG:d": ("doblin", "drug"), "MG:s": ("stiffness disease", "disease"), "MG:h": ("skullache", "phenotype")}
    claims = [("palliates", "MG:s"), ("has_side_effect", "MG:h")]
    records = Records(
        entities=[Entity(id=Curie(i), name=name, category=category) for i, (name, category) in names.items()],
        associations=[Association(subject=Curie("MG:d"), predicate=p, object=Curie(o)) for p, o in claims],
    )
    graph = mechgraph.Graph(MemoryStore(records))
    relieved = graph.ask("Does doblin treat stiffness disease?")
    assert relieved.verdict == "supported"
    assert relieved.answer == "In part, as relief of symptoms: doblin palliates stiffness disease."
    assert graph.ask("What is doblin used for?").answer == "Doblin palliates stiffness disease (relief of symptoms)."
    for verb in ("treat", "relieve"):
        harmed = graph.ask(f"Does doblin {verb} skullache?")
        assert harmed.verdict == "not_stated"
        assert "a side effect is neither a use nor a “no”" in harmed.answer
        assert [c.supports for c in harmed.claims] == [None]


@pytest.mark.parametrize(
    ("framed", "bare"),
    [
        ("Tell me whether baclofen reduces anxiety", "Does baclofen reduce anxiety?"),
        ("I read that baclofen reduces anxiety. Is that correct?", "Does baclofen reduce anxiety?"),
        ("Baclofen is a GABA-A agonist, right?", "Is baclofen a GABA-A agonist?"),
        ("Explain how baclofen reduces spasticity", "How does baclofen reduce spasticity?"),
        ("Could you tell me what baclofen is used for?", "What is baclofen used for?"),
    ],
)
def test_words_around_a_question_change_nothing_of_its_answer(kg: mechgraph.Graph, framed: str, bare: str) -> None:
    a, b = kg.ask(framed), kg.ask(bare)
    assert (a.verdict, a.answer, [c.id for c in a.claims]) == (b.verdict, b.answer, [c.id for c in b.claims])


@pytest.mark.parametrize(
    "words", ["Does topical baclofen reduce spasticity?", "Does baclofen reduce spasticity in cats?"]
)
def test_an_inconclusive_claim_of_another_setting_leaves_the_question_open(kg: mechgraph.Graph, words: str) -> None:
    found = kg.ask(words)
    assert found.verdict == "not_stated"
    assert all(c.supports is None for c in found.claims)
