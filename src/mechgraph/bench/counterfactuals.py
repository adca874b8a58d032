"""DrugMechCounterfactuals (arXiv 2511.06418) on DrugMechDB's mechanisms: is the effect blocked, inverted, created,
kept?

Each case edits one link of a curated mechanism, or joins two mechanisms by a new link, and says whether the therapeutic
effect changes (or, for a new link, comes about). We answer with :mod:`mechgraph.reason.whatif` alone. DrugMechDB is
read as it stands, nothing corrected, because that is what the cases were made from.

A new link is supposed as a user would (``what-if --add``), with the claims of both mechanisms; what lies between it and
the disease often carries no sign, and then the answer is that the effect is undetermined, which counts as unchanged.
Beside stands what one sign alone would answer (:func:`local`). What the suite does not show: its unchanged cases of
deleting and changing name an entity that the mechanism does not have, so that looking whether the link is there answers
them.
"""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

from ..checks.drugmechdb import Links, load_links
from ..curie import Curie
from ..errors import NotFoundError
from ..exchange.reading import normalised
from ..model import Association, Entity, Mechanism
from ..reason.whatif import WhatIf, whatif

__all__ = ["run"]


def run(data: Path) -> dict[str, Any]:
    """Answer every case.

    Args:
        data: The folder that holds ``counterfactuals`` and ``drugmechdb``.

    Returns:
        ``cases``, ``correct``, ``accuracy``; ``baseline_one_sign`` (right by :func:`local`); ``by_kind`` (right of the
        cases of each file, and by the baseline); ``missed`` (file, record, drug, disease, edit, expected, why);
        ``skipped`` (cases whose mechanism the data does not hold).
    """
    mechanisms = load_links(data / "drugmechdb" / "indication_paths.yaml.gz")
    cases = correct = simple = 0
    by_kind: dict[str, str] = {}
    missed: list[dict[str, str]] = []
    skipped: list[str] = []
    for path in sorted((data / "counterfactuals").glob("*.json.gz")):
        right = total = plain = 0
        with gzip.open(path, "rt", encoding="utf-8") as file:
            listing = json.load(file)
        for case in listing:
            edit = case["edit_link_info"]
            if not {edit["source_moa_id"], edit["target_moa_id"]} <= set(mechanisms):
                skipped.append(f"{edit['source_moa_id']} {edit['target_moa_id']}")
                continue
            expected = not case["is_negative_sample"]
            answered, why = _answer(case, mechanisms)
            total += 1
            right += answered == expected
            plain += local(case, mechanisms) == expected
            if answered != expected:
                missed.append(_miss(path.name, case, expected, why))
        cases += total
        correct += right
        simple += plain
        by_kind[path.name.removesuffix(".json.gz")] = f"{right} of {total} (one sign: {plain})"
    return {
        "cases": cases,
        "correct": correct,
        "accuracy": correct / cases if cases else 0.0,
        "baseline_one_sign": simple,
        "by_kind": by_kind,
        "missed": missed,
        "skipped": skipped,
    }


def _miss(name: str, case: dict[str, Any], expected: bool, why: str) -> dict[str, str]:
    edit = case["edit_link_info"]
    return {
        "file": name,
        "record": edit["target_moa_id"],
        "drug": case["drug_name"],
        "disease": case["disease_name"],
        "edit": f"{edit['source_node_name']} {edit['new_relation'] or 'loses'} {edit['target_node_name']}",
        "expected": "changed" if expected else "unchanged",
        "why": why,
    }


def _answer(case: dict[str, Any], mechanisms: dict[str, Links]) -> tuple[bool, str]:
    """Whether the effect changes (a new link: whether the drug comes to lessen the disease), and why we say so."""
    edit = case["edit_link_info"]
    kind = case["query_type"]
    source, target = normalised(edit["source_node"]), normalised(edit["target_node"])
    assert source is not None
    assert target is not None
    if kind == "ADD_LINK":
        before, after = mechanisms[edit["source_moa_id"]], mechanisms[edit["target_moa_id"]]
        return _created(before, after, source, edit["new_relation"], target)
    links = mechanisms[edit["source_moa_id"]]
    mechanism = _mechanism(links)
    try:
        if kind == "DELETE_LINK":
            result = whatif(mechanism, delete=[(mechanism.entities[source], _entity(mechanism, target))])
        else:
            result = whatif(mechanism, invert=[(mechanism.entities[source], _entity(mechanism, target))])
    except NotFoundError as error:
        return False, f"kept: {error.message}"
    still = result.verdict in ("kept", "weakened")  # the suite asks whether the effect is still there
    return not still, _why(result)


def _why(result: WhatIf) -> str:
    return f"{result.verdict}: before {result.before}, after {result.after}, {len(result.paths)} path(s) left"


def _entity(mechanism: Mechanism, curie: Curie) -> Entity:
    entity = mechanism.entities.get(curie)
    return entity if entity is not None else Entity(id=curie, name=str(curie), category="entity")


def _mechanism(links: Links) -> Mechanism:
    return Mechanism(
        drug=links.entities[links.drug],
        effect=links.entities[links.effect],
        entities=links.entities,
        associations=links.claims,
    )


def _created(before: Links, after: Links, source: Curie, relation: str, target: Curie) -> tuple[bool, str]:
    """The drug of the one mechanism, the disease of the other, the link supposed: whether the disease then lessens."""
    entities = {**after.entities, **before.entities}
    mechanism = Mechanism(
        drug=entities[before.drug],
        effect=entities[after.effect],
        entities=entities,
        associations=tuple({a.id: a for a in (*before.claims, *after.claims)}.values()),
    )
    ends = (entities.get(c, Entity(id=c, name=str(c), category="entity")) for c in (source, target))
    start, end = ends
    result = whatif(mechanism, add=[(start, relation.replace(" ", "_"), end)])
    return result.after == "decrease", _why(result)


def local(case: dict[str, Any], mechanisms: dict[str, Links]) -> bool:
    """The baseline: look at one sign. A link that is taken out or turned round changes the effect where the mechanism
    has it; a new one does where it moves its target as a link of the other mechanism does.
    """
    edit = case["edit_link_info"]
    source, target = normalised(edit["source_node"]), normalised(edit["target_node"])
    after = mechanisms[edit["target_moa_id"]]
    if case["query_type"] != "ADD_LINK":
        return any((a.subject, a.object) == (source, target) for a in after.claims)
    assert source is not None
    assert target is not None
    new = Association(subject=source, predicate=edit["new_relation"].replace(" ", "_"), object=target)
    return any(a.object == target and a.sign == new.sign for a in after.claims)
