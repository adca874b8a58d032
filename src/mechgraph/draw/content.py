"""What a figure shows: entities as nodes, claims gathered into links, places, numbered references.

Claims between the same two entities share a link only where they say the same: sign, head, directness, certainty,
negation and mark. Nothing is blended: a contradiction stays two links side by side. No geometry here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from string import ascii_lowercase

from ..model import Association, Mechanism
from ..vocab import vocabulary

__all__ = ["Content", "Link", "Node", "describe", "forms_of", "glyph_kind", "head_of", "number", "numbers_text"]

_NUMBERS = 3
"""More numbers than this, runs taken as one, become a letter that the caption resolves."""
_BINDING = ("binding", "substrate", "interaction")


@dataclass(slots=True)
class Node:
    """One entity to draw, and the key of the compartment it stands in (empty: none); ``remark`` follows its name.

    ``chip`` is what the figure comes to at an outcome, ``said`` the verb of the title for it.
    ``seam`` says in which other panels it is drawn, ``repeat`` whether one of these is its home.
    """

    entity: str
    name: str
    category: str
    kind: str
    place: str = ""
    remark: str = ""
    seam: str = ""
    repeat: bool = False
    outcome: bool = False
    chip: str = ""
    said: str = ""


@dataclass(slots=True)
class Link:
    """One arc to draw; ``tail`` and ``head`` are indexes of nodes, in causal direction; ``sentences``: its claims.

    ``observed`` are claims that sum up a chain that ends with this link (see :mod:`.fold`), ``seen`` their references.
    ``steps`` is how many it stands for at most, in so many ``ways``; ``when`` is what sets it apart from a link that
    contradicts it; ``tags`` are the numbers of the paths through it.
    """

    tail: int
    head: int
    kind: str
    direct: bool
    certainty: str
    negated: bool
    mark: str
    claims: tuple[Association, ...]
    refs: tuple[int, ...] = ()
    against: tuple[int, ...] = ()
    steps: int = 0
    ways: int = 1
    sentences: tuple[str, ...] = ()
    observed: tuple[Association, ...] = ()
    seen: tuple[int, ...] = ()
    when: str = ""
    tags: tuple[int, ...] = ()


@dataclass(slots=True)
class Content:
    """Everything that a figure shows, before it has a shape.

    ``letters`` stand for four or more references on a line, ``membranes`` are the places drawn as a double line,
    ``within`` says which place stands in which,
    ``asides`` are sentences for the caption alone, ``whole`` is false for a panel.
    """

    nodes: list[Node]
    links: list[Link]
    places: dict[str, str]
    sources: list[str]
    notes: list[str] = field(default_factory=list)
    title: str = ""
    letters: dict[str, tuple[int, ...]] = field(default_factory=dict)
    asides: list[str] = field(default_factory=list)
    membranes: frozenset[str] = frozenset()
    whole: bool = True
    within: dict[str, str] = field(default_factory=dict)

    def tidy(self, bare: bool = False) -> None:
        """Leave out the places that hold nothing, and those that hold one other only; with ``bare`` several too."""
        own = Counter(node.place for node in self.nodes)
        self.places, self.within = dict(self.places), dict(self.within)
        while True:
            held = Counter(self.within.values())
            empty = next((key for key in self.places if not own[key] and (bare or held[key] < 2)), None)
            if empty is None:
                return
            title = _lower_first(self.places.pop(empty))
            self.places |= {key: f"{said} · {title}" for key, said in self.places.items() if key.endswith(f"|{empty}")}
            outer = self.within.pop(empty, "")
            moved = {key: outer if place == empty else place for key, place in self.within.items()}
            self.within = {key: place for key, place in moved.items() if place}

    def source_number(self, source: str) -> int:
        """The number of a source, a new one where no line of the figure has it."""
        if source not in self.sources:
            self.sources.append(source)
        return self.sources.index(source) + 1

    def lines(self) -> list[str]:
        """What stands in small type below the legend: the notes, and what the letters of the whole figure stand for."""
        out = list(self.notes)
        if self.whole and self.letters:
            said = [f"{letter}: {numbers_text(group)}" for letter, group in self.letters.items()]
            out.append("references " + "; ".join(said))
        return out


def head_of(association: Association) -> str:
    """The head of the arc of a claim: positive, negative, unknown, binding or structure."""
    p = association.relation
    if p.group in _BINDING or (p.direct and p.symmetric):
        return "binding"
    if p.role == "structural" or not p.sbgn_arc:
        return "structure"
    return "positive" if p.sign > 0 else "negative" if p.sign < 0 else "unknown"


def glyph_kind(category: str) -> str:
    """The glyph of a category; a plain process box for a category that the table does not know."""
    known = vocabulary().categories.get(category)
    return known.glyph if known and known.glyph else "process"


def _lower_first(text: str) -> str:
    return text[:1].lower() + text[1:] if text[1:2].islower() else text


def forms_of(content: Content) -> list[Content]:
    """The content, then what takes less room: without places that only hold others, and without single ones too."""
    forms = [content]
    own = {node.place for node in content.nodes}
    if any(key not in own for key in content.places):
        flat = replace(content)
        flat.tidy(bare=True)
        forms.append(flat)
    if (lean := _without_single_places(forms[-1])) is not None:
        forms.append(lean)
    return forms


def _without_single_places(content: Content) -> Content | None:
    """The same, with places of a single entity written below its name instead of drawn; ``None`` if there are none."""
    count = Counter(node.place for node in content.nodes)
    single = {key for key in content.places if count[key] == 1}
    if not single:
        return None
    nodes = [
        replace(n, place=_outer(content, n.place, single), remark=_lower_first(content.places[n.place]))
        if n.place in single
        else n
        for n in content.nodes
    ]
    lean = replace(content, nodes=nodes)
    lean.tidy()
    return lean


def _outer(content: Content, place: str, without: set[str]) -> str:
    """The next place around one that is drawn and not left out."""
    while place in without:
        place = content.within.get(place, "")
    return place


def number(mechanism: Mechanism, parts: Sequence[Content]) -> None:
    """Number the sources in the order in which links need them, over all parts; those of objections are kept apart."""
    numbers: dict[str, int] = {}
    against: dict[str, list[str]] = {}
    for objection in mechanism.objections:
        named = [objection.evidence.source] if objection.evidence else list(objection.association.sources)
        against.setdefault(objection.claim, []).extend(named)
    for link in (link for part in parts for link in part.links):
        own: dict[int, None] = {}
        contra: dict[int, None] = {}
        seen: dict[int, None] = {}
        for a in (*link.claims, *link.observed):
            for e in a.evidence:
                if e.stance in {"supports", "partial"} or a.negated:
                    n = numbers.setdefault(e.source, len(numbers) + 1)
                    (seen if a in link.observed else own)[n] = None
                else:
                    contra[numbers.setdefault(e.source, len(numbers) + 1)] = None
            for source in against.get(a.id, ()):
                contra[numbers.setdefault(source, len(numbers) + 1)] = None
        link.refs = tuple(sorted(own))
        link.seen = tuple(sorted(set(seen) - set(own)))
        link.against = tuple(sorted(set(contra) - set(own) - set(seen)))
    letters: dict[tuple[int, ...], str] = {}
    for link in (link for part in parts for link in part.links):
        groups = (link.refs, link.seen, link.against)
        # what else stands on the line leaves less room for numbers
        most = _NUMBERS if not (link.steps or link.when or link.seen) else _NUMBERS - 1
        for group in groups:
            if len(numbers_text(group).split(",")) > most:
                letters.setdefault(group, _letter(len(letters)))
    for part in parts:
        part.sources = list(numbers)
        part.letters = {letter: group for group, letter in letters.items()}


def _letter(n: int) -> str:
    """a … z, aa, ab …: what stands for several references on a line.

    >>> _letter(0), _letter(26)
    ('a', 'aa')
    """
    return (_letter(n // 26 - 1) if n > 25 else "") + ascii_lowercase[n % 26]


def describe(mechanism: Mechanism, *parts: Content) -> str:
    """The mechanism in sentences, for people who do not see the figure."""
    sentences = [s for part in parts for link in part.links for s in link.sentences]
    text = ". ".join(dict.fromkeys(sentences))
    return f"{text}." if text else f"{mechanism.name}: no claims."


def numbers_text(numbers: Sequence[int]) -> str:
    """Reference numbers, runs of three or more shortened.

    >>> numbers_text([1, 2, 5, 6, 7, 9])
    '1,2,5–7,9'
    """
    runs: list[list[int]] = []
    for n in sorted(numbers):
        if runs and n == runs[-1][-1] + 1:
            runs[-1].append(n)
        else:
            runs.append([n])
    return ",".join(f"{r[0]}–{r[-1]}" if len(r) > 2 else ",".join(map(str, r)) for r in runs)
