"""The model as JSON for the API: self-contained, with names, sentences and links.

Plain dictionaries out, nothing in; the keys are those of the OpenAPI document.
"""

from __future__ import annotations

from typing import Any

from ..answers.judge import verdict_on
from ..curie import Curie, prefix_map
from ..model import Association, Entity, Evidence, Mechanism, Path, Source, bibtex
from ..reason.sides import sides_of
from ..sentences import claim_sentence, context_phrase, raw_words, says
from ..store.base import Store
from ..vocab import vocabulary
from ..workspace import Workspace

__all__ = ["association_json", "entity_json", "mechanism_json", "path_json", "short", "source_json"]


def short(curie: Curie, names: dict[Curie, Entity]) -> dict[str, str]:
    """An entity as others refer to it: identifier, name, category."""
    e = names.get(curie)
    return {"id": str(curie), "name": e.label if e else str(curie), "category": e.category if e else ""}


def entity_json(e: Entity) -> dict[str, Any]:
    """An entity with everything that the graph says of it but its claims."""
    category = vocabulary().categories.get(e.category)
    return {
        "id": str(e.id),
        "iri": prefix_map().expand(e.id),
        "name": e.label,
        "category": e.category,
        "category_label": category.label if category else e.category,
        "glyph": category.glyph if category else "",
        "synonyms": list(e.synonyms),
        "xrefs": [{"id": str(x), "iri": prefix_map().expand(x)} for x in e.xrefs],
        "description": e.description,
        "identifier_source": e.identifier_source or raw_words(e.raw),
        "deprecated_by": None if e.deprecated_by is None else str(e.deprecated_by),
    }


def source_json(s: Source) -> dict[str, Any]:
    """A source with the text of its citation and its best link."""
    link = s.link if s.link.startswith(("https://", "http://")) else ""
    return {
        "id": s.id,
        "kind": s.kind,
        "label": s.label,
        "title": s.title,
        "authors": s.authors,
        "year": s.year,
        "pmid": s.pmid,
        "pmcid": s.pmcid,
        "doi": s.doi,
        "set_id": s.set_id,
        "journal": s.journal,
        "volume": s.volume,
        "issue": s.issue,
        "pages": s.pages,
        "container": s.container,
        "publisher": s.publisher,
        "version": s.version,
        "accessed": s.accessed,
        "link": link,
        "verified": s.verified,
        "retracted": s.retracted,
        "bibtex": bibtex([s]),
    }


def _evidence(e: Evidence, store: Store) -> dict[str, Any]:
    source = store.source(e.source)
    return {
        "source": e.source,
        "label": source.label if source else e.source,
        "link": source_json(source)["link"] if source else "",
        "year": source.year if source else None,
        "verified": source.verified if source else "",
        "retracted": bool(source and source.retracted),
        "stance": e.stance,
        "type": None if e.type is None else str(e.type),
        "locator": e.locator,
        "summary": says(e),
        "quote": e.quote,
        "cited_as": e.cited_as,
    }


def association_json(a: Association, names: dict[Curie, Entity], store: Store) -> dict[str, Any]:
    """A claim with its sentence, context and evidence."""
    cause, effect = a.causal_ends
    return {
        "id": a.id,
        "sentence": claim_sentence(a, names),
        "subject": short(a.subject, names),
        "predicate": a.predicate,
        "label": a.relation.negated_label if a.negated else a.relation.label,
        "object": short(a.object, names),
        "cause": str(cause),
        "effect": str(effect),
        "sign": a.sign,
        "role": a.relation.role,
        "direct": a.relation.direct,
        "negated": a.negated,
        "asserted": a.asserted,
        "certainty": a.certainty,
        "source_certainty": a.as_said,
        "hedge": a.hedge,
        "quantity": "" if a.quantity is None else str(a.quantity),
        "context": context_phrase(a, names),
        "qualifiers": {
            k: {"value": v, "name": names[Curie(v)].label if Curie.maybe(v) and Curie(v) in names else v}
            for k, v in a.qualifiers.items()
        },
        "knowledge_level": a.knowledge_level,
        "agent_type": a.agent_type,
        "rule": a.rule,
        "derived_from": list(a.derived_from),
        "note": a.note,
        "evidence": [_evidence(e, store) for e in a.evidence],
    }


def path_json(p: Path, names: dict[Curie, Entity]) -> dict[str, Any]:
    """A path: its entities in order, its steps, net sign, weakest certainty and pattern of categories."""
    from ..model import CERTAINTIES

    return {
        "sign": p.sign,
        "length": len(p),
        "cost": round(p.cost, 6),
        "certainty": max((s.association.certainty for s in p.steps), key=CERTAINTIES.index),
        "pattern": [names[c].category if c in names else "" for c in p.entities],
        "entities": [short(c, names) for c in p.entities],
        "steps": [
            {
                "claim": s.association.id,
                "label": s.association.relation.label,
                "forward": s.forward,
                "sign": s.sign,
                "sentence": claim_sentence(s.association, names),
            }
            for s in p.steps
        ],
    }


def mechanism_json(m: Mechanism, workspace: Workspace) -> dict[str, Any]:
    """A mechanism with its claims, its paths, and what speaks against them."""
    store = workspace.store
    claims = [association_json(a, m.entities, store) for a in m.associations]
    every = [*m.associations, *(o.association for o in m.objections)]
    return {
        "title": m.name,
        "drug": short(m.drug.id, m.entities),
        "effect": None if m.effect is None else short(m.effect.id, m.entities),
        "sign": m.sign,
        "verdict": verdict_on(workspace, m),
        "curated": list(m.curated),
        "weakest": m.weakest,
        "claims": claims,
        "paths": [path_json(p, m.entities) for p in m.paths],
        "sides": {a.id: held.to_json() for a, held in sides_of(store, every)},
        "objections": [
            {
                "claim": o.claim,
                "kind": o.kind,
                "association": association_json(o.association, m.entities, store),
                "evidence": None if o.evidence is None else _evidence(o.evidence, store),
            }
            for o in m.objections
        ],
        "entities": [entity_json(e) for e in m.entities.values()],
        "sources": [source_json(s) for s in m.sources.values()],
    }
