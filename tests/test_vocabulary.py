"""The closed tables: whole in themselves, and right about the vocabularies that they map to."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
import yaml

from mechgraph import records
from mechgraph.curie import data_dir
from mechgraph.errors import VocabularyError
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
