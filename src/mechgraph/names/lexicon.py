"""The tables of words: what each row of the frames says, and how a form of a word is brought to its base.

Nothing here reads a text; it holds no word itself. The tables stand in ``graph/vocabulary``: ``frames.tsv`` (words
and their roles), ``effects.tsv`` (phrases that say what is done and to what), ``relations.tsv``, ``forms.tsv``
(irregular forms), ``names_plain.tsv`` (plain words for entities).
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from ..curie import data_dir

__all__ = ["ARTICLES", "EMPTY", "Lexicon", "Relation", "Row", "bases", "lexicon", "spelled"]

ARTICLES = frozenset({"the", "a", "an", "your", "my", "our", "his", "her", "their", "these", "those", "this", "that"})
"""Words that are left out of a phrase of the tables, and of a question before one is looked for."""
EMPTY = frozenset({"aux", "ask", "prep", "conj", "nothing", "who"})
"""Roles of words that say nothing by themselves."""
_DOUBLED = "bdgklmnprtv"
_SPELLINGS = (("iz", "is"), ("yz", "ys"), ("oe", "e"), ("ae", "e"), ("our", "or"), ("re-", "re"))


@dataclass(frozen=True, slots=True)
class Row:
    """A row of ``frames.tsv`` or ``effects.tsv``, as one of its words has it.

    Args:
        role: What the word does: relation, effect, action, aspect, sign, kind, degree, setting, ask, nothing, …
        relation, listed: The relation that it asks for, and the one where it is asked which things or what of it.
        polarity: −1, 0, +1.
        value: What the role needs: an aspect, a mechanism, a category, a setting, the name of an entity.
        takes: "s" or "o": which end stands behind "of"; or what happens to the ends.
        part: "v", "n" or "a": the column that has the word.
    """

    role: str
    relation: str = ""
    listed: str = ""
    polarity: int = 0
    value: str = ""
    takes: str = ""
    part: str = "v"


@dataclass(frozen=True, slots=True)
class Relation:
    """A row of ``relations.tsv``.

    Args:
        groups: The groups of predicates that tell of it.
        form: How "what is the … of X" asks.
        turned: Whether what an active verb acts on is the subject: "use X", "the liver metabolises X".
        object: The prepositions before the object.
        both: Whether it needs both ends, where it is asked whether.
        ends: The categories of an open subject and of an open object, where the words name none.
    """

    id: str
    groups: tuple[str, ...]
    form: str
    turned: bool
    object: frozenset[str]
    ends: tuple[str, str]
    both: bool
    what: str


@dataclass(slots=True)
class _Node:
    after: dict[str, _Node] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)


class Lexicon:
    """All tables, with the longest phrase looked up from a place in a question.

    >>> found = lexicon().longest([bases("had"), bases("fallen")], 1)
    >>> found[0], {row.relation for row in found[1]}
    (1, {'change'})
    """

    def __init__(self) -> None:
        self._root = _Node()
        self.by_letter: dict[str, set[str]] = {}
        self.people: dict[str, tuple[str, ...]] = {}
        self.unlike: dict[str, tuple[str, ...]] = {}
        """People of whom a claim on the others says nothing: of women, what is said of pregnancy alone."""
        self.usual: set[str] = set()
        """People whom a claim is on that names nobody."""
        self.endings: dict[str, tuple[str, ...]] = {}
        for line in _table("frames"):
            if line["role"] == "affix":
                continue
            if line["role"] == "ending":
                self.endings[line["value"]] = tuple(line["words"].split("|"))
                continue
            if line["role"] == "people":
                self.people[line["value"]] = tuple(line["words"].split("|"))
                kind, _, others = line["takes"].partition(": ")
                self.unlike[line["value"]] = tuple(filter(None, others.split(", ")))
                self.usual |= {line["value"]} if kind == "all but" else set()
            for column, part in (("words", "v"), ("nouns", "n"), ("adjectives", "a")):
                row = Row(
                    line["role"],
                    line["relation"],
                    line["listed"] or line["relation"],
                    int(line["polarity"] or 0),
                    line["value"],
                    line["takes"],
                    part,
                )
                for phrase in filter(None, line[column].split("|")):
                    self._add(phrase, row)
        for line in _table("effects"):
            for column, part in (("words", "v"), ("adjectives", "a")):
                row = Row("effect", line["relation"], line["relation"], int(line["sign"]), line["names"], "", part)
                for phrase in filter(None, line[column].split("|")):
                    self._add(phrase, row)
        self.relations = {
            line["id"]: Relation(
                line["id"],
                tuple(line["groups"].split()),
                line["form"],
                line["turned"] == "yes",
                frozenset(line["object"].split()),
                (line["ends"].partition(">")[0], line["ends"].partition(">")[2]),
                line["both"] == "yes",
                line["what"],
            )
            for line in _table("relations")
        }
        self.plain = {
            " ".join(_keys(phrase)): line["name"]
            for line in _table("names_plain")
            for phrase in line["words"].split("|")
        }

    def _add(self, phrase: str, row: Row) -> None:
        node = self._root
        for word in _keys(phrase):
            self.by_letter.setdefault(word[0], set()).add(word)
            node = node.after.setdefault(word, _Node())
        if row not in node.rows:
            node.rows.append(row)

    def is_empty(self, word: str) -> bool:
        """Whether a word says nothing by itself: every row that it has alone is of such a role."""
        found = self.longest([bases(word)], 0)
        return found is not None and all(row.role in EMPTY | {"light"} for row in found[1])

    def longest(self, words: Sequence[Sequence[str]], start: int) -> tuple[int, list[Row]] | None:
        """The longest phrase of the tables at a place: how many words it has, and its rows."""
        best: tuple[int, list[Row]] | None = None
        nodes, i, whom = [self._root], start, False
        while nodes and i < len(words):
            after = [found for n in nodes for w in words[i] if (found := n.after.get(w)) is not None]
            i += 1
            if not after and i > start + 1 and self._is_person(words[i - 1]):  # "keeps people awake"
                whom = True
                continue
            nodes = after
            rows = [row for n in nodes for row in n.rows if not whom or row.role == "effect"]
            if rows:
                best = (i - start, list(dict.fromkeys(rows)))
        return best

    def _is_person(self, forms: Sequence[str]) -> bool:
        rows = [r for w in forms if (node := self._root.after.get(w)) is not None for r in node.rows]
        return any(r.role == "who" or r.value == "person" for r in rows) and all(r.role != "setting" for r in rows)


def _table(name: str) -> Iterator[dict[str, str]]:
    with (data_dir("graph") / "vocabulary" / f"{name}.tsv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)


def _keys(phrase: str) -> list[str]:
    words = [spelled(w) for w in phrase.split()]
    return [w for w in words if w not in ARTICLES] or words


@cache
def lexicon() -> Lexicon:
    """The tables, read once (about 5 ms)."""
    return Lexicon()


@cache
def _irregular() -> dict[str, str]:
    return {spelled(line["form"]): spelled(line["base"]) for line in _table("forms")}


@cache
def spelled(word: str) -> str:
    """A word in one spelling of the two shores, in lower case.

    >>> spelled("Metabolizes"), spelled("signalling") == spelled("signaling")
    ('metabolises', True)
    """
    out = word.lower().replace("’", "'").replace("ll", "l")
    for ours, theirs in _SPELLINGS:
        if len(out) > 5:
            out = out.replace(ours, theirs)
    return out


def bases(word: str) -> tuple[str, ...]:
    """A word and the words that it may be a form of: plural, third person, past, participle.

    >>> bases("stopped"), bases("children")
    (('stopped', 'stoppe', 'stopp', 'stop'), ('children', 'child'))
    """
    word = spelled(word)
    return tuple(dict.fromkeys((word, *_bases(word))))


def _bases(word: str) -> Iterable[str]:
    if (base := _irregular().get(word)) is not None:
        yield base
        return
    if len(word) < 4:
        return
    if word.endswith("ies"):
        yield word[:-3] + "y"
    if word.endswith("es"):
        yield word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        yield word[:-1]
    if word.endswith("ied"):
        yield word[:-3] + "y"
    for ending in ("ed", "ing"):
        if not word.endswith(ending) or len(word) < len(ending) + 2:
            continue
        stem = word[: -len(ending)]
        yield stem + "e"
        yield stem
        if stem[-1] == stem[-2] and stem[-1] in _DOUBLED:
            yield stem[:-1]
