"""Figures as a person asks for them: at the command line, and by showing a result in a notebook."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from lxml import etree

import mechgraph
from mechgraph.cli import main
from mechgraph.errors import DrawingError
from mechgraph.model import Paths

SVG = "{http://www.w3.org/2000/svg}"


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as left:
        main(list(arguments))
    assert isinstance(left.value.code, int)
    return left.value.code


def entities(path: Path) -> set[str]:
    return {e.get("data-entity") for e in etree.parse(str(path)).iter(SVG + "g") if e.get("data-entity")}


def test_two_drugs_are_compared_as_the_help_says(tmp_path: Path) -> None:
    target = tmp_path / "both.svg"
    assert run("draw", "--compare", "baclofen", "diazepam", "-o", str(target)) == 0
    assert {"DRUGBANK:DB00181", "DRUGBANK:DB00829"} <= entities(target)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["draw", "--compare", "baclofen"], "two to four drugs, not 1"),
        (["draw", "--compare", "--view", "brain", "baclofen", "diazepam"], "leave out --view"),
        (["draw", "baclofen", "spasticity", "pain"], "put quotes around a name"),
        (["draw", "baclofen", "spasticity", "--view", "brain"], "takes one entity"),
        (["paths", "baclofen", "spasticity"], "would be a figure"),
        (["ask", "Does baclofen reduce anxiety?"], "would be a figure"),
    ],
)
def test_figures_that_cannot_be_are_refused_before_anything_is_written(
    arguments: list[str], says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(*arguments, "-o", str(tmp_path / "x.svg")) == 2
    assert says in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_paths_are_drawn_all_in_one_figure(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "paths.svg"
    assert run("paths", "baclofen", "spasticity", "-k", "4", "--draw", str(target)) == 0
    assert "4. cost" in capsys.readouterr().out
    found = mechgraph.load().paths("baclofen", "spasticity", 4)
    assert entities(target) == {str(c) for p in found for c in p.entities}


def test_an_answer_about_places_is_drawn_on_the_brain_and_another_as_its_claims(tmp_path: Path) -> None:
    brain, claims = tmp_path / "brain.svg", tmp_path / "claims.svg"
    assert run("ask", "Which brain regions have GABA-B receptors?", "--draw", str(brain)) == 0
    assert {"UBERON:0001897", "UBERON:0002037"} <= entities(brain)
    assert "schematic midsagittal brain" in brain.read_text()
    assert run("ask", "Which brain regions does baclofen affect?", "--draw", str(brain)) == 0
    assert {"UBERON:0002691", "UBERON:0002037"} <= entities(brain)
    assert run("ask", "Does baclofen reduce depression?", "--draw", str(claims)) == 0
    assert "reported NOT to happen" in claims.read_text()
    assert run("ask", "What is the weather like?", "--draw", str(tmp_path / "no.svg")) == 1
    assert not (tmp_path / "no.svg").exists()


def test_a_search_and_each_of_its_paths_show_themselves_with_names() -> None:
    found = mechgraph.load().paths("baclofen", "spasticity", 3)
    assert isinstance(found, Paths)
    for shown in (found, found[0]):
        text = shown._repr_svg_()
        assert text is not None
        root = etree.fromstring(text.encode())
        words = " ".join(e.text or "" for e in root.iter(SVG + "text"))
        assert "baclofen" in words
        assert "spasticity" in words
    assert str(found[0]).startswith("baclofen → ")
    assert str(found).splitlines()[2].startswith("3. baclofen → ")


def test_every_result_shows_itself_in_a_notebook() -> None:
    kg = mechgraph.load()
    whatif = kg.what_if("baclofen", "spasticity", block=["GABA-B receptor"])
    assert "blocked (what if)" in str(whatif._repr_svg_())
    entity = kg.entity("baclofen")
    assert entity is not None
    shown = (
        entity,
        kg.query("targets", drug="baclofen"),
        kg.ask("Does baclofen reduce anxiety?"),
        kg.explain("baclofen", "spasticity"),
        kg.compare(["baclofen", "diazepam"]),
        kg.interactions("baclofen"),
    )
    for result in shown:
        root = etree.fromstring(result._repr_html_())
        assert root.tag == "div"
        words = "".join(str(t) for t in root.itertext()).lower()
        assert "baclofen" in words or "gaba-b receptor" in words
    odd = msgspec.structs.replace(entity, name="<script>", synonyms=("&amp;",))
    assert "<script>" not in odd._repr_html_()
    assert "&amp;amp;" in odd._repr_html_()


def test_a_path_without_names_shows_identifiers_and_no_path_shows_nothing() -> None:
    found = mechgraph.load().paths("baclofen", "spasticity", 1)
    bare = msgspec.structs.replace(found[0], named=())
    assert "DRUGBANK:DB00181" in str(bare)
    assert "DRUGBANK:DB00181" in str(bare._repr_svg_())
    assert Paths()._repr_svg_() is None
    with pytest.raises(ValueError, match="no path"):
        Paths().draw()


def test_what_no_page_can_hold_is_left_to_text_in_a_notebook(monkeypatch: pytest.MonkeyPatch) -> None:
    m = mechgraph.load().mechanism("baclofen", "spasticity")
    assert str(m._repr_svg_()).startswith("<svg")

    def refuse(*_: object, **__: object) -> str:
        raise DrawingError("too large")

    monkeypatch.setattr("mechgraph.draw.draw_mechanism", refuse)
    assert m._repr_svg_() is None
