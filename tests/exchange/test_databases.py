"""Tables of single databases, in their own columns: what becomes a claim, with which sign, evidence and certainty."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mechgraph.curie import Curie
from mechgraph.exchange.reading import Reading
from mechgraph.exchange.registry import open_sources
from mechgraph.model import Association

PHARMACOTHERAPYDB = (
    "doid_id\tdrugbank_id\tdisease\tdrug\tcategory\tn_curators\tn_resources\n"
    "DOID:1\tDB90001\tMade-up ache\tInventol\tDM\t2\t3\nDOID:1\tDB90002\tMade-up ache\tOtherol\tNOT\t3\t1\n"
    "DOID:1\tDB90003\tMade-up ache\tWeakol\tSYM\t1\t1\nDOID:1\t\tMade-up ache\tNamelessol\tDM\t2\t1\n"
)
DRUGCENTRAL = (
    "DRUG_NAME\tSTRUCT_ID\tTARGET_NAME\tTARGET_CLASS\tACCESSION\tGENE\tSWISSPROT\tACT_VALUE\tACT_UNIT\tACT_TYPE\t"
    "ACT_COMMENT\tACT_SOURCE\tRELATION\tMOA\tMOA_SOURCE\tACT_SOURCE_URL\tMOA_SOURCE_URL\tACTION_TYPE\tTDL\tORGANISM\n"
    "inventol\t9001\tEGFR\tKinase\tP00533\tEGFR\tEGFR_HUMAN\t7.5\t\tKi\t\tCHEMBL\t=\t1\t\t\t\tINHIBITOR\tTclin\t"
    "Homo sapiens\n"
    "inventol\t9001\tPair\tEnzyme\tP00001|P00002\tA|B\tX\t6\t\tIC50\t\tCHEMBL\t=\t\t\t\t\t\tTchem\tHomo sapiens\n"
)
SIGNOR = "\n".join(
    "\t".join([*cells[:12], cells[12], *[""] * 8, cells[13], cells[14], "", "", "A sentence.", cells[15], "0.5"])
    for cells in (
        [
            "EGFR",
            "protein",
            "P00533",
            "UNIPROT",
            "ERBB2",
            "protein",
            "P04626",
            "UNIPROT",
            "up-regulates activity",
            "phosphorylation",
            "Tyr1",
            "",
            "10090",
            "123|456",
            "t",
            "SIGNOR-1",
        ],
        [
            "X",
            "complex",
            "SIGNOR-C3",
            "SIGNOR",
            "Growth",
            "phenotype",
            "SIGNOR-PH4",
            "SIGNOR",
            "down-regulates",
            "",
            "",
            "",
            "-1",
            "Other",
            "f",
            "SIGNOR-2",
        ],
        [
            "A",
            "chemical",
            "CID:6918852",
            "PUBCHEM",
            "EGFR",
            "protein",
            "P00533",
            "UNIPROT",
            "sideways",
            "",
            "",
            "",
            "9606",
            "",
            "f",
            "SIGNOR-3",
        ],
    )
)
REACTOME = (
    "Gene1\tGene2\tAnnotation\tDirection\tScore\nEGFR\tERBB2\tactivate; catalyze\t->\t1.00\n"
    "EGFR\tERBB3\tinhibited by; complex\t|-\t1.00\nEGFR\tERBB4\tcatalyzed by; complex; input\t<-\t1.00\n"
    "EGFR\tCELF2\tpredicted\t-\t0.90\nEGFR\tNOSUCH9\tactivate\t->\t1.00\n"
)
GTOPDB = (
    '"# GtoPdb Version: 2024.1 - published: 2024-03-26"\n"Target","Target ID","Target UniProt ID","Target Species",'
    '"Ligand","Ligand ID","Approved","Type","Action","Affinity Units",'
    '"Affinity High","Affinity Median","Affinity Low","PubMed ID"\n'
    '"5-HT<sub>1A</sub> receptor","1","P08908","Human","inventol","901","yes","Agonist",'
    '"Partial agonist","pKi","8.2","","7.9","11|12"\n'
    '"5-HT<sub>1A</sub> receptor","1","P08908","Human","inventol","901","yes","Agonist",'
    '"Partial agonist","pKi","","7.5","","13"\n'
    '"5-HT3AB","378","P46098|O95264","Human","otherol","902","","Antagonist","Antagonist","-","","","",""\n'
)
CHEMBL = json.dumps(
    {
        "mechanisms": [
            {
                "mec_id": 1,
                "action_type": "INHIBITOR",
                "mechanism_of_action": "EGFR inhibitor",
                "molecule_chembl_id": "CHEMBL901",
                "target_chembl_id": "CHEMBL203",
                "mechanism_refs": [
                    {"ref_type": "PubMed", "ref_id": "77", "ref_url": "https://pubmed.ncbi.nlm.nih.gov/77"}
                ],
            },
            {"mec_id": 2, "action_type": None, "molecule_chembl_id": "CHEMBL902", "target_chembl_id": "CHEMBL9"},
            {"mec_id": 3, "action_type": "AGONIST", "molecule_chembl_id": "CHEMBL902", "target_chembl_id": None},
        ],
        "molecules": [{"molecule_chembl_id": "CHEMBL901", "pref_name": "INVENTOL"}],
        "targets": [
            {
                "target_chembl_id": "CHEMBL203",
                "pref_name": "Receptor erbB1",
                "target_type": "SINGLE PROTEIN",
                "target_components": [{"accession": "P00533"}],
            }
        ],
    }
)


def _read(folder: Path, text: str) -> Reading:
    file = folder / "given"
    file.write_text(text, encoding="utf-8")
    (reading,) = open_sources([file])
    return reading


def _said(reading: Reading) -> dict[str, Association]:
    return {str(a): a for a in reading.associations}


def test_pharmacotherapydb_grades_uses_and_denies_what_was_judged_none(tmp_path: Path) -> None:
    reading = _read(tmp_path, PHARMACOTHERAPYDB)
    said = _said(reading)
    assert set(said) == {
        *(
            "DRUGBANK:DB90001 treats DOID:1",
            "DRUGBANK:DB90002 does not treat DOID:1",
            "DRUGBANK:DB90003 palliates DOID:1",
        ),
    }
    assert [a.certainty for a in said.values()] == ["probable", "probable", "hedged"]
    assert said["DRUGBANK:DB90001 treats DOID:1"].evidence[0].summary == "Graded DM (2 curators, 3 resources)."
    assert reading.report.dropped.total == 1


def test_drugcentral_has_actions_and_affinities_and_no_action_is_a_binding(tmp_path: Path) -> None:
    reading = _read(tmp_path, DRUGCENTRAL)
    said = _said(reading)
    one = said["DrugCentral:9001 inhibits UniProtKB:P00533"]
    assert str(one.quantity) == "7.5"
    assert one.quantity is not None
    assert one.quantity.kind == "pKi"
    assert "mechanism of action" in one.evidence[0].summary
    assert sum(a.relation.sign == 0 for a in said.values()) == 1
    assert "licence" not in reading.source.licence
    assert "unclear" in reading.source.licence


def test_drugcentral_as_processed_for_hetionet(tmp_path: Path) -> None:
    text = (
        "GeneID\tdrugbank_id\tdrugbank_name\tpubmed_ids\tsources\tactions\turls\n"
        "1956\tDB90001\tInventol\t12|13\tDrugCentral (ChEMBL)\tinhibitor\t\n"
        "944799\tDB90001\tInventol\t\tDrugCentral\t\t\n"
    )
    reading = _read(tmp_path, text)
    said = _said(reading)
    assert said["DRUGBANK:DB90001 inhibits NCBIGene:1956"].sources == ("drugcentral", "PMID:12", "PMID:13")
    assert reading.entities[Curie("NCBIGene:1956")].name == "EGFR"
    assert said["DRUGBANK:DB90001 binds NCBIGene:944799"].sign == 0
    assert reading.report.changed.total == 1


def test_signor_keeps_sign_species_papers_and_its_own_things(tmp_path: Path) -> None:
    reading = _read(tmp_path, SIGNOR)
    said = _said(reading)
    one = said["UniProtKB:P00533 increases the activity of UniProtKB:P04626"]
    assert (one.qualifiers.species, one.sources) == ("NCBITaxon:10090", ("signor", "PMID:123", "PMID:456"))
    assert one.evidence[0].summary == "phosphorylation, Tyr1, direct"
    assert said["local:SIGNOR-C3 negatively regulates local:SIGNOR-PH4"].sign == -1
    assert reading.report.unknown_predicates == {"sideways (protein)": 1}
    assert Curie("PUBCHEM.COMPOUND:6918852") in reading.entities


def test_reactome_gives_a_sign_only_where_a_word_or_the_arrow_does(tmp_path: Path) -> None:
    reading = _read(tmp_path, REACTOME)
    names = {c: e.name for c, e in reading.entities.items()}
    found = {(names[a.subject], a.sign, names[a.object]) for a in reading.associations}
    assert found == {("EGFR", 1, "ERBB2"), ("ERBB3", -1, "EGFR"), ("ERBB4", 0, "EGFR")}
    assert sorted(reading.report.dropped.counts.values()) == [1, 1]


def test_gtopdb_has_actions_affinities_papers_and_complexes(tmp_path: Path) -> None:
    said = _said(_read(tmp_path, GTOPDB))
    one = next(a for a in said.values() if a.subject == "GTOPDB:901")
    assert one.predicate == "partial_agonist_of"
    assert one.quantity is not None
    assert (one.quantity.kind, one.quantity.low, one.quantity.high) == ("pKi", 7.5, 8.2)
    assert one.sources == ("gtopdb", "PMID:11", "PMID:12", "PMID:13")
    other = next(a for a in said.values() if a.subject == "GTOPDB:902")
    assert (other.predicate, other.quantity) == ("antagonist_of", None)
    assert {a.subject for a in said.values() if a.object == other.object} == {
        "GTOPDB:902",
        "UniProtKB:P46098",
        "UniProtKB:O95264",
    }


def test_chembl_has_names_proteins_and_references_and_counts_what_lacks_a_target(tmp_path: Path) -> None:
    reading = _read(tmp_path, CHEMBL)
    said = _said(reading)
    one = said["CHEMBL.COMPOUND:CHEMBL901 inhibits UniProtKB:P00533"]
    assert one.sources == ("chembl", "PMID:77")
    assert reading.entities[Curie("CHEMBL.COMPOUND:CHEMBL901")].name == "inventol"
    assert said["CHEMBL.COMPOUND:CHEMBL902 binds CHEMBL.TARGET:CHEMBL9"].sign == 0
    assert reading.report.dropped.total == 1


@pytest.mark.parametrize("text", [PHARMACOTHERAPYDB, DRUGCENTRAL, SIGNOR, REACTOME, GTOPDB])
def test_a_table_of_a_database_that_is_no_text_is_refused_by_its_place(tmp_path: Path, text: str) -> None:
    from mechgraph.errors import FormatError

    file = tmp_path / "given"
    file.write_bytes(text.encode() + b"\n\xff\xfe broken\tx\n" * 40_000)
    with pytest.raises(FormatError, match="not UTF-8"):
        open_sources([file])
