"""What the lists of the explorer are called, in the order of the page: groups of claims, and shelves of things."""

from __future__ import annotations

__all__ = ["SHELVES", "TITLES"]

TITLES: dict[str, tuple[str, str]] = {
    "target": ("Acts on", "What acts on it"),
    "site": ("Where it acts", "What acts here"),
    "mechanism": ("What it does", "What leads to it"),
    "wanted": ("Wanted effects", "What has it as a wanted effect"),
    "use": ("Used for", "What is used for it"),
    "relief": ("Eases", "What eases it"),
    "off_label": ("Used off label for", "What is used off label for it"),
    "studied": ("Studied for", "What was studied for it"),
    "harm": ("Harms and side effects", "What causes it or makes it worse"),
    "contraindication": ("Not to be used in", "What must not be used in it"),
    "caution": ("With caution in", "What needs caution in it"),
    "interaction": ("Interactions", "Interactions"),
    "kinetics": ("What becomes of it", "What it does to drugs"),
    "identity": ("What it is", "What is one of it"),
    "membership": ("Belongs to", "Its members"),
    "correlation": ("Goes along with", "Goes along with"),
    "place": ("Where it is", "What is there"),
    "structure": ("Parts, make-up and likeness", "Parts, make-up and likeness"),
    "other": ("Other", "Other"),
}
"""Kind of claim, in the order of the page → title where the thing is the subject, and where it is the object."""

SHELVES: dict[str, str] = {
    "drugs": "Drugs",
    "targets": "Targets",
    "diseases": "Diseases",
    "effects": "Symptoms and side effects",
    "classes": "Classes of drugs",
    "mechanisms": "Curated mechanisms",
    "questions": "Open questions",
}
"""Key → title, in the order of the page."""
