"""Metapaths are read from two notations, written back, and refused with the place of the mistake."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mechgraph.errors import UsageError, VocabularyError
from mechgraph.paths.metapath import Metaedge, Metapath, MetapathTable, Step, parse_metapath

names = st.sampled_from(["Drug", "Gene", "Biological Process", "*"]).map(lambda n: None if n == "*" else n)
arrows = st.builds(Step, st.sampled_from([None, "binds", "located in"]), st.sampled_from([-1, 0, 1]))


@given(
    st.integers(1, 5).flatmap(lambda n: st.builds(Metapath, st.tuples(*[names] * (n + 1)), st.tuples(*[arrows] * n)))
)
def test_what_is_printed_is_read_back(path: Metapath) -> None:
    assert parse_metapath(str(path)) == path
    assert path.reversed().reversed() == path


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("CbGaD", "Compound -binds-> Gene <-associates- Disease"),
        ("CbGr>GaD", "Compound -binds-> Gene -regulates-> Gene <-associates- Disease"),
        ("CbG<rGaD", "Compound -binds-> Gene <-regulates- Gene <-associates- Disease"),
        ("CrCtD", "Compound -resembles- Compound -treats-> Disease"),
        ("CcSEcCtD", "Compound -causes-> Side Effect <-causes- Compound -treats-> Disease"),
        (
            "CbGpPWpGaD",
            "Compound -binds-> Gene -participates-> Pathway <-participates- Gene <-associates- Disease",
        ),
        ("CiPCiCtD", "Compound <-includes- Pharmacologic Class -includes-> Compound -treats-> Disease"),
    ],
)
def test_hetionet_notation(short: str, long: str) -> None:
    table = MetapathTable.hetionet()
    assert str(parse_metapath(short)) == long
    assert table.abbreviate(table.parse(short)) == short
    assert parse_metapath(long) == parse_metapath(short)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("CbGxD", "'GxD' at position 3; did you mean .*'GaD'"),
        ("CbGrGaD", "'GrG' at position 3; did you mean 'Gr>G' or 'G<rG'"),
        ("CbGa", "position 3: 'Ga'"),
        ("", "position 1"),
        ("C", "position 2|position 1"),
        ("CbG aD", "position 3"),
        ("Drug -> ", "category is missing at position 9"),
        ("-> Drug", "category is missing at position 1"),
        ("Drug <-binds-> Gene", "two heads at position 5"),
        ("Drug -a-> > Gene", "category is missing"),
    ],
)
def test_a_mistake_is_shown_with_its_place(text: str, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        parse_metapath(text)


def test_unknown_names_get_the_nearest() -> None:
    with pytest.raises(VocabularyError, match=r"'Gen'.*position 9.*'Gene'"):
        parse_metapath("Drug -> Gen", categories=["Drug", "Gene"])
    with pytest.raises(VocabularyError, match=r"'bind'.*'binds'"):
        parse_metapath("Drug -bind-> Gene", predicates=["binds"])


def test_the_table_can_be_renamed_for_another_graph() -> None:
    table = MetapathTable.hetionet().renamed({"Compound": "Drug"}, {"CbG": "physically_binds", "associates": "linked"})
    assert str(table.parse("CbGaD")) == "Drug -physically_binds-> Gene <-linked- Disease"


def test_an_abbreviation_has_a_form() -> None:
    with pytest.raises(UsageError, match="CbG"):
        MetapathTable({"cbg": Metaedge("Compound", "binds", "Gene")})


@given(st.text(max_size=30))
def test_no_text_breaks_the_parser(text: str) -> None:
    with contextlib.suppress(UsageError, VocabularyError):
        parse_metapath(text)
