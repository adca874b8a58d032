"""An explanation or an answer as a document that a writer can hand on: title, lead, sections, numbered references.

It is the first screen again where there is one, else a section for each part; commands and hints of the terminal are
left out. Who writes it as Markdown, HTML or a file for a word processor finds everything here, in reading order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import msgspec

from .. import __version__
from ..model import Source
from ..model.citing import vancouver
from .answer import Answer, Claim, Explanation
from .screen import Block, Row, Screen

__all__ = ["Document", "Listed", "document_of", "markdown"]

_DOTS = {"established": "●●●", "probable": "●●○", "hedged": "●○○", "inconclusive": "○○○"}
_SURE = "●●● established ●●○ probable ●○○ hedged ○○○ inconclusive"


class Listed(msgspec.Struct, frozen=True, kw_only=True):
    """A source in the list of references."""

    number: int
    text: str
    link: str = ""


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """What stands in the file.

    Args:
        screen: Title, lead and sections; its closing is one line of counts.
        references: The sources that it cites, in the order of their numbers.
        figure: The sources that its figure cites, by the numbers in the figure.
        made: With what it was made, and from which graph.
    """

    screen: Screen
    references: tuple[Listed, ...]
    made: str
    figure: tuple[Listed, ...] = ()

    @property
    def title(self) -> str:
        """The name, as a title begins."""
        return self.screen.name[:1].upper() + self.screen.name[1:]


def document_of(
    told: Explanation | Answer,
    source: Callable[[str], Source | None],
    *,
    graph: str = "",
    everything: bool = False,
    figure: Iterable[str] = (),
) -> Document:
    """The document of an explanation or of an answer.

    Args:
        told: What is written.
        source: A source by its id, for the list of references.
        graph: What the graph is called.
        everything: Every claim of an explanation, and not its first screen.
        figure: The ids of the sources of its figure, in the order of its numbers.

    >>> from mechgraph import load
    >>> kg = load()
    >>> made = document_of(kg.explain("baclofen"), kg.store.source)
    >>> made.title, made.references[0].number, len(made.references) > 20
    ('Baclofen', 1, True)
    """
    if isinstance(told, Answer):
        screen = _of_answer(told)
    elif told.screen is not None and not everything:
        counts = tuple(text.replace("\xa0", " ") for text in told.screen.closing[:1])
        screen = msgspec.structs.replace(told.screen, closing=counts)
    else:
        screen = _of_sections(told)
    labels = {s.id: s for c in told.claims for s in c.sources}

    def listed(ids: Iterable[str]) -> tuple[Listed, ...]:
        out = []
        for n, key in enumerate(ids, 1):
            found, known = source(key), labels.get(key)
            text = vancouver(found) if found is not None else known.label if known is not None else key
            link = found.link if found is not None else known.link if known is not None else ""
            out.append(Listed(number=n, text=text, link=link))
        return tuple(out)

    made = f"Made with mechgraph {__version__}" + (f" from the graph “{graph}”." if graph else ".")
    return Document(screen=screen, references=listed(screen.references()), made=made, figure=listed(figure))


def _of_answer(told: Answer) -> Screen:
    titles = (("for", True), ("against", False), ("beside", None))
    blocks = []
    for title, wanted in titles:
        claims = [c for c in told.claims if c.supports is wanted]
        if claims:
            blocks.append(Block(title=title, rows=tuple(map(_row, claims)), note=_SURE))
    return Screen(
        name=told.question,
        roles=told.verdict.replace("_", " "),
        handle="",
        lead=(Row(text=told.answer),),
        blocks=tuple(blocks),
    )


def _of_sections(told: Explanation) -> Screen:
    by_id = {c.id: c for c in told.claims}
    blocks = []
    for section in told.sections:
        rows = [Row(text=remark) for remark in section.remarks]
        rows += [_row(by_id[c]) for c in section.claims]
        note = "; ".join(filter(None, (section.note, _SURE if section.claims else "")))
        blocks.append(Block(title=section.title, rows=tuple(rows), note=note))
    named = told.screen
    return Screen(
        name=named.name if named else told.question,
        roles=named.roles if named else told.verdict.replace("_", " "),
        handle=named.handle if named else "",
        lead=named.lead if named else (Row(text=told.answer),),
        blocks=tuple(blocks),
        closing=(f"{len(told.claims):,} claims.",),
    )


def _row(claim: Claim) -> Row:
    def by(stances: Iterable[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(s.id for s in claim.sources if s.stance in stances))

    return Row(
        text=claim.sentence,
        sources=by(("supports", "partial")),
        against=by(("refutes", "no_effect")),
        claims=(claim.id,),
        certainty=_DOTS.get(claim.certainty, ""),
    )


def markdown(made: Document) -> list[str]:
    """The document as Markdown."""
    lines = [*made.screen.markdown()]
    if made.references:
        lines += ["", "## References", ""]
        lines += [f"{r.number}. {r.text}{f' <{r.link}>' if r.link else ''}" for r in made.references]
    return [*lines, "", f"*{made.made}*"]
