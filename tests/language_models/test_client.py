"""The server driven by the official client, over standard input and output and over HTTP of this machine."""

from __future__ import annotations

import asyncio
import base64
import json
import re
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any

import pytest

pytest.importorskip("mcp", reason="the extra 'mcp' is not installed")
pytest.importorskip("mcp_types", reason="the extra 'mcp' is older than 2.3")

from mcp import Client, StdioServerParameters, stdio_client

from mechgraph.mcp.tools import TOOLS

COMMAND = [sys.executable, "-m", "mechgraph", "mcp"]


@contextmanager
def served() -> Iterator[str]:
    """The address of a server on a free port."""
    process = subprocess.Popen([*COMMAND, "--http", "--port", "0"], stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    try:
        line = process.stderr.readline()
        found = re.search(r"http://127\.0\.0\.1:\d+/mcp", line)
        assert found, line
        yield found[0]
    finally:
        process.terminate()
        process.wait(10)
        process.stderr.close()


@asynccontextmanager
async def connected(over: str) -> AsyncIterator[Any]:
    if over == "stdio":
        import os

        kept = {k: v for k, v in os.environ.items() if k.startswith(("PYTHON", "MECHGRAPH", "HOME", "PATH", "XDG"))}
        parameters = StdioServerParameters(command=COMMAND[0], args=COMMAND[1:], env=kept)
        async with Client(stdio_client(parameters)) as client:
            yield client
    else:
        with served() as address:
            async with Client(address) as client:
                yield client


def text_of(result: Any) -> str:
    (part,) = result.content
    return str(part.text)


async def _talk(over: str) -> None:
    async with connected(over) as client:
        tools = (await client.list_tools()).tools
        assert [t.name for t in tools] == list(TOOLS)
        assert all(t.annotations.read_only_hint for t in tools)
        answer = await client.call_tool("ask", {"question": "Does baclofen reduce anxiety?"})
        assert not answer.is_error
        assert answer.structured_content == json.loads(text_of(answer))
        assert answer.structured_content["verdict"] == "mixed"
        claim = answer.structured_content["claims_for"][0]["id"]
        evidence = await client.call_tool("evidence", {"claim": claim})
        assert {e["stance"] for e in evidence.structured_content["evidence"]} > {"supports"}
        assert not (await client.call_tool("explain", {"thing": "baclofen"})).is_error

        rows = await client.call_tool("sparql", {"query": "SELECT ?d { ?d mgv:agonist_of ?t }", "limit": 2})
        assert len(rows.structured_content["rows"]) == 2
        assert rows.structured_content["next_offset"] == 2
        for name, given, said in (
            ("explain", {"thing": "baclofne"}, "did you mean 'baclofen'"),
            ("sparql", {"query": "INSERT DATA { MG:a MG:b MG:c }"}, "INSERT is not allowed"),
            ("sparql", {"query": "PREFIX a: <b>\nDELETE WHERE { ?a ?b ?c }"}, "DELETE is not allowed"),
            ("sparql", {"query": "SELECT * { SERVICE <http://x.org/> { ?a ?b ?c } }"}, "SERVICE is not allowed"),
            ("sparql", {"query": "SELECT * { ?a ?b ?c . ?d ?e ?f }"}, "more than 10000 rows"),
            ("sparql", {"query": "SELECT ?a { ?a ?b ?c }", "limit": 1_000_000}, "limit: expected `int` <= 200"),
        ):
            failed = await client.call_tool(name, given)
            assert failed.is_error, given
            assert said in text_of(failed)
            assert len(text_of(failed).splitlines()) == 1
        again = await client.call_tool("ask", {"question": "Does baclofen reduce anxiety?"})
        assert text_of(again) == text_of(answer), "nothing is lost by a fault"

        assert (await client.list_resources()).next_cursor
        templates = (await client.list_resource_templates()).resource_templates
        assert "mechgraph://claim/{id}" in {t.uri_template for t in templates}
        (read,) = (await client.read_resource(f"mechgraph://claim/{claim}")).contents
        assert json.loads(read.text)["association"]["id"] == claim
        (picture,) = (await client.read_resource("mechgraph://figure/baclofen/spasticity.png")).contents
        assert base64.b64decode(picture.blob)[:4] == b"\x89PNG"
        prompts = (await client.list_prompts()).prompts
        assert [p.name for p in prompts] == ["explain_with_citations", "check_this_statement"]
        made = await client.get_prompt("check_this_statement", {"statement": "Baclofen treats pain."})
        assert "“Baclofen treats pain.”" in made.messages[0].content.text


@pytest.mark.parametrize("over", ["stdio", "http"])
def test_the_official_client_gets_answers_sources_figures_and_one_line_for_a_fault(over: str) -> None:
    asyncio.run(_talk(over))


def test_http_answers_no_other_host_and_no_other_site() -> None:
    import httpx

    call = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
    accept = {"accept": "application/json, text/event-stream"}
    with served() as address:
        for header in ({"host": "evil.example"}, {"origin": "http://evil.example"}):
            assert httpx.post(address, json=call, headers=accept | header).status_code in (403, 421)


def test_a_taken_port_and_a_port_without_http_are_one_line() -> None:
    with served() as address:
        port = address.rpartition(":")[2].partition("/")[0]
        for arguments in (["--http", "--port", port], ["--port", port]):
            done = subprocess.run([*COMMAND, *arguments], capture_output=True, text=True, check=False, timeout=60)
            assert done.returncode == 2
            assert len(done.stderr.splitlines()) == 1
