"""A claim as a sentence: hedge, negation, direction and every piece of its context are in it."""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace
from tests.reason.small import claim, curie

from mechgraph.model import Association, Entity, Quantity
from mechgraph.sentences import cited, claim_sentence, context_phrase, is_plural

from .table import Row, rules

NAMES = {
    e.id: e
    for e in (
        Entity(id=curie("drug"), name="baclofen", category="drug"),
        Entity(id=curie("tone"), name="muscle tone", category="phenotype"),
        Entity(id=curie("cord"), name="spinal cord", category="anatomy"),
        Entity(id=curie("neuron"), name="motor neuron", category="cell_type"),
        Entity(id=curie("membrane"), name="presynaptic membrane", category="cellular_component"),
        Entity(id=curie("rat"), name="rat", category="species"),
        Entity(id=curie("ms"), name="multiple sclerosis", category="disease"),
        Entity(id=curie("class"), name="muscle relaxants", category="drug_class"),
        Entity(id=curie("girk"), name="Kir3 channels (GIRK)", category="protein_family"),
    )
}


def said(a: Association) -> str:
    return claim_sentence(a, NAMES)


def where(**qualifiers: object) -> str:
    return context_phrase(claim("drug -| tone", **qualifiers), NAMES)  # type: ignore[arg-type]


PLAIN = claim("drug -| tone")
SENTENCES: list[Row] = [
    ("an established claim carries no mark", lambda: said(PLAIN), "baclofen decreases muscle tone"),
    ("a denial is worded as one", lambda: said(replace(PLAIN, negated=True)), "baclofen does not decrease muscle tone"),
    (
        "a probable claim says so",
        lambda: said(replace(PLAIN, certainty="probable")),
        "baclofen decreases muscle tone [probable]",
    ),
    (
        "an inconclusive claim says so",
        lambda: said(replace(PLAIN, certainty="inconclusive")),
        "baclofen decreases muscle tone [inconclusive]",
    ),
    (
        "the hedge of the source is quoted",
        lambda: said(replace(PLAIN, certainty="hedged", hedge="may")),
        "baclofen decreases muscle tone [hedged; stated with “may”]",
    ),
    (
        "a derived claim names its rule",
        lambda: said(replace(PLAIN, rule="what-if")),
        "baclofen decreases muscle tone [derived by what-if]",
    ),
    (
        "a decreased subject is said",
        lambda: said(claim("drug -> tone", subject_direction="decreased", subject_aspect="excretion")),
        "decreased excretion of baclofen increases muscle tone",
    ),
    (
        "direction and aspect of the object are said",
        lambda: said(claim("drug causes tone", direction="decreased", aspect="severity")),
        "baclofen causes decreased severity of muscle tone",
    ),
    (
        "a statement about a class says that it is one",
        lambda: said(claim("class -| tone")),
        "the class muscle relaxants decreases muscle tone",
    ),
    (
        "several channels take the plural",
        lambda: said(claim("girk -| tone")),
        "Kir3 channels (GIRK) decrease muscle tone",
    ),
    (
        "several channels do not",
        lambda: said(claim("girk -| tone", negated=True)),
        "Kir3 channels (GIRK) do not decrease muscle tone",
    ),
    (
        "an amount stands with its kind",
        lambda: said(replace(PLAIN, quantity=Quantity(kind="dose", value=5.0, unit="mg"))),
        "baclofen decreases muscle tone (dose: 5 mg)",
    ),
    (
        "the context stands at the end",
        lambda: said(claim("drug -| tone", species=curie("rat"), stimulus="stretch")),
        "baclofen decreases muscle tone, in rat, stimulus: stretch",
    ),
    ("a drug is no plural", lambda: is_plural(NAMES[curie("drug")]), False),
]


@rules(SENTENCES)
def test_a_claim_as_a_sentence(ask: Callable[[], object], right: object) -> None:
    assert ask() == right


CONTEXTS: list[Row] = [
    ("a place", lambda: where(anatomy=curie("cord")), "in spinal cord"),
    (
        "a kind of cell in a place",
        lambda: where(cell_type=curie("neuron"), anatomy=curie("cord")),
        "in motor neuron, spinal cord",
    ),
    ("a part of the cell", lambda: where(component=curie("membrane")), "in presynaptic membrane"),
    ("a species", lambda: where(species=curie("rat")), "in rat"),
    ("a population in words", lambda: where(population="12 healthy adults"), "in 12 healthy adults"),
    ("patients", lambda: where(population_of=curie("ms")), "in patients with multiple sclerosis"),
    ("a stimulus", lambda: where(stimulus="potassium"), "stimulus: potassium"),
    ("a route", lambda: where(route="intrathecal"), "given intrathecally"),
    ("a dose", lambda: where(dose="40 mg"), "at 40 mg"),
    ("a time", lambda: where(timing="after_withdrawal"), "after withdrawal"),
    ("a preparation", lambda: where(preparation="slice"), "in tissue slices"),
    ("an extent", lambda: where(extent="without sedation"), "without sedation"),
    ("how often", lambda: where(frequency="rarely"), "rarely"),
    ("what an import kept", lambda: where(other="disease_context=ms"), "disease_context: ms"),
]


@rules(CONTEXTS)
def test_no_piece_of_the_context_is_dropped(ask: Callable[[], object], right: object) -> None:
    assert ask() == right


CITED: list[Row] = [
    ("each source once", lambda: cited([("a", "supports"), ("b", "supports"), ("a", "supports")]), "a, b"),
    ("what refutes is cited apart", lambda: cited([("a", "supports"), ("b", "refutes")]), "a; but b (refutes)"),
    ("no effect is no support", lambda: cited([("b", "no_effect")]), "no source; but b (no_effect)"),
    ("nothing is said to be nothing", lambda: cited([]), "no source"),
]


@rules(CITED)
def test_how_sources_are_cited(ask: Callable[[], object], right: object) -> None:
    assert ask() == right
