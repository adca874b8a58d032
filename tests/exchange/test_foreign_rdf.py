"""RDF of others: entities by category, name and cross-references; statements as claims; nothing invented."""

from __future__ import annotations

from pathlib import Path

import pytest

from mechgraph.curie import Curie
from mechgraph.errors import FormatError
from mechgraph.exchange import Reading, open_sources
from mechgraph.model import Association

HEAD = """
@prefix biolink: <https://w3id.org/biolink/vocab/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix obo: <http://purl.obolibrary.org/obo/> .
@prefix oban: <http://purl.org/oban/> .
@prefix oio: <http://www.geneontology.org/formats/oboInOwl#> .
@prefix dc: <http://purl.org/dc/elements/1.1/> .
@prefix np: <http://www.nanopub.org/nschema#> .
@prefix ex: <https://example.org/> .
obo:CHEBI_100 biolink:category biolink:SmallMolecule ; rdfs:label "nitrox" ; biolink:xref "DRUGBANK:DB1" .
obo:MONDO_200 biolink:category "biolink:Disease" ; biolink:name "disease two" ; a biolink:NamedThing .
"""


def _read(folder: Path, text: str) -> Reading:
    (folder / "a.ttl").write_text(HEAD + text)
    (reading,) = open_sources([folder / "a.ttl"])
    return reading


def _said(claims: list[Association]) -> list[tuple[str, str, str, bool]]:
    return [(a.subject, a.predicate, a.object, a.negated) for a in claims]


def test_names_categories_and_cross_references_describe_entities(tmp_path: Path) -> None:
    reading = _read(
        tmp_path,
        'obo:HP_300 a obo:SO_0000704 ; rdfs:label "Kopfschmerz"@de, "headache"@en ; oio:hasDbXref "MESH:D1" ;'
        ' oio:hasAlternativeId "HP:0000999" . obo:HP_400 obo:IAO_0100001 obo:HP_300 ; owl:deprecated true .'
        " obo:HP_300 biolink:causes obo:HP_400 .",
    )
    drug, disease = reading.entities[Curie("CHEBI:100")], reading.entities[Curie("MONDO:200")]
    assert (drug.name, drug.category, drug.xrefs) == ("nitrox", "small_molecule", ("DRUGBANK:DB1",))
    assert (disease.name, disease.category) == ("disease two", "disease")
    sign = reading.entities[Curie("HP:300")]
    assert (sign.name, sign.synonyms, sign.category) == ("headache", ("Kopfschmerz",), "gene")
    assert set(sign.xrefs) == {"MESH:D1", "HP:0000999"}
    assert reading.entities[Curie("HP:400")].deprecated_by == "HP:300"


STATEMENTS = {
    "Biolink": "ex:1 a biolink:Association ; biolink:subject obo:CHEBI_100 ; biolink:predicate biolink:treats ;"
    " biolink:object obo:MONDO_200 ; biolink:negated true .",
    "rdf:Statement, properties first": "ex:1 biolink:negated true . ex:1 rdf:object obo:MONDO_200 ; a rdf:Statement ;"
    " rdf:subject obo:CHEBI_100 ; rdf:predicate biolink:treats .",
    "a blank node": "[] a rdf:Statement ; rdf:subject obo:CHEBI_100 ; rdf:predicate biolink:treats ;"
    ' rdf:object obo:MONDO_200 ; biolink:negated "t" .',
    "OBAN": "ex:1 a oban:association ; oban:association_has_subject obo:CHEBI_100 ; biolink:negated true ;"
    " oban:association_has_predicate obo:RO_0002606 ; oban:association_has_object obo:MONDO_200 .",
    "the other end": "ex:1 biolink:object obo:CHEBI_100 ; biolink:predicate biolink:treated_by ;"
    " biolink:subject obo:MONDO_200 ; biolink:negated true .",
}


@pytest.mark.parametrize("form", STATEMENTS)
def test_a_statement_is_a_claim_with_its_negation(tmp_path: Path, form: str) -> None:
    reading = _read(tmp_path, STATEMENTS[form])
    assert _said(list(reading.records().associations)) == [("CHEBI:100", "treats", "MONDO:200", True)]
    assert set(reading.entities) == {"CHEBI:100", "MONDO:200"}
    assert not reading.report.unknown_categories


def test_a_statement_keeps_sources_level_and_qualifiers(tmp_path: Path) -> None:
    reading = _read(
        tmp_path,
        "ex:1 a biolink:Association ; biolink:subject obo:CHEBI_100 ; biolink:predicate biolink:affects ;"
        ' biolink:object obo:MONDO_200 ; biolink:knowledge_level "prediction" ; biolink:object_direction_qualifier'
        ' "decreased" ; biolink:primary_knowledge_source <https://w3id.org/biolink/infores/x> ;'
        " dc:source <http://www.ncbi.nlm.nih.gov/pubmed/7> .",
    )
    (claim,) = reading.associations
    assert (claim.predicate, claim.certainty, claim.sources) == ("decreases", "hedged", ("infores:x", "PMID:7"))


def test_plain_triples_and_restrictions_are_claims_and_types_are_none(tmp_path: Path) -> None:
    reading = _read(
        tmp_path,
        "obo:CHEBI_100 a ex:Potion ; obo:RO_0002606 obo:MONDO_200 ; biolink:interacts_with obo:MONDO_200 ."
        " obo:UBERON_1 rdfs:subClassOf [ owl:onProperty obo:BFO_0000050 ; owl:someValuesFrom obo:UBERON_2 ] .",
    )
    claims = list(reading.records().associations)
    assert sorted(_said(claims)) == [
        ("CHEBI:100", "related_to", "MONDO:200", False),
        ("CHEBI:100", "treats", "MONDO:200", False),
        ("UBERON:1", "part_of", "UBERON:2", False),
    ]
    assert {a.qualifiers.other for a in claims} == {"", "predicate=biolink:interacts_with"}
    assert reading.report.unknown_categories == {"https://example.org/Potion": 1}


def test_of_a_nanopublication_only_the_assertion_claims(tmp_path: Path) -> None:
    reading = _read(
        tmp_path,
        "GRAPH ex:head { ex:np np:hasAssertion ex:a ; np:hasProvenance ex:p ; np:hasPublicationInfo ex:i . }"
        " GRAPH ex:a { obo:CHEBI_100 biolink:treats obo:MONDO_200 . } GRAPH ex:p { ex:a ex:from ex:paper . }"
        " GRAPH ex:i { ex:np ex:by ex:me . }",
    )
    assert _said(list(reading.records().associations)) == [("CHEBI:100", "treats", "MONDO:200", False)]


def test_biopax_is_refused_by_name(tmp_path: Path) -> None:
    bp = "@prefix bp: <http://www.biopax.org/release/biopax-level3.owl#> . <urn:x> a bp:Protein ."
    (tmp_path / "a.ttl").write_text(bp)
    with pytest.raises(FormatError, match=r"is BioPAX.*SIF"):
        open_sources([tmp_path / "a.ttl"])


REAL = {"test1.nt": 1, "test2.nt": 3, "test3.nt": 4, "oban-test.nt": 7, "hpoa_test.ttl": 5, "biogrid_test.ttl": 38}


@pytest.mark.parametrize("name", REAL)
def test_kgx_own_samples_give_the_claims_that_they_state(data: Path, name: str) -> None:
    """Counted by hand in the files: statements, and plain triples between two described things."""
    (reading,) = open_sources([data / "kgx" / "rdf" / name])
    assert len(reading.associations) == REAL[name]
    assert not any("vocab/" in e for e in reading.entities)
