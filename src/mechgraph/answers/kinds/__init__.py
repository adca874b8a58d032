"""One function for each kind of question: what it gathers, how it judges, what it says."""

from __future__ import annotations

from collections.abc import Callable

from ..answer import Answer
from ..inquiry import Inquiry
from ..questions import Kind
from .actions import actions
from .agents import agents
from .clinical import toxicity, uses
from .compare import compare
from .definition import definition
from .density import density
from .effect import effect
from .given import given
from .identity import is_a
from .interactions import interactions
from .kinetics import kinetics
from .mechanism import mechanism, targets
from .potency import potency

__all__ = ["KINDS", "definition"]

KINDS: dict[Kind, Callable[[Inquiry], Answer]] = {
    "mechanism": mechanism,
    "effect": effect,
    "is_a": is_a,
    "density": density,
    "uses": uses,
    "toxicity": toxicity,
    "kinetics": kinetics,
    "interactions": interactions,
    "compare": compare,
    "actions": actions,
    "definition": definition,
    "targets": targets,
    "agents": agents,
    "potency": potency,
    "given": given,
}
