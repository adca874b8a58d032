"""The command line: parse, call :class:`~mechgraph.graph.Graph`, print. Commands are imported when they are used.

Data goes to standard output, talk to standard error. Exit codes: 0 done, 1 failure, 2 usage, 3 not found or no path,
4 findings at error level, 130 interrupted.
"""

from __future__ import annotations

import gc
import importlib
import os
import sys
from collections.abc import Sequence
from typing import Any

import click

from ..errors import MechgraphError, NotFoundError, UsageError, cannot_write, is_full

__all__ = ["app", "main"]

COMMANDS: dict[str, tuple[str, str]] = {
    "explain": ("answer", "What the graph says about a drug, or about its mechanism for an effect."),
    "ask": ("answer", "Answer a question, with a verdict and the claims for and against."),
    "show": ("look", "One entity and the claims about it."),
    "search": ("look", "Find entities by name, synonym or identifier."),
    "stats": ("look", "What the graph holds."),
    "paths": ("find", "The best paths between two entities."),
    "rank": ("find", "Rank many drug-effect pairs by their best paths."),
    "query": ("query", "Run a named query, or SPARQL from a file, the argument or standard input."),
    "draw": ("figure", "Draw a mechanism as SVG, PNG, PDF or SBGN-ML."),
    "what-if": ("reason", "Delete, invert, add or block claims, and see what becomes of an effect."),
    "interactions": ("reason", "Documented and inferred interactions of a drug."),
    "compare": ("reason", "What drugs share and where they differ."),
    "repurpose": ("reason", "Drugs that might act on a disease, or diseases for a drug, by mechanism."),
    "diff": ("reason", "Which conclusions changed between two graphs, and which claim did it."),
    "verify": ("verify", "Make the answer of a receipt again: identical, the same conclusion, or changed."),
    "cite": ("cite", "How to cite an answer, the graph and the software."),
    "review": ("review", "What a change of records does: findings, changed conclusions, changed mechanisms."),
    "init": ("curate", "Begin a folder of records of your own: an example and a schema."),
    "check": ("curate", "Check records, or a built graph, against every rule."),
    "build": ("exchange", "Build a graph on disk from one or several sources."),
    "get": ("public", "Bring a public graph to this machine, to ask it by its name."),
    "datasets": ("public", "Public graphs: what each adds, its licence, and which are here."),
    "export": ("exchange", "Write the graph in another format."),
    "site": ("site", "Write a site of the graph: pages with figures, sources and search, no server."),
    "serve": ("serve", "Serve the graph: SPARQL endpoint, JSON and an explorer in the browser."),
    "mcp": ("mcp", "Tools for language models over the Model Context Protocol."),
    "bench": ("bench", "Recompute published numbers on local data."),
}


NO_GRAPH = frozenset({"diff", "review", "init", "build", "get", "datasets", "bench"})
"""Commands that name their graphs themselves."""


WITHOUT_MORE = frozenset({"check", "mcp", "serve"})
"""Commands that read a graph and cannot lay more records on it."""


def _lay_on(ctx: click.Context, _: click.Parameter, files: tuple[str, ...]) -> None:
    if files:
        ctx.obj = {**(ctx.obj or {}), "with": files}


def _with_option() -> click.Option:
    return click.Option(
        ["--with", "more"],
        metavar="FILE",
        multiple=True,
        expose_value=False,
        callback=_lay_on,
        help="Records to suppose on top of the graph; repeatable, nothing is written.",
    )


def _choose_graph(ctx: click.Context, _: click.Parameter, graph: str | None) -> None:
    if graph is not None:
        ctx.obj = {**(ctx.obj or {}), "graph": graph}


def _graph_option() -> click.Option:
    return click.Option(
        ["-g", "--graph"],
        metavar="GRAPH",
        expose_value=False,
        callback=_choose_graph,
        help="A built graph, a file, an endpoint, a name that get brought; default: the embedded graph.",
    )


def _version(ctx: click.Context, _: click.Parameter, asked: bool) -> None:
    if asked and not ctx.resilient_parsing:
        from .. import __version__
        from ..paths import native

        click.echo(f"mechgraph {__version__} ({native.described()})")
        ctx.exit()


class _Lazy(click.Group):
    """A group whose commands live in modules that are imported only when one of them runs.

    Each command that reads a graph takes ``-g`` as the group does, so that it may stand before or after the command.
    """

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        module = importlib.import_module(f".{COMMANDS[name][0]}", __name__)
        command: click.Command = getattr(module, name.replace("-", "_"))
        if name not in NO_GRAPH and not any(p.name == "graph" for p in command.params):
            command.params.append(_graph_option())
            if name not in WITHOUT_MORE:
                command.params.append(_with_option())
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        import difflib

        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            near = difflib.get_close_matches(args[0], COMMANDS, n=2)
            hint = "; did you mean " + " or ".join(repr(n) for n in near) + "?" if near else ""
            raise click.UsageError(f"no command {args[0]!r}{hint}", ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])


@click.command(
    cls=_Lazy,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Examples:\n\n\b\n  mechgraph explain baclofen\n  mechgraph ask 'Is baclofen a dopamine agonist?'\n"
    "  mechgraph draw baclofen spasticity -o baclofen.svg\n  mechgraph query uses drug=baclofen -f csv",
)
@click.option("-g", "--graph", metavar="GRAPH", help="A graph: file, endpoint, or name; default: embedded.")
@click.option("--timeout", type=click.FloatRange(0.1), help="Seconds for one query to an endpoint.  [120]")
@click.option("--debug", is_flag=True, help="Show the traceback of an error.")
@click.option("--version", is_flag=True, expose_value=False, is_eager=True, callback=_version, help="Show the version.")
@click.pass_context
def app(ctx: click.Context, graph: str | None, timeout: float | None, debug: bool) -> None:
    """A knowledge graph of how drugs work: signed, cited, contested, drawn, queried."""
    ctx.obj = {**(ctx.obj or {}), "graph": graph or os.environ.get("MECHGRAPH_GRAPH") or None, "timeout": timeout}


def _say(text: str) -> None:
    from .output import tell

    tell(f"mechgraph: {text}")


def main(args: Sequence[str] | None = None) -> None:
    """Run the command line and leave with its exit code.

    Args:
        args: As a shell gives them; ``None`` for those of this process, which is then the command's own and is limited
            in its memory.
    """
    given = list(sys.argv[1:] if args is None else args)
    debug = "--debug" in given
    if args is None and "bench" not in given:
        # the other commands multiply no matrices, and NumPy would start a thread on each core to be ready for it
        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    gc.set_threshold(50_000, 20, 20)  # a command is short: looking for cycles so often takes a tenth of its time
    if debug:
        from ..paths import native

        found, why = native.compiled()
        if not found:
            _say(f"paths are searched by the NumPy kernel: {why}")
    try:
        plain = [a for a in given if a != "--debug"]
        own = {"own_process": args is None}
        code: Any = app.main(args=plain, prog_name="mechgraph", standalone_mode=False, obj=own)
        sys.stdout.flush()
        sys.exit(code if isinstance(code, int) else 0)
    except click.exceptions.Exit as leave:
        sys.exit(leave.exit_code)
    except click.ClickException as error:
        if debug:
            raise
        error.show()
        sys.exit(2)
    except (click.Abort, KeyboardInterrupt):
        _say("interrupted")
        sys.exit(130)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except MechgraphError as error:
        if debug:
            raise
        _say(str(error))
        sys.exit(3 if isinstance(error, NotFoundError) else 2 if isinstance(error, UsageError) else 1)
    except OSError as error:
        if debug:
            raise
        full = error.filename is None and is_full(error)
        why = f"{error.filename or 'input or output'}: {error.strerror or error}"
        _say(str(cannot_write("standard output", error)) if full else why)
        sys.exit(1)
    except RecursionError:
        if debug:
            raise
        _say("the input is nested too deeply")
        sys.exit(1)
    except MemoryError:
        if debug:
            raise
        _say("not enough memory (MECHGRAPH_MEMORY is the limit of a command in megabytes, 2000 by default, 0 for none)")
        sys.exit(1)
