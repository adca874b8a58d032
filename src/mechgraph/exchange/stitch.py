"""STITCH, chemicals and proteins: ``protein_chemical.links`` and ``actions``, of any version that has their columns.

STITCH joins what was measured, curated, computed and found together in texts in one score, so that its claims are
hedged. A link says that two things have to do with each other, and no more. Of actions, a row says something of a way
where its first item acts; the row for the other end, which repeats it, is counted.
"""

from __future__ import annotations

import re
from pathlib import Path

from ..curie import Curie
from ..model import Source
from .gathered import Gathering, rows
from .reading import Reading, local_id, normalised
from .words import truth

__all__ = ["read"]

SOURCE = Source(id="stitch", kind="database", title="STITCH", url="http://stitch.embl.de", verified="secondary")
_CHEMICAL, _PROTEIN = re.compile(r"CID(?:[ms]|[01](?=\d{8}$))0*(\d+)"), re.compile(r"(\d+)\.(ENS[A-Z]*P\d+)")
_LINK = "link"
_HEDGED = {
    "certainty": "hedged",
    "source_certainty": "hedged",
    "agent_type": "not_provided",
    "knowledge_level": "not_provided",
    "hedge": "a score joins measured, curated, computed and text-mined evidence",
}


def read(path: str | Path) -> Reading:
    """Read either table.

    Raises:
        FormatError: not UTF-8, torn, or nothing in it that can be read.
    """
    found = Gathering(path, "stitch", SOURCE, "stitch")
    for where, row in rows(Path(path)):
        linked = "combined_score" in row
        a, b = (row.get(c, "") for c in (("chemical", "protein") if linked else ("item_id_a", "item_id_b")))
        if not a or not b:
            found.report.dropped.add("a row without two ends", where)
            continue
        if linked:
            terms, score = [_LINK], row["combined_score"]
        else:
            mode, action, score = row.get("mode", ""), row.get("action", ""), row.get("score", "")
            if truth(row.get("a_is_acting", "")) is not True and found.table.find(f"{mode} of both") is None:
                found.report.dropped.add("a row whose first item does not act", where)
                continue
            terms = (
                [f"{mode} of both"]
                if truth(row.get("a_is_acting", "")) is not True
                else [f"{mode} {action}".strip(), mode]
            )
        found.claim(_end(found, a), terms, _end(found, b), (), f"{a}, {b}", summary=f"score {score}", **_HEDGED)
    return found.done()


def _end(found: Gathering, text: str) -> Curie:
    if (chemical := _CHEMICAL.fullmatch(text)) is not None:
        return found.entity(Curie(f"PUBCHEM.COMPOUND:{chemical[1]}"), "", "chemical", also=[text])
    if (protein := _PROTEIN.fullmatch(text)) is not None:
        curie = normalised(f"ENSEMBL:{protein[2]}")
        if curie is not None:
            return found.entity(curie, protein[2], "protein", also=[text])
    return found.entity(local_id(text), text, "entity")
