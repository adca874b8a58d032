"""What a built graph's store says of a claim: read back, it is the claim, but for what stands with the claim alone."""

from __future__ import annotations

import msgspec
from pyoxigraph import RdfFormat, parse

import mechgraph
from mechgraph import rdf
from mechgraph.curie import Curie
from mechgraph.model import Association, Evidence
from mechgraph.store import packed


def _back(a: Association) -> Association:
    text = "".join(rdf.asked_lines(a))
    (found,) = rdf.from_triples(parse(text, format=RdfFormat.N_TRIPLES)).associations
    return found


def _known(a: Association) -> object:
    """A claim without what is left out: the order of evidence, a locator alone, a certainty that follows."""
    pieces = {(e.source, e.stance, e.summary, e.quote, e.type) for e in a.evidence}
    return msgspec.structs.replace(a, evidence=(), source_certainty=""), pieces, a.as_said


def test_every_claim_of_the_graph_comes_back() -> None:
    claims = [a for a in mechgraph.load().records().associations if not rdf.is_bare(a)]
    assert len(claims) > 1000
    for a in claims:
        assert _known(_back(a)) == _known(a)


def test_a_claim_with_sources_has_its_terms_and_a_link_for_each() -> None:
    a = Association(
        subject=Curie("A:1"),
        predicate="inhibits",
        object=Curie("B:2"),
        evidence=tuple(Evidence(source=s, locator="row 7", raw="{}") for s in ("x", "y")),
    )
    said = [line.split(" ")[1].rstrip(">").rpartition("/")[2].rpartition("#")[2] for line in rdf.asked_lines(a)]
    assert said == ["inhibits", "subject", "predicate", "object", "supported_by", "supported_by"]


def test_a_denial_is_no_direct_triple_and_says_so() -> None:
    a = Association(subject=Curie("A:1"), predicate="inhibits", object=Curie("B:2"), negated=True)
    assert _back(a).negated
    assert not any(line.split(" ")[1].endswith("vocab/inhibits>") for line in rdf.asked_lines(a))


def _from_json(asked: rdf.Asked, a: Association) -> tuple[str, rdf.Standing, list[str]]:
    terms = rdf.iri_text(a.subject), str(rdf.predicate_iri(a.predicate)), rdf.iri_text(a.object)
    body = msgspec.json.encode(a, enc_hook=str)
    return asked.told(
        body, packed.Terms([a.subject, a.object], [a.predicate]).end(body, 0, 0, 1), terms, int(a.id[4:], 16)
    )


def test_lines_made_from_json_are_those_of_the_claim() -> None:
    """Of every claim, and of some with a note, which stands behind the evidence; twice, for what is kept."""
    graph = mechgraph.load().records()
    names = {e.id: e for e in graph.entities}
    claims = [a for a in graph.associations if not rdf.is_bare(a)]
    claims += [msgspec.structs.replace(a, note='said "so"', derived_from=(a.id,)) for a in claims[:300]]
    claims += [msgspec.structs.replace(a, evidence=()) for a in claims[:300]]
    for known in (None, names):
        asked = rdf.Asked(known)
        for a in claims * 2:
            text, standing, sources = _from_json(asked, a)
            assert sorted(text.splitlines()) == sorted("".join(rdf.asked_lines(a, known)).splitlines())
            assert standing.kind == (a.knowledge_level, a.agent_type, a.certainty, a.negated)
            assert sources == list(a.sources)
