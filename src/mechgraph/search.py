"""Find entities by what people type: names, synonyms, trade names, identifiers; with typos.

Strict look-up accepts one entity or fails with suggestions; search ranks many. Nothing is guessed silently.
"""

from __future__ import annotations

from dataclasses import dataclass

from .curie import Curie, prefix_map
from .datasets import EMBEDDED, here
from .errors import AmbiguousError, MechgraphError, NotFoundError
from .model import Entity
from .names import drug_names, fold, meant_elsewhere, resembles, words
from .store.base import Store
from .vocab import vocabulary

__all__ = [
    "LONGEST",
    "Hit",
    "Hits",
    "elsewhere",
    "find",
    "fold",
    "look_up",
    "named_after",
    "named_within",
    "reordered",
    "search",
]

LONGEST = 7
"""Words in the longest name that is looked for in a text."""


_ALIKE = 70
"""Likeness (0–100) below which a name is not looked at as one that was misspelled."""


@dataclass(frozen=True, slots=True)
class Hit:
    """An entity found, the name that matched, and how well (0–100)."""

    entity: Entity
    matched: str
    score: float

    def _repr_html_(self) -> str:
        return self.entity._repr_html_()


class Hits(list[Hit]):
    """What a search found, best first: a list of :class:`Hit`."""

    def __str__(self) -> str:
        """A line for each: the name, what it is, and by which other name it was found."""
        return "\n".join(f"{h.entity} · {h.entity.category}{_by(h)}" for h in self)

    def _repr_html_(self) -> str:
        """For a notebook: a table, one row an entity."""
        from .model.showing import framed, table

        rows = [
            (h.entity.id, h.entity.label, h.entity.category.replace("_", " "), h.matched, h.score, h.entity.description)
            for h in self
        ]
        columns = ("name", "name_label", "category", "found by", "score", "description")
        return framed(table(columns, rows, caption=f"{len(self):,} found", key=["score: 100 is exactly this name"]))


def _by(hit: Hit) -> str:
    return "" if fold(hit.matched) == fold(hit.entity.name) else f" · found by {hit.matched}"


def find(store: Store, text: str) -> Entity | None:
    """The one entity of this name or identifier, or ``None``; a primary name goes before a synonym."""
    text = text.strip()
    curie = prefix_map().parse(text)
    upper = Curie(f"{curie.prefix}:{curie.reference.upper()}") if curie is not None else None
    for known in filter(None, (Curie.maybe(text), curie, upper)):
        if (entity := store.entity(known)) is not None:
            return entity
    found = [e for c in store.by_name(text) if (e := store.entity(c)) is not None]
    if not found and curie is not None and curie != text:
        found = [e for c in store.by_name(curie) if (e := store.entity(c)) is not None]  # folded: of any case
    if not found and curie is None:
        for guess in prefix_map().guesses(text):
            if (entity := store.entity(guess)) is not None:
                return entity
            found += [e for c in store.by_name(guess) if (e := store.entity(c)) is not None]
    if len(found) > 1:
        named = [e for e in found if fold(e.name) == fold(text)]
        found = named if len(named) == 1 else found
    return found[0] if len(found) == 1 else None


def look_up(store: Store, text: str, prefer: str | None = None) -> Entity:
    """Exactly one entity.

    Args:
        prefer: Of several entities of the name, the only one of this category (or below it) is meant.

    Raises:
        AmbiguousError: several entities share the name; they are listed with their categories.
        NotFoundError: none has it; with the nearest names.
    """
    entity = find(store, text) or reordered(store, text)
    if entity is not None:
        if entity.deprecated_by is not None and (current := store.entity(entity.deprecated_by)) is not None:
            return current
        return entity
    several = store.by_name(text)
    if len(several) > 1:
        vocab = vocabulary()
        named = [e for c in several if (e := store.entity(c)) is not None]
        meant = [e for e in named if prefer is not None and vocab.is_a(e.category, prefer)]
        if len(meant) == 1:
            return meant[0]
        listed = ", ".join(f"{e.id} ({vocab.category(e.category).label}: {e.name})" for e in named[:5])
        raise AmbiguousError(
            f"{text!r} is the name of {len(several)} entities: {listed}", suggestions=[str(c) for c in several[:5]]
        )
    near = [h.matched for h in search(store, text, limit=3)]
    told, remedy = elsewhere(text, store.name)
    raise NotFoundError(
        f"no entity {text!r} in {store.name}{told}", suggestions=near, remedy="" if near and not told else remedy
    )


def elsewhere(text: str, asked: str = "") -> tuple[str, str]:
    """What is known of a name that a graph lacks, as the end of a sentence, and where it may be had.

    The graphs that were got are looked into, which is quick; of others nobody knows what they hold.

    Args:
        asked: The name of the graph that lacks it.

    >>> elsewhere("GLP1R")[0]
    ': it is GLP1R (HGNC:4324), which is not there'
    """
    known = meant_elsewhere(text)
    told = f": it is {known[0]} ({known[1]}), which is not there" if known else ""
    if not known and fold(text) in drug_names():
        told = ": it is the name of a drug that is not there"
    if there := _got_with(text, asked):
        return told, f"the graph {there} has it: -g {there}"
    brings = f"'mechgraph get {EMBEDDED}+drugmechdb'" if asked in ("", EMBEDDED) else "a graph of 'mechgraph datasets'"
    return told, f"{brings} may bring it, 'mechgraph init' begins records of your own"


def _got_with(text: str, asked: str) -> str:
    """The name of a graph on this machine, not the one that was asked, in which something is called so."""
    for name, place in here().items():
        if name != asked:
            from .store.disk import DiskStore

            try:
                store = DiskStore.open(place)
            except MechgraphError:
                continue  # whoever asks it is told what is wrong with it
            try:
                if find(store, text) is not None:
                    return name
            finally:
                store.close()
    return ""


def reordered(store: Store, text: str) -> Entity | None:
    """The one entity that has a name of the same words in another order: "diabetes, type II"; else ``None``.

    >>> import mechgraph
    >>> reordered(mechgraph.load().store, "sclerosis, multiple").name
    'multiple sclerosis'
    """
    wanted = words(text)
    if len(wanted) < 2:
        return None
    rows = store.names_holding(max(wanted, key=len))
    found = {curie for _, name, curie in rows if words(name) == wanted}
    return store.entity(found.pop()) if len(found) == 1 else None


def search(store: Store, text: str, *, limit: int = 10) -> Hits:
    """Entities by what they are called, best first: exactly so, by the same words, with the text in a name, by a typo.

    A name that only looks like the text is none: what is found by a typo is a letter away, and no drug is another.

    Args:
        limit: At most so many entities, each once.
    """
    wanted = fold(text)
    if not wanted:
        return Hits()
    best: dict[Curie, tuple[float, str]] = {}

    def offer(curie: Curie, score: float, name: str) -> None:
        known, by = best.get(curie, (-1.0, ""))
        if (-score, len(name), name) < (-known, len(by), by):
            best[curie] = (score, name)

    if (identified := find(store, text)) is not None:
        offer(identified.id, 100.0, identified.name)
    elif (same_words := reordered(store, text)) is not None:
        offer(same_words.id, 98.0, same_words.name)
    for curie in store.by_name(text):
        entity = store.entity(curie)
        offer(curie, 100.0, entity.name if entity else text)
    for folded, name, curie in store.names_holding(wanted):
        if folded == wanted:
            offer(curie, 100.0, name)
        else:
            whole = 95.0 if folded.startswith(wanted) else 88.0
            offer(curie, whole - min(20, len(folded) - len(wanted)) / 4, name)
    if len(best) < limit:
        # a typo keeps the first letter, and changes the length by two at most
        near = [row for row in store.names_near(wanted) if row[0][:1] == wanted[0] and _as_long(row[0], wanted)]
        if near:
            from rapidfuzz import fuzz, process

            choices = [row[0] for row in near]
            for _, score, i in process.extract(wanted, choices, scorer=fuzz.ratio, limit=40, score_cutoff=_ALIKE):
                if resembles(wanted, near[i][0]):
                    offer(near[i][2], min(score, 87.0), near[i][1])
    ranked = sorted(best.items(), key=lambda item: (-item[1][0], len(item[1][1]), item[0]))
    hits = Hits()
    for curie, (score, name) in ranked:
        entity = store.entity(curie)
        if entity is not None:
            hits.append(Hit(entity, name, round(score, 1)))
        if len(hits) == limit:
            break
    return hits


def _as_long(name: str, wanted: str) -> bool:
    return abs(len(name) - len(wanted)) <= 2


def named_within(store: Store, name: str, category: str) -> list[Entity]:
    """Entities of a category whose own name (no synonym) stands, as whole words, in the name of another entity.

    >>> import mechgraph
    >>> [e.name for e in named_within(mechgraph.load().store, "excretion of acrivastine", "drug")]
    ['acrivastine']
    """
    words = fold(name).split()
    found: dict[Curie, Entity] = {}
    for size in range(1, min(LONGEST, len(words)) + 1):
        for i in range(len(words) - size + 1):
            phrase = " ".join(words[i : i + size])
            for curie in store.by_name(phrase):
                entity = store.entity(curie)
                if entity is None or fold(entity.name) != phrase:
                    continue
                if vocabulary().is_a(entity.category, category):
                    found[curie] = entity
    return list(found.values())


def named_after(store: Store, entity: Entity) -> list[Curie]:
    """Other entities whose name or synonym holds a name of this one as whole words: its release, its toxicity.

    >>> import mechgraph
    >>> kg = mechgraph.load()
    >>> [kg.entity(c).name for c in named_after(kg.store, kg.entity("acrivastine"))]
    ['excretion of acrivastine', 'serum level of acrivastine']
    """
    names = [fold(n) for n in (entity.name, *entity.synonyms) if len(n) > 2]
    found = (c for n in names for folded, _, c in store.names_holding(n) if f" {n} " in f" {folded} ")
    return [c for c in dict.fromkeys(found) if c != entity.id]
