"""Two drugs that meet at a point: the data of an interaction, as text and as plain values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Literal

import msgspec

from ..curie import Curie
from ..errors import DrawingError
from ..model import CERTAINTIES, Association, Certainty, Entity, Source
from ..model.shaped import Shaped
from ..sentences import claim_sentence
from ..store.base import Store
from ..vocab import vocabulary
from .sides import Sides, sides_of

__all__ = ["ACTIVATED", "AT_PROCESSES", "AT_RECEPTORS", "KINDS", "LAST", "Interaction", "Interactions", "Kind", "Way"]

Kind = Literal["documented", "pharmacokinetic", "pharmacodynamic"]
KINDS: tuple[Kind, ...] = ("documented", "pharmacokinetic", "pharmacodynamic")

AT_RECEPTORS = ("blocks-the-target", "displaces-at-the-target")
AT_PROCESSES = ("shared-process", "crosses-process")
LAST = 6
"""The rank of what two drugs share without it being known to matter."""
MATTERS = 4
"""The last rank that is told as an interaction."""
_APART = {"population_of": "patients", "preparation": "preparations", "route": "routes", "timing": "times of treatment"}
ACTIVATED = "active metabolite"
"""What the qualifier of a substrate says where the enzyme makes of it what acts: less enzyme, less effect."""
_WAYS = {
    "blocks-the-target": "one against the other",
    "displaces-at-the-target": "one displaces the other",
    "changes-the-carrier": "level changed",
    "crosses-process": "one makes the other worse",
}
_GROUPS = {"same": "may add up", "opposite": "may counteract", "undetermined": "meet, direction unknown"}


class Way(msgspec.Struct, frozen=True, kw_only=True):
    """How one drug gets to the point: its claims in order, and their sign together."""

    drug: Curie
    claims: tuple[Association, ...]
    sign: int

    @property
    def certainty(self) -> Certainty:
        return max((a.certainty for a in self.claims), key=CERTAINTIES.index)


class Interaction(msgspec.Struct, frozen=True, kw_only=True):
    """Two drugs that meet at a point.

    Args:
        kind: documented, pharmacokinetic or pharmacodynamic (the last two are inferred).
        acting, affected: Direction: the drug that changes the other. Empty direction (both given, ``mutual``) where
            both act on the same thing.
        point: Where the two ways meet.
        ways: The cited ways of the two drugs; one way only for a documented interaction.
        relation: same, opposite or undetermined direction of the two effects; "changes" for kinetics.
        certainty, hedge: The weakest of the claims; inferred ones are hedged at best.
        rule: How it was inferred; empty for documented ones.
        apart: Fields of context in which its claims differ, such as species: what was seen was not seen together.
        process: Where they meet: respiration, CNS depression, blood pressure, receptor, enzyme …; empty where no row of
            ``graph/vocabulary/interactions.tsv`` says.
        severity: How serious a source calls it ("contraindicated"); empty where none does.
        rank: Its place in the order in which interactions are told, from 0; no measure of harm.
    """

    kind: Kind
    acting: Curie
    affected: Curie
    mutual: bool
    point: Curie
    ways: tuple[Way, ...]
    relation: Literal["same", "opposite", "undetermined", "raises", "lowers", "changes"]
    certainty: Certainty
    hedge: str = ""
    rule: str = ""
    apart: tuple[str, ...] = ()
    process: str = ""
    severity: str = ""
    rank: int = 9

    @property
    def matters(self) -> bool:
        """Whether it is told as an interaction: a source states it, or labels list such meetings; else it is shared."""
        return self.rank <= MATTERS

    @property
    def claims(self) -> tuple[Association, ...]:
        return tuple({a.id: a for w in self.ways for a in w.claims}.values())

    def of_class(self, drug: Curie) -> bool:
        """Whether the way of a drug rests on what is said of its class."""
        if self.kind == "documented" and self.rule:
            first = self.ways[0].claims[0]
            return drug in (self.acting, self.affected) and drug not in (first.subject, first.object)
        return any(a.rule for w in self.ways if w.drug == drug for a in w.claims)

    @property
    def sources(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(s for a in self.claims for s in a.sources))

    def sentence(self, names: dict[Curie, Entity]) -> str:
        """The interaction as a sentence without a final stop."""

        def name(c: Curie) -> str:
            return names[c].name if c in names else str(c)

        if self.kind == "documented":
            said = claim_sentence(self.ways[0].claims[0], names)
            return f"{said}: said of a class, which reaches {self._members(names)}" if self.rule else said
        enzyme = self.point in names and vocabulary().is_a(names[self.point].category, "enzyme")
        text = self._inference(name(self.acting), name(self.affected), name(self.point), enzyme=enzyme)
        if self.rule == "shared-role":
            text = f"{name(self.acting)} and {name(self.affected)} both have the role {name(self.point)} and may add up"
        if self.rule in AT_PROCESSES:
            text = self._at_process(name)
        if self.apart:
            text += f" (seen in different {' and '.join(_APART.get(f, f) for f in self.apart)})"
        return text

    def _members(self, names: dict[Curie, Entity]) -> str:
        """The drugs of the two that are meant as members of a class."""
        said = {self.ways[0].claims[0].subject, self.ways[0].claims[0].object}
        meant = [c for c in (self.acting, self.affected) if c not in said]
        return " and ".join(names[c].name if c in names else str(c) for c in meant)

    def _at_process(self, name: Callable[[Curie], str]) -> str:
        """Both drugs with what each does, and what that means for the process."""
        ends = [f"{name(w.drug)} ({name(w.claims[-1].object)})" for w in self.ways]
        if self.rule == "crosses-process":
            return f"{ends[0]} may make worse what {ends[1]} does: {self.process}"
        how = "may add up" if self.relation == "same" else "may counteract each other"
        return f"{' and '.join(ends)} both change {self.process} and {how}"

    def _inference(self, a: str, b: str, point: str, *, enzyme: bool) -> str:
        if self.kind == "pharmacokinetic":
            if self.mutual:
                return f"{a} and {b} both depend on {point} and may compete there"
            how = {"raises": "raises", "lowers": "lowers"}.get(self.relation, "changes")
            if ACTIVATED in self.ways[1].claims[0].qualifiers.extent:
                effect = {"raises": "strengthen", "lowers": "weaken"}.get(self.relation, "change")
                return f"{a} {how} the activity of {point}, which activates {b}, and may so {effect} {b}"
            level = {"raises": "lower", "lowers": "raise"}.get(self.relation, "change") if enzyme else "change"
            return f"{a} {how} the activity of {point}, which handles {b}, and may so {level} the level of {b}"
        if self.rule == "blocks-the-target":
            return f"{a} acts against what {b} does at {point}, and may so weaken or reverse {b}"
        if self.rule == "displaces-at-the-target":
            return (
                f"{a} is a partial agonist of {point}, on which {b} acts as an agonist: it may displace {b}, "
                "weaken it, and precipitate withdrawal in those who depend on it"
            )
        if self.relation == "same":
            return f"{a} and {b} act on {point} in the same direction and may add up"
        if self.relation == "opposite":
            return f"{a} and {b} act on {point} in opposite directions and may counteract each other"
        return f"{a} and {b} both act on {point}"


def _more(total: int, limit: int | None, what: str) -> list[str]:
    """The line that says how many are left out, where any are."""
    return [] if limit is None or total <= limit else [f"  and {total - limit:,} more {what}"]


class Interactions(Shaped, msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """Interactions of a drug, documented ones first, then inferred ones by certainty; ``store`` is what they are of.

    ``denied`` are claims that two of the drugs do not interact; a shared enzyme or carrier is then not told of the two.
    """

    drug: Entity
    other: Entity | None
    found: tuple[Interaction, ...]
    denied: tuple[Association, ...] = ()
    entities: dict[Curie, Entity] = {}
    sources: dict[str, Source] = {}
    store: Store

    @cached_property
    def sides(self) -> dict[str, Sides]:
        """For each claim by its id, what is for it and against it; looked up when asked for."""
        return {a.id: found for a, found in sides_of(self.store, self._claims())}

    def _claims(self) -> Iterator[Association]:
        yield from (a for i in self.found for a in i.claims)
        yield from self.denied

    def of(self, kind: Kind) -> tuple[Interaction, ...]:
        return tuple(i for i in self.found if i.kind == kind)

    @property
    def documented(self) -> tuple[Interaction, ...]:
        """Those that a source states."""
        return self.of("documented")

    @property
    def inferred(self) -> tuple[Interaction, ...]:
        """Those that follow from two ways that meet; no source states them."""
        return tuple(i for i in self.found if i.kind != "documented")

    @property
    def between(self) -> str:
        """The drug, or both drugs, by name."""
        return self.drug.name + (f" with {self.other.name}" if self.other else "")

    def claims_to_draw(self) -> list[Association]:
        """The claims by which two drugs meet; of a drug with all others, those of what is more than a shared effect.

        Raises:
            DrawingError: there are none.
        """
        shown = self.found if self.other else [i for i in self.found if i.kind != "pharmacodynamic"]
        claims = {a.id: a for i in shown for a in i.claims}
        if not claims:
            remedy = "" if self.other else "name the other drug"
            raise DrawingError(f"no interaction of {self.between} to draw", remedy=remedy)
        return list(claims.values())

    def __len__(self) -> int:
        return len(self.found)

    def _repr_html_(self) -> str:
        """For a notebook: a table, in the order in which they are told."""
        from ..model.showing import framed, plain, table

        if not self.found:
            return framed(plain(self.lines()))
        rows = []
        for i in sorted(self.found, key=lambda i: i.rank):
            others = [c for c in (i.acting, i.affected) if c != self.drug.id]
            other = others[0] if others else self.drug.id
            told = i.sentence(self.entities)
            named = self.entities[other].label if other in self.entities else str(other)
            how = "stated" if i.kind == "documented" else f"inferred: {i.kind}"
            sure = f"{i.certainty}{f' (“{i.hedge}”)' if i.hedge else ''}"
            rows.append((other, named, i.process, told, how, sure, i.severity, ", ".join(i.sources)))
        columns = ("with", "with_label", "where they meet", "what", "how known", "certainty", "severity", "sources")
        key = ["inferred: a hypothesis; no source states it"] if self.inferred else []
        caption = f"Interactions of {self.between}: {len(self.documented):,} stated, {len(self.inferred):,} inferred"
        return framed(table(columns, rows, caption=caption, key=key, more="found, of(kind) or lines() have all"))

    def lines(self, limit: int | None = None) -> list[str]:
        """The interactions as text: with one other drug each with its claims; with all drugs grouped by effect.

        Shared effects stand most serious first; of those that are not known to matter the surest, then those that the
        fewest drugs share, because what nearly every drug does says little of two of them; in a line, first the drugs
        that share most with this one.

        Args:
            limit: At most so many of each kind, and names in a line; what is left out is counted. ``None`` for all.
        """
        if not self.found:
            none = f"None stated: the graph states and implies no interaction of {self.between}"
            return [f"{none}; that is not to say there is none.", *self._known(), *self._denied(limit)]
        out = [f"Interactions of {self.between}"]
        if self.other is not None:
            out += self._by_process() if any(i.matters for i in self.found) else self._only_shared()
        titles = {
            "documented": "Documented",
            "pharmacokinetic": "Inferred: the same transporter, enzyme or organ",
            "pharmacodynamic": "Inferred: the same effect or target",
        }
        for kind in sorted(KINDS, key=lambda k: (k != "documented", min((i.rank for i in self.of(k)), default=0))):
            listing = self.of(kind)
            if not listing:
                continue
            if kind == "pharmacodynamic" and self.other is None:
                partners = {c for i in listing for c in (i.acting, i.affected)} - {self.drug.id}
                hint = "name the other drug to see the claims"
                out.append(f"{titles[kind]} ({len(listing)}, drugs: {len(partners)}; {hint})")
                grouped = self._grouped(listing, limit)
                out += grouped[:limit] + _more(len(grouped), limit, "effects or targets")
                continue
            out.append(f"{titles[kind]} ({len(listing)})")
            for i in listing[:limit]:
                out += self._one(i)
            out += _more(len(listing), limit, "interactions")
        out += self._denied(limit)
        if any(i.of_class(c) for i in self.found for c in (i.acting, i.affected)):
            out.append("(c) said of a class of the drug, not of the drug; --own-claims leaves these out")
        if self.inferred:
            out.append("What is inferred is a hypothesis; no source states it.")
        return out

    def _denied(self, limit: int | None) -> list[str]:
        """What a source says does not interact; it is said of these drugs as they were given there, and no more."""
        if not self.denied:
            return []
        said = [f"  {claim_sentence(a, self.entities)} ({', '.join(a.sources) or 'no source'})" for a in self.denied]
        title = f"Denied by a source ({len(said)})"
        return [title, *said[:limit], *_more(len(said), limit, "that are denied")]

    def _only_shared(self) -> list[str]:
        """What stands first where two drugs meet at nothing that labels list."""
        none = "None stated: what the two share is not known to matter, which is not to say that it does not."
        return [none, *self._known()]

    def _known(self) -> list[str]:
        """How much the graph knows of each side: silence about a drug of which nothing is known says nothing."""
        told = []
        for e in (self.drug, self.other):
            if e is not None:
                n = sum(1 for way in ("subject", "object") for _ in self.store.associations(**{way: e.id}))
                told.append(f"{n:,} claim{'' if n == 1 else 's'} about {e.name}")
        return [f"It holds {' and '.join(told)}."]

    def _by_process(self) -> list[str]:
        """The processes at which two drugs meet, the most serious first: what happens there, and how it is known."""
        processes: dict[str, dict[str, None]] = {}
        for i in self.found:
            if not (i.process and i.matters):
                continue
            how = "stated" if i.kind == "documented" else "inferred"
            how += " of a class" if i.kind == "documented" and i.rule else ""
            what = _WAYS.get(i.rule) or _GROUPS.get(i.relation, "")
            processes.setdefault(i.process, {})[f"{what}, {how}" if what else how] = None
        grave = next((i.severity for i in self.found if i.severity), "")
        lines = [f"A source says: {grave}."] if grave else []
        told = "; ".join(f"{process} ({'; '.join(how)})" for process, how in processes.items())
        return [*lines, *([f"Most serious first: {told}"] if told else [])]

    def _one(self, i: Interaction) -> list[str]:
        cited = ", ".join(i.sources) or "no source"
        if i.kind == "documented":
            return [f"  {i.sentence(self.entities)} ({cited})"]
        mark = i.certainty + (f", “{i.hedge}”" if i.hedge else "")
        return [f"  {i.sentence(self.entities)} [{mark}] ({cited})"] + [
            f"    {claim_sentence(a, self.entities)}" + (" (c)" if a.rule else "") for a in i.claims
        ]

    def _grouped(self, listing: tuple[Interaction, ...], limit: int | None) -> list[str]:
        """One line for each effect and direction, with the drugs that meet there and the sources of all."""
        groups: dict[tuple[str, str], list[Interaction]] = {}
        shared: Counter[Curie] = Counter()
        for i in listing:
            at = i.process if i.rule in AT_PROCESSES else i.point
            groups.setdefault((at, i.relation), []).append(i)
            shared[self._partner(i)] += 1
        ranked = sorted(
            groups.items(),
            key=lambda g: (
                min((i.rank for i in g[1] if i.matters), default=LAST),
                min(CERTAINTIES.index(i.certainty) for i in g[1]),
                len(g[1]),
                g[0],
            ),
        )
        out = []
        for (_, relation), found in ranked:
            point = found[0].point
            names: dict[str, None] = {}
            for i in sorted(found, key=lambda i: (-shared[self._partner(i)], self._partner(i))):
                other = self._partner(i)
                entity = self.entities.get(other)
                name = entity.name if entity else str(other)
                marks = ["c"] if i.of_class(other) else []
                marks += [f"different {_APART.get(f, f)}" for f in i.apart]
                names[name + (f" ({', '.join(marks)})" if marks else "")] = None
            own = " (c)" if found[0].of_class(self.drug.id) else ""
            where = self.entities[point].name if point in self.entities else str(point)
            where = found[0].process if found[0].rule in AT_PROCESSES else where
            cited = ", ".join(dict.fromkeys(s for i in found for s in i.sources)) or "no source"
            certainty = "/".join(dict.fromkeys(i.certainty for i in found))
            left = f" and {len(names) - limit:,} more" if limit is not None and len(names) > limit else ""
            said = ", ".join(list(names)[:limit]) + left
            out.append(f"  {where}{own}, {_GROUPS[relation]}: {said} [{certainty}] ({cited})")
        return out

    def _partner(self, i: Interaction) -> Curie:
        return i.affected if i.acting == self.drug.id else i.acting

    def __str__(self) -> str:
        return "\n".join(self.lines())
