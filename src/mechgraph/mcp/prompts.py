"""Prompts that a person can choose: what to ask of the tools, and what must not be made of their answers."""

from __future__ import annotations

from ..errors import UsageError

__all__ = ["PROMPTS", "prompt"]

_RULES = (
    "Say nothing that the tools did not return. Keep negation, hedges, species, route, dose and patients as they "
    "stand. "
    "“not_stated” is never “no”. A composed answer or a path is a hypothesis: no source states it. "
    "Give what is against as much room as it has. Cite each sentence by its source ids, and list their citations at "
    "the end. "
    "This is no medical advice."
)
PROMPTS: dict[str, tuple[str, str, str, str]] = {
    "explain_with_citations": (
        "Explain with citations",
        "thing",
        "a drug, target or disease",
        "Explain {given} from this graph: how it works, what for, harms, what is disputed, what is not stated. Call "
        "explain first, then evidence for each claim that is disputed. {rules}",
    ),
    "check_this_statement": (
        "Check this statement",
        "statement",
        "one statement on a drug, target or effect",
        "Check this statement against the graph: “{given}”. Take it apart into single claims, call ask for each, and "
        "evidence for the claims that decide. Give a verdict for each part (supported, refuted, mixed, hypothesis, not "
        "stated), with what speaks for it and against it. {rules}",
    ),
}
"""Name → title, its one argument, what that is, the text."""


def prompt(name: str, given: dict[str, str]) -> str:
    """The text of a prompt.

    Raises:
        UsageError: no such prompt, or its argument is missing.

    >>> "“not_stated” is never “no”" in prompt("check_this_statement", {"statement": "Baclofen treats pain."})
    True
    """
    if name not in PROMPTS:
        raise UsageError(f"no prompt {name[:60]!r}", remedy="there are " + ", ".join(PROMPTS))
    _, argument, what, text = PROMPTS[name]
    if not given.get(argument, "").strip():
        raise UsageError(f"{argument} is missing", remedy=f"{what}")
    return text.format(given=" ".join(given[argument].split())[:500], rules=_RULES)
