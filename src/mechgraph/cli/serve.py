"""``serve``: the local server."""

from __future__ import annotations

import click

__all__ = ["serve"]


@click.command(epilog="Example:\n\n\b\n  mechgraph serve --port 8000 --open")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to bind.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="0 for any free port.")
@click.option("--open", "open_browser", is_flag=True, help="Open the explorer in the browser.")
@click.option("--timeout", type=click.FloatRange(0.1), help="Seconds after which a query is stopped.")
@click.option("--max-rows", type=click.IntRange(1), help="Most rows of a result.")
@click.pass_context
def serve(
    ctx: click.Context, host: str, port: int, open_browser: bool, timeout: float | None, max_rows: int | None
) -> None:
    """Serve the graph on this machine: SPARQL endpoint, JSON and an explorer; Ctrl-C stops it."""
    from ..server import serve as run
    from ..server.settings import Settings

    usual = Settings()
    settings = Settings(seconds=timeout or usual.seconds, rows=max_rows or usual.rows)
    run(
        (ctx.obj or {}).get("graph"),
        host,
        port,
        open_browser,
        settings,
        announce=lambda address: click.echo(f"serving {address} (Ctrl-C stops it)", err=True),
    )
