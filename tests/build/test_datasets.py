"""Datasets: the table, local copies, and downloads from a server on this machine: checked, resumed, refused."""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from tests.exchange import samples

from mechgraph.build import build, datasets, fetch
from mechgraph.errors import FormatError, MechgraphError, NotFoundError
from mechgraph.store.disk import DiskStore

CONTENT = samples.DRUGMECHDB.encode() + b"# padding\n" * 50_000


class _Server(ThreadingHTTPServer):
    asked: list[str | None]
    breaks: bool = False
    status: int = 200
    page: bytes = b""


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_GET(self) -> None:
        span = self.headers.get("Range")
        self.server.asked.append(span)
        if self.server.status != 200:
            self.send_error(self.server.status)
            return
        if self.server.page:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(self.server.page)
            return
        start = int(span.removeprefix("bytes=").removesuffix("-")) if span else 0
        self.send_response(206 if span else 200)
        self.send_header("Content-Length", str(len(CONTENT) - start))
        self.end_headers()
        end = start + 200_000 if self.server.breaks else len(CONTENT)
        self.wfile.write(CONTENT[start:end])

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[_Server]:
    with _Server(("127.0.0.1", 0), _Handler) as made:
        made.asked = []
        thread = threading.Thread(target=made.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield made
        made.shutdown()
        thread.join()


def _table(folder: Path, server: _Server | None, sha256: str = "", size: int | str = "") -> Path:
    address = f"http://127.0.0.1:{server.server_address[1]}/x.yaml" if server else "http://127.0.0.1:9/x.yaml"
    path = folder / "datasets.tsv"
    path.write_text(
        "name\ttitle\tversion\tlicence\tadds\tsize\tsha256\tfile\taddress\tnote\n"
        f"made-up\tMade up\tv1\tCC0-1.0\tlittle\t{size}\t{sha256}\tx.yaml\t{address}\t\n"
    )
    return path


def test_the_table_says_what_is_known_and_leaves_the_rest_empty() -> None:
    known = datasets()
    assert {"drugmechdb", "hetionet", "primekg"} <= set(known)
    for d in known.values():
        assert d.address.startswith("https://")
        assert d.size is not None or d.note, f"{d.name}: say in the note why the size is not known"
        assert len(d.sha256) in (0, 64)


def test_a_dataset_is_fetched_once_and_checked(server: _Server, tmp_path: Path) -> None:
    table = _table(tmp_path, server, hashlib.sha256(CONTENT).hexdigest(), len(CONTENT))
    for _ in range(2):
        path = fetch("made-up", table=table, cache=tmp_path / "cache")
        assert path.read_bytes() == CONTENT
    assert server.asked == [None]


def test_another_content_is_refused_and_not_kept(server: _Server, tmp_path: Path) -> None:
    table = _table(tmp_path, server, "0" * 64)
    with pytest.raises(FormatError, match="hash"):
        fetch("made-up", table=table, cache=tmp_path / "cache")
    assert not [p for p in (tmp_path / "cache").rglob("*") if p.is_file()]


def test_a_size_from_a_third_party_is_not_enforced(
    server: _Server, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    table = _table(tmp_path, server, size=len(CONTENT) + 1)
    assert fetch("made-up", table=table, cache=tmp_path / "cache").read_bytes() == CONTENT
    assert "a third party says" in caplog.text
    strict = _table(tmp_path, server, hashlib.sha256(CONTENT).hexdigest(), len(CONTENT) + 1)
    with pytest.raises(FormatError, match="Made up v1 has"):
        fetch("made-up", table=strict, cache=tmp_path / "cache")


def test_a_download_that_broke_goes_on_where_it_stopped(server: _Server, tmp_path: Path) -> None:
    table = _table(tmp_path, server, hashlib.sha256(CONTENT).hexdigest(), len(CONTENT))
    server.breaks = True
    with pytest.raises(MechgraphError, match="goes on where it stopped"):
        fetch("made-up", table=table, cache=tmp_path / "cache")
    server.breaks = False
    assert fetch("made-up", table=table, cache=tmp_path / "cache").read_bytes() == CONTENT
    first, second = server.asked
    assert first is None
    assert second is not None
    assert second == "bytes=196608-"


def test_no_network_no_name_and_local_copies(tmp_path: Path) -> None:
    table = _table(tmp_path, None)
    with pytest.raises(MechgraphError, match="cannot fetch made-up"):
        fetch("made-up", table=table, cache=tmp_path / "cache")
    with pytest.raises(NotFoundError, match="did you mean 'made-up'"):
        fetch("made-upp", table=table)
    with pytest.raises(NotFoundError, match=r"no x\.yaml of made-up"):
        fetch("made-up", tmp_path, table=table)
    (tmp_path / "made-up").mkdir()
    (tmp_path / "made-up" / "x.yaml").write_bytes(CONTENT)
    assert fetch("made-up", tmp_path, table=table) == tmp_path / "made-up" / "x.yaml"


def test_build_takes_the_name_of_a_dataset(tmp_path: Path) -> None:
    (tmp_path / "drugmechdb").mkdir()
    (tmp_path / "drugmechdb" / "indication_paths.yaml").write_bytes(CONTENT)
    build(["drugmechdb"], tmp_path / "x.mechgraph", from_dir=tmp_path)
    assert DiskStore.open(tmp_path / "x.mechgraph").counts()["mechanisms"] == 1


def test_without_a_network_the_command_says_so_in_one_line_and_unknown_is_unknown(tmp_path: Path) -> None:
    import subprocess
    import sys

    command = [sys.executable, "-m", "mechgraph"]
    closed = {**os.environ, "MECHGRAPH_CACHE": str(tmp_path), "https_proxy": "http://127.0.0.1:9"}
    done = subprocess.run(
        [*command, "build", "drugmechdb", "-o", str(tmp_path / "x")], capture_output=True, text=True, env=closed
    )
    assert done.returncode == 1
    assert "no connection" in done.stderr
    assert (
        "download https://raw.githubusercontent.com/SuLab/DrugMechDB/main/indication_paths.yaml by hand" in done.stderr
    )
    assert "--from FILE" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    empty = {**os.environ, "MECHGRAPH_DATA": str(tmp_path / "none")}
    listed = subprocess.run(
        [*command, "datasets", "-f", "tsv"], capture_output=True, text=True, check=True, env=empty
    ).stdout
    assert any(line.startswith("drugmechdb\tno\tDrugMechDB\tunknown\t") for line in listed.splitlines())


@pytest.mark.parametrize(
    ("status", "what"), [(404, "404 Not Found .has the file moved"), (500, "500 .*try again later")]
)
def test_a_server_that_does_not_give_the_file_is_told_and_leaves_nothing(
    server: _Server, tmp_path: Path, status: int, what: str
) -> None:
    server.status = status
    with pytest.raises(MechgraphError, match=what):
        fetch("made-up", table=_table(tmp_path, server), cache=tmp_path / "cache")
    assert not [p for p in (tmp_path / "cache").rglob("*") if p.is_file()]


def test_a_web_page_is_no_dataset(server: _Server, tmp_path: Path) -> None:
    server.page = b"\n<!DOCTYPE html><html><body>Please log in</body></html>"
    with pytest.raises(FormatError, match="sent a web page instead of the file"):
        fetch("made-up", table=_table(tmp_path, server), cache=tmp_path / "cache")
    assert not [p for p in (tmp_path / "cache").rglob("*") if p.is_file()]


def test_a_download_that_fills_the_disk_leaves_nothing(server: _Server, tmp_path: Path) -> None:
    import subprocess
    import sys

    code = (
        "import resource, signal\nfrom mechgraph.build import fetch\nfrom mechgraph.errors import MechgraphError\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\nresource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))\n"
        f"try: fetch('made-up', table={str(_table(tmp_path, server))!r}, cache={str(tmp_path / 'cache')!r})\n"
        "except MechgraphError as error: print(error)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "free some space" in done.stdout
    assert "MECHGRAPH_CACHE" in done.stdout
    assert not [p for p in (tmp_path / "cache").rglob("*") if p.is_file()]
