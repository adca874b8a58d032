"""A store and SPARQL find the same claims for the same selection, on graphs of every kind."""

from __future__ import annotations

import itertools
import random
from pathlib import Path

import mechgraph
from mechgraph.build import build
from mechgraph.curie import Curie
from mechgraph.model import Association
from mechgraph.select import Selection, sparql
from mechgraph.vocab import vocabulary


def by_query(kg: mechgraph.Graph, *selections: Selection) -> set[str]:
    return {str(row[0]) for row in kg.sparql(sparql(selections))}  # type: ignore[union-attr]


def some(claims: list[Association], n: int, seed: int) -> list[Selection]:
    """Selections around claims of a graph: both ends or one, groups or none, with other names among the ends."""
    rng = random.Random(seed)
    out = []
    for a in rng.sample(claims, min(n, len(claims))):
        others = [b.object for b in rng.sample(claims, 3)]
        starts, ends = (a.subject, rng.choice(claims).subject), (a.object, *others)
        groups = (a.relation.group, rng.choice(sorted(vocabulary().groups)))
        out.append(Selection(starts=starts, ends=ends, groups=() if rng.random() < 0.5 else groups))
        if a.qualifiers.population_of is not None:
            out.append(Selection(starts=starts, ends=(a.qualifiers.population_of,)))
        out.append(Selection(starts=(a.subject,), groups=groups, patients=False))
        out.append(Selection(ends=(a.object,), groups=groups))
    return out


def assert_equal(kg: mechgraph.Graph, selections: list[Selection]) -> None:
    for selection in selections:
        assert {a.id for a in kg.store.select(selection)} == by_query(kg, selection), selection


def test_on_the_embedded_graph(kg: mechgraph.Graph) -> None:
    assert_equal(kg, some(list(kg.store.associations()), 100, 1))


def test_open_ends_by_category_and_whole_neighbourhoods(kg: mechgraph.Graph) -> None:
    drug, effect = kg.entity("baclofen").id, kg.entity("spasticity").id
    chosen = [
        Selection(starts=(drug,), end_category="gene_product"),
        Selection(ends=(effect,), start_category="drug"),
        Selection(starts=(effect,), either=True),
        Selection(starts=(drug,), groups=("member", "use")),
    ]
    assert_equal(kg, chosen)
    assert {kg.entity(a.object).category for a in kg.store.select(chosen[0])} <= {
        c for c in vocabulary().categories if vocabulary().is_a(c, "gene_product")
    }
    assert {kg.entity(a.subject).category for a in kg.store.select(chosen[1])} == {"drug"}
    assert any(a.subject == effect for a in kg.store.select(chosen[2]))
    assert any(a.object == effect for a in kg.store.select(chosen[2]))


def test_negated_and_inconclusive_claims_are_selected_and_patients_count_as_an_end(kg: mechgraph.Graph) -> None:
    drug = kg.entity("baclofen").id
    about = kg.store.select(Selection(starts=(drug,), ends=(kg.entity("anxiety").id, kg.entity("depression").id)))
    assert {a.negated for a in about} == {True, False}
    assert "inconclusive" in {a.certainty for a in about}
    palsy = Selection(starts=(drug,), ends=(kg.entity("cerebral palsy").id,))
    assert {a.qualifiers.population_of for a in kg.store.select(palsy)} == set(palsy.ends)
    assert kg.store.select(Selection(starts=palsy.starts, ends=palsy.ends, patients=False)) == []


def test_a_claim_worded_backwards_is_found_from_its_cause() -> None:
    from mechgraph.model import Entity, Records
    from mechgraph.store.memory import MemoryStore

    names = {"MG:a": "drug", "MG:b": "disease"}
    claim = Association(subject=Curie("MG:b"), predicate="caused_by", object=Curie("MG:a"))
    entities = [Entity(id=Curie(i), name=i, category=c) for i, c in names.items()]
    kg = mechgraph.Graph(MemoryStore(Records(entities=entities, associations=[claim])))
    chosen = Selection(starts=(Curie("MG:a"),), ends=(Curie("MG:b"),))
    assert [a.id for a in kg.store.select(chosen)] == [claim.id]
    assert_equal(kg, [chosen, Selection(starts=(Curie("MG:a"),)), Selection(starts=(Curie("MG:a"),), groups=("use",))])


def test_several_selections_are_one_query(kg: mechgraph.Graph) -> None:
    one = Selection(starts=(kg.entity("baclofen").id,), groups=("use",))
    chain = Selection(ids=tuple(a.id for a in itertools.islice(kg.store.associations(), 3)))
    both = {a.id for s in (one, chain) for a in kg.store.select(s)}
    assert by_query(kg, one, chain) == both


def test_on_a_built_drugmechdb(data: Path, tmp_path: Path) -> None:
    build([data / "drugmechdb" / "indication_paths.yaml.gz"], tmp_path / "g.mechgraph")
    kg = mechgraph.load(tmp_path / "g.mechgraph")
    assert_equal(kg, some(list(itertools.islice(kg.store.associations(), 20_000)), 40, 2))


def test_on_claims_that_are_a_triple_alone(data: Path, tmp_path: Path) -> None:
    build([data / "hetionet" / "bupropion-subgraph.json.gz"], tmp_path / "h.mechgraph")
    kg = mechgraph.load(tmp_path / "h.mechgraph")
    assert_equal(kg, some(list(itertools.islice(kg.store.associations(), 20_000)), 30, 3))
