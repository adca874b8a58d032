"""A thousand receipts over three versions of the graph: replayed, and compared with what was edited between them.

``python -m benchmarks.receipts [N]``. The second and third version are the embedded records with claims edited in
memory: one in twenty is taken out, denied, made less certain, or gets more evidence. What is measured beside the time:
how many replay byte for byte on their own version, what becomes of them on the others, and whether each changed
conclusion names a claim that was edited.
"""

from __future__ import annotations

import random
import sys
import time
from collections import Counter
from collections.abc import Iterator
from typing import Any

import msgspec

import mechgraph
from mechgraph.errors import MechgraphError
from mechgraph.graph import Graph
from mechgraph.model import Association, Evidence, Records
from mechgraph.receipts import Receipt, answered, verify
from mechgraph.store.memory import MemoryStore

EDITS = ("gone", "denied", "doubted", "evidence")


def calls(kg: Graph, seed: int = 7) -> Iterator[tuple[str, dict[str, Any]]]:
    """Calls of every kind on every drug and mechanism of a graph, shuffled, the same for the same seed."""
    drugs = [e for e in kg.entities("drug") if e.deprecated_by is None]
    out: list[tuple[str, dict[str, Any]]] = []
    for d in drugs:
        asked = ("What does {} treat?", "How does {} work?", "What are the side effects of {}?", "Where does {} act?")
        out += [("ask", {"question": q.format(d.name)}) for q in asked]
        out += [("explain", {"drug": d.id}), ("interactions", {"drug": d.id})]
        out += [("query", {"name": n, "parameters": {"drug": d.id}}) for n in ("uses", "targets", "harms")]
    for m in kg.store.mechanisms():
        drug, effect = kg.entity(str(m.drug)), kg.entity(str(m.effect))
        ends = {"drug": m.drug, "effect": m.effect}
        out += [
            ("ask", {"question": f"Does {drug.name} {verb} {effect.name}?"}) for verb in ("treat", "reduce", "cause")
        ]
        out += [("explain", ends), ("mechanism", ends), ("what_if", ends)]
        out += [("paths", {"start": m.drug, "end": m.effect, "k": k}) for k in (1, 5)]
    chance = random.Random(seed)
    out += [("compare", {"drugs": [d.id for d in chance.sample(drugs, 2)]}) for _ in range(100)]
    chance.shuffle(out)
    return iter(out)


def receipts(kg: Graph, number: int) -> list[Receipt]:
    """So many receipts of one graph; calls that it has no answer to are passed over."""
    out: list[Receipt] = []
    for name, arguments in calls(kg):
        if len(out) == number:
            break
        try:
            out.append(answered(kg, name, **arguments)[1])
        except MechgraphError:
            continue
    return out


def edited(records: Records, seed: int, share: float = 0.05) -> tuple[Records, set[str]]:
    """A version of the records with a share of the claims edited, and the ids of those claims, old and new."""
    chance = random.Random(seed)
    kept: list[Association] = []
    touched: set[str] = set()
    for a in records.associations:
        if chance.random() >= share:
            kept.append(a)
            continue
        how = chance.choice(EDITS)
        if how == "gone":
            touched.add(a.id)
            continue
        more = (*a.evidence, Evidence(source=records.sources[0].id, summary="Seen once more."))
        changes: dict[str, dict[str, Any]] = {
            "denied": {"negated": not a.negated},
            "doubted": {"certainty": "inconclusive"},
            "evidence": {"evidence": more},
        }
        new = msgspec.structs.replace(a, **changes[how])
        if new != a:  # what was in doubt before is not edited
            touched |= {a.id, new.id}
        kept.append(new)
    known = {a.id for a in kept}
    mechanisms = tuple(
        msgspec.structs.replace(m, claims=tuple(c for c in m.claims if c in known)) for m in records.mechanisms
    )
    return msgspec.structs.replace(records, associations=tuple(kept), mechanisms=mechanisms), touched


def main() -> None:
    """Print what became of the receipts, as rows of a table."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000
    kg = mechgraph.load("embedded")
    start = time.perf_counter()
    made = receipts(kg, number)
    print(f"{len(made)} receipts taken in {time.perf_counter() - start:.1f} s, "
          f"{sum(len(r.to_json()) for r in made) / len(made) / 1000:.1f} kB each")  # fmt: skip
    start = time.perf_counter()
    same = [verify(r, kg).status == "identical" and answered(kg, r.call, **r.arguments)[1] == r for r in made]
    print(f"own version: {sum(same)} of {len(same)} replay byte for byte, {time.perf_counter() - start:.1f} s")
    for seed in (1, 2):
        records, touched = edited(kg.records(), seed)
        newer = Graph(MemoryStore(records))
        start = time.perf_counter()
        found = [verify(r, newer) for r in made]
        took = time.perf_counter() - start
        changed = [v for v in found if v.status == "changed"]
        names = [v for v in changed if any(r.claim in touched for r in v.reasons)]
        counted = ", ".join(f"{n} {status}" for status, n in sorted(Counter(v.status for v in found).items()))
        print(f"version {seed}, {len(touched)} ids edited, {took:.1f} s: {counted}")
        left = [verify(v.receipt, newer, since=kg) for v in changed if v not in names]
        more = sum(any(r.claim in touched for r in v.reasons) for v in left)
        print(
            f"  {len(names)} of {len(changed)} changed name a claim that was edited; {more} more with the older graph"
        )
        for v in left:
            print("  ", v.lines()[0])


if __name__ == "__main__":
    main()
