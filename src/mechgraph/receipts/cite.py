"""How to cite: an answer by what its receipt names, the graph by its digest, the software by its version.

The sources of the claims come along: who cites an answer owes them to those who found what it says.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable

import msgspec

from .. import __version__
from ..graph import Graph
from ..model import Source, bibtex
from .content import version_of
from .receipt import GraphVersion, HeldClaim, Receipt, digest

__all__ = ["Cited", "cited"]

ADDRESS = "https://w3id.org/mechgraph/"
_TITLE = "mechgraph: a knowledge graph of how drugs work"
_SHOWN = 12
"""Claims that the text shows; the JSON has all."""


class Cited(msgspec.Struct, frozen=True, kw_only=True):
    """What to cite.

    Args:
        software: Its version.
        graph: Its name, how many claims it holds, and the digest of its content.
        call, conclusion, query, claims, answer_sha256: Of an answer; empty where only graph and software are cited.
        sources: The sources of the claims, which are to be cited too.
    """

    software: str
    graph: GraphVersion
    call: str = ""
    conclusion: str = ""
    query: str = ""
    claims: tuple[HeldClaim, ...] = ()
    answer_sha256: str = ""
    sources: tuple[Source, ...] = ()

    @property
    def of_graph(self) -> str:
        """The citation of the graph, as a sentence."""
        g = self.graph
        digest = f"sha256 {g.sha256}" if g.sha256 else "an endpoint, without digest"
        return f"The mechgraph authors. Graph “{g.name}”, {g.claims:,} claims, {digest}. {ADDRESS}"

    @property
    def of_software(self) -> str:
        """The citation of the software, as a sentence."""
        return f"The mechgraph authors. {_TITLE}, version {self.software}. {ADDRESS}"

    def lines(self, width: int = 100, *, query: bool = False) -> list[str]:
        """The citations as text: the answer, the graph, the software, then the sources.

        Args:
            width: Columns of a line.
            query: With the whole SPARQL, and not its hash alone.
        """
        out: list[str] = []

        def put(text: str) -> None:
            out.extend(
                textwrap.wrap(text, width, subsequent_indent="  ", break_long_words=False, break_on_hyphens=False)
            )

        if self.call:
            put(f"Answer: {self.call}: {self.conclusion} (answer sha256 {self.answer_sha256}).")
            for c in self.claims[:_SHOWN]:
                put(f"- {c.sentence} [{c.id}; {', '.join(c.sources) or 'no source'}]")
            if len(self.claims) > _SHOWN:
                put(f"- and {len(self.claims) - _SHOWN} more; -f json has all")
            if self.query and query:
                out += ["", "Query:", *(f"  {line}" for line in self.query.splitlines())]
            elif self.query:
                put(f"Query: SPARQL, sha256 {digest(self.query.encode())}; --show-query prints it")
            out.append("")
        put(f"Graph: {self.of_graph}")
        put(f"Software: {self.of_software}")
        if self.sources:
            out += ["", "Sources of the claims:"]
            for s in self.sources:
                put(f"- [{s.id}] {s.label} {s.link}".rstrip())
        return out

    def bibtex(self) -> str:
        """The software, the graph, the answer and the sources as BibTeX."""
        g = self.graph
        entries = [
            _entry("software", "mechgraph", _TITLE, f"version {self.software}"),
            _entry("misc", "mechgraph-graph", f"mechgraph, graph {g.name}", f"{g.claims} claims; sha256 {g.sha256}"),
        ]
        if self.call:
            claims = " ".join(c.id for c in self.claims)
            note = f"{self.conclusion}; answer sha256 {self.answer_sha256}; graph sha256 {g.sha256}; claims {claims}"
            key = f"mechgraph-{self.answer_sha256[:12]}"
            entries.append(_entry("misc", key, f"mechgraph, answer to: {self.call}", note))
        return "\n".join([*entries, bibtex(self.sources)]).strip()

    def to_json(self) -> str:
        """All of it as JSON, with the sentences that cite graph and software."""
        data = {f: getattr(self, f) for f in self.__struct_fields__}
        told = {"cite_graph": self.of_graph, "cite_software": self.of_software, "version": 1}
        return msgspec.json.encode(data | told, enc_hook=str).decode()


def _entry(kind: str, key: str, title: str, note: str) -> str:
    def plain(text: str) -> str:
        return text.translate({ord(c): None for c in "{}\\"})

    fields = {"author": "{The mechgraph authors}", "title": plain(title), "note": plain(note), "url": ADDRESS}
    return f"@{kind}{{{key},\n" + "".join(f"  {k} = {{{v}}},\n" for k, v in fields.items()) + "}\n"


def cited(kg: Graph, receipt: Receipt | None = None) -> Cited:
    """What to cite for an answer, or for a graph and the software alone.

    Args:
        receipt: Of the answer; its own graph and version are cited, and ``kg`` has the sources.

    >>> import mechgraph
    >>> from mechgraph.receipts import answered
    >>> kg = mechgraph.load()
    >>> made = cited(kg, answered(kg, "ask", question="Is baclofen a GABA-B receptor agonist?")[1])
    >>> made.conclusion, made.graph.name, made.claims[0].id[:4]
    ('supported', 'embedded', 'mga:')
    """
    if receipt is None:
        return Cited(software=__version__, graph=version_of(kg.store))
    return Cited(
        software=receipt.mechgraph,
        graph=receipt.graph,
        call=receipt.told(),
        conclusion=receipt.conclusion,
        query=receipt.query,
        claims=receipt.claims,
        answer_sha256=receipt.answer_sha256,
        sources=tuple(_sources(kg, dict.fromkeys(s for c in receipt.claims for s in c.sources))),
    )


def _sources(kg: Graph, ids: Iterable[str]) -> Iterable[Source]:
    return (s for i in ids if (s := kg.store.source(i)) is not None)
