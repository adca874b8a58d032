"""A schematic midsagittal brain: outlines of our own and where regions lie on it, in MNI millimetres.

The outlines (y, z) were traced by hand and stylised. A region's position is approximate and carries where it was taken
from; a region that is not in the table is not drawn. Nothing here is fit for measuring.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

__all__ = ["CALLOSUM", "CEREBELLUM", "CEREBRUM", "FOLIA", "REGIONS", "STEM", "SULCI", "Region"]


@dataclass(frozen=True, slots=True)
class Region:
    """Position in MNI space (mm), whether it lies in the crowded midbrain, and where the position comes from."""

    x: float
    y: float
    z: float
    midbrain: bool
    source: str


_READ = "read off the ICBM152 template"
_CHOSEN = "chosen"
_SCHEMATIC = "schematic, outside MNI space"
REGIONS: Final[dict[str, Region]] = {
    "UBERON:0001882": Region(9, 9, -8, False, "published seed (Gabbay 2013)"),
    "UBERON:0001876": Region(20, -8, -22, False, "PMC4112007, table 4"),
    "UBERON:0001897": Region(10, -15, 9, False, _READ),
    "UBERON:0001870": Region(0, 48, 14, False, _CHOSEN),
    "UBERON:0000956": Region(0, -25, 58, False, _CHOSEN),
    "UBERON:0001904": Region(4, -24, 3, True, _READ),
    "UBERON:0001942": Region(4, -24, 3, True, _READ),
    "UBERON:0002259": Region(5, -34.5, -7.5, True, _READ),
    "UBERON:0001945": Region(5, -32, -5, True, _READ),
    "UBERON:0001946": Region(5, -37, -10, True, _READ),
    "UBERON:0002691": Region(2, -16, -13, True, _READ),
    "UBERON:0002043": Region(0, -29, -13, True, _READ),
    "UBERON:0004684": Region(0, -29, -13, True, _READ),
    "UBERON:0002037": Region(0, -62, -26, False, _READ),
    "UBERON:0002240": Region(0, -51, -104, False, _SCHEMATIC),
    "UBERON:0002256": Region(0, -53, -96, False, _SCHEMATIC),
    "UBERON:0002257": Region(0, -47, -96, False, _SCHEMATIC),
    "UBERON:0002181": Region(0, -53, -112, False, _SCHEMATIC),
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
