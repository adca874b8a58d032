"""What the JSON API does: one function for each operation, run in a worker that holds the graph."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from .. import shapes
from ..errors import MechgraphError, NotFoundError, UsageError
from ..graph import Graph, load
from ..model import CERTAINTIES, Association, Mechanism, Records
from ..receipts import answered, receipt_of, stamped
from ..shapes import browsing, tables
from ..vocab import vocabulary
from . import figures, shelves, trials
from .frames import DATA, HEAD, frame
from .grouping import grouped
from .operations import OPERATIONS, RECEIPTED
from .problems import Problem
from .querying import is_rdf, open_store

if TYPE_CHECKING:
    from ..reason.whatif import WhatIf

__all__ = ["Caller"]

Reply = tuple[str, bytes]


def _json(value: object, *, everything: bool = False) -> Reply:
    """A shape, or what has one, with a line break at its end, as the command line prints it."""
    return "application/json", shapes.to_json(value, everything=everything).encode() + b"\n"


def stats(kg: Graph, p: dict[str, Any]) -> Reply:
    return _json(tables.stats(kg.store.name, kg.stats()))


def search(kg: Graph, p: dict[str, Any]) -> Reply:
    vocab, category = vocabulary(), p["category"]
    if category is not None:
        vocab.category(category)
    hits = kg.search(p["q"], limit=p["limit"] if category is None else 200)
    kept = [h for h in hits if category is None or vocab.is_a(h.entity.category, category)]
    return _json(tables.search_result(p["q"], kept[: p["limit"]]))


def entity(kg: Graph, p: dict[str, Any]) -> Reply:
    return _json(tables.entity_card(kg.store, kg.entity(p["id"]), claims=p["claims"]))


def browse(kg: Graph, p: dict[str, Any]) -> Reply:
    return _json(shelves.browse(kg, p["shelf"], p["text"] or "", p["limit"], p["offset"]))


def examples(kg: Graph, p: dict[str, Any]) -> Reply:
    return _json(trials.examples(kg))


def screen(kg: Graph, p: dict[str, Any]) -> Reply:
    thing = kg.entity(p["entity"])
    return _json(browsing.first_screen(kg.store, kg.explain(thing), thing))


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
    return _json(tables.associations(kg.store, page, len(found)))


def association(kg: Graph, p: dict[str, Any]) -> Reply:
    return _json(tables.association_card(kg.store, kg.association(p["id"])))


def mechanism(kg: Graph, p: dict[str, Any]) -> Reply:
    return _json(_mechanism(kg, p))


def _mechanism(kg: Graph, p: dict[str, Any]) -> Mechanism:
    return kg.mechanism(p["drug"], p["effect"], k=p["k"], context=p["context"])


def paths(kg: Graph, p: dict[str, Any]) -> Reply:
    options: dict[str, Any] = {k: v for k, v in p.items() if k not in ("start", "end")}
    for name in ("predicates", "categories"):
        options[name] = options[name] or None  # none given: all of them
    return _json(kg.paths(p["start"], p["end"], **options))


def explain(kg: Graph, p: dict[str, Any]) -> Reply:
    return _json(kg.explain(p["drug"], p["effect"], context=p["context"]), everything=p["all"])


def ask(kg: Graph, p: dict[str, Any]) -> Reply:
    return _json(kg.ask(p["question"]))


def _supposed(kg: Graph, p: dict[str, Any]) -> WhatIf:
    return kg.what_if(p["drug"], p["effect"], **{k: p[k] for k in ("delete", "invert", "add", "block")})


def what_if(kg: Graph, p: dict[str, Any]) -> Reply:
    return _json(_supposed(kg, p))


def what_if_figure(kg: Graph, p: dict[str, Any]) -> Reply:
    shown = _supposed(kg, p).mechanism
    if not any(p[k] for k in ("delete", "invert", "add", "block")):  # nothing is supposed yet
        shown = msgspec.structs.replace(shown, title="What the effect needs is marked")
    return figures.draw(shown, "json", p["theme"], None)


def interactions(kg: Graph, p: dict[str, Any]) -> Reply:
    return _json(kg.interactions(p["drug"], p["other"], own_claims=p["own_claims"]))


def compare(kg: Graph, p: dict[str, Any]) -> Reply:
    return _json(kg.compare(p["drug"]))


def repurpose(kg: Graph, p: dict[str, Any]) -> Reply:
    return _json(kg.repurpose(p["disease"], drug=p["drug"], k=p["k"], cited=p["cited"]))


def draw(kg: Graph, p: dict[str, Any]) -> Reply:
    whole = _mechanism(kg, p)
    shown = _filtered(kg, whole, p)
    media, data = figures.draw(shown, p["format"], p["theme"], p["size"])
    if shown is whole:  # a part of a mechanism is no answer that could be made again
        data = stamped(data, receipt_of(kg, "mechanism", _arguments("mechanism", p), whole))
    return media, data


def _arguments(call: str, p: dict[str, Any]) -> dict[str, Any]:
    """The parameters of an operation as the arguments of the library's call."""
    if call == "query":
        return {"name": p["name"], "parameters": p["extra"]}
    if call == "compare":
        return {"drugs": p["drug"]}
    names = {o.name for op in OPERATIONS if op.call == call for o in op.params} - {"all"}
    return {k: v or None if isinstance(v, list) else v for k, v in p.items() if k in names}


def _receipt(call: str, kg: Graph, p: dict[str, Any]) -> Reply:
    """The receipt of an answer; what is not given is left out, as the library does."""
    given = {k: v for k, v in _arguments(call, p).items() if v is not None}
    return "application/json", answered(kg, call, **given)[1].to_json().encode()


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
    return _json(tables.groups(kg.store, facts, shown))


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
    if not kept:  # what speaks against a step is drawn beside it, never alone
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
    return _json(tables.queries())


def query(kg: Graph, p: dict[str, Any]) -> Reply:
    return _json(kg.query(p["name"], **p["extra"]))


def query_text(kg: Graph, p: dict[str, Any]) -> Reply:
    return _json(browsing.QueryText(name=p["name"], sparql=kg.query_text(p["name"], **p["extra"])))


CALLS: dict[str, Callable[[Graph, dict[str, Any]], Reply]] = {
    f.__name__: f
    for f in (
        *(
            stats,
            search,
            browse,
            examples,
            entity,
            screen,
            associations,
            groups,
            association,
            mechanism,
            paths,
            explain,
            ask,
        ),
        *(what_if, what_if_figure, interactions, compare, repurpose, draw, brain, queries, query, query_text),
    )
}
CALLS |= {f"receipt_{call}": partial(_receipt, call) for call in RECEIPTED}


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
