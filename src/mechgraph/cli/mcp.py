"""``mcp``: tools for language models."""

from __future__ import annotations

import click

from ..errors import UsageError
from .output import tell

__all__ = ["mcp"]


@click.command(
    epilog="A client starts it itself; its settings name the command:\n\n\b\n  mechgraph mcp\n"
    "  mechgraph mcp -g graph.mechgraph\n  mechgraph mcp --http --port 8765"
)
@click.option("--http", is_flag=True, help="Serve on streamable HTTP at 127.0.0.1, not on standard input and output.")
@click.option("--port", type=click.IntRange(0, 65535), help="With --http; 0 for any free port.  [8765]")
@click.pass_context
def mcp(ctx: click.Context, http: bool, port: int | None) -> None:
    """Tools for language models over the Model Context Protocol: each answer with verdict, signs and sources."""
    from ..mcp.serving import run_http, run_stdio

    source = (ctx.obj or {}).get("graph")
    if not http:
        if port is not None:
            raise UsageError("--port is for --http", remedy="add --http")
        run_stdio(source)
        return
    run_http(source, 8765 if port is None else port, lambda address: tell(f"serving {address} (Ctrl-C stops it)"))
