"""What a figure says in one sentence: its title. Composed from what is drawn, by rules; never more than the claims say.

A chain is no statement: the first step is told as it is claimed, the outcome as firmly as somebody who curated the
mechanism said that it leads there, and as what may be where a search found it or a step is hedged.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from ..curie import Curie
from ..model import CERTAINTIES, Mechanism
from ..sentences import claim_sentence
from ..vocab import vocabulary
from .content import Content, Node
from .fold import sign_of, signs_to

__all__ = ["beside", "chips", "message", "standing"]

_MOST = 3
"""How many names a sentence lists before it counts."""
_OPEN = ("mixed", "inconclusive", "refuted")
"""Verdicts on a conclusion beside which no chain says what becomes of the outcome."""


def chips(mechanism: Mechanism, content: Content, starts: Sequence[Curie] = ()) -> None:
    """Say below each outcome what the chains of the figure come to: eased or caused, raised or lowered, or disputed.

    ``starts`` are the drugs, where it is not only the mechanism's own; where they differ, it says so.
    """
    named = {str(c) for c in starts} or {str(mechanism.drug.id)}
    drugs = [i for i, n in enumerate(content.nodes) if n.entity in named]
    begins = {link.tail for link in content.links if link.kind != "structure" or sign_of(link)}
    for i, node in enumerate(content.nodes):
        ends = mechanism.effect is not None and node.entity == str(mechanism.effect.id)
        if not ends and not (node.kind == "phenotype" and i not in begins):
            continue
        own = {content.nodes[d].entity: signs for d in drugs if (signs := signs_to(content, d, i))}
        node.outcome = bool(own)
        verdicts = {d: _verdict(mechanism) if ends else _verdict_on(mechanism, d, node.entity) for d in own}
        node.stated = set(verdicts.values()) == {"supported"}
        told = {"± disputed" if verdicts[d] in _OPEN else _chip(node, signs) for d, signs in own.items()}
        node.chip = told.pop() if len(told) == 1 else "± differs" if told else ""


def _verdict(mechanism: Mechanism) -> str:
    """The verdict on its conclusion, as every face tells it; one of no graph is what its claims say.

    An overview of several outcomes has none: each has its own, and none is told firmly in its title.
    """
    if mechanism.effect is None:
        return ""
    return mechanism.verdict if mechanism.workspace is not None else "supported"


def _verdict_on(mechanism: Mechanism, drug: str, outcome: str) -> str:
    """The verdict on one drug and outcome of an overview, as its own figure and answer tell it; of no graph, none."""
    if mechanism.effect is not None or mechanism.workspace is None:
        return ""
    start, entity = mechanism.entities.get(Curie(drug)), mechanism.entities.get(Curie(outcome))
    if start is None or entity is None:
        return ""
    if not any(mechanism.workspace.store.mechanisms(drug=start.id, effect=entity.id)):
        return ""
    whole: Mechanism = mechanism.workspace.mechanism(start, entity)
    return msgspec.structs.replace(whole, workspace=mechanism.workspace).verdict


def standing(mechanism: Mechanism, drug: str, outcome: str) -> int:
    """How an outcome of an overview stands: 0 supported, 1 said by its chains alone, 2 open."""
    verdict = _verdict_on(mechanism, drug, outcome)
    return 0 if verdict == "supported" else 2 if verdict in _OPEN else 1


def beside(mechanism: Mechanism, content: Content, drugs: Sequence[Curie]) -> str:
    """The sentence above a comparison: what each drug does first, and the one outcome, if they have it in common."""
    at = {n.entity: i for i, n in enumerate(content.nodes)}
    acts = []
    for drug in drugs:
        if str(drug) in at:
            alone = msgspec.structs.replace(mechanism, drug=mechanism.entities[drug], effect=None)
            acts.append(_acts(alone, content, at[str(drug)]) or mechanism.entities[drug].label)
    said = "; ".join(acts)
    common = [n for n in content.nodes if mechanism.effect is not None and n.entity == str(mechanism.effect.id)]
    verb = {"↓ eased": "eased", "↑ caused": "caused"}.get(common[0].chip, "") if common else ""
    return _upper(f"{common[0].name} is {verb} in {len(acts)} ways: {said}" if verb and len(acts) > 1 else said)


def _chip(node: Node, signs: set[int]) -> str:
    known = vocabulary().categories.get(node.category)
    unwanted = known is not None and known.valence == "unwanted"
    if {1, -1} <= signs:
        return "± disputed"
    if signs in ({-1}, {-1, 0}):
        return "↓ eased" if unwanted else "↓ less"
    if signs in ({1}, {1, 0}):
        return "↑ caused" if unwanted else "↑ more"
    return ""


def message(mechanism: Mechanism, content: Content) -> str:
    """The sentence above a figure; the mechanism's own title where nothing is acted on, or where it has one."""
    if mechanism.title:
        return _upper(mechanism.title)
    drug = next((i for i, n in enumerate(content.nodes) if n.entity == str(mechanism.drug.id)), None)
    if drug is None:
        return mechanism.name
    name = content.nodes[drug].name
    eased = [n.name for n in sorted(content.nodes, key=lambda n: not n.stated) if n.outcome and n.chip == "↓ eased"]
    caused = [n.name for n in content.nodes if n.outcome and n.chip == "↑ caused"]
    parts = []
    firm = bool(mechanism.curated) and _verdict(mechanism) == "supported" and not _hedged(content, drug)
    if eased:
        parts.append(f"{'eases' if firm else 'may ease'} {_listed(eased)}")
    if caused:
        parts.append(f"{'can' if mechanism.curated else 'may'} cause {_listed(caused)}")
    acts = _acts(mechanism, content, drug)
    if not parts:
        return _upper(acts) if acts else _upper(mechanism.name)
    told = f"{name} {' and '.join(parts)}"
    return _upper(f"{told}: it {acts.removeprefix(name).strip()}" if acts else told)


def _acts(mechanism: Mechanism, content: Content, drug: int) -> str:
    """What the drug does first, as claimed: its direct actions, else its first step."""
    first = [
        x for x in content.links if x.tail == drug and sign_of(x) and x.claims[0].causal_ends[0] == mechanism.drug.id
    ]
    direct = [x for x in first if x.direct] or first[:1]
    if not direct:
        return ""
    said = claim_sentence(direct[0].claims[0], mechanism.entities, context=False).split(" [")[0]
    same = [x for x in direct[1:] if x.claims[0].predicate == direct[0].claims[0].predicate]
    if same:
        last = content.nodes[direct[0].head].name
        names = [content.nodes[x.head].name for x in (direct[0], *same)]
        said = f"{said.removesuffix(last)}{_listed(list(dict.fromkeys(names)))}"
    step = _key_step(content, drug) if mechanism.effect is not None else ""
    return f"{said} and {step}" if step else said


def _key_step(content: Content, drug: int) -> str:
    """The last process or cell before an outcome and what becomes of it; empty where it is the drug's first step."""
    outcomes = {i for i, n in enumerate(content.nodes) if n.outcome}
    direct = {x.head for x in content.links if x.tail == drug}
    for link in content.links:
        node = content.nodes[link.tail]
        if link.head in outcomes and sign_of(link) and node.kind in {"process", "cell", "chemical"} and not node.chip:
            if link.tail in direct or link.tail == drug:
                continue
            signs = signs_to(content, drug, link.tail)
            if signs in ({1}, {-1}):
                return f"{'raises' if 1 in signs else 'lowers'} {_activity(node)}"
    return ""


def _activity(node: Node) -> str:
    return f"the activity of the {node.name}" if node.kind == "cell" else node.name


def _hedged(content: Content, drug: int) -> bool:
    """Whether every chain to the outcome has a step that is not more than hedged."""
    firm = [x for x in content.links if sign_of(x) and CERTAINTIES.index(x.certainty) < CERTAINTIES.index("hedged")]
    reached, queue = {drug}, [drug]
    for here in queue:
        new = {x.head for x in firm if x.tail == here} - reached
        reached |= new
        queue += sorted(new)
    return not any(content.nodes[i].outcome for i in reached)


def _listed(names: Sequence[str]) -> str:
    shown = list(names) if len(names) <= _MOST else [*names[: _MOST - 1], f"{len(names) - _MOST + 1} more"]
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]
