"""DrugMechDB's mechanisms as ours, for drawing: the names of its verbs and labels are mapped, nothing else."""

from __future__ import annotations

import gzip
import os
import re
from functools import cache
from pathlib import Path
from typing import Any

from mechgraph.curie import Curie
from mechgraph.model import Association, Entity, Evidence, Mechanism, Source
from mechgraph.vocab import vocabulary

_CATEGORIES = {
    "Drug": "drug",
    "Protein": "protein",
    "BiologicalProcess": "biological_process",
    "Disease": "disease",
    "ChemicalSubstance": "chemical",
    "PhenotypicFeature": "phenotype",
    "OrganismTaxon": "organism_taxon",
    "GeneFamily": "protein_family",
    "GrossAnatomicalStructure": "anatomy",
    "CellularComponent": "cellular_component",
    "MolecularActivity": "molecular_activity",
    "Pathway": "pathway",
    "Cell": "cell_type",
    "MacromolecularComplex": "complex",
}


def data_file() -> Path | None:
    """The published file, if it is at hand: below MECHGRAPH_TEST_DATA, or in ``shared/data`` beside the checkout."""
    folders = [os.environ.get("MECHGRAPH_TEST_DATA", ""), str(Path(__file__).resolve().parents[3] / "shared" / "data")]
    for folder in filter(None, folders):
        path = Path(folder) / "drugmechdb" / "indication_paths.yaml.gz"
        if path.is_file():
            return path
    return None


@cache
def records() -> list[dict[str, Any]]:
    import yaml

    path = data_file()
    assert path is not None
    with gzip.open(path) as file:
        loaded: list[dict[str, Any]] = yaml.load(file, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return loaded


def _curie(text: str) -> Curie:
    return Curie(re.sub(r"[\s<>\"{}|\\^`]+", "_", text))


def mechanism(record: dict[str, Any]) -> Mechanism:
    entities: dict[Curie, Entity] = {}
    for n in record["nodes"]:
        c = _curie(n["id"])
        entities[c] = Entity(id=c, name=str(n["name"]), category=_CATEGORIES.get(n["label"], "entity"))
    references = [r for r in record.get("references", ()) if isinstance(r, str)]
    sources = {f"r{i}": Source(id=f"r{i}", kind="web_page", title=url, url=url) for i, url in enumerate(references)}
    evidence = tuple(Evidence(source=s) for s in sources)
    known = vocabulary().predicates
    claims = []
    for link in record["links"]:
        predicate = link["key"].strip().lower().replace(" ", "_")
        claims.append(
            Association(
                subject=_curie(link["source"]),
                predicate=predicate if predicate in known else "related_to",
                object=_curie(link["target"]),
                evidence=evidence,
            )
        )
    drug = entities.get(_curie(record["graph"].get("drug_mesh") or "x:y")) or next(iter(entities.values()))
    effect = entities.get(_curie(record["graph"].get("disease_mesh") or "x:y"))
    return Mechanism(drug=drug, effect=effect, entities=entities, associations=tuple(claims), sources=sources)
