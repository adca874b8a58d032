"""Entities, claims and sources under addresses of their own: a page for people, RDF for programs.

``/entity/DRUGBANK:DB00181`` works for every CURIE, and ``/entity/x`` is ``https://w3id.org/mechgraph/entity/x`` here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from ..curie import Curie, prefix_map
from .describe import examples_description, void_description
from .endpoint import gone
from .negotiate import GRAPHS, choose
from .problems import Problem, of_error

if TYPE_CHECKING:
    from .backend import Server

__all__ = ["NAMESPACES", "examples", "resource", "void"]

NAMESPACES = {"entity": "MG", "association": "mga", "mechanism": "mgm", "source": "mgs", "vocab": "mgv"}
"""First part of the path → prefix."""

_ABOUT = """CONSTRUCT {{ <{iri}> ?p ?o . ?claim ?cp ?co . ?piece ?ep ?eo }} WHERE {{
  {{ <{iri}> ?p ?o }}
  UNION {{ ?claim rdf:subject <{iri}> ; ?cp ?co }}
  UNION {{ ?claim rdf:object <{iri}> ; ?cp ?co }}
  UNION {{ <{iri}> mgv:has_evidence ?piece . ?piece ?ep ?eo }}
}}"""


async def resource(request: Request) -> Response:
    """One thing of the graph; 303 to the explorer for a browser, otherwise RDF of it and of the claims about it."""
    server: Server = request.app.state.server
    kind = request.url.path.split("/", 2)[1]
    reference = request.path_params["reference"]
    try:
        curie = prefix_map().parse(reference) if kind == "entity" else None
        curie = curie or Curie(f"{NAMESPACES[kind]}:{reference}")
        iri = prefix_map().expand(curie)
    except Exception as error:
        raise of_error(error) from None
    accept = request.headers.get("accept", "")
    media = choose(accept, [*GRAPHS, "text/html"])
    if media is None:
        raise Problem("not-acceptable", f"it comes as {', '.join(GRAPHS)} or as a page")
    if media == "text/html":
        state = {"e": str(curie)} if kind == "entity" else {"claim": str(curie)} if kind == "association" else {}
        state = state or {"view": "sparql", "q": f"DESCRIBE <{iri}>"}
        return RedirectResponse("/?" + urlencode(state), status_code=303, headers={"vary": "Accept"})
    job = {"query": _ABOUT.format(iri=iri), "accept": media, "default": [], "named": []}
    data = await (await server.queries.run(job, gone=lambda: gone(request))).whole()
    if not _says_anything(data, media):
        raise Problem("not-found", f"this graph says nothing about {curie}")
    headers = {"vary": "Accept", "link": f'<{iri}>; rel="canonical"'}
    return Response(data, media_type=media, headers=headers)


def _says_anything(data: bytes, media: str) -> bool:
    from pyoxigraph import parse

    return next(iter(parse(data, format=GRAPHS[media])), None) is not None


async def void(request: Request) -> Response:
    """VoID at its well-known address, with DCAT and schema.org."""
    server: Server = request.app.state.server
    media = choose(request.headers.get("accept", ""), list(GRAPHS)) or "text/turtle"
    about = await server.about()
    data = await run_in_threadpool(void_description, str(request.base_url), GRAPHS[media], about)
    return Response(data, media_type=media, headers={"vary": "Accept"})


async def examples(request: Request) -> Response:
    """The named queries as examples, for SPARQL editors."""
    media = choose(request.headers.get("accept", ""), list(GRAPHS)) or "text/turtle"
    data = await run_in_threadpool(examples_description, str(request.base_url), GRAPHS[media])
    return Response(data, media_type=media, headers={"vary": "Accept"})
