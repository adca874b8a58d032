"""The routes of the JSON API, as a table. What they do is in :mod:`mechgraph.server.calls`."""

from __future__ import annotations

from dataclasses import replace

from ..model import CERTAINTIES
from .params import Operation, Param
from .titles import SHELVES

__all__ = ["OPERATIONS", "RECEIPTED"]

_SIGN = Param("sign", "only this sign", "integer", choices=(-1, 0, 1))
_CONTEXT = Param(
    "context",
    "only what can hold there, such as species=human; claims that do not say stay",
    many=True,
)
_FIGURE = ("image/svg+xml", "image/png", "application/pdf", "application/xml", "application/json")
_FILTERS = (
    Param("certainty", "only claims of this certainty or better", choices=CERTAINTIES),
    Param("negated", "negated claims: hide them, or draw only them", choices=("hide", "only")),
    Param("species", "only claims that name this species"),
    Param("source", "only claims with evidence from this source"),
)

_EDITS = (
    Param("delete", "a claim to take out: its identifier, or its two ends as A,B", many=True),
    Param("invert", "a claim to give the opposite sign, likewise", many=True),
    Param("add", "a claim to suppose, as A,PREDICATE,B", many=True),
    Param("block", "an entity that nothing can pass", many=True),
)

_ANSWERS: tuple[Operation, ...] = (
    Operation("stats", "/api/stats", "What the graph holds, and its vocabulary", returns="Stats"),
    Operation(
        "search",
        "/api/search",
        "Entities by name, synonym or identifier, best first; typos are forgiven",
        (
            Param("q", "what was typed", required=True),
            Param("limit", "at most so many", "integer", default=10, least=1, most=50),
            Param("category", "only this category and those below it"),
        ),
        "SearchResult",
    ),
    Operation(
        "browse",
        "/api/browse",
        "What the graph holds in lists, the most connected first: drugs, targets, diseases, mechanisms, open questions",
        (
            Param("shelf", "which list", default="drugs", choices=tuple(SHELVES)),
            Param("text", "only what has all these words"),
            Param("limit", "at most so many", "integer", default=60, least=0, most=500),
            Param("offset", "leave out so many first", "integer", default=0, least=0, most=10_000_000),
        ),
        "Browse",
    ),
    Operation("examples", "/api/examples", "Examples that were tried on this graph and gave an answer", (), "Examples"),
    Operation(
        "entity",
        "/api/entity/{id}",
        "One entity with its counts by sign",
        (
            Param("id", "an identifier or a name", required=True, within="path"),
            Param("claims", "with every claim that names it", "boolean", default=False),
        ),
        "EntityCard",
    ),
    Operation(
        "screen",
        "/api/screen",
        "What is said first of a thing: the first screen of its explanation, whole, with its sources by number",
        (Param("entity", "an identifier or a name", required=True),),
        "FirstScreen",
    ),
    Operation(
        "associations",
        "/api/associations",
        "Claims by their parts; negated and inconclusive ones included",
        (
            Param("entity", "subject or object"),
            Param("subject", "the subject"),
            Param("predicate", "the predicate"),
            Param("object", "the object"),
            _SIGN,
            Param("negated", "only negated, or only not negated", "boolean"),
            Param("certainty", "only this certainty", choices=CERTAINTIES),
            Param("species", "only claims in this species"),
            Param("source", "only claims with evidence from this source"),
            Param("limit", "at most so many", "integer", default=100, least=1, most=1000),
            Param("offset", "leave out so many first", "integer", default=0, least=0, most=10_000_000),
        ),
        "Associations",
    ),
    Operation(
        "groups",
        "/api/groups",
        "The claims about a thing in groups by what they say of it, the surest first",
        (
            Param("entity", "subject or object", required=True),
            Param("text", "only claims whose sentence holds all these words"),
            *_FILTERS,
            Param(
                "each",
                "claims of each group; one less than twice as long comes whole",
                "integer",
                10,
                least=1,
                most=1000,
            ),
            Param("group", "the key of one group, to read on in it"),
            Param("offset", "leave out so many first, of that group", "integer", default=0, least=0, most=10_000_000),
        ),
        "Groups",
    ),
    Operation(
        "association",
        "/api/association/{id}",
        "One claim with its evidence and what speaks against it",
        (Param("id", "the identifier of a claim", required=True, within="path"),),
        "AssociationCard",
    ),
    Operation(
        "mechanism",
        "/api/mechanism",
        "The mechanism from a drug to an effect, with its objections",
        (
            Param("drug", "the drug", required=True),
            Param("effect", "the effect or disease; without it, all that is curated for the drug"),
            Param("k", "at most so many paths", "integer", default=10, least=1, most=50),
            _CONTEXT,
        ),
        "Mechanism",
    ),
    Operation(
        "paths",
        "/api/paths",
        "The best paths between two entities",
        (
            Param("start", "where it starts", required=True),
            Param("end", "where it ends", required=True),
            Param("k", "at most so many", "integer", default=10, least=1, most=100),
            Param(
                "max_length", "at most so many claims: 6, or 4 where a fitted order leads", "integer", least=1, most=8
            ),
            Param("causal", "follow claims from cause to effect only", "boolean"),
            _SIGN,
            Param("through", "every path passes here", many=True),
            Param("avoid", "no path passes here", many=True),
            Param("predicates", "only claims with these predicates", many=True),
            Param("categories", "inner entities only of these categories, or below them", many=True),
            Param("metapath", "only paths of this form: CbGaD, or drug -agonist_of-> receptor -> * -> disease"),
            _CONTEXT,
            Param("weight_by", "a kind of quantity, such as density: the lower a claim's rank by it, the dearer"),
        ),
        "Paths",
    ),
    Operation(
        "explain",
        "/api/explain",
        "What the graph says about a drug, or about a drug and an effect",
        (
            Param("drug", "the drug", required=True),
            Param("effect", "the effect or disease"),
            _CONTEXT,
            Param("all", "everything, not what fits 16 kB", "boolean", default=False),
        ),
        "Explanation",
    ),
    Operation(
        "ask",
        "/api/ask",
        "A question in words, answered with a verdict and the claims for and against",
        (Param("question", "the question", required=True),),
        "Answer",
    ),
    Operation(
        "what_if",
        "/api/what-if",
        "What becomes of an effect when claims are deleted, inverted or added, or entities blocked",
        (
            Param("drug", "the drug", required=True),
            Param("effect", "the effect or disease", required=True),
            *_EDITS,
        ),
        "WhatIf",
    ),
    Operation(
        "what_if_figure",
        "/api/what-if/figure",
        "The same as a figure: the SVG, with what became of each claim, and its numbered references",
        (
            Param("drug", "the drug", required=True),
            Param("effect", "the effect or disease", required=True),
            *_EDITS,
            Param("theme", "its colours", default="light", choices=("light", "dark", "grey", "print")),
        ),
        "",
        ("application/json",),
    ),
    Operation(
        "interactions",
        "/api/interactions",
        "Documented interactions of a drug, and, apart, those inferred from two cited ways that meet",
        (
            Param("drug", "the drug", required=True),
            Param("other", "only those with this drug"),
            Param("own_claims", "leave out what is only said of a drug's class", "boolean", default=False),
        ),
        "Interactions",
    ),
    Operation(
        "compare",
        "/api/compare",
        "What two or more drugs share and where they differ",
        (Param("drug", "a drug; give two or more", many=True, fewest=2),),
        "Comparison",
    ),
    Operation(
        "repurpose",
        "/api/repurpose",
        "Drugs that might act on a disease, or diseases for a drug, by mechanism alone; both: every path of the score",
        (
            Param("disease", "the disease; give it, or a drug, or both"),
            Param("drug", "the drug"),
            Param("k", "at most so many candidates", "integer", default=20, least=1, most=200),
            Param("cited", "paths cited of each metapath", "integer", default=3, least=1, most=20),
        ),
        "Repurposing",
    ),
    Operation(
        "draw",
        "/api/draw",
        "The mechanism as a figure",
        (
            Param("drug", "the drug", required=True),
            Param("effect", "the effect or disease"),
            Param(
                "format",
                "of the figure; json is the SVG with its numbered references",
                default="svg",
                choices=("svg", "png", "pdf", "sbgn", "json"),
            ),
            Param("theme", "its colours", default="light", choices=("light", "dark", "grey", "print")),
            Param("size", "single, double, slide169, slide43, a4, or WIDTHxHEIGHT in millimetres"),
            Param("k", "at most so many paths", "integer", default=10, least=1, most=50),
            _CONTEXT,
            *_FILTERS,
        ),
        "",
        _FIGURE,
    ),
    Operation(
        "brain",
        "/api/brain",
        "Where in the brain the claims about an entity hold, as a figure",
        (
            Param("entity", "a drug, a receptor, …", required=True),
            Param("theme", "its colours", default="light", choices=("light", "dark", "grey", "print")),
        ),
        "",
        ("image/svg+xml",),
    ),
    Operation("queries", "/api/query", "The named queries", returns="Queries"),
    Operation(
        "query",
        "/api/query/{name}",
        "Run a named query; its parameters are those that /api/query lists",
        (Param("name", "the query", required=True, within="path"),),
        "Table",
        open=True,
    ),
    Operation(
        "query_text",
        "/api/query-text/{name}",
        "The SPARQL of a named query with its parameters bound; what is not given takes its default",
        (Param("name", "the query", required=True, within="path"),),
        "QueryText",
        open=True,
    ),
)

RECEIPTED = ("mechanism", "paths", "explain", "ask", "what_if", "interactions", "compare", "query")
"""Calls whose answers have a receipt, at ``/api/receipt/…`` with the same parameters."""


def _receipt(o: Operation) -> Operation:
    params = tuple(p for p in o.params if p.name != "all")  # a receipt is of the whole answer
    path = o.path.replace("/api/", "/api/receipt/", 1)
    summary = f"What this answer was made from, for mechgraph verify: {o.summary[:1].lower()}{o.summary[1:]}"
    return replace(o, call=f"receipt_{o.call}", path=path, summary=summary, params=params, returns="Receipt")


OPERATIONS = (*_ANSWERS, *(_receipt(o) for o in _ANSWERS if o.call in RECEIPTED))
