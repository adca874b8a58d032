"""Signs, identity and pooling of claims; signs of paths; amounts and links as text."""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace
from tests.reason.small import claim, curie

from mechgraph.curie import Curie
from mechgraph.model import Association, Entity, Evidence, Path, Quantity, Source, Step, entity_ids, kind_of, merge

from .table import Row, rules

LABEL, TRIAL, REVIEW = Evidence(source="label"), Evidence(source="trial"), Evidence(source="review")


def both(a: Association, b: Association) -> Association:
    """What two claims of one identity are pooled to."""
    (pooled,) = merge([a, b])
    return pooled


def walked(*steps: tuple[str, str, str]) -> int:
    """The sign of a path: each step a claim, and from where to where it is walked."""
    return Path(steps=tuple(Step(association=claim(c), start=curie(a), end=curie(b)) for c, a, b in steps)).sign


def identity(**changes: object) -> bool:
    """Whether a claim keeps its identifier under a change."""
    plain = claim("drug -> sleep")
    return replace(plain, **changes).id == plain.id


SIGNS: list[Row] = [
    ("an agonist: more drug, more activity", lambda: claim("drug agonist_of receptor").sign, 1),
    ("a partial agonist still activates", lambda: claim("drug partial_agonist_of receptor").sign, 1),
    ("an antagonist: more drug, less activity", lambda: claim("drug antagonist_of receptor").sign, -1),
    ("an inverse agonist lowers", lambda: claim("drug inverse_agonist_of receptor").sign, -1),
    ("more breakdown of it is less of it", lambda: claim("enzyme increases_degradation_of gaba").sign, -1),
    ("less uptake is more of it outside", lambda: claim("drug decreases_uptake_of serotonin").sign, 1),
    ("what treats a disease lowers it", lambda: claim("drug treats disease").sign, -1),
    ("binding alone has no sign", lambda: claim("drug binds receptor").sign, 0),
    ("affects: no direction, no sign", lambda: claim("drug affects pressure").sign, 0),
    ("affects, decreased: less", lambda: claim("drug affects pressure", direction="decreased").sign, -1),
    ("affects, increased: more", lambda: claim("drug affects pressure", direction="increased").sign, 1),
    ("causes a decreased level: less", lambda: claim("drug causes level", direction="decreased").sign, -1),
    ("prevents an increase: less", lambda: claim("drug prevents camp", direction="increased").sign, -1),
    ("prevents a decrease: more", lambda: claim("drug prevents camp", direction="decreased").sign, 1),
    ("inhibits, decreased: once less", lambda: claim("drug inhibits enzyme", direction="decreased").sign, -1),
    (
        "less excretion raises the level: more excretion, less of it",
        lambda: claim("excretion -> level", subject_direction="decreased").sign,
        -1,
    ),
    (
        "less excretion lowers the clearance: more excretion, more of it",
        lambda: claim("excretion -| clearance", subject_direction="decreased").sign,
        1,
    ),
    ("an increased dose is more of it", lambda: claim("drug -| level", subject_direction="increased").sign, -1),
    ("a denied effect has no sign", lambda: claim("drug -> sleep", negated=True).sign, 0),
    ("what is denied keeps its wording's sign", lambda: claim("drug -> sleep", negated=True).stated_sign, 1),
    ("an inconclusive effect has no sign", lambda: claim("drug -> sleep", certainty="inconclusive").sign, 0),
    ("a hedged effect keeps its sign", lambda: claim("drug -| sleep", certainty="hedged").sign, -1),
    ("a denied claim is not asserted", lambda: claim("drug -> sleep", negated=True).asserted, False),
    ("an inconclusive claim is not asserted", lambda: claim("a -> b", certainty="inconclusive").asserted, False),
    ("a hedged claim is asserted", lambda: claim("a -> b", certainty="hedged").asserted, True),
    (
        "caused by: the cause is the object",
        lambda: claim("pain <- injury").causal_ends,
        (curie("injury"), curie("pain")),
    ),
    ("causes: the cause is the subject", lambda: claim("a causes b").causal_ends, (curie("a"), curie("b"))),
]


@rules(SIGNS)
def test_what_a_claim_does_to_its_object(ask: Callable[[], object], right: object) -> None:
    assert ask() == right


PATHS: list[Row] = [
    ("two decreases make an increase", lambda: walked(("a -| b", "a", "b"), ("b -| c", "b", "c")), 1),
    ("one decrease of two steps decreases", lambda: walked(("a -> b", "a", "b"), ("b -| c", "b", "c")), -1),
    ("a step without sign leaves none", lambda: walked(("a -| b", "a", "b"), ("b -- c", "b", "c")), 0),
    ("a step against its direction has no sign", lambda: walked(("b -| a", "a", "b"), ("b -> c", "b", "c")), 0),
    ("reverse wording is walked from the cause", lambda: walked(("b <- a", "a", "b"), ("b -| c", "b", "c")), -1),
    (
        "a correlation is signed both ways",
        lambda: walked(("a positively_correlated_with b", "b", "a"), ("a -| c", "a", "c")),
        -1,
    ),
]


@rules(PATHS)
def test_the_signs_along_a_path(ask: Callable[[], object], right: object) -> None:
    assert ask() == right


CLAIM = claim("drug -> sleep", evidence=(LABEL,))
POOLING: list[Row] = [
    (
        "hedged and established: established",
        lambda: both(replace(CLAIM, certainty="hedged"), CLAIM).certainty,
        "established",
    ),
    (
        "established and hedged: established",
        lambda: both(CLAIM, replace(CLAIM, certainty="hedged")).certainty,
        "established",
    ),
    (
        "inconclusive and probable: probable",
        lambda: both(replace(CLAIM, certainty="inconclusive"), replace(CLAIM, certainty="probable")).certainty,
        "probable",
    ),
    (
        "what one source states is not hedged by another",
        lambda: both(replace(CLAIM, certainty="hedged", hedge="may"), CLAIM).hedge,
        "",
    ),
    (
        "what sources state goes before what they hedge",
        lambda: (
            both(replace(CLAIM, source_certainty="hedged"), replace(CLAIM, source_certainty="stated")).source_certainty
        ),
        "stated",
    ),
    (
        "evidence of both, each once",
        lambda: both(replace(CLAIM, evidence=(LABEL, TRIAL)), replace(CLAIM, evidence=(TRIAL, REVIEW))).sources,
        ("label", "trial", "review"),
    ),
    ("both notes", lambda: both(replace(CLAIM, note="one"), replace(CLAIM, note="two")).note, "one; two"),
    (
        "a quantity that only the second has",
        lambda: str(both(CLAIM, replace(CLAIM, quantity=Quantity(value=2.0, unit="mg"))).quantity),
        "2 mg",
    ),
    (
        "two origins of a derived claim",
        lambda: both(replace(CLAIM, derived_from=("x",)), replace(CLAIM, derived_from=("y",))).derived_from,
        ("x", "y"),
    ),
    ("a claim and its denial stay two", lambda: len(merge([CLAIM, replace(CLAIM, negated=True)])), 2),
    ("rats and people stay two", lambda: len(merge([CLAIM, claim("drug -> sleep", species=curie("rat"))])), 2),
    ("certainty is not identity", lambda: identity(certainty="hedged"), True),
    ("evidence is not identity", lambda: identity(evidence=()), True),
    ("a hedge is not identity", lambda: identity(hedge="may"), True),
    ("a quantity is not identity", lambda: identity(quantity=Quantity(value=1.0)), True),
    ("denial is identity", lambda: identity(negated=True), False),
    ("the object is identity", lambda: identity(object=curie("pain")), False),
    ("a dose is identity", lambda: claim("drug -> sleep", dose="10 mg").id == claim("drug -> sleep").id, False),
    ("a stimulus is identity", lambda: claim("drug -> sleep", stimulus="noise").id == claim("drug -> sleep").id, False),
    ("each source once, in order", lambda: replace(CLAIM, evidence=(TRIAL, LABEL, TRIAL)).sources, ("trial", "label")),
    (
        "a claim names its species and its patients",
        lambda: set(entity_ids(claim("a -> b", species=curie("rat"), population_of=curie("ms")))),
        {curie("a"), curie("b"), curie("rat"), curie("ms")},
    ),
]


@rules(POOLING)
def test_which_claims_are_one_and_what_it_holds(ask: Callable[[], object], right: object) -> None:
    assert ask() == right


WORDS: list[Row] = [
    ("a value with its unit", lambda: str(Quantity(value=69.0, unit="%")), "69%"),
    ("a value in its range", lambda: str(Quantity(value=3.5, low=2.0, high=6.0, unit="h")), "3.5 (2–6) h"),
    ("only a lower bound is 'more than'", lambda: str(Quantity(low=2.0, unit="mg/dl")), "> 2 mg/dl"),
    ("only an upper bound is 'less than'", lambda: str(Quantity(high=5.0, unit="nM")), "< 5 nM"),
    ("a rank in words beside its number", lambda: str(Quantity(rank=1, text="highest")), "rank 1, highest"),
    (
        "an entity without name shows its identifier",
        lambda: Entity(id=Curie("A:1"), name="", category="drug").label,
        "A:1",
    ),
    (
        "a DOI is the best link",
        lambda: Source(id="s", kind="article", title="T", doi="10.1/x", pmid="1").link,
        "https://doi.org/10.1/x",
    ),
    (
        "PubMed goes before PMC",
        lambda: Source(id="s", kind="article", title="T", pmid="1", pmcid="PMC2").link,
        "https://pubmed.ncbi.nlm.nih.gov/1/",
    ),
]


@rules(WORDS)
def test_amounts_and_sources_in_words(ask: Callable[[], object], right: object) -> None:
    assert ask() == right


def kind(text: str, category: str, **qualifiers: str) -> str:
    """What a claim is about, where what it changes is of a category."""
    return kind_of(claim(text, **qualifiers), category)  # type: ignore[arg-type]


KINDS: list[Row] = [
    ("to cause a sign is a harm", lambda: kind("drug causes seizure", "phenotype"), "harm"),
    ("to prevent a sign is wanted", lambda: kind("drug prevents seizure", "phenotype"), "wanted"),
    (
        "to cause less of a sign is wanted",
        lambda: kind("drug causes pain", "phenotype", direction="decreased"),
        "wanted",
    ),
    ("to raise a risk is a harm", lambda: kind("drug increases_risk_of gout", "disease"), "harm"),
    ("to lower a risk is wanted", lambda: kind("drug decreases_risk_of gout", "disease"), "wanted"),
    ("a risk that changes either way is neither", lambda: kind("drug affects_risk_of gout", "disease"), "mechanism"),
    (
        "to cause a process that is no illness is wanted",
        lambda: kind("drug causes calm", "biological_process"),
        "wanted",
    ),
    (
        "to lower a process that is no illness is mechanism",
        lambda: kind("drug -| calm", "biological_process"),
        "mechanism",
    ),
    ("what it treats is its use", lambda: kind("drug treats gout", "disease"), "use"),
    ("off-label is no use", lambda: kind("drug used_off_label_for gout", "disease"), "off_label"),
    ("what was only studied is no use", lambda: kind("drug studied_for gout", "disease"), "studied"),
    ("a contraindication is no use", lambda: kind("drug contraindicated_in gout", "disease"), "contraindication"),
    ("a side effect is a harm", lambda: kind("drug has_side_effect rash", "phenotype"), "harm"),
    ("to exacerbate is a harm", lambda: kind("drug exacerbates gout", "disease"), "harm"),
    ("what it activates is a target", lambda: kind("drug agonist_of receptor", "receptor"), "target"),
    ("whose activity it lowers is a target", lambda: kind("drug decreases_activity_of enzyme", "protein"), "target"),
    ("where it leaves the body is kinetics", lambda: kind("drug excreted_by kidney", "anatomy"), "kinetics"),
    (
        "a denied harm is about harm",
        lambda: kind_of(claim("drug causes seizure", negated=True), "phenotype"),
        "harm",
    ),
]


@rules(KINDS)
def test_what_a_claim_is_about(ask: Callable[[], object], right: object) -> None:
    assert ask() == right


SAID: list[Row] = [
    ("nothing written: stated", lambda: claim("a -> b").as_said, "stated"),
    ("hedging words: hedged", lambda: replace(CLAIM, hedge="may").as_said, "hedged"),
    ("a model's claim: predicted", lambda: replace(CLAIM, knowledge_level="prediction").as_said, "predicted"),
    ("nobody says how it is known: unknown", lambda: replace(CLAIM, knowledge_level="not_provided").as_said, "unknown"),
    ("what is written goes before", lambda: replace(CLAIM, source_certainty="stated", hedge="may").as_said, "stated"),
]


@rules(SAID)
def test_how_sure_the_sources_are(ask: Callable[[], object], right: object) -> None:
    assert ask() == right
