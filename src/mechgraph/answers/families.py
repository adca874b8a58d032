"""Families of proteins as people name them: "alpha-2 receptors", "NMDA antagonist", "opioid receptors".

A family that the graph has an entity of is that entity together with its members; one that it has none of is its
members alone. Members are found by their names, and by claims of membership. What holds of one member is told as such.
"""

from __future__ import annotations

import re

from ..curie import Curie
from ..model import Entity
from ..names.lexicon import bases, lexicon
from ..store.base import Store
from ..store.memory import fold
from ..vocab import vocabulary

__all__ = ["ACTIONS", "HEADS", "family_of", "kinds_of", "members_of"]

HEADS = ("receptor", "channel", "transporter", "adrenoceptor")
"""What families of proteins are families of."""
ACTIONS = ("agonist", "antagonist", "blocker", "inhibitor", "activator", "modulator")
"""What a drug is to a family: "an alpha-2 agonist" names the receptors without the word."""
_BREAK = frozenset("of in by from on to for with at under during after before around involved".split())  # noqa: SIM905
"""Words that end the head of a name: what is said after them is about the head."""
_KINDS = 30
"""Kinds of a disorder up to which its word means them; of "disease" or "infection" it means anything."""
_LONGER = re.compile(r"[.]?\d\w?|(?<=\d)[a-z]")
"""How a word may go on in the name of a member: "alpha 2" in "alpha 2a", "5 ht" in "5 ht1a", "kir3" in "kir3.1"."""


def family_of(store: Store, phrase: str, following: str = "") -> tuple[Entity, tuple[Curie, ...]] | None:
    """The family that a phrase names, and its members.

    Args:
        phrase: "NMDA receptors"; or "NMDA", where the word that follows says what a drug is to it.
        following: The word after the phrase.

    >>> import mechgraph
    >>> kg = mechgraph.load()
    >>> family, members = family_of(kg.store, "alpha-2 receptors")
    >>> family.name, "alpha-2B adrenergic receptor" in [kg.entity(c).name for c in members]
    ('alpha-2 receptors', True)
    >>> family_of(kg.store, "purple receptors") is None
    True
    """
    words = fold(phrase).split()
    kinds: tuple[str, ...] = HEADS
    if words and _single(words[-1]) in HEADS:
        kinds = (_single(words.pop()),)
        if kinds == ("adrenoceptor",):
            words, kinds = [*words, "adrenergic"], ("receptor",)
    elif _single(fold(following)) not in ACTIONS:
        return None
    if len("".join(words)) < 3 and not any(ch.isdigit() for ch in "".join(words)):
        return None
    stated = (" ".join((*words, form)) for kind in kinds for form in (f"{kind}s", kind))
    own = next((e for name in stated for c in store.by_name(name) if (e := store.entity(c)) is not None), None)
    if own is not None and own.category != "protein_family":
        return (own, ()) if len(kinds) > 1 else None
    known = [e for c in store.by_name(" ".join(words)) if (e := store.entity(c)) is not None]
    called = dict.fromkeys([" ".join(words), *(fold(n) for e in known for n in (e.name, *e.synonyms))])
    members = tuple(dict.fromkeys(c for n in called for c in members_of(store, n.split(), kinds, own)))
    if own is not None:
        return own, members
    slug = "-".join(words)
    name = phrase if len(kinds) == 1 else f"{phrase} {kinds[0]}s"
    return (Entity(id=Curie(f"MG:asked-{slug}"), name=name, category="protein_family"), members) if members else None


def head_of(name: str) -> str:
    """The head of a folded name: what stands before its first preposition.

    >>> head_of("death of elderly people with dementia")
    'death'
    """
    words = name.split()
    return " ".join(words[: next((i for i, w in enumerate(words) if w in _BREAK), len(words))])


def kinds_of(store: Store, phrase: str) -> tuple[Entity, tuple[Curie, ...]] | None:
    """The kinds of a disorder that the graph has no entity of: of "leukaemia" those whose names end so.

    Returns:
        What is named, and its kinds; ``None`` for none, for more than tell it, for words of no disorder.

    >>> import mechgraph
    >>> kg = mechgraph.load()
    >>> sorted(kg.entity(c).name for c in kinds_of(kg.store, "sclerosis")[1])
    ['amyotrophic lateral sclerosis', 'multiple sclerosis']
    """
    asked = fold(phrase)
    words = asked.split()
    if not words or not words[-1].endswith(lexicon().endings["disorder"]):
        return None
    if len(words) == 1 and lexicon().longest([bases(asked)], 0) is not None:  # a word that says something: "loss"
        return None
    found: dict[Curie, None] = {}
    for folded, _, curie in store.names_holding(max(words, key=len)):
        entity = store.entity(curie)
        if entity is None or not vocabulary().is_a(entity.category, "disease_or_phenotype"):
            continue
        if folded not in map(fold, (entity.name, *(n for n in entity.synonyms if "," not in n))):
            continue  # "arthritis, rheumatoid" names nothing by its last word
        head = head_of(folded)
        ahead = head.removesuffix(asked).split()
        if f" {head}".endswith(f" {asked}") and not any(map(_turns, ahead)):
            found[curie] = None
    if not 0 < len(found) <= _KINDS:
        return None
    name = phrase.lower() if not any(ch.isupper() for ch in phrase[1:]) else phrase
    return Entity(id=Curie(f"MG:asked-{'-'.join(words)}"), name=name, category="disease"), tuple(found)


def _turns(word: str) -> bool:
    """Whether a word says that there is more or less of what follows: "low potassium" is no kind of potassium."""
    known = lexicon().longest([bases(word)], 0)
    return known is not None and any(r.role in ("sign", "degree", "relation") for r in known[1])


def members_of(store: Store, words: list[str], kinds: tuple[str, ...], own: Entity | None = None) -> list[Curie]:
    """Proteins whose name has the words right before the kind, or at its start; and those stated to be members.

    "NMDA" is in "NMDA receptor 1" and "opioid" in "mu opioid receptor"; "alpha-1" is not in "GABA-A receptor alpha-1".
    """
    found: dict[Curie, None] = {}
    for folded, _, curie in store.names_holding(max(words, key=len)):
        entity = store.entity(curie)
        if entity is None or not vocabulary().is_a(entity.category, "gene_product"):
            continue
        if any(_is_member(folded.split(), words, kind) for kind in kinds):
            found[curie] = None
    families = [*([own.id] if own is not None else ()), *found]
    stated = (a for c in families for a in store.associations(object=c) if a.asserted)
    found |= {a.subject: None for a in stated if a.relation.group == "member" and a.relation.above == "object"}
    return [c for c in found if own is None or c != own.id]


def _is_member(name: list[str], words: list[str], kind: str) -> bool:
    size = len(words)
    for i in range(len(name) - size):
        if not all(_goes_on(asked, has) for asked, has in zip(words, name[i : i + size], strict=True)):
            continue
        rest = [_single(w) for w in name[i + size :]]
        if rest[0] == kind or (i == 0 and kind in rest):
            return True
    return False


def _goes_on(asked: str, has: str) -> bool:
    return has.startswith(asked) and (has == asked or _LONGER.fullmatch(has, len(asked)) is not None)


def _single(word: str) -> str:
    return word[:-1] if word.endswith("s") else word
