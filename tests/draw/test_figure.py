"""The figure of a mechanism: files, formats, options, bad input."""

from __future__ import annotations

import importlib.util
import json
import re
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest
from lxml import etree

import mechgraph
from mechgraph.curie import Curie
from mechgraph.draw import draw_mechanism, lay_out, mechanism_svg
from mechgraph.draw.audit import audit
from mechgraph.errors import DrawingError
from mechgraph.model import Association, Entity, Mechanism, Objection, Qualifiers

from .generate import random_mechanism
from .sample import baclofen

SVG = "{http://www.w3.org/2000/svg}"


def tiny(name: str = "thing", category: str = "protein") -> Mechanism:
    drug = Entity(id=Curie("T:d"), name="testamol", category="drug")
    other = Entity(id=Curie("T:x"), name=name, category=category)
    claim = Association(subject=drug.id, predicate="increases", object=other.id)
    return Mechanism(drug=drug, entities={drug.id: drug, other.id: other}, associations=(claim,))


@pytest.mark.parametrize("size", ["double", "a4", "slide169", "slide43", "183x190"])
@pytest.mark.parametrize("extra", [False, True])
def test_the_sample_fits_every_usual_page_without_a_fault(size: str, extra: bool) -> None:
    scene = lay_out(baclofen(extra=extra), size=size)
    assert audit(scene).faults == 0
    assert scene.missing_labels <= 1


@pytest.mark.parametrize("orientation", ["portrait", "landscape"])
def test_both_orientations_keep_titles_clear_and_compartments_apart(orientation: str) -> None:
    result = audit(lay_out(baclofen(extra=True), size="300x250", orientation=orientation))
    assert (result.titles_crossed, result.compartment_overlaps, result.faults) == (0, 0, 0)


def test_a_slide_has_exactly_the_size_of_the_slide() -> None:
    scene = lay_out(baclofen(), size="slide169")
    assert [round(x * scene.zoom * 25.4 / 72, 1) for x in (scene.width, scene.height)] == [254.0, 142.9]


def test_places_come_from_the_claims_that_end_at_an_entity_and_outcomes_stand_outside() -> None:
    scene = lay_out(baclofen())
    places = {g.name: g.compartment for g in scene.glyphs}
    titles = {c.id: c.title for c in scene.compartments}
    assert titles[places["cAMP"]] == "Presynaptic terminal · spinal dorsal horn"
    assert titles[places["hyperpolarisation"]] == "Spinal motor neuron"
    assert not places["baclofen"]
    assert not places["spasticity"]


def test_an_entity_whose_effects_are_stated_for_several_places_stands_in_none() -> None:
    m = tiny()
    x = m.associations[0].object
    more = tuple(
        Association(subject=x, predicate="increases", object=Curie(f"T:{i}"), qualifiers=Qualifiers(anatomy=Curie(p)))
        for i, p in enumerate(["P:a", "P:b"])
    )
    scene = lay_out(msgspec.structs.replace(m, associations=(*m.associations, *more)), size="a4")
    places = {g.entity: g.compartment for g in scene.glyphs}
    assert places[str(x)] == ""
    assert {c.id for c in scene.compartments} == {"P:a", "P:b"}


def test_a_contradiction_is_two_arcs_and_feedback_is_marked() -> None:
    scene = lay_out(baclofen(extra=True))
    both = [a for a in scene.arcs if a.source == "MG:gabab" and a.target == "MG:vta"]
    assert sorted(a.head for a in both) == ["negative", "positive"]
    assert [a.source for a in scene.arcs if a.feedback] == ["MG:fire"]


def test_an_objecting_claim_between_drawn_entities_is_drawn_too() -> None:
    m = tiny()
    other = Association(subject=Curie("T:d"), predicate="decreases", object=Curie("T:x"))
    m = msgspec.structs.replace(
        m, objections=(Objection(claim=m.associations[0].id, kind="opposite", association=other),)
    )
    assert sorted(a.head for a in lay_out(m).arcs) == ["negative", "positive"]


def test_svg_is_valid_xml_with_a_group_per_glyph_and_arc() -> None:
    m = baclofen(extra=True)
    root = etree.fromstring(mechanism_svg(m).encode())
    ids = [e.get("id") for e in root.iter() if e.get("id")]
    assert len(ids) == len(set(ids))
    entities = {e.get("data-entity") for e in root.iter(SVG + "g") if e.get("data-entity")}
    drawn = {a for e in root.iter(SVG + "g") for a in (e.get("data-association") or "").split()}
    assert drawn == {a.id for a in m.associations}
    assert len(entities) == 23
    assert all(e.find(SVG + "title") is not None for e in root.iter(SVG + "g"))
    description = root.findtext(SVG + "desc") or ""
    assert "baclofen is not an agonist of GABA-A receptor" in description


def test_the_same_mechanism_gives_the_same_bytes(tmp_path: Path) -> None:
    m = baclofen(extra=True)
    for suffix in ("svg", "png", "pdf", "sbgn"):
        a, b = tmp_path / f"a.{suffix}", tmp_path / f"b.{suffix}"
        assert draw_mechanism(m, a, dpi=60) == a
        draw_mechanism(m, b, dpi=60)
        assert a.read_bytes() == b.read_bytes()


def test_pdf_has_truetype_fonts(tmp_path: Path) -> None:
    data = draw_mechanism(tiny(), format="pdf")
    assert isinstance(data, bytes)
    assert data.startswith(b"%PDF")
    assert b"/Type3" not in data


def test_caption_files_number_the_references(tmp_path: Path) -> None:
    draw_mechanism(baclofen(), tmp_path / "b.svg", references=True)
    text = (tmp_path / "b.md").read_text()
    assert "- baclofen is an agonist of GABA-B receptor" in text
    data = json.loads((tmp_path / "b.json").read_text())
    assert [r["number"] for r in data["references"]] == list(range(1, 16))
    assert (tmp_path / "b.bib").read_text().count("@article{") == 15


def test_captions_number_what_a_reduced_figure_numbers(tmp_path: Path) -> None:
    m = random_mechanism(3, 40, 46, 0)
    path = tmp_path / "x.svg"
    draw_mechanism(m, path, size="170x140", references=True)
    root = etree.fromstring(path.read_bytes())
    drawn = {
        n
        for e in root.iter(SVG + "g")
        if e.get("class") == "references"
        for t in e.iter(SVG + "text")
        for n in re.findall(r"\d+(?!\d* steps)", (t.text or "").replace("≠", ""))
    }
    numbers = {str(r["number"]) for r in json.loads((tmp_path / "x.json").read_text())["references"]}
    assert drawn
    assert drawn <= numbers
    assert "x.md" in {p.name for p in tmp_path.iterdir()}


def test_sbgn_validates_against_the_published_schema() -> None:
    from .drugmechdb import data_file

    found = data_file()
    schema = found.parents[1] / "sbgn" / "SBGN.xsd" if found else None
    if schema is None or not schema.is_file():
        pytest.skip("SBGN.xsd is not at hand: set MECHGRAPH_TEST_DATA")
    text = draw_mechanism(baclofen(extra=True), format="sbgn")
    assert isinstance(text, str)
    etree.XMLSchema(etree.parse(str(schema))).assertValid(etree.fromstring(text.encode()))


def test_drawing_svg_loads_no_drawing_library() -> None:
    code = (
        "import sys; from tests.draw.sample import baclofen; from mechgraph.draw import mechanism_svg; "
        "mechanism_svg(baclofen()); "
        "print([m for m in ('matplotlib', 'networkx', 'numpy') if m in sys.modules])"
    )
    root = Path(__file__).resolve().parents[2]
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=root)
    assert run.stdout.strip() == "[]"


def test_drawing_png_loads_no_writer_of_pdf(tmp_path: Path) -> None:
    code = (
        "import sys; from mechgraph.cli import main\n"
        f"try: main(['draw', 'baclofen', 'spasticity', '-o', {str(tmp_path / 'x.png')!r}])\n"
        "except SystemExit as e: print(e.code, [m for m in sys.modules if '.backends.backend_' in m])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    quick = importlib.util.find_spec("resvg_py") is not None
    assert run.stdout.strip() == ("0 []" if quick else "0 ['matplotlib.backends.backend_agg']")


@pytest.mark.parametrize(
    "name",
    [
        '<b onload="x">&amp;</b>',
        "]]>",
        "שלום עולם",
        "x" * 200,
        "word " * 40,
        "a\x00b\x1f",
        "  ",
        "日本語の名前",
        "$x_2$ \\alpha",
    ],
)
def test_names_from_untrusted_files_are_drawn_as_text(name: str, tmp_path: Path) -> None:
    m = tiny(name)
    root = etree.fromstring(mechanism_svg(m).encode())
    assert not [
        e for e in root.iter() if e.tag not in {SVG + t for t in ["svg", "title", "desc", "rect", "g", "path", "text"]}
    ]
    assert audit(lay_out(m)).faults == 0
    etree.fromstring(str(draw_mechanism(m, format="sbgn")).encode())


@pytest.mark.filterwarnings("ignore:Glyph")
def test_markup_in_names_reaches_png_as_text(tmp_path: Path) -> None:
    assert draw_mechanism(tiny("$x_2$ <b>"), tmp_path / "x.png", dpi=60) == tmp_path / "x.png"


def test_a_mechanism_without_claims_shows_its_drug() -> None:
    drug = Entity(id=Curie("T:d"), name="testamol", category="drug")
    scene = lay_out(Mechanism(drug=drug, entities={drug.id: drug}, associations=()))
    assert [g.name for g in scene.glyphs] == ["testamol"]


def test_an_entity_without_record_or_category_is_still_drawn() -> None:
    drug = Entity(id=Curie("T:d"), name="testamol", category="no such category")
    claim = Association(subject=drug.id, predicate="increases", object=Curie("T:unknown"))
    scene = lay_out(Mechanism(drug=drug, entities={}, associations=(claim,)))
    assert [(g.name, g.kind) for g in scene.glyphs] == [("testamol", "drug"), ("T:unknown", "process")]


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"size": "postcard"}, "single, double"),
        ({"size": "20x20"}, "at least 5 pt"),
        ({"orientation": "up"}, "landscape"),
        ({"theme": "neon"}, "grey"),
        ({"detail": "most"}, "brief"),
        ({"format": "gif"}, ".png"),
        ({"dpi": 3}, "30 to 1200"),
        ({"references": True}, "path"),
    ],
)
def test_an_option_that_cannot_be_met_says_what_can(options: dict[str, object], says: str) -> None:
    with pytest.raises(DrawingError, match=says):
        draw_mechanism(baclofen(), **options)  # type: ignore[arg-type]


def test_an_unwritable_path_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(DrawingError, match="cannot write"):
        draw_mechanism(tiny(), tmp_path / "no" / "such" / "x.svg")
    (tmp_path / "x.svg").mkdir()
    with pytest.raises(DrawingError, match="cannot write"):
        draw_mechanism(tiny(), tmp_path / "x.svg")
    assert [p.name for p in tmp_path.iterdir()] == ["x.svg"]


def test_brief_collapses_chains_and_says_how_many_steps() -> None:
    full, brief = lay_out(baclofen(), detail="full"), lay_out(baclofen(), detail="brief")
    assert len(brief.glyphs) < len(full.glyphs)
    assert any("steps" in a.label for a in brief.arcs)
    assert audit(brief).faults == 0


def test_every_theme_draws() -> None:
    assert len({mechanism_svg(tiny(), theme=t) for t in ("light", "dark", "grey", "print")}) == 4


def test_captions_replace_only_what_mechgraph_wrote(tmp_path: Path) -> None:
    notes = tmp_path / "b.md"
    notes.write_text("# My notes\n")
    with pytest.raises(DrawingError, match=r"b\.md exists and was not written by mechgraph.*--force"):
        draw_mechanism(baclofen(), tmp_path / "b.svg", references=True)
    assert [p.name for p in tmp_path.iterdir()] == ["b.md"]
    assert notes.read_text() == "# My notes\n"
    draw_mechanism(baclofen(), tmp_path / "b.svg", references=True, force=True)
    first = {p.name: p.read_bytes() for p in tmp_path.iterdir()}
    assert set(first) == {"b.svg", "b.md", "b.json", "b.bib"}
    draw_mechanism(baclofen(), tmp_path / "b.svg", references=True)
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == first


def test_a_summary_keeps_the_target_and_an_outcome_of_each_branch() -> None:
    """Three ways to alcohol use disorder do not leave spasticity, for which baclofen is given, without one."""
    scene = lay_out(mechgraph.load().mechanism("baclofen"), size="single")
    drawn = {g.name for g in scene.glyphs}
    assert drawn >= {"GABA-B receptor", "anxiety", "respiratory depression", "alcohol use disorder"}


@pytest.mark.parametrize("names", [("baclofen",), ("baclofen", "spasticity"), ("morphine",), ("diazepam", "epilepsy")])
@pytest.mark.parametrize("size", ["slide169", "slide43"])
def test_a_slide_has_at_most_nine_entities_in_type_of_16_pt_and_no_references(
    names: tuple[str, ...], size: str
) -> None:
    m = mechgraph.load().mechanism(*names)
    scene = lay_out(m, size=size)
    assert len(scene.glyphs) <= 9
    assert scene.pt * scene.zoom >= 16
    assert not any(a.label for a in scene.arcs)
    assert scene.heading
    assert audit(scene).faults == 0
    sizes = re.findall(r'font-size="([\d.]+)"', mechanism_svg(m, size=size))
    assert min(float(s) for s in sizes) >= 14  # the chip of an outcome is a tenth smaller


def test_the_build_up_of_a_slide_has_one_row_more_on_each_page(tmp_path: Path) -> None:
    m = mechgraph.load().mechanism("baclofen", "spasticity")
    draw_mechanism(m, tmp_path / "x.svg", size="slide169", steps=True)
    counts = []
    for path in sorted(tmp_path.iterdir(), key=lambda p: (len(p.name), p.name)):
        groups = [e.get("class") or "" for e in etree.fromstring(path.read_bytes()).iter(SVG + "g")]
        counts.append((sum(c.startswith("glyph") for c in groups), sum(c.startswith("arc") for c in groups)))
    assert counts == sorted(counts)
    assert counts[0] == (1, 0)
    assert counts[-1][0] == len(lay_out(m, size="slide169").glyphs)
    with pytest.raises(DrawingError, match="for slides"):
        draw_mechanism(m, tmp_path / "y.svg", steps=True)
