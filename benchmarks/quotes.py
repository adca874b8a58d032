"""Score quotes against claims: their own claim's against another's of the same record, and flipped directions.

    python benchmarks/quotes.py DATA      DATA/quotes/claims_with_quotes.jsonl

The scorer was developed on the first half of the records (every other one, by name) and on the summaries of the
embedded graph; the second half was never read, only counted. An edge is another where its ends differ, whatever their
identifiers; a flipped claim is one whose predicate is replaced by its opposite.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.stats import rankdata

from mechgraph.checks.case import Case, Placed
from mechgraph.checks.direction import READ
from mechgraph.checks.quotes import Reader
from mechgraph.curie import Curie, prefix_map
from mechgraph.exchange.mappings import mapping
from mechgraph.model import Association, Entity, Evidence
from mechgraph.names import fold, more_names
from mechgraph.records import embedded
from mechgraph.vocab import vocabulary


@dataclass(frozen=True)
class Pair:
    """A claim with its quote, and the record and edge that it belongs to."""

    record: str
    edge: tuple[str, str]
    claim: Association
    quote: str


def read(path: Path) -> tuple[list[Pair], Case]:
    """The pairs of a file, and a case whose entities give their names."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    names: dict[Curie, dict[str, None]] = defaultdict(dict)
    for row in rows:
        for end in ("subject", "object"):
            names[_curie(row[f"{end}_id"])][row[end]] = None
    entities = [Entity(id=c, name=next(iter(n)), category="entity", synonyms=tuple(n)[1:]) for c, n in names.items()]
    same = _same(entities)
    found = []
    for row in rows:
        subject, object_ = _curie(row["subject_id"]), _curie(row["object_id"])
        mapped = mapping("drugmechdb").find(row["predicate"])
        swap = mapped is not None and mapped.swap
        claim = Association(
            subject=object_ if swap else subject,
            predicate=mapped.predicate if mapped else vocabulary().predicate(row["predicate"]).id,
            object=subject if swap else object_,
            evidence=(Evidence(source=row["reference"], quote=row["quote"]),),
        )
        found.append(Pair(row["record"], (same[claim.subject], same[claim.object]), claim, row["quote"]))
    case = Case(
        entities=[Placed(e, str(path), 0) for e in entities],
        associations=[Placed(p.claim, str(path), 0) for p in found],
        known=embedded(),
    )
    return found, case


def _curie(text: str) -> Curie:
    return prefix_map().normalise(text, strict=False) or Curie(f"local:{text}")


def _same(entities: list[Entity]) -> dict[Curie, str]:
    """Each entity → a name for all that share a name with it."""
    over: dict[str, str] = {}

    def top(x: str) -> str:
        while over.setdefault(x, x) != x:
            x = over[x]
        return x

    texts = [(n, e.id) for e in entities for n in (e.name, *e.synonyms)] + more_names(entities)
    for text, curie in texts:
        over[top(f"name {fold(text)}")] = top(str(curie))
    return {e.id: top(str(e.id)) for e in entities}


def auc(own: list[float], other: list[float]) -> float:
    """The chance that a quote of the claim scores higher than one of another (ties count half)."""
    ranks = rankdata([*own, *other])[: len(own)]
    return float((ranks.sum() - len(own) * (len(own) + 1) / 2) / (len(own) * len(other)))


def measure(pairs: list[Pair], reader: Reader) -> tuple[str, list[float]]:
    """One line of figures for these pairs, and the scores behind it."""
    records = defaultdict(list)
    for p in pairs:
        records[p.record].append(p)
    own: list[float] = []
    other: list[float] = []
    for record in records.values():
        quotes = sorted({p.quote for p in record})
        mine = defaultdict(set)
        for p in record:
            mine[p.edge].add(p.quote)
        for p in record:
            others = [o.claim for o in record if o.edge != p.edge]

            def fits(quote: str, p: Pair = p, others: list[Association] = others, quotes: list[str] = quotes) -> float:
                return reader.fits(p.claim, quote, others, [q for q in quotes if q != quote])

            own.append(fits(p.quote))
            other += [fits(q) for q in quotes if q not in mine[p.edge]]
    signed = [p for p in pairs if p.claim.stated_sign and vocabulary().predicate(p.claim.predicate).opposite]
    line = f"{len(own)} pairs, {len(other)} quotes of other edges: AUC {auc(own, other):.3f}"
    line += f"; {len(signed)} with an opposite"
    every = [*own]
    for how, read in (
        ("alone", lambda c, q: reader.direction(c, q).value),
        ("with the others of its ends", reader.pooled),
    ):
        said = np.array([read(p.claim, p.quote) * p.claim.stated_sign for p in signed])
        line += (
            f"; read {how}: flipped caught {np.mean(said >= READ - 1e-9):.1%}, "
            f"false alarms {np.mean(said <= -READ + 1e-9):.1%}"
        )
        every += [*said]
    return line, every


def main(data: Path) -> None:
    pairs, case = read(data / "quotes" / "claims_with_quotes.jsonl")
    reader = Reader(case)
    first = set(sorted({p.record for p in pairs})[::2])
    every: list[float] = []
    for name, half in (
        ("first half", [p for p in pairs if p.record in first]),
        ("second half", [p for p in pairs if p.record not in first]),
        ("both", pairs),
    ):
        line, scores = measure(half, reader)
        every += scores
        print(f"{name}: {line}")
    print("fingerprint", hashlib.sha256(json.dumps([round(s, 6) for s in every]).encode()).hexdigest()[:12])


if __name__ == "__main__":
    main(Path(sys.argv[1]))
