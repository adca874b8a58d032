"""SHACL shapes for the RDF form, generated from the model and the vocabulary, for users of other tools.

They hold what RDF alone can hold: required properties, closed values, and which categories a predicate may join. Net
signs, contradictions and evidence audits need more than shapes and are rules of :mod:`mechgraph.checks`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import get_args

from ..curie import prefix_map
from ..errors import cannot_write
from ..model import CERTAINTIES, CLOSED, CONTEXTS, OpenQuestion, Stance
from ..rdf import QUALIFIER_SLOTS
from ..vocab import Vocabulary, vocabulary

__all__ = ["shapes_turtle", "write_shapes"]

PREFIXES = ("biolink", "dcterms", "mgv", "prov", "rdf", "rdfs", "sh", "xsd")


def _text(value: str) -> str:
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _texts(values: Iterable[str]) -> str:
    return "( " + " ".join(_text(v) for v in values) + " )"


def _property(path: str, *rest: str) -> str:
    return "  sh:property [ " + " ; ".join([f"sh:path {path}", *rest]) + " ]"


def _shape(name: str, target: str, *properties: str) -> str:
    return f"mgv:shape\\/{name} a sh:NodeShape ;\n  " + " ;\n".join([target, *properties]) + " .\n"


ONE = ("sh:minCount 1", "sh:maxCount 1")
IS_ENTITY = "sh:property [ sh:path mgv:curie ; sh:minCount 1 ]"
IS_IRI = "sh:nodeKind sh:IRI"


def _below(vocab: Vocabulary, categories: Iterable[str]) -> list[str]:
    """The categories and everything below them."""
    wanted = list(categories)
    return sorted(c for c in vocab.categories if any(vocab.is_a(c, w) for w in wanted))


def _records(vocab: Vocabulary) -> Iterator[str]:
    yield _shape(
        "Entity",
        "sh:targetSubjectsOf mgv:curie",
        _property("rdfs:label", *ONE, "sh:minLength 1"),
        _property("mgv:curie", *ONE, "sh:datatype xsd:string"),
        _property("mgv:category", *ONE, f"sh:in {_texts(sorted(vocab.categories))}"),
        _property("dcterms:isReplacedBy", "sh:maxCount 1", IS_IRI, IS_ENTITY),
    )
    qualifiers = [
        _property(QUALIFIER_SLOTS[field], "sh:maxCount 1", f"sh:in {_texts(sorted(vocab.qualifiers[table]))}")
        for field, table in CLOSED.items()
    ]
    qualifiers += [_property(QUALIFIER_SLOTS[field], "sh:maxCount 1", IS_IRI, IS_ENTITY) for field in CONTEXTS]
    predicates = " ".join(f"mgv:{p}" for p in sorted(vocab.predicates))
    yield _shape(
        "Association",
        "sh:targetClass biolink:Association",
        _property("rdf:subject", *ONE, IS_IRI, IS_ENTITY),
        _property("rdf:predicate", *ONE, f"sh:in ( {predicates} )"),
        _property("rdf:object", *ONE, IS_IRI, IS_ENTITY),
        _property("biolink:negated", *ONE, "sh:datatype xsd:boolean"),
        _property("mgv:certainty", *ONE, f"sh:in {_texts(CERTAINTIES)}"),
        *qualifiers,
        "  sh:or ( [ sh:path mgv:has_evidence ; sh:minCount 1 ] [ sh:path prov:wasDerivedFrom ; sh:minCount 1 ] ) ;\n"
        '  sh:message "every claim has evidence, or says what it was derived from"',
    )
    yield _shape(
        "Evidence",
        "sh:targetObjectsOf mgv:has_evidence",
        _property("prov:hadPrimarySource", *ONE, IS_IRI),
        _property("mgv:stance", *ONE, f"sh:in {_texts(get_args(Stance))}"),
        _property("mgv:position", *ONE, "sh:datatype xsd:integer"),
    )
    yield _shape(
        "Source",
        "sh:targetObjectsOf prov:hadPrimarySource",
        _property("dcterms:title", *ONE, "sh:minLength 1"),
        _property("mgv:kind", *ONE),
    )
    yield _shape(
        "Mechanism",
        "sh:targetClass mgv:Mechanism",
        _property("mgv:drug", *ONE, IS_IRI, IS_ENTITY),
        _property("mgv:effect", *ONE, IS_IRI, IS_ENTITY),
        _property("mgv:claim", "sh:minCount 1", IS_IRI),
    )
    kinds = get_args(OpenQuestion.__annotations__["kind"]) or ("artefact", "contradiction", "unanswered")
    yield _shape(
        "Question",
        "sh:targetClass mgv:OpenQuestion",
        _property("mgv:question", *ONE, "sh:minLength 1"),
        _property("mgv:question_kind", *ONE, f"sh:in {_texts(sorted(kinds))}"),
    )


def _ends(vocab: Vocabulary) -> Iterator[str]:
    for p in sorted(vocab.predicates.values(), key=lambda p: p.id):
        for end, target, categories in (
            ("subject", "targetSubjectsOf", p.subject_categories),
            ("object", "targetObjectsOf", p.object_categories),
        ):
            if "entity" in categories:
                continue
            allowed = _below(vocab, categories)
            yield _shape(
                f"{p.id}-{end}",
                f"sh:{target} mgv:{p.id}",
                _property(
                    "mgv:category",
                    f"sh:in {_texts(allowed)}",
                    f"sh:message {_text(f'the {end} of {p.id} is one of: ' + ', '.join(categories))}",
                ),
            )


def shapes_turtle() -> str:
    """The shapes as Turtle, the same bytes for the same vocabulary.

    >>> "sh:targetClass biolink:Association" in shapes_turtle()
    True
    """
    vocab, prefixes = vocabulary(), prefix_map().prefixes
    head = "".join(f"@prefix {p}: <{prefixes[p]}> .\n" for p in PREFIXES)
    about = "# Generated from the model and graph/vocabulary; do not edit.\n"
    return about + head + "\n" + "\n".join([*_records(vocab), *_ends(vocab)])


def write_shapes(folder: Path) -> bool:
    """Write ``shapes.ttl`` into a folder; whether it changed.

    Raises:
        MechgraphError: it cannot be written.
    """
    path, data = folder / "shapes.ttl", shapes_turtle().encode()
    if path.is_file() and path.read_bytes() == data:
        return False
    try:
        path.write_bytes(data)
    except OSError as error:
        raise cannot_write(path, error) from None
    return True
