"""A schematic midsagittal brain: outlines of our own and where regions lie on it, in MNI millimetres.

The outlines (y, z) were traced by hand and stylised. Positions of regions stand in ``graph/brain.tsv``, each with what
it rests on; a region that is not in the table is not drawn. Nothing here is fit for measuring.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from ..curie import data_dir

__all__ = ["BASES", "CALLOSUM", "CEREBELLUM", "CEREBRUM", "FOLIA", "STEM", "SULCI", "TEMPORAL", "Region", "regions"]

BASES: Final[Mapping[str, str]] = {
    "published": "published coordinates",
    "template": "read off the ICBM152 template",
    "chosen": "chosen",
    "schematic": "schematic",
}
"""What a position rests on, as a figure says it; the values of the column ``basis``."""


@dataclass(frozen=True, slots=True)
class Region:
    """Position in MNI space (mm; x without side), whether it lies in the crowded midbrain, and what this rests on."""

    x: float
    y: float
    z: float
    midbrain: bool
    basis: str
    source: str


@cache
def regions() -> Mapping[str, Region]:
    """Every region that has a position, by CURIE.

    >>> regions()["UBERON:0001876"].source
    'PMC4112007, table 4'
    """
    with (data_dir("graph") / "brain.tsv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return {
            r["region"]: Region(
                float(r["x"]), float(r["y"]), float(r["z"]), r["midbrain"] == "yes", r["basis"], r["source"]
            )
            for r in rows
        }


CEREBRUM: Final[tuple[tuple[float, float], ...]] = (
    (10, -20),
    (20, -27),
    (30, -30),
    (40, -31),
    (50, -30),
    (60, -26),
    (66, -18),
    (69, -6),
    (70, 5),
    (68, 18),
    (64, 30),
    (58, 40),
    (50, 50),
    (40, 59),
    (30, 65),
    (20, 69),
    (10, 72),
    (0, 73),
    (-10, 74),
    (-20, 76),
    (-30, 77.5),
    (-40, 76),
    (-50, 72),
    (-58, 67),
    (-66, 61),
    (-74, 53),
    (-80, 45),
    (-86, 36),
    (-91, 27),
    (-95, 17),
    (-98.5, 5),
    (-97, -3),
    (-94, -11),
    (-89, -15),
    (-83, -16),
    (-72, -8),
    (-62, 1),
    (-53, 8),
    (-46, 12),
    (-42, 6),
    (-38, 2),
    (-33, 0),
    (-27, -3),
    (-20, -5),
    (-14, -9),
    (-9, -14),
    (-4, -17),
    (3, -18),
)
CALLOSUM: Final[tuple[tuple[float, float], ...]] = (
    (34, 2),
    (35, 8),
    (32, 15),
    (25, 21),
    (15, 25.5),
    (5, 28.5),
    (-5, 30),
    (-15, 29),
    (-25, 26.5),
    (-33, 26),
    (-40, 22),
    (-43, 15),
    (-42, 10),
    (-38, 6.5),
    (-34, 7),
    (-31, 11),
    (-29, 15),
    (-24, 18),
    (-15, 21),
    (-5, 23.5),
    (5, 22.5),
    (14, 20),
    (20, 16),
    (25, 11),
    (27, 6),
    (25, 1),
    (21, -1.5),
    (28, -3),
)
STEM: Final[tuple[tuple[float, float], ...]] = (
    (-26, -2),
    (-29, -1.5),
    (-33, -2.5),
    (-35.5, -5),
    (-36, -7),
    (-38.5, -9),
    (-39, -12),
    (-36.5, -15),
    (-35.5, -20),
    (-37, -28),
    (-41, -38),
    (-45, -48),
    (-48, -58),
    (-51, -71),
    (-53, -85),
    (-55, -104),
    (-56, -118),
    (-47, -118),
    (-46, -104),
    (-43, -85),
    (-40, -71),
    (-36, -62),
    (-32, -53),
    (-29, -49),
    (-23, -48),
    (-17, -42),
    (-13.5, -34),
    (-13, -27),
    (-16, -22),
    (-20, -20),
    (-22, -18),
    (-19, -14.5),
    (-15, -12.5),
    (-11, -13),
    (-10, -11),
    (-13, -7),
    (-18, -4),
)
CEREBELLUM: Final[tuple[tuple[float, float], ...]] = (
    (-43, -13),
    (-45, -6),
    (-50, -1.5),
    (-56, -1),
    (-62, -5),
    (-67, -9),
    (-72, -14),
    (-77, -20),
    (-80, -27),
    (-80.5, -35),
    (-78, -42),
    (-74, -47),
    (-66, -49.5),
    (-58, -49),
    (-52, -47),
    (-47.5, -43),
    (-46.5, -36),
    (-50, -31),
    (-45, -26),
    (-41.5, -20),
)
TEMPORAL: Final[tuple[tuple[float, float], ...]] = (
    (6, -14),
    (16, -19),
    (21, -27),
    (15, -35),
    (2, -39),
    (-14, -38),
    (-29, -33),
    (-40, -25),
    (-43, -17),
    (-34, -12),
    (-20, -11),
    (-6, -11),
)
FOLIA: Final[tuple[tuple[tuple[float, float], ...], ...]] = (
    ((-50, -30), (-57, -22), (-60, -8)),
    ((-50, -30), (-62, -26), (-74, -18)),
    ((-50, -30), (-64, -33), (-78, -34)),
    ((-50, -30), (-60, -38), (-68, -47)),
    ((-50, -30), (-50, -20), (-49, -5)),
    ((-50, -30), (-53, -40), (-56, -47)),
)
SULCI: Final[tuple[tuple[tuple[float, float], ...], ...]] = (
    ((36, -8), (45, 6), (44, 20), (35, 32), (20, 40), (0, 43), (-20, 42), (-34, 42), (-42, 50), (-46, 62), (-50, 71)),
    ((-98, 6), (-88, 5), (-78, 3), (-66, 8), (-58, 12)),
    ((-58, 12), (-66, 28), (-76, 44), (-82, 42)),
    ((50, -28), (42, -18), (30, -16)),
)
