"""RDF as others hand it over: marks, packings, entities of XML, and our own mapping with something else beside it."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from pyoxigraph import parse
from tests.exchange import samples

from mechgraph import rdf
from mechgraph.errors import FormatError
from mechgraph.exchange import open_sources, read, xmls
from mechgraph.exchange.registry import _WHOLE
from mechgraph.exchange.writers import write
from mechgraph.records import embedded

MIXED = """\
@prefix MG: <https://w3id.org/mechgraph/entity/> .
@prefix mgv: <https://w3id.org/mechgraph/vocab/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix biolink: <https://w3id.org/biolink/vocab/> .
@prefix ex: <https://example.org/> .
MG:inventol rdfs:label "Inventol" ; mgv:category "drug" ; mgv:inhibits MG:inv1 , ex:undescribed ;
    biolink:treats MG:ache ; ex:zigzags MG:ache ; mgv:inhibitss MG:inv1 ; ex:weight 7 ; rdfs:seeAlso [ ex:x 1 ] .
MG:inv1 rdfs:label "INV1" ; mgv:category "enzyme" .
MG:ache rdfs:label "ache" ; mgv:category "disease" .
ex:other a biolink:Drug ; rdfs:label "other" ; biolink:treats MG:ache .
"""
RDF = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:b="https://w3id.org/biolink/vocab/">'
LAUGHS = "".join(f'<!ENTITY a{i + 1} "{f"&a{i};" * 10}">' for i in range(9))


def _write(folder: Path, data: str | bytes, name: str = "source") -> Path:
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def test_what_our_mapping_has_no_place_for_is_read_as_anybodys_rdf(tmp_path: Path) -> None:
    (reading,) = open_sources([_write(tmp_path, MIXED)])
    assert {(a.subject, a.predicate, a.object) for a in reading.associations} == {
        ("MG:inventol", "inhibits", "MG:inv1"),
        ("MG:inventol", "inhibits", "https://example.org/undescribed"),
        ("MG:inventol", "treats", "MG:ache"),
        ("MG:inventol", "related_to", "MG:ache"),
        ("MG:inventol", "related_to", "MG:inv1"),
        ("https://example.org/other", "treats", "MG:ache"),
    }
    assert {e.name: e.category for e in reading.entities.values()} == {
        "Inventol": "drug",
        "INV1": "enzyme",
        "ache": "disease",
        "other": "drug",
        "https://example.org/undescribed": "entity",
    }
    assert reading.report.unknown_predicates == {"https://example.org/zigzags": 1, "mgv:inhibitss": 1}
    assert dict(reading.report.dropped.counts) == {
        "a property that an entity has no field for: https://example.org/weight": 1,
        "a triple with a blank node or a triple in it": 2,
    }


def test_of_what_we_write_nothing_is_left_over(tmp_path: Path) -> None:
    write(embedded(), "nt", tmp_path / "own.nt")
    left: list[object] = []
    assert rdf.from_triples(parse(path=tmp_path / "own.nt"), left).associations  # type: ignore[arg-type]
    assert left == []


@pytest.mark.parametrize("name", ["turtle", "nt", "rdfxml", "jsonld"])
def test_a_byte_order_mark_and_windows_line_ends_change_nothing(tmp_path: Path, name: str) -> None:
    text = samples.ALONE[name].encode()
    plain = read(_write(tmp_path, text))
    marked = _write(tmp_path, b"\xef\xbb\xbf" + text.replace(b"\n", b"\r\n"))
    assert read(marked).associations == plain.associations


@pytest.mark.parametrize("name", ["turtle", "nt", "rdfxml", "jsonld"])
def test_an_error_names_the_file_once_and_says_what_to_do(tmp_path: Path, name: str) -> None:
    write(embedded(), name, tmp_path / "own")
    data = (tmp_path / "own").read_bytes()
    torn = _write(tmp_path, gzip.compress(data)[:-1_000], "torn.gz")
    with pytest.raises(FormatError, match="torn") as caught:
        read(torn)
    assert str(caught.value).count("torn.gz") == 1
    assert "download or copy it again" in str(caught.value)
    cut = _write(tmp_path, data[: len(data) * 6 // 10], "cut")
    with pytest.raises(FormatError, match=r"cut:\d+") as caught:
        read(cut)
    assert str(caught.value).count("cut:") == 1


def test_namespaces_may_be_entities_and_nothing_else_may(tmp_path: Path) -> None:
    def document(doctype: str, inside: str) -> Path:
        return _write(tmp_path, f'<?xml version="1.0"?><!DOCTYPE rdf:RDF [{doctype}]>{RDF}{inside}</rdf:RDF>')

    triple = '<rdf:Description rdf:about="{}a"><b:treats rdf:resource="{}b"/></rdf:Description>'
    (claim,) = read(document('<!ENTITY ex "https://example.org/">', triple.replace("{}", "&ex;"))).associations
    assert claim.subject == "https://example.org/a"
    text = triple.replace("{}", "https://example.org/")
    for hostile in (
        f'<!ENTITY a0 "xxxxxxxxxx">{LAUGHS}',
        f'<!ENTITY a "{"x" * 1_000}">',
        '<!ENTITY a SYSTEM "file:///etc/passwd">',
        '<!ENTITY % a "x">',
    ):
        with pytest.raises(FormatError, match="stands for more than a namespace"):
            read(document(hostile, text))


def test_deep_xml_is_refused_where_it_becomes_deep(tmp_path: Path) -> None:
    deep = "<rdf:Description>\n<b:treats>" * 100_000
    with pytest.raises(FormatError, match=rf":{xmls.MAX_DEPTH // 2 + 1}: nested deeper than {xmls.MAX_DEPTH} levels"):
        read(_write(tmp_path, f'<?xml version="1.0"?>{RDF}{deep}'))


@pytest.mark.parametrize("name", ["turtle", "nt", "rdfxml", "jsonld", "graphml"])
def test_a_text_or_name_without_end_is_refused_in_the_space_of_a_buffer(tmp_path: Path, name: str) -> None:
    endless = b"x" * 20_000_000
    for known in (b"example.org/a", b"inventol", b"Inventol", b"n0"):
        if known in samples.ALONE[name].encode():
            data = samples.ALONE[name].encode().replace(known, endless)
            with pytest.raises(FormatError, match=r"more than 4,000,000|too long to be read"):
                _WHOLE[name](_write(tmp_path, data))
