"""Small files as people bring them, made up in every line: documents, maps, tables of single databases."""

from __future__ import annotations

import json
from typing import Any


def _agent(name: str, **refs: str) -> dict[str, Any]:
    return {"name": name, "db_refs": {"TEXT": name, **refs}}


def _evidence(**more: Any) -> dict[str, Any]:
    return {"source_api": "reach", "pmid": "123", "text": "A sentence.", "epistemics": {}, **more}


_DRUG, _GENE = _agent("inventol", CHEBI="CHEBI:900", PUBCHEM="901"), _agent("INV1", HGNC="900001", UP="P90001")
_KINASE = _agent("INK", HGNC="900002") | {"mods": [{"mod_type": "phosphorylation", "residue": "S", "position": "7"}]}
INDRA = json.dumps(
    [
        {"type": "Inhibition", "subj": _DRUG, "obj": _GENE, "obj_activity": "activity", "evidence": [_evidence()]},
        {"type": "Phosphorylation", "enz": _KINASE, "sub": _GENE, "residue": "T", "position": "9", "evidence": []},
        {"type": "DecreaseAmount", "subj": _DRUG, "obj": _GENE, "evidence": [_evidence(epistemics={"negated": True})]},
        {"type": "Complex", "members": [_KINASE, _GENE], "evidence": [_evidence(source_api="signor")]},
        {"type": "Complex", "members": [_KINASE, _GENE, _DRUG], "evidence": []},
        {"type": "Activation", "subj": None, "obj": _GENE, "evidence": []},
        {
            "type": "Influence",
            "subj": {"concept": _agent("rain"), "delta": {"polarity": -1}},
            "obj": {"concept": _agent("drought"), "delta": {"polarity": 1}},
            "evidence": [_evidence(epistemics={"hypothesis": True}, source_api="")],
        },
    ]
)
PYBEL = json.dumps(
    {
        "directed": True,
        "multigraph": True,
        "graph": {"pybel_version": "0.15"},
        "nodes": [
            {
                "id": 0,
                "function": "Abundance",
                "concept": {"namespace": "chebi", "name": "inventol", "identifier": "900"},
                "bel": "a(chebi:900 ! inventol)",
            },
            {
                "id": 1,
                "function": "Protein",
                "concept": {"namespace": "hgnc", "name": "PTGS1", "identifier": "9604"},
                "bel": "p(hgnc:9604 ! PTGS1)",
            },
        ],
        "links": [
            {
                "relation": "directlyDecreases",
                "source": 0,
                "target": 1,
                "object": {"modifier": "Activity"},
                "evidence": "A sentence.",
                "citation": {"namespace": "pubmed", "identifier": "123"},
                "key": "k",
            },
            {"relation": "causesNoChange", "source": 0, "target": 1, "key": "l"},
        ],
    }
)
JGIF_BEL = json.dumps(
    {
        "graph": {
            "label": "a network",
            "metadata": {"authors": [{"name": "nobody"}]},
            "nodes": [
                {"id": "a(CHEBI:inventol)"},
                {"id": "act(p(HGNC:PTGS1))"},
                {"id": "complex(p(HGNC:A),p(HGNC:B))"},
            ],
            "edges": [
                {
                    "source": "a(CHEBI:inventol)",
                    "relation": "decreases",
                    "target": "act(p(HGNC:PTGS1))",
                    "metadata": {"evidences": [{"citation": {"type": "PubMed", "id": "123"}, "summary_text": "So."}]},
                }
            ],
        }
    }
)
TRAPI = json.dumps(
    {
        "message": {
            "query_graph": {"nodes": {"n0": {"ids": ["CHEBI:900"]}}, "edges": {}},
            "knowledge_graph": {
                "nodes": {"CHEBI:900": {"name": "inventol", "categories": ["biolink:Drug"]}},
                "edges": {
                    "e": {
                        "subject": "CHEBI:900",
                        "predicate": "biolink:affects",
                        "object": "NCBIGene:900001",
                        "qualifiers": [
                            {"qualifier_type_id": "biolink:object_direction_qualifier", "qualifier_value": "decreased"},
                            {"qualifier_type_id": "biolink:object_aspect_qualifier", "qualifier_value": "activity"},
                        ],
                        "sources": [{"resource_id": "infores:x", "resource_role": "primary_knowledge_source"}],
                    }
                },
            },
        }
    }
)
NEO4J_LINES = "\n".join(
    json.dumps(line)
    for line in (
        {"type": "node", "id": "0", "labels": ["Drug"], "properties": {"name": "inventol", "identifier": "CHEBI:900"}},
        {"type": "node", "id": "1", "labels": ["Gene"], "properties": {"name": "INV1"}},
        {
            "id": "0",
            "type": "relationship",
            "label": "INHIBITS",
            "properties": {"pmids": ["1", "2"]},
            "start": {"id": "0", "labels": ["Drug"]},
            "end": {"id": "1", "labels": ["Gene"]},
        },
    )
)
CYJS_LIST = json.dumps(
    [
        {"group": "nodes", "data": {"id": "a", "label": "inventol"}},
        {"group": "nodes", "data": {"id": "b", "label": "INV1"}},
        {"group": "edges", "data": {"id": "ab", "source": "a", "target": "b", "label": "inhibits"}},
    ]
)
AF = """<?xml version="1.0" encoding="UTF-8"?>
<sbgn xmlns="http://sbgn.org/libsbgn/0.3"><map id="m" language="activity flow">
<glyph class="biological activity" id="g1"><label text="inventol"/>
<glyph class="unit of information" id="u"><entity name="simple chemical"/></glyph></glyph>
<glyph class="biological activity" id="g2"><label text="INV1"/></glyph>
<glyph class="phenotype" id="g3"><label text="ache"/></glyph><glyph class="and" id="l1"><port id="l1.1"/></glyph>
<arc class="negative influence" id="a1" source="g1" target="g2"/>
<arc class="positive influence" id="a2" source="g2" target="g3"/>
<arc class="logic arc" id="a3" source="g1" target="l1.1"/></map></sbgn>
"""
PD = """<?xml version="1.0" encoding="UTF-8"?>
<sbgn xmlns="http://sbgn.org/libsbgn/0.2"><map language="process description">
<glyph class="compartment" id="c"><label text="cell"/></glyph>
<glyph class="macromolecule" id="e" compartmentRef="c"><label text="KIN"/></glyph>
<glyph class="macromolecule" id="s"><label text="SUB"/></glyph>
<glyph class="macromolecule" id="p"><label text="SUB"/>
<glyph class="state variable" id="v"><state value="P"/></glyph></glyph>
<glyph class="simple chemical" id="d"><label text="inventol"/></glyph>
<glyph class="complex" id="k"><glyph class="macromolecule" id="k1"><label text="A"/></glyph>
<glyph class="macromolecule" id="k2"><label text="B"/></glyph></glyph>
<glyph class="process" id="pr"><port id="pr.1"/><port id="pr.2"/></glyph>
<arc class="consumption" id="a1" source="s" target="pr.1"/><arc class="production" id="a2" source="pr.2" target="p"/>
<arc class="catalysis" id="a3" source="e" target="pr"/><arc class="inhibition" id="a4" source="d" target="pr"/>
</map></sbgn>
"""
DRKG = (
    "Compound::DB90001\tDRUGBANK::target::Compound:Gene\tGene::900001\n"
    "Gene::900001\tDGIDB::INHIBITOR::Gene:Compound\tCompound::DB90001\n"
    "Compound::DB90001\tGNBR::T::Compound:Disease\tDisease::MESH:D900001\n"
    "Compound::DB90001\tGNBR::E-::Compound:Gene\tGene::900001\n"
    "Compound::DB90001\tHetionet::CtD::Compound:Disease\tDisease::DOID:900001\n"
    "Gene::900001\tSTRING::INHIBITION::Gene:Gene\tGene::900002\n"
    "Gene::900001\tbioarx::HumGenHumGen:Gene:Gene\tGene::900002\n"
)
CTD_GENES = (
    "# The Comparative Toxicogenomics Database (CTD)\n# Fields:\n"
    "# ChemicalName,ChemicalID,CasRN,GeneSymbol,GeneID,GeneForms,Organism,OrganismID,Interaction,InteractionActions,"
    "PubMedIDs\n#\n"
    "Inventol,C900001,,INV1,900001,protein,Homo sapiens,9606,Inventol results in decreased activity of INV1 protein,"
    "decreases^activity,1|2\n"
    "Inventol,C900001,,INV1,900001,protein,Homo fictus,90001,Inventol results in increased phosphorylation of INV1,"
    "increases^phosphorylation,3\n"
    "Inventol,C900001,,INV2,900002,mRNA,,,[Inventol co-treated with X] results in increased expression of INV2 mRNA,"
    "affects^cotreatment|increases^expression,4\n"
    "Inventol,C900001,,INV2,900002,,,,Inventol does not affect the expression of INV2 mRNA,affects^expression,5\n"
    "Inventol,C900001,,INV3,900003,,,,INV3 protein results in increased degradation of Inventol,"
    "increases^degradation,6\n"
)
CTD_DISEASES = (
    "# Fields:\n# ChemicalName\tChemicalID\tCasRN\tDiseaseName\tDiseaseID\tDirectEvidence\tInferenceGeneSymbol\t"
    "OmimIDs\tPubMedIDs\n#\n"
    "Inventol\tC900001\t\tache\tMESH:D900001\ttherapeutic\t\t\t1\n"
    "Inventol\tC900001\t\tcough\tMESH:D900002\tmarker/mechanism\t\t\t2\n"
    "Inventol\tC900001\t\tfever\tMESH:D900003\t\tINV1\t\t3\n"
)
DGIDB = (
    "gene_name\tgene_claim_name\tentrez_id\tinteraction_claim_source\tinteraction_types\tdrug_claim_name\t"
    "drug_claim_primary_name\tdrug_name\tdrug_concept_id\tinteraction_group_score\tPMIDs\n"
    "INV1\tINV1\t900001\tTTD\tinhibitor\tCHEMBL900\tINVENTOL\tINVENTOL\tchembl:CHEMBL900\t1.1\t1,2\n"
    "INV2\tINV2\t900002\tTTD\t\tINVENTOL\tINVENTOL\tINVENTOL\tchembl:CHEMBL900\t\t\n"
)
DGIDB_5 = (
    "gene_claim_name\tgene_concept_id\tgene_name\tinteraction_source_db_name\tinteraction_type\tinteraction_score\t"
    "drug_claim_name\tdrug_concept_id\tdrug_name\n"
    "INV1\thgnc:900001\tINV1\tTTD\tagonist\t0.1\tINVENTOL\trxcui:900\tINVENTOL\n"
)
STITCH_LINKS = "chemical\tprotein\tcombined_score\nCIDm00000900\t90001.ENSP00000000001\t999\n"
STITCH_ACTIONS = (
    "item_id_a\titem_id_b\tmode\taction\ta_is_acting\tscore\n"
    "CIDs00000900\t90001.ENSP00000000001\tinhibition\tinhibition\tt\t999\n"
    "90001.ENSP00000000001\tCIDs00000900\tinhibition\tinhibition\tf\t999\n"
    "CIDs00000900\t90001.ENSP00000000002\tbinding\t\tf\t800\n"
)
ROWS = json.dumps([{"drug": "inventol", "relation": "inhibits", "target": "INV1", "pmid": 123, "scores": [1, 2]}])

BROUGHT = {
    "indra": INDRA,
    "bel": PYBEL,
    "jgif of bel": JGIF_BEL,
    "trapi": TRAPI,
    "neo4j-lines": NEO4J_LINES,
    "cyjs": CYJS_LIST,
    "sbgn": AF,
    "sbgn of processes": PD,
    "drkg": DRKG,
    "ctd": CTD_GENES,
    "ctd of diseases": CTD_DISEASES,
    "dgidb": DGIDB,
    "dgidb 5": DGIDB_5,
    "stitch": STITCH_LINKS,
    "stitch of actions": STITCH_ACTIONS,
}
"""Files of one kind each, by name of the format."""
