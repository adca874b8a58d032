"""The calls that a receipt can be taken of, and taking it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from .. import __version__
from ..errors import MechgraphError, ReceiptError
from ..graph import Graph
from .content import answer_bytes, claims_in, conclusion_of, held, version_of
from .receipt import Receipt, digest

__all__ = ["CALLS", "answered", "call", "receipt_of"]


def _query(kg: Graph, name: str, parameters: dict[str, Any]) -> Any:
    return kg.query(name, **parameters)


CALLS: dict[str, Callable[..., Any]] = {
    "ask": Graph.ask,
    "explain": Graph.explain,
    "mechanism": Graph.mechanism,
    "paths": Graph.paths,
    "interactions": Graph.interactions,
    "what_if": Graph.what_if,
    "compare": Graph.compare,
    "query": _query,
    "sparql": Graph.sparql,
}
"""Name in a receipt → what is called with the graph and the arguments by their names."""


def call(kg: Graph, name: str, arguments: dict[str, Any]) -> Any:
    """What a graph answers to a call.

    Raises:
        ReceiptError: no such call, or arguments that it does not take. Whatever the call raises.
    """
    if name not in CALLS:
        raise ReceiptError(f"no call {name!r} has a receipt", remedy="one of " + ", ".join(CALLS))
    try:
        return CALLS[name](kg, **arguments)
    except (TypeError, AttributeError) as error:
        raise ReceiptError(f"{name} does not take {', '.join(arguments) or 'nothing'}: {error}") from error


def receipt_of(kg: Graph, name: str, arguments: dict[str, Any], result: object) -> Receipt:
    """The receipt of an answer that this graph gave.

    Args:
        name, arguments: The call and its arguments by name; those that are ``None``, empty or false are left out.
        result: What it gave.
    """
    given = {k: v for k, v in arguments.items() if v is not None and v is not False and v not in ((), [], {})}
    conclusion, lines = conclusion_of(result)
    query = arguments.get("text", "") if name == "sparql" else getattr(result, "sparql", "")
    if name == "query":
        query = kg.query_text(given["name"], **given.get("parameters", {}))
    return Receipt(
        mechgraph=__version__,
        graph=version_of(kg.store),
        call=name,
        arguments=msgspec.json.decode(msgspec.json.encode(_plain(name, given), enc_hook=str)),
        query=query,
        conclusion=conclusion,
        conclusion_sha256=digest("\n".join(lines).encode()),
        claims=held(kg.store, claims_in(result, kg.store)),
        answer_sha256=digest(answer_bytes(result)),
    ).sealed()


def _plain(name: str, given: dict[str, Any]) -> dict[str, Any]:
    """Arguments that JSON holds: an entity by its identifier."""
    from ..model import Entity

    def plain(value: Any) -> Any:
        if isinstance(value, Entity):
            return value.id
        return [plain(v) for v in value] if isinstance(value, list | tuple) else value

    if name == "query":  # parameters that are not given take the defaults of the query
        given = {"name": given["name"], "parameters": given.get("parameters", {})}
    return {k: plain(v) for k, v in given.items()}


def answered(kg: Graph, name: str, /, **arguments: Any) -> tuple[Any, Receipt]:
    """An answer with its receipt.

    Args:
        name: A key of :data:`CALLS`: the method of :class:`~mechgraph.graph.Graph` that answers.
        arguments: Of that method, by name.

    Raises:
        ReceiptError: no such call, or arguments that it does not take.

    >>> import mechgraph
    >>> from mechgraph.receipts import verify
    >>> kg = mechgraph.load()
    >>> answer, receipt = answered(kg, "ask", question="Is baclofen a GABA-B receptor agonist?")
    >>> answer.verdict, verify(receipt, kg).status
    ('supported', 'identical')
    """
    result = call(kg, name, arguments)
    return result, receipt_of(kg, name, arguments, result)


def again(kg: Graph, old: Receipt) -> Receipt | MechgraphError:
    """The receipt of the same call today, or why there is no answer any more."""
    try:
        return answered(kg, old.call, **old.arguments)[1]
    except ReceiptError:
        raise
    except MechgraphError as error:
        return error
