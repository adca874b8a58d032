"""The closed tables: whole in themselves, and right about the vocabularies that they map to."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import get_args

import pytest
import yaml
from msgspec.structs import replace

from mechgraph import records
from mechgraph.curie import Curie, data_dir
from mechgraph.errors import VocabularyError
from mechgraph.model import Association, Kind, Qualifiers, kind_of
from mechgraph.vocab import vocabulary

VOCAB = vocabulary()
ROLES = {"regulatory", "causal", "correlational", "clinical", "kinetic", "contextual", "structural"}


def test_predicates_are_whole() -> None:
    for p in VOCAB.predicates.values():
        assert p.role in ROLES, p.id
        assert p.label, p.id
        assert p.negated_label, p.id
        assert p.definition, p.id
        for category in (*p.subject_categories, *p.object_categories):
            assert category in VOCAB.categories, (p.id, category)
        if p.inverse:
            assert VOCAB.predicate(p.inverse).inverse == p.id, f"{p.id} and {p.inverse} are not inverse to each other"
        if p.symmetric:
            assert not p.inverse, p.id


def test_an_affinity_has_no_sign() -> None:
    for name in ("binds", "molecularly_interacts_with", "has_density_in", "substrate_of"):
        assert VOCAB.predicate(name).sign == 0


def test_a_typo_is_answered_with_the_nearest_term() -> None:
    with pytest.raises(VocabularyError, match="did you mean 'antagonist_of'"):
        VOCAB.predicate("antagonst_of")


def _ancestors(slots: dict[str, dict[str, str]], slot: str) -> list[str]:
    found = [slot]
    while parent := (slots[found[-1]] or {}).get("is_a"):
        found.append(parent)
    return found


def test_biolink_mappings_exist_in_biolink(data: Path) -> None:
    model = yaml.load((data / "ontologies" / "biolink-model.yaml").read_text(encoding="utf-8"), yaml.CSafeLoader)
    slots, classes = model["slots"], {"".join(w.capitalize() for w in c.split()) for c in model["classes"]}
    for p in VOCAB.predicates.values():
        slot = p.biolink.removeprefix("biolink:")
        assert not slot or slot in slots, f"{p.id}: {slot!r} is no slot of Biolink"
        assert not slot or not (slots[slot] or {}).get("deprecated"), f"{p.id}: {slot!r} is deprecated"
        assert not slot or "related to" in _ancestors(slots, slot), f"{p.id}: {slot!r} is no predicate of Biolink"
    known = {c.lower() for c in classes}
    for c in VOCAB.categories.values():
        assert c.biolink.lower() in known, f"{c.id}: {c.biolink} is no class of Biolink"
    enum = model["enums"]["CausalMechanismQualifierEnum"]["permissible_values"]
    assert set(VOCAB.qualifiers["mechanism"]) <= set(enum)


def test_relation_mappings_exist_in_the_relation_ontology(data: Path) -> None:
    with (data / "ontologies" / "ro_relations.tsv").open(encoding="utf-8") as file:
        known = {row["id"]: row["status"] for row in csv.DictReader(file, delimiter="\t")}
    for p in VOCAB.predicates.values():
        if p.relation.startswith("RO:"):
            assert p.relation in known, f"{p.id}: {p.relation} is not in RO"
            assert "obsolete" not in known[p.relation], f"{p.id}: {p.relation} is obsolete"


def test_evidence_types_exist_in_eco(data: Path) -> None:
    with (data / "ontologies" / "eco_terms.tsv").open(encoding="utf-8") as file:
        known = {row["id"] for row in csv.DictReader(file, delimiter="\t")}
    used = {e.type for a in records.embedded().associations for e in a.evidence if e.type is not None}
    assert used <= known


def _coverage() -> list[dict[str, str]]:
    with (data_dir("graph") / "coverage.tsv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def test_every_statement_of_the_text_has_its_place() -> None:
    rows = {row["row"] for row in _coverage()}
    wanted = (
        {f"S{n:02d}" for n in range(1, 94)} | {f"M{n:02d}" for n in range(1, 71)} | {f"C{n:02d}" for n in range(1, 22)}
    )
    assert rows == wanted


def test_the_places_that_coverage_names_exist() -> None:
    r = records.embedded()
    known = {a.key for a in r.associations} | {q.id for q in r.questions} | {m.id for m in r.mechanisms}
    known |= {str(e.id) for e in r.entities}
    for row in _coverage():
        keys = row["keys"].replace(",", " ").split()
        assert keys or row["why"], f"{row['row']} has neither a record nor a reason"
        assert "to come" not in row["why"], row["row"]
        for key in keys:
            assert key in known, f"{row['row']}: {key}"


def test_every_claim_of_the_embedded_graph_has_evidence_and_known_sources() -> None:
    r = records.embedded()
    sources = {s.id for s in r.sources}
    for a in r.associations:
        assert a.evidence, a.key
        assert set(a.sources) <= sources, a.key


def test_every_predicate_has_a_group_of_the_table_and_every_group_a_predicate() -> None:
    assert {p.group for p in VOCAB.predicates.values()} == set(VOCAB.groups)
    assert VOCAB.predicates_of("use", "relief") == ("treats", "ameliorates", "used_for", "palliates")
    with pytest.raises(VocabularyError, match="did you mean 'harm'"):
        VOCAB.predicates_of("harms")


def test_a_predicate_that_has_an_inverse_reads_from_its_object_as_the_inverse_does() -> None:
    for p in VOCAB.predicates.values():
        assert p.passive, p.id
        if p.inverse:
            inverse = VOCAB.predicate(p.inverse)
            assert p.passive == inverse.label, p.id
            assert {p.above, inverse.above} in ({""}, {"subject", "object"}), p.id
        if p.symmetric:
            assert p.passive == p.label, p.id


def test_an_opposite_has_the_other_sign_and_the_same_aspect() -> None:
    for p in VOCAB.predicates.values():
        if p.opposite:
            other = VOCAB.predicate(p.opposite)
            assert other.sign == -p.sign, p.id
            assert VOCAB.predicate(other.opposite).sign == p.sign, p.id
            aspects = [x.biolink_qualifiers.get("object_aspect_qualifier") for x in (p, other)]
            assert aspects[0] == aspects[1], p.id


def test_what_is_said_of_a_class_as_a_class_is_not_inherited() -> None:
    kept = {p.id for p in VOCAB.predicates.values() if not p.inherited}
    assert {"member_of", "has_member", "subclass_of", "differs_in", "part_of", "enantiomer_of"} <= kept
    assert not kept & {"has_role", "inhibits", "causes", "treats", "contraindicated_in", "excreted_by"}


def test_only_diseases_and_signs_are_unwanted() -> None:
    unwanted = {c.id for c in VOCAB.categories.values() if c.valence == "unwanted"}
    assert unwanted == {c for c in VOCAB.categories if VOCAB.is_a(c, "disease_or_phenotype")}
    assert {c.valence for c in VOCAB.categories.values()} == {"unwanted", "neutral"}


@pytest.mark.parametrize(
    ("predicate", "qualifiers", "changed", "kind"),
    [
        # baclofen causes muscle relaxation; seizure (on withdrawal), drowsiness
        ("causes", {}, "biological_process", "wanted"),
        ("causes", {}, "phenotype", "harm"),
        ("causes", {}, "side_effect", "harm"),
        # causes decreased anxiety; causes a decrease in a process: not wanted as such
        ("causes", {"direction": "decreased"}, "phenotype", "wanted"),
        ("causes", {"direction": "decreased"}, "biological_process", "mechanism"),
        ("causes", {"direction": "increased"}, "disease", "harm"),
        # "a decreased dose causes seizures" tells of a harm
        ("causes", {"subject_direction": "decreased"}, "phenotype", "harm"),
        # "drowsiness is caused by baclofen": what changes is the subject
        ("caused_by", {}, "phenotype", "harm"),
        ("contributes_to", {}, "disease", "harm"),
        ("complication_of", {}, "exposure", "mechanism"),
        ("complication_of", {}, "disease", "harm"),
        ("increases_risk_of", {}, "disease", "harm"),
        ("decreases_risk_of", {}, "disease", "wanted"),
        ("affects_risk_of", {}, "disease", "mechanism"),
        ("prevents", {}, "phenotype", "wanted"),
        ("has_side_effect", {}, "biological_process", "harm"),
        ("exacerbates", {}, "disease", "harm"),
        ("manifests_as", {}, "phenotype", "harm"),
        ("manifests_as", {}, "process_or_activity", "mechanism"),
        # a regulatory word and a sign of illness
        ("decreases", {}, "phenotype", "wanted"),
        ("increases", {}, "disease_or_phenotype", "harm"),
        ("affects", {}, "phenotype", "mechanism"),
        ("affects", {"direction": "increased"}, "phenotype", "harm"),
        ("decreases", {}, "biological_process", "mechanism"),
        ("increases", {}, "state", "mechanism"),
        ("decreases_release_of", {}, "transmitter", "mechanism"),
        # targets: what is acted on, not what is merely made more or less of
        ("agonist_of", {}, "receptor", "target"),
        ("inhibits", {}, "enzyme", "target"),
        ("inhibits", {}, "biological_process", "mechanism"),
        ("binds", {}, "gene_product", "target"),
        ("binds", {}, "chemical", "mechanism"),
        ("decreases_activity_of", {}, "gene", "target"),
        ("affects", {"aspect": "activity"}, "protein", "target"),
        ("affects", {"aspect": "expression"}, "protein", "mechanism"),
        ("decreases_expression_of", {}, "gene", "mechanism"),
        ("treats", {}, "disease", "use"),
        ("ameliorates", {}, "phenotype", "use"),
        ("palliates", {}, "disease", "relief"),
        ("used_off_label_for", {}, "disease", "off_label"),
        ("studied_for", {}, "disease", "studied"),
        ("contraindicated_in", {}, "disease", "contraindication"),
        ("has_risk_context", {}, "population", "caution"),
        ("acts_at", {}, "anatomy", "site"),
        ("has_density_in", {}, "anatomy", "place"),
        ("located_in", {}, "anatomy", "place"),
        ("excreted_by", {}, "anatomy", "kinetics"),
        ("substrate_of", {}, "transporter", "kinetics"),
        ("interacts_with", {}, "drug", "interaction"),
        ("associated_with", {}, "disease", "correlation"),
        ("has_role", {}, "role", "identity"),
        ("member_of", {}, "drug_class", "membership"),
        ("subunit_of", {}, "complex", "structure"),
        ("structurally_similar_to", {}, "chemical", "structure"),
        ("related_to", {}, "entity", "other"),
    ],
)
def test_the_kind_of_a_claim(predicate: str, qualifiers: dict[str, str], changed: str, kind: str) -> None:
    """By hand, from what such a claim tells a prescriber."""
    claim = Association(
        subject=Curie("A:1"),
        predicate=predicate,
        object=Curie("B:2"),
        qualifiers=Qualifiers(**qualifiers),  # type: ignore[arg-type]
    )
    assert kind_of(claim, changed) == kind
    assert kind_of(replace(claim, negated=True), changed) == kind, "a denial is about the same"


def test_the_kinds_are_those_of_the_table_and_wanted() -> None:
    assert set(get_args(Kind)) == {g.kind for g in VOCAB.groups.values()} | {"wanted"}
