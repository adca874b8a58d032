"""The words of a sentence joined to units: names, phrases of the tables, words that are neither."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ..names.lexicon import Row, lexicon
from ..store.base import Store
from ..vocab import vocabulary
from .asked import Mention
from .names import misspelled, misspelled_word, names_in
from .tokens import Token

__all__ = ["Unit", "units_of"]

_CLOSED = frozenset({"prep", "aux", "ask", "conj", "pron", "not", "because"})


@dataclass(slots=True, eq=False)
class Unit:
    """Some words of a sentence that belong together.

    Args:
        start, end: First token, and the one behind the last.
        rows: What the tables say of them; empty for a bare name and for words that nothing knows.
        mention: The entity that they name.
        role: What they do in this sentence, once that is decided.
        used: Whether something of the reading holds them.
        read_as: How words that are no exact name were read.
        open: Of what is asked for, its category.
        within, acting: Of what is asked for, the class that it is of, or what it acts on and how.
    """

    text: str
    start: int
    end: int
    rows: tuple[Row, ...] = ()
    mention: Mention | None = None
    comma: bool = False
    article: bool = False
    evoked: bool = False
    forms: tuple[str, ...] = ()
    role: str = ""
    used: bool = False
    read_as: str = ""
    open: str | None = field(default=None)
    within: Mention | None = None
    acting: tuple[str, int] | None = None

    def row(self, *roles: str) -> Row | None:
        """Its first row of one of the roles."""
        return next((r for r in self.rows if r.role in roles), None)

    @property
    def participle(self) -> bool:
        """Whether it is the past form of a verb: "reduced", "given"."""
        word = self.forms[0]
        return len(self.forms) > 1 and (word.endswith(("ed", "en", "wn")) or word in _PAST)


_PAST = frozenset({"found", "bound", "made", "brought", "led", "cut", "set", "done", "kept", "known"})


def units_of(store: Store, text: str, tokens: Sequence[Token], apart: bool = False) -> list[Unit]:
    """The units of a sentence, in order.

    Args:
        apart: Whether names are left out that hold a word of a relation: "excretion of baclofen" is a name in "what
            lowers the excretion of baclofen", and the question itself in "what is the excretion of baclofen".
    """
    forms = [t.forms for t in tokens]
    phrases = dict(_phrases(forms, tokens))
    closed = [bool(rows := _rows_at(phrases, i)) and all(r.role in _CLOSED for r in rows) for i in range(len(tokens))]
    names = names_in(store, text, tokens, closed)
    names = {at: m for at, m in names.items() if not _is_words(at, m, names, phrases, apart)}
    spans: list[tuple[int, int]] = []
    free = [True] * len(tokens)
    for i, j in sorted(
        {*names, *((i, i + n) for i, (n, _) in phrases.items())}, key=lambda s: (s[0] - s[1], s not in names, s[0])
    ):
        if all(free[i:j]):
            spans.append((i, j))
            free[i:j] = [False] * (j - i)
    for i, alone in enumerate(free):
        if alone:
            spans.append((i, i + 1))
    out = []
    for i, j in sorted(spans):
        rows = phrases[i][1] if i in phrases and phrases[i][0] == j - i else []
        if not rows and (i, j) not in names and (found := lexicon().longest(forms[:j], i)) and found[0] == j - i:
            rows = found[1]
        words = text[tokens[i].start : tokens[j - 1].end] if j > i + 1 else tokens[i].text
        out.append(
            Unit(
                words,
                i,
                j,
                tuple(rows),
                names.get((i, j)),
                comma=tokens[i].comma,
                article=tokens[i].article,
                evoked=tokens[i].evoked,
                forms=tokens[i].forms,
            )
        )
    return _mended(store, text, tokens, out)


def _phrases(forms: Sequence[Sequence[str]], tokens: Sequence[Token]) -> Iterator[tuple[int, tuple[int, list[Row]]]]:
    for i in range(len(forms)):
        end = next((k for k in range(i + 1, len(forms)) if tokens[k].comma), len(forms))
        found = lexicon().longest(forms[:end], i)
        if found is not None:
            yield i, found


def _rows_at(phrases: dict[int, tuple[int, list[Row]]], i: int) -> list[Row]:
    return phrases[i][1] if i in phrases and phrases[i][0] == 1 else []


def _is_words(
    at: tuple[int, int],
    m: Mention,
    names: dict[tuple[int, int], Mention],
    phrases: dict[int, tuple[int, list[Row]]],
    apart: bool,
) -> bool:
    """Whether a name is better read as the words of a question.

    "Oral bioavailability" asks for an amount; "baclofen withdrawal" for what the end of baclofen does, and "GABA
    agonist" for an action on what GABA acts on: there the name of a part stands beside a word of the tables.
    """
    i, j = at
    if j - i < 2:
        return False
    around = [r for k, (n, rows) in phrases.items() if k + n <= i or k >= j for r in rows]
    outer = any(r.role == "relation" or (r.role == "copula" and r.value == "class") for r in around)
    inner = [(k, k + n, r) for k, (n, rows) in phrases.items() if i <= k and k + n <= j for r in rows]
    for a, b, row in inner:
        beside = [n for n in ((i, a), (b, j)) if n in names]
        ended = [*beside, *((b, e) for e in range(b + 1, j) if a == i and (b, e) in names)]  # "stopping X suddenly"
        if (
            row.takes == "state"
            and (a == i or b == j)
            and any(vocabulary().is_a(names[n].entity.category, "chemical") for n in ended)
        ):
            return True
        if row.role == "action" and b == j and beside and m.entity.category in ("role", "drug_class"):
            return not outer  # of a class, where another word says what is asked: "how do ACE inhibitors work"
        of_subject = row.role == "relation" and row.part == "n" and row.takes == "s"
        if of_subject and (apart or m.entity.category == "measurement"):
            return True
    return False


def _mended(store: Store, text: str, tokens: Sequence[Token], units: list[Unit]) -> list[Unit]:
    """Units, words that nothing knows being read as what they are one typo away from."""
    out: list[Unit] = []
    i = 0
    while i < len(units):
        u = units[i]
        if not u.rows and u.mention is None and not u.text[0].isdigit():
            word = misspelled_word(u.text.lower())
            if word is not None and (found := lexicon().longest([(word,)], 0)) is not None:
                u.rows, u.read_as = tuple(found[1]), f"“{u.text}” was read as {word}"
            else:
                for first, last in ((i, i + 2), (i - 1, i + 1), (i, i + 1)):
                    if first < 0 or last > len(units) or any(w.rows or w.mention for w in units[first:last]):
                        continue
                    a, b = units[first].start, units[last - 1].end
                    if (mention := misspelled(store, text, tokens, a, b)) is not None:
                        if first < i:
                            out.pop()
                        u = Unit(mention.text, a, b, mention=mention, comma=units[first].comma, forms=u.forms)
                        i = last - 1
                        break
        out.append(u)
        i += 1
    return out
