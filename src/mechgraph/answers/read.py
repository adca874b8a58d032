"""Read a question once: from its words to what it asks, every word accounted for. Nothing of what the graph holds."""

from __future__ import annotations

from collections.abc import Sequence

from ..names.lexicon import lexicon
from ..store.base import Store
from .asked import Ask, Mention, Reading
from .clause import asks_of
from .clauses import clauses_of
from .tokens import Token, sentences
from .units import Unit, units_of
from .words import Words

__all__ = ["read"]

_SHORT = 7
"""Words of a sentence that only adds to the one before."""


def read(store: Store, text: str) -> Reading:
    """What a question asks.

    Args:
        text: As a person typed it: a question, a statement, an order, or only words.

    >>> import mechgraph
    >>> (ask,) = read(mechgraph.load().store, "Does baclofen cause a decrease in spasticity?").asks
    >>> ask.form, ask.relation, ask.polarity, ask.subject.mention.entity.name, ask.object.mention.entity.name
    ('closed', 'change', -1, 'baclofen', 'spasticity')
    >>> read(mechgraph.load().store, "Is baclofen cheap?").asks[0].rest
    ('cheap',)
    """
    asks: list[Ask] = []
    joined = ""
    carried: list[Mention] = []
    before: list[Token] = []
    for tokens in _joined_sentences(sentences(text)):
        found, how = _asks(store, text, tokens, carried, bool(asks))
        if asks and _adds(found, tokens):  # "Does it reduce pain? And in dogs?"
            asks, how = _asks(store, text, [*before, *tokens], carried, False)
            continue
        asks += found
        before = tokens
        joined = joined or how
    if not asks:
        asks = [Ask(form="tell", relation="none")]
    return Reading(text=text, asks=tuple(asks), joined=joined or ("and" if len(asks) > 1 else ""))


def _adds(found: Sequence[Ask], tokens: Sequence[Token]) -> bool:
    """Whether a sentence asks nothing itself, and says in whom or where."""
    prepositions = [t for t in tokens if (row := lexicon().longest([t.forms], 0)) and row[1][0].role == "prep"]
    return bool(prepositions) and len(tokens) < _SHORT and all(a.relation in ("define", "none") for a in found)


def _joined_sentences(parts: list[list[Token]]) -> list[list[Token]]:
    """ "I take X. Can I use Y?" is one question: a sentence of the first person says what goes with the next."""
    out: list[list[Token]] = []
    for part in parts:
        if out and out[-1][0].text.lower() == "i" and len(out[-1]) < 5 and part[0].text.lower() in ("can", "may", "is"):
            out[-1] = [*out[-1], *part]
        else:
            out.append(part)
    return out


def _asks(
    store: Store, text: str, tokens: Sequence[Token], carried: list[Mention], follows: bool
) -> tuple[list[Ask], str]:
    """What a sentence asks; again with names taken apart, where it names things and asks nothing."""
    best: tuple[list[Ask], str] | None = None
    for apart in (False, True):
        units = units_of(store, text, tokens, apart)
        if follows and all(u.rows and any(r.role in ("nothing", "pron", "aux") for r in u.rows) for u in units):
            return [], ""
        clauses, joined = clauses_of(units)
        mentioned = list(carried)
        asks: list[Ask] = []
        for clause in clauses:
            found, how = asks_of(Words(store, clause, mentioned))
            asks += found
            joined = joined or how
        best = (asks, joined) if best is None else best
        if any(a.relation not in ("define", "none") for a in asks) or not _holds_relation(units):
            best = (asks, joined)
            carried[:] = mentioned
            break
    assert best is not None
    return best


def _holds_relation(units: Sequence[Unit]) -> bool:
    return any(u.mention is not None and u.end - u.start > 1 for u in units)
