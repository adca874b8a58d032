"""Small made-up samples in every format that is read; no line of them comes from a real file."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

from .brought import BROUGHT

DRUGMECHDB = """\
- directed: true
  graph:
    _id: DB90001_MESH_D900001_1
    disease: Made-up ache
    disease_mesh: MESH:D900001
    drug: inventol
    drug_mesh: MESH:C900001
    drugbank: DB:DB90001
  links:
  - key: decreases activity of
    source: MESH:C900001
    target: UniProt:P90001
  - key: causes
    source: UniProt:P90001
    target: MESH:D900001
  - key: zigzags
    source: UniProt:P90001
    target: taxonomy:90001
  multigraph: true
  nodes:
  - id: MESH:C900001
    label: Drug
    name: inventol
    alt_names:
    - Inventolium
  - id: UniProt:P90001
    label: Protein
    name: Inventase
  - id: taxonomy:90001
    label: OrganismTaxon
    name: Homo fictus
  - id: MESH:D900001
    label: Disease
    name: Made-up ache
  references:
  - https://example.org/inventol
"""
HETIONET_NODES = (
    "id\tname\tkind\n"
    "Compound::DB90001\tInventol\tCompound\nGene::900001\tINV1\tGene\nGene::900002\tINV2\tGene\n"
    "Disease::DOID:900001\tmade-up ache\tDisease\nPharmacologic Class::N900001\tInventors\tPharmacologic Class\n"
)
HETIONET_EDGES = (
    "source\tmetaedge\ttarget\n"
    "Compound::DB90001\tCbG\tGene::900001\nCompound::DB90001\tCtD\tDisease::DOID:900001\n"
    "Gene::900001\tGiG\tGene::900002\nPharmacologic Class::N900001\tPCiC\tCompound::DB90001\n"
    "Gene::900001\tGzG\tGene::900002\nGene::900009\tGiG\tGene::900002\nGene::900001\tGiG\n"
)
HETIONET_JSON = json.dumps(
    {
        "metanode_kinds": ["Compound", "Gene"],
        "metaedge_tuples": [["Compound", "Gene", "binds", "both"]],
        "kind_to_abbrev": {"Compound": "C", "Gene": "G", "binds": "b"},
        "nodes": [
            {"kind": "Compound", "identifier": "DB90001", "name": "Inventol", "data": {"source": "X"}},
            {"kind": "Gene", "identifier": 900001, "name": "INV1", "data": {"description": "a gene"}},
        ],
        "edges": [
            {
                "source_id": ["Compound", "DB90001"],
                "target_id": ["Gene", 900001],
                "kind": "binds",
                "direction": "both",
                "data": {"pubmed_ids": [1], "affinity_nM": 5, "license": "CC0"},
            },
            {"source_id": ["Compound", "DB9"], "target_id": ["Gene", 900001], "kind": "binds", "data": {}},
        ],
    }
)
PRIMEKG = (
    "relation,display_relation,x_index,x_id,x_type,x_name,x_source,y_index,y_id,y_type,y_name,y_source\n"
    'drug_protein,target,0,DB90001,drug,"Inventol, pure",DrugBank,1,900001,gene/protein,INV1,NCBI\n'
    'drug_protein,target,1,900001,gene/protein,INV1,NCBI,0,DB90001,drug,"Inventol, pure",DrugBank\n'
    'indication,indication,2,9001,disease,made-up ache,MONDO,0,DB90001,drug,"Inventol, pure",DrugBank\n'
    "disease_phenotype_negative,phenotype absent,2,9001,disease,made-up ache,MONDO,3,900,effect/phenotype,joy,HPO\n"
    "zig_zag,zags,0,DB90001,drug,x,DrugBank,1,900001,gene/protein,INV1,NCBI\n"
)
PRIMEKG_NODES = (
    "node_index,node_id,node_type,node_name,node_source\n"
    "0,DB90001,drug,Inventol,DrugBank\n1,900001,gene/protein,INV1,NCBI\n"
)
PRIMEKG_EDGES = "relation,display_relation,x_index,y_index\ndrug_protein,target,1,0\ndrug_protein,target,0,7\n"
KGX_NODES = (
    "id\tcategory\tname\txref\ttaxon\n"
    "DRUGBANK:DB90001\tbiolink:Drug\tInventol\tCHEBI:900001|MESH:C900001\t\n"
    "NCBIGene:900001\tbiolink:Gene|biolink:NamedThing\tINV1\t\tNCBITaxon:9606\n"
    "MONDO:0900001\tbiolink:Disease\tmade-up ache\t\t\n"
)
KGX_EDGES = (
    "id\tsubject\tpredicate\tobject\tnegated\tpublications\tknowledge_level\tagent_type\tprimary_knowledge_source"
    "\tobject_direction_qualifier\tobject_aspect_qualifier\tqualified_predicate\tonset_qualifier\n"
    "e1\tDRUGBANK:DB90001\tbiolink:affects\tNCBIGene:900001\t\tPMID:1|PMID:2\tknowledge_assertion\tmanual_agent"
    "\tinfores:made-up\tdecreased\tactivity\tbiolink:causes\t\n"
    "e2\tDRUGBANK:DB90001\tbiolink:treats\tMONDO:0900001\ttrue\tPMID:3\tprediction\tcomputational_model"
    "\tinfores:other\t\t\t\t\n"
    "e3\tMONDO:0900001\tbiolink:treated_by\tDRUGBANK:DB90001\t\t\t\t\t\t\t\t\tHP:0900001\n"
    "e4\tDRUGBANK:DB90001\tbiolink:zigzags\tNCBIGene:900001\t\t\tnot_provided\ttext_mining_agent\t\t\t\t\t\n"
    "e5\tDRUGBANK:DB90001\tbiolink:zigzags\tMONDO:0900002\t\t\t\t\t\t\t\t\t\n"
)
KGX_NODES_JSONL = (
    '{"id": "DRUGBANK:DB90001", "category": ["biolink:Drug"], "name": "Inventol", "weight": 7}\n'
    '{"id": "NCBIGene:900001", "category": ["biolink:Gene"], "name": "INV1"}\n'
)
KGX_EDGES_JSONL = (
    '{"subject": "DRUGBANK:DB90001", "predicate": "biolink:affects", "object": "NCBIGene:900001", "negated": true,'
    ' "score": 0.5, "sources": [{"resource_id": "infores:x"}]}\n'
)
KGX_JSON = json.dumps(
    {
        "nodes": [json.loads(line) for line in KGX_NODES_JSONL.splitlines()],
        "edges": [json.loads(line) for line in KGX_EDGES_JSONL.splitlines()],
    }
)
"""On one line, as programs write it."""
TURTLE = """\
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix biolink: <https://w3id.org/biolink/vocab/> .
@prefix ex: <https://example.org/> .
ex:inventol a biolink:Drug ; rdfs:label "Inventol"@en ; biolink:treats ex:ache ; ex:zigzags ex:ache ; ex:weight 7 .
ex:ache a biolink:Disease ; rdfs:label "made-up ache" ; rdfs:subClassOf [ a ex:x ] .
"""
NTRIPLES = "<https://example.org/a> <https://w3id.org/biolink/vocab/treats> <https://example.org/b> .\n"
RDFXML = """\
<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:b="https://w3id.org/biolink/vocab/">
<rdf:Description rdf:about="https://example.org/a"><b:treats rdf:resource="https://example.org/b"/></rdf:Description>
</rdf:RDF>
"""
JSONLD = '{"@context": {"t": "https://w3id.org/biolink/vocab/treats"}, "@id": "https://example.org/a", "t": {"@id": "https://example.org/b"}}'
TRIG = "@prefix ex: <https://example.org/> .\nGRAPH ex:g { ex:a ex:b ex:c }\n"
GRAPHML = """\
<?xml version="1.0"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
<key id="k0" for="node" attr.name="name" attr.type="string"/>
<key id="k1" for="node" attr.name="category" attr.type="string"/>
<key id="k2" for="edge" attr.name="label" attr.type="string"/>
<graph edgedefault="directed">
<node id="n0"><data key="k0">Inventol</data><data key="k1">drug</data></node>
<node id="NCBIGene:900001"><data key="k0">INV1</data></node>
<edge source="n0" target="NCBIGene:900001"><data key="k2">inhibits</data></edge>
</graph></graphml>
"""
RECORDS = """\
entities:
- {id: 'MG:inventol', name: Inventol, category: drug}
- {id: 'MG:ache', name: ache, category: disease}
sources:
- {id: made-up, kind: text, title: A made-up text}
associations:
- {subject: 'MG:inventol', predicate: treats, object: 'MG:ache', evidence: [{source: made-up}]}
"""

ALONE = {
    "drugmechdb": DRUGMECHDB,
    "hetionet-json": HETIONET_JSON,
    "primekg": PRIMEKG,
    "kgx-json": KGX_JSON,
    "turtle": TURTLE,
    "nt": NTRIPLES,
    "rdfxml": RDFXML,
    "jsonld": JSONLD,
    "graphml": GRAPHML,
    "records": RECORDS,
    **BROUGHT,
}
"""Formats of one file, by name."""
PAIRS = {
    "hetionet": ("nodes.tsv", HETIONET_NODES, "edges.sif", HETIONET_EDGES),
    "primekg": ("nodes.csv", PRIMEKG_NODES, "edges.csv", PRIMEKG_EDGES),
    "kgx": ("x_nodes.tsv", KGX_NODES, "x_edges.tsv", KGX_EDGES),
    "kgx-jsonl": ("x_nodes.jsonl", KGX_NODES_JSONL, "x_edges.jsonl", KGX_EDGES_JSONL),
}
"""Formats of two files, by name."""


def pair(folder: Path, name: str, *, packed: bool = False) -> tuple[Path, Path]:
    """Write both halves of a pair and return their paths, nodes first."""
    first, nodes, second, edges = PAIRS[name]
    out = []
    for file, text in ((first, nodes), (second, edges)):
        path = folder / (file + (".gz" if packed else ""))
        path.write_bytes(gzip.compress(text.encode()) if packed else text.encode())
        out.append(path)
    return out[0], out[1]
