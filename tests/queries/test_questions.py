"""Each of the fourteen questions of the text: what its query must find, what it must not claim, how sure it is."""

from __future__ import annotations

from typing import Any

import mechgraph

Row = dict[str, Any]


def rows(kg: mechgraph.Graph, name: str, **given: str | list[str]) -> list[Row]:
    return kg.query(name, **given).records()


def said(found: list[Row], *words: str) -> list[Row]:
    """Rows whose relation and object are these words; for a class or a target its name goes first."""
    wanted = " ".join(words)
    return [r for r in found if wanted in f"{r.get('subject_label', '')} {r['relation']} {r['object_label']}"]


def one(found: list[Row], *words: str) -> Row:
    hits = said(found, *words)
    assert len(hits) == 1, f"{len(hits)} rows say {' '.join(words)!r}"
    return hits[0]


def claims(kg: mechgraph.Graph, start: str | list[str], *end: str, **given: str | list[str]) -> list[Row]:
    return rows(kg, "claims", start=start, end=list(end) or "*", **given)


def test_1_mechanism_of_action(kg: mechgraph.Graph) -> None:
    found = claims(kg, "baclofen")
    assert said(found, "is an agonist of", "GABA receptor (subtype not stated)")
    assert one(found, "has its primary site of action in", "spinal cord")
    (bound,) = [r for r in rows(kg, "targets") if (r["relation"], r["target_label"]) == ("binds", "GABA-B receptor")]
    assert "in spinal cord" in bound["sentence"]
    whole = claims(kg, ["baclofen", "GABA-B receptor"], "excitatory transmitter release", "substance P release")
    for released in ("excitatory transmitter release", "substance P release"):
        by_drug = said(whole, "baclofen decreases", released)
        assert any(r["certainty"] == "established" and "faq" in r["sources"] for r in by_drug)
        assert said(whole, "GABA-B receptor decreases", released)
    assert not said(found, "dopamine agonist")


def test_2_the_signs_of_cns_depression_were_seen_in_animals(kg: mechgraph.Graph) -> None:
    found = claims(kg, "baclofen", group=["role", "cause"])
    in_animals, classified = sorted(
        said(found, "has the role", "central nervous system depressant"), key=lambda r: "animals" not in r["sentence"]
    )
    assert "in animals (unspecified)" in in_animals["sentence"]
    assert "animals" not in classified["sentence"]
    for sign in ("sedation", "somnolence", "ataxia", "respiratory depression", "cardiovascular depression"):
        assert "in animals (unspecified)" in one(found, "baclofen causes", sign)["sentence"]


def test_3_claims_on_the_class_are_hedged_and_stay_on_the_class(kg: mechgraph.Graph) -> None:
    found = [r for r in claims(kg, "muscle relaxers") if r["subject_label"] == "skeletal muscle relaxants"]
    slower = one(found, "decreases", "central nervous system function")
    assert (slower["certainty"], slower["hedge"]) == ("hedged", "may")
    assert one(found, "muscle relaxants causes", "drowsiness")["certainty"] == "established"
    assert one(found, "muscle relaxants causes", "gait disturbance")
    after = claims(kg, ["CNS depression", "drowsiness", "gait disturbance", "fall"])
    assert said(after, "CNS depression causes", "drowsiness")
    for cause in ("drowsiness", "gait disturbance"):
        assert one(after, f"{cause} increases the risk of", "fall")["hedge"] == "may"
    assert "elderly" in one(after, "fall precedes", "injury")["sentence"]
    assert not said(rows(kg, "effects"), "decreases", "central nervous system function")


def test_4_the_brain(kg: mechgraph.Graph) -> None:
    what = rows(kg, "identity")
    assert said(what, "has the role", "central nervous system depressant")
    assert said(what, "has the role", "skeletal muscle relaxants")
    assert one(what, "is structurally similar to", "GABA")["group"] == "likeness"
    found = rows(kg, "sites")
    assert one(found, "activates", "GABA receptor (subtype not stated)")["place_label"] == "brain"
    assert {"amygdala", "nucleus accumbens", "ventral tegmental area"} <= {r["place_label"] for r in found}


def test_5_cerebral_palsy_keeps_the_objection_of_the_label(kg: mechgraph.Graph) -> None:
    found = claims(kg, "baclofen", "cerebral palsy")
    for relation, effect in (("causes", "relaxation of muscle"), ("ameliorates", "spasticity")):
        (of_the_text,) = [r for r in said(found, relation, effect) if "faq" in r["sources"]]
        assert "L29" in of_the_text["against"]
    of_a_trial = one(found, "does not ameliorate", "spasticity")
    assert "severe quadriplegia" in of_a_trial["sentence"]
    assert one(found, "treats", "spasticity")["certainty"] == "inconclusive"
    after = rows(kg, "claims", start="*", end="cerebral palsy")
    assert one(after, "enables", "practice of movement with correct form")
    assert one(after, "increases", "strength of neural pathways")
    assert one(after, "is necessary for", "formation of new habits")
    feeling = one(after, "does not cause", "a natural or comfortable feeling")
    assert feeling["negated"]
    assert "at first" in feeling["sentence"]


def test_6_serotonin_goes_down_and_in_living_rats_up(kg: mechgraph.Graph) -> None:
    found = claims(kg, "baclofen", "serotonin release", "serotonergic neuron", "serotonin")
    neurons = one(found, "decreases the activity of", "serotonergic neuron")
    assert neurons["sign"] == -1
    assert "acutely" in neurons["sentence"]
    assert {r["sign"] for r in said(found, "serotonin release")} == {-1, 1}
    assert "rat" in one(found, "increases", "serotonin release")["sentence"]
    assert said(found, "decreases", "serotonin release")


def test_7_anxiety_was_reduced_in_some_studies_and_a_heterogeneous_meta_analysis_is_inconclusive(
    kg: mechgraph.Graph,
) -> None:
    yes, open_ = sorted(said(rows(kg, "effect-on"), "decreases", "anxiety"), key=lambda r: r["sign"])
    assert (yes["sign"], yes["negated"], yes["certainty"]) == (-1, False, "probable")
    assert "L52" in yes["against"]
    assert (open_["sign"], open_["negated"], open_["certainty"]) == (0, False, "inconclusive")
    assert "meta-analysis" in open_["sentence"]


def test_7_depression_is_a_negated_claim_and_no_effect(kg: mechgraph.Graph) -> None:
    found = rows(kg, "effect-on", effect="depression")
    assert said(found, "does not decrease", "depression")
    assert all(r["sign"] == 0 for r in found)
    assert all(r["negated"] or r["certainty"] == "inconclusive" for r in found)
    assert not [r for r in rows(kg, "effects", sign="-1") if r["object_label"] == "depression"]


def test_8_what_muscle_relaxants_do(kg: mechgraph.Graph) -> None:
    found = claims(kg, "muscle relaxers")
    for feature in ("chemical structure", "mechanism of action in the brain"):
        assert one(found, "differs in", feature)["hedge"] == "can"
    assert "in general" in one(found, "has the role", "central nervous system depressant")["hedge"]
    for relation, effect in (("relaxants causes", "sedation"), ("prevents", "pain signals to the brain")):
        assert one(found, relation, effect)["hedge"] == "in general; or"


def test_9_whether_gaba_rises_is_unanswered(kg: mechgraph.Graph) -> None:
    on_gaba = claims(kg, "baclofen", "GABA", "GABA release")
    assert said(on_gaba, "decreases", "GABA release")
    assert not [r for r in on_gaba if r["relation"].startswith("increases")]
    open_ones = rows(kg, "open-questions")
    assert {"Does baclofen increase GABA in the brain?", "Is baclofen a dopamine agonist?"} <= {
        r["question"] for r in open_ones if r["kind"] == "unanswered"
    }


def test_9_density_of_the_receptor(kg: mechgraph.Graph) -> None:
    found = rows(kg, "quantities", entity="GABA-B receptor")
    highest = {r["target_label"] for r in found if r["rank"] == 1}
    assert {"medial habenula", "thalamus", "cerebellum", "cerebral cortex", "colliculi"} <= highest
    lowest = {r["target_label"] for r in found if r["amount"] == "among the lowest"}
    assert lowest == {"ventral tegmental area", "mesolimbic dopaminergic projections"}


def test_quantities_keep_value_unit_and_context(kg: mechgraph.Graph) -> None:
    found = rows(kg, "quantities")
    (potency,) = (r for r in found if r["target_label"] == "serotonin release")
    assert (potency["kind"], potency["value"], potency["unit"], potency["sources"]) == ("IC50", 0.1, "µM", "L11")
    assert "in mouse" in potency["sentence"]
    assert {r["value"] for r in found if r["kind"] == "share of the dose"} == {15, 65, 69}


def test_10_no_row_makes_it_a_dopamine_agonist(kg: mechgraph.Graph) -> None:
    found = claims(kg, "baclofen")
    assert said(found, "is an agonist of", "GABA-B receptor")
    assert said(found, "decreases", "drug-evoked dopamine surge")
    basal = one(found, "does not affect the amount of", "dopamine")
    assert (basal["negated"], "basal" in basal["sentence"]) == (True, True)
    agonism = [r for r in found if "agonist" in r["relation"] or "the role" in r["relation"]]
    assert not [r for r in agonism if "dopamine" in r["object_label"]]


def test_11_treatments(kg: mechgraph.Graph) -> None:
    found = rows(kg, "uses")
    uses = {(r["status"], r["condition_label"], r["in_disease_label"]) for r in found}
    for disease in ("multiple sclerosis", "spinal cord injury", "spinal cord disorder"):
        assert ("accepted", "spasticity", disease) in uses
    of_the_text = ("musculoskeletal pain", "gastroesophageal reflux disease", "alcohol use disorder")
    for off_label in of_the_text:
        assert ("off-label", off_label, None) in uses
        assert not [u for u in uses if u[1] == off_label and u[0] == "accepted"]
    assert ("not established", "spasticity", "cerebral palsy") in uses
    off = [r for r in found if r["status"] == "off-label" and r["condition_label"] in of_the_text]
    assert all("increasingly" in r["sentence"] for r in off)


def test_12_toxicity_is_what_case_reports_say_of_people_with_failing_kidneys(kg: mechgraph.Graph) -> None:
    signs = [r for r in rows(kg, "harms", drug="baclofen toxicity") if "manifests" in r["relation"]]
    assert {r["object_label"] for r in signs} == {
        "encephalopathy",
        "abdominal pain",
        "seizure",
        "respiratory depression",
    }
    assert all(r["certainty"] == "hedged" and "given orally" in r["sentence"] for r in signs)
    in_some = {r["object_label"] for r in signs if "in some cases" in r["sentence"]}
    assert in_some == {"seizure", "respiratory depression"}
    whom = " ".join(r["sentence"] for r in claims(kg, "baclofen", "baclofen toxicity"))
    assert "severe renal impairment" in whom
    assert "renal failure" in whom
    at_risk = {r["object_label"] for r in rows(kg, "harms") if "caution" in r["relation"]}
    assert at_risk >= {"dialysis", "renal failure", "renal impairment"}


def test_13_absorption(kg: mechgraph.Graph) -> None:
    found = rows(kg, "kinetics")
    extents = {r["sentence"] for r in said(found, "is absorbed from", "gastrointestinal tract")}
    for extent in ("rapidly", "almost completely"):
        assert [s for s in extents if extent in s and "given orally" in s]
    (measured,) = [r for r in found if r["object_label"] == "oral bioavailability"]
    assert (measured["value"], measured["unit"]) == (74.0, "%")
    less = one(claims(kg, "baclofen", "absorption of baclofen"), "decreases", "absorption of baclofen")
    assert (less["certainty"], less["hedge"]) == ("hedged", "may")
    assert "increased" in less["sentence"]
    assert "L17" in less["against"]
    inconclusive = claims(kg, "clinical effects of baclofen")
    assert [r["certainty"] for r in said(inconclusive, "mediates", "clinical effects of baclofen")] == ["inconclusive"]


def test_14_the_two_interactions_run_in_opposite_directions(kg: mechgraph.Graph) -> None:
    acrivastine, acyclovir = (rows(kg, "interactions", other=o) for o in ("acrivastine", "acyclovir"))
    (first,) = [r for r in acrivastine if "baclofen decreases rate of excretion of acrivastine" in r["sentence"]]
    assert (first["part"][0], first["hedge"]) == ("2", "may")
    (second,) = [
        r for r in acyclovir if "acyclovir decreases" in r["sentence"] and "excretion of baclofen" in r["sentence"]
    ]
    assert (second["part"][0], second["hedge"]) == ("3", "may")
    for found, drug in ((acrivastine, "acrivastine"), (acyclovir, "baclofen")):
        (level,) = [r for r in found if f"serum level of {drug}" in r["sentence"]]
        assert (level["part"][0], level["hedge"]) == ("4", "could")
    everything = rows(kg, "interactions")
    (other,) = [r for r in everything if "CNS depressant activity of aclidinium" in r["sentence"] and r["hedge"]]
    assert other["other_label"] == "aclidinium"
    assert {"acrivastine", "acyclovir"} <= {r["other_label"] for r in everything}


# General queries -------------------------------------------------------------------------------------------------


def test_effects_by_sign_hold_no_denials(kg: mechgraph.Graph) -> None:
    for sign in ("1", "-1"):
        found = rows(kg, "effects", sign=sign)
        assert found
        assert {(r["sign"], r["negated"]) for r in found} == {(int(sign), False)}


def test_claims_are_found_from_either_end_and_several_at_once(kg: mechgraph.Graph) -> None:
    one_way, other_way = (
        rows(kg, "claims", start=a, end=b) for a, b in (("baclofen", "anxiety"), ("anxiety", "baclofen"))
    )
    assert one_way == other_way
    both = rows(kg, "claims", start="baclofen", end=["anxiety", "depression"])
    each = [r for e in ("anxiety", "depression") for r in rows(kg, "claims", start="baclofen", end=e)]
    assert {r["claim"] for r in both} == {r["claim"] for r in each}
    about = rows(kg, "claims", start="baclofen")
    assert {r["claim"] for r in about} == {
        a.id for x in ("subject", "object") for a in kg.store.associations(**{x: kg.entity("baclofen").id})
    }
    uses = rows(kg, "claims", start="baclofen", group=["use", "off_label"])
    assert {kg.association(r["claim"]).relation.group for r in uses} == {"use", "off_label"}


def test_steps_of_a_mechanism_are_in_the_order_of_the_curator(kg: mechgraph.Graph) -> None:
    (curated,) = [m for m in kg.store.mechanisms() if m.id == "baclofen-spasticity"]
    found = [r for r in rows(kg, "mechanism") if r["mechanism"].endswith("baclofen-spasticity")]
    assert tuple(r["claim"] for r in found) == curated.claims


def test_two_steps_multiply_signs_and_skip_what_is_denied(kg: mechgraph.Graph) -> None:
    for r in rows(kg, "two-steps"):
        first, second = kg.association(r["first_claim"]), kg.association(r["second_claim"])
        assert first.asserted
        assert second.asserted
        assert r["net_sign"] == first.sign * second.sign


def test_contradictions_show_both_sides(kg: mechgraph.Graph) -> None:
    found = [r for r in rows(kg, "contradictions", about="anxiety") if r["open"].endswith("C05")]
    assert {r["side"] for r in found} == {"for", "against"}
    assert [r for r in found if r["side"] == "against" and "does not decrease depression" in r["sentence"]]


def test_adverse_effects_are_told_by_population(kg: mechgraph.Graph) -> None:
    assert {r["in_whom"] for r in rows(kg, "harms", population="animals")} == {"animals (unspecified)"}
    assert {r["object_label"] for r in rows(kg, "harms", population="renal failure")} == {
        "baclofen toxicity",
        "encephalopathy",
    }


def test_the_evidence_of_a_claim_is_complete_and_in_order(kg: mechgraph.Graph) -> None:
    claim = kg.association("baclofen-ameliorates-spasticity-cp")
    found = kg.query("evidence", claim=claim.id).records()
    assert [(r["stance"], r["source"]) for r in found] == [(e.stance, f"mgs:{e.source}") for e in claim.evidence]


def test_counts_of_provenance_add_up(kg: mechgraph.Graph) -> None:
    assert sum(kg.query("provenance").column("claims")) == kg.stats()["associations"]


def test_a_shared_target_is_asserted_for_both(kg: mechgraph.Graph) -> None:
    found = rows(kg, "shared-targets")
    assert "acyclovir" in {r["other_label"] for r in found}
    assert not [r for r in found for c in ("claim", "other_claim") if kg.association(r[c]).negated]
