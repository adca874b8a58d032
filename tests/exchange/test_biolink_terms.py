"""Biolink's predicates, of release 2 to 4.4.4: each is known, and none gets a sign that Biolink does not state."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from mechgraph.exchange.mappings import mapping
from mechgraph.vocab import vocabulary

SIGNS = """
decreases_activity_of -1, increases_activity_of 1, activity_decreased_by -1, activity_increased_by 1,
decreases_expression_of -1, increases_expression_of 1, expression_decreased_by -1, decreases_abundance_of -1,
abundance_increased_by 1, increases_degradation_of -1, degradation_decreased_by 1, affects_activity_of 0,
negatively_regulates -1, positively_regulates 1, entity_negatively_regulates_entity -1,
entity_positively_regulates_entity 1, process_negatively_regulates_process -1, process_regulates_process 0,
process_negatively_regulated_by_process -1, directly_negatively_regulates -1, chemically_decreases -1,
molecularly_interacts_with 0, interacts_with 0, genetically_interacts_with 0, physically_interacts_with 0, treats -1,
approved_to_treat -1, ameliorates -1, prevents -1, disrupts -1, causes 1, exacerbates 1, promotes 1,
treats_or_applied_or_studied_to_treat 0, beneficial_in_models_for 0, in_clinical_trials_for 0, contraindicated_for 0,
contraindicated_in 0, same_as 0, close_match 0, has_gene_product 0, gene_product_of 0, translates_to 0,
sensitivity_increased_by 1, sensitivity_decreased_by -1, associated_with_resistance_to 0,
associated_with_increased_likelihood_of 1, associated_with_decreased_likelihood_of -1, has_biomarker 0,
acts_upstream_of 0, has_positive_upstream_actor 1, has_negative_upstream_or_within_actor -1, consumes 0, diagnoses 0,
is_missense_variant_of 0, increases_folding_of 0, disease_has_basis_in 0, in_linkage_disequilibrium_with 0
"""
SWAPPED = """
activity_decreased_by treated_by entity_negatively_regulated_by_entity has_gene_product sensitivity_increased_by
models_demonstrating_benefits_for has_active_component nutrient_of missing_from prevented_by
"""


@pytest.mark.parametrize("line", SIGNS.replace("\n", " ").split(","))
def test_a_predicate_has_the_sign_that_its_words_state(line: str) -> None:
    term, sign = line.split()
    row = mapping("biolink").find(f"biolink:{term}", "chemical", "gene")
    assert row is not None
    assert vocabulary().predicate(row.predicate).sign == int(sign)


@pytest.mark.parametrize("term", SWAPPED.split())
def test_a_predicate_worded_from_the_other_end_is_turned(term: str) -> None:
    row = mapping("biolink").find(f"biolink:{term}", "gene", "chemical")
    assert row is not None
    assert row.swap


def test_what_lacks_a_part_does_not_have_it() -> None:
    row = mapping("biolink").find("biolink:lacks_part")
    assert row is not None
    assert (row.predicate, row.negated) == ("has_part", True)


def test_interacts_with_is_not_interacts_molecularly() -> None:
    for ends in (("chemical", "gene"), ("gene", "gene"), ("drug", "drug")):
        row = mapping("biolink").find("biolink:interacts_with", *ends)
        assert row is not None
        assert row.predicate == ("interacts_with" if ends == ("drug", "drug") else "related_to")


def test_every_predicate_of_biolink_is_known(data: Path) -> None:
    model = yaml.load((data / "ontologies" / "biolink-model.yaml").read_text(encoding="utf-8"), yaml.CSafeLoader)
    slots: dict[str, Any] = model["slots"]

    def above(name: str) -> set[str]:
        slot = slots.get(name) or {}
        parents = {p for p in (slot.get("is_a"), *(slot.get("mixins") or ())) if p}
        return parents.union(*map(above, parents))

    terms = ["biolink:" + n.replace(" ", "_") for n in slots if n == "related to" or "related to" in above(n)]
    rows = {t: mapping("biolink").find(t) for t in terms}
    assert len(terms) == 247
    assert [t for t, row in rows.items() if row is None] == []
    assert sum(row.predicate == "related_to" for row in rows.values() if row) <= 60
