"""The verbs of questions about effects: which mean more, which less, which only a change."""

from __future__ import annotations

import re

__all__ = ["VERB", "base", "is_causal", "sign_of"]

_UP = (
    "increase|increases|raise|raises|elevate|elevates|boost|boosts|enhance|enhances|promote|promotes|stimulate|stimulates|"
    "activate|activates|potentiate|potentiates|worsen|worsens|exacerbate|exacerbates|aggravate|aggravates|cause|causes|"
    "produce|produces|lead to|leads to|induce|induces|trigger|triggers|open|opens"
)
_DOWN = (
    "decrease|decreases|reduce|reduces|lower|lowers|inhibit|inhibits|block|blocks|suppress|prevent|prevents|treat|treats|"
    "relieve|relieves|help|helps|improve|improves|ameliorate|ameliorates|alleviate|alleviates|stop|stops|calm|calms|relax|"
    "relaxes|slow|slows|delay|delays|remove|removes|close|closes|cure|cures|ease|eases|diminish|diminishes|attenuate|"
    "attenuates|dampen|dampens|curb|curbs|depress|depresses|cut down on|cuts down on|cut down|cuts down|cut|cuts"
)
_ANY = (
    "affect|affects|influence|influences|change|changes|alter|alters|modulate|modulates|act on|acts on|"
    "act through|acts through|work via|works via|work through|works through|mediate|mediates|act via|acts via|"
    "impact|impacts|have an effect on|has an effect on|bind|binds|target|targets"
)
_CAUSE = frozenset(["cause", "produce", "lead to", "induce", "trigger"])
VERB = re.compile(rf"\b(?:(?P<up>{_UP})|(?P<down>{_DOWN})|(?P<any>{_ANY}))\b", re.I)
"""A verb of effect, in the groups ``up``, ``down`` and ``any``."""


def sign_of(match: re.Match[str]) -> int:
    """The sign that a "yes" needs, for a match of :data:`VERB`; 0 for a change in either direction."""
    return 1 if match["up"] else -1 if match["down"] else 0


def base(verb: str) -> str:
    """A verb without the ending of the third person, where that is a verb of the list too.

    >>> base("causes"), base("leads to"), base("suppress")
    ('cause', 'lead to', 'suppress')
    """
    first, _, rest = verb.lower().partition(" ")
    for short in (first[:-2], first[:-1]):
        candidate = f"{short} {rest}".strip()
        if first.endswith("s") and VERB.fullmatch(candidate):
            return candidate
    return verb.lower()


def is_causal(verb: str) -> bool:
    """Whether a verb asks for bringing about rather than more or less.

    >>> is_causal("cause")
    True
    """
    return verb in _CAUSE
