"""The other views: regions of the brain, the neighbourhood of an entity, mechanisms side by side."""

from __future__ import annotations

import csv
import math
from itertools import pairwise
from pathlib import Path

import msgspec
import pytest
from lxml import etree

import mechgraph
from mechgraph import Graph
from mechgraph.curie import Curie, data_dir
from mechgraph.draw import draw_brain, draw_comparison, draw_network, lay_out_pages
from mechgraph.draw.atlas import BASES, regions
from mechgraph.draw.audit import audit
from mechgraph.draw.brain import brain_drawing
from mechgraph.draw.compare import comparison_scene
from mechgraph.draw.metrics import text_width
from mechgraph.draw.network import network_mechanism
from mechgraph.draw.projections import projections
from mechgraph.draw.sagittal import HEIGHT, WIDTH, place
from mechgraph.draw.scene import Shape, Text
from mechgraph.draw.themes import theme
from mechgraph.errors import DrawingError
from mechgraph.model import Association, Entity, Mechanism, Qualifiers, Quantity

from .generate import random_mechanism
from .sample import baclofen

SVG = "{http://www.w3.org/2000/svg}"
REGIONS = {
    "UBERON:0001897": "thalamus",
    "UBERON:0002691": "VTA",
    "UBERON:0001882": "nucleus accumbens",
    "UBERON:0001942": "medial habenula",
    "UBERON:0002043": "dorsal raphe nucleus",
}


def brain_claims() -> tuple[list[Association], dict[Curie, Entity]]:
    names = {Curie(c): Entity(id=Curie(c), name=n, category="anatomy") for c, n in REGIONS.items()}
    names[Curie("T:r")] = Entity(id=Curie("T:r"), name="receptor <R>", category="receptor")

    def density(region: str, rank: int) -> Association:
        return Association(
            subject=Curie("T:r"), predicate="has_density_in", object=Curie(region), quantity=Quantity(rank=rank)
        )

    claims = [density("UBERON:0001897", 1), density("UBERON:0002691", 2), density("UBERON:0001942", 1)]
    claims.append(Association(subject=Curie("UBERON:0002691"), predicate="increases", object=Curie("UBERON:0001882")))
    context = Qualifiers(anatomy=Curie("UBERON:0002043"))
    claims.append(Association(subject=Curie("T:r"), predicate="decreases", object=Curie("T:r"), qualifiers=context))
    return claims, names


def test_the_brain_shows_each_region_that_claims_name_and_the_arcs_between_them() -> None:
    text = draw_brain(*brain_claims(), format="svg")
    assert isinstance(text, str)
    root = etree.fromstring(text.encode())
    assert {e.get("data-entity") for e in root.iter(SVG + "g") if e.get("data-entity")} == set(REGIONS)
    assert len([e for e in root.iter(SVG + "g") if (e.get("class") or "").startswith("arc")]) == 1
    words = [e.text for e in root.iter(SVG + "text")]
    assert "density rank 1 (highest)" in words
    assert "midbrain, enlarged" in words
    assert words[words.index("dorsal raphe nucleus") + 1] == "↓ receptor <R>"


def test_the_brain_says_of_what_each_sign_is_and_has_an_outline_for_the_amygdala(kg: Graph) -> None:
    """Baclofen lowers the release of dopamine in the nucleus accumbens; the amygdala lies beside the plane."""
    baclofen = kg.entity("baclofen")
    claims = kg.claims_about(baclofen)
    drawing = brain_drawing(claims, kg.names_of(claims), title="baclofen")
    assert drawing is not None
    texts = [item.text for group in drawing.groups for item in group.items if isinstance(item, Text)]
    assert texts[texts.index("nucleus accumbens") + 1].startswith("↓ dopamine release")
    assert texts[texts.index("amygdala") + 1] == "↓ resting blood flow, ↓ activity"
    assert "temporal lobe" in texts
    assert not [t for t in texts if t.endswith((" +", " −", " ±"))]


def test_what_drugs_act_on_stands_in_one_row_of_a_comparison(kg: Graph) -> None:
    scene = comparison_scene([kg.mechanism(d) for d in ("baclofen", "diazepam", "tizanidine")])
    rows = {round(g.y) for g in scene.glyphs if g.name.endswith("receptor") or "receptor (" in g.name}
    assert len(rows) == 1


def test_labels_of_the_brain_do_not_overlap(tmp_path: Path) -> None:
    text = draw_brain(*brain_claims())
    root = etree.fromstring(str(text).encode())
    group = next(e for e in root.iter(SVG + "g") if e.get("class") == "labels")
    named = [e for e in group.iter(SVG + "text") if e.get("font-size") == "7"]  # a line below says what changes there
    ends = [(float(e.get("x") or 0) > 250, float(e.get("y") or 0)) for e in named]
    for right in (True, False):
        ys = sorted(y for r, y in ends if r == right)
        assert all(b - a >= 18.4 for a, b in pairwise(ys))
    assert draw_brain(*brain_claims(), tmp_path / "b.png", dpi=60) == tmp_path / "b.png"


def test_every_position_names_a_region_of_the_graph_and_what_it_rests_on() -> None:
    with (data_dir("graph") / "brain.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    kg = mechgraph.load()
    assert [(r["region"], r["name"]) for r in rows] == sorted((r["region"], kg.entity(r["region"]).name) for r in rows)
    assert len(rows) == len(regions())
    for r in rows:
        assert r["basis"] in BASES
        assert r["source"], "a position says what it rests on"
        x, y = place(float(r["y"]), float(r["z"]))
        assert 0 < x < WIDTH
        assert 0 < y < HEIGHT


def test_a_region_of_which_all_is_denied_says_so_and_its_arc_is_crossed_out() -> None:
    _, names = brain_claims()
    denied = Association(
        subject=Curie("UBERON:0001942"), predicate="decreases", object=Curie("UBERON:0002043"), negated=True
    )
    open_ = Association(
        subject=Curie("T:r"), predicate="has_density_in", object=Curie("UBERON:0002037"), certainty="inconclusive"
    )
    root = etree.fromstring(str(draw_brain([denied, open_], names)).encode())
    words = {e.text for e in root.iter(SVG + "text")}
    assert {"medial habenula (denied)", "UBERON:0002037 (inconclusive)"} <= words
    (arc,) = (e for e in root.iter(SVG + "g") if (e.get("class") or "").startswith("arc"))
    assert any(e.get("stroke") == theme("light").cross for e in arc)


def test_claims_that_contradict_are_arcs_side_by_side_and_the_legend_says_their_heads() -> None:
    claims, names = brain_claims()
    against = Association(
        subject=Curie("UBERON:0002691"), predicate="decreases", object=Curie("UBERON:0001882"), certainty="hedged"
    )
    root = etree.fromstring(str(draw_brain([*claims, against], names)).encode())
    arcs = [e for e in root.iter(SVG + "g") if (e.get("class") or "").startswith("arc")]
    assert sorted(e.get("class") or "" for e in arcs) == ["arc negative", "arc positive"]
    one, other = (e.find(SVG + "path").get("d") for e in arcs)
    assert one != other
    words = {e.text for e in root.iter(SVG + "text")}
    assert {"increases / activates", "decreases / inhibits", "not known to be direct", "hedged (“may”)"} <= words


@pytest.mark.parametrize("at", [(150.0, 100.0), (180.0, 130.0), (140.0, 160.0)])
def test_an_arc_makes_way_for_a_region_between_its_ends(at: tuple[float, float]) -> None:
    spots = {"UBERON:0002691": (100.0, 130.0), "UBERON:0001882": (260.0, 130.0), "UBERON:0001897": at}
    claim = Association(subject=Curie("UBERON:0002691"), predicate="increases", object=Curie("UBERON:0001882"))
    groups, _ = projections([claim], {}, spots, theme("light"))
    blue = theme("light").signs["positive"]
    line = next(i for i in groups[0].items if isinstance(i, Shape) and i.stroke == blue)
    (_, a), (_, (bx, by, cx, cy, dx, dy)) = line.ops
    for k in range(101):
        t = k / 100
        w = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3)
        x, y = (
            w[0] * p + w[1] * q + w[2] * r + w[3] * s
            for p, q, r, s in zip(a, (bx, by), (cx, cy), (dx, dy), strict=True)
        )
        assert math.dist((x, y), at) > 7


def test_places_that_are_not_shown_are_named() -> None:
    claims, names = brain_claims()
    gut = Entity(id=Curie("UBERON:0001555"), name="gut", category="anatomy")
    claims.append(Association(subject=Curie("T:r"), predicate="has_density_in", object=gut.id))
    text = str(draw_brain(claims, {**names, gut.id: gut}))
    assert "Named, but not shown here: gut." in text
    assert "read off the ICBM152 template" in text


HOSTILE = (
    '<b onload="x">&amp;</b>',
    "]]>",
    "שלום עולם " * 6,
    "x" * 200,
    "word " * 40,
    "a\x00b\x1f",
    "  ",
    "日本語の名前" * 10,
)


ALLOWED = ("svg", "title", "desc", "style", "rect", "g", "path", "text")


def within(text: str, width: float) -> bool:
    """Whether the figure holds nothing but shapes, text and its letters, and no text leaves the page."""
    root = etree.fromstring(text.encode())
    assert {str(e.tag) for e in root.iter()} <= {SVG + t for t in ALLOWED}
    for e in root.iter(SVG + "text"):
        wide = text_width(e.text or "", float(e.get("font-size")))
        start = float(e.get("x")) - {"middle": wide / 2, "end": wide}.get(e.get("text-anchor") or "", 0)
        if not e.get("transform") and (start < 0 or start + wide > width):
            return False
    return True


@pytest.mark.parametrize("name", HOSTILE)
def test_every_view_draws_names_from_untrusted_files_as_text_on_the_page(name: str) -> None:
    claims, names = brain_claims()
    odd = {c: msgspec.structs.replace(e, name=name) for c, e in names.items()}
    assert within(str(draw_brain(claims, odd, title=name)), WIDTH)
    m = random_mechanism(4, 6, 7, 1)
    entities = {c: msgspec.structs.replace(e, name=name, category="no such") for c, e in m.entities.items()}
    m = msgspec.structs.replace(m, drug=entities[m.drug.id], entities=entities, title=name)
    page = 360 * 72 / 25.4
    assert within(str(draw_network(m.drug, m.associations, entities, size="360x300")), page)
    assert within(str(draw_comparison([m, m], size="360x300")), page)


def test_an_entity_without_claims_and_mechanisms_without_claims_are_drawn_alone() -> None:
    e = Entity(id=Curie("T:e"), name="lonely", category="drug")
    empty = Mechanism(drug=e, entities={e.id: e}, associations=())
    assert ">lonely</text>" in str(draw_network(e, [], {e.id: e}))
    assert str(draw_comparison([empty, empty])).count(">lonely</text>") == 1


def test_claims_without_a_known_region_are_no_brain() -> None:
    claim = Association(subject=Curie("T:a"), predicate="increases", object=Curie("T:b"))
    with pytest.raises(DrawingError, match="no claim names a region"):
        draw_brain([claim], {})


def test_a_network_keeps_the_most_certain_claims_and_counts_the_others() -> None:
    center = Entity(id=Curie("T:c"), name="hub", category="receptor")
    claims = [
        Association(
            subject=center.id,
            predicate="increases",
            object=Curie(f"T:{i}"),
            certainty="established" if i % 2 else "hedged",
        )
        for i in range(20)
    ]
    mechanism, left = network_mechanism(center, claims, {center.id: center}, most=10)
    assert left == 10
    assert {a.certainty for a in mechanism.associations} == {"established"}
    text = draw_network(center, claims, {center.id: center}, most=10)
    assert "10 more neighbours not drawn" in str(text)
    assert 'class="glyph receptor" data-entity="T:c"' in str(text)


def other(m: Mechanism) -> Mechanism:
    drug = Entity(id=Curie("T:other"), name="othermol", category="drug")
    target = m.associations[8].subject
    own = Association(subject=drug.id, predicate="decreases", object=target)
    return msgspec.structs.replace(
        m, drug=drug, entities={**m.entities, drug.id: drug}, associations=(own, *m.associations[7:9]), title="other"
    )


def test_a_comparison_is_one_spine_with_the_drugs_in_the_first_row() -> None:
    m = baclofen()
    scene = comparison_scene([m, other(m)], size="360x300")
    assert audit(scene).faults == 0
    assert scene.width <= 360 * 72 / 25.4
    assert len({g.entity for g in scene.glyphs}) == len(scene.glyphs)
    drugs = [g for g in scene.glyphs if g.entity in {"MG:bac", "T:other"}]
    along = {round(g.y if scene.orientation == "portrait" else g.x) for g in drugs}
    assert (len(drugs), len(along)) == (2, 1)
    etree.fromstring(str(draw_comparison([m, other(m)], size="360x300")).encode())


@pytest.mark.parametrize("size", ["double", "single", "slide169"])
@pytest.mark.parametrize("others", [("diazepam",), ("tizanidine",), ("tizanidine", "diazepam")])
def test_no_drug_of_a_comparison_stands_without_a_target(size: str, others: tuple[str, ...]) -> None:
    kg = mechgraph.load()
    mechanisms = [kg.mechanism(name) for name in ("baclofen", *others)]
    scene = comparison_scene(mechanisms, size=size)
    assert audit(scene).faults == 0
    kinds = {g.id: g.kind for g in scene.glyphs}
    for m in mechanisms:
        (drug,) = (g for g in scene.glyphs if g.entity == m.drug.id)
        assert {kinds[a.ends[1]] for a in scene.arcs if a.ends[0] == drug.id} & {"receptor", "channel", "protein"}


def test_a_comparison_needs_two_to_four_mechanisms() -> None:
    with pytest.raises(DrawingError, match="two to four"):
        draw_comparison([random_mechanism(1, 3, 2, 0)])


def test_a_comparison_is_about_what_the_drugs_have_in_common_and_says_what_it_leaves_out(kg: Graph) -> None:
    scene = comparison_scene([kg.mechanism("baclofen"), kg.mechanism("diazepam")])
    assert [g.name for g in scene.glyphs if g.chip] == ["spasticity"]
    assert " ".join(scene.heading).startswith(
        "Spasticity is eased in 2 ways: baclofen is an agonist of the GABA-B receptor"
    )
    assert any("are not drawn" in note for note in scene.notes)


def test_a_comparison_tells_no_outcome_more_firmly_than_the_figure_of_the_drug(kg: Graph) -> None:
    """Baclofen and metformin share no outcome, so that all are drawn; trials of baclofen in anxiety conflict, and what
    metformin acts upon is hedged."""
    scene = comparison_scene([kg.mechanism("baclofen"), kg.mechanism("metformin")], size="500x400")
    chips = {g.name: g.lines[-1] for g in scene.glyphs if g.chip}
    assert chips["anxiety"] == "± disputed"
    assert chips["type 2 diabetes mellitus"] == "↓ may ease"
    assert chips["spasticity"] == "↓ eased"


def test_the_slide_of_a_drug_shows_what_is_stated_before_what_is_open(kg: Graph) -> None:
    """Spasticity is what the label of baclofen states; trials in anxiety and in reflux disease conflict."""
    (slide,) = lay_out_pages(kg.mechanism("baclofen"), size="slide169")
    chips = {g.name: g.lines[-1] for g in slide.glyphs if g.chip}
    assert chips["spasticity"] == "↓ eased"
    assert "± disputed" not in chips.values() or len(chips) > 5
