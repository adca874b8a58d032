"""Turtle in our own bytes: one subject a block, one predicate a line, prefixes in the order of the table.

The Turtle that is committed is compared byte by byte, so its layout is ours and not that of a library's release.
Names of ASCII letters and punctuation are shortened, other IRIs are written whole (so is one that ends in a dot, whose
escape rdflib cannot read). Other syntaxes are not here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pyoxigraph import Literal, Triple

__all__ = ["turtle"]

_LOCAL: Final = re.compile(r"(?![.-])[A-Za-z0-9_.:~!$&'()*+,;=/?#@%-]+(?<!\.)")
_ESCAPED: Final = re.compile(r"[~!$&'()*+,;=/?#@%]")
_NEXT_PREDICATE: Final = " ;\n\t"
_RDF_TYPE: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_XSD: Final = "http://www.w3.org/2001/XMLSchema#"
_BARE: Final = {
    _XSD + "boolean": re.compile(r"true|false"),
    _XSD + "integer": re.compile(r"[+-]?[0-9]+"),
    _XSD + "decimal": re.compile(r"[+-]?[0-9]*\.[0-9]+"),
    _XSD + "double": re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)[eE][+-]?[0-9]+"),
}
"""Literals that Turtle takes without quotes, where their text is of the short form."""
_ESCAPES: Final = {
    **{code: f"\\u{code:04X}" for code in (*range(0x20), 0x7F)},
    **{ord(c): "\\" + e for c, e in zip('\t\n\r\b\f"\\', 'tnrbf"\\', strict=True)},
}


def turtle(triples: Iterable[Triple], prefixes: Mapping[str, str]) -> Iterator[str]:
    """The lines of a Turtle file, in the order that N-Triples of the same triples sort in.

    Args:
        triples: Triples of pyoxigraph; one that occurs twice is written once.
        prefixes: Prefix → namespace. All are declared, so that a file grows without its head changing.

    >>> from pyoxigraph import Literal, NamedNode, Triple
    >>> t = Triple(NamedNode("http://e/a"), NamedNode("http://e/says"), Literal("a \\\\ b"))
    >>> print("".join(turtle([t], {"e": "http://e/"})), end="")
    @prefix e: <http://e/> .
    e:a e:says "a \\\\ b" .
    """
    yield from (f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in prefixes.items())
    write = _Terms(prefixes)
    ordered = sorted(set(triples), key=str)
    for subject, about in groupby(ordered, key=lambda t: t.subject):
        predicates = []
        for predicate, same in groupby(about, key=lambda t: t.predicate):
            verb = "a" if predicate.value == _RDF_TYPE else write.term(predicate)
            predicates.append(f"{verb} {' , '.join(write.term(t.object) for t in same)}")
        yield f"{write.term(subject)} {_NEXT_PREDICATE.join(predicates)} .\n"


class _Terms:
    """Terms as Turtle writes them under some prefixes; each IRI is looked up once."""

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        self._longest_first = sorted(prefixes.items(), key=lambda item: (-len(item[1]), item[0]))
        self._known: dict[str, str] = {}

    def term(self, term: object) -> str:
        from pyoxigraph import Literal, NamedNode

        if isinstance(term, NamedNode):
            return self._iri(term.value)
        return self._literal(term) if isinstance(term, Literal) else str(term)

    def _iri(self, iri: str) -> str:
        if (known := self._known.get(iri)) is None:
            known = self._known[iri] = self._shortened(iri)
        return known

    def _shortened(self, iri: str) -> str:
        for prefix, namespace in self._longest_first:
            if iri.startswith(namespace):
                local = iri[len(namespace) :]
                if _LOCAL.fullmatch(local):
                    return f"{prefix}:" + _ESCAPED.sub(r"\\\g<0>", local)
        return f"<{iri}>"

    def _literal(self, literal: Literal) -> str:
        kind = literal.datatype.value
        if (bare := _BARE.get(kind)) and bare.fullmatch(literal.value):
            return literal.value
        text = f'"{literal.value.translate(_ESCAPES)}"'
        if literal.language:
            # its direction, which RDF 1.2 adds, is in the term's own text alone
            return text + str(literal)[str(literal).rindex('"@') + 1 :]
        return text if kind == _XSD + "string" else f"{text}^^{self._iri(kind)}"
