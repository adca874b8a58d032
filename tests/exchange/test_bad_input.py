"""Hostile and broken files: one clear error with file and line, bounded memory, and never another exception."""

from __future__ import annotations

import contextlib
import gzip
import io
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.exchange import samples

from mechgraph.build.merge import merged
from mechgraph.errors import FormatError, MechgraphError
from mechgraph.exchange import open_sources, read
from mechgraph.exchange.registry import _HALVES, _WHOLE

QUIET = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


def _write(folder: Path, data: str | bytes, name: str = "source") -> Path:
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


@pytest.mark.parametrize("name", samples.PAIRS)
def test_a_torn_gzip_is_named(tmp_path: Path, name: str) -> None:
    edges = samples.pair(tmp_path, name, packed=True)[1]
    edges.write_bytes(edges.read_bytes()[:-12])
    with pytest.raises(FormatError, match=r"torn|missing"):
        read(edges)


def test_bytes_that_are_no_utf8_are_named_with_their_line(tmp_path: Path) -> None:
    nodes, _ = samples.pair(tmp_path, "hetionet")
    nodes.write_bytes(nodes.read_bytes().replace(b"INV1", b"\xff\xfe"))
    with pytest.raises(FormatError, match=r"nodes\.tsv:3: byte \d+ is not UTF-8"):
        read(nodes)
    with pytest.raises(FormatError, match="not UTF-8"):
        read(_write(tmp_path, samples.PRIMEKG.encode().replace(b"joy", b"\xff")))
    with pytest.raises(FormatError, match="not UTF-8"):
        read(_write(tmp_path, samples.DRUGMECHDB.encode().replace(b"inventol", b"\xff\xff")))


@pytest.mark.parametrize("name", ["hetionet", "kgx", "kgx-jsonl"])
def test_ten_megabytes_in_one_field_are_refused(tmp_path: Path, name: str) -> None:
    nodes, _ = samples.pair(tmp_path, name)
    nodes.write_bytes(nodes.read_bytes().replace(b"INV1", b"x" * 10_000_000))
    with pytest.raises(FormatError, match="a line of more than"):
        read(nodes)


def test_ten_megabytes_in_one_field_are_refused_in_csv_and_xml(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match="field larger than"):
        read(_write(tmp_path, samples.PRIMEKG.replace("joy", "x" * 10_000_000)))
    with pytest.raises(FormatError, match="a value of more than"):
        read(_write(tmp_path, samples.GRAPHML.replace("INV1", "x" * 10_000_000)))


def test_a_billion_laughs_are_refused(tmp_path: Path) -> None:
    laughs = "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n"
    with pytest.raises(MechgraphError, match="aliases"):
        read(_write(tmp_path, "links: x\n_id: y\n" + laughs))
    xml = '<!DOCTYPE g [<!ENTITY a "x"><!ENTITY b "&a;&a;">]><graphml><graph><node id="&b;"/></graph></graphml>'
    with pytest.raises(FormatError, match="DOCTYPE"):
        read(_write(tmp_path, '<?xml version="1.0"?>' + xml))


@pytest.mark.parametrize("opening", ["[", "{a: ", "- "])
def test_deep_nesting_is_refused(tmp_path: Path, opening: str) -> None:
    with pytest.raises(MechgraphError):
        read(_write(tmp_path, "- _id: x\n  links: " + opening * 5_000))
    with pytest.raises(MechgraphError):
        read(_write(tmp_path, '[{"_id": 1, "links": ' + "[" * 100_000))


@pytest.mark.parametrize("name", ["../nodes.tsv", "/tmp/nodes.tsv", "a/../../nodes.tsv"])
def test_an_archive_that_points_outside_itself_is_refused(tmp_path: Path, name: str) -> None:
    path = tmp_path / "bad.tar"
    with tarfile.open(path, "w") as archive:
        info = tarfile.TarInfo(name)
        info.size = len(samples.KGX_NODES)
        archive.addfile(info, io.BytesIO(samples.KGX_NODES.encode()))
    with pytest.raises(FormatError, match="leaves the archive"):
        read(path)


def test_a_link_in_an_archive_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bad.tar"
    with tarfile.open(path, "w") as archive:
        info = tarfile.TarInfo("nodes.tsv")
        info.type, info.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(info)
    with pytest.raises(FormatError, match="leaves the archive"):
        read(path)


def test_many_errors_are_summarised_in_the_space_of_a_few(tmp_path: Path) -> None:
    nodes, edges = samples.pair(tmp_path, "hetionet")
    with edges.open("a") as file:
        file.writelines(f"Gene::{i}\tGiG\tGene::900002\n" for i in range(200_000))
    (reading,) = open_sources([nodes])
    assert reading.report.dropped.counts["an edge to a node that is not in the table"] == 200_001
    assert len(str(reading.report)) < 1_000


def test_terms_that_no_table_knows_are_summarised_too_and_none_is_left_uncounted(tmp_path: Path) -> None:
    rows = "".join(f"A:1\tbiolink:zig{i}\tA:1\n" for i in range(2_000))
    (reading,) = open_sources([_write(tmp_path, "subject\tpredicate\tobject\n" + rows)])
    lines = [line for line in str(reading.report).splitlines() if "unknown predicate" in line]
    assert len(lines) == 21
    assert lines[-1].endswith("'and 1,980 others': 1,980")
    kept = merged([reading], {}).report.as_dict()["sources"][0]["unknown_predicates"]
    assert (len(kept), sum(kept.values())) == (1_001, 2_000)


@pytest.mark.parametrize("name", ["drugmechdb", "turtle", "nt", "jsonld", "records"])
def test_ten_megabytes_in_a_name_are_refused_by_readers_of_documents(tmp_path: Path, name: str) -> None:
    text = samples.ALONE[name]
    known = next(k for k in ("name: Inventol,", "name: Inventase", '"Inventol"', "example.org/b") if k in text)
    data = text.replace(known, known.replace("Invent", "x" * 10_000_000).replace("org/b", "org/" + "x" * 10_000_000))
    with pytest.raises(MechgraphError, match=r"more than 4,000,000 characters|too long to be read"):
        read(_write(tmp_path, data))


def test_when_every_row_is_bad_the_reasons_are_the_error(tmp_path: Path) -> None:
    nodes, _ = samples.pair(tmp_path, "kgx")
    nodes.write_text("id\tcategory\tname\nno curie\tx\ty\nnone either\tx\ty\n")
    (tmp_path / "x_edges.tsv").write_text("subject\tpredicate\tobject\na b\tc\td\n")
    with pytest.raises(FormatError, match="a node whose id is no CURIE: 2"):
        read(nodes)


def test_duplicates_dangling_ends_and_cycles_are_read_and_counted(tmp_path: Path) -> None:
    nodes, edges = samples.pair(tmp_path, "kgx")
    with nodes.open("a") as file:
        file.write("DRUGBANK:DB90001\tbiolink:Disease\tSomething else\t\t\n")
    with edges.open("a") as file:
        file.write("e8\tMONDO:0900001\tbiolink:subclass_of\tMONDO:0900002\t\t\t\t\t\t\t\t\t\n")
        file.write("e9\tMONDO:0900002\tbiolink:subclass_of\tMONDO:0900001\t\t\t\t\t\t\t\t\t\n")
    (reading,) = open_sources([nodes])
    assert reading.report.changed.counts["a second node row with the same id, different; joined"] == 1
    assert reading.report.changed.counts["an entity that no node row describes; kept untyped"] == 1


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"PK\x03\x04" + bytes(40), "a zip archive that cannot be opened"),
        (b"\x28\xb5\x2f\xfd" + bytes(40), "Zstandard"),
        (gzip.compress(gzip.compress(b"x")), r"packed twice \(unpack it once"),
        (samples.KGX_NODES.encode("utf-16"), r"UTF-16, not UTF-8 \(save the file as UTF-8"),
        (b"SQLite format 3\x00" + bytes(40), "an SQLite database"),
        (b"PAR1" + bytes(40), "not a readable Parquet file"),
        (samples.KGX_NODES.replace("\n", "\r").encode(), "lines end with CR alone"),
        (samples.DRUGMECHDB.replace("\n", "\r").encode(), "lines end with CR alone"),
        (b" \n\n", "is empty"),
    ],
)
def test_what_people_have_and_we_do_not_read_is_named_with_what_to_do(tmp_path: Path, data: bytes, what: str) -> None:
    with pytest.raises(FormatError, match=what):
        open_sources([_write(tmp_path, data)])


@pytest.mark.parametrize("name", ["hetionet-json", "kgx-json"])
def test_a_document_that_is_followed_by_another_is_refused(tmp_path: Path, name: str) -> None:
    text = {"hetionet-json": samples.HETIONET_JSON, "kgx-json": samples.KGX_JSON}[name]
    with pytest.raises(FormatError, match="follows the end of the document"):
        read(_write(tmp_path, text + text))


READERS = sorted(_WHOLE)


@QUIET
@given(data=st.binary(max_size=400), name=st.sampled_from(READERS))
def test_arbitrary_bytes_raise_only_our_errors(tmp_path: Path, data: bytes, name: str) -> None:
    path = _write(tmp_path, data)
    with_errors(lambda: _WHOLE[name](path))
    with_errors(lambda: open_sources([path]))


def with_errors(run: Callable[[], object]) -> None:
    """Whatever goes wrong is one of our errors."""
    with contextlib.suppress(MechgraphError):
        run()


@st.composite
def mutated(draw: st.DrawFn, text: str) -> bytes:
    data = bytearray(text.encode())
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, max(len(data) - 1, 0)))
        how = draw(st.sampled_from(["flip", "cut", "insert", "repeat", "drop"]))
        if how == "flip" and data:
            data[at] = draw(st.integers(0, 255))
        elif how == "cut":
            del data[at:]
        elif how == "insert":
            data[at:at] = draw(st.sampled_from([b"\x00", b"\t", b"\n", b'"', b"[", b"{", b"\xff", b"&", b"<", b": "]))
        elif how == "repeat":
            data[at:at] = data[at : at + 40]
        else:
            del data[at : at + draw(st.integers(1, 30))]
    return bytes(data)


@QUIET
@given(data=st.data(), name=st.sampled_from(sorted(samples.ALONE)))
def test_a_mutated_file_is_read_or_refused(tmp_path: Path, data: st.DataObject, name: str) -> None:
    path = _write(tmp_path, data.draw(mutated(samples.ALONE[name])))
    with_errors(lambda: [r.records() for r in open_sources([path])])
    if name in _WHOLE:
        with_errors(lambda: _WHOLE[name](path).records())


@QUIET
@given(data=st.data(), name=st.sampled_from(sorted(samples.PAIRS)), half=st.booleans())
def test_a_mutated_half_of_a_pair_is_read_or_refused(
    tmp_path: Path, data: st.DataObject, name: str, half: bool
) -> None:
    first, nodes, second, edges = samples.PAIRS[name]
    a = _write(tmp_path, data.draw(mutated(nodes)) if half else nodes, first)
    b = _write(tmp_path, edges if half else data.draw(mutated(edges)), second)
    with_errors(lambda: _HALVES[name.partition("-")[0]](a, b).records())


@QUIET
@given(data=st.data(), name=st.sampled_from(sorted(samples.ALONE)))
def test_a_mutated_gzip_is_read_or_refused(tmp_path: Path, data: st.DataObject, name: str) -> None:
    packed = bytearray(gzip.compress(samples.ALONE[name].encode()))
    packed[data.draw(st.integers(0, len(packed) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    with_errors(lambda: open_sources([_write(tmp_path, bytes(packed))]))
