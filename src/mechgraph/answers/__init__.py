"""Answers: what the graph says, in sentences that can be cited, with what speaks against them.

A verdict is about the graph, not about the world: "the graph does not say" is never "no". Nothing here is medical
advice.
"""

from .answer import Answer, Citation, Claim, Explanation, Section
from .ask import ask
from .explain import explain

__all__ = ["Answer", "Citation", "Claim", "Explanation", "Section", "ask", "explain"]
