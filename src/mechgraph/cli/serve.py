"""``serve``: the local server."""

from __future__ import annotations

from typing import Any

import click

from .output import tell

__all__ = ["serve"]


@click.command(
    context_settings={"auto_envvar_prefix": "MECHGRAPH_SERVE"},
    epilog="Limits can stand in the environment too, under the names in the docs: MECHGRAPH_SERVE_SECONDS=5, …\n\n"
    "Example:\n\n\b\n  mechgraph serve --port 8000 --open\n  mechgraph serve --timeout 5 --max-rows 10000 --workers 4",
)
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to bind.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="0 for any free port.")
@click.option("--open", "open_browser", is_flag=True, help="Open the explorer in the browser.")
@click.option(
    "--timeout", "seconds", type=click.FloatRange(0.1), help="Seconds after which a request is stopped.  [30]"
)
@click.option("--max-rows", "rows", type=click.IntRange(1), help="Most rows of a result.  [1000000]")
@click.option("--max-body", "body", type=click.IntRange(1), help="Most bytes of a request's body.  [1000000]")
@click.option(
    "--memory", "megabytes", type=click.IntRange(0), help="Megabytes for a request beyond the graph; 0: any.  [2000]"
)
@click.option("--workers", type=click.IntRange(1), help="Long SPARQL queries at the same time.  [2]")
@click.option("--callers", type=click.IntRange(1), help="Long requests of the JSON API at the same time.  [2]")
@click.option("--waiting", type=click.IntRange(0), help="Requests that may wait for a worker.  [64]")
@click.option(
    "--patience", type=click.FloatRange(0.1), help="Seconds for a client to send a head, a body, or to read on.  [10]"
)
@click.option("--cache", type=click.IntRange(0), help="Megabytes of answers that are remembered; 0: none.  [32]")
@click.option("--grace", type=click.FloatRange(0), help="Seconds that requests under way have when it stops.  [2]")
@click.option("--log", type=click.Choice(["json"]), help="A line of JSON for each request, on stderr.")
@click.option("--allow-host", "hosts", multiple=True, metavar="NAME", help="Another host name to answer under.")
@click.option(
    "--allow-origin", "origins", multiple=True, metavar="ORIGIN", help="A web origin whose pages may read; * for all."
)
@click.pass_context
def serve(ctx: click.Context, /, host: str, port: int, open_browser: bool, **limits: Any) -> None:
    """Serve the graph on this machine: SPARQL endpoint, JSON and an explorer; Ctrl-C stops it."""
    from ..server import serve as run
    from ..server.settings import Settings, who_is_let_in

    if let_in := who_is_let_in(host, limits["hosts"]):
        click.echo(f"mechgraph: {let_in}.", err=True)
    run(
        (ctx.obj or {}).get("graph"),
        host,
        port,
        open_browser,
        Settings(**{name: value for name, value in limits.items() if value is not None}),
        announce=lambda address: tell(f"serving {address} (Ctrl-C stops it)"),
    )
