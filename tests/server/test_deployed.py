"""What an operator needs: logs that machines read, readiness, an end that lets requests finish."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from mechgraph.server.places import Places
from mechgraph.server.settings import Settings

from .conftest import children, running

ROOT = Path(__file__).parents[2]


def test_each_request_is_a_line_of_json_without_what_was_asked() -> None:
    command = [sys.executable, "-m", "mechgraph", "serve", "--port", "0", "--log", "json"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    try:
        found = re.search(r"http://\S+?(?=/ )", process.stderr.readline())
        assert found is not None
        with httpx.Client(base_url=found[0], timeout=120) as client:
            assert client.get("/ready").json() == client.get("/health").json() == {"status": "ready"}
            assert client.get("/api/search", params={"q": "secret"}).status_code == 200
            assert client.get("/nothing").status_code == 404
    finally:
        process.send_signal(signal.SIGTERM)
        _, rest = process.communicate(timeout=120)
    assert process.returncode == 0
    told = [json.loads(line) for line in rest.splitlines()]
    assert [(t["path"], t["status"], t["level"]) for t in told] == [
        ("/api/search", 200, "info"),
        ("/nothing", 404, "info"),
    ]
    assert all(t["milliseconds"] >= 0 and t["bytes"] > 0 and t["whole"] for t in told)
    assert "secret" not in rest


def test_a_full_queue_is_not_ready() -> None:
    places = Places(None, size=1, waiting=1, seconds=1)  # type: ignore[arg-type]
    assert not places.full
    places._queue.append(None)  # type: ignore[arg-type]
    assert places.full


def test_a_request_under_way_is_finished() -> None:
    """What runs when the server is told to stop is answered within the grace, and then it ends."""
    slow = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f FILTER(?a = ?f) }"
    with (
        running(None, grace=600, seconds=3) as (address, pid),
        httpx.Client(base_url=address, timeout=600) as client,
        ThreadPoolExecutor(1) as pool,
    ):
        asked = pool.submit(client.get, "/sparql", params={"query": slow})
        while not children(pid) or not asked.running():
            time.sleep(0.01)
        time.sleep(0.5)  # it is on its way; were it not, there would be no answer
        os.kill(pid, signal.SIGTERM)
        answer = asked.result()
    # counted in time, or stopped at its limit: either is an answer, and no connection that breaks
    assert answer.status_code == 200 or answer.json()["type"].endswith("timeout")


@pytest.mark.parametrize("wrong", [{"grace": -1}, {"log": "xml"}])
def test_settings_that_are_none_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(Exception, match=r"not negative|no form of logs"):
        Settings(**wrong)  # type: ignore[arg-type]


def test_the_image_is_closed() -> None:
    """Not root, with a health check, on a port that the page names; nothing but what the wheel needs gets in."""
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    user = re.search(r"^USER (\d+)", text, re.M)
    assert user is not None
    assert int(user[1]) > 0
    assert "HEALTHCHECK" in text
    assert "/ready" in text
    let_in = (ROOT / ".dockerignore").read_text(encoding="utf-8").split()
    assert let_in[0] == "*"
    assert all((ROOT / line[1:]).exists() for line in let_in[1:])
