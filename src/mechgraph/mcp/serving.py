"""The protocol: our tools, resources and prompts as the official SDK wants them, on stdio or on HTTP of this machine.

The graph is held by one thread, which answers in the order of the calls; SPARQL runs in processes of its own.
"""

from __future__ import annotations

import asyncio
import base64
import json
import logging
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from .. import __version__
from ..errors import MechgraphError, UsageError
from ..graph import Graph, load
from ..shapes.base import Document
from . import resources
from .arguments import SparqlArguments, read
from .limited import Limited
from .prompts import PROMPTS, prompt
from .tools import SPARQL, TOOLS, called, fault, told, tool

__all__ = ["INSTRUCTIONS", "run_http", "run_stdio"]

INSTRUCTIONS = (
    "A graph of cited, signed claims on how drugs work. Begin with ask or explain. Verdicts are about this graph: "
    "not_stated is never a no, refuted: the recorded evidence speaks against it, hypothesis: no source says it. "
    "Signs: 1 raises, -1 lowers, 0 neither. Ids of claims (mga:…) go to evidence. No medical advice."
)
Result = TypeVar("Result")
_log = logging.getLogger("mechgraph.mcp")


class _Desk:
    """The graph, in a thread of its own, and what runs SPARQL beside it."""

    def __init__(self, source: str | None) -> None:
        self._source = source
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="graph")
        self._kg: Graph | None = None
        self.limited = Limited(source)

    async def do(self, work: Callable[[Graph], Result]) -> Result:
        """Do something with the graph, which the first call opens."""

        def inside() -> Result:
            if self._kg is None:
                self._kg = load(self._source)
            return work(self._kg)

        return await asyncio.get_running_loop().run_in_executor(self._thread, inside)

    async def call(self, name: str, given: dict[str, Any]) -> Document:
        if name == SPARQL:
            return await self.limited.run(read(SparqlArguments, given))
        return await self.do(lambda kg: called(kg, name, given))

    async def close(self) -> None:
        await self.limited.stop()
        self._thread.shutdown(wait=False, cancel_futures=True)


def _sdk() -> Any:
    """The SDK.

    Raises:
        UsageError: it is not installed.
    """
    try:
        import mcp_types
        from mcp.server import lowlevel  # noqa: F401 the types alone do not make a server
    except ImportError:
        raise UsageError("this needs the extra 'mcp'", remedy="pip install 'mechgraph[mcp]'") from None
    return mcp_types


def _server(desk: _Desk) -> Any:
    """The server of the SDK, with a handler for each request that we answer."""
    types = _sdk()
    from mcp.server.lowlevel import Server
    from mcp.shared.exceptions import MCPError

    def refused(error: MechgraphError) -> Exception:
        made: Exception = MCPError(code=-32602, message=fault(error))
        return made

    async def list_tools(ctx: Any, params: Any) -> Any:
        hints = types.ToolAnnotations(
            read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
        )
        made = [
            types.Tool(
                name=t.name,
                description=t.about,
                input_schema=t.input_schema,
                output_schema=t.output_schema,
                annotations=hints,
            )
            for t in TOOLS.values()
        ]
        return types.ListToolsResult(tools=made)

    def failed(line: str) -> Any:
        return types.CallToolResult(content=[types.TextContent(type="text", text=line)], is_error=True)

    async def call_tool(ctx: Any, params: Any) -> Any:
        try:
            tool(params.name)
            found = await desk.call(params.name, dict(params.arguments or {}))
        except MechgraphError as error:
            return types.CallToolResult(
                content=[types.TextContent(type="text", text=fault(error, params.name))], is_error=True
            )
        except Exception:  # a fault of ours: the log has it, the model gets a line
            _log.exception("the tool %s failed", params.name)
            return failed("The call failed inside mechgraph; its log has the reason. Call search, or another tool.")
        text = told(found)
        return types.CallToolResult(
            content=[types.TextContent(type="text", text=text)], structured_content=json.loads(text)
        )

    async def list_resources(ctx: Any, params: Any) -> Any:
        cursor = None if params is None else params.cursor
        try:
            page, after = await desk.do(lambda kg: resources.listed(kg, cursor))
        except MechgraphError as error:
            raise refused(error) from None
        made = [types.Resource(uri=address, name=name, mime_type=media) for address, name, media in page]
        return types.ListResourcesResult(resources=made, next_cursor=after)

    async def list_templates(ctx: Any, params: Any) -> Any:
        made = [
            types.ResourceTemplate(uri_template=address, name=name, description=about, mime_type=media)
            for address, name, about, media in resources.TEMPLATES
        ]
        return types.ListResourceTemplatesResult(resource_templates=made)

    async def read_resource(ctx: Any, params: Any) -> Any:
        address = str(params.uri)
        try:
            media, content = await desk.do(lambda kg: resources.read(kg, address))
        except MechgraphError as error:
            raise refused(error) from None
        if isinstance(content, bytes):
            blob = base64.b64encode(content).decode()
            return types.ReadResourceResult(
                contents=[types.BlobResourceContents(uri=address, mime_type=media, blob=blob)]
            )
        return types.ReadResourceResult(
            contents=[types.TextResourceContents(uri=address, mime_type=media, text=content)]
        )

    async def list_prompts(ctx: Any, params: Any) -> Any:
        made = [
            types.Prompt(
                name=name,
                title=title,
                description=title,
                arguments=[types.PromptArgument(name=argument, description=what, required=True)],
            )
            for name, (title, argument, what, _) in PROMPTS.items()
        ]
        return types.ListPromptsResult(prompts=made)

    async def get_prompt(ctx: Any, params: Any) -> Any:
        try:
            text = prompt(params.name, dict(params.arguments or {}))
        except MechgraphError as error:
            raise refused(error) from None
        said = types.PromptMessage(role="user", content=types.TextContent(type="text", text=text))
        return types.GetPromptResult(description=PROMPTS[params.name][0], messages=[said])

    return Server(
        "mechgraph",
        version=__version__,
        title="mechgraph: how drugs work, signed and cited",
        instructions=INSTRUCTIONS,
        on_list_tools=list_tools,
        on_call_tool=call_tool,
        on_list_resources=list_resources,
        on_list_resource_templates=list_templates,
        on_read_resource=read_resource,
        on_list_prompts=list_prompts,
        on_get_prompt=get_prompt,
    )


def run_stdio(source: str | None) -> None:
    """Serve one client on standard input and output, until it leaves.

    Raises:
        UsageError: the extra is not installed.
    """
    _sdk()
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="mechgraph: %(message)s")

    async def serve() -> None:
        from mcp.server.stdio import stdio_server

        desk = _Desk(source)
        server = _server(desk)
        try:
            async with stdio_server() as (incoming, outgoing):
                await server.run(incoming, outgoing, server.create_initialization_options())
        finally:
            await desk.close()

    asyncio.run(serve())


def run_http(source: str | None, port: int, announce: Callable[[str], None]) -> None:
    """Serve on streamable HTTP at ``http://127.0.0.1:PORT/mcp``, to this machine alone, until Ctrl-C.

    Args:
        port: 0 for any that is free.
        announce: Is told the address once it is served.

    Raises:
        UsageError: the extra is not installed, or the port is taken.
    """
    import contextlib
    import socket

    _sdk()
    import uvicorn

    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind(("127.0.0.1", port))
    except OSError as error:
        listening.close()
        raise UsageError(f"port {port}: {error.strerror}", remedy="choose another with --port, or 0 for any") from None
    desk = _Desk(source)
    app = _server(desk).streamable_http_app(host="127.0.0.1", json_response=True, stateless_http=True)
    config = uvicorn.Config(app, log_level="warning", access_log=False)
    served = uvicorn.Server(config)

    async def serve() -> None:
        listening.listen()  # who reads the address may call it at once, and waits for the server to begin
        announce(f"http://127.0.0.1:{listening.getsockname()[1]}/mcp")
        try:
            await served.serve(sockets=[listening])
        finally:
            await desk.close()

    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(serve())
    listening.close()
