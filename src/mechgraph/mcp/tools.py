"""The tools: what each is for, what it takes, what it gives, and the call of the library behind it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from ..errors import AmbiguousError, MechgraphError, NoPathError, NotFoundError, QueryError, UsageError
from ..graph import Graph
from ..queries import named_queries
from ..shapes import brief, shortening
from ..shapes.base import Document
from ..shapes.tables import AssociationCard
from ..store.base import Table
from ..vocab import vocabulary
from . import arguments as takes

__all__ = ["SPARQL", "TOOLS", "Tool", "called", "fault", "told"]

ASK, EXPLAIN, OTHER = 4_000, 10_800, 8_000
"""Bytes of an answer: at 2.7 bytes a token, the least that was measured, 1,500 and 4,000 tokens, and 3,000."""


class Tool(msgspec.Struct, frozen=True):
    """A tool: its name, what it says of itself, its arguments, its result, and how it is called."""

    name: str
    about: str
    takes: type[takes.Arguments]
    gives: type[Document]
    call: Callable[[Graph, Any], Document]

    @property
    def input_schema(self) -> dict[str, Any]:
        """The JSON Schema of its arguments."""
        return _rooted(self.takes)

    @property
    def output_schema(self) -> dict[str, Any]:
        """The JSON Schema of its result."""
        return _rooted(self.gives)


def _rooted(kind: type[msgspec.Struct]) -> dict[str, Any]:
    """The schema of a class with its own properties at the root, as the protocol wants it, and no titles."""
    made = msgspec.json.schema(kind)
    definitions: dict[str, Any] = made["$defs"]
    root: dict[str, Any] = definitions.pop(kind.__name__)
    for each in (root, *definitions.values()):
        each.pop("title", None)
    root.pop("description", None)
    return root | ({"$defs": definitions} if definitions else {})


def _search(kg: Graph, a: takes.SearchArguments) -> Document:
    vocab = vocabulary()
    if a.category:
        vocab.category(a.category)
    found = kg.search(a.text, limit=a.limit if not a.category else 200)
    kept = [h for h in found if not a.category or vocab.is_a(h.entity.category, a.category)][: a.limit]
    more = "explain(thing) tells of one." if kept else "Nothing is like it; this graph may not hold it. Try a synonym."
    return shortening.hits(kept, more)


def _ask(kg: Graph, a: takes.AskArguments) -> Document:
    return shortening.brief_answer(kg.ask(a.question), ASK)


def _explain(kg: Graph, a: takes.ExplainArguments) -> Document:
    found = kg.explain(a.thing, a.effect or None)
    return shortening.brief_explanation(found.only(a.section) if a.section else found, EXPLAIN)


def _paths(kg: Graph, a: takes.PathsArguments) -> Document:
    sign = {"+": 1, "-": -1, "": None}[a.sign]
    return shortening.brief_paths(kg.paths(a.start, a.end, a.k, sign=sign, through=a.through, avoid=a.avoid), OTHER)


def _what_if(kg: Graph, a: takes.WhatIfArguments) -> Document:
    found = kg.what_if(a.drug, a.effect, delete=a.delete, invert=a.invert, add=a.add, block=a.block)
    return shortening.brief_what_if(found, OTHER)


def _interactions(kg: Graph, a: takes.InteractionsArguments) -> Document:
    return shortening.brief_interactions(kg.interactions(a.drug, a.other or None), OTHER, a.offset)


def _compare(kg: Graph, a: takes.CompareArguments) -> Document:
    return shortening.brief_comparison(kg.compare(a.drugs), OTHER, a.offset)


def _evidence(kg: Graph, a: takes.EvidenceArguments) -> Document:
    card = kg.card(kg.association(a.claim))
    assert isinstance(card, AssociationCard)
    return shortening.brief_evidence(card, OTHER)


def _query(kg: Graph, a: takes.QueryArguments) -> Document:
    if not a.name:
        rows = tuple((q.name, q.title, " ".join(p.name for p in q.parameters)) for q in named_queries().values())
        listed = Table(("name", "what it finds", "parameters"), rows)
        return shortening.brief_table(listed, OTHER, a.offset, a.limit, "query(name, parameters) runs one.")
    more = "query(…, offset=next_offset) to read on; evidence(claim) for one claim."
    return shortening.brief_table(kg.query(a.name, **a.parameters), OTHER, a.offset, a.limit, more)


def _no_sparql(kg: Graph, a: takes.SparqlArguments) -> Document:
    raise AssertionError("it runs in a process of its own, which can be stopped: mechgraph.mcp.limited")


SPARQL = "sparql"
TOOLS: dict[str, Tool] = {
    t.name: t
    for t in (
        Tool(
            "ask",
            "Answer one question about drugs, targets, effects, diseases: a verdict (supported, refuted, mixed, "
            "inconclusive, hypothesis, list, not_stated, unknown_name, not_understood), claims for and against, "
            "sources. Begin here. not_stated is never a no.",
            takes.AskArguments,
            brief.BriefAnswer,
            _ask,
        ),
        Tool(
            "explain",
            "What is known of a drug, target or disease; with effect, how it acts on that: steps, signs, sources.",
            takes.ExplainArguments,
            brief.BriefExplanation,
            _explain,
        ),
        Tool(
            "search",
            "Find the name and id of a thing. Call it where another tool does not know a name.",
            takes.SearchArguments,
            brief.Hits,
            _search,
        ),
        Tool(
            "paths",
            "Chains of claims from one thing to another, with net sign and verdict. A chain is a hypothesis.",
            takes.PathsArguments,
            brief.BriefPaths,
            _paths,
        ),
        Tool(
            "what_if",
            "Is an effect of a drug kept, weakened, lost or reversed if claims are deleted or inverted, or things "
            "blocked? Without an edit: which claims and things are necessary.",
            takes.WhatIfArguments,
            brief.BriefWhatIf,
            _what_if,
        ),
        Tool(
            "interactions",
            "Documented interactions of a drug, and inferred ones apart. None listed is not safety.",
            takes.InteractionsArguments,
            brief.BriefInteractions,
            _interactions,
        ),
        Tool(
            "compare",
            "What drugs share and where they are opposite: targets, processes, regions, effects, roles.",
            takes.CompareArguments,
            brief.BriefComparison,
            _compare,
        ),
        Tool(
            "evidence",
            "One claim by its id: every source for and against it, summaries, quotes, what contradicts it.",
            takes.EvidenceArguments,
            brief.BriefEvidence,
            _evidence,
        ),
        Tool(
            "query",
            "Run a named query; without a name, list them.",
            takes.QueryArguments,
            brief.BriefTable,
            _query,
        ),
        Tool(
            SPARQL,
            "Run a SPARQL SELECT or ASK on the graph: read-only, 20 seconds, at most 200 rows. Prefer query and ask.",
            takes.SparqlArguments,
            brief.BriefTable,
            _no_sparql,
        ),
    )
}


def called(kg: Graph, name: str, given: dict[str, Any]) -> Document:
    """What a tool answers.

    Raises:
        MechgraphError: an unknown tool, arguments that do not fit, or whatever the library raises.

    >>> import mechgraph
    >>> called(mechgraph.load(), "ask", {"question": "Does baclofen reduce anxiety?"}).verdict
    'mixed'
    """
    return tool(name).call(kg, takes.read(tool(name).takes, given))


def tool(name: str) -> Tool:
    """A tool by its name.

    Raises:
        UsageError: there is none.
    """
    if name not in TOOLS:
        raise UsageError(f"no tool {name[:60]!r}", remedy="there are " + ", ".join(TOOLS))
    return TOOLS[name]


def told(document: Document) -> str:
    """A document as the text that a model reads: JSON in one line."""
    return document.to_json()


_INSTEAD: tuple[tuple[type[MechgraphError], str], ...] = (
    (NoPathError, "Call ask, or paths with fewer constraints; that nothing connects them here is no “no”."),
    (AmbiguousError, "Call again with one of these identifiers."),
    (NotFoundError, "Call search to find the name; what this graph does not hold is not denied."),
    (QueryError, "Call query without a name for queries that run."),
)
_OF_TOOL = {
    "evidence": "Call ask or explain: the claims that they list have ids.",
    "query": "Call query without a name to list the queries and their parameters.",
}
"""Where what is not found is no name of a thing."""


def fault(error: MechgraphError, name: str = "") -> str:
    """An error as one line for a model: what is wrong, and what to call instead.

    Args:
        name: The tool that was called.
    """
    instead = next((text for kind, text in _INSTEAD if isinstance(error, kind)), "")
    if isinstance(error, NotFoundError) and not isinstance(error, NoPathError):
        instead = _OF_TOOL.get(name, instead)
    said = " ".join(str(error).split())
    return f"{said}{'' if said.endswith(('?', '.')) else '.'} {instead}".strip()
