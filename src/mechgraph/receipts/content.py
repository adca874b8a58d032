"""What a receipt hashes: a graph, a claim, an answer and its conclusion, each in one canonical form."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import chain
from typing import Any
from weakref import WeakKeyDictionary

import msgspec

from ..answers import Answer, Explanation
from ..answers.answer import Claim
from ..answers.compare import Comparison
from ..curie import Curie
from ..model import DIRECTIONS, Association, Mechanism, Path, Paths
from ..reason.interactions import Interactions
from ..reason.sides import sides_of
from ..reason.verdicts import mechanism_verdict
from ..reason.whatif import WhatIf
from ..sentences import claim_sentence
from ..store.base import Store, Table
from ..store.parts import names_of
from .receipt import FORMAT, GraphVersion, HeldClaim, digest

__all__ = ["answer_bytes", "claims_in", "conclusion_of", "held", "version_of"]

EVIDENCE_COLUMNS = frozenset(("sources", "against"))
"""Columns of a named query that cite, and conclude nothing."""

_DIGESTS: WeakKeyDictionary[Store, str] = WeakKeyDictionary()
"""Of stores whose records are frozen, so that a digest stays."""


def encode(value: object) -> bytes:
    """JSON, the same bytes for equal values: keys of objects sorted."""
    return msgspec.json.encode(value, enc_hook=str, order="sorted")


def version_of(store: Store) -> GraphVersion:
    """The name and the digest of a graph. Of a built one: the hash of its manifest, which has the hash of each file; an
    endpoint too large to be copied has none; of any other, over everything that it holds, whatever the order."""
    sha = _DIGESTS.get(store) or _kept(store)
    if not sha:
        # only now: a command on the embedded graph need not wait for what reads the others
        from ..store.disk import DiskStore
        from ..store.remote import RemoteStore

        whole = store.copy if isinstance(store, RemoteStore) else store
        if isinstance(whole, DiskStore):
            sha = whole.content
        elif whole is not None:
            sha = _DIGESTS.get(whole) or _DIGESTS.setdefault(whole, _kept(whole) or _digest(whole))
    return GraphVersion(name=store.name, claims=store.counts()["associations"], sha256=sha)


def _kept(store: Store) -> str:
    """The digest of the embedded graph where it can be kept beside its compiled records; else nothing."""
    from ..store.compiled import CompiledStore

    if isinstance(store, CompiledStore):
        place = store.keep(f"digest-{FORMAT}", lambda path: path.write_text(_digest(store), encoding="ascii"))
        with suppress(OSError, ValueError):
            found = place.read_text(encoding="ascii") if place is not None else ""
            return found if re.fullmatch(r"[0-9a-f]{64}", found) else ""
    return ""


def _digest(store: Store) -> str:
    whole = hashlib.sha256()
    parts: tuple[Iterator[msgspec.Struct], ...] = (
        store.entities(), store.associations(), store.sources(), store.mechanisms(), store.questions(),
    )  # fmt: skip
    for part in parts:
        for line in sorted(encode(each) for each in part):
            whole.update(line + b"\n")
        whole.update(b"\n")
    return whole.hexdigest()


def held(store: Store, claims: Iterable[Association | Claim]) -> tuple[HeldClaim, ...]:
    """Claims as a receipt holds them, sorted by id, each once."""
    listed = list(claims)
    names = names_of(store, [a for a in listed if isinstance(a, Association)])
    out: dict[str, HeldClaim] = {}
    for a in listed:
        if isinstance(a, Association):
            sentence, sources, said = claim_sentence(a, names), a.sources, encode(a)
        else:  # inherited from a class: made for the answer, in no store
            sentence, sources = a.sentence, tuple(dict.fromkeys(s.id for s in a.sources))
            said = encode(msgspec.structs.replace(a, supports=None))
        out[a.id] = HeldClaim(id=a.id, sentence=sentence, certainty=a.certainty, sources=sources, sha256=digest(said))
    return tuple(out[i] for i in sorted(out))


def claims_in(result: object, store: Store) -> list[Association | Claim]:
    """Every claim that bears on a result: those it names, those they are derived from, and those that speak against."""
    named: dict[str, Association | Claim] = {}
    more: list[str] = []
    if isinstance(result, Answer | Explanation):
        for c in result.claims:
            named[c.id] = store.association(c.id) or c
            more += c.derived_from
            s = c.sides
            more += [x.by for x in chain(s.refutes, s.no_effect, s.inconclusive, s.partial, s.contested)]
        if isinstance(result, Explanation) and result.mechanism is not None:
            named |= _of_mechanism(result.mechanism)
    elif isinstance(result, Mechanism):
        named |= _of_mechanism(result)
    elif isinstance(result, WhatIf):
        named |= _of_mechanism(result.mechanism)
    elif isinstance(result, Interactions):
        named |= {a.id: a for i in result.found for a in i.claims}
        drugs = dict.fromkeys((result.drug.id, *(c for i in result.found for c in (i.acting, i.affected))))
        more += _curated(store, drugs)
    elif isinstance(result, Comparison):
        named |= {a.id: a for a, _ in result.claims}
        more += _curated(store, (d.id for d in result.drugs))
    elif isinstance(result, Paths):
        named |= {s.association.id: s.association for p in result for s in p.steps}
    elif isinstance(result, Table):
        more += [v for row in result.rows for v in row if isinstance(v, str) and v.startswith("mga:")]
    walked = [a for a in named.values() if isinstance(a, Association)]
    if not isinstance(result, Answer | Explanation | Table):
        for _, found in sides_of(store, walked):
            more += [x.by for x in chain(found.refutes, found.no_effect, found.inconclusive, found.contested)]
    more += [i for a in walked for i in a.derived_from]
    for i in dict.fromkeys(more):
        if i not in named and (a := store.association(i)) is not None:
            named[i] = a
    return list(named.values())


def _curated(store: Store, drugs: Iterable[Curie]) -> list[str]:
    """The claims of the curated mechanisms of some drugs: one that is broken anywhere leads nowhere."""
    return [c for d in drugs for m in store.mechanisms(drug=d) for c in m.claims]


def _of_mechanism(m: Mechanism) -> dict[str, Association | Claim]:
    return {a.id: a for a in (*m.associations, *(o.association for o in m.objections))}


def _path(p: Path) -> str:
    return f"{' > '.join(p.entities)} ({p.sign})"


def conclusion_of(result: object) -> tuple[str, list[str]]:
    """What a result comes to: in a few words, and all of it as sorted lines, without what is cited for it."""
    if isinstance(result, Answer):
        if result.verdict != "list":
            return result.verdict.replace("_", " "), [result.verdict]
        listed = [f"{c.id} {c.supports} {c.certainty}" for c in result.claims if c.supports is not None]
        return f"a list of {len(listed)}", sorted(listed)
    if isinstance(result, Explanation):
        if result.mechanism is not None:
            sign = DIRECTIONS[result.sign]
            return f"{result.verdict.replace('_', ' ')}, {sign}", [result.verdict, sign]
        return f"{len(result.claims)} claims", sorted(f"{c.id} {c.certainty}" for c in result.claims)
    if isinstance(result, Mechanism):
        verdict, sign = mechanism_verdict(result), DIRECTIONS[result.sign]
        return f"{verdict.replace('_', ' ')}, {sign}", [verdict, sign, *sorted(_path(p) for p in result.paths)]
    if isinstance(result, WhatIf):
        told = f"{result.verdict}: {result.before} before, {result.after} after"
        return told, [told, *sorted(result.necessary_entities)]
    if isinstance(result, Interactions):
        met = sorted(f"{i.kind} {i.acting} {i.affected} {i.point} {i.relation} {i.certainty}" for i in result.found)
        return f"{len(met)} interactions", met
    if isinstance(result, Comparison):
        rows = sorted(
            f"{r.facet} {r.entity.id} {[None if c is None else str(c) for c in r.cells]}" for r in result.rows
        )
        return f"{sum(r.shared for r in result.rows)} shared of {len(rows)}", rows
    if isinstance(result, Paths):
        return f"{len(result)} paths", sorted(_path(p) for p in result)
    if isinstance(result, Table):
        kept = [i for i, c in enumerate(result.columns) if c not in EVIDENCE_COLUMNS]
        return f"{len(result)} rows", sorted(encode([row[i] for i in kept]).decode() for row in result.rows)
    if isinstance(result, bool):
        return str(result).lower(), [str(result)]
    if isinstance(result, list):
        return f"{len(result)} triples", sorted(map(str, result))
    raise TypeError(f"a {type(result).__name__} has no receipt")


def answer_bytes(result: object) -> bytes:
    """The JSON of a whole answer, keys sorted, without the questions that it suggests: they are no part of it."""
    said: Any
    if isinstance(result, Answer | Explanation | WhatIf | Interactions | Comparison):
        said = result.to_dict(everything=True)
        said.pop("suggestions", None)
    elif isinstance(result, Mechanism):
        said = [_json(a) for a in (*result.associations, *result.objections)]
        said += [_path(p) for p in result.paths]
    elif isinstance(result, Paths):
        said = [[_path(p), round(p.cost, 6), [_json(s.association) for s in p.steps]] for p in result]
    elif isinstance(result, Table):
        said = {"columns": result.columns, "rows": result.rows}
    else:
        said = conclusion_of(result)[1]
    return encode(said)


def _json(value: msgspec.Struct) -> Any:
    return msgspec.to_builtins(value, enc_hook=str)
