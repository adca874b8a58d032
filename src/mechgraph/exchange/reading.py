"""What a reader hands over: entities, claims, and a report of what it could not take as it was.

A claim about which a source says only subject, predicate and object is a row of three numbers (:class:`Columns`), and
one with more to say is text with its numbers beside it (:class:`~mechgraph.exchange.claims.Claims`), so that millions
fit. Nothing is dropped without a reason, a count and the first examples.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from ..curie import Curie, prefix_map
from ..errors import FormatError
from ..model import Association, CuratedMechanism, Entity, OpenQuestion, Records, Source, merge
from ..vocab import vocabulary
from .claims import Claims
from .files import MAX_LINE

__all__ = ["Columns", "ReadReport", "Reading", "Tally", "local_id", "most_common", "normalised"]

EXAMPLES = 3
SHOWN, KEPT = 20, 1_000
"""Unknown terms that a report prints, and that a manifest keeps; the others are counted together."""


class Tally:
    """Reasons with counts and the first few examples; a million errors take the space of a handful.

    >>> t = Tally()
    >>> for line in range(5): t.add("no such entity", f"line {line}")
    >>> t.total, str(t)
    (5, 'no such entity: 5 (line 0; line 1; line 2; …)')
    """

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.examples: dict[str, list[str]] = {}

    def add(self, reason: str, example: object = "", count: int = 1) -> None:
        self.counts[reason] += count
        shown = self.examples.setdefault(reason, [])
        if example != "" and len(shown) < EXAMPLES:
            text = str(example)
            shown.append(text if len(text) <= 160 else text[:157] + "…")

    def update(self, other: Tally) -> None:
        for reason, count in other.counts.items():
            self.counts[reason] += count
            shown = self.examples.setdefault(reason, [])
            shown += other.examples.get(reason, [])[: EXAMPLES - len(shown)]

    def renamed(self, old: str, new: str) -> None:
        """Examples that name one place name another."""
        for reason, shown in self.examples.items():
            self.examples[reason] = [text.replace(old, new) for text in shown]

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    def __bool__(self) -> bool:
        return bool(self.counts)

    def lines(self) -> Iterator[str]:
        for reason, count in self.counts.most_common():
            shown = self.examples.get(reason, [])
            more = "; …" if count > len(shown) else ""
            yield f"{reason}: {count:,}" + (f" ({'; '.join(shown)}{more})" if shown else "")

    def __str__(self) -> str:
        return "\n".join(self.lines())

    def as_dict(self) -> dict[str, dict[str, object]]:
        return {r: {"count": n, "examples": self.examples.get(r, [])} for r, n in self.counts.most_common()}


def most_common(terms: Counter[str], most: int) -> dict[str, int]:
    """The most common terms with their counts; what is left is one entry.

    >>> most_common(Counter("aaabbc"), 1)
    {'a': 3, 'and 2 others': 3}
    """
    out = dict(terms.most_common(most))
    if len(terms) > most:
        out[f"and {len(terms) - most:,} others"] = terms.total() - sum(out.values())
    return out


@dataclass
class ReadReport:
    """What one source held and what became of it."""

    path: str
    format: str
    entities: int = 0
    claims: int = 0
    dropped: Tally = field(default_factory=Tally)
    changed: Tally = field(default_factory=Tally)
    unknown_predicates: Counter[str] = field(default_factory=Counter)
    unknown_categories: Counter[str] = field(default_factory=Counter)
    signed: int = 0
    local: int = 0

    def warnings(self) -> Iterator[str]:
        """What makes a source of little use: said before anything else."""
        unknown = self.unknown_predicates.total()
        if self.claims and not self.signed:
            yield "no claim has a sign, so no effect can be derived"
        if unknown * 2 > self.claims > 0:
            yield f"{unknown:,} predicates were not understood"
        if self.local * 2 > self.entities > 0:
            yield f"{self.local:,} entities have no public identifier"

    def lines(self) -> Iterator[str]:
        warned = "; ".join(self.warnings())
        counted = f"{self.path} ({self.format}): {self.entities:,} entities, {self.claims:,} claims"
        yield f"{counted}; mind: {warned}" if warned else counted
        for title, tally in (("dropped", self.dropped), ("changed", self.changed)):
            for line in tally.lines():
                yield f"  {title}: {line}"
        for what, terms in (
            ("unknown predicate, kept as related_to with sign 0", self.unknown_predicates),
            ("unknown category, kept as entity", self.unknown_categories),
        ):
            for term, count in most_common(terms, SHOWN).items():
                yield f"  {what}: {term!r}: {count:,}"

    def __str__(self) -> str:
        return "\n".join(self.lines())


class Columns:
    """Claims of which only subject, predicate and object are known, as three columns of numbers."""

    def __init__(self) -> None:
        self.entities: list[Curie] = []
        self.predicates: list[str] = []
        self.subject = array("i")
        self.predicate = array("h")
        self.object = array("i")

    def __len__(self) -> int:
        return len(self.subject)

    def code(self, predicate: str) -> int:
        """The number of a predicate, made on first use."""
        if predicate not in self.predicates:
            self.predicates.append(predicate)
        return self.predicates.index(predicate)

    def drop_equal(self) -> int:
        """Keep each claim once; the number left out. For sources that list every claim from both ends."""
        import numpy as np

        before, width = len(self), max(len(self.predicates), 1)
        s, p, o = (np.frombuffer(c, c.typecode) for c in (self.subject, self.predicate, self.object))
        n = max(len(self.entities), 1)
        key = np.unique((s.astype(np.int64) * width + p) * n + o)
        heads, tails = np.divmod(key, n)
        subjects, predicates = np.divmod(heads, width)
        del s, p, o
        self.subject = array("i", subjects.astype("i").tobytes())
        self.predicate = array("h", predicates.astype("h").tobytes())
        self.object = array("i", tails.astype("i").tobytes())
        return before - len(self)

    def associations(self) -> Iterator[Association]:
        for s, p, o in zip(self.subject, self.predicate, self.object, strict=True):
            yield Association(subject=self.entities[s], predicate=self.predicates[p], object=self.entities[o])


@dataclass
class Reading:
    """One source as read.

    ``aliases`` holds the source's own identifiers where they differ from ours, ``bare_source`` the id of what its
    claims without evidence rest on, where the source says so.
    """

    source: Source
    report: ReadReport
    entities: dict[Curie, Entity] = field(default_factory=dict)
    aliases: dict[str, Curie] = field(default_factory=dict)
    columns: Columns = field(default_factory=Columns)
    associations: Claims = field(default_factory=Claims)
    sources: list[Source] = field(default_factory=list)
    mechanisms: list[CuratedMechanism] = field(default_factory=list)
    questions: list[OpenQuestion] = field(default_factory=list)
    bare_source: str = ""

    def done(self) -> Reading:
        """Count, and refuse a source of which nothing could be read.

        Raises:
            FormatError: no entity at all; the reasons are listed.
        """
        self.report.entities = len(self.entities)
        self.report.claims = len(self.columns) + len(self.associations)
        self.report.signed = self._signed()
        self.report.local = sum(e.startswith(("local:", "http:", "https:")) for e in self.entities)
        if not self.entities:
            why = "; ".join(self.report.dropped.lines()) or "the file is empty"
            raise FormatError(f"{self.report.path}: nothing could be read as {self.report.format}: {why}")
        for e in self.entities.values():
            if len(e.id) + len(e.name) + len(e.description) > MAX_LINE:
                raise FormatError(
                    f"{self.report.path}: {e.id[:60]} has an identifier, name or description of more than"
                    f" {MAX_LINE:,} characters",
                    remedy="is it the right file?",
                )
        return self

    def _signed(self) -> int:
        """How many claims have a sign."""
        vocab = vocabulary()
        with_sign = {i for i, p in enumerate(self.columns.predicates) if vocab.predicates[p].sign}
        live = self.associations.live()
        rich = int((self.associations.column("sign", live) != 0).sum()) if len(live) else 0
        return rich + sum(n for i, n in Counter(self.columns.predicate).items() if i in with_sign)

    def records(self) -> Records:
        """The same as records in memory; the source's identifiers become synonyms, so that they are found."""
        from msgspec.structs import replace

        own: dict[Curie, list[str]] = {}
        for alias, curie in self.aliases.items():
            own.setdefault(curie, []).append(alias)
        entities = [
            replace(e, synonyms=(*e.synonyms, *(a for a in own[e.id] if a not in e.synonyms))) if e.id in own else e
            for e in self.entities.values()
        ]
        known = {s.id for s in self.sources}
        return Records(
            title=self.source.title,
            entities=entities,
            sources=self.sources + ([] if self.source.id in known else [self.source]),
            associations=merge([*self.associations, *self.columns.associations()]),
            mechanisms=self.mechanisms,
            questions=self.questions,
        )


@lru_cache(1 << 16)
def normalised(text: str) -> Curie | None:
    """The identifier that a text is, as :meth:`~mechgraph.curie.PrefixMap.parse` reads it; kept, because texts repeat.

    >>> normalised("UniProt:P00533"), normalised("FlyBase:FBgn1"), normalised("no identifier")
    (Curie('UniProtKB:P00533'), Curie('FlyBase:FBgn1'), None)
    """
    return prefix_map().parse(text)


def local_id(text: str) -> Curie:
    """An identifier for what its file names only within itself, such as ``n0``.

    >>> local_id("node 1")
    Curie('local:node%201')
    """
    from urllib.parse import quote

    return Curie("local:" + (quote(text, safe="") or "%00"))
