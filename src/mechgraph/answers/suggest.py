"""Questions that this graph can answer, offered where one was not understood; each is tried before it is offered."""

from __future__ import annotations

from collections.abc import Sequence

from ..curie import Curie
from ..vocab import vocabulary
from ..workspace import Workspace
from .asked import Ask, Mention, Slot
from .judge import judge

__all__ = ["suggestions"]

_OF_A_DRUG = (
    ("How does {} work?", Ask(form="tell", relation="mechanism")),
    ("What is {} used for?", Ask(form="tell", relation="use")),
    ("What are the side effects of {}?", Ask(form="list", relation="harms")),
    ("Which targets does {} act on?", Ask(form="list", relation="acts_on")),
)
_OF_A_DISORDER = (
    ("Which drugs treat {}?", Ask(form="list", relation="treat", subject=Slot(category="drug"))),
    ("What causes {}?", Ask(form="list", relation="cause", polarity=1)),
)
_OF_A_PROTEIN = (("Which drugs act on {}?", Ask(form="list", relation="acts_on", subject=Slot(category="drug"))),)


def suggestions(workspace: Workspace, about: Sequence[Curie], most: int = 3) -> list[str]:
    """Up to ``most`` questions about the entities, each of which this graph answers."""
    from msgspec import structs

    vocab = vocabulary()
    found: list[str] = []
    for curie in dict.fromkeys(about):
        entity = workspace.store.entity(curie)
        if entity is None:
            continue
        slot = Slot(mention=Mention(entity, entity.name, 0, 0))
        for kind, questions, end in (
            ("chemical", _OF_A_DRUG, "subject"),
            ("disease_or_phenotype", _OF_A_DISORDER, "object"),
            ("gene_product", _OF_A_PROTEIN, "object"),
        ):
            if not vocab.is_a(entity.category, kind):
                continue
            for words, asked in questions:
                if judge(workspace, structs.replace(asked, **{end: slot})).verdict == "list":
                    found.append(words.format(entity.name))
        if len(found) >= most:
            break
    return found[:most]
