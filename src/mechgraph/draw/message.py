"""What a figure says in one sentence: its title. Composed from what is drawn, by rules; never more than the claims say.

A chain is no statement: the first step is told as it is claimed, the outcome as firmly as somebody who curated the
mechanism said that it leads there, and as what may be where a search found it or a step is hedged.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from ..curie import Curie
from ..model import CERTAINTIES, Association, Mechanism
from ..sentences import claim_sentence, join, with_article
from ..vocab import vocabulary
from .content import Content, Node
from .fold import sign_of, signs_to

__all__ = ["beside", "chips", "message", "standing"]

_MOST = 3
"""How many names a sentence lists before it counts."""
_OPEN = ("mixed", "inconclusive", "refuted")
"""Verdicts on a conclusion beside which no chain says what becomes of the outcome."""
_USES = ("use", "relief", "off_label", "studied")
"""Groups of claims on what a drug is for, the firmest first."""
_TOLD = {
    (-1, True, True): ("↓ eased", "eases"),
    (-1, True, False): ("↓ may ease", "may ease"),
    (-1, False, True): ("↓ less", "lowers"),
    (-1, False, False): ("↓ may fall", "may lower"),
    (1, False, True): ("↑ more", "raises"),
    (1, False, False): ("↑ may rise", "may raise"),
    (1, True, True): ("↑ caused", "can cause"),
    (1, True, False): ("↑ may occur", "may cause"),
}
"""What the chains to an outcome come to, whether it is unwanted, whether that is firm: on the outcome, in the title."""
_BECOMES = {
    "↓ eased": "is eased",
    "↓ may ease": "may be eased",
    "↑ caused": "is caused",
    "↑ may occur": "may be caused",
}
"""The same in the title of a comparison."""
_OF_DISORDERS = frozenset(verb for (_, unwanted, _), (_, verb) in _TOLD.items() if unwanted)


def chips(mechanism: Mechanism, content: Content, starts: Sequence[Curie] = ()) -> None:
    """Say below each outcome what the chains of the figure come to: eased or caused, raised or lowered, or disputed.

    It "may" be so where the verdict on it is not "supported", where a search found the chains, where each of them has a
    hedged step, and where chains alone say that a disorder is eased. ``starts`` are the drugs, where it is not only
    the mechanism's own; where they differ, it says so.
    """
    named = {str(c) for c in starts} or {str(mechanism.drug.id)}
    drugs = [i for i, n in enumerate(content.nodes) if n.entity in named]
    begins = {link.tail for link in content.links if link.kind != "structure" or sign_of(link)}
    led_to = {str(p.entities[-1]) for p in mechanism.paths if p.steps}
    for i, node in enumerate(content.nodes):
        last = node.kind in {"phenotype", "process", "chemical"} if led_to else node.kind == "phenotype"
        ends = mechanism.effect is not None and node.entity == str(mechanism.effect.id)
        if not ends and (not last or i in begins or (led_to and node.entity not in led_to)):
            continue
        told = {}
        for d in drugs:
            if signs := signs_to(content, d, i):
                told[d] = _told(mechanism, content, d, i, signs)
        node.outcome = bool(told)
        said = set(told.values())
        node.chip, node.said = said.pop() if len(said) == 1 else ("± differs", "") if said else ("", "")


def _told(mechanism: Mechanism, content: Content, drug: int, outcome: int, signs: set[int]) -> tuple[str, str]:
    """What becomes of an outcome, on it and as the verb of the title."""
    start, node, sign = content.nodes[drug].entity, content.nodes[outcome], _sign(signs)
    if sign is None:
        return "± disputed", ""
    category = vocabulary().categories.get(node.category)
    unwanted = category is not None and category.valence == "unwanted"
    known = mechanism.workspace is not None
    if not sign and unwanted and known and _verdict(mechanism, start, node.entity, -1) == "supported":
        sign = -1  # a step of the way has no direction; that it is treated is stated
    verdict = _verdict(mechanism, start, node.entity, sign)
    if sign and verdict in _OPEN:
        return "± disputed", ""
    said = _stated(mechanism, start, node.entity)
    uses = {a.relation.group for a in said}
    proven = not unwanted or not known or bool(uses - {"off_label", "studied"})
    firm = proven and verdict == "supported" and (bool(mechanism.curated) or bool(said))
    firm = firm and not _hedged(content, drug, outcome)
    last = [a for x in content.links if x.head == outcome for a in x.claims[-1:]]
    if sign == 1 and node.category == "state" and any(a.relation.group in {"cause", "use"} for a in last + said):
        return ("↑ brought about", "brings about") if firm else ("↑ may occur", "may bring about")
    return _TOLD.get((sign, unwanted, firm), ("", ""))


def _sign(signs: set[int]) -> int | None:
    """The one direction of several chains; 0 where none has one, ``None`` where they come to opposite ones."""
    return None if {1, -1} <= signs else sum(signs)


def _verdict(mechanism: Mechanism, drug: str, outcome: str, sign: int) -> str:
    """The verdict on a drug and an outcome, as every face tells it; of no graph, what the claims say."""
    if mechanism.workspace is None:
        return "supported"
    if mechanism.effect is not None and (drug, outcome) == (str(mechanism.drug.id), str(mechanism.effect.id)):
        return mechanism.verdict
    start, end = mechanism.entities.get(Curie(drug)), mechanism.entities.get(Curie(outcome))
    if start is None or end is None:
        return ""
    return msgspec.structs.replace(mechanism, drug=start, effect=end, sign=sign).verdict


def standing(mechanism: Mechanism, drug: str, outcome: str, sign: int) -> tuple[int, int, int]:
    """How an outcome stands, the best first: supported, of chains alone, open; used for it; by how many sources."""
    verdict = _verdict(mechanism, drug, outcome, sign)
    open_ = 0 if verdict == "supported" else 2 if verdict in _OPEN else 1
    said = _stated(mechanism, drug, outcome)
    uses = [_USES.index(a.relation.group) for a in said if a.relation.group in _USES]
    return open_, min(uses, default=len(_USES)), -len({s for a in said for s in a.sources})


def _stated(mechanism: Mechanism, drug: str, outcome: str) -> list[Association]:
    """What is claimed of a drug and an outcome without a way between them."""
    ends = Curie(drug), Curie(outcome)
    own: Iterable[Association] = mechanism.associations
    if mechanism.workspace is not None:
        own = mechanism.workspace.store.associations(subject=ends[0], object=ends[1])
    return [a for a in own if a.asserted and a.causal_ends == ends]


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
    verb = _BECOMES.get(common[0].chip, "") if common else ""
    return _upper(f"{common[0].name} {verb} in {len(acts)} ways: {said}" if verb and len(acts) > 1 else said)


def message(mechanism: Mechanism, content: Content) -> str:
    """The sentence above a figure; the mechanism's own title where nothing is acted on, or where it has one."""
    if mechanism.title:
        return _upper(mechanism.title)
    drug = next((i for i, n in enumerate(content.nodes) if n.entity == str(mechanism.drug.id)), None)
    if drug is None:
        return mechanism.name
    name = content.nodes[drug].name
    ends = sorted(
        (n for n in content.nodes if n.outcome and n.said),
        key=lambda n: standing(mechanism, str(mechanism.drug.id), n.entity, -1 if n.chip[0] == "↓" else 1),
    )
    verbs = list(dict.fromkeys(["eases", "may ease", *(n.said for n in ends)]))
    by_verb = {verb: [n.name for n in ends if n.said == verb] for verb in verbs}
    shown = [verb for verb in verbs if by_verb[verb]]
    if any(verb in {"eases", "may ease"} for verb in shown):
        shown = [verb for verb in shown if verb in _OF_DISORDERS]
    else:
        changed = [verb for verb in shown if verb not in _OF_DISORDERS]
        shown = [verb for verb in shown if verb not in changed[2:]]
    parts = [
        f"{verb} {_listed(by_verb[verb])}"
        for verb in sorted(shown, key=lambda v: (v.endswith("cause"), "bring" not in v))
    ]
    acts = _acts(mechanism, content, drug)
    if not parts:
        return _upper(acts) if acts else _upper(mechanism.name)
    told = f"{name} {join(parts)}"
    return _upper(f"{told}: it {acts.removeprefix(name).strip()}" if acts else told)


def _acts(mechanism: Mechanism, content: Content, drug: int) -> str:
    """What the drug does first, as claimed: its direct actions, else its first step."""
    first = [
        x for x in content.links if x.tail == drug and sign_of(x) and x.claims[0].causal_ends[0] == mechanism.drug.id
    ]
    direct = [x for x in first if x.direct] or [x for x in first[:1] if not content.nodes[x.head].outcome]
    if not direct:
        return ""
    claim = msgspec.structs.replace(direct[0].claims[0], quantity=None)
    names = {c: with_article(e) for c, e in mechanism.entities.items()}
    said = claim_sentence(claim, names, context=False).split(" [")[0]
    same = [x for x in direct if x.claims[0].predicate == claim.predicate]
    if len(same) > 1:
        acted_on = [names[x.claims[0].causal_ends[1]].label for x in same]
        said = f"{said.removesuffix(acted_on[0])}{_listed(list(dict.fromkeys(acted_on)))}"
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


def _hedged(content: Content, drug: int, outcome: int) -> bool:
    """Whether every chain to the outcome has a step that is not more than hedged."""
    firm = [x for x in content.links if sign_of(x) and CERTAINTIES.index(x.certainty) < CERTAINTIES.index("hedged")]
    reached, queue = {drug}, [drug]
    for here in queue:
        new = {x.head for x in firm if x.tail == here} - reached
        reached |= new
        queue += sorted(new)
    return outcome not in reached


def _listed(names: Sequence[str]) -> str:
    return join(names if len(names) <= _MOST else [*names[: _MOST - 1], f"{len(names) - _MOST + 1} more"])


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]
