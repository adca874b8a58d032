"""DrugCentral's targets of drugs: its own table, or the one that was made of it for Hetionet.

Its own is ``drug.target.interaction.tsv``, columns DRUG_NAME, STRUCT_ID, TARGET_NAME, TARGET_CLASS, ACCESSION, GENE,
ACT_VALUE, ACT_TYPE, ACTION_TYPE, MOA, ORGANISM and others, of https://drugcentral.org/download; the other
``targets.tsv`` of https://github.com/dhimmel/drugcentral, with DrugBank and Entrez ids. A row with an affinity and no
action says that the drug binds. A target of several accessions is none of them alone and stays local.
"""

from __future__ import annotations

from pathlib import Path

from ..curie import Curie
from ..model import Quantity, Source
from .gathered import Gathering, rows
from .reading import Reading, local_id, normalised
from .references import publications

__all__ = ["read"]

SOURCE = Source(
    id="drugcentral",
    kind="database",
    title="DrugCentral",
    doi="10.1093/nar/gkw993",
    url="https://drugcentral.org",
    licence="unclear: CC BY 4.0, CC BY-SA 4.0 or with permission, as three public copies say",
    verified="record",
)
_NO_ACTION = "no action given"


def read(path: str | Path) -> Reading:
    """Read either table.

    Raises:
        FormatError: not UTF-8, torn, or nothing in it that can be read.
    """
    found = Gathering(path, "drugcentral", SOURCE, "actions")
    for where, row in rows(Path(path)):
        (_own if "STRUCT_ID" in row else _processed)(found, where, row)
    return found.done()


def _processed(found: Gathering, where: str, row: dict[str, str]) -> None:
    drug, gene = normalised(f"DRUGBANK:{row.get('drugbank_id', '')}"), row.get("GeneID", "")
    if drug is None or not gene.isdigit():
        found.report.dropped.add("a row without the identifier of a drug or a gene", where)
        return
    found.entity(drug, row.get("drugbank_name", ""), "drug")
    target = found.gene(Curie(f"NCBIGene:{gene}"), category="gene")
    for action in row.get("actions", "").split("|"):
        locator = f"{drug}, {target}; {row.get('sources', '')}".rstrip("; ")
        found.claim(drug, [action.lower() or _NO_ACTION], target, publications(row.get("pubmed_ids", "")), locator)


def _own(found: Gathering, where: str, row: dict[str, str]) -> None:
    if not row["STRUCT_ID"] or not row.get("TARGET_NAME"):
        found.report.dropped.add("a row without a drug or a target", where)
        return
    drug = found.entity(Curie(f"DrugCentral:{row['STRUCT_ID']}"), row.get("DRUG_NAME", ""), "drug")
    accessions = [a for a in row.get("ACCESSION", "").split("|") if a]
    category = found.category(row.get("TARGET_CLASS", ""))
    if len(accessions) == 1 and (protein := normalised(f"UniProtKB:{accessions[0]}")) is not None:
        target = found.gene(protein, row["TARGET_NAME"], category)
    else:
        target = found.entity(local_id(f"DrugCentral target {row['TARGET_NAME']}"), row["TARGET_NAME"], category)
    quantity = None
    if row.get("ACT_VALUE", "").replace(".", "", 1).isdigit():
        quantity = Quantity(kind=f"p{row.get('ACT_TYPE', '')}", value=float(row["ACT_VALUE"]))
    said = [s for s in (row.get("ACT_SOURCE"), row.get("MOA") == "1" and "mechanism of action") if s]
    found.claim(
        drug,
        [row.get("ACTION_TYPE", "").lower() or _NO_ACTION],
        target,
        (),
        f"structure {row['STRUCT_ID']}, {row['TARGET_NAME']}",
        quantity=quantity,
        summary="; ".join(s for s in (str(quantity) if quantity else "", *said) if isinstance(s, str) and s),
    )
