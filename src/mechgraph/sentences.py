"""A claim as an English sentence: with its hedge, negation, direction and context, none of them dropped.

This is the one place that turns a claim into words; answers, captions, alt text and pages all use it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from .curie import Curie
from .model import Association, Entity, Evidence, Path
from .vocab import vocabulary

__all__ = [
    "bare_verb",
    "chain_of",
    "cited",
    "claim_sentence",
    "context_phrase",
    "is_plural",
    "join",
    "place_phrase",
    "plural_verb",
    "raw_words",
    "route_phrase",
    "says",
    "timing_phrase",
    "with_article",
]

_ROUTES = {
    "oral": "given orally",
    "intrathecal": "given intrathecally",
    "intravenous": "given intravenously",
    "intraperitoneal": "given intraperitoneally",
    "topical": "applied topically",
    "intracerebral": "given into the brain",
    "systemic": "given systemically",
    "subcutaneous": "given subcutaneously",
    "inhaled": "inhaled",
    "in_vitro": "in vitro",
}
_TIMINGS = {
    "acute": "acutely",
    "short_term": "on short-term treatment",
    "chronic": "on chronic treatment",
    "repeated": "on repeated dosing",
    "at_first": "at first",
    "after_withdrawal": "after withdrawal",
}
_PREPARATIONS = {
    "in_vivo": "in vivo",
    "slice": "in tissue slices",
    "in_vitro": "in vitro",
    "cell_culture": "in cell culture",
}


_NO_ARTICLE = re.compile("(s|ase|(?<!prote)in|alpha|beta|gamma|delta)$")
"""How names end that English uses without an article: plurals, enzymes, subunits by their letter."""


def route_phrase(route: str) -> str:
    """A route as words.

    >>> route_phrase("oral")
    'given orally'
    """
    return _ROUTES[route]


def timing_phrase(timing: str) -> str:
    """A timing as words.

    >>> timing_phrase("acute")
    'acutely'
    """
    return _TIMINGS.get(timing, timing)


def place_phrase(places: Sequence[str]) -> str:
    """Places, the inner ones first, as words.

    >>> place_phrase(["nerve terminal", "spinal cord"])
    'in the nerve terminal of the spinal cord'
    """
    return "in " + " of ".join(p if p[:1].isupper() or p.endswith("s") else f"the {p}" for p in places)


def _name(curie: Curie, entities: Mapping[Curie, Entity]) -> str:
    entity = entities.get(curie)
    return entity.label if entity else str(curie)


def _end(curie: Curie, entities: Mapping[Curie, Entity], direction: str, aspect: str) -> str:
    name = _name(curie, entities)
    phrase = f"{aspect.replace('_', ' ')} of {name}" if aspect else name
    return f"{direction} {phrase}" if direction else phrase


def is_plural(entity: Entity) -> bool:
    """Whether a name is that of several proteins or routes of signalling, as "opioid receptors" is.

    >>> is_plural(Entity(id=Curie("A:1"), name="Kir3 channels (GIRK)", category="protein_family"))
    True
    """
    vocab = vocabulary()
    several = vocab.is_a(entity.category, "gene_product") or vocab.is_a(entity.category, "pathway")
    return several and re.search(r"[a-z]{3}(?<![sui])s$", entity.name.partition(" (")[0]) is not None


def with_article(entity: Entity) -> Entity:
    """A thing as a sentence names it; names, enzymes and plurals stay.

    >>> with_article(Entity(id=Curie("A:1"), name="xanthine oxidase (XDH)", category="protein")).name
    'xanthine oxidase (XDH)'
    >>> with_article(Entity(id=Curie("A:1"), name="beta-2 adrenergic receptor", category="protein")).name
    'the beta-2 adrenergic receptor'
    """
    head = entity.name.partition(" (")[0].partition(" of ")[0].split(" ")[-1]
    counted = any(vocabulary().is_a(entity.category, c) for c in ("gene_product", "cell_type"))
    if not counted or not (head.isalpha() and head.islower()) or entity.name == head or _NO_ARTICLE.search(head):
        return entity
    return msgspec.structs.replace(entity, name=f"the {entity.name}")


def join(words: Sequence[str], last: str = "and") -> str:
    """Words as an English list.

    >>> join(["a", "b", "c"])
    'a, b and c'
    """
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def plural_verb(label: str) -> str:
    """The label of a predicate as several say it.

    >>> [plural_verb(w) for w in ("is part of", "does not cause", "positively regulates", "crosses", "manifests as")]
    ['are part of', 'do not cause', 'positively regulate', 'cross', 'manifest as']
    >>> plural_verb("is not a partial agonist of")
    'are not partial agonists of'
    """
    words = label.split()
    at = next(i for i, word in enumerate(words) if not word.endswith("ly"))
    known = {"is": "are", "has": "have", "does": "do"}
    words[at] = known.get(words[at]) or re.sub(r"(?<=ss)es$|s$", "", words[at])
    return re.sub(r"^(are(?: not)?) an? (.+)(?= (?:of|for|to)$)", r"\1 \2s", " ".join(words))


def bare_verb(label: str) -> str:
    """The label of a predicate as it follows "may" or "does".

    >>> [bare_verb(w) for w in ("is an agonist of", "has the role", "decreases the release of")]
    ['be an agonist of', 'have the role', 'decrease the release of']
    """
    first, _, rest = label.partition(" ")
    return f"be {rest}" if first == "is" else plural_verb(label)


def cited(voices: Iterable[tuple[str, str]]) -> str:
    """Sources as a sentence cites them, those that do not support it apart: pairs of a source and its stance.

    >>> cited([("L30", "supports"), ("L17", "refutes"), ("L30", "supports")])
    'L30; but L17 (refutes)'
    """
    listed = list(voices)
    against = ", ".join(dict.fromkeys(f"{s} ({stance})" for s, stance in listed if stance != "supports"))
    sources = ", ".join(dict.fromkeys(s for s, stance in listed if stance == "supports")) or "no source"
    return f"{sources}; but {against}" if against else sources


def context_phrase(association: Association, entities: Mapping[Curie, Entity]) -> str:
    """Where, in whom, how given and when the claim holds, as one phrase; empty where nothing is stated.

    >>> from mechgraph.model import Qualifiers
    >>> a = Association(subject=Curie("A:1"), predicate="increases", object=Curie("B:2"),
    ...                 qualifiers=Qualifiers(route="oral", timing="acute"))
    >>> context_phrase(a, {})
    'given orally, acutely'
    """
    q = association.qualifiers
    parts: list[str] = []
    place = [_name(c, entities) for c in (q.component, q.cell_type, q.anatomy) if c is not None]
    if place:
        parts.append("in " + ", ".join(place))
    if q.species is not None:
        parts.append("in " + _name(q.species, entities))
    if q.population:
        parts.append("in " + q.population)
    if q.population_of is not None:
        parts.append("in patients with " + _name(q.population_of, entities))
    if q.stimulus:
        parts.append(f"stimulus: {q.stimulus}")
    if q.route:
        parts.append(_ROUTES.get(q.route, q.route))
    if q.dose:
        parts.append(f"at {q.dose}")
    if q.timing:
        parts.append(_TIMINGS.get(q.timing, q.timing))
    if q.preparation:
        parts.append(_PREPARATIONS.get(q.preparation, q.preparation))
    if q.extent:
        parts.append(q.extent)
    if q.frequency:
        parts.append(q.frequency)
    if q.other:
        parts.append(q.other.replace("=", ": "))
    return ", ".join(parts)


def claim_sentence(association: Association, entities: Mapping[Curie, Entity], *, context: bool = True) -> str:
    """The whole claim as a sentence without a final stop.

    >>> a = Association(subject=Curie("A:1"), predicate="increases", object=Curie("B:2"), negated=True)
    >>> claim_sentence(a, {})
    'A:1 does not increase B:2'
    """
    q, p = association.qualifiers, association.relation
    subject = _end(association.subject, entities, q.subject_direction, q.subject_aspect)
    about = entities.get(association.subject)
    if about is not None and about.category == "drug_class":
        subject = f"the class {subject}"
    target = _end(association.object, entities, q.direction, q.aspect)
    verb = p.negated_label if association.negated else p.label
    if about is not None and is_plural(about) and not (q.subject_direction or q.subject_aspect):
        verb = plural_verb(verb)
    text = f"{subject} {verb} {target}"
    if association.quantity is not None and (amount := str(association.quantity)):
        kind = association.quantity.kind
        text += f" ({kind + ': ' if kind else ''}{amount})"
    if context and (where := context_phrase(association, entities)):
        text += f", {where}"
    marks = []
    if association.certainty == "inconclusive":
        marks.append("inconclusive")
    elif association.certainty != "established":
        marks.append(association.certainty)
    if association.hedge:
        marks.append(f"stated with “{association.hedge}”")
    if association.rule:
        marks.append(f"derived by {association.rule}")
    return f"{text} [{'; '.join(marks)}]" if marks else text


def says(evidence: Evidence) -> str:
    """What a piece of evidence says, for a person: its summary, or what its source says that no field holds."""
    return evidence.summary or raw_words(evidence.raw)


def raw_words(raw: str) -> str:
    """What an imported source says and no field holds (``Evidence.raw``, ``Entity.raw``), as names and values.

    What the claim itself shows (knowledge level, agent) and what only the way back to KGX needs is left out.

    >>> raw_words('{"relation": "RO:0002434", "xref": ["A:1", "B:2"], "agent_type": "manual_agent"}')
    'relation: RO:0002434; xref: A:1, B:2'
    >>> raw_words(""), raw_words("no JSON")
    ('', 'no JSON')
    """
    try:
        kept = json.loads(raw or "{}")
    except (ValueError, RecursionError):
        return raw
    if not isinstance(kept, dict):
        return raw
    shown = ((k, v) for k, v in kept.items() if k not in ("-", "knowledge_level", "agent_type"))
    return "; ".join(
        f"{name.replace('_', ' ')}: {', '.join(map(str, value)) if isinstance(value, list) else value}"
        for name, value in shown
    )


def chain_of(path: Path, names: Mapping[Curie, Entity]) -> str:
    """A chain with its signs: "vigabatrin ⊣ GABA transaminase ⊣ GABA"."""
    arrows = {1: "→", -1: "⊣", 0: "—"}
    entities = [step.end for step in path.steps]
    named = [names[c].name if c in names else str(c) for c in (path.steps[0].start, *entities)] if entities else [""]
    return named[0] + "".join(f" {arrows[s.sign]} {name}" for s, name in zip(path.steps, named[1:], strict=True))
