"""Small mechanisms written as arrows: ``build("drug -| receptor", "receptor -> disease")``."""

from __future__ import annotations

from mechgraph.curie import Curie
from mechgraph.model import Association, Certainty, Entity, Evidence, Mechanism, Qualifiers, Records, Source
from mechgraph.reason.mechanism import mechanism_of_claims, simple_paths
from mechgraph.store.memory import MemoryStore

ARROWS = {"->": "increases", "-|": "decreases", "--": "affects", "<-": "caused_by", "|-": "disrupted_by"}


def curie(name: str) -> Curie:
    return Curie(f"MG:{name}")


def claim(
    text: str,
    *,
    negated: bool = False,
    certainty: Certainty = "established",
    evidence: tuple[Evidence, ...] = (Evidence(source="s"),),
    **qualifiers: object,
) -> Association:
    """``a -> b`` increases, ``a -| b`` decreases, ``a -- b`` affects, ``a <- b`` is caused by; or ``a predicate b``."""
    start, arrow, end = text.split()
    return Association(
        subject=curie(start),
        predicate=ARROWS.get(arrow, arrow),
        object=curie(end),
        negated=negated,
        certainty=certainty,
        evidence=evidence,
        qualifiers=Qualifiers(**qualifiers),  # type: ignore[arg-type]
        key=f"{start}-{end}" if arrow in ARROWS else "",
    )


def records(*claims: str | Association, categories: dict[str, str] | None = None) -> Records:
    made = [claim(c) if isinstance(c, str) else c for c in claims]
    names = dict.fromkeys(c for a in made for c in (a.subject, a.object))
    names |= dict.fromkeys(v for a in made for v in (a.qualifiers.anatomy, a.qualifiers.species) if v is not None)
    kinds = categories or {}
    return Records(
        entities=[
            Entity(id=c, name=c.reference, category=kinds.get(c.reference, "entity"), identifier_source="test")
            for c in names
        ],
        associations=made,
        sources=[Source(id="s", kind="article", title="A study")],
    )


def store(*claims: str | Association, categories: dict[str, str] | None = None) -> MemoryStore:
    return MemoryStore(records(*claims, categories=categories), name="small")


def mechanism(*claims: str | Association, drug: str = "drug", effect: str = "disease") -> Mechanism:
    made = [claim(c) if isinstance(c, str) else c for c in claims]
    extra = [claim(f"{drug} affects {effect}", negated=True)]
    small = store(*made, *extra)
    ends = small.entity(curie(drug)), small.entity(curie(effect))
    assert ends[0] is not None
    assert ends[1] is not None
    return mechanism_of_claims(small, ends[0], ends[1], made, simple_paths(made, curie(drug), curie(effect)))
