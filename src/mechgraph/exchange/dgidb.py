"""DGIdb, the Drug Gene Interaction Database: its ``interactions.tsv``, of version 4 and of version 5.

A row is what one source claims of a gene and a drug. Where it names no kind of interaction, nothing is said of the way.
"""

from __future__ import annotations

from pathlib import Path

from ..curie import Curie
from ..model import Source
from .gathered import Gathering, gene_of, rows
from .reading import Reading, local_id, normalised
from .references import publications
from .words import is_missing

__all__ = ["read"]

SOURCE = Source(id="dgidb", kind="database", title="DGIdb", url="https://dgidb.org", verified="secondary")
_NO_TYPE = "no type of interaction"
_LEVEL = {"knowledge_level": "not_provided", "agent_type": "not_provided", "source_certainty": "unknown"}
"""DGIdb joins curated tables, trials and texts, and a row does not say which it is."""
_PREFIXES = {
    "rxcui": "RXNORM",
    "chembl": "CHEMBL.COMPOUND",
    "drugbank": "DRUGBANK",
    "hgnc": "HGNC",
    "ncbigene": "NCBIGene",
}


def read(path: str | Path) -> Reading:
    """Read the table of interactions.

    Raises:
        FormatError: not UTF-8, torn, or nothing in it that can be read.
    """
    found = Gathering(path, "dgidb", SOURCE, "actions")
    for where, row in rows(Path(path)):
        row = {k: "" if is_missing(v) else v for k, v in row.items()}
        drug_name = row.get("drug_name") or row.get("drug_claim_primary_name") or row.get("drug_claim_name", "")
        symbol = row.get("gene_name") or row.get("gene_claim_name", "")
        if not drug_name or not symbol:
            found.report.dropped.add("a row without a drug or a gene", where)
            continue
        drug = _known(row.get("drug_concept_id", "")) or local_id(drug_name)
        found.entity(drug, drug_name, "drug", also=[row.get("drug_claim_name", "")])
        number = row.get("entrez_id", "").removesuffix(".0")
        gene = Curie(f"NCBIGene:{number}") if number.isdigit() else _known(row.get("gene_concept_id", ""))
        gene = found.gene(gene or gene_of(symbol) or local_id(symbol), symbol, "gene")
        source = row.get("interaction_claim_source") or row.get("interaction_source_db_name", "")
        score = row.get("interaction_group_score") or row.get("interaction_score", "")
        types = row.get("interaction_types") or row.get("interaction_type", "")
        for kind in filter(None, (t.strip().lower() for t in (types or _NO_TYPE).split(","))):
            found.claim(
                drug,
                [kind],
                gene,
                publications(row.get("PMIDs", ""), ","),
                f"{drug_name}, {symbol}" + (f"; {source}" if source else ""),
                summary=f"score {score}" if score else "",
                **_LEVEL,
            )
    return found.done()


def _known(text: str) -> Curie | None:
    """The identifier of a concept, such as ``rxcui:1191``; ChEMBL's ids say twice what they are."""
    prefix, _, reference = text.rpartition(":")
    own = _PREFIXES.get(prefix.lower().rpartition(":")[2])
    return normalised(f"{own}:{reference}") if own and reference else None
