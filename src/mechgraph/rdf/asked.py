"""Claims as a store that is only asked has them: nothing that a reader of the node knows without it.

No certainty "established", no denial that is none, no sign that is the predicate's; a source that a claim rests on is a
link, and a piece of evidence has a node only where it says more than who and where. What is left out is known from the
claim itself; :func:`~mechgraph.rdf.association_lines` spells all of it out.

Millions of claims say the same of themselves beside their terms and sources, so that is put into lines once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import msgspec

from ..curie import Curie, prefix_map
from ..model import Association, Entity, Evidence
from ..sentences import claim_sentence
from .slots import EVIDENCE_SLOTS
from .terms import iri_text, literal_text, own_text, predicate_iri
from .writing import ASSOCIATION, Fields, claim_iri, details, is_bare, links, word

__all__ = ["Asked", "Standing", "asked_lines"]

_EVIDENCE = Fields(Evidence, EVIDENCE_SLOTS, "source", "stance", "locator", "raw")
_LINKED = ("supports", "refutes")
"""Stances that the link to a source says by itself."""
_MOST = 1 << 14
"""Ways of standing that are kept."""


def asked_lines(a: Association, names: Mapping[Curie, Entity] | None = None) -> list[str]:
    """The triples of one claim in a store that is only asked.

    Args:
        a: The claim.
        names: The entities by their names; without them no node has a sentence. One that three names and the
            predicate's words make is left out.
    """
    subject, predicate, target = iri_text(a.subject), str(predicate_iri(a.predicate)), iri_text(a.object)
    out = [f"{subject} {predicate} {target} .\n"] if a.asserted else []
    if is_bare(a):
        return out
    name = claim_iri(a.id)
    node = f"<{name}>"
    out += (
        f"{node}{word('rdf:subject')}{subject} .\n",
        f"{node}{word('rdf:predicate')}{predicate} .\n",
        f"{node}{word('rdf:object')}{target} .\n",
    )
    out += _standing(node, a)
    out += _label(node, a, names)
    out += links(node, a.evidence)
    out += _pieces(name, a.evidence)
    return out


def _standing(node: str, a: Association) -> Iterator[str]:
    """What a claim says beside its terms, its sentence and its evidence."""
    if a.negated:
        yield f"{node}{word('biolink:negated')}{literal_text(True)} .\n"
    if a.certainty != "established":
        yield f"{node}{word('mgv:certainty')}{literal_text(a.certainty)} .\n"
    if a.stated_sign != a.relation.sign:
        yield f"{node}{word('mgv:stated_sign')}{literal_text(a.stated_sign)} .\n"
    unsaid = msgspec.structs.replace(a, source_certainty="") if a.source_certainty else a
    yield from ASSOCIATION.lines(node, unsaid if unsaid.as_said == a.as_said else a)
    yield from details(node, a)


def _label(node: str, a: Association, names: Mapping[Curie, Entity] | None) -> Iterator[str]:
    """The sentence of a claim, where it is not what a query makes of three names."""
    if names is None:
        return
    verb = a.relation.negated_label if a.negated else a.relation.label
    known = a.subject in names and a.object in names
    plainly = f"{names[a.subject].name} {verb} {names[a.object].name}" if known else ""
    if (said := claim_sentence(a, names)) != plainly:
        yield f"{node}{word('rdfs:label')}{literal_text(said)} .\n"


def _linked(e: Evidence) -> bool:
    """Whether the link to its source says all that a piece of evidence does, but for where."""
    return e.stance in _LINKED and e.type is None and not (e.summary or e.quote or e.cited_as or e.exempts)


def _pieces(name: str, evidence: Sequence[Evidence]) -> Iterator[str]:
    """The nodes of evidence that says more."""
    for i, e in enumerate(evidence, 1):
        if _linked(e):
            continue
        piece = f"<{name}/evidence/{i}>"
        says = list(_EVIDENCE.lines(piece, e))
        if says or e.stance not in _LINKED:
            yield f"<{name}>{word('mgv:has_evidence')}{piece} .\n"
            yield f"{piece}{word('prov:hadPrimarySource')}{own_text('mgs', e.source)} .\n"
            if e.stance != "supports":
                yield f"{piece}{word('mgv:stance')}{literal_text(e.stance)} .\n"
            if e.locator:
                yield f"{piece}{word('mgv:locator')}{literal_text(e.locator)} .\n"
            yield from says


class Standing(NamedTuple):
    """What claims that say the same beside terms and evidence have in common."""

    kind: tuple[str, str, str, bool]
    asserted: bool
    bare: bool
    ends: tuple[str, ...]


def standing_of(a: Association) -> Standing:
    """How a claim stands; its evidence left out."""
    alone = msgspec.structs.replace(a, evidence=()) if a.evidence else a
    kind = (a.knowledge_level, a.agent_type, a.certainty, a.negated)
    return Standing(kind, a.asserted, is_bare(alone), tuple(_standing("", a)))


def _curie(kind: type, value: Any) -> Any:
    return str.__new__(Curie, value)


_ENCODED = msgspec.json.Encoder(enc_hook=str).encode
_evidence = msgspec.json.Decoder(list[Evidence], dec_hook=_curie).decode
_claim = msgspec.json.Decoder(Association, dec_hook=_curie).decode
_EVIDENCE_OF = b',"evidence":'


class Asked:
    """:func:`asked_lines` of many claims, from the JSON that :class:`~mechgraph.model.Association` is encoded as.

    Args:
        names: As there.

    >>> a = Association(subject=Curie("A:1"), predicate="inhibits", object=Curie("B:2"), hedge="may")
    >>> body = msgspec.json.encode(a, enc_hook=str)
    >>> terms = iri_text(a.subject), str(predicate_iri(a.predicate)), iri_text(a.object)
    >>> text, standing, sources = Asked().told(body, body.index(b',"hedge"'), terms, int(a.id[4:], 16))
    >>> text == "".join(asked_lines(a)), standing.kind[2], sources
    (True, 'established', [])
    """

    def __init__(self, names: Mapping[Curie, Entity] | None = None) -> None:
        self._names = names
        self._known: dict[tuple[str, bytes], Standing] = {}
        self._before = prefix_map().prefixes["mga"]
        self._subject, self._predicate, self._object = (
            word(f"rdf:{end}") for end in ("subject", "predicate", "object")
        )
        self._supports = word("mgv:supported_by")

    def told(self, body: bytes, at: int, terms: tuple[str, str, str], number: int) -> tuple[str, Standing, list[str]]:
        """The lines of a claim, how it stands, and its sources, each once.

        Args:
            body: The JSON.
            at: Where its three terms end.
            terms: The IRIs of subject, predicate and object in angle brackets.
            number: The 64 bits of its identifier.
        """
        start, evidence = body.find(_EVIDENCE_OF, at), list[Evidence]()
        rest = body[at:]
        if start >= 0:
            # what follows evidence is rare; where it does, the whole is read
            try:
                evidence, rest = _evidence(body[start + len(_EVIDENCE_OF) : -1]), body[at:start]
            except msgspec.DecodeError:
                a = _claim(body)
                evidence, rest = list(a.evidence), _ENCODED(msgspec.structs.replace(a, evidence=()))[at:]
        subject, predicate, target = terms
        standing = self._known.get((predicate, rest))
        if standing is None:
            if len(self._known) >= _MOST:
                self._known.clear()
            standing = self._known[predicate, rest] = standing_of(_claim(body))
        direct = f"{subject} {predicate} {target} .\n" if standing.asserted else ""
        if standing.bare and not evidence:
            return direct, standing, []
        name = f"{self._before}{number:016x}"
        node = f"<{name}>"
        text = (
            f"{direct}{node}{self._subject}{subject} .\n{node}{self._predicate}{predicate} .\n"
            f"{node}{self._object}{target} .\n"
        )
        if standing.ends:
            text += node + node.join(standing.ends)
        if self._names is not None:
            text += "".join(_label(node, _claim(body), self._names))
        sources = list(dict.fromkeys([e.source for e in evidence]))
        if all(e.stance == "supports" and _linked(e) for e in evidence):
            link = node + self._supports
            for source in sources:
                text += f"{link}{own_text('mgs', source)} .\n"
        else:
            text += "".join(links(node, evidence)) + "".join(_pieces(name, evidence))
        return text, standing, sources
