"""Mechanisms for the drawing tests. Samples to draw, not facts."""

from __future__ import annotations

from mechgraph.curie import Curie
from mechgraph.model import Association, Certainty, Entity, Evidence, Mechanism, Objection, Qualifiers, Source

_NODES = {
    "bac": ("baclofen", "drug", ""),
    "gabab": ("GABA-B receptor", "receptor", "pre"),
    "gabaa": ("GABA-A receptor", "ion_channel", "pre"),
    "gio": ("Gi/o protein", "g_protein", "pre"),
    "ac": ("adenylyl cyclase", "enzyme", "pre"),
    "camp": ("cAMP", "small_molecule", "pre"),
    "cav": ("Cav2 Ca²⁺ channel", "ion_channel", "pre"),
    "ca": ("Ca²⁺ influx", "biological_process", "pre"),
    "glu": ("glutamate release", "biological_process", "pre"),
    "sp": ("substance P release", "biological_process", "pre"),
    "girk": ("GIRK (Kir3) channel", "ion_channel", "mn"),
    "hyp": ("hyperpolarisation", "biological_process", "mn"),
    "fire": ("motor neuron firing", "biological_process", "mn"),
    "spas": ("spasticity", "phenotype", ""),
    "pain": ("pain", "phenotype", ""),
    "vta": ("VTA dopamine neuron firing", "biological_process", "meso"),
    "da": ("dopamine", "transmitter", "meso"),
    "nac": ("nucleus accumbens", "anatomy", "meso"),
    "crave": ("craving", "phenotype", ""),
    "drn": ("dorsal raphe 5-HT neuron firing", "biological_process", "raphe"),
    "ser": ("serotonin", "transmitter", "raphe"),
    "amy": ("amygdala", "anatomy", "raphe"),
    "anx": ("anxiety", "phenotype", ""),
}
_PLACES = {
    "pre": {"component": "presynaptic terminal", "anatomy": "spinal dorsal horn"},
    "mn": {"cell_type": "spinal motor neuron"},
    "meso": {"anatomy": "mesolimbic pathway"},
    "raphe": {"anatomy": "raphe – limbic pathway"},
}
_LINKS: list[tuple[str, str, str, Certainty, bool, str]] = [
    ("bac", "agonist_of", "gabab", "established", False, "1,2"),
    ("bac", "agonist_of", "gabaa", "established", True, "3"),
    ("gabab", "activates", "gio", "established", False, "4"),
    ("gio", "inhibits", "ac", "established", False, "4"),
    ("ac", "increases_synthesis_of", "camp", "established", False, "4"),
    ("gio", "inhibits", "cav", "established", False, "5"),
    ("cav", "increases", "ca", "established", False, "5"),
    ("ca", "increases", "glu", "established", False, "6"),
    ("ca", "increases", "sp", "probable", False, "7"),
    ("camp", "increases", "glu", "probable", False, "6"),
    ("gio", "activates", "girk", "established", False, "8"),
    ("girk", "increases", "hyp", "established", False, "8"),
    ("hyp", "decreases", "fire", "established", False, "8"),
    ("glu", "increases", "fire", "established", False, "9"),
    ("fire", "causes", "spas", "established", False, "9"),
    ("sp", "causes", "pain", "probable", False, "10"),
    ("gabab", "decreases", "vta", "probable", False, "11"),
    ("vta", "increases_release_of", "da", "established", False, "11"),
    ("da", "increases_activity_of", "nac", "established", False, "11"),
    ("nac", "contributes_to", "crave", "probable", False, "12"),
    ("gabab", "affects", "drn", "hedged", False, "13"),
    ("drn", "increases_release_of", "ser", "established", False, "14"),
    ("ser", "affects", "amy", "hedged", False, "14"),
    ("amy", "contributes_to", "anx", "probable", False, "15"),
]


def curie(key: str) -> Curie:
    return Curie("MG:" + key.replace(" ", "-").replace("–", "-"))


def baclofen(*, extra: bool = False) -> Mechanism:
    """A mechanism of 23 entities in four compartments; ``extra`` adds a contradiction, feedback and a loop."""
    entities = {curie(k): Entity(id=curie(k), name=n, category=c) for k, (n, c, _) in _NODES.items()}
    for place in _PLACES.values():
        for name in place.values():
            entities[curie(name)] = Entity(id=curie(name), name=name, category="anatomy")
    sources = {
        f"s{i}": Source(id=f"s{i}", kind="article", title=f"Study {i}", authors="A. Author", year=2000 + i, pmid=str(i))
        for i in range(1, 20)
    }

    def claim(s: str, p: str, o: str, certainty: Certainty, negated: bool, refs: str) -> Association:
        place = _PLACES.get(_NODES[o][2], {})
        return Association(
            subject=curie(s),
            predicate=p,
            object=curie(o),
            negated=negated,
            certainty=certainty,
            qualifiers=Qualifiers(**{k: curie(v) for k, v in place.items()}),
            evidence=tuple(Evidence(source=f"s{r}") for r in refs.split(",") if r),
        )

    claims = [claim(*row) for row in _LINKS]
    objections: list[Objection] = []
    if extra:
        more: list[tuple[str, str, str, Certainty, bool, str]] = [
            ("gabab", "increases", "vta", "hedged", False, "16"),
            ("fire", "increases", "glu", "probable", False, "17"),
            ("gio", "increases_activity_of", "gio", "hedged", False, "17"),
            ("bac", "affects", "da", "inconclusive", False, "18"),
        ]
        claims += [claim(*row) for row in more]
        objections = [Objection(claim=claims[16].id, kind="opposite", association=claims[24])]
    return Mechanism(
        drug=entities[curie("bac")],
        effect=entities[curie("spas")],
        entities=entities,
        associations=tuple(claims),
        objections=tuple(objections),
        sources=sources,
        sign=-1,
    )
