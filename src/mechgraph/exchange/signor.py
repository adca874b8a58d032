"""SIGNOR: what regulates what in a cell, with sign, mechanism and the paper.

The file is what https://signor.uniroma2.it/getData.php?organism=9606 sends: 28 columns without a header (ENTITYA …
SCORE, as SIGNOR's own parsers of other projects list them), or an export of the site with one. Proteins are mapped to
human accessions by SIGNOR; where the experiment was in another species, the claim says so.
"""

from __future__ import annotations

from pathlib import Path

from ..curie import Curie
from ..model import Qualifiers, Source
from .files import head
from .gathered import Gathering, rows
from .reading import Reading, local_id, normalised
from .references import publications

__all__ = ["COLUMNS", "read"]

SOURCE = Source(
    id="signor",
    kind="database",
    title="SIGNOR",
    url="https://signor.uniroma2.it",
    licence="CC BY 4.0",
    verified="secondary",
)
COLUMNS = (
    *("ENTITYA", "TYPEA", "IDA", "DATABASEA", "ENTITYB", "TYPEB", "IDB", "DATABASEB", "EFFECT", "MECHANISM"),
    *("RESIDUE", "SEQUENCE", "TAX_ID", "CELL_DATA", "TISSUE_DATA", "MODULATOR_COMPLEX", "TARGET_COMPLEX"),
    *("MODIFICATIONA", "MODASEQ", "MODIFICATIONB", "MODBSEQ", "PMID", "DIRECT", "NOTES", "ANNOTATOR", "SENTENCE"),
    *("SIGNOR_ID", "SCORE"),
)
_PREFIXES = {"UNIPROT": "UniProtKB", "CHEBI": "CHEBI", "PUBCHEM": "PUBCHEM.COMPOUND", "DRUGBANK": "DRUGBANK"}
"""What SIGNOR calls databases, as prefixes; its own things and any other's stay local."""
_HUMAN, _NO_SPECIES = "9606", ("", "-1")


def read(path: str | Path) -> Reading:
    """Read SIGNOR's table.

    Raises:
        FormatError: not UTF-8, torn, or nothing in it that can be read.
    """
    path = Path(path)
    found = Gathering(path, "signor", SOURCE, "signor")
    bare = not head(path).lstrip(b"\xef\xbb\xbf").startswith(b"ENTITYA\t")
    for where, row in rows(path, COLUMNS if bare else ()):
        if not (row.get("IDA") and row.get("IDB")):
            found.report.dropped.add("a row without an identifier of both ends", where)
            continue
        subject, target = _end(found, row, "A"), _end(found, row, "B")
        taxon = row.get("TAX_ID", "")
        species = None
        if taxon.isdigit() and taxon != _HUMAN and taxon not in _NO_SPECIES:
            species = found.entity(Curie(f"NCBITaxon:{taxon}"), "", "organism_taxon")
        how = [
            row.get("MECHANISM", ""),
            row.get("RESIDUE", ""),
            "direct" if row.get("DIRECT", "").lower()[:1] in "ty" else "",
        ]
        effect = row.get("EFFECT", "")
        found.claim(
            subject,
            [f"{effect} ({row.get('TYPEB', '')})", effect],
            target,
            publications(row.get("PMID", "")),
            row.get("SIGNOR_ID", "") or f"row {where.rpartition(':')[2]}",
            summary=", ".join(h for h in how if h),
            qualifiers=Qualifiers(species=species),
        )
    return found.done()


def _end(found: Gathering, row: dict[str, str], side: str) -> Curie:
    identifier, name = row[f"ID{side}"], row.get(f"ENTITY{side}", "")
    category = found.category(row.get(f"TYPE{side}", ""))
    prefix = _PREFIXES.get(row.get(f"DATABASE{side}", "").upper(), "")
    if identifier.startswith("SID:"):
        prefix = "PUBCHEM.SUBSTANCE"
    bare = identifier.partition(":")[2] or identifier
    curie = normalised(f"{prefix}:{bare}") if prefix else None
    if curie is None:
        return found.entity(local_id(identifier), name, category)
    return found.gene(curie, name, category) if curie.prefix == "UniProtKB" else found.entity(curie, name, category)
