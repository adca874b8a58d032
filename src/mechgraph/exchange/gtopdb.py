"""Guide to PHARMACOLOGY: which ligand acts on which target, how, and with which affinity.

The file is ``interactions.csv`` of https://www.guidetopharmacology.org/download.jsp: a line with the version, then
columns such as Target, Target ID, Target UniProt ID, Target Species, Ligand, Ligand ID, Type, Action, Affinity Units,
Affinity High, Affinity Median, Affinity Low, PubMed ID. A target of several proteins is a complex of its own, with them
as its subunits. An affinity is a quantity of the claim and never gives a sign.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from ..curie import Curie
from ..model import Quantity, Source
from .gathered import Gathering, rows
from .reading import Reading, local_id, normalised
from .references import publications

__all__ = ["read"]

SOURCE = Source(
    id="gtopdb",
    kind="database",
    title="IUPHAR/BPS Guide to PHARMACOLOGY",
    doi="10.1093/nar/gkab1010",
    url="https://www.guidetopharmacology.org",
    licence="ODbL, contents CC BY-SA 4.0",
    verified="secondary",
)
_TAG = re.compile(r"<[^<>]*>")
_SUBUNIT = "subunit"


def read(path: str | Path) -> Reading:
    """Read ``interactions.csv``.

    Raises:
        FormatError: not UTF-8, torn, or nothing in it that can be read.
    """
    found = Gathering(path, "gtopdb", SOURCE, "gtopdb")
    measured: dict[tuple[Curie, str, Curie], Counter[str]] = {}
    kept = []
    for where, row in rows(Path(path)):
        if not row.get("Ligand ID") or not (row.get("Target ID") or row.get("Target UniProt ID")):
            found.report.dropped.add("a row without a ligand or a target", where)
            continue
        category = "drug" if row.get("Approved", "").lower() in ("true", "yes") else "chemical"
        ligand = found.entity(Curie(f"GTOPDB:{row['Ligand ID']}"), _TAG.sub("", row.get("Ligand", "")), category)
        target = _target(found, row)
        key = (ligand, f"{row.get('Type', '')}: {row.get('Action', '')}", target)
        measured.setdefault(key, Counter())[row.get("Affinity Units", "")] += bool(_number(row, "Affinity Median"))
        kept.append((key, row))
    values: dict[tuple[Curie, str, Curie], list[float]] = {}
    for key, row in kept:
        if row.get("Affinity Units", "") == _unit(measured[key]):
            numbers = (_number(row, f"Affinity {n}") for n in ("Low", "Median", "High"))
            values.setdefault(key, []).extend(n for n in numbers if n is not None)
    for key, row in kept:
        ligand, term, target = key
        unit, all_of = _unit(measured[key]), values.get(key, [])
        quantity = Quantity(kind=unit, low=min(all_of), high=max(all_of)) if unit and all_of else None
        if quantity is not None and quantity.low == quantity.high:
            quantity = Quantity(kind=unit, value=quantity.low)
        own = [
            f"{n.lower()} {v:g}" for n in ("Low", "Median", "High") if (v := _number(row, f"Affinity {n}")) is not None
        ]
        place = f"ligand {row['Ligand ID']}, target {row.get('Target ID', '')}"
        found.claim(
            ligand,
            [term, term.partition(":")[0] + ": *"],
            target,
            publications(row.get("PubMed ID", "")),
            place,
            quantity=quantity,
            summary=f"{row.get('Affinity Units', '')} {', '.join(own)}".strip() if own else "",
        )
    return found.done()


def _unit(units: Counter[str]) -> str:
    return units.most_common(1)[0][0] if units else ""


def _number(row: dict[str, str], column: str) -> float | None:
    try:
        return float(row.get(column, ""))
    except ValueError:
        return None


def _target(found: Gathering, row: dict[str, str]) -> Curie:
    name, species = _TAG.sub("", row.get("Target", "")), row.get("Target Species", "")
    shown = name if species in ("Human", "", "None") else f"{name} ({species})"
    proteins = [
        c for a in row.get("Target UniProt ID", "").split("|") if a and (c := normalised(f"UniProtKB:{a.strip()}"))
    ]
    if len(proteins) == 1:
        return found.gene(proteins[0], shown)
    place = local_id(f"GtoPdb target {row.get('Target ID', '')} {species}".strip())
    target = found.entity(place, shown, "complex" if proteins else "gene_product")
    for protein in proteins:
        found.claim(found.gene(protein), [_SUBUNIT], target, (), f"target {row.get('Target ID', '')}")
    return target
