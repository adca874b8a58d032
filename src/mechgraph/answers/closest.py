"""The closest claims to a question that has no verdict: no dead end, and no answer either.

Claims around the entities that the question names: those that name most of them, then those that say the kind of thing
that is asked (who asks whether a drug acts on a receptor sees what it acts on), then those that share most words with
the question (bm25 of SQLite's full-text index, which is in the standard library; words that say nothing by themselves,
such as "does" and "why", do not count). In a small graph, where nothing was named, all its claims.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence

from ..curie import Curie
from ..model import Association
from ..names.lexicon import lexicon
from ..sentences import claim_sentence
from ..store.base import Store
from ..store.memory import fold
from ..store.parts import claims_around, names_of

__all__ = ["closest", "recorded"]

SMALL = 20_000
"""Claims of a graph that is searched whole where a question names nothing in it."""
_NEAR = 2_000
"""Claims around one entity that are ranked."""


def closest(
    store: Store, text: str, about: Sequence[Curie], groups: Sequence[str] = (), limit: int = 5
) -> list[Association]:
    """Claims that are nearest to a question, best first.

    Args:
        text: The question.
        about: The entities that it names; a claim that names two of them goes before one that names one.
        groups: The groups of predicates that could answer it, the most fitting first.
    """
    ids = list(dict.fromkeys(about))
    found: dict[str, Association] = {}
    for curie in ids:
        for a in claims_around(store, curie)[:_NEAR]:
            found[a.id] = a
    if not ids and store.counts()["associations"] <= SMALL:
        found = {a.id: a for a in store.associations()}
    if not found:
        return []
    listed = list(found.values())
    names = names_of(store, listed)
    scores = _bm25(text, [claim_sentence(a, names) for a in listed])
    wanted = set(ids)
    fitting = {group: place for place, group in reversed(list(enumerate(groups)))}

    def rank(i: int) -> tuple[int, int, float, str]:
        a = listed[i]
        named = {a.subject, a.object, a.qualifiers.population_of} & wanted
        return (-len(named), fitting.get(a.relation.group, len(fitting)), scores.get(i, 0.0), a.id)

    order = sorted(range(len(listed)), key=rank)
    if not ids:
        order = [i for i in order if i in scores]
    return [listed[i] for i in order[:limit]]


def recorded(store: Store, text: str) -> str | None:
    """The id of the recorded question that a text is, word for word; ``None`` where it is none."""
    wanted = fold(text).strip(" ?.!")
    return next((q.id for q in store.questions() if fold(q.question).strip(" ?.!") == wanted), None)


def _bm25(text: str, sentences: Iterable[str]) -> dict[int, float]:
    """Sentences that share a word with the text, each with its bm25 (lower is nearer)."""
    words = {w for w in fold(text).strip(" ?.!").split() if len(w) > 2 and w.isalnum() and not lexicon().is_empty(w)}
    if not words:
        return {}
    with sqlite3.connect(":memory:") as db:
        try:
            db.execute("CREATE VIRTUAL TABLE s USING fts5(text, tokenize='porter unicode61')")
            db.executemany("INSERT INTO s(rowid, text) VALUES (?, ?)", enumerate(sentences))
            query = " OR ".join(f'"{w}"' for w in sorted(words))
            rows = db.execute("SELECT rowid, bm25(s) FROM s WHERE s MATCH ?", (query,))
            return {int(i): float(score) for i, score in rows}
        finally:
            db.rollback()
