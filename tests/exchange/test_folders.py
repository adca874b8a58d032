"""A folder of mixed files: what can be read is read, what cannot is said, what is torn is refused."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from tests.exchange import samples

from mechgraph.errors import FormatError
from mechgraph.exchange import open_sources


@pytest.fixture
def mixed(tmp_path: Path) -> Path:
    samples.pair(tmp_path, "hetionet")
    samples.pair(tmp_path, "kgx", packed=True)
    (tmp_path / "x.ttl").write_text(samples.TURTLE)
    (tmp_path / "README.md").write_text("# dear reader")
    (tmp_path / "table.xlsx").write_bytes(b"PK\x03\x04" + bytes(30))
    (tmp_path / ".hidden").write_text("x")
    (tmp_path / "deeper").mkdir()
    (tmp_path / "deeper" / "y.ttl").write_text(samples.TURTLE)
    return tmp_path


def test_every_file_is_read_or_named(mixed: Path) -> None:
    readings = open_sources([mixed])
    assert sorted(r.report.format for r in readings) == ["hetionet tables", "kgx-tsv", "turtle"]
    said = str(readings[0].report)
    assert f"{mixed}/README.md: not a format that can be read" in said
    assert f"{mixed}/table.xlsx is an Excel workbook" in said
    assert f"a folder in a folder, not looked into: 1 ({mixed}/deeper)" in said
    assert ".hidden" not in said


def test_nodes_without_edges_are_not_forgotten(mixed: Path) -> None:
    (mixed / "lone_nodes.jsonl").write_text(samples.KGX_NODES_JSONL)
    with pytest.raises(FormatError, match=r"lone_nodes\.jsonl: its edges are missing"):
        open_sources([mixed])
    for path in mixed.iterdir():
        if path.is_file() and not path.name.startswith("lone"):
            path.unlink()
    (reading,) = open_sources([mixed])
    assert len(reading.entities) == 2


def test_beside_records_other_files_are_left_alone_and_named(mixed: Path) -> None:
    (mixed / "mine.yaml").write_text(samples.RECORDS)
    (reading,) = open_sources([mixed])
    assert reading.report.format == "records"
    assert reading.report.dropped.counts["a file beside records, left alone"] == 5


def test_a_torn_file_is_refused_and_an_empty_folder_too(mixed: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    (mixed / "y.graphml.gz").write_bytes(gzip.compress(samples.GRAPHML.encode())[:-20])
    with pytest.raises(FormatError, match=r"y\.graphml\.gz: the compressed file is torn"):
        open_sources([mixed])
    empty = tmp_path_factory.mktemp("empty")
    with pytest.raises(FormatError, match="no file in it that can be read"):
        open_sources([empty])
