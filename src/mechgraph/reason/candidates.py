"""Candidate drugs of a disease, or diseases of a drug, as values: what each scores by, what is known, what forbids it.

How they are scored is :mod:`.repurposing`, which needs NumPy; who shows them does not.
"""

from __future__ import annotations

from dataclasses import dataclass

from ..curie import Curie
from ..model import Association, Entity, Path
from ..sentences import claim_sentence
from ..store.base import Table

__all__ = ["Candidate", "Part", "Repurposing"]

COLUMNS = (
    *("rank", "drug", "disease", "score", "without_degree", "known", "with_known", "veto"),
    *("drug_id", "disease_id"),
)


@dataclass(frozen=True, slots=True)
class Part:
    """What one path adds to a score; ``path`` is ``None`` for all further paths of a metapath together."""

    value: float
    metapath: str
    path: Path | None
    paths: int = 1


@dataclass(frozen=True, slots=True)
class Candidate:
    """A drug for a disease.

    Args:
        score: By mechanism alone.
        without_degree: The same, divided by √(claims of the drug · claims of the disease).
        with_known: With known treatments of other pairs; ``None`` where no score was fitted.
        known: Claims that the drug is used for the disease.
        vetoes: Claims that forbid it: a contraindication, a use that is denied.
        parts: Paths and what each adds to ``score``, the largest first; only where they were asked for.
    """

    drug: Entity
    disease: Entity
    score: float
    without_degree: float
    with_known: float | None
    known: tuple[Association, ...]
    vetoes: tuple[Association, ...]
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class Repurposing:
    """Candidates, best first and those with a veto last.

    Args:
        order: Which score it is, in a few words.
        considered: How many drugs, or diseases, were scored.
        without_path: What is known to be used, and has no path that says a direction, so that it has no score.
    """

    asked: Entity
    order: str
    considered: int
    candidates: tuple[Candidate, ...]
    entities: dict[Curie, Entity]
    without_path: tuple[Entity, ...] = ()

    def to_table(self) -> Table:
        """One row a candidate."""
        rows = []
        for rank, c in enumerate(self.candidates, 1):
            known = " ".join(dict.fromkeys(a.relation.label for a in c.known))
            veto = "; ".join(claim_sentence(a, self.entities, context=False) for a in c.vetoes)
            rest = (c.score, c.without_degree, known, c.with_known, veto)
            rows.append((rank, c.drug.name, c.disease.name, *rest, str(c.drug.id), str(c.disease.id)))
        return Table(COLUMNS, tuple(rows))

    def _repr_html_(self) -> str:
        """For a notebook: one row a candidate, and what the score is."""
        from ..model.showing import framed, table

        told = self.to_table()
        key = [f"score: {self.order}", "by mechanism alone; no claim of benefit"]
        return framed(
            table(told.columns, told.rows, caption=f"{self.asked.label}: {self.considered:,} considered", key=key)
        )

    def lines(self) -> list[str]:
        """As text: each candidate, and the paths of its score where they were asked for."""
        head = f"{self.asked.name}: {self.considered} considered. Score: {self.order}."
        out = [f"{head} By mechanism alone; no claim of benefit."]
        for rank, c in enumerate(self.candidates, 1):
            more = [f"{c.without_degree:+.3g} without degree"]
            if c.with_known is not None:
                more.append(f"{c.with_known:+.3f} with known treatments")
            more += ["by these paths it makes it worse"] if c.score < 0 else []
            known = ", ".join(dict.fromkeys(a.relation.label for a in c.known))
            more += [f"known: {known}" if known else "not a known use here"]
            out.append(f"{rank}. {c.drug.name} – {c.disease.name}: {c.score:+.4f} ({'; '.join(more)})")
            out += [f"   VETO: {claim_sentence(a, self.entities)} [{', '.join(a.sources)}]" for a in c.vetoes]
            for part in c.parts:
                if part.path is None:
                    out.append(f"   {part.value:+.4f}  {part.paths} more paths of {part.metapath}")
                    continue
                out.append(f"   {part.value:+.4f}  {_walked(part.path, self.entities)}")
                sources = dict.fromkeys(s for step in part.path.steps for s in step.association.sources)
                out.append(f"            [{', '.join(sources) or 'no source'}]")
            if not (c.parts or c.score) and len(self.candidates) == 1:
                out.append("   no path with a direction")
            if c.parts:
                out.append(f"   {sum(p.value for p in c.parts):+.4f}  in all")
        if not self.candidates:
            out.append("No path with a direction joins it with any candidate.")
        if self.without_path:
            names = ", ".join(e.name for e in self.without_path)
            out.append(f"Known uses that no path with a direction explains here, and that have no score: {names}.")
        return out


def _walked(path: Path, names: dict[Curie, Entity]) -> str:
    """A path in one line, each step with what it says."""
    text = [names[path.entities[0]].name]
    for step in path.steps:
        label = step.association.relation.label if step.forward else step.association.relation.passive
        text.append(f"– {label} – {names[step.end].name}")
    return " ".join(text)
