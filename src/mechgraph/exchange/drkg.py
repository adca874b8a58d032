"""DRKG, the Drug Repurposing Knowledge Graph: ``drkg.tsv``, three columns without a header.

Ends are ``Type::id``; a relation is ``SOURCE::relation::Head:Tail``. What a relation of Hetionet means is said by
Hetionet's table, of DGIdb by the table of actions, all others by ``drkg.predicates.tsv``, with the themes of GNBR as
its authors word them. DRKG kept no word on which way STRING's and IntAct's relations go: they get no sign. GNBR was
read from abstracts by machine, and its claims are hedged.
"""

from __future__ import annotations

from pathlib import Path

from ..curie import Curie
from ..model import Source
from .gathered import Gathering, rows
from .hetionet import curie_of
from .mappings import UNKNOWN_CATEGORY, mapping
from .reading import Reading, local_id, normalised

__all__ = ["read"]

SOURCE = Source(id="drkg", kind="database", title="DRKG", url="https://github.com/gnn4dr/DRKG", verified="secondary")
_BY_MACHINE = {
    "certainty": "hedged",
    "source_certainty": "predicted",
    "agent_type": "text_mining_agent",
    "knowledge_level": "not_provided",
    "hedge": "read from text by machine",
}
_COLUMNS = ("head", "relation", "tail")
_UNKNOWN_LEVEL = {"knowledge_level": "not_provided", "agent_type": "not_provided", "source_certainty": "unknown"}


def read(path: str | Path) -> Reading:
    """Read the triples.

    Raises:
        FormatError: not UTF-8, torn, or nothing in it that can be read.
    """
    found = Gathering(path, "drkg", SOURCE, "drkg")
    own, ends = found.table, dict[str, Curie]()
    for where, row in rows(Path(path), _COLUMNS):
        relation, head, tail = (row.get(c, "") for c in ("relation", "head", "tail"))
        if "::" not in head or "::" not in tail or "::" not in relation:
            found.report.dropped.add("a row that is no triple of DRKG", where)
            continue
        for end in (head, tail):
            if end not in ends:
                ends[end] = _end(found, end)
        source, _, rest = relation.partition("::")
        name = rest.rpartition("::")[0] or rest.partition(":")[0]
        if source == "DGIDB" and head.startswith("Gene::"):
            head, tail = tail, head  # DRKG begins with the gene, and the word is the drug's
        word, kinds = f"{source}::{name}", ("", "")
        if source == "DGIDB":
            found.table, word = mapping("actions"), name.lower()
        elif source == "Hetionet" and (kind := mapping("hetionet").abbreviated(name)) is not None:
            found.table, word, kinds = mapping("hetionet"), kind.term, (kind.subject, kind.object)
        level = _BY_MACHINE if source == "GNBR" else _UNKNOWN_LEVEL
        found.claim(ends[head], [word], ends[tail], (), relation, ends=kinds, **level)
        found.table = own
    return found.done()


def _end(found: Gathering, end: str) -> Curie:
    kind, _, own = end.partition("::")
    category = found.category(kind) or UNKNOWN_CATEGORY
    curie = curie_of(kind, own) if ":" not in own else normalised(own)
    if curie is None and (prefix := found.table.prefix(kind)):
        curie = normalised(f"{prefix}:{own}")
    return found.entity(curie or local_id(end), str(curie or own), category)
