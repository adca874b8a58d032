"""One embedded graph and one plain rdflib graph for all tests of queries; rdflib is slow, so each is made once."""

from __future__ import annotations

from typing import Any

import pytest
import rdflib
from pyoxigraph import Literal, NamedNode

import mechgraph
from mechgraph.rdf import term_value


@pytest.fixture(scope="session")
def kg() -> mechgraph.Graph:
    return mechgraph.load("embedded")


@pytest.fixture(scope="session")
def plain(kg: mechgraph.Graph) -> rdflib.Graph:
    return kg.to_rdflib(plain=True)


def value_of(term: Any) -> Any:
    """A term of rdflib as the value that the library's own tables hold."""
    if term is None:
        return None
    if isinstance(term, rdflib.URIRef):
        return term_value(NamedNode(str(term)))
    if term.datatype is None:
        return term_value(Literal(str(term)))
    return term_value(Literal(str(term), datatype=NamedNode(str(term.datatype))))
