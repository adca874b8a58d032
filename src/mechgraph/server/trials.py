"""Examples for the first page, tried on the graph that is served: what gives no answer here is not offered."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import islice

from ..curie import Curie
from ..errors import MechgraphError
from ..graph import Graph
from ..model import Association, Entity, kind_of
from ..sentences import claim_sentence
from ..shapes.browsing import Example, Examples
from ..shapes.things import reference
from ..vocab import vocabulary
from .shelves import most_connected

__all__ = ["examples"]

TRIED = 5
"""Drugs that each kind of example is tried with, the most connected first."""
MOST = 250
"""Claims that such a drug has at most: an example answers at once."""


@lru_cache(maxsize=1)
def examples(kg: Graph) -> Examples:
    """At most one example of each kind: a mechanism (or a path), a question, two drugs together."""
    drugs = list(islice(most_connected(kg, "drugs", MOST), TRIED))
    curated = [d for d in drugs if next(iter(kg.store.mechanisms(drug=d.id)), None) is not None]
    found = (_first(trial, kg, [*curated, *(d for d in drugs if d not in curated)]) for trial in _TRIALS)
    return Examples(examples=[e for e in found if e is not None])


def _first(trial: Callable[[Graph, Entity], Iterable[Example]], kg: Graph, drugs: Iterable[Entity]) -> Example | None:
    for drug in drugs:
        try:
            for example in trial(kg, drug):
                return example
        except MechgraphError:
            continue  # it has no answer here: the next drug may
    return None


def _made(kind: str, text: str, told: str, things: Iterable[Entity], question: str = "") -> Example:
    listed = list(things)
    names = {e.id: e for e in listed}
    return Example(kind=kind, text=text, told=told, things=[reference(e.id, names) for e in listed], question=question)


def _uses(kg: Graph, drug: Entity) -> Iterator[Entity]:
    """What a drug is said to be used for, the surest claims first."""
    claims: list[Association] = [a for a in kg.claims_about(drug) if a.subject == drug.id and a.asserted]
    names: dict[Curie, Entity] = kg.names_of(claims)
    used = [a for a in claims if not a.negated and a.object in names and kind_of(a, names[a.object]) == "use"]
    yield from (names[a.object] for a in sorted(used, key=lambda a: (-len(a.evidence), a.id)))


def _mechanism(kg: Graph, drug: Entity) -> Iterator[Example]:
    for curated in sorted(kg.store.mechanisms(drug=drug.id), key=lambda m: (-len(m.claims), m.id)):
        effect = kg.entity(curated.effect)
        whole = kg.mechanism(drug, effect)
        told = f"{len(whole.associations)} claims, curated"
        yield _made("mechanism", f"{drug.label} → {effect.label}", told, (drug, effect))
    for effect in islice(_uses(kg, drug), 3):
        best = kg.paths(drug, effect, 1)[0]
        told = f"the best path has {len(best.steps)} claims"
        if len(best.steps) > 1:  # that it is used for it is no way to get there
            yield _made("paths", f"{drug.label} → {effect.label}", told, (drug, effect))


def _question(kg: Graph, drug: Entity) -> Iterator[Example]:
    for effect in islice(_uses(kg, drug), 3):
        asked = f"Does {drug.label} treat {effect.label}?"
        answer = kg.ask(asked)
        if answer.verdict in ("supported", "contested", "refuted"):
            yield _made("question", asked, answer.answer, (drug, effect), asked)


def _together(kg: Graph, drug: Entity) -> Iterator[Example]:
    claims = kg.claims_about(drug)
    names = kg.names_of(claims)
    meetings = [a for a in claims if a.relation.group == "interaction" and not a.negated]
    for a in sorted(meetings, key=lambda a: (-len(a.evidence), a.id)):
        pair = [names[c] for c in (a.subject, a.object) if c in names and vocabulary().is_a(names[c].category, "drug")]
        if len(pair) == 2 and kg.interactions(*pair).documented:
            text = f"{pair[0].label} with {pair[1].label}"
            yield _made("interactions", text, claim_sentence(a, names), pair)
    for other in islice(most_connected(kg, "drugs", MOST), TRIED):
        if other != drug and (shared := kg.compare([drug, other]).shared()):
            told = f"they have {len(shared)} things in common"
            yield _made("compare", f"{drug.label} beside {other.label}", told, (drug, other))


_TRIALS = (_mechanism, _question, _together)
