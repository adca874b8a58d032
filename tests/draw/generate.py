"""Random mechanisms for the properties of figures: compartments, cycles, parallel claims, loops, odd names."""

from __future__ import annotations

import random

from mechgraph.curie import Curie
from mechgraph.model import Association, Certainty, Entity, Evidence, Mechanism, Qualifiers, Source

CATEGORIES = (
    "receptor",
    "ion_channel",
    "protein",
    "transmitter",
    "biological_process",
    "phenotype",
    "anatomy",
    "cell_type",
)
PREDICATES = ("activates", "inhibits", "increases", "decreases", "affects", "binds", "part_of", "caused_by", "releases")
WORDS = (
    "release",
    "neuron",
    "of",
    "dopamine",
    "Ca²⁺",
    "5-HT",
    "spinal",
    "firing",
    "α",
    "receptor-coupled",
    "in",
    "β-arrestin",
)
CERTAINTIES: tuple[Certainty, ...] = ("established", "established", "probable", "hedged", "inconclusive")


def random_mechanism(
    seed: int, entities: int, links: int, places: int, cycles: float = 0.1, regions: int = 0
) -> Mechanism:
    """A connected mechanism; the same seed gives the same one. With ``regions`` each place stands in one of these."""
    rng = random.Random(seed)
    table: dict[Curie, Entity] = {}
    ids = [Curie(f"T:{i}") for i in range(entities)]
    for i, c in enumerate(ids):
        name = " ".join(rng.choice(WORDS) for _ in range(rng.randint(1, 4)))
        category = "drug" if i == 0 else rng.choice(CATEGORIES)
        table[c] = Entity(id=c, name=f"{name} {i}" if i else "testamol", category=category)
    spots = [Curie(f"P:{i}") for i in range(places)]
    for i, c in enumerate(spots):
        name = " ".join(rng.choice(WORDS) for _ in range(rng.randint(1, 5)))
        table[c] = Entity(id=c, name=f"place {name} {i}", category="anatomy")
    wide = [Curie(f"R:{i}") for i in range(regions)]
    table |= {c: Entity(id=c, name=f"region {i}", category="anatomy") for i, c in enumerate(wide)}
    home = {c: rng.choice([None, *spots]) for c in ids}
    sources = {f"s{i}": Source(id=f"s{i}", kind="article", title=f"Study {i}") for i in range(30)}

    def where(spot: Curie | None) -> Qualifiers:
        if spot is None or not wide:
            return Qualifiers(anatomy=spot)
        region = wide[int(spot[2:]) % len(wide)]
        return Qualifiers(cell_type=spot, anatomy=region) if int(spot[2:]) >= len(wide) else Qualifiers(anatomy=region)

    def claim(a: int, b: int) -> Association:
        return Association(
            subject=ids[a],
            predicate=rng.choice(PREDICATES),
            object=ids[b],
            qualifiers=where(home[ids[b]]),
            negated=rng.random() < 0.1,
            certainty=rng.choice(CERTAINTIES),
            evidence=tuple(Evidence(source=f"s{rng.randrange(30)}") for _ in range(rng.randint(0, 4))),
        )

    claims = [claim(max(0, i - 1 - int(rng.expovariate(0.4))), i) for i in range(1, entities)]
    for _ in range(links - len(claims)):
        a, b = sorted((rng.randrange(entities), rng.randrange(entities)))
        if b - a > 8:
            b = a + rng.randint(1, 8)
        claims.append(claim(b, a) if rng.random() < cycles else claim(a, b))
    unique = tuple({a.id: a for a in claims}.values())
    marks = {
        a.id: rng.choice(("blocked", "hypothetical", "necessary", "bypassed")) for a in unique if rng.random() < 0.05
    }
    return Mechanism(
        drug=table[ids[0]], entities=table, associations=unique, sources=sources, marks=marks, title=f"sample {seed}"
    )
