"""A graph that is built again while it is served and read: every answer is wholly of one content, and none fails."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

import mechgraph
from mechgraph.build import build
from mechgraph.store import layout

from .conftest import running

REPLACEMENTS = 25
SIZES = (3, 5)


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Two graphs: a drug inhibits three targets, or five; every target's name tells how many there are."""
    entity, vocab = "https://w3id.org/mechgraph/entity/", "https://w3id.org/mechgraph/vocab/"
    label = "<http://www.w3.org/2000/01/rdf-schema#label>"
    paths = []
    for n in SIZES:
        lines = [f'<{entity}drug> {label} "the drug" .']
        for i in range(n):
            lines.append(f"<{entity}drug> <{vocab}inhibits> <{entity}t{n}-{i}> .")
            lines.append(f'<{entity}t{n}-{i}> {label} "target {i} of {n}" .')
        paths.append(tmp_path_factory.mktemp("source") / f"{n}.nt")
        paths[-1].write_text("\n".join(lines) + "\n", encoding="utf-8")
    return paths[0], paths[1]


@pytest.fixture
def target(sources: tuple[Path, Path], tmp_path: Path) -> Path:
    build([sources[0]], tmp_path / "x.mechgraph")
    return tmp_path / "x.mechgraph"


def _of_names(names: list[str]) -> set[int]:
    """The sizes that an answer tells: how many names there are, and what each says."""
    targets = [name for name in names if name.startswith("target")]
    return {len(targets), *(int(name.rpartition(" ")[2]) for name in targets)}


def _library(target: Path) -> set[int]:
    with mechgraph.load(target) as kg:
        n = kg.stats()["associations"]
        time.sleep(0.01)  # what is opened from here on is opened late
        names = [kg.entity(a.object).name for a in kg.associations(subject="the drug")]
        table = kg.sparql("SELECT ?name { ?drug mgv:inhibits/rdfs:label ?name }")
        assert isinstance(table, mechgraph.Table)
        return {n, *_of_names(names), *_of_names(list(table.column("name"))), kg.claim_index.index.n_claims}


def _command(target: Path) -> set[int]:
    """``paths`` reads names, claims and the path index."""
    code = "from mechgraph.cli import main; main()"
    query = "SELECT ?name { ?drug mgv:inhibits/rdfs:label ?name }"
    done = subprocess.run(
        [sys.executable, "-c", code, "-g", str(target), "query", query, "-f", "json"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return _of_names([row["name"] for row in json.loads(done.stdout)["rows"]])


def _sparql(client: httpx.Client) -> set[int]:
    query = "SELECT ?name { ?drug mgv:inhibits/rdfs:label ?name }"
    answer = client.get("/sparql", params={"query": query}, headers={"accept": "application/sparql-results+json"})
    assert answer.status_code == 200, answer.text
    return _of_names([row["name"]["value"] for row in answer.json()["results"]["bindings"]])


def _api(client: httpx.Client) -> set[int]:
    answer = client.get("/api/associations", params={"subject": "the drug"})
    assert answer.status_code == 200, answer.text
    told = answer.json()
    return {told["total"], *_of_names([a["object"]["name"] for a in told["associations"]])}


def _stats(client: httpx.Client) -> set[int]:
    answer = client.get("/api/stats")
    assert answer.status_code == 200, answer.text
    counts = answer.json()["counts"]
    return {counts["associations"], counts["entities"] - 1}


@pytest.fixture
def server(target: Path) -> Iterator[httpx.Client]:
    with running(str(target), seconds=20) as (address, _), httpx.Client(base_url=address, timeout=30) as client:
        yield client


def _wait_for(say: Callable[[], object], wanted: object, seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while say() != wanted:
        assert time.monotonic() < end, f"{say()} instead of {wanted}"
        time.sleep(0.05)


def test_readers_of_all_kinds_get_answers_of_one_content_while_the_graph_is_replaced(
    target: Path, sources: tuple[Path, Path], server: httpx.Client
) -> None:
    stop = threading.Event()
    seen: list[set[int]] = []
    failed: list[BaseException] = []

    def read(once: Callable[[], set[int]]) -> None:
        while not stop.is_set():
            try:
                seen.append(once())
            except BaseException as error:
                failed.append(error)
                return

    asks: list[Callable[[], set[int]]] = [
        lambda: _library(target),
        lambda: _library(target),
        lambda: _library(target),
        lambda: _command(target),
        lambda: _sparql(server),
        lambda: _sparql(server),
        lambda: _api(server),
        lambda: _stats(server),
    ]
    readers = [threading.Thread(target=read, args=(ask,)) for ask in asks]
    for reader in readers:
        reader.start()
    for i in range(1, REPLACEMENTS + 1):
        build([sources[i % 2]], target)
    stop.set()
    for reader in readers:
        reader.join()
    assert not failed, failed[0]
    assert {frozenset(answer) for answer in seen} == {frozenset({n}) for n in SIZES}
    # then all that is asked is of the last one, and nothing of the others is left
    last = {SIZES[REPLACEMENTS % 2]}
    for ask in (_sparql, _api, _stats):
        _wait_for(lambda ask=ask: ask(server), last)  # type: ignore[misc]
    _wait_for(lambda: len([p for p in target.iterdir() if p.is_dir()]), 1)


def test_the_server_tells_its_content_and_keeps_it_where_the_next_cannot_be_opened(
    target: Path, sources: tuple[Path, Path], server: httpx.Client
) -> None:
    before = server.get("/health").json()
    assert before == {"status": "ready", "content": mechgraph.load(target).store.content[:16]}  # type: ignore[attr-defined]
    assert _api(server) == {SIZES[0]}  # and it is remembered
    pointer = (target / layout.POINTER).read_bytes()
    (target / layout.POINTER).write_bytes(pointer.replace(b"1", b"2"))
    time.sleep(1.5)
    assert server.get("/health").json() == before
    assert _sparql(server) == {SIZES[0]}
    (target / layout.POINTER).write_bytes(pointer)
    build([sources[1]], target)
    _wait_for(lambda: server.get("/health").json() != before, True)
    assert _api(server) == {SIZES[1]}
    assert _sparql(server) == {SIZES[1]}


def test_an_answer_that_has_begun_is_finished_from_the_content_it_began_with(
    target: Path, sources: tuple[Path, Path], server: httpx.Client
) -> None:
    before = server.get("/health").json()
    values = " ".join(map(str, range(700)))
    rows_each = f"VALUES ?a {{ {values} }} VALUES ?b {{ {values[:700]} }}"
    query = f"SELECT ?name ?a ?b {{ {rows_each} ?drug mgv:inhibits/rdfs:label ?name }}"
    with server.stream("POST", "/sparql", data={"query": query}, headers={"accept": "text/csv"}) as answer:
        chunks = answer.iter_text()
        text = next(chunks)
        build([sources[1]], target)
        _wait_for(lambda: server.get("/health").json() != before, True)
        text += "".join(chunks)
    rows = text.strip().splitlines()[1:]
    assert {row.split(",")[0] for row in rows} == {f"target {i} of {SIZES[0]}" for i in range(SIZES[0])}
    assert len(rows) > 300_000
    assert _sparql(server) == {SIZES[1]}
