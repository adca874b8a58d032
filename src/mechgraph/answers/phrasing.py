"""Ways of asking the same: each is turned into the one form that the patterns of questions are written for.

Only the frame of a question is changed, never what it is about; a question in none of these ways stays as it is.
"""

from __future__ import annotations

import re

from .verbs import VERB, base

__all__ = ["is_double", "plain"]

_TYPED = str.maketrans({"‐": "-", "‑": "-", "–": "-", "—": "-", "−": "-", "‘": "'", "’": "'"})
_SOMEONE = r"(?:you|me|us|one|someone|people|patients?|them|him|her|users?)"
_AUX = r"(?:does|do|did|can|could|may|might|will|would)"
_FIT = r"(?:good|effective|useful|helpful|efficacious|beneficial|of use|of help)"
_WHICH = r"(?:which|what) (?:patients?|people|persons?)"
_ORGAN = r"(?:the )?(?:kidneys?|liver|gut|body)"
_REWRITINGS = (
    (r"^(?:(?:please )?tell me|explain|what (?:do you know|is known))\s+about\s+(\S+(?:\s\S+)?)$", r"what is \1"),
    (r"^what's\s+", r"what is "),
    (r"\b(\w+)'s\s+(excretion|absorption|metabolism|clearance|levels?|effects?|mechanism)\b", r"\2 of \1"),
    (rf"^what\s+(?:is|are)\s+(.+?)\s+{_FIT}\s+(?:for|against|in)$", r"what is \1 used for"),
    (r"^how\s+(?:is|are)\s+(.+?)\s+(?:treated|managed)$", r"what treats \1"),
    (r"^what\s+happens\s+to\s+(.+?)\s+(?:when|if|after|with|on)\s+(.+?)(?:\s+is\s+(?:given|taken|used))?$",
     r"does \2 affect \1"),
    (r"^(?:is|are)\s+(?:the\s+)?(.+?)\s+(?:an?|the)\s+(?:main\s+|primary\s+|principal\s+)?sites?\s+of\s+action\s+of\s+(.+)$",
     r"does \2 act in the \1"),
    (r"^(?:is|are)\s+(.+?)\s+involved\s+in\s+(.+)$", r"does \1 mediate \2"),
    (r"\bhyperpolari[sz]es?\s+(?:the\s+)?(?:neurone?s?|nerve cells?|cells?|membranes?)\b",
     r"cause membrane hyperpolarization"),
    (r"^(?:how come|why is it that)\s+(.+)$", r"why does \1"),
    (rf"^({_AUX})\s+(.+?)\s+(?:work|works)\s+(?:for|against|on)\s+(.+)$", r"\1 \2 help \3"),
    (rf"^(?:is|are|was)\s+(\S+)\s+(?:any |ever )?{_FIT}\s+(?:for|against|in|at|as a treatment (?:of|for))\s+(.+)$",
     r"does \1 help \2"),
    (rf"^(why |how )?({_AUX})\s+(.+?)\s+makes?\s+{_SOMEONE}\s+(\S+)$", r"\1\2 \3 cause \4"),
    (rf"^({_AUX})\s+(.+?)\s+kill(?:\s+{_SOMEONE})?$", r"\1 \2 cause death"),
    (rf"^{_AUX}\s+({_ORGAN})\s+(?:clear|excrete|eliminate)\s+(.+)$", r"is \2 excreted by \1"),
    (rf"^{_AUX}\s+({_ORGAN})\s+(?:metaboli[sz]e|break down)\s+(.+)$", r"is \2 metabolised by \1"),
    (rf"^({_AUX})\s+(.+?)\s+(?:get into|enter|reach|penetrate|pass into|go to)\s+(.+)$", r"\1 \2 cross into \3"),
    (r"^(?:are|is) there\s+(?:an?\s+|any\s+)?(.+?)\s+(?:in|on)\s+(.+)$", r"are \1 found in \2"),
    (r"^(?:what|which)\s+(?:class|type|kind|sort|group)\s+of\s+(?:drugs?|medicines?|medications?)\s+(is|are)\s+(.+)$",
     r"what \1 \2"),
    (rf"^{_AUX}\s+(?:people|patients?|someone|anyone)\s+(?:with|on|in)\s+(.+?)\s+"
     r"(?:take|use|have|get|be given)\s+(.+)$", r"is \2 safe in \1"),
    (rf"^(?:who|{_WHICH})\s+(?:should|must|ought to|can)\s*(?:not|n't|'t|never|avoid)\s*"
     r"(?:take|taking|use|using|get|have|be given|)\s+(.+)$", r"in whom is \1 dangerous"),
    (rf"^(?:who|{_WHICH})\s+(?:should|must|ought to|can)\s+(?:take|use|get|have|be given)\s+(.+)$",
     r"what is \1 used for"),
    (rf"^(?:who|{_WHICH})\s+(?:is|are)\s+at\s+(?:\w+\s+)?risk\s+(?:with|from|of|on|when \w+)\s+(.+)$",
     r"in whom is \1 dangerous"),
    (r"\b(?:relax|relaxes)\s+(?:the\s+)?(?:spastic\s+)?muscles?\b", r"cause relaxation of muscle"),
    (r"(\w)-(?:induced|evoked|triggered|elicited|stimulated)\b", r"\1 evoked"),
)  # fmt: skip
_TURNED = tuple((re.compile(pattern, re.I), form) for pattern, form in _REWRITINGS)
_PASSIVE = re.compile(
    r"^\s*(?P<aux>is|are|was|were|can|could|may|might)\s+(?P<what>.+?)\s+(?:be\s+)?(?P<verb>\w+ed)\s+"
    r"(?:by|with)\s+(?P<by>.+)$",
    re.I,
)
_FRAME = re.compile(
    r"^(?:please,?\s+)?(?:(?:can|could|would|will) you (?:please )?)?"
    r"(?:tell me|explain(?: to me)?|show me|let me know|i(?:'d| would) like to know|i want to know|i wonder(?:ed)?|"
    r"do you know|i(?:'ve| have)? (?:read|heard)|i think|is it (?:true|correct|right|the case))\s+"
    r"(?=(?:if|whether|that|how|why|what|which|where|who)\b)(?:(?:if|whether|that)\s+)?",
    re.I,
)
_TAG = re.compile(
    r"[,.;]?\s+(?:please|right|correct|true|isn't it|isn't that so|doesn't it|don't they|"
    r"is (?:that|this|it) (?:right|correct|true|so))$",
    re.I,
)
_STATED = re.compile(rf"(?P<what>\S.*?)\s+(?:(?P<verb>{VERB.pattern}|work|act)s?)(?P<rest>(?:\s.*)?)$", re.I)
_IS_STATED = re.compile(rf"(?P<what>(?:(?!{VERB.pattern})\S+\s+)+?)(?P<be>is|are|was|were)\s+(?P<rest>.+)$", re.I)
_ASKING = re.compile(rf"(?:{_AUX}|is|are|was|were|has|have|how|why|what|which|where|when|who)\b", re.I)
_ANOTHER = re.compile(
    r"\S\s+(?:and|or|but)\s+(?:if so\b|"
    r"(?:how|why|what|which|where|when|who|is|are|does|do|did|can|could|will|would)\s+\w)"
    r"|^(?:is|are|does|do|did|can|could|may|might|will|would)\b.+\b(?:because\b|(?:by|through|via)\s+\w+ing\b)",
    re.I,
)


def is_double(text: str) -> bool:
    """Whether a text asks two things, as "does it work and is it safe?" and "does it work by blocking …?" do.

    >>> is_double("Does it treat spasticity and does it cause sedation?"), is_double("Does it treat pain and spasms?")
    (True, False)
    """
    first, mark, second = text.partition("?")
    return bool(_ANOTHER.search(text)) or bool(mark and re.search(r"\w\?", second) and first.strip())


def plain(text: str) -> str:
    """The question in the form that is understood best, an active one.

    >>> plain("Is spasticity reduced by baclofen?")
    'does baclofen reduce spasticity?'
    >>> plain("Does baclofen work for spasticity?")
    'Does baclofen help spasticity?'
    >>> plain("Is baclofen excreted by the kidney?")
    'Is baclofen excreted by the kidney?'
    """
    said, end = re.sub(r"\s*[?!.]+$", "", text), "?" if text.rstrip().endswith("?") else ""
    turned = _unframed(said.translate(_TYPED))
    for pattern, form in _TURNED:
        turned = pattern.sub(form, turned).strip()
    turned = _active(turned)
    return text if turned == said else turned + end


def _unframed(text: str) -> str:
    """A question without the words around it: "tell me whether …", "…, right"; a statement to be confirmed is one too.

    >>> _unframed("Tell me whether baclofen treats spasticity"), _unframed("Explain how baclofen works")
    ('does baclofen treat spasticity', 'how does baclofen work')
    >>> _unframed("Baclofen reduces anxiety, right"), _unframed("What treats spasticity")
    ('does Baclofen reduce anxiety', 'What treats spasticity')
    """
    inner = _TAG.sub("", _FRAME.sub("", text))
    if inner == text:
        return text
    how = re.match(r"(?:(how|why)\s+)?(?:(?:if|whether|that)\s+)?(.+)", inner, re.I)
    if how is None or _ASKING.match(how[2]):
        return inner
    if stated := _IS_STATED.match(how[2]):
        asked = f"{stated['be'].lower()} {stated['what'].strip()} {stated['rest']}"
    elif stated := _STATED.match(how[2]):
        asked = f"does {stated['what']} {base(stated['verb'])}{stated['rest']}"
    else:
        return inner
    return f"{how[1].lower()} {asked}" if how[1] else asked


def _active(text: str) -> str:
    match = _PASSIVE.match(text)
    if match is None:
        return text
    verb = match["verb"].lower()
    plain_form = next((b for b in (verb[:-1], verb[:-2]) if VERB.fullmatch(b)), None)
    return text if plain_form is None else f"does {match['by']} {plain_form} {match['what']}"
