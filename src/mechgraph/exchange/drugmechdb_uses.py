"""The use that a record of DrugMechDB stands for: its drug treats its disease, unless the record says otherwise.

Each record is an indication with the way it works; the head of it is a claim of its own, as sure as the database is,
and the record's references are its evidence. They are references of the record as a whole: DrugMechDB does not say
which of its links each of them is for, so that no link gets them. Its page is https://github.com/SuLab/DrugMechDB.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..curie import Curie
from ..model import Association, Evidence, Source
from ..vocab import vocabulary
from .mappings import mapping
from .references import reference, section_of

__all__ = ["says_otherwise", "use_of"]


def says_otherwise(claims: Sequence[Association], drug: Curie, disease: Curie) -> tuple[str, bool]:
    """Why a record is no use of its drug by its own links, and whether it is a mechanism all the same.

    Returns:
        Nothing and ``True`` where its links do not say so.
    """
    if any(a.object == disease and a.relation.group == "contraindication" for a in claims):
        return "the record itself says that it is contraindicated; neither a use nor a mechanism", False
    if any(a.subject == drug and a.object == disease and a.sign > 0 for a in claims):
        return "the record itself says that the drug brings it about; no use", True
    return "", True


def is_use(predicate: str) -> bool:
    """Whether a predicate says of a drug that it is a treatment."""
    relation = vocabulary().predicates[predicate]
    return relation.role == "clinical" and relation.sign < 0


def use_of(
    drug: Curie, disease: Curie, record: str, references: Sequence[str], comment: str, database: str
) -> tuple[Association, list[Source]]:
    """The claim that a record's head makes, and the sources that it brings.

    Args:
        record: Its id.
        references: As the record gives them.
        database: The id of DrugMechDB as a source.
    """
    row = mapping("drugmechdb").abbreviated("head")
    assert row is not None, "a row of the table"
    sources: list[Source] = []
    evidence = [Evidence(source=database, locator=record)]
    for text in dict.fromkeys(r.strip() for r in references if r.strip()):
        sources.append(reference(text))
        section = f", at its “{section_of(text)}”" if section_of(text) else ""
        evidence.append(
            Evidence(source=sources[-1].id, locator=f"cited by DrugMechDB's record {record} as a whole{section}")
        )
    claim = Association(
        subject=drug,
        predicate=row.predicate,
        object=disease,
        certainty="probable",
        source_certainty="stated",
        evidence=tuple(evidence),
        note=comment,
    )
    return claim, sources
