"""PharmacotherapyDB: drug–disease pairs that physicians judged: disease modifying, symptomatic, or no indication.

The file is ``indications.tsv`` as https://figshare.com/articles/dataset/3103054 describes it. A pair judged to be no
indication is a denied claim, as in our own records: a grade by physicians, not a trial. One curator with one resource
is weak, and such a pair is hedged.
"""

from __future__ import annotations

from pathlib import Path

from ..model import Source
from .gathered import Gathering, rows
from .reading import Reading, normalised

__all__ = ["read"]

SOURCE = Source(
    id="pharmacotherapydb",
    kind="database",
    title="PharmacotherapyDB",
    doi="10.6084/m9.figshare.3103054",
    url="https://github.com/dhimmel/indications",
    licence="CC0-1.0",
    verified="record",
)
_WEAK = "one curator and one resource alone"


def read(path: str | Path) -> Reading:
    """Read ``indications.tsv``.

    Raises:
        FormatError: not UTF-8, torn, or nothing in it that can be read.
    """
    found = Gathering(path, "pharmacotherapydb", SOURCE, "pharmacotherapydb")
    for where, row in rows(Path(path)):
        drug, disease = normalised(f"DRUGBANK:{row.get('drugbank_id', '')}"), normalised(row.get("doid_id", ""))
        if drug is None or disease is None:
            found.report.dropped.add("a row without the identifier of a drug or a disease", where)
            continue
        curators, resources = row.get("n_curators", ""), row.get("n_resources", "")
        weak = curators == resources == "1"
        found.claim(
            found.entity(drug, row.get("drug", ""), "drug"),
            [row.get("category", "")],
            found.entity(disease, row.get("disease", ""), "disease"),
            (),
            f"{drug}, {disease}",
            summary=f"Graded {row.get('category', '')} ({curators} curators, {resources} resources).",
            certainty="hedged" if weak else "probable",
            hedge=_WEAK if weak else "",
        )
    return found.done()
