"""What kind of question is it? Patterns of the kinds that the graph can answer; no guessing beyond them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

from .verbs import VERB, base, sign_of

__all__ = ["EXAMPLES", "Kind", "Question", "classify"]

Kind = Literal[
    "mechanism",
    "effect",
    "is_a",
    "density",
    "uses",
    "toxicity",
    "kinetics",
    "interactions",
    "compare",
    "actions",
    "definition",
    "targets",
    "agents",
    "potency",
    "given",
    "none",
]

EXAMPLES = (
    "What is the mechanism of action of baclofen?",
    "Does baclofen reduce anxiety?",
    "Is baclofen a CNS depressant?",
    "Where are GABA-B receptors densest?",
    "What is baclofen used to treat?",
    "What are the possible complications of baclofen toxicity?",
    "How is baclofen absorbed in the body?",
    "Does baclofen interact with acyclovir?",
    "How do baclofen and diazepam differ?",
    "How does baclofen affect the brain?",
)


@dataclass(frozen=True, slots=True)
class Question:
    """A question understood: its kind, its verb, and the sign that a "yes" would need (0 for either).

    ``words`` are those that tell what is asked for; ``negated`` where there is a "not" among them; ``scope`` is the
    word by which a yes/no question asks for all cases or for no other ("all", "only"); ``comparing`` where it
    asks for more or less of something than another has, other than potency.
    """

    kind: Kind
    verb: str = ""
    sign: int = 0
    words: str = ""
    comparing: bool = False
    yes_no: bool = False
    negated: bool = False
    scope: str = ""


_BY = r"(?:oral|intrathecal|intravenous|intraperitoneal|subcutaneous|topical)(?:ly)?|by mouth|into the"
_PATTERNS: dict[Kind, tuple[str, ...]] = {
    "given": (
        r"^\s*(?:at |in )?(?:what|which|how (?:much|high))\b.*\b(?:dos(?:e|es|age|ages)|routes?)\b",
        r"^\s*\S+ dos(?:e|es|age|ages)\s*\??$",
        rf"\b(?:given|administered|injected|taken|applied) (?:{_BY})",
    ),
    "potency": (
        r"\bpoten(?:t|cy|cies)\b",
        r"\baffinit",
        r"\bbinds? (?:more |most )?(?:tightly|strongly)",
        r"\b(?:IC50|EC50|Ki|Kd)\b",
    ),
    "interactions": (
        r"\binteract",
        r"\bcombin",
        r"\btogether with\b",
        r"\b(?:take|taken|taking|mix|mixed|mixing|give|given|co-?administered)\b.*\bwith\b",
    ),
    "compare": (r"\bdiffer", r"\bcompare", r"\bversus\b", r"\bvs\.?(?!\w)", r"\bin common\b", r"\bshare"),
    "toxicity": (
        r"\bcomplication",
        r"\b(?:symptoms?|signs|manifestations?) of\b",
        r"\btoxicity\b",
        r"\boverdose",
        r"\badverse",
        r"\bside[- ]effects?\b",
        r"\bsafe\b",
        r"\b(?:toxic|dangerous|harmful)\b",
        r"\brisks? of (?:taking|using)",
        r"\bdangers?\b",
        r"\bwithdrawal of\b",
        r"\bin whom\b",
        r"\bcontraindicat",
        r"\bhappens\b.*\b(?:withdrawal|withdrawn|overdose|stop|discontinu)",
    ),
    "kinetics": (
        r"\babsor",
        r"\bexcret",
        r"\beliminat",
        r"\bmetaboli[sz]",
        r"\bbioavailab",
        r"\bhalf[- ]life",
        r"\bpharmacokinetic",
        r"\bcleared?\b",
        r"\bcross",
        r"\bbound\b|\bprotein[- ]binding\b",
    ),
    "density": (
        r"\bdens",
        r"\bwhere (?:is|are|does|do|in the)\b",
        r"\bwhich (?:brain )?(?:regions?|areas?|structures?)",
        r"\bdistribut",
        r"\blocat",
        r"^\s*(?:do|does|can|could|will|would)\b.*\b(?:act|work)\s+(?:in|at|within|inside)\b",
        r"\b(?:found|expressed|present)\s+(?:in|at|within|on)\b",
    ),
    "uses": (
        r"\bused (?:to treat|for|in)\b",
        r"\bindicat",
        r"\b(?:approved|licen[sc]ed|authori[sz]ed)\b",
        r"\boff[- ]label",
        r"\bwhat (?:does|do|can|could) .* (?:treat|help)\b",
        r"\buses? of\b",
    ),
    "mechanism": (
        r"\bmechanisms?\b",
        r"\bmode of action\b",
        r"\bhow (?:does|do|is|are|can|could|would) .*"
        r"\b(?:work|act|help|treat|relieve|reduce|lower|cause|prevent|relax)",
    ),
    "actions": (
        r"\bwhat (?:does|do|can) .*\bdo\b",
        r"\bhow (?:does|do) .*\b(?:affect|influence|change)\b",
        r"\beffects? (?:of|on|does)\b",
    ),
}
_KINDS = {kind: re.compile("|".join(patterns), re.I) for kind, patterns in _PATTERNS.items()}
_NEGATED = re.compile(r"\b(?:not|never|no longer|cannot)\b|n['’]t\b", re.I)
_THING = r"(?:what|which)(?: other| kinds? of)?"
_TARGETS = re.compile(
    rf"^\s*{_THING} (?:\w+ )?(?:receptors?|targets?|proteins?|enzymes?|channels?|transporters?)\b", re.I
)
_AGENTS = re.compile(rf"^\s*{_THING} (?:drugs?|medicines?|medications?|compounds?|agents?|substances?)\b", re.I)
_WHAT_DOES = re.compile(
    r"^\s*what (?:treats|relieves|reduces|lowers|decreases|increases|raises|causes|prevents|worsens|inhibits|blocks|"
    r"activates|helps)\b",
    re.I,
)
_ON_A_STEP = re.compile(r"\b(?:absorption|excretion|elimination|metabolism|clearance)\b", re.I)
_RELEASE = re.compile(r"^\s*(?:do|does|can|could)\b.+\brelease\s+\w", re.I)
_SCOPE = re.compile(r"\b(?:only|solely|exclusively|all|every|each|always)\b", re.I)
_COMPARING = re.compile(r"\b(?:more|less|fewer|worse|(?!other\b|rather\b|whether\b)\w{3,}er)\b.*\bthan\b", re.I)
_OTHER = re.compile(r"^\s*(?:when|who|whom|whose|how (?:long|often|old))\b", re.I)
_REASON = re.compile(r"^\s*(?:why|how)\b", re.I)
_DEFINITION = re.compile(r"^\s*(?:what|who) (?:is|are)\b|^\s*(?:define|describe)\b", re.I)
_YES_NO = re.compile(
    r"^\s*(?:so |and |but )?(?:is|are|was|does|do|did|can|could|may|might|will|would|has|have)\b", re.I
)
_IS_A = re.compile(r"^\s*(?:is|are|was)\s+(?P<left>.+?)\s+(?:an?|the|one of the)\s+(?P<right>.+?)\??\s*$", re.I)
_IS_PLURAL = re.compile(r"^\s*are\s+(?P<left>.+)\??\s*$", re.I)
_USED = re.compile(r"\bused (?:to treat|for|in|against)\s+\S", re.I)


def _effect(text: str) -> Question | None:
    match = VERB.search(text)
    if match is None:
        return Question("effect", "release", 1, text) if _RELEASE.search(text) else None
    return Question("effect", base(match.group()), sign_of(match), text)


def _says_more(words: str) -> bool:
    """Whether the words before "a" hold a verb: "is baclofen excreted by the …" does not ask what baclofen is."""
    return bool(VERB.search(words)) or any(pattern.search(words) for pattern in _KINDS.values())


def classify(text: str) -> Question:
    """The kind of a question.

    >>> classify("Does baclofen reduce anxiety?").sign
    -1
    >>> classify("Is baclofen a dopamine agonist?").kind
    'is_a'
    >>> classify("Which receptors does baclofen bind?").kind
    'targets'
    >>> classify("Which enzymes metabolise baclofen?").kind
    'kinetics'
    >>> classify("Tell me a joke").kind
    'none'
    """
    text = " ".join(text.split())
    yes_no = bool(_YES_NO.match(text))
    scope = match.group().lower() if yes_no and (match := _SCOPE.search(text)) else ""
    return replace(_kind(text, yes_no), yes_no=yes_no, negated=bool(_NEGATED.search(text)), scope=scope)


def _kind(text: str, yes_no: bool) -> Question:
    if _COMPARING.search(text) and not _KINDS["potency"].search(text):
        return Question("none", words=text, comparing=True)
    if yes_no and (is_a := _IS_A.match(text)) and not _says_more(is_a["left"]):
        return Question("is_a", "is a", 0, is_a["right"])
    if _OTHER.search(text):
        return Question("none", words=text)
    effect = _effect(text)
    if effect is not None and yes_no and _ON_A_STEP.search(text):
        return effect
    if _TARGETS.search(text) and not _KINDS["kinetics"].search(text):
        return replace(effect or Question("none", words=text), kind="targets")
    if _AGENTS.search(text) and effect is None and _USED.search(text):
        return Question("agents", "treat", -1, text)
    if _AGENTS.search(text) or _WHAT_DOES.search(text):
        return replace(effect or Question("none", words=text), kind="agents")
    for kind, pattern in _KINDS.items():
        if pattern.search(text):
            if kind == "toxicity" and effect is not None and _REASON.match(text):
                return replace(effect, kind="mechanism")
            if yes_no and kind == "density" and effect is not None:
                return effect
            if yes_no and kind in ("uses", "mechanism", "actions", "toxicity"):
                if kind == "uses":
                    return Question("effect", "treat", -1, text) if _USED.search(text) else Question("uses", words=text)
                if effect is not None:
                    return effect
                if kind == "toxicity":
                    return Question(kind, "", 0, text)
                continue
            if kind == "mechanism":
                return replace(effect or Question("none", words=text), kind=kind)
            return Question(kind, "", 0, text)
    if effect is not None:
        return effect if yes_no else replace(effect, kind="mechanism" if _REASON.match(text) else "actions")
    if yes_no and _IS_PLURAL.match(text):
        return Question("is_a", "is a", 0, text)
    if _DEFINITION.match(text) and len(text.split()) < 8:
        return Question("definition", "", 0, text)
    return Question("none", "", 0, text)
