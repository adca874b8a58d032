"""What each unit of a clause does in it: of the rows that the tables have for a word, the one that the place allows."""

from __future__ import annotations

from collections.abc import Sequence

from .units import Unit

__all__ = ["decide", "is_open_class", "named", "preposition"]

_SILENT = frozenset({"nothing", "degree", "sign", "quantifier", "setting", "people", "who", "aspect", "kind", "not"})
"""Roles that may stand between a preposition and its name."""
_PLAIN = ("not", "aux", "pron", "because")


def is_open_class(u: Unit) -> bool:
    """Whether a unit is words that nothing knows."""
    return not u.rows and u.mention is None


def named(u: Unit) -> bool:
    """Whether a unit stands for a thing: a name, or a word at the place of one."""
    return u.role in ("name", "unknown")


def decide(units: Sequence[Unit]) -> None:
    """Give each unit its role, from the first to the last.

    A word that may be a relation and something else is a relation where the clause has no other one: "the release"
    after "inhibit" is what is inhibited, and "treatment" after "reduce" says nothing.
    """
    sure = [u for u in units if _is_sure(u)]
    seen = False
    for k, u in enumerate(units):
        u.role = _role(units, k, sure, seen)
        seen = seen or u.role in ("relation", "effect", "light")


def _is_sure(u: Unit) -> bool:
    """Whether a unit can be nothing but a relation."""
    kinds = {r.role for r in u.rows}
    return (
        u.mention is None
        and not u.evoked
        and bool(kinds & {"relation", "effect"})
        and kinds <= {"relation", "effect", "light", "sign"}
    )


def _role(units: Sequence[Unit], k: int, sure: Sequence[Unit], seen: bool) -> str:
    u = units[k]
    kinds = {r.role for r in u.rows}
    before = _before(units, k)
    others = [s for s in sure if s is not u]
    if not u.rows:
        return "name" if u.mention is not None else _amount(u)
    if u.mention is not None and "who" in kinds and _is_who(units, k):
        return "who"
    if u.mention is not None and "relation" in kinds and u.participle and _by_follows(units, k):
        return "relation"
    if u.mention is not None and "aspect" in kinds and _beside_name(units, k):
        return "aspect"
    if u.mention is not None and not _is_word(units, k, others):
        return "name"
    if u.evoked:
        return "evoked"
    if "ask" in kinds and _may_ask(units, k, before):
        return "ask"
    if "setting" in kinds and "who" in kinds:
        return "setting" if before is not None and (before.role in ("prep", "relation", "light")) else "who"
    for role in _PLAIN:
        if role in kinds and (role != "aux" or not _is_main_verb(units, k, others)):
            return role
    if "kind" in kinds and before is not None and before.role in ("ask", "degree", "name") and _after_ask(units, k):
        return "kind"
    if "people" in kinds or "setting" in kinds:
        return "people" if "people" in kinds else "setting"
    if "sign" in kinds:
        if seen or (before is not None and before.role == "prep") or ("relation" not in kinds and others):
            if "degree" in kinds and not any(r.relation in ("change", "cause") for s in others for r in s.rows):
                return "degree"
            return "sign"
        return "relation" if "relation" in kinds else "degree" if "degree" in kinds else "sign"
    if "aspect" in kinds:
        return "aspect" if others or "relation" not in kinds else "relation"
    given = (
        {"give", "administer", "take", "inject"} & set(u.forms)
        and not others
        and any("be" in w.forms for w in units[:k])
    )
    if "take" in kinds and given and not kinds & {"relation"}:
        return "take"
    to = before is not None and before.text.lower() in ("to", "safe", "ok", "okay")
    if "take" in kinds and (_by_people(units, k) or (to and "light" not in kinds)):
        return "take"
    if "relation" in kinds or "effect" in kinds:
        weak = bool(kinds & {"nothing", "degree", "light", "prep"})
        if not weak or not others:
            return "relation" if "relation" in kinds else "effect"
    for role in (
        "action",
        "copula",
        "degree",
        "quantifier",
        "prep",
        "conj",
        "who",
        "nothing",
        "light",
        "kind",
        "aux",
        "comparative",
    ):
        if role in kinds:
            return role
    return "unit" if "unit" in kinds else "stray"


def _by_follows(units: Sequence[Unit], k: int) -> bool:
    return k + 1 < len(units) and units[k + 1].text.lower() == "by"


def _beside_name(units: Sequence[Unit], k: int) -> bool:
    """Whether a word for an aspect stands beside what it is of: "acyclovir's excretion", "excretion of acyclovir"."""
    after = units[k + 1] if k + 1 < len(units) else None
    of = after is not None and after.row("prep") is not None and after.text.lower() == "of"
    return of or (k > 0 and units[k - 1].role == "name" and not units[k].comma)


def _is_who(units: Sequence[Unit], k: int) -> bool:
    """Whether people are those with something, or those who take something: "people on dialysis", "can people take"."""
    after = units[k + 1] if k + 1 < len(units) else None
    before = _before(units, k)
    with_something = after is not None and after.row("prep") is not None and after.text.lower() in ("with", "on", "who")
    return with_something or before is None or before.role != "prep"


def _is_word(units: Sequence[Unit], k: int, others: Sequence[Unit]) -> bool:
    """Whether what is also a name is a word of the relation here: "a fall in", or "does it fall"."""
    u = units[k]
    if not any(r.role in ("relation", "aspect") for r in u.rows):
        return False
    after = units[k + 1] if k + 1 < len(units) else None
    follows = after is not None and after.row("prep") is not None and after.text.lower() in ("in", "of")
    return (follows and u.article) or not others


def _amount(u: Unit) -> str:
    return "amount" if u.text[0].isdigit() else "unknown"


def _may_ask(units: Sequence[Unit], k: int, before: Unit | None) -> bool:
    """Whether a word that asks stands where one asks: at the start, or behind a preposition there."""
    lead = [w for w in units[:k] if w.role not in ("nothing", "conj", "prep", "pron", "aux", "kind")]
    if units[k].text.lower() in _IMPERATIVES:
        return not [w for w in units[:k] if w.role != "nothing"]
    return not lead or (before is not None and before.role == "conj")


_IMPERATIVES = frozenset({"name", "list", "give", "show", "suggest", "enumerate"})


def _is_main_verb(units: Sequence[Unit], k: int, others: Sequence[Unit]) -> bool:
    """Whether "do" or "have" is the verb itself: there is another auxiliary before it."""
    kinds = {r.role for r in units[k].rows}
    after = next(
        (w for w in units[k + 1 :] if not w.rows or any(r.role not in ("nothing", "degree") for r in w.rows)), None
    )
    names = after is not None and (after.mention is not None or after.row("pron") is not None)
    if "do" in units[k].forms:
        return not names and any(w.role in ("aux", "ask") for w in units[:k]) and after is None
    if "have" in units[k].forms and any(w.participle for w in units[k + 1 :]):
        return any(w.role == "aux" for w in units[:k])
    return "light" in kinds and ("have" in units[k].forms or any(w.role == "aux" for w in units[:k]))


def _after_ask(units: Sequence[Unit], k: int) -> bool:
    for w in reversed(units[:k]):
        if w.role in ("degree", "quantifier", "sign", "name", "nothing", "prep"):
            continue
        return w.role == "ask"
    return False


def _by_people(units: Sequence[Unit], k: int) -> bool:
    """Whether people are what stands before a verb: "can I take", "patients with epilepsy use"."""
    for w in units[:k]:
        if w.role == "who" or w.text.lower() in ("i", "you", "we", "who"):
            return True
        if w.mention is not None and w.mention.entity.category in ("organism_taxon", "population") and w.role == "name":
            return True
        if w.role == "people" and any(v.role == "aux" for v in units[:k]):
            return True
    return False


def _before(units: Sequence[Unit], k: int) -> Unit | None:
    """The unit before, words left out that say nothing."""
    return next((w for w in reversed(units[:k]) if w.role not in ("nothing", "degree", "quantifier", "not")), None)


def preposition(units: Sequence[Unit], k: int) -> tuple[str, Unit | None]:
    """The preposition before a unit, and the unit that has it; "" where there is none."""
    for w in reversed(units[:k]):
        if w.role in ("amount", "unit"):
            break
        if w.role == "prep":
            of_amount = [v.role for v in units[max(0, list(units).index(w) - 1) : list(units).index(w)]]
            if of_amount and of_amount[0] in ("amount", "unit", "setting"):
                break
            row = w.row("prep")
            return (row.value if row is not None and row.value else w.text.lower()), w
        if w.role == "because" and (row := w.row("because")) is not None and row.value == "when":
            return "while", w
        if w.role not in _SILENT:
            break
    return "", None
