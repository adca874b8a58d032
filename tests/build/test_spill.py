"""Claims that do not fit into memory go to a file; the graph is the same, and nothing of the file stays."""

from __future__ import annotations

import errno
import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from mechgraph import rdf
from mechgraph.build import build
from mechgraph.curie import Curie
from mechgraph.errors import MechgraphError
from mechgraph.exchange import claims as kept
from mechgraph.exchange import read
from mechgraph.exchange.claims import Claims, spooling
from mechgraph.model import Association, Evidence, Qualifiers, merge
from mechgraph.store.disk import DiskStore

SMALL = 500
"""Bytes of claims in memory: about two claims."""


def _edges(folder: Path, count: int = 60) -> Path:
    """KGX edges with an id, sources and publications; every tenth says another edge again with other evidence."""
    folder.mkdir()
    names = [f"DRUGBANK:DB9{i:04d}" for i in range(20)]
    nodes = [{"id": n, "category": ["biolink:Drug"], "name": f"made up {n}"} for n in names]
    edges = [
        {
            "id": f"edge:{i}",
            "subject": names[i % 10 if i % 10 else 1],
            "predicate": "biolink:affects",
            "object": names[10 + i % 7 if i % 10 else 11],
            "primary_knowledge_source": "infores:made-up",
            "knowledge_level": ("prediction", "knowledge_assertion")[i % 2],
            "publications": [f"PMID:{i}", f"PMID:{i + 1}"],
        }
        for i in range(count)
    ]
    for name, rows in (("nodes", nodes), ("edges", edges)):
        (folder / f"x_{name}.jsonl").write_text("".join(json.dumps(r) + "\n" for r in rows), encoding="utf-8")
    return folder / "x_edges.jsonl"


def _said(target: Path) -> tuple[object, ...]:
    store = DiskStore.open(target)
    store.verify()
    table = store.engine.query("SELECT ?s ?p ?o { ?s ?p ?o }")
    rows = sorted(map(str, table.rows))  # type: ignore[union-attr]
    return store.manifest["content"], store.manifest["breakdown"], list(store.associations()), rows


def test_a_graph_whose_claims_went_to_a_file_is_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = _edges(tmp_path / "source")
    build([source], tmp_path / "memory.mechgraph")
    spilled: list[Path | None] = []
    make = tempfile.TemporaryFile

    def counted(*given: object, **named: object) -> object:
        spilled.append(named["dir"])  # type: ignore[arg-type]
        return make(*given, **named)  # type: ignore[call-overload]

    monkeypatch.setattr(kept, "MEMORY", SMALL)
    monkeypatch.setattr(tempfile, "TemporaryFile", counted)
    build([source], tmp_path / "file.mechgraph")
    assert spilled
    assert all(str(folder).startswith(str(tmp_path / ".file.mechgraph.building")) for folder in spilled)
    assert _said(tmp_path / "file.mechgraph") == _said(tmp_path / "memory.mechgraph")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["file.mechgraph", "memory.mechgraph", "source"]
    assert {a.id: a for a in DiskStore.open(tmp_path / "file.mechgraph").given()} == {
        a.id: a for a in read(source).associations
    }


def test_claims_in_a_file_are_those_that_were_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "MEMORY", SMALL)
    given = [
        Association(
            subject=Curie(f"A:{i % 7}"),
            predicate="increases",
            object=Curie("B:1"),
            qualifiers=Qualifiers(anatomy=Curie("UBERON:1")) if i % 2 else Qualifiers(),
            negated=i % 3 == 0,
            evidence=(Evidence(source=f"s{i}", stance="refutes" if i % 5 else "supports"),),
            key=f"k{i}" if i == 4 else "",
        )
        for i in range(40)
    ]
    with spooling(tmp_path):
        claims = Claims()
        claims.extend(given)
        assert list(claims) == given
        claims.join()
        assert list(claims) == merge(given)
        assert len(claims) == len({a.id for a in given})
        live = claims.live()
        for a, number in zip(claims, live.tolist(), strict=True):
            one = live[live == number]
            assert claims.entities[int(claims.column("subject", one)[0])] == a.subject
            assert int(claims.column("ids", one)[0]) == int(a.id[4:], 16)
            assert int(claims.column("sign", one)[0]) == a.sign
            assert bool(claims.column("negated", one)[0]) == a.negated
            assert bool(claims.column("context", one)[0]) == bool(a.qualifiers)
            assert bool(claims.column("plain", one)[0]) == (not a.negated and not a.qualifiers)
            assert int(claims.column("supports", one)[0]) == sum(e.stance == "supports" for e in a.evidence)
        assert not list(tmp_path.iterdir())  # the file has no name


def test_a_disk_that_is_full_while_reading_is_named_and_leaves_the_old_graph(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, target = _edges(tmp_path / "source"), tmp_path / "x.mechgraph"
    content = build([source], target).content

    class Full:
        def seek(self, place: int) -> None:
            pass

        def write(self, data: object) -> int:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

        def close(self) -> None:
            pass

    monkeypatch.setattr(kept, "MEMORY", SMALL)
    monkeypatch.setattr(tempfile, "TemporaryFile", lambda **given: Full())
    with pytest.raises(MechgraphError, match=r"cannot write where claims are kept.*free some space.*untouched"):
        build([source], target)
    store = DiskStore.open(target)
    store.verify()
    assert store.manifest["content"] == content
    assert sorted(p.name for p in tmp_path.iterdir()) == ["source", "x.mechgraph"]


@pytest.fixture
def reader_that_waits(tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A build that has spilled claims and stays in the middle of reading."""
    code = (
        "import sys, time\nfrom mechgraph.exchange import claims, kgx\nclaims.MEMORY = 500\n"
        "done = kgx.Maker.done\n"
        "def wait(self):\n    print('spilled', self.reading.associations._text._far is not None, flush=True)\n"
        "    time.sleep(60)\n"
        "kgx.Maker.done = wait\nfrom mechgraph.build import build\n"
        f"build([{str(tmp_path / 'source' / 'x_edges.jsonl')!r}], {str(tmp_path / 'x.mechgraph')!r})"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as process:
        yield process
        process.kill()


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs SIGKILL")
def test_a_build_killed_with_claims_in_a_file_leaves_the_old_graph_and_no_file(
    tmp_path: Path, reader_that_waits: subprocess.Popen[bytes]
) -> None:
    source, target = _edges(tmp_path / "source"), tmp_path / "x.mechgraph"
    content = build([source], target).content
    assert reader_that_waits.stdout is not None
    assert reader_that_waits.stdout.readline() == b"spilled True\n"
    os.kill(reader_that_waits.pid, signal.SIGKILL)
    reader_that_waits.wait()
    store = DiskStore.open(target)
    store.verify()
    assert store.manifest["content"] == content
    build([source], target)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["source", "x.mechgraph"]


def test_lines_of_triples_say_what_the_terms_say(tmp_path: Path) -> None:
    """Whatever a text holds, the line that is written is read back as that text."""
    texts = ['say "no"', "back\\slash", "two\nlines", "a\rb", "tab\t", "\x00\x1f\x7f", "π 𝛑 \u2028", "<a> .", "'"]
    for text in texts:
        a = Association(
            subject=Curie("A:1"),
            predicate="increases",
            object=Curie("B:(1)%2"),
            note=text,
            evidence=(Evidence(source=f"s {text}", summary=text),),
        )
        (back,) = rdf.from_triples(rdf.association_triples(a)).associations
        assert back == a
        assert all(line.count("\n") == 1 for line in rdf.association_lines(a))
