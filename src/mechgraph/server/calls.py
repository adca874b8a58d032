"""What the JSON API does: one function for each operation, run in a worker that holds the graph."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from ..curie import Curie, prefix_map
from ..errors import MechgraphError, NotFoundError, UsageError
from ..graph import Graph, load
from ..model import CERTAINTIES, Association, Mechanism, Records
from ..vocab import vocabulary
from . import figures, views
from .frames import DATA, HEAD, frame
from .grouping import grouped
from .problems import Problem
from .querying import is_rdf, open_store

if TYPE_CHECKING:
    from ..reason.whatif import WhatIf

__all__ = ["Caller"]

Reply = tuple[str, bytes]


def _json(value: object) -> Reply:
    return "application/json", msgspec.json.encode(value, enc_hook=str)


def stats(kg: Graph, p: dict[str, Any]) -> Reply:
    from .. import __version__

    vocab = vocabulary()
    return _json(
        {
            "name": kg.store.name,
            "version": __version__,
            "counts": kg.stats(),
            "prefixes": prefix_map().prefixes,
            "categories": [
                {"id": c.id, "label": c.label, "parent": c.parent, "glyph": c.glyph} for c in vocab.categories.values()
            ],
            "predicates": [
                {"id": r.id, "label": r.label, "sign": r.sign, "role": r.role, "definition": r.definition}
                for r in vocab.predicates.values()
            ],
        }
    )


def search(kg: Graph, p: dict[str, Any]) -> Reply:
    vocab, category = vocabulary(), p["category"]
    if category is not None:
        vocab.category(category)
    hits = kg.search(p["q"], limit=p["limit"] if category is None else 200)
    kept = [h for h in hits if category is None or vocab.is_a(h.entity.category, category)]
    return _json(
        {
            "query": p["q"],
            "hits": [
                {**views.entity_json(h.entity), "matched": h.matched, "score": h.score} for h in kept[: p["limit"]]
            ],
        }
    )


def entity(kg: Graph, p: dict[str, Any]) -> Reply:
    found = kg.entity(p["id"])
    assert found is not None
    counts = {"positive": 0, "negative": 0, "unsigned": 0, "negated": 0, "inconclusive": 0}
    effects: dict[str, Any] = {}
    around = list(kg.store.associations(subject=found.id)) + list(kg.store.associations(object=found.id))
    for a in around:
        if a.negated:
            counts["negated"] += 1
        elif not a.asserted:
            counts["inconclusive"] += 1
        else:
            counts[{1: "positive", -1: "negative", 0: "unsigned"}[a.sign]] += 1
    for m in kg.store.mechanisms(drug=found.id):
        if (end := kg.store.entity(m.effect)) is not None:
            effects[str(end.id)] = {"id": str(end.id), "name": end.label, "category": end.category}
    card = views.entity_json(found) | {"counts": counts, "associations": len({a.id for a in around})}
    questions = [q.question for q in kg.store.questions() if found.id in q.about]
    return _json(card | {"mechanisms": list(effects.values()), "questions": questions})


def associations(kg: Graph, p: dict[str, Any]) -> Reply:
    if not any(p[k] is not None for k in ("entity", "subject", "object", "predicate", "source")):
        raise UsageError("say which claims", remedy="give entity, subject, object, predicate or source")
    shared = {k: p[k] for k in ("predicate", "sign", "negated", "certainty")}
    found: list[Association]
    if p["entity"] is not None:
        found = kg.associations(subject=p["entity"], object=p["object"], **shared)
        found += kg.associations(subject=p["subject"], object=p["entity"], **shared)
        found = list({a.id: a for a in found}.values())
    else:
        found = kg.associations(subject=p["subject"], object=p["object"], **shared)
    if p["species"] is not None:
        species = kg.entity(p["species"])
        found = [a for a in found if species is not None and a.qualifiers.species == species.id]
    if p["source"] is not None:
        found = [a for a in found if p["source"] in a.sources]
    page = found[p["offset"] : p["offset"] + p["limit"]]
    return _json({"total": len(found)} | _claims("associations", page, kg))


def _claims(name: str, claims: Iterable[Association], kg: Graph) -> dict[str, Any]:
    """Claims under a name, and beside them who is for each and who against."""
    from ..reason.sides import sides_of

    listed = list(claims)
    names = kg.names_of(listed)
    return {
        name: [views.association_json(a, names, kg.store) for a in listed],
        "sides": {a.id: held.to_json() for a, held in sides_of(kg.store, listed)},
    }


def association(kg: Graph, p: dict[str, Any]) -> Reply:
    from ..reason.objections import objections_to

    found = kg.association(p["id"])
    against = list(objections_to(kg.store, found))
    names = kg.names_of([found, *(o.association for o in against)])
    return _json(
        {
            "association": views.association_json(found, names, kg.store),
            "objections": [
                {"kind": o.kind, "association": views.association_json(o.association, names, kg.store)} for o in against
            ],
        }
    )


def mechanism(kg: Graph, p: dict[str, Any]) -> Reply:
    return _json(views.mechanism_json(_mechanism(kg, p), kg.workspace))


def _mechanism(kg: Graph, p: dict[str, Any]) -> Mechanism:
    return kg.mechanism(p["drug"], p["effect"], k=p["k"], context=p["context"])


def paths(kg: Graph, p: dict[str, Any]) -> Reply:
    options: dict[str, Any] = {k: v for k, v in p.items() if k not in ("start", "end")}
    for name in ("predicates", "categories"):
        options[name] = options[name] or None  # none given: all of them
    found = kg.paths(p["start"], p["end"], **options)

    claims = {s.association.id: s.association for path in found for s in path.steps}
    names = kg.names_of(claims.values())
    listed = [views.path_json(path, names) for path in found]
    drawn = _has_mechanism(kg, p["start"], p["end"])
    return _json({"paths": listed, "mechanism": drawn} | _claims("claims", claims.values(), kg))


def _has_mechanism(kg: Graph, start: str, end: str) -> bool:
    """Whether the two have a mechanism that can be drawn: a curated one, or a causal path."""
    try:
        kg.mechanism(start, end, k=1)
    except MechgraphError:
        return False
    return True


def explain(kg: Graph, p: dict[str, Any]) -> Reply:
    return _json(kg.explain(p["drug"], p["effect"], context=p["context"]).to_json())


def ask(kg: Graph, p: dict[str, Any]) -> Reply:
    return _json(kg.ask(p["question"]).to_json())


def _supposed(kg: Graph, p: dict[str, Any]) -> WhatIf:
    return kg.what_if(p["drug"], p["effect"], **{k: p[k] for k in ("delete", "invert", "add", "block")})


def what_if(kg: Graph, p: dict[str, Any]) -> Reply:
    found = _supposed(kg, p)
    names = found.mechanism.entities
    return _json(found.to_json() | {"names": {str(c): views.short(c, names) for c in names}})


def what_if_figure(kg: Graph, p: dict[str, Any]) -> Reply:
    return figures.draw(_supposed(kg, p).mechanism, "json", p["theme"], None)


def _named(kg: Graph, ids: Iterable[str]) -> dict[str, Any]:
    """Identifiers with the names and categories that a page shows for them."""
    found = {i: kg.store.entity(Curie(i)) for i in dict.fromkeys(ids)}
    return {i: {"id": i, "name": e.label if e else i, "category": e.category if e else ""} for i, e in found.items()}


def interactions(kg: Graph, p: dict[str, Any]) -> Reply:
    found = kg.interactions(p["drug"], p["other"], own_claims=p["own_claims"]).to_json()
    ids = [i[k] for i in found["interactions"] for k in ("acting", "affected", "point")]
    ids += [way["drug"] for i in found["interactions"] for way in i["ways"]]
    return _json(found | {"names": _named(kg, [found["drug"], *filter(None, [found["other"], *ids])])})


def compare(kg: Graph, p: dict[str, Any]) -> Reply:
    found = kg.compare(p["drug"]).to_json()
    return _json(found | {"names": _named(kg, found["drugs"])})


def draw(kg: Graph, p: dict[str, Any]) -> Reply:
    return figures.draw(_filtered(kg, _mechanism(kg, p), p), p["format"], p["theme"], p["size"])


def groups(kg: Graph, p: dict[str, Any]) -> Reply:
    thing = kg.entity(p["entity"])
    around = kg.claims_about(thing)
    facts, shown = grouped(
        thing,
        around,
        kg.names_of(around),
        _passing(kg, p),
        text=p["text"] or "",
        each=p["each"],
        only=p["group"],
        offset=p["offset"],
    )
    facts["species"] = list(_named(kg, facts["species"]).values())
    sources = {i: kg.store.source(i) for i in facts["sources"]}
    facts["sources"] = [{"id": i, "label": s.label if s else i} for i, s in sources.items()]
    return _json(facts | _claims("associations", shown, kg))


def _passing(kg: Graph, p: dict[str, Any]) -> Callable[[Association], bool]:
    """The filters of the explorer as one condition."""
    species = kg.entity(p["species"]) if p["species"] is not None else None

    def passes(a: Association) -> bool:
        return (
            (p["certainty"] is None or CERTAINTIES.index(a.certainty) <= CERTAINTIES.index(p["certainty"]))
            and (p["negated"] is None or a.negated == (p["negated"] == "only"))
            and (species is None or a.qualifiers.species == species.id)
            and (p["source"] is None or p["source"] in a.sources)
        )

    return passes


def _filtered(kg: Graph, m: Mechanism, p: dict[str, Any]) -> Mechanism:
    """The part of a mechanism that passes the filters of the explorer, and says so in its title.

    Raises:
        NotFoundError: no claim passes.
    """
    chosen = {k: p[k] for k in ("certainty", "negated", "species", "source") if p[k] is not None}
    if not chosen:
        return m
    passes = _passing(kg, p)
    kept = tuple(a for a in m.associations if passes(a))
    against = tuple(o for o in m.objections if passes(o.association))
    if not kept and not against:
        raise NotFoundError("no claim of this mechanism passes the filters")
    return msgspec.structs.replace(
        m,
        title=f"{m.name} ({', '.join(f'{k}: {v}' for k, v in chosen.items())})",
        associations=kept,
        objections=against,
        paths=tuple(path for path in m.paths if all(s.association in kept for s in path.steps)),
    )


def brain(kg: Graph, p: dict[str, Any]) -> Reply:
    return figures.brain(kg, p["entity"], p["theme"])


def queries(kg: Graph, p: dict[str, Any]) -> Reply:
    from ..queries import named_queries

    return _json(
        {
            "queries": [
                {
                    "name": q.name,
                    "title": q.title,
                    "question": q.question,
                    "sparql": q.sparql({x.name: "*" for x in q.parameters if x.default in ("", "*")}),
                    "parameters": [
                        {"name": x.name, "type": x.type, "default": x.default, "description": x.description}
                        for x in q.parameters
                    ],
                    "columns": [{"name": n, "description": d} for n, d in q.columns],
                }
                for q in named_queries().values()
            ]
        }
    )


def query(kg: Graph, p: dict[str, Any]) -> Reply:
    table = kg.query(p["name"], **p["extra"])
    return _json({"columns": list(table.columns), "rows": [list(row) for row in table.rows]})


CALLS: dict[str, Callable[[Graph, dict[str, Any]], Reply]] = {
    f.__name__: f
    for f in (
        *(stats, search, entity, associations, groups, association, mechanism, paths, explain, ask),
        *(what_if, what_if_figure, interactions, compare, draw, brain, queries, query),
    )
}


def _of_rdf(source: str) -> Graph:
    """The claims in a file of RDF, as far as it uses this library's mapping; foreign RDF has none."""
    from ..rdf import from_triples
    from ..store.memory import MemoryStore

    quads = open_store(source).quads_for_pattern(None, None, None, None)
    try:
        records = from_triples(quads)
    except MechgraphError:
        records = Records()
    return Graph(MemoryStore(records, name=Path(source).name))


class Caller:
    """A graph and the calls on it."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph

    @classmethod
    def open(cls, source: str | None, *, rows: int) -> Caller:
        graph = _of_rdf(source) if source and is_rdf(source) else load(source)
        graph.stats()
        return cls(graph)

    def run(self, job: dict[str, Any], send: Callable[[bytes], None]) -> bytes:
        """Answer ``{"call", "params"}``; the whole answer is returned, nothing is sent."""
        try:
            media, data = CALLS[job["call"]](self.graph, job["params"])
        except ImportError as error:
            raise Problem("not-supported", f"this installation lacks {error.name or 'a part'}") from None
        return frame(HEAD, msgspec.json.encode({"media": media})) + frame(DATA, data)
