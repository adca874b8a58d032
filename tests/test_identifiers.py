"""Identifiers: every usual form is one CURIE, and a CURIE and its IRI lead to each other whatever their characters."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mechgraph.curie import Curie, prefix_map

USUAL = """
http://purl.obolibrary.org/obo/HP_0000674 HP:0000674
https://purl.obolibrary.org/obo/GO_0008150 GO:0008150
http://purl.obolibrary.org/obo/CL_0000000 CL:0000000
http://purl.obolibrary.org/obo/UBERON_0000001 UBERON:0000001
http://purl.obolibrary.org/obo/NCBITaxon_9606 NCBITaxon:9606
http://purl.obolibrary.org/obo/DOID_4 DOID:4
http://purl.obolibrary.org/obo/MONDO_0000001 MONDO:0000001
http://purl.obolibrary.org/obo/NCIT_C1 NCIT:C1
http://purl.obolibrary.org/obo/FOODON_1 FOODON:1
http://purl.obolibrary.org/obo/UnheardOf_1 UnheardOf:1
https://identifiers.org/CHEBI:27732 CHEBI:27732
https://www.uniprot.org/uniprotkb/P00533/entry UniProtKB:P00533
http://id.nlm.nih.gov/mesh/2024/D001241 MESH:D001241
https://www.genome.jp/dbget-bin/www_bget?cpd:C01405 KEGG.COMPOUND:C01405
http://purl.bioontology.org/ontology/UATC/N02BA01 ATC:N02BA01
https://www.wikipathways.org/pathways/WP554.html WikiPathways:WP554
urn:miriam:uniprot:P00533 UniProtKB:P00533
urn:miriam:obo.chebi:CHEBI%3A15365 CHEBI:15365
https://platform.opentargets.org/disease/MONDO_0005148 MONDO:0005148
https://platform.opentargets.org/target/ENSG00000095303 ENSEMBL:ENSG00000095303
http://www.disease-ontology.org/?id=DOID:9352 DOID:9352
https://identifiers.org/icd:E11 ICD10:E11
http://identifiers.org/chebi/CHEBI:27732 CHEBI:27732
https://identifiers.org/hgnc/1097 HGNC:1097
https://identifiers.org/hgnc/HGNC:1097 HGNC:1097
https://identifiers.org/hgnc:1097 HGNC:1097
http://identifiers.org/ncbigene/1 NCBIGene:1
https://identifiers.org/ncbigene:1 NCBIGene:1
https://identifiers.org/taxonomy/9606 NCBITaxon:9606
https://identifiers.org/pubmed/1 PMID:1
https://identifiers.org/mim/1 OMIM:1
https://identifiers.org/kegg.compound/C1 KEGG.COMPOUND:C1
https://identifiers.org/reactome/R-HSA-1 REACT:R-HSA-1
https://identifiers.org/reactome:R-HSA-1 REACT:R-HSA-1
https://identifiers.org/dbsnp/rs1 DBSNP:rs1
https://identifiers.org/unheard.of:1 unheard.of:1
https://n2t.net/chebi:27732 CHEBI:27732
https://bioregistry.io/chebi:27732 CHEBI:27732
https://bioregistry.io/umls:C1 UMLS:C1
https://w3id.org/biolink/vocab/Gene biolink:Gene
https://www.ncbi.nlm.nih.gov/gene/1 NCBIGene:1
http://purl.uniprot.org/uniprot/P1 UniProtKB:P1
https://www.uniprot.org/uniprot/P1 UniProtKB:P1
https://www.uniprot.org/uniprotkb/P1/ UniProtKB:P1
http://id.nlm.nih.gov/mesh/D1 MESH:D1
https://meshb.nlm.nih.gov/record/ui?ui=D1 MESH:D1
http://purl.bioontology.org/ontology/MESH/D1 MESH:D1
https://www.drugbank.ca/drugs/DB00201 DRUGBANK:DB00201
https://go.drugbank.com/drugs/DB00201 DRUGBANK:DB00201
http://bio2rdf.org/drugbank:DB00201 DRUGBANK:DB00201
https://www.ebi.ac.uk/chembl/compound_report_card/CHEMBL1/ CHEMBL.COMPOUND:CHEMBL1
http://rdf.ebi.ac.uk/resource/chembl/molecule/CHEMBL1 CHEMBL.COMPOUND:CHEMBL1
https://www.genenames.org/data/gene-symbol-report/#!/hgnc_id/HGNC:1097 HGNC:1097
https://www.ensembl.org/id/ENSG1 ENSEMBL:ENSG1
http://rdf.ebi.ac.uk/resource/ensembl/ENSG1 ENSEMBL:ENSG1
https://pubchem.ncbi.nlm.nih.gov/compound/2519 PUBCHEM.COMPOUND:2519
http://rdf.ncbi.nlm.nih.gov/pubchem/compound/CID2519 PUBCHEM.COMPOUND:2519
http://www.wikidata.org/entity/Q1 WIKIDATA:Q1
https://www.wikidata.org/wiki/Q1 WIKIDATA:Q1
http://linkedlifedata.com/resource/umls/id/C1 UMLS:C1
http://purl.bioontology.org/ontology/RXNORM/1 RXNORM:1
http://purl.bioontology.org/ontology/SNOMEDCT/1 SNOMEDCT:1
http://snomed.info/id/1 SNOMEDCT:1
https://omim.org/entry/1 OMIM:1
https://www.omim.org/phenotypicSeries/PS1 OMIM.PS:PS1
http://www.orpha.net/ORDO/Orphanet_1 orphanet:1
https://icd.who.int/browse10/2016/en#/A00 ICD10:A00
http://purl.bioontology.org/ontology/ICD10CM/A00 ICD10CM:A00
https://loinc.org/1-1 LOINC:1-1
https://reactome.org/content/detail/R-HSA-1 REACT:R-HSA-1
https://www.kegg.jp/entry/C1 KEGG:C1
https://www.ncbi.nlm.nih.gov/snp/rs1 DBSNP:rs1
http://www.ncbi.nlm.nih.gov/pubmed/1 PMID:1
https://pubmed.ncbi.nlm.nih.gov/1/ PMID:1
https://doi.org/10.1/x.y doi:10.1/x.y
http://dx.doi.org/10.1/x.y doi:10.1/x.y
https://www.ncbi.nlm.nih.gov/pmc/articles/PMC1/ PMC:1
https://pmc.ncbi.nlm.nih.gov/articles/PMC1/ PMC:1
http://europepmc.org/articles/PMC1 PMC:1
https://clinicaltrials.gov/ct2/show/NCT1 CLINICALTRIALS:NCT1
https://clinicaltrials.gov/study/NCT1 CLINICALTRIALS:NCT1
https://www.whocc.no/atc_ddd_index/?code=M03BX01 ATC:M03BX01
http://purl.bioontology.org/ontology/ATC/M03BX01 ATC:M03BX01
http://ncicb.nci.nih.gov/xml/owl/EVS/Thesaurus.owl#C1 NCIT:C1
http://www.ebi.ac.uk/efo/EFO_1 EFO:1
https://www.ebi.ac.uk/chebi/searchId.do?chebiId=CHEBI:27732 CHEBI:27732
https://monarchinitiative.org/MONDO:0000001 MONDO:0000001
https://hpo.jax.org/app/browse/term/HP:0000674 HP:0000674
https://amigo.geneontology.org/amigo/term/GO:0008150 GO:0008150
<http://purl.obolibrary.org/obo/HP_0000674> HP:0000674
CHEBI:CHEBI:27732 CHEBI:27732
chebi:27732 CHEBI:27732
CHEBI_27732 CHEBI:27732
obo:CHEBI_27732 CHEBI:27732
CHEBI:CHEBI_27732 CHEBI:27732
DRUGBANK:drugbank:DB00201 DRUGBANK:DB00201
DrugBank:DB00201 DRUGBANK:DB00201
hgnc:HGNC:1097 HGNC:1097
MGI:MGI:97490 MGI:97490
PUBCHEM:2519 PUBCHEM.COMPOUND:2519
pubchem.compound:CID2519 PUBCHEM.COMPOUND:2519
entrez:1 NCBIGene:1
ORPHA:1 orphanet:1
ORDO:Orphanet_1 orphanet:1
PMCID:PMC1 PMC:1
SCTID:1 SNOMEDCT:1
RXCUI:1 RXNORM:1
UniProt:P1 UniProtKB:P1
KEGG:path:hsa04080 KEGG:path:hsa04080
Unheard:of:1 Unheard:of:1
""".strip().splitlines()
NONE = ["aspirin", "no identifier", "a:", ":b", "CHEBI_x", "beta_catenin", "EX:|", "1EX:1", "x y:z", "a:b\x07"]


@pytest.mark.parametrize("line", USUAL)
def test_a_usual_form_is_its_curie(line: str) -> None:
    form, _, curie = line.rpartition(" ")
    assert prefix_map().parse(f" {form}\u200b") == curie


@pytest.mark.parametrize("text", NONE)
def test_what_is_no_identifier_is_none(text: str) -> None:
    assert prefix_map().parse(text) is None


@pytest.mark.parametrize(
    "iri", ["http://purl.obolibrary.org/obo/hp.owl", "https://omim.org/about", "https://doi.org/", "https://a.b/c_1"]
)
def test_an_address_that_names_no_record_stays_an_address(iri: str) -> None:
    assert prefix_map().parse(iri) == iri


REFERENCE = st.text(
    st.sampled_from("0a/:?#[]@!$&'()*+,;=%-._~é頭\u2028\ue000") | st.characters(codec="utf-8"), min_size=1, max_size=8
)
PREFIX = st.sampled_from([*prefix_map().prefixes, "EX", "ex.y-z", "http", "https", "urn", "Übung"])


@settings(max_examples=1_500, deadline=None)
@given(
    prefix=PREFIX, reference=REFERENCE | REFERENCE.map("//a.b/".__add__) | st.sampled_from(["HGNC:1", "//omim.org/1"])
)
def test_a_curie_and_its_iri_lead_to_each_other(prefix: str, reference: str) -> None:
    curie = Curie.maybe(f"{prefix}:{reference}")
    if curie is not None:
        iri = prefix_map().expand(curie)
        assert (prefix_map().compress(iri) or Curie(iri)) == curie


@settings(max_examples=300, deadline=None)
@given(prefix=PREFIX, reference=REFERENCE)
def test_every_iri_is_one_that_rdf_can_hold(prefix: str, reference: str) -> None:
    from pyoxigraph import RdfFormat, parse

    curie = Curie.maybe(f"{prefix}:{reference}")
    if curie is not None:
        text = f"<{prefix_map().expand(curie)}> <http://a.b/p> <http://a.b/o> ."
        assert len(list(parse(text, format=RdfFormat.N_TRIPLES))) == 1


@settings(max_examples=300, deadline=None)
@given(prefix=PREFIX, reference=REFERENCE)
def test_reading_an_identifier_again_changes_nothing(prefix: str, reference: str) -> None:
    once = prefix_map().parse(f"{prefix}:{reference}")
    assert once is None or prefix_map().parse(once) == once
