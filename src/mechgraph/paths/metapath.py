"""Metapaths: a sequence of categories and predicates, read from two notations.

Hetionet's: ``CbGaD``, ``CbGpPWpGaD``, ``CbG<rGr>GaD`` (category abbreviations in capitals, predicate letters in
lower case, ``>`` or ``<`` where a predicate is directed within one category). Ours: ``Drug -binds-> Gene <-causes-
Protein -> Disease``, where an arrow without a name is any predicate in that direction and ``--`` or ``-name-`` is
either direction.

Abbreviations are a table that is passed in; the table of Hetionet v1.0 (24 types) is built in. Nothing is guessed:
a text that does not parse is refused with the position and the nearest thing that would have parsed.
"""

from __future__ import annotations

import difflib
import functools
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ..errors import UsageError, VocabularyError

__all__ = ["Metaedge", "Metapath", "MetapathTable", "Step", "parse_metapath"]


@dataclass(frozen=True, slots=True)
class Step:
    """One step: a predicate name (``None``: any), walked +1 forward, −1 backwards, 0 either way."""

    predicate: str | None
    direction: int = 0


@dataclass(frozen=True, slots=True)
class Metapath:
    """Categories (one more than steps; ``None``: any) and the steps between them.

    >>> print(Metapath(("Drug", "Gene"), (Step("binds", 1),)))
    Drug -binds-> Gene
    >>> print(Metapath(("Drug", "Gene"), (Step("binds", 1),)).reversed())
    Gene <-binds- Drug
    """

    categories: tuple[str | None, ...]
    steps: tuple[Step, ...]

    def __post_init__(self) -> None:
        if len(self.categories) != len(self.steps) + 1 or not self.steps:
            raise UsageError(f"a metapath of {len(self.steps)} steps has {len(self.steps) + 1} categories, at least 2")

    def __len__(self) -> int:
        return len(self.steps)

    def __str__(self) -> str:
        parts = [self.categories[0] or "*"]
        for step, category in zip(self.steps, self.categories[1:], strict=True):
            name = f"-{step.predicate}-" if step.predicate else "-"
            arrow = {1: f"{name}>", -1: f"<{name}", 0: name if step.predicate else "--"}[step.direction]
            parts += [arrow, category or "*"]
        return " ".join(parts)

    def reversed(self) -> Metapath:
        """The same paths, told from the other end."""
        steps = tuple(Step(s.predicate, -s.direction) for s in self.steps[::-1])
        return Metapath(self.categories[::-1], steps)


@dataclass(frozen=True, slots=True)
class Metaedge:
    """One type of link: subject category, predicate, object category, and whether it reads the same both ways."""

    subject: str
    predicate: str
    object: str
    symmetric: bool = False


class MetapathTable:
    """Abbreviations of link types, such as ``CbG`` or ``Gr>G``.

    Args:
        metaedges: What each abbreviation stands for. A ``>`` in it marks a directed type within one category.

    Raises:
        UsageError: An abbreviation that is not capitals, small letters, an optional ``>``, capitals.

    >>> table = MetapathTable.hetionet()
    >>> print(table.parse("CbGr>GaD"))
    Compound -binds-> Gene -regulates-> Gene <-associates- Disease
    """

    def __init__(self, metaedges: Mapping[str, Metaedge]) -> None:
        self.metaedges = dict(metaedges)
        self._steps: dict[str, tuple[str, Step, str]] = {}
        self._categories: set[str] = set()
        for text, edge in self.metaedges.items():
            match = re.fullmatch(r"([A-Z]+)([a-z]+)(>?)([A-Z]+)", text)
            if match is None:
                raise UsageError(f"{text!r} is not an abbreviation of a link type", suggestions=["CbG", "Gr>G"])
            a, letter, arrow, b = match.groups()
            self._categories |= {a, b}
            either = 0 if edge.symmetric else 1
            self._steps[text] = (edge.subject, Step(edge.predicate, either), edge.object)
            back = f"{b}{'<' if arrow else ''}{letter}{a}"
            self._steps.setdefault(back, (edge.object, Step(edge.predicate, -either), edge.subject))

    @classmethod
    @functools.cache
    def hetionet(cls) -> MetapathTable:
        """The 24 types of Hetionet v1.0 (Himmelstein et al. 2017, eLife 6:e26726), under Hetionet's own names."""
        return cls({text: Metaedge(*ends, symmetric=text in _SYMMETRIC) for text, ends in _HETIONET.items()})

    def renamed(self, categories: Mapping[str, str], predicates: Mapping[str, str]) -> MetapathTable:
        """The same abbreviations for a graph that calls things otherwise.

        ``predicates`` maps an abbreviation (``CbG``) or a predicate name to the graph's name; abbreviations win.
        """
        return MetapathTable(
            {
                text: Metaedge(
                    categories.get(edge.subject, edge.subject),
                    predicates.get(text, predicates.get(edge.predicate, edge.predicate)),
                    categories.get(edge.object, edge.object),
                    edge.symmetric,
                )
                for text, edge in self.metaedges.items()
            }
        )

    def parse(self, text: str) -> Metapath:
        """Read Hetionet's notation. Raises UsageError with the position and the nearest abbreviation."""
        categories: list[str | None] = []
        steps: list[Step] = []
        position = 0
        compact = text.strip()
        while position < len(compact):
            match = re.compile(r"[A-Z]+[<>]?[a-z]+[<>]?(?=([A-Z]+))").match(compact, position)
            if match is None:
                break
            link = match.group() + match.group(1)
            if link not in self._steps:
                near = difflib.get_close_matches(link, self._steps, 3)
                raise UsageError(
                    f"metapath {compact!r}: no link type {link!r} at position {position + 1}", suggestions=near
                )
            first, step, last = self._steps[link]
            categories = [*categories, last] if categories else [first, last]
            steps.append(step)
            position = match.end()
        if not steps or compact[position:] not in self._categories:
            rest = compact[position:]
            raise UsageError(
                f"metapath {compact!r} does not parse at position {position + 1}: {rest!r}",
                remedy="write CbGaD, or drug -binds-> gene -- disease",
            )
        return Metapath(tuple(categories), tuple(steps))

    def abbreviate(self, metapath: Metapath) -> str:
        """Write a metapath in Hetionet's notation. Raises UsageError where a step has no abbreviation."""
        names = {(a, step, b): text for text, (a, step, b) in self._steps.items()}
        out = ""
        for a, step, b in zip(metapath.categories, metapath.steps, metapath.categories[1:], strict=False):
            text = names.get((a or "", step, b or ""))
            if text is None:
                raise UsageError(f"no abbreviation for {a} {step} {b}")
            out = text if not out else out + re.sub(r"^[A-Z]+", "", text)
        return out


_ARROW = re.compile(r"\s*(<?)-(?:([^-<>\s][^<>]*?)-|-?)(>?)\s*")


def parse_metapath(
    text: str,
    *,
    table: MetapathTable | None = None,
    categories: Sequence[str] | None = None,
    predicates: Iterable[str] | None = None,
) -> Metapath:
    """Read a metapath in either notation.

    Args:
        text: ``CbGaD`` (needs ``table``) or ``Drug -binds-> Gene -> Disease``; ``*`` is any category.
        table: Abbreviations; ``None`` means :meth:`MetapathTable.hetionet`.
        categories: Known category names, to catch typos; ``None`` accepts any.
        predicates: Known predicate names, likewise.

    Raises:
        UsageError: The text does not parse; with the position.
        VocabularyError: A category or predicate that is not known; with the nearest one.

    >>> print(parse_metapath("Drug -binds-> Gene -> Disease"))
    Drug -binds-> Gene -> Disease
    >>> len(parse_metapath("CbGpPWpGaD"))
    4
    """
    if "-" not in text:
        return (table or MetapathTable.hetionet()).parse(text)
    names: list[str | None] = []
    steps: list[Step] = []
    position = 0
    for match in [*_ARROW.finditer(text), None]:
        end = len(text) if match is None else match.start()
        name = text[position:end].strip()
        if not name or re.search(r"[<>]", name):
            raise UsageError(
                f"metapath {text!r}: a category is missing at position {position + 1}",
                remedy="write drug -binds-> gene -> disease",
            )
        names.append(None if name == "*" else _known(name, categories, "category", position))
        if match is None:
            break
        left, predicate, right = match.groups()
        if left and right:
            raise UsageError(f"metapath {text!r}: an arrow with two heads at position {match.start() + 1}")
        if predicate is not None:
            predicate = _known(predicate.strip(), predicates, "predicate", match.start())
        steps.append(Step(predicate, 1 if right else -1 if left else 0))
        position = match.end()
    return Metapath(tuple(names), tuple(steps))


def _known(name: str, names: Iterable[str] | None, what: str, position: int) -> str:
    if names is None or name in (known := list(names)):
        return name
    near = difflib.get_close_matches(name, known, 3)
    raise VocabularyError(f"no {what} {name!r} (position {position + 1})", suggestions=near)


_SYMMETRIC = frozenset({"CrC", "DrD", "GcG", "GiG"})
_HETIONET: dict[str, tuple[str, str, str]] = {
    "AdG": ("Anatomy", "downregulates", "Gene"),
    "AeG": ("Anatomy", "expresses", "Gene"),
    "AuG": ("Anatomy", "upregulates", "Gene"),
    "CbG": ("Compound", "binds", "Gene"),
    "CcSE": ("Compound", "causes", "Side Effect"),
    "CdG": ("Compound", "downregulates", "Gene"),
    "CpD": ("Compound", "palliates", "Disease"),
    "CrC": ("Compound", "resembles", "Compound"),
    "CtD": ("Compound", "treats", "Disease"),
    "CuG": ("Compound", "upregulates", "Gene"),
    "DaG": ("Disease", "associates", "Gene"),
    "DdG": ("Disease", "downregulates", "Gene"),
    "DlA": ("Disease", "localizes", "Anatomy"),
    "DpS": ("Disease", "presents", "Symptom"),
    "DrD": ("Disease", "resembles", "Disease"),
    "DuG": ("Disease", "upregulates", "Gene"),
    "GcG": ("Gene", "covaries", "Gene"),
    "GiG": ("Gene", "interacts", "Gene"),
    "GpBP": ("Gene", "participates", "Biological Process"),
    "GpCC": ("Gene", "participates", "Cellular Component"),
    "GpMF": ("Gene", "participates", "Molecular Function"),
    "GpPW": ("Gene", "participates", "Pathway"),
    "Gr>G": ("Gene", "regulates", "Gene"),
    "PCiC": ("Pharmacologic Class", "includes", "Compound"),
}
