"""An answer made again and compared with its receipt: identical, the same conclusion, or changed by these claims."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import Literal

import msgspec

from .. import __version__
from ..curie import Curie
from ..errors import MechgraphError, ReceiptError
from ..graph import Graph
from ..store.parts import claims_around
from .calls import again
from .content import held, version_of
from .receipt import GraphVersion, HeldClaim, Receipt

__all__ = ["Reason", "Status", "Verified", "verify"]

Status = Literal["identical", "same", "changed"]
_Held = tuple[HeldClaim, ...]
_TOLD = {"identical": "IDENTICAL", "same": "SAME CONCLUSION", "changed": "CHANGED"}


class Reason(msgspec.Struct, frozen=True, kw_only=True):
    """One claim that differs: its id, how, and what it says."""

    claim: str
    how: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.how}: {self.sentence} [{self.claim}]"


class Verified(msgspec.Struct, frozen=True, kw_only=True):
    """What became of an answer.

    Args:
        status: identical (every byte), same (conclusion, by other evidence or in other words), or changed.
        before, after: The conclusion in a few words; after is why there is none where the call fails today.
        reasons: The claims of the answer, then or now, that differ.
        receipt: What was verified.
        graph, mechgraph: The graph and the version of the code that answered now.
    """

    status: Status
    before: str
    after: str
    reasons: tuple[Reason, ...]
    receipt: Receipt
    graph: GraphVersion
    mechgraph: str = __version__

    @property
    def exit_code(self) -> int:
        """4 where the conclusion changed, as for :class:`~mechgraph.answers.diff.Diff`; else 0."""
        return 4 if self.status == "changed" else 0

    def lines(self, width: int = 100) -> list[str]:
        """The finding as text, the status first, then each claim that differs as a sentence."""
        came = self.before if self.before == self.after else f"{self.before} → {self.after}"
        out = textwrap.wrap(f"{_TOLD[self.status]}  {self.receipt.told()}: {came}", width)
        if self.reasons:
            out += ["", "because of:" if self.status == "changed" else "with:"]
        for r in self.reasons:
            out += textwrap.wrap(f"- {r}", width, initial_indent="  ", subsequent_indent="    ")
        if not self.reasons and self.status != "identical":
            out += ["", "No claim that bore on it differs: names, the code or claims elsewhere do; see --since."]
        return [*out, "", *self._versions()]

    def _versions(self) -> Iterator[str]:
        was, now = self.receipt.graph, self.graph
        if not now.sha256 or not was.sha256:
            yield f"graph: {was.name}, then {now.name}; an endpoint has no digest to compare"
        elif was.sha256 == now.sha256:
            yield f"graph: {now.name}, the same (sha256 {now.sha256[:16]})"
        else:
            yield f"graph: {was.name} {was.sha256[:16]} ({was.claims:,} claims)"
            yield f"  now: {now.name} {now.sha256[:16]} ({now.claims:,} claims)"
        code = self.receipt.mechgraph
        yield f"mechgraph: {code}" + ("" if code == self.mechgraph else f", now {self.mechgraph}")

    def __str__(self) -> str:
        return "\n".join(self.lines())

    def to_json(self) -> str:
        """The finding as JSON, without the receipt's own claims."""
        r = self.receipt
        return msgspec.json.encode(
            {
                "status": self.status,
                "call": r.call,
                "arguments": r.arguments,
                "before": self.before,
                "after": self.after,
                "reasons": self.reasons,
                "graph": {"then": r.graph, "now": self.graph},
                "mechgraph": {"then": r.mechgraph, "now": self.mechgraph},
            }
        ).decode()


def verify(receipt: Receipt, kg: Graph, *, since: Graph | None = None) -> Verified:
    """Make the answer of a receipt again, on a graph that may have changed since.

    Args:
        since: The graph of the receipt, where it is still to be had. Then also named are claims that the answer does
            not show and that were edited around its entities: their number weighs in the cost of paths.

    Raises:
        ReceiptError: the receipt is of another graph: another name, another digest, and not one claim of its answer;
            or ``since`` is not the graph of the receipt.

    >>> import mechgraph
    >>> from mechgraph.receipts import answered
    >>> kg = mechgraph.load()
    >>> receipt = answered(kg, "ask", question="Does baclofen treat spasticity?")[1]
    >>> print(verify(receipt, kg).lines()[0])
    IDENTICAL  ask question='Does baclofen treat spasticity?': supported
    """
    now = version_of(kg.store)
    known = [c for c in receipt.claims if kg.store.association(c.id) is not None]
    if now.name != receipt.graph.name and not (known or (now.sha256 and now.sha256 == receipt.graph.sha256)):
        raise ReceiptError(
            f"the receipt is of another graph: {receipt.graph.name!r} with {receipt.graph.claims:,} claims, "
            f"and {now.name!r} holds none of the claims of its answer",
            remedy="name the right one with -g",
        )
    if since is not None and version_of(since.store).sha256 != receipt.graph.sha256:
        raise ReceiptError(
            f"{since.store.name} is not the graph of the receipt: its digest is another", remedy="leave out --since"
        )
    new = again(kg, receipt)
    if isinstance(new, MechgraphError):
        reasons = tuple(_reasons(receipt.claims, (), kg, since))
        after = f"no answer: {new.message}"
        return Verified(
            status="changed", before=receipt.conclusion, after=after, reasons=reasons, receipt=receipt, graph=now
        )
    status: Status = "changed"
    if new.answer_sha256 == receipt.answer_sha256 and new.claims == receipt.claims:
        status = "identical"
    elif new.conclusion_sha256 == receipt.conclusion_sha256:
        status = "same"
    return Verified(
        status=status,
        before=receipt.conclusion,
        after=new.conclusion,
        reasons=() if status == "identical" else tuple(_reasons(receipt.claims, new.claims, kg, since)),
        receipt=receipt,
        graph=now,
    )


def _reasons(old: _Held, new: _Held, kg: Graph, since: Graph | None) -> Iterator[Reason]:
    """What differs between the claims of two answers, and around them where the older graph is there."""
    told = list(_differences(old, new, kg))
    yield from told
    if since is None:
        return
    known = {r.claim for r in told} | {c.id for c in (*old, *new)}
    around = set[Curie]()
    for store, listed in ((since.store, old), (kg.store, new)):
        for c in listed:
            if (a := store.association(c.id)) is not None:
                around |= {a.subject, a.object}
    ids = {a.id for store in (since.store, kg.store) for c in around for a in claims_around(store, c)} - known
    for id in sorted(ids):
        a, b = since.store.association(id), kg.store.association(id)
        was, now = (None if x is None else held(s.store, [x])[0] for s, x in ((since, a), (kg, b)))
        if was != now and (one := was or now) is not None:
            how = "gone" if now is None else "new" if was is None else _change(was, now)
            yield Reason(claim=id, how=f"not in the answer, {how}", sentence=one.sentence)


def _differences(old: _Held, new: _Held, kg: Graph) -> Iterator[Reason]:
    """What differs between the claims of two answers; those that the graph lost, gained or changed come first."""
    was, now = ({c.id: c for c in claims} for claims in (old, new))
    moved = []
    for c in old:
        if c.id in now:
            if now[c.id] != c:
                yield Reason(claim=c.id, how=_change(c, now[c.id]), sentence=c.sentence)
        elif (there := kg.store.association(c.id)) is None:
            yield Reason(claim=c.id, how="gone", sentence=c.sentence)
        elif (today := held(kg.store, [there])[0]) != c:
            yield Reason(claim=c.id, how=_change(c, today), sentence=c.sentence)
        else:
            moved.append(Reason(claim=c.id, how="no longer part of the answer", sentence=c.sentence))
    for c in new:
        if c.id not in was:
            yield Reason(claim=c.id, how="new", sentence=c.sentence)
    yield from moved


def _change(old: HeldClaim, new: HeldClaim) -> str:
    """How one claim changed, in a few words."""
    told = []
    if old.certainty != new.certainty:
        told.append(f"{old.certainty} → {new.certainty}")
    added = [s for s in new.sources if s not in old.sources]
    gone = [s for s in old.sources if s not in new.sources]
    told += [f"evidence added from {s}" for s in added] + [f"evidence of {s} gone" for s in gone]
    if not told:
        told.append("its evidence or wording changed")
    return ", ".join(told)
