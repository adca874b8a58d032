"""What every named query says alike, written once: claims that are a direct triple alone, and what a claim is told by.

A file of ``queries/`` is valid SPARQL as it stands, and finds the claims that have a node. Two marks are expanded:

- ``{  # or bare`` … ``}``: a group with a line ``?claim rdf:subject S ; rdf:predicate P ; rdf:object O .``; it also
  finds claims of which the graph holds the direct triple alone, whose identifier is made from its three terms.
- ``# rows: claims`` in the header: each row is a claim (``?claim``, the last column); the columns of :data:`TOLD` are
  put before it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import unquote

from ..curie import prefix_map
from ..errors import QueryError

__all__ = ["BARE_MARK", "TOLD", "bare", "spelt", "with_bare", "with_told"]

TOLD = {
    "sign": "1 more, -1 less; 0 where the direction is not stated, or the claim negated or inconclusive",
    "relation": "the predicate in words; the negated wording where negated",
    "sentence": "the whole claim, with its conditions and hedge",
    "negated": "true where the claim says that it is not so",
    "certainty": "established, probable, hedged or inconclusive",
    "hedge": "the hedging words of the source",
    "sources": "ids of the sources that support it, wholly or in part, with %20 for a space within one",
    "against": "ids of the sources that refute it or saw no effect",
}
"""Columns of every query whose rows are claims: name → meaning."""

BARE_MARK = "{  # or bare\n"
_GROUP = re.compile(r"^( *)\{  # or bare\n(.*?)^\1\}", re.M | re.S)
_SLOT = re.compile(r"#VALUES[\w ]*#")
_CLAIM = re.compile(r"\?(\w+) rdf:subject (\S+) ; rdf:predicate (\S+) ; rdf:object (\S+) \.")
_BARE = """{s} {p} {o} .
{s} mgv:curie ?{c}_s_id . {o} mgv:curie ?{c}_o_id .{words}
MINUS {{
  {v}
  ?{c}_node rdf:subject {s} ; rdf:predicate {p} ; rdf:object {o} .
  OPTIONAL {{ ?{c}_node biolink:negated ?{c}_no }}
  OPTIONAL {{ ?{c}_node mgv:certainty ?{c}_sure }}
  FILTER(!COALESCE(?{c}_no, false) && COALESCE(?{c}_sure, "established") != "inconclusive")
}}
{id}"""
_WORDS = """
{s} rdfs:label ?{c}_s . {o} rdfs:label ?{c}_o . {p} mgv:sign ?{c}_p_sign ; rdfs:label ?{c}_p ."""
_ID = """BIND(COALESCE(IRI(CONCAT("{claims}", SUBSTR(SHA256(CONCAT({s_id}, "\\u001F", STRAFTER(STR({p}), "/vocab/"),
  "\\u001F", {o_id}, "\\u001F")), 1, 16))), rdf:nil) AS ?{c})"""
"""The identifier as the library makes it. It is never unbound, which lets an engine read what follows row by row."""
_SAID = """OPTIONAL { ?claim rdf:subject ?its_s OPTIONAL { ?its_s rdfs:label ?its_s_name } }
OPTIONAL {
  ?claim rdf:predicate ?its_p
  OPTIONAL { ?its_p rdfs:label ?its_p_name }
  OPTIONAL { ?its_p mgv:negated_label ?its_not }
  OPTIONAL { ?its_p mgv:sign ?its_general }
}
OPTIONAL { ?claim rdf:object ?its_o OPTIONAL { ?its_o rdfs:label ?its_o_name } }
OPTIONAL { ?claim rdfs:label ?its_label }
OPTIONAL { ?claim biolink:negated ?its_denial }
OPTIONAL { ?claim mgv:certainty ?its_certainty }
OPTIONAL { ?claim mgv:stated_sign ?its_sign }
OPTIONAL { ?claim mgv:hedge ?hedge }
OPTIONAL { ?claim mgv:supported_by ?its_support }
OPTIONAL { ?claim mgv:opposed_by ?its_objection }
BIND(COALESCE(?its_denial, false) AS ?negated)
BIND(COALESCE(?its_certainty, "established") AS ?certainty)
BIND(IF(?negated, ?its_not, COALESCE(?its_p_name, ?claim_p)) AS ?relation)
BIND(IF(?negated || ?certainty = "inconclusive", 0, COALESCE(?its_sign, ?its_general, ?claim_p_sign)) AS ?sign)
BIND(COALESCE(?its_label, CONCAT(COALESCE(?its_s_name, ?claim_s), " ", ?relation, " ", COALESCE(?its_o_name, ?claim_o)))
  AS ?sentence)
BIND(COALESCE(STRAFTER(STR(?its_support), "/source/"), "") AS ?support)
BIND(COALESCE(STRAFTER(STR(?its_objection), "/source/"), "") AS ?objection)"""
_JOINED = 'REPLACE(GROUP_CONCAT(DISTINCT {0}; separator=" "), "^ +| +$", "") AS {1}'


def bare(claim: str, subject: str, predicate: str, target: str, values: str = "", *, words: bool = False) -> str:
    """A direct triple that no association node explains, as the claim that it is.

    Args:
        claim: The variable of the claim, without its question mark.
        subject, predicate, target: The terms of the triple.
        values: What binds some of them. It is written twice, and the nodes are taken away by MINUS, because engines
            look up a FILTER NOT EXISTS anew for each row, and some read all nodes for it.
        words: Whether the names of its terms and the sign of its predicate are bound too.

    >>> bare("claim", "?s", "?p", "?o").splitlines()[0]
    '?s ?p ?o .'
    """
    terms = {"s": subject, "p": predicate, "o": target, "c": claim, "v": values}
    made = _ID.format(**terms, s_id=f"?{claim}_s_id", o_id=f"?{claim}_o_id", claims=prefix_map().prefixes["mga"])
    return _BARE.format(**terms, id=made, words=_WORDS.format(**terms) if words else "")


def with_bare(text: str) -> str:
    """A query with each marked group finding claims that are a direct triple alone, too.

    Raises:
        QueryError: a marked group that does not say which claim is meant.
    """

    def widened(group: re.Match[str]) -> str:
        margin, body = group[1], group[2]
        found = _CLAIM.search(body)
        if found is None:
            raise QueryError("a group marked '# or bare' has no line '?claim rdf:subject … ; rdf:predicate … ; …'")
        slot = _SLOT.search(body)
        claim, subject, predicate, target = found.groups()
        direct = body.replace(found[0], bare(claim, subject, predicate, target, slot[0] if slot else "", words=True))
        alone = "# claims that are a direct triple alone"
        both = f"{margin}{{\n{body}{margin}}}\n{margin}UNION\n{margin}{{  {alone}\n{direct}{margin}}}"
        return f"{margin}{{\n{both}\n{margin}}}"

    return _GROUP.sub(widened, text)


def with_told(text: str, bound: Mapping[str, str]) -> str:
    """A query whose rows are claims with the columns that tell them; sources in order, whatever the engine.

    Args:
        text: ``SELECT … ?claim WHERE { … }`` and an ORDER BY.
        bound: Columns of :data:`TOLD` that are given a value, as a term or terms of SPARQL.

    Raises:
        QueryError: the text has another shape.
    """
    shape = re.fullmatch(r"(.*?^)SELECT (.*?) ?\?claim WHERE \{\n(.*)^\}\n(ORDER BY .*)", text, re.M | re.S)
    if shape is None:
        raise QueryError("a query whose rows are claims is 'SELECT … ?claim WHERE { … } ORDER BY …'")
    head, own, body, order = shape.groups()
    alone = [c for c in TOLD if c not in ("sources", "against")]
    plain = " ".join(filter(None, (own, *(f"?{c}" for c in alone))))
    chosen = "".join(f"FILTER(?{name} IN ({terms}))\n" for name, terms in bound.items())
    told = f"      {_SAID}\n{chosen}".replace("\n", "\n      ").rstrip() + "\n"
    return (
        f"{head}SELECT {plain}\n       ({_JOINED.format('?support', '?sources')})\n"
        f"       ({_JOINED.format('?objection', '?against')})\n       ?claim\nWHERE {{\n  {{\n"
        f"    SELECT DISTINCT {plain} ?claim ?support ?objection WHERE {{\n"
        + "".join(f"    {line}\n" if line else "\n" for line in body.splitlines())
        + f"{told}    }}\n    ORDER BY ?support ?objection\n  }}\n}}\nGROUP BY {plain} ?claim\n{order}"
    )


def spelt(columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> tuple[tuple[Any, ...], ...]:
    """Rows that are claims, with the ids of their sources as the graph has them; SPARQL has them as in an IRI.

    >>> spelt(("sources", "claim"), [("rdf%2Fone.nt a%20book", "mga:1")])
    (('rdf/one.nt a%20book', 'mga:1'),)
    """
    coded = [i for i, name in enumerate(columns) if name in ("sources", "against")]

    def plain(at: int, cell: Any) -> Any:
        if at not in coded or "%" not in (cell or ""):
            return cell
        # a space parts two ids, so one within an id stays as it is
        return " ".join("%20".join(unquote(part) for part in id.split("%20")) for id in cell.split(" "))

    return tuple(tuple(plain(i, cell) for i, cell in enumerate(row)) for row in rows)
