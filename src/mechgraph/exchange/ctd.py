"""CTD, the Comparative Toxicogenomics Database: chemicals with genes, and chemicals with diseases.

The files are ``CTD_chem_gene_ixns`` and ``CTD_chemicals_diseases`` of https://ctdbase.org/downloads/, with their
comments. Who acts on whom stands only in CTD's sentence: the chemical acts where it begins the sentence, the gene
where the gene does, and nobody is said to where it begins with neither. An action within a reaction, or of several
chemicals together, is not the chemical's own and gets no sign. A disease without direct evidence is CTD's inference
over a gene and no claim.
"""

from __future__ import annotations

from pathlib import Path

from ..curie import Curie
from ..model import Qualifiers, Source
from .gathered import Gathering, rows
from .reading import Reading, normalised
from .references import publications

__all__ = ["read"]

SOURCE = Source(
    id="ctd",
    kind="database",
    title="Comparative Toxicogenomics Database",
    url="https://ctdbase.org",
    verified="secondary",
)
_NOT_ITS_OWN = ("reaction", "cotreatment", "response to substance")
_HUMAN = "9606"
_EITHER = "either"
_SOMEHOW = "any other"


def read(path: str | Path) -> Reading:
    """Read either table.

    Raises:
        FormatError: not UTF-8, torn, or nothing in it that can be read.
    """
    found = Gathering(path, "ctd", SOURCE, "ctd")
    for where, row in rows(Path(path)):
        chemical = _curie("MESH", row.get("ChemicalID", ""))
        if chemical is None:
            found.report.dropped.add("a row without the identifier of a chemical", where)
            continue
        found.entity(chemical, row.get("ChemicalName", ""), "chemical")
        (_gene if "InteractionActions" in row else _disease)(found, where, row, chemical)
    return found.done()


def _curie(prefix: str, text: str) -> Curie | None:
    return normalised(text if ":" in text else f"{prefix}:{text}") if text else None


def _gene(found: Gathering, where: str, row: dict[str, str], chemical: Curie) -> None:
    number, symbol = row.get("GeneID", ""), row.get("GeneSymbol", "")
    if not number.isdigit():
        found.report.dropped.add("a row without the identifier of a gene", where)
        return
    gene = found.gene(Curie(f"NCBIGene:{number}"), symbol, "gene")
    text, actions = row.get("Interaction", ""), [a for a in row.get("InteractionActions", "").split("|") if a]
    loose = any(word in a for a in actions for word in _NOT_ITS_OWN) or text.startswith("[")
    subject, target = chemical, gene
    by_chemical = not text or text.lower().startswith(row.get("ChemicalName", "").lower())
    if not by_chemical and symbol and text.startswith(symbol):
        subject, target = gene, chemical
    elif not by_chemical:
        loose, actions = True, [_EITHER]
    if loose:
        found.report.changed.add("an action that is not this chemical's own; kept without a sign", f"{where}: {text}")
    taxon = row.get("OrganismID", "")
    species = None
    if taxon.isdigit() and taxon != _HUMAN:
        species = found.entity(Curie(f"NCBITaxon:{taxon}"), row.get("Organism", ""), "organism_taxon")
    for action in dict.fromkeys(actions):
        known = found.table.find(action) is not None and not loose
        terms = [_EITHER if action == _EITHER else action if known else _SOMEHOW]
        other = "" if known or action == _EITHER else f"action={action.replace(';', ',')}"
        found.claim(
            subject,
            terms,
            target,
            publications(row.get("PubMedIDs", "")),
            f"{chemical}, {gene}",
            qualifiers=Qualifiers(species=species, other=other),
            negated=" not affect " in text,
            summary=text,
        )


def _disease(found: Gathering, where: str, row: dict[str, str], chemical: Curie) -> None:
    disease, direct = _curie("MESH", row.get("DiseaseID", "")), row.get("DirectEvidence", "")
    if disease is None or not direct:
        why = "a disease inferred over a gene, without direct evidence" if disease else "a row without a disease"
        found.report.dropped.add(why, where)
        return
    found.entity(disease, row.get("DiseaseName", ""), "disease")
    for kind in direct.split("|"):
        cited = publications(row.get("PubMedIDs", ""))
        found.claim(chemical, [kind], disease, cited, f"{chemical}, {disease}", summary=kind)
