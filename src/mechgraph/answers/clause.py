"""One clause of a question: its form, its relation, its ends and its setting, and what is left of its words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import cast

from ..store.base import Store
from ..vocab import vocabulary
from .asked import Ask, Form, Slot
from .drivers import Driver, compose
from .ground import Mention
from .lexicon import Row, drug_names, lexicon
from .names import named_at
from .roles import decide, is_open_class
from .slots import Ends, Thing, assign, heads_class, is_a, things_of
from .units import Unit
from .within import setting_within

__all__ = ["Clause"]

_HOW = frozenset({"mechanism", "cause", "help", "treat", "prevent", "acts_on", "contraindication"})
"""Relations of which "how" and "why" ask the mechanism."""
_CONSUMED = frozenset({"aux", "ask", "prep", "conj", "nothing", "who", "quantifier", "degree", "not", "evoked"})
_WITH_TAKING = frozenset(
    {"safe", "interaction", "contraindication", "dose", "use", "withdrawal", "toxicity", "harms", "approved"}
)
"""Relations beside which "take" says nothing more."""


class Clause:
    """A clause being read.

    Args:
        units: Its units.
        carried: What was named before it, which "it" may stand for: last the first subject; what this clause names is
            added.
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

    # What is asked for ------------------------------------------------------------------------------------------

    def _words(self) -> None:
        """Open ends, pronouns, and words that belong to an unknown name."""
        self._open()
        self._pronouns()
        self._unknown()

    def _open(self) -> None:
        lead = self.lead
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
            if w.role == "action" and names:
                self._is_open(w, "drug", [*names, w])
                return
            break
        if names and names[0].mention is not None and (category := self._class_asked(names[-1])):
            self._is_open(names[-1], category, names)
        elif not names and self.ask_word == "what" and self._is_bare(k):
            lead.open, lead.used = "", True
            lead.text = ""

    def _is_open(self, u: Unit, category: str, words: Sequence[Unit]) -> None:
        for w in words:
            w.used, w.role = True, "open"
        u.open, u.text = category, " ".join(w.text for w in words)

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
            known = self.carried[0] if acts and self.carried else self.carried[-1] if self.carried else None
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
                    ((w := self.units[k + len(run)]).role == "unknown" and not _is_drug(u))
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

    def _driven_before(self, k: int) -> bool:
        return any(w.role in ("relation", "effect", "light") for w in self.units[:k])

    def _driven_after(self, k: int) -> bool:
        return any(w.role in ("relation", "effect") for w in self.units[k + 1 :])

    # The question -----------------------------------------------------------------------------------------------

    def asks(self) -> tuple[list[Ask], str]:
        """What the clause asks, one for each pair of ends; and how they are joined."""
        things = things_of(self.units)
        driver = compose(self.units)
        driver = driver or self._without_words(things)
        relation, ends = self._ends(driver, things)
        extra = self._use_beside(driver, relation, things, ends)
        form = self._form(driver, relation, things)
        pairs = self._pairs(relation, ends)
        out = []
        setting_things = [
            t for t in things if t not in ends.subjects and t not in ends.objects and t.role in ("", "stimulus")
        ]
        setting = setting_within(self.store, self.units, setting_things)
        unknown, rest = self._left(driver, things, ends)
        common = {
            "setting": setting,
            "unknown": tuple(dict.fromkeys(unknown)),
            "rest": tuple(dict.fromkeys([*self.rest, *rest])),
            "degree": "" if relation == "compare" else self._value("degree"),
            "quantifier": self._value("quantifier"),
            "negated": self._negated(relation),
            "amounts": self._amounts(),
            "read_as": tuple(dict.fromkeys(self._read_as(things))),
        }
        for s, o in pairs:
            out.append(self._one(driver, relation, form, s, o, common))
        if extra is not None:
            out.append(self._one(driver, "use", form, *extra, common))
        if ends.subjects and ends.subjects[0].mention is not None:
            self.carried[:] = [ends.subjects[0].mention]
            self.carried += [t.mention for t in ends.objects[:1] if t.mention is not None]
        return out, self._joined_by(ends) if len(out) > 1 else ""

    def _without_words(self, things: Sequence[Thing]) -> Driver | None:
        """The relation of a clause that has no word for one."""
        row, plain = None, False
        named = [t for t in things if t.open is None]
        take = next((u for u in self.units if u.role == "take"), None)
        light = next((u for u in self.units if u.role == "light"), None)
        aspect = next((u for u in self.units if u.role == "aspect"), None)
        be = next((u for u in self.units if u.role == "aux" and "be" in u.forms), None)
        anchor = take or light or be or self.lead
        if anchor is None:
            return None
        if take is not None:
            return self._of_taking(take, things)
        amount = any(u.role == "degree" for u in self.units)
        has = light is not None and "have" in light.forms
        made = light is not None and light.forms[-1] in ("make", "leave", "render", "get")
        if self.ask_word == "where" or (has and amount):
            row = Row("relation", "where", "where", takes="s")
            light = light if has else None
        elif (
            be is not None
            and (amount or self._there())
            and any(is_a(t, "anatomy", "cell_type") and t.prep for t in named)
        ):
            row, anchor = Row("relation", "where", "where", takes="s"), be
        elif made and any(is_a(t, "disease_or_phenotype") for t in named):
            row = Row("relation", "cause", "cause", 1)
        elif self.ask_word == "kind":
            row = Row("relation", "is_a", "is_a")
        elif light is not None and self.ask_word == "what" and any(t.open is not None for t in things):
            row = Row("relation", "change", "change")
        elif (
            light is None
            and any(u.open == "drug" for u in self.units)
            and any(t.prep in ("for", "against") for t in named)
        ):
            row = Row("relation", "use", "use", takes="s")
        elif light is None and be is not None and self._is_kind(things):
            row, anchor = Row("relation", "is_a", "is_a"), be
        elif light is None and be is not None and self.lead is be and named and len(things) == len(named) == 1:
            row = None
        elif aspect is not None and named and light is None and be is None:
            row, anchor = Row("relation", "change", "change", 1), aspect
        elif (
            light is None
            and len(named) == 1
            and not any(u.role == "unknown" for u in self.units[self.units.index(named[0].unit) + 1 :])
        ):
            row, plain = Row("relation", "define", "define", takes="s", part="n"), True
        elif light is None and len(named) == 2 and self.lead is named[0].unit:
            drugs = [t for t in named if is_a(t, "chemical", "drug_class")]
            joined = any(u.role == "conj" for u in self.units)
            which = "interaction" if len(drugs) == 2 and joined else "mechanism"
            row, plain = Row("relation", which, which, takes="s"), True
        if row is None:
            return None
        if light is not None:
            light.used = True
        return Driver(anchor, anchor, row, row.relation, row.polarity, listed=row.listed, plain=plain)

    def _there(self) -> bool:
        return any(u.text.lower() == "there" for u in self.units)

    def _is_kind(self, things: Sequence[Thing]) -> bool:
        """Whether "is" says of what kind a thing is: behind it stands a class, or a word with an article."""
        last = things[-1] if things else None
        if any(u.role == "kind" for u in self.units) and last is not None and self.ask_word != "what":
            return True
        if len(things) < 2 or last is None or last.prep != "" or last.open is not None:
            return False
        if things[0].open == "" and len(things) == 2:
            return False
        return last.unit.article or is_a(last, "drug_class", "role", "protein_family") or last.mention is not None

    def _of_taking(self, take: Unit, things: Sequence[Thing]) -> Driver:
        """ "Can I take X with Y", "can patients with Y take X", "who should not take X"."""
        take.used = True
        chemicals = [t for t in things if is_a(t, "chemical", "drug_class") or (t.mention is None and t.open is None)]
        asks_who = self.ask_word == "who"
        two = len(chemicals) > 1
        if asks_who and any(u.role == "not" for u in self.units):
            relation = "contraindication"
        elif not two and (asks_who or any(t.prep == "for" and t.at > self.units.index(take) for t in things)):
            relation = "use"
        elif two:
            relation = "interaction"
        else:
            relation = "safe"
        row = Row("take", relation, relation, takes="s")
        return Driver(take, take, row, relation, 0, listed=relation)

    def _taken(self, driver: Driver, things: Sequence[Thing]) -> Ends:
        """What is taken, and with what, by whom or for what."""
        every = [t for t in things if t.open is None]
        if driver.relation == "interaction":
            drugs = [t for t in every if is_a(t, "chemical", "drug_class") or t.mention is None]
            return Ends(drugs[:1], drugs[1:])
        at = self.units.index(driver.first)
        taken = [t for t in every if t.at > at and t.prep in ("", "with")] or every[-1:]
        return Ends(
            taken[:1], [t for t in every if t not in taken[:1] and t.prep in ("with", "on", "for", "in", "to")][:1]
        )

    def _use_beside(
        self, driver: Driver | None, relation: str, things: Sequence[Thing], ends: Ends
    ) -> tuple[Thing, Thing] | None:
        """ "I take X, can I use Y for Z" asks of X with Y, and of Y for Z."""
        if driver is None or driver.row.role != "take" or relation != "interaction":
            return None
        purpose = next((t for t in things if t.prep == "for" and t not in ends.objects), None)
        if purpose is None or not ends.objects:
            return None
        purpose.role = "setting"
        return ends.objects[-1], purpose

    def _ends(self, driver: Driver | None, things: list[Thing]) -> tuple[str, Ends]:
        if driver is None:
            named = sorted((t for t in things if t.mention is not None), key=lambda t: t.prep != "")
            return "none", Ends(named[:1])
        relation = driver.listed if self._lists() and (driver.nominal or driver.row.part == "a") else driver.relation
        if relation != driver.relation:
            driver.polarity = 0
        passive = driver.first.participle and any(u.role == "aux" and "be" in u.forms for u in self.units)
        passive = passive or (driver.last.participle and any(u.role == "aux" and "be" in u.forms for u in self.units))
        lead = self.lead
        if lead is not None and lead.open == "" and lead.role == "ask" and driver.nominal and len(things) > 1:
            things = [t for t in things if t.unit is not lead]
        if driver.row.role == "take":
            ends = self._taken(driver, things)
        else:
            ends = assign(self.units, things, driver, lexicon().relations[relation], passive)
        than = next((t for t in things if t.prep == "than"), None)
        if than is not None:
            relation = self._compared(driver, relation, ends, than)
        drugs = [t for t in things if is_a(t, "chemical", "drug_class")]
        if relation == "safe" and len(drugs) > 1:
            relation = "interaction"
        if relation in ("interaction", "compare"):
            self._two(ends, things, driver)
        elif relation == "is_a":
            self._kinds(ends, things, driver)
        self._turn(driver, relation, ends, things)
        return self._converted(driver, relation, ends, things), ends

    def _lists(self) -> bool:
        return self.lead is None or self.lead.role != "aux"

    def _compared(self, driver: Driver, relation: str, ends: Ends, than: Thing) -> str:
        """ "X … more than Y": of two, which has more of what the relation asks."""
        more = [u for u in self.units if u.role in ("sign", "degree") and u.row("sign") is not None]
        if not more and relation != "help":
            return relation
        for u in more:
            u.used = True
        if relation == "potency":
            ends.objects = [than]
        elif relation in ("help", "change", "cause", "treat", "use"):
            self.rest.append(driver.first.text)
            ends.objects = [than]
            driver.polarity = 0
            return "compare"
        else:
            driver.aspect, ends.objects = relation, [than]
        row = more[0].row("sign")
        driver.polarity = row.polarity if row is not None else 0
        return relation if relation == "potency" else "compare"

    def _two(self, ends: Ends, things: Sequence[Thing], driver: Driver) -> None:
        """ "X and Y", asked of each other."""
        chosen = [t for t in things if t in ends.subjects or t in ends.objects]
        others = [
            t
            for t in things
            if t not in chosen
            and t.prep in ("with", "and", "while", "from", "between", "of", "to", "for", "than", "")
            and (
                is_a(t, *("chemical", "drug_class", "role", "gene_product")) or t.open is not None or t.mention is None
            )
        ]
        every = sorted({id(t): t for t in [*chosen, *others]}.values(), key=lambda t: t.at)
        if any(t.prep == "than" for t in every):
            return
        if driver.relation == "compare" and len(every) == 2:
            ends.subjects, ends.objects = every[:1], every[1:]
            return
        if not ends.objects or not ends.subjects:
            ends.subjects, ends.objects = every[:1], every[1:]

    def _kinds(self, ends: Ends, things: Sequence[Thing], driver: Driver) -> None:
        """ "X is a Y": what stands first is the one, what stands last the kind."""
        every = [t for t in things if t.prep in ("", "of")]
        if len(every) > 1:
            ends.subjects, ends.objects = every[:-1], every[-1:]
        elif self.ask_word == "kind":
            ends.subjects, ends.objects = every, []
        kind = next((u for u in self.units if u.role == "kind"), None)
        if kind is not None and not ends.objects and self.ask_word != "kind":
            row = kind.row("kind")
            kind.open, kind.used = row.value if row else "", True
            ends.objects = [Thing(kind, "", self.units.index(kind), open=kind.open, word=kind.text)]

    def _turn(self, driver: Driver, relation: str, ends: Ends, things: Sequence[Thing]) -> None:
        """Ends that a preposition gives, where the relation lacks one: "falls with X", "is there less of Y with X"."""
        left = [t for t in things if t not in ends.subjects and t not in ends.objects]
        if relation in ("change", "cause", "prevent") and not driver.state:
            by = [
                t
                for t in left
                if t.prep in ("with", "after", "on", "from", "while", "by")
                and is_a(t, "chemical", "drug_class", "procedure")
            ]
            if by and ends.subjects and not ends.objects:
                ends.subjects, ends.objects = by[:1], ends.subjects
            elif by and (not ends.subjects or ends.subjects[0].open == ""):
                ends.subjects = by[:1]
        if relation in ("use", "safe", "contraindication", "mechanism", "dose", "harms") and not ends.objects:
            wanted = lexicon().relations[relation].object
            unknown = [
                t
                for t in left
                if t.prep in (*wanted, "with") and (t.mention is None or is_a(t, "disease_or_phenotype", "procedure"))
            ]
            ends.objects = unknown[:1] if relation != "harms" or not self._lists() else []
        if not ends.subjects and relation not in ("is_a", "change", "cause", "where", "compare", "antidote"):
            ends.subjects = [
                t for t in left if is_a(t, "chemical", "drug_class") and t.prep in ("", "of", "while", "with")
            ][:1]
        if driver.state and ends.subjects == [] and left:
            ends.subjects = [t for t in left if t.prep in ("", "of", "from")][:1]

    def _converted(self, driver: Driver, relation: str, ends: Ends, things: Sequence[Thing]) -> str:
        """The relation, as what stands at its ends makes it: a receptor that is blocked is acted on."""
        _s, o = (x[0] if x else None for x in (ends.subjects, ends.objects))
        how = self.ask_word in ("how", "why")
        if driver.state:
            return self._of_state(driver, relation, ends)
        if driver.row.takes == "act":
            if how:
                return "mechanism"
            if self.ask_word == "where" or is_a(o, "anatomy"):
                return "where"
            return "help" if o is None or not is_a(o, "gene_product") else "acts_on"
        if relation == "acts_on" and is_a(o, "anatomy", "cell_type"):
            return "where"
        if (
            relation == "acts_on"
            and driver.row.role == "action"
            and o is not None
            and not is_a(o, "gene_product", "entity")
            and o.mention
        ):
            driver.action = ""
            return "change"
        if relation == "change" and o is not None and o.aspect == "risk":
            return {1: "cause", -1: "prevent"}.get(driver.polarity, "change")
        protein = is_a(o, "gene_product") and not (o and o.aspect)
        if relation == "change" and driver.row.takes == "acts":
            if protein:
                return "acts_on"
            driver.action = ""
        if (
            relation == "change"
            and driver.row.takes == "worse"
            and o is not None
            and o.mention
            and not is_a(o, "disease_or_phenotype")
        ):
            driver.polarity = -driver.polarity
        if relation == "change" and driver.row.value == "antidote":
            return "antidote" if self._lists() else "change"
        if (
            relation == "help"
            and o is not None
            and o.mention is not None
            and not is_a(o, "disease_or_phenotype", "drug")
        ):
            driver.polarity = 1
            return "change"
        if relation == "where" and self.ask_word == "" and driver.row.relation == "expressed":
            return "expressed"
        return relation

    def _of_state(self, driver: Driver, relation: str, ends: Ends) -> str:
        """A relation whose subject is too much of a drug, or the end of it."""
        unit = driver.state_unit
        assert unit is not None
        k = self.units.index(unit)
        near = [t for t in (*ends.subjects, *ends.objects) if abs(t.at - k) <= 2 and is_a(t, "chemical", "drug_class")]
        ended = relation in ("treat", "antidote") or driver.row.value == "antidote"
        if ended and near and near[0] in ends.objects:
            driver.state = ""
            return "antidote"
        if near and near[0] in ends.objects and driver.relation not in ("toxicity", "withdrawal"):
            state = self._state_entity(near[0], driver.state)
            if state is not None:
                near[0].mention = state
                return relation
        if driver.relation not in ("cause", "change", "toxicity", "withdrawal", "harms", "prevent"):
            self.rest.append(unit.text)
        if driver.relation in ("harms",):
            driver.polarity = 0
        if self._lists():
            driver.polarity = 0 if self.ask_word not in ("how", "why") else driver.polarity
        return driver.state

    def _state_entity(self, t: Thing, state: str) -> Mention | None:
        if t.mention is None:
            return None
        found = named_at(self.store, f"{t.mention.entity.name} {state}", t.unit.start, t.unit.end)
        return None if found is None else replace(found, exact=False)

    # Form and slots -----------------------------------------------------------------------------------------------

    def _form(self, driver: Driver | None, relation: str, things: Sequence[Thing]) -> Form:
        usual = cast(Form, lexicon().relations[relation].form)
        lead = self.lead
        if lead is None:
            return usual
        if lead.role == "aux":
            opened = (
                relation in ("treat", "antidote")
                and self._there()
                and not any(t.prep == "" and t.mention for t in things)
            )
            return "list" if opened else "closed"
        if relation == "antidote":
            return "list"
        if self.ask_word in ("how", "why"):
            if relation in _HOW or (relation == "change" and driver is not None and driver.polarity):
                return "how" if relation != "treat" or driver is None or not driver.first.participle else "list"
            return "list" if relation == "antidote" else "tell"
        if self.ask_word in ("how much", "how long", "when"):
            return "tell"
        if self.ask_word == "kind":
            return "list"
        if self.ask_word in ("what", "who", "where"):
            if driver is not None and driver.row.relation == "change" and not driver.polarity:
                return "tell"
            opened = any(t.open is not None for t in things) and not (
                driver is not None and driver.nominal and lead.open == ""
            )
            if relation in ("define", "none", "dose", "compare"):
                return usual
            return "list" if opened or self.ask_word in ("who", "where") else usual
        if self._states(driver):
            return "closed"
        return usual

    def _states(self, driver: Driver | None) -> bool:
        """Whether a clause without a word that asks says something: "baclofen reduces anxiety"."""
        named = [u for u in self.units if u.role in ("name", "unknown")]
        if any(u.role == "aux" for u in self.units):
            return True
        if driver is None or not named or driver.relation == "compare":
            return driver is not None and driver.relation == "interaction" and len(named) > 1
        if driver.relation == "interaction" and len(named) > 1:
            return True
        return (
            named[0].start < driver.first.start
            and not driver.nominal
            and driver.row.role == "relation"
            and driver.first.role == "relation"
            and any(r.part == "v" for r in driver.first.rows)
            and driver.relation not in ("dose",)
        )

    def _pairs(self, relation: str, ends: Ends) -> list[tuple[Thing | None, Thing | None]]:
        subjects: list[Thing | None] = [*ends.subjects] or [None]
        objects: list[Thing | None] = [*ends.objects] or [None]
        return [(s, o) for s in subjects for o in objects]

    def _joined_by(self, ends: Ends) -> str:
        many = ends.objects if len(ends.objects) > 1 else ends.subjects
        between = self.units[many[0].at : many[-1].at]
        return "or" if any(u.role == "conj" and u.text.lower() == "or" for u in between) else "and"

    def _one(
        self, d: Driver | None, relation: str, form: Form, s: Thing | None, o: Thing | None, common: dict[str, object]
    ) -> Ask:
        subject, obj = (t.slot if t is not None else Slot() for t in (s, o))
        aspect = (d.aspect if d else "") or (o.aspect if o else "")
        if o is not None and o.mention is not None and aspect and (whole := self._whole(o)) is not None:
            obj, aspect = Slot(mention=whole, word=obj.word), ""
        kinds = lexicon().relations[relation].ends
        if form == "list":
            if s is None and kinds[0]:
                subject = Slot(category=kinds[0])
            kind = d.first.row("kind") if d is not None and d.nominal else None
            if kind is not None and relation == "acts_on" and o is None:
                obj = Slot(category=kind.value)
            open_object = o is None or (o.open == "" and not o.word)
            if (open_object and s is not None and s.open is None and kinds[1] and relation != "use") or (
                open_object and relation == "use" and self.ask_word != "who" and s is not None and s.open is None
            ):
                obj = Slot(category=kinds[1])
        effect = d.row if d is not None and d.row.role == "effect" else None
        if effect is not None and (named := named_at(self.store, effect.value)) is not None:
            obj = Slot(mention=replace(named, start=d.first.start, end=d.first.end, text=d.first.text))  # type: ignore[union-attr]
        return Ask(
            form=form,
            relation=relation,
            polarity=d.polarity if d is not None and relation != "none" else 0,
            subject=subject,
            object=obj,
            aspect=aspect,
            action=d.action if d is not None and relation == "acts_on" else "",
            verb=d.last.text if d is not None else "",
            **common,  # type: ignore[arg-type]
        )

    def _whole(self, t: Thing) -> Mention | None:
        """The entity that is an aspect of another: "glutamate release", "serum level of baclofen"."""
        assert t.mention is not None
        if t.aspect_unit is None:
            return None
        name, words = t.mention.entity.name, {t.aspect_unit.text, *(t.aspect_unit.forms)}
        more = {"abundance": ("serum level",), "uptake": ("uptake", "reuptake")}.get(t.aspect, ())
        for word in (*sorted(words), *more):
            for phrase in (f"{name} {word}", f"{word} of {name}"):
                found = named_at(self.store, phrase, t.unit.start, t.unit.end)
                if found is not None and not found.members:
                    return found
        return None

    # What is left --------------------------------------------------------------------------------------------------

    def _left(self, driver: Driver | None, things: Sequence[Thing], ends: Ends) -> tuple[list[str], list[str]]:
        """Names that are not known, and words that nothing took."""
        unknown: list[str] = []
        rest: list[str] = []
        chosen = {id(t.unit) for t in (*ends.subjects, *ends.objects)}
        for t in things:
            if t.open is not None or t.role == "setting":
                continue
            if t.role == "modifier" and not _is_drug(t.unit):
                rest.append(t.unit.text)
            elif t.mention is None:
                (unknown if self._is_at_place(t, chosen, driver) else rest).append(t.unit.text)
            elif id(t.unit) not in chosen:
                rest.append(t.unit.text)
        takes = driver is not None and driver.relation in _WITH_TAKING
        rest += [u.text for u in self.units if self._is_left(u) and not (u.role == "take" and takes)]
        if self.ask_word == "when":
            rest.append("when")
        return unknown, rest

    def _is_at_place(self, t: Thing, chosen: set[int], driver: Driver | None) -> bool:
        """Whether a word stands where a name would."""
        if _is_drug(t.unit) or (id(t.unit) in chosen and driver is not None):
            return driver is not None or _is_drug(t.unit)
        after = self.units[t.at + 1] if t.at + 1 < len(self.units) else None
        if driver is None and after is not None and after.text.lower() == "of":
            return False
        return t.prep != "" or (
            driver is not None and t.at > self.units.index(driver.last) and t.at + 1 == len(self.units)
        )

    def _is_left(self, u: Unit) -> bool:
        if u.used or u.role in _CONSUMED or u.role in ("name", "unknown", "open", "setting", "people"):
            return False
        when = u.row("because")
        if u.role == "because" and when is not None and when.value == "when":
            return False
        return u.role not in ("amount", "unit", "pron")

    def _value(self, role: str) -> str:
        rows = [r for u in self.units if u.role == role and (r := u.row(role)) is not None]
        return rows[0].value if rows else ""

    def _negated(self, relation: str) -> bool:
        no = any(u.role == "not" for u in self.units)
        return no and not (self.ask_word == "who" and relation == "contraindication")

    def _amounts(self) -> tuple[str, ...]:
        out = []
        for k, u in enumerate(self.units):
            if u.role == "amount":
                unit = self.units[k + 1].text if k + 1 < len(self.units) and self.units[k + 1].role == "unit" else ""
                out.append(f"{u.text} {unit}".strip())
        return tuple(out)

    def _read_as(self, things: Sequence[Thing]) -> list[str]:
        out = [u.read_as for u in self.units if u.read_as]
        for t in things:
            m = t.mention
            if m is not None and not m.members and not m.exact and m.entity.name.lower() != m.text.lower():
                out.append(f"“{m.text}” was read as {m.entity.name}")
        return out


def _is_drug(u: Unit) -> bool:
    return is_open_class(u) and u.text.lower() in drug_names()
