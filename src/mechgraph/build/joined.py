"""Several graphs as one: which entities of one are those of another, by the identifiers and names that both give.

An identifier in common joins; between chemicals a name in common is needed too, because databases file salts under the
identifier of the base, and now and then a drug under that of another. Without one, two chemicals or two diseases of the
same main name, which nothing else has, are one, and are counted. What has an identifier in common and no name, or could
be two things, stays apart and is counted. No synonym joins anything.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from ..curie import Curie
from ..exchange.reading import Reading, ReadReport, Tally
from ..model import Entity, Source
from ..names import fold, more_names
from ..records import embedded
from ..vocab import vocabulary

__all__ = ["embedded_reading", "same_entities"]

_GENES = ("HGNC", "NCBIGene", "UniProtKB")
_BY_NAME = ("chemical", "disease_or_phenotype")


def embedded_reading() -> Reading:
    """The graph that comes along, as a source to build from.

    >>> embedded_reading().source.title
    'the embedded graph of mechgraph'
    """
    found = embedded()
    source = Source(
        id="mechgraph-embedded", kind="database", title="the embedded graph of mechgraph", licence="CC0-1.0"
    )
    reading = Reading(source=source, report=ReadReport("embedded", "mechgraph records"))
    reading.entities = {e.id: e for e in found.entities}
    reading.associations.extend(found.associations)
    reading.sources = list(found.sources)
    reading.mechanisms, reading.questions = list(found.mechanisms), list(found.questions)
    return reading.done()


class _Known:
    """The entities of the graphs before, by identifier, with all their names."""

    def __init__(self) -> None:
        self.entities: dict[Curie, Entity] = {}
        self.by_id: dict[str, set[Curie]] = {}
        self.names: dict[Curie, set[str]] = {}
        self.called: dict[str, list[Curie]] = {}

    def add(self, entities: Iterable[Entity], same: Mapping[Curie, Curie]) -> None:
        new = [e for e in entities if e.id not in same and e.id not in self.entities]
        for e in new:
            self.entities[e.id] = e
            self.names[e.id] = {fold(n) for n in (e.name, *e.synonyms)}
            self.called.setdefault(fold(e.name), []).append(e.id)
        for text, curie in more_names(new):
            self.names[curie].add(fold(text))
            if text.partition(":")[0] in _GENES:
                self.by_id.setdefault(text, set()).add(curie)
        for e in new:
            for one in {str(e.id), *map(str, e.xrefs)}:
                self.by_id.setdefault(one, set()).add(e.id)

    def like(self, e: Entity, more: Iterable[str]) -> set[Curie]:
        """Entities with an identifier of this one."""
        return set[Curie]().union(*(self.by_id.get(one, ()) for one in (str(e.id), *map(str, e.xrefs), *more)))

    def namesake(self, e: Entity) -> Curie | None:
        """The only entity of this main name, where both are chemicals or both are diseases."""
        is_a, called = vocabulary().is_a, self.called.get(fold(e.name), [])
        both = (
            any(all(is_a(one.category, k) for one in (e, self.entities[called[0]])) for k in _BY_NAME)
            if called
            else False
        )
        return called[0] if len(called) == 1 and both else None

    def agree(self, e: Entity, known: Curie) -> bool:
        return not self.names[known].isdisjoint(fold(n) for n in (e.name, *e.synonyms))


def same_entities(readings: Sequence[Reading], report: Tally) -> dict[Curie, Curie]:
    """Identifier → that of the earlier graph which means the same thing.

    Args:
        report: Told what was left apart.
    """
    is_a, known, same = vocabulary().is_a, _Known(), dict[Curie, Curie]()
    for at, reading in enumerate(readings):
        entities = list(reading.entities.values())
        genes: dict[Curie, list[str]] = {}
        for text, curie in more_names(entities) if at else ():
            if text.partition(":")[0] in _GENES:
                genes.setdefault(curie, []).append(text)
        found = {e.id: known.like(e, genes.get(e.id, ())) for e in entities if at and e.id not in known.entities}
        mains = Counter(fold(e.name) for e in entities)
        for e in entities:
            if e.id not in found:
                continue
            if not (like := found[e.id]):
                namesake = known.namesake(e) if mains[fold(e.name)] == 1 else None
                if namesake is not None:
                    report.add("a chemical or disease joined by its main name alone", f"{e.id}, {namesake} ({e.name})")
                    same[e.id] = namesake
                continue
            chosen = like if len(like) == 1 else {c for c in like if known.agree(e, c)}
            if len(chosen) != 1:
                report.add("an entity with the identifiers of several; left apart", f"{e.id} ({e.name})")
                continue
            one = next(iter(chosen))
            other = known.entities[one]
            chemical = is_a(e.category, "chemical") or is_a(other.category, "chemical")
            if chemical and not known.agree(e, one):
                report.add(
                    "a substance with the identifier and no name of another; left apart",
                    f"{e.id} ({e.name}), {one} ({other.name})",
                )
            elif is_a(e.category, "disease_or_phenotype") == is_a(other.category, "disease_or_phenotype"):
                same[e.id] = one
        known.add(entities, same)
    return same
