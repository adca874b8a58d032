"""INDRA Statements, in the JSON that INDRA and its database write: an edge for each piece of evidence.

What a kind of statement means stands in ``indra.predicates.tsv``, what the namespaces of agents are in
``indra.categories.tsv``. A modification says nothing of activity and gets no sign. What a machine read in a text is
never established, and what the sentence denies or supposes stays denied or supposed. A statement without two ends, and
a complex of more than two, joins no pair and is counted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from ..curie import Curie
from .files import document
from .jsons import decoded, dicts, inner
from .kgx import Item, Maker
from .kgx_items import biolink_of
from .labelled import Labels
from .mappings import UNKNOWN_CATEGORY, mapping
from .reading import Reading, normalised
from .words import listed, reads_text, text

__all__ = ["read"]

_ENDS = (("subj", "obj"), ("enz", "sub"), ("gef", "ras"), ("gap", "ras"))
_BEST = ("HGNC", "UP", "EGID", "FPLX", "CHEBI", "PUBCHEM", "CHEMBL", "DRUGBANK", "GO", "MESH", "DOID", "HP", "EFO")
"""Namespaces by which an agent is called, the best first; the others are its further identifiers."""


def read(path: str | Path) -> Reading:
    """Read a list of statements, or the answer of INDRA's database.

    Raises:
        FormatError: not JSON, or no statement in it that can be read.
    """
    path = Path(path)
    whole = decoded(document(path), path)
    found = whole.get("statements", whole) if isinstance(whole, Mapping) else whole
    statements = list(found.values()) if isinstance(found, Mapping) else found
    maker = Maker(str(path), "indra", path.name.partition(".")[0])
    reader = _Statements(maker)
    edges = [edge for i, s in enumerate(statements) for edge in reader.edges(s, f"{path}: statement {i}")]
    maker.nodes((where, reader.labels.node(node)) for where, node in reader.nodes.values())
    maker.edges(edges)
    return maker.done()


class _Statements:
    def __init__(self, maker: Maker) -> None:
        self.report, self.labels, self.table = maker.reading.report, Labels(maker.reading), mapping("indra")
        self.nodes: dict[str, tuple[str, dict[str, Any]]] = {}

    def edges(self, statement: Any, where: str) -> Iterator[Item]:
        """The edges of one statement; none where it cannot be a claim between two, which is counted."""
        if not isinstance(statement, Mapping) or not isinstance(statement.get("type"), str):
            self.report.dropped.add("an item that is no statement", where)
            return
        kind = statement["type"]
        row = next(iter(self.table.term(kind)), None)
        ends = self._ends(statement)
        if ends is None or row is None:
            why = "without two agents" if ends is None else "of a kind that is no claim between two"
            self.report.dropped.add(f"a statement {why}: {kind}", where)
            return
        term, qualifiers = biolink_of(row.predicate)
        kept = {k: statement[k] for k in ("type", "belief", "matches_hash", "obj_activity") if statement.get(k)}
        plain: dict[str, Any] = {**kept, "predicate": term, **qualifiers, **row.qualifiers}
        for end, agent in zip(("subject", "object"), ends, strict=True):
            plain[end] = self._agent(agent, where)
            if (form := _form(agent)) and end == "subject":
                plain["subject_form_or_variant_qualifier"] = form
            elif form:
                plain["object_form_or_variant_qualifier"] = form
            if (way := _polarity(agent)) is not None:
                plain[f"{end}_direction_qualifier"] = way
        if place := "".join(str(statement.get(k) or "") for k in ("residue", "position")):
            plain["object_part_qualifier"] = place
        evidence = list(dicts(statement.get("evidence")))
        for e in evidence or [{}]:
            yield where, {"id": text(statement.get("id")), **plain, **_told(e)}

    def _ends(self, statement: Mapping[str, Any]) -> tuple[Mapping[str, Any], Mapping[str, Any]] | None:
        if isinstance(members := statement.get("members"), list):
            found = [m for m in members if isinstance(m, Mapping)]
            return (found[0], found[1]) if len(found) == len(members) == 2 else None
        for one, other in _ENDS:
            a, b = statement.get(one), statement.get(other)
            if isinstance(a, Mapping) and isinstance(b, Mapping):
                return a, b
        own = statement.get("enz")
        return (own, own) if statement["type"].startswith("Auto") and isinstance(own, Mapping) else None

    def _agent(self, agent: Mapping[str, Any], where: str) -> str:
        """The identifier of an agent or of the concept of an event."""
        agent = inner(agent, "concept") or agent
        name, refs = text(agent.get("name")), inner(agent, "db_refs")
        order = [*(n for n in _BEST if n in refs), *sorted(refs.keys() - set(_BEST))]
        known = [(n, c) for n in order for v in listed(refs[n])[:1] if (c := self._curie(n, v)) is not None]
        own = str(known[0][1]) if known else name
        if own and own not in self.nodes:
            category = (self.table.category(known[0][0]) if known else None) or UNKNOWN_CATEGORY
            node = {"id": own, "name": name, "category": [category], "xref": [str(c) for _, c in known[1:]]}
            self.nodes[own] = (where, {k: v for k, v in node.items() if v})
        return self.labels.known(own) if own else ""

    def _curie(self, namespace: str, value: str) -> Curie | None:
        prefix = self.table.prefix(namespace)
        if not prefix:
            return None
        return normalised(value if value.upper().startswith(f"{namespace}:") else f"{prefix}:{value}")


def _polarity(agent: Mapping[str, Any]) -> str | None:
    """The direction of an event of an Influence."""
    polarity = inner(agent, "delta").get("polarity")
    return {1: "increased", -1: "decreased"}.get(polarity) if isinstance(polarity, int) else None


def _form(agent: Mapping[str, Any]) -> str:
    """In which state an agent is meant: modified, mutated, bound, active, in a place."""
    parts = []
    for m in dicts(agent.get("mods")):
        denied = "" if m.get("is_modified", True) else "not "
        parts.append(denied + " ".join(str(m[k]) for k in ("mod_type", "residue", "position") if m.get(k)))
    for m in dicts(agent.get("mutations")):
        parts.append("mutation " + "".join(str(m.get(k) or "") for k in ("residue_from", "position", "residue_to")))
    for b in dicts(agent.get("bound_conditions")):
        parts.append(
            ("bound to " if b.get("is_bound", True) else "not bound to ") + text(inner(b, "agent").get("name"))
        )
    if activity := inner(agent, "activity"):
        parts.append(("" if activity.get("is_active", True) else "without ") + text(activity.get("activity_type")))
    if location := text(agent.get("location")):
        parts.append(f"in {location}")
    return ", ".join(p for p in parts if p.strip()).replace(";", ",")


def _told(evidence: Mapping[str, Any]) -> dict[str, Any]:
    """What a piece of evidence says, in the properties of a KGX edge."""
    epistemics, refs, api = (
        inner(evidence, "epistemics"),
        inner(evidence, "text_refs"),
        text(evidence.get("source_api")),
    )
    pmid, doi = text(evidence.get("pmid")) or text(refs.get("PMID")), text(refs.get("DOI"))
    out: dict[str, Any] = {
        "publications": [f"PMID:{pmid}"] if pmid else [f"doi:{doi}"] if doi else [],
        "supporting_text": text(evidence.get("text")),
        "primary_knowledge_source": f"indra/{api}" if api else "",
        "agent_type": "text_mining_agent" if reads_text(api) else "",
        "negated": epistemics.get("negated") is True,
        # what a sentence only supposes; Biolink has no nearer word for it, and it must not pass for an assertion
        "knowledge_level": "prediction" if epistemics.get("hypothesis") is True else "",
    }
    return {k: v for k, v in out.items() if v}
