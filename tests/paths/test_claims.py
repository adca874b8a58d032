"""Paths of claims: which claims are walked by default, in which context, under which name, at which cost."""

from __future__ import annotations

import json

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mechgraph import Graph
from mechgraph.build.notation import abbreviations
from mechgraph.cli import main
from mechgraph.curie import Curie
from mechgraph.errors import AmbiguousError, NoPathError, UsageError, VocabularyError
from mechgraph.model import Association, Entity, Evidence, Paths, Qualifiers, Quantity, Records
from mechgraph.paths.claims import ClaimIndex
from mechgraph.paths.metapath import MetapathTable
from mechgraph.reason.context import Regions, fits
from mechgraph.store.memory import MemoryStore

from .oracle import brute_force

HUMAN, RAT = Curie("NCBITaxon:9606"), Curie("NCBITaxon:10116")
N = 6


def entity(name: str, category: str, id: str = "") -> Entity:
    return Entity(id=Curie(id or f"MG:{name.replace(' ', '-')}"), name=name, category=category)


def claim(subject: str, predicate: str, object: str, species: Curie | None = None) -> Association:
    return Association(
        subject=Curie(f"MG:{subject}"),
        predicate=predicate,
        object=Curie(f"MG:{object}"),
        qualifiers=Qualifiers(species=species),
        evidence=(Evidence(source="s"),),
    )


def graph(entities: list[Entity], claims: list[Association]) -> Graph:
    return Graph(MemoryStore(Records(entities=entities, associations=claims), name="small"))


def test_side_effects_and_uses_make_a_graph_no_less_mechanistic() -> None:
    """Otherwise a search would go in any direction as soon as labels outnumber mechanisms."""
    things = [entity(n, "drug") for n in "xy"] + [entity("r", "receptor"), entity("p", "biological_process")]
    things += [entity(f"s{i}", "phenotype") for i in range(9)]
    acts = [claim("x", "agonist_of", "r"), claim("r", "increases", "p"), claim("y", "binds", "r")]
    labels = [claim("x", "has_side_effect", f"s{i}") for i in range(9)]
    assert graph(things, [*acts, *labels]).workspace.index.causal
    # of three claims on how things act on each other one has a sign: no direction to follow
    open_signs = [claim("x", "binds", "r"), claim("r", "regulates", "p"), claim("y", "agonist_of", "r")]
    assert not graph(things, [*open_signs, *labels]).workspace.index.causal
    assert not graph(things, labels).workspace.index.causal


# Names ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def twins() -> Graph:
    """A disease and a side effect of one name, as Hetionet has for nearly every disease; and two genes of one name."""
    things = [
        entity("drug", "drug"),
        entity("pain", "disease", "MG:d"),
        entity("Pain", "side_effect", "MG:s"),
        entity("ABC", "gene", "MG:g"),
        entity("abc", "protein", "MG:p"),
    ]
    return graph(things, [claim("drug", "treats", "d"), claim("drug", "has_side_effect", "s")])


def test_of_several_entities_of_a_name_the_only_disease_is_meant(twins: Graph) -> None:
    assert [p.entities[-1] for p in twins.paths("drug", "pain", causal=False)] == ["MG:d"]
    assert [p.entities[-1] for p in twins.paths("drug", "MG:s", causal=False)] == ["MG:s"]


def test_a_name_that_stays_ambiguous_is_refused_with_the_category_of_each(twins: Graph) -> None:
    with pytest.raises(AmbiguousError, match=r"MG:g \(gene: ABC\), MG:p \(protein: abc\)"):
        twins.paths("drug", "abc")


# Direction -----------------------------------------------------------------------------------------------------


def test_a_graph_of_signed_causes_is_walked_along_them_and_another_in_any_direction() -> None:
    things = [entity(name, "entity") for name in "abc"]
    causal = graph(things, [claim("a", "increases", "b"), claim("c", "increases", "b")])
    with pytest.raises(NoPathError, match=r"--any"):
        causal.paths("a", "c")
    assert len(causal.paths("a", "c", causal=False)) == 1
    # outcomes carry signs, and yet are no causes: Hetionet's "treats" and side effects
    outcomes = graph(things, [claim("a", "treats", "b"), claim("c", "treats", "b")])
    assert len(outcomes.paths("a", "c")) == 1


# Metapaths -----------------------------------------------------------------------------------------------------


def test_every_abbreviation_of_hetionet_means_something_in_our_vocabulary() -> None:
    for text in MetapathTable.hetionet().metaedges:
        ours = abbreviations().parse(text)
        assert abbreviations().abbreviate(ours) == text


@pytest.fixture
def small() -> Graph:
    things = [
        entity("drug", "drug"),
        entity("other", "small_molecule"),
        entity("receptor", "receptor"),
        entity("gene", "gene"),
        entity("disease", "disease"),
    ]
    claims = [
        claim("drug", "binds", "receptor"),
        claim("drug", "binds", "gene"),
        claim("other", "binds", "gene"),
        claim("other", "binds", "receptor"),
        claim("disease", "associated_with", "receptor"),
        claim("disease", "associated_with", "gene"),
        claim("drug", "antagonist_of", "receptor"),
        claim("receptor", "causes", "disease"),
    ]
    return graph(things, claims)


def test_a_category_in_a_metapath_is_also_what_stands_below_it(small: Graph) -> None:
    for metapath, middle in {
        "CbGaD": {"MG:gene", "MG:receptor"},
        "drug -binds- receptor -- disease": {"MG:receptor"},
        "drug -antagonist_of-> gene_product -> disease": {"MG:receptor"},
        "chemical -> * -causes-> entity": {"MG:receptor"},
    }.items():
        assert {p.entities[1] for p in small.paths("drug", "disease", metapath=metapath)} == middle
        assert small.count_paths("drug", "disease", metapath)[0] >= len(middle)
    assert small.count_paths("drug", "disease", "CbGbCbGaD")[0] == 2  # over the other drug, no gene twice


def test_all_pairs_of_a_metapath_equal_each_pair_where_categories_contain_each_other(small: Graph) -> None:
    pytest.importorskip("scipy")
    counter = small.path_counter
    for metapath in ("chemical -binds- gene_product -binds- drug", "* -- receptor -- * -- disease", "CbGbC"):
        path = counter.parse(metapath)
        rows, columns = counter.members(path.categories[0]), counter.members(path.categories[-1])
        matrix = counter.matrix(metapath)
        assert matrix.shape == (len(rows), len(columns))
        for i, a in enumerate(rows.tolist()):
            for j, b in enumerate(columns.tolist()):
                assert matrix[i, j] == pytest.approx(counter.dwpc(metapath, a, b), abs=1e-12)


def test_an_unknown_abbreviation_or_predicate_offers_the_nearest(small: Graph) -> None:
    with pytest.raises(UsageError, match=r"did you mean .*'GaD'"):
        small.paths("drug", "disease", metapath="CbGxD")
    with pytest.raises(VocabularyError, match="did you mean 'antagonist_of'"):
        small.paths("drug", "disease", metapath="drug -antagonist-> receptor -> disease")


# Context -------------------------------------------------------------------------------------------------------

triples = st.tuples(st.integers(0, N - 1), st.integers(0, N - 1), st.sampled_from([None, HUMAN, RAT]))


@settings(max_examples=150, deadline=None)
@given(st.lists(triples.filter(lambda t: t[0] != t[1]), max_size=16, unique_by=lambda t: (t[0], t[1], t[2])))
def test_a_context_leaves_out_the_claims_that_contradict_it_and_no_other(
    rows: list[tuple[int, int, Curie | None]],
) -> None:
    things = [entity(str(i), "entity") for i in range(N)]
    things += [entity("human", "organism_taxon", HUMAN), entity("rat", "organism_taxon", RAT)]
    claims = [claim(str(a), "increases", str(b), species) for a, b, species in rows]
    kg = graph(things, claims)
    index = kg.claim_index.index
    allowed = [kg.claim_index.claim(index.claim(arc)).qualifiers.species != RAT for arc in range(index.n_arcs)]
    wanted = brute_force(index, 0, 1, 5, 4, directed=True, arc_mask=allowed)
    try:
        found = kg.paths("MG:0", "MG:1", 5, max_length=4, causal=True, context=["species=human"])
    except NoPathError:
        found = Paths()
    assert [round(p.cost * 1e6) for p in found] == [p.cost for p in wanted]
    assert [p.entities for p in found] == [tuple(index.entity_id(n) for n in p.nodes) for p in wanted]
    assert all(s.association.qualifiers.species in (None, HUMAN) for p in found for s in p.steps)


def test_the_command_line_says_which_claims_do_not_state_the_context(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["paths", "baclofen", "spasticity", "-k", "3", "--context", "species=human", "-f", "json"])
    listed = json.loads(capsys.readouterr().out)
    stated = {step["context"] for path in listed["paths"] for step in path["steps"]}
    assert stated == {"fits", "not stated"}
    with pytest.raises(SystemExit):
        main(["paths", "baclofen", "spasticity", "-k", "1", "--context", "species=human"])
    assert "do not state species=human" in capsys.readouterr().out


def test_paths_in_a_context_are_those_whose_claims_can_hold_there(kg: Graph) -> None:
    regions = Regions(kg.store)
    here = kg.paths("baclofen", "spasticity", 20, context=["species=human"])
    assert all(fits(s.association, {"species": HUMAN}, regions) is not False for p in here for s in p.steps)
    everywhere = kg.paths("baclofen", "spasticity", 200)
    can = [p for p in everywhere if all(fits(s.association, {"species": HUMAN}, regions) is not False for s in p.steps)]
    assert [p.cost for p in here] == [p.cost for p in can][:20]


# Costs ---------------------------------------------------------------------------------------------------------


def test_an_extra_cost_changes_the_order_and_shows_as_a_part() -> None:
    things = [entity(name, "entity") for name in "abcd"]
    claims = [claim("a", "increases", "b"), claim("b", "increases", "d"), claim("a", "decreases", "c")]
    claims.append(claim("c", "increases", "d"))
    dense = Quantity(kind="density", rank=1)
    index = ClaimIndex.of(things, [msgspec.structs.replace(a, quantity=dense) for a in claims])
    first = index.find(Curie("MG:a"), Curie("MG:d"))
    assert [p.entities[1] for p in first] == ["MG:b", "MG:c"]
    dearer = index.weighted("density", lambda a: 0.25 if a.object == "MG:b" else 0.0)
    second = dearer.find(Curie("MG:a"), Curie("MG:d"))
    assert [p.entities[1] for p in second] == ["MG:c", "MG:b"]
    assert [p.sign for p in second] == [p.sign for p in reversed(first)]
    for path in second:
        for parts, cost in ((dict(c), sum(v for _, v in c)) for c in path.contributions):
            assert {"hub", "hop", "density"} <= parts.keys()
            assert cost >= 0
        assert path.cost == pytest.approx(sum(v for c in path.contributions for _, v in c))
    assert second[1].cost == pytest.approx(first[0].cost + 0.25)
