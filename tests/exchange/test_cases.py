"""Small graphs that users of other tools reported as read wrongly, each with the claims that are right."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from mechgraph.errors import FormatError
from mechgraph.exchange import open_sources

ROOT = Path(__file__).resolve().parents[2]
RIGHT = {
    "kgx-csv/a_edges.csv": "CHEBI:1 treats MONDO:1 -1",
    "kgx-quoted-tsv/q_edges.tsv": "CHEBI:1 treats MONDO:1 -1",
    "kgx-qualified-predicate-pools/a_edges.tsv": "CHEBI:1 decreases_activity_of NCBIGene:1 -1",
    "kgx-iri-and-curie/a_edges.tsv": "MONDO:0000009 has_phenotype HP:0000674 1; CHEBI:27732 treats MONDO:0000009 -1;"
    " CHEBI:27732 affects HGNC:1097 0; PUBCHEM.COMPOUND:2519 affects HGNC:1097 0; DRUGBANK:DB00201 affects HGNC:1097 0",
    "kgx-knowledge-level/e.jsonl": "DRUGBANK:DB00181 treats MONDO:0005148 -1; DRUGBANK:DB00181 treats MONDO:0005149 -1;"
    " DRUGBANK:DB00181 studied_for MONDO:0005150 0",
    "kgx-negated-values/e.jsonl": "; ".join(f"CHEBI:100 not treats MONDO:{i} 0" for i in range(1, 9))
    + "; CHEBI:100 decreases_activity_of NCBIGene:480 -1",
    "kgx-nan-jsonl/e.jsonl": "; ".join(f"CHEBI:100 affects NCBIGene:20{i} 0" for i in range(3)),
    "nodelink-links-lost/nl_links.json": "CHEBI:1 inhibits NCBIGene:1 -1",
    "nodelink-links-lost/nl_edges.json": "CHEBI:1 inhibits NCBIGene:1 -1",
    "nodelink-links-lost/links.json": "CHEBI:1 treats MONDO:1 -1",
    "sniff-messages/nodelink.json": "local:aspirin inhibits local:COX1 -1",
    "graphml-yed/yed.graphml": "local:n0 inhibits local:n1 -1; local:n1 increases n2::n0 1",
    "graphml-defaults-undirected/gephi.graphml": "local:0.0 inhibits local:1.0 -1; local:1.0 related_to local:0.0 0",
    "rdf-biolink/biolink.ttl": "CHEBI:100 not treats MONDO:200 0; CHEBI:100 causes HP:300 1",
    "primekg-forms/kg_raw.csv": "NCBIGene:9796 molecularly_interacts_with NCBIGene:56992 0",
    "primekg-forms/kg_idx.csv": "NCBIGene:9796 molecularly_interacts_with NCBIGene:56992 0",
    "null-words/old.json": "OMIM:1 affects UniProtKB:P00738 0",
    "null-words/shift_edges.tsv": "CHEBI:1 treats MONDO:1 -1",
    "null-words/nul_edges.jsonl": "CHEBI:1 treats MONDO:1 -1",
}
NAMED = {"a.cx": "CX", "a.xlsx": "Excel", "nx.gml": "GML"}


@pytest.fixture(scope="module")
def cases() -> Path:
    """Where the cases lie: the folder that MECHGRAPH_TEST_CASES names, or ../shared/cases; else a skip."""
    folder = Path(os.environ.get("MECHGRAPH_TEST_CASES") or ROOT.parent / "shared" / "cases")
    if not folder.is_dir():
        pytest.skip(f"no cases at {folder}; set MECHGRAPH_TEST_CASES")
    return folder


@pytest.mark.parametrize("name", RIGHT)
def test_a_reported_graph_is_read_right(cases: Path, name: str) -> None:
    (reading,) = open_sources([cases / name])
    found = {
        f"{a.subject} {'not ' if a.negated else ''}{a.predicate} {a.object} {a.sign}"
        for a in reading.records().associations
    }
    assert found == set(RIGHT[name].split("; "))


@pytest.mark.parametrize("name", NAMED)
def test_a_file_that_is_not_read_is_named(cases: Path, name: str) -> None:
    with pytest.raises(FormatError, match=f"is an? {NAMED[name]}|is {NAMED[name]}"):
        open_sources([cases / "sniff-messages" / name])
