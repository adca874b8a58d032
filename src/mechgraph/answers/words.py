"""A clause whose words have their roles: what is asked for, what "it" is, which words are one unknown name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ..names import drug_names
from ..store.base import Store
from ..vocab import vocabulary
from .asked import Mention
from .roles import decide, is_open_class
from .things import heads_class
from .units import Unit

__all__ = ["Words", "is_drug"]


class Words:
    """A clause before its relation is known.

    Args:
        units: Its units.
        carried: What was named before it, which "it" may stand for: last the first subject.

    ``lead`` is the first unit that says what kind of question it is, ``ask_word`` what asks ("what", "how", …),
    ``rest`` the words that were not understood.
    """

    def __init__(self, store: Store, units: Sequence[Unit], carried: list[Mention]) -> None:
        self.store = store
        self.units = list(units)
        self.carried = carried
        for u in self.units:
            u.used, u.role = False, ""
        decide(self.units)
        self.rest: list[str] = []
        self.lead = next((u for u in self.units if u.role not in ("nothing", "conj", "prep", "pron", "kind")), None)
        self.ask_word = self._ask_word()
        self._words()

    def _ask_word(self) -> str:
        lead = self.lead
        if lead is None or lead.role != "ask":
            return ""
        row = lead.row("ask")
        return row.value if row is not None else ""

    def _words(self) -> None:
        """Open ends, pronouns, and words that belong to an unknown name."""
        self._open()
        self._pronouns()
        self._unknown()
        self._diseases()
        if self.lead is not None and self.lead not in self.units:
            self.lead = next((u for u in self.units if u.start >= self.lead.start), None)

    def _open(self) -> None:
        lead = self.lead
        if self.closed and lead is not None:
            self._any_of_kind(self.units.index(lead))
        if self.ask_word not in ("what", "who") or lead is None:
            return
        k = self.units.index(lead)
        names: list[Unit] = []
        for w in self.units[k + 1 :]:
            if w.role in ("degree", "quantifier", "sign", "nothing", "prep") and not names:
                continue
            if w.role == "kind":
                row = w.row("kind")
                self._is_open(w, row.value if row else "", [*names, w])
                return
            if w.role in ("name", "unknown", "aspect"):
                names.append(w)
                continue
            if w.role == "action" and names and self._driven_after(self.units.index(w)):
                self._is_open(w, "drug", [*names, w])
                return
            break
        if names and names[0].mention is not None and (category := self._class_asked(names[-1])):
            self._is_open(names[-1], category, names)
        elif not names and self.ask_word == "what" and self._is_bare(k):
            lead.open, lead.used = "", True
            lead.text = ""

    def _any_of_kind(self, k: int) -> None:
        """ "Are there drugs that …", "do any drugs …": of a kind, which ones."""
        u = next((w for w in self.units[k + 1 :] if w.role != "nothing" or w.row("kind")), None)
        row = u.row("kind") if u is not None else None
        if u is not None and row is not None and (self.there() or not u.article) and u.mention is None:
            self._is_open(u, row.value, [u])

    def _is_open(self, u: Unit, category: str, words: Sequence[Unit]) -> None:
        self.rest += [w.text for w in words if w.role == "unknown"]
        for w in words:
            w.used, w.role = True, "open"
        u.open, u.text = category, " ".join(w.text for w in words)
        u.within = next((w.mention for w in words if w.mention is not None and self._holds_members(w.mention)), None)
        row = u.row("action") if u.within is not None else None
        u.acting = (row.value, row.polarity) if row is not None else None

    def _holds_members(self, m: Mention) -> bool:
        return bool(m.members) or any(vocabulary().is_a(m.entity.category, c) for c in ("drug_class", "role"))

    def _class_asked(self, u: Unit) -> str:
        """The category of the members of what is named, where it is a class: "which opioid receptors"."""
        if u.mention is None or self.units[-1] is u:
            return ""
        entity = u.mention.entity
        if entity.category == "drug_class" or entity.category == "role":
            return "drug"
        if heads_class(u.text) and vocabulary().is_a(entity.category, "gene_product"):
            members = {m.category for c in u.mention.members if (m := self.store.entity(c)) is not None}
            return members.pop() if len(members) == 1 else "gene_product"
        return ""

    def _is_bare(self, k: int) -> bool:
        """Whether "what" stands for a thing, and not before a noun: "what dose", "what effect"."""
        after = next((w for w in self.units[k + 1 :] if w.role not in ("nothing", "degree", "quantifier")), None)
        if after is None:
            return False
        if after.role in ("name", "pron"):
            return any(w.role in ("relation", "aux") for w in self.units[k + 2 :])
        return after.role in ("aux", "take") or (
            after.role in ("relation", "light", "effect") and any(r.part == "v" for r in after.rows)
        )

    def _pronouns(self) -> None:
        """ "It" and "they" stand for what was named before, first as a subject."""
        named = [u.mention for u in self.units if u.role == "name" and u.mention is not None]
        for k, u in enumerate(self.units):
            if u.role != "pron":
                continue
            acts = any(w.role in ("relation", "effect", "action", "take") for w in self.units[k + 1 :])
            drugs = [m for m in self.carried if vocabulary().is_a(m.entity.category, "chemical")]
            known = self.carried[0] if acts and self.carried else self.carried[-1] if self.carried else None
            if drugs and any(w.role == "take" for w in self.units):
                known = drugs[0]
            if u.text.lower() in ("it", "they", "them", "he", "she", "this"):
                if known is not None and known not in named:
                    u.role, u.mention, u.used = "name", known, False
                else:
                    u.used = True
                    if any(w.role == "name" for w in self.units[:k]):
                        self.rest.append(u.text)
            elif u.text.lower() in ("its", "their"):
                u.used = True
                self.rest.append(u.text)
            else:
                u.used = True

    def _unknown(self) -> None:
        """Words that nothing knows beside each other, or beside a name, are one name that is not known."""
        k = 0
        while k < len(self.units):
            u = self.units[k]
            if u.role != "unknown":
                k += 1
                continue
            run = [u]
            while (
                k + len(run) < len(self.units)
                and not self.units[k + len(run)].comma
                and (
                    ((w := self.units[k + len(run)]).role == "unknown" and not is_drug(u))
                    or w.role in ("kind", "aspect")
                    or (w.role == "action" and self._driven_after(k + len(run)))
                )
            ):
                run.append(w)
            before = self.units[k - 1] if k else None
            if before is not None and before.role == "name" and self._driven_before(k - 1) and not u.comma:
                run.insert(0, before)
            if len(run) > 1:
                joined = replace(run[0], text=" ".join(w.text for w in run), mention=None, rows=(), role="unknown")
                place = self.units.index(run[0])
                self.units[place : place + len(run)] = [joined]
                k = place
            k += 1

    def _diseases(self) -> None:
        """ "Kidney disease" is no kidney."""
        for k, u in enumerate(self.units[:-1]):
            after = self.units[k + 1]
            row = after.row("kind")
            if u.role == "name" and row is not None and row.value == "disease_or_phenotype" and not after.article:
                joined = replace(u, text=f"{u.text} {after.text}", mention=None, rows=(), role="unknown")
                self.units[k : k + 2] = [joined]
                return

    def _driven_before(self, k: int) -> bool:
        return any(w.role in ("relation", "effect", "light") for w in self.units[:k])

    def _driven_after(self, k: int) -> bool:
        return any(w.role in ("relation", "effect") for w in self.units[k + 1 :])

    def there(self) -> bool:
        return any(u.text.lower() == "there" for u in self.units)

    @property
    def closed(self) -> bool:
        """Whether it asks whether."""
        return self.lead is not None and self.lead.role == "aux"

    @property
    def imperative(self) -> bool:
        """Whether it orders: "list", "name"."""
        return self.ask_word == "what" and self.lead is not None and self.lead.text.lower() not in ("what", "which")

    def lists(self) -> bool:
        return self.lead is None or self.lead.role != "aux"


def is_drug(u: Unit) -> bool:
    """Whether a word that nothing here knows is the name of a drug."""
    return is_open_class(u) and u.text.lower() in drug_names()
