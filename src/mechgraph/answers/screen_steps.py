"""How a drug works, in causal order: the curated mechanism as steps, or what it acts on where there is none.

The chains of a mechanism are one graph. Where it neither branches nor joins, claims are one step: the first is said,
and what follows from it by the signs ("→ less glutamate release"). Steps from one point are branches of one number.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from ..curie import Curie
from ..model import CERTAINTIES, Association, CuratedMechanism, Mechanism, Path
from ..reason.mechanism import AGAINST
from ..vocab import vocabulary
from ..workspace import Workspace
from .screen import Block, Row
from .screen_words import Words, against, backing, dots, for_it, listed, upper

__all__ = ["best_of", "how_it_works", "main_mechanism", "near_uses"]

_ACTIVE = ("gene_product", "cell_type", "anatomy")
"""Of these more is more activity, not a greater amount."""
_SEVERAL = re.compile("[a-z]{3}(?<![sui])s$")
"""Names of several things, of which there are fewer and not less."""
_TARGETS, _EFFECTS, _DISPUTED, _TOLD = 4, 4, 2, 5


def main_mechanism(workspace: Workspace, words: Words, about: Sequence[Association]) -> list[Mechanism]:
    """The curated mechanisms of a drug: those to what it treats first, of these the best documented."""
    store, drug = workspace.store, words.about

    def order(m: CuratedMechanism) -> tuple[int, int, str]:
        groups = {a.relation.group for a in about if a.asserted and a.object == m.effect}
        use = 0 if groups & {"use", "relief"} else 1 if groups & {"off_label"} else 2
        return use, -len(m.claims), m.id

    out: dict[Curie, Mechanism] = {}
    for m in sorted(store.mechanisms(drug=drug.id), key=order):
        effect = store.entity(m.effect)
        if effect is not None and m.effect not in out:
            out[m.effect] = workspace.mechanism(drug, effect)
    return list(out.values())


def how_it_works(words: Words, about: Sequence[Association], mechanisms: Sequence[Mechanism]) -> Block | None:
    """The block; ``None`` where no claim says how."""
    rows: list[Row] = []
    main = mechanisms[0] if mechanisms else None
    if main is not None and main.paths:
        disputed = _disputed(words, main)
        told = {r.claims[0] for r in disputed}
        steps = [*_steps(words, main), *_summaries(words, main)]
        rows += [r for r in steps if r.label != "observed" or not set(r.claims) <= told]
        rows += disputed
        rows += _elsewhere(words, mechanisms[1:])
    else:
        rows += _acts_on(words, about)
    rows += _denied(words, about)
    to = f"to {_end(main)}; " if main is not None and main.sign else ""
    note = f"{to}●●● established ●●○ probable ●○○ hedged"
    return Block(title="how it works", rows=tuple(rows), note=note) if rows else None


def _end(mechanism: Mechanism) -> str:
    name = mechanism.effect.name if mechanism.effect is not None else "its end"
    return f"{'less' if mechanism.sign == -1 else 'more'} {name}"


# A mechanism as steps ------------------------------------------------------------------------------------------------

Edge = tuple[Curie, Curie]


def _steps(words: Words, mechanism: Mechanism) -> list[Row]:
    """The chains from a target as numbered steps; those that begin with what is seen of the drug as a whole, after."""
    on = [p for p in mechanism.paths if words.acts_on(p.steps[0].association)]
    inner = on or list(mechanism.paths)
    known = {e for p in inner for e in p.entities[1:]}
    whole: dict[tuple[Curie, ...], Path] = {p.entities: p for p in mechanism.paths if p not in inner and not _use(p)}
    return [*_numbered(words, mechanism.drug.id, inner), *(_observed(words, p, known) for p in whole.values())]


def _summaries(words: Words, mechanism: Mechanism) -> list[Row]:
    """What is seen of the drug as a whole, where the steps explain it: the widest observation."""
    beside = {a.id: a for a in mechanism.beside}
    seen = [
        [beside[c] for c in s.claims if c in beside and beside[c].asserted and beside[c].subject == mechanism.drug.id]
        for s in sorted(mechanism.steps, key=lambda s: -len(s.summarises))
        if s.summarises
    ]
    widest = next((claims for claims in seen if claims), [])
    if not widest:
        return []
    text = upper("; ".join(words.told(widest, 2, sure=True)))
    ids = tuple(a.id for a in widest)
    return [Row(text=text, sources=backing(widest), claims=ids, label="observed", certainty=dots(widest))]


def _use(path: Path) -> bool:
    """Whether a chain begins with a use, which is no way of working."""
    return path.steps[0].association.relation.role == "clinical"


def _observed(words: Words, path: Path, known: set[Curie]) -> Row:
    """What is seen of the drug without its target, as far as the steps do not tell it."""
    signs, sign, claims = {path.steps[0].start: 1}, 1, []
    for step in path.steps:
        sign *= step.sign
        signs[step.end] = sign
        claims.append({step.association.id: step.association})
        if step.end in known:
            break
    return _step(words, claims, [(s.start, s.end) for s in path.steps[: len(claims)]], signs, "observed")


def _numbered(words: Words, drug: Curie, paths: Sequence[Path]) -> list[Row]:
    claims: dict[Edge, dict[str, Association]] = {}
    signs: dict[Curie, set[int]] = {drug: {1}}
    level: dict[Curie, int] = {drug: 0}
    for path in paths:
        sign = 1
        for i, step in enumerate(path.steps, 1):
            claims.setdefault((step.start, step.end), {})[step.association.id] = step.association
            sign *= step.sign
            signs.setdefault(step.end, set()).add(sign)
            level[step.end] = max(level.get(step.end, 0), i)
    whole = {node: next(iter(found)) if len(found) == 1 else 0 for node, found in signs.items()}
    after: dict[Curie, list[Curie]] = {}
    into: dict[Curie, int] = {}
    for start, end in claims:
        after.setdefault(start, []).append(end)
        into[end] = into.get(end, 0) + 1

    def segment(start: Curie, end: Curie) -> list[Edge]:
        out = [(start, end)]
        while len(after.get(end, ())) == 1 and into[end] == 1 and len(out) <= len(claims):
            out.append((end, after[end][0]))
            end = after[end][0]
        return out

    starts = [n for n in after if n == drug or len(after[n]) != 1 or into.get(n, 0) != 1]
    rows: list[Row] = []
    last = drug
    for number, start in enumerate(sorted(starts, key=lambda n: level[n]), 1):
        alike: dict[tuple[object, ...], list[list[Edge]]] = {}
        for way in sorted((segment(start, end) for end in after[start]), key=lambda way: -len(way)):
            key = (whole[way[0][1]], len(way), *(end for _, end in way[1:]))
            alike.setdefault(key if len(way) > 1 else (way[0],), []).append(way)
        for i, ways in enumerate(alike.values()):
            branch = "" if len(alike) == 1 else " ├─" if i < len(alike) - 1 else " └─"
            label = f"{number if not i else ' '}{branch}"
            merged = [{k: a for e in edges for k, a in claims[e].items()} for edges in zip(*ways, strict=True)]
            rows.append(_step(words, merged, ways[0], whole, label, hence=start == last != drug))
            last = ways[-1][-1][1]
    return rows


def _step(
    words: Words, claims: Sequence[dict[str, Association]], way: Sequence[Edge], whole: dict[Curie, int], label: str,
    hence: bool = False,
) -> Row:  # fmt: skip
    everything = [a for found in claims for a in found.values()]
    start = way[0][0]
    first = list(claims[0].values())
    things = list(dict.fromkeys(a.causal_ends[1] for a in first))
    rest = way[1:]
    if whole[start] == 1 and not words.is_a(start, "process_or_activity"):
        kept = [a for a in first if a.causal_ends[1] in things[:4]] if len(things) > 5 else first
        text = upper("; ".join(words.told(kept, 2, sure=True)))
        text += f" and {len(things) - 4} more" if kept is not first else ""
    else:
        text = "Hence " if hence else f"{upper(_changed(words, start, whole[start]))} → "
        text += _changed(words, way[0][1], whole[way[0][1]], things)
    text += "".join(f" → {_changed(words, end, whole[end])}" for _, end in rest)
    return Row(
        text=text, sources=backing(everything), claims=tuple(a.id for a in everything), label=label,
        certainty=dots(everything),
    )  # fmt: skip


def _changed(words: Words, node: Curie, sign: int, alike: Sequence[Curie] = ()) -> str:
    """What becomes of a thing, and of those ``alike``: "less glutamate release", "more active Kir3 channels"."""
    name, entity = words.name(node), words.entity(node)
    chemical = entity is not None and vocabulary().category(entity.category).glyph == "chemical"
    amount = {1: "more ", -1: "fewer " if chemical and _SEVERAL.search(name) else "less ", 0: ""}[sign]
    counted = entity is not None and not chemical
    active = "active " if sign and counted and any(words.is_a(node, c) for c in _ACTIVE) else ""
    return f"{amount}{active}{listed([name, *map(words.name, alike)], 4)}"


def _disputed(words: Words, mechanism: Mechanism) -> list[Row]:
    """The claims of a mechanism that something speaks against, those with the most against them first."""
    rows = []
    for a in (*mechanism.associations, *mechanism.beside):
        own = [o for o in mechanism.objections if o.claim == a.id and o.kind in AGAINST]
        sources = [s for o in own for s in ([o.evidence.source] if o.evidence else for_it(o.association))]
        if sources:
            rows.append(
                Row(
                    text=upper(words.told([a], 1)[0]), sources=tuple(for_it(a)), against=tuple(dict.fromkeys(sources)),
                    claims=(a.id, *dict.fromkeys(o.association.id for o in own)), label="disputed",
                )
            )  # fmt: skip
    rows.sort(key=lambda r: -len(r.against))
    return rows[:_DISPUTED]


def _elsewhere(words: Words, mechanisms: Sequence[Mechanism]) -> list[Row]:
    """Where the other mechanisms lead; those to what is unwanted are told among the harms."""
    wanted = [m for m in mechanisms if m.effect is not None and m.sign == -1]
    if not wanted:
        return []
    ends = listed([m.effect.name for m in wanted if m.effect is not None], 4)
    claims = [a for m in wanted for a in m.associations]
    return [
        Row(
            text=f"Other curated mechanisms lead to less {ends}", label="elsewhere",
            sources=backing(_first(m) for m in wanted), claims=tuple(dict.fromkeys(a.id for a in claims)),
        )
    ]  # fmt: skip


def _first(mechanism: Mechanism) -> Association:
    """The claim of a mechanism that is nearest to its end."""
    return mechanism.paths[0].steps[-1].association if mechanism.paths else mechanism.associations[-1]


# Without a mechanism -------------------------------------------------------------------------------------------------


def best_of(
    claims: Sequence[Association],
    first: frozenset[str] = frozenset(),
    near: Mapping[str, tuple[bool, int]] = MappingProxyType({}),
) -> list[Association]:
    """Claims, those of ``first`` before others, then by certainty, by sources for them, and as ``near`` says."""

    def order(a: Association) -> tuple[bool, int, int, tuple[bool, int], str]:
        said = (CERTAINTIES.index(a.certainty), -len(set(for_it(a))))
        return a.id not in first, *said, near.get(a.id, (True, 0)), a.id

    return sorted(claims, key=order)


def near_uses(words: Words, about: Sequence[Association], claims: Sequence[Association]) -> dict[str, tuple[bool, int]]:
    """Of more claims than are told: whether nothing ties the object to a use, and how many drugs do the same to it.

    So that of 26 proteins those come first that have to do with the disease, then those that few other drugs bind.
    """
    ends = {a.object for a in claims}
    if len(ends) <= _TOLD:
        return {}
    used = {a.object for a in about if a.asserted and a.relation.group in ("use", "relief")}
    find = words.store.associations

    def tied(end: Curie) -> bool:
        pairs = ((end, u) for u in used)
        return any(a.asserted for x, u in pairs for a in (*find(subject=x, object=u), *find(subject=u, object=x)))

    loose = {end: not tied(end) for end in ends}
    others = {(a.object, a.predicate): 0 for a in claims}
    others = {key: sum(1 for _ in find(object=key[0], predicate=key[1])) for key in others}
    return {a.id: (loose[a.object], others[a.object, a.predicate]) for a in claims}


def _acts_on(words: Words, about: Sequence[Association]) -> list[Row]:
    """What a drug acts on, then what it changes: of each action the best supported things."""
    rows = []
    used = {a.object for a in about if a.asserted and a.relation.group in ("use", "relief")}
    for kinds, most in ((("target",), _TARGETS), (("site",), 1), (("mechanism", "wanted"), _EFFECTS)):
        own = [a for a in about if a.asserted and words.kind(a) in kinds]
        on = best_of(own, frozenset(a.id for a in own if a.object in used), near_uses(words, about, own))
        by_action: dict[tuple[str, str, bool], list[Association]] = {}
        for a in sorted(on, key=words.handles_drugs):
            by_action.setdefault((a.predicate, a.qualifiers.aspect, words.handles_drugs(a)), []).append(a)
        rows += [_merged(words, alike) for alike in list(by_action.values())[:most]]
    return rows


def _merged(words: Words, claims: Sequence[Association]) -> Row:
    """Things that are acted on alike, in one row; many are ranked and cut."""
    things = {a.object: a for a in claims}
    kept = list(things.values())[:_TOLD]
    rest = len(things) - len(kept)
    text = upper("; ".join(words.told(kept, 3, sure=True))) + (f"; and {rest} more" if rest else "")
    shown = [a for a in claims if a.object in {k.object for k in kept}]
    return Row(
        text=text, sources=backing(shown), against=against(shown), claims=tuple(a.id for a in claims),
        certainty=dots(kept),
    )  # fmt: skip


def _denied(words: Words, about: Sequence[Association]) -> list[Row]:
    """What a drug is said not to act on, or not to be."""
    no = [a for a in about if a.negated and words.kind(a) in ("target", "membership", "identity")]
    return [words.row(no, "not", 2)] if no else []
