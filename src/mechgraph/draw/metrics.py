"""How wide a text is, from a table of advance widths, so that no drawing library is needed to lay out a figure.

The widths are those of DejaVu Sans, the widest of the fonts that figures ask for (Arial, Helvetica, DejaVu Sans):
what fits here fits in each of them. Kerning, ligatures and complex scripts are not modelled; letters outside the
table count as one em wide where East Asian, nothing where combining, 0.65 em otherwise.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Final

__all__ = ["LINE", "clip", "text_width", "wrap"]

LINE: Final = 1.2
"""Line height in units of the font size."""

_REGULAR: Final[dict[int, str]] = {
    227: "′",
    275: "'",
    284: "ijlìíîïĩīĭįıĵĺļł",
    295: "IJÌÍÎÏĨĪĬĮİĴΙΪ",
    318: " ,.\xa0·‘’",
    342: "/:;\\|¦ŀίι",
    352: "fſ",
    361: "-\xad",
    375: "ľ″",
    392: "()[]tţťŧ",
    401: "!¡²³¹‹›⁰⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉",
    411: "rŕŗř",
    460: '"',
    471: "ªº",
    500: "*_`§¨¯°´¸–†‡",
    521: "sśŝşš“”",
    531: "?z¿źżž⁺⁻₊₋",
    541: "έε",
    550: "cçćĉċčζ",
    562: "LĳĹĻĽĿŁΓνξ",
    579: "Fkķĸΰυχ",
    592: "vxyýÿĲŷγκλς•",
    605: "PÞΡπτ",
    615: "TYaeo«»ÝàáâãäåèéêëðòóôõöøāăąēĕėęěōŏőŢŤŦŶŸΤΥΫδθο",
    638: "$0123456789ESbdghnpqu{}¢£¤¥µ¶ÈÉÊËßñùúûüþďđĒĔĖĘĚĝğġģĥńņňŋŚŜŞŠũūŭůűųΕΞΣήβημρσ√",
    660: "KĶΚάαφψ",
    686: "ABVXZÀÁÂÃÄÅĀĂĄŹŻŽΑΒΔΖΛΧ",
    698: "CRÇĆĈĊČħŔŖŘ",
    732: "UÙÚÛÜŨŪŬŮŰŲ",
    752: "HNÑĤŃŅŇŊΗΝΠ",
    764: "Ω",
    775: "DGÐĎĐĜĞĠĢ",
    787: "&OQÒÓÔÕÖØŌŎŐΘΟΦΨ",
    818: "wŉŵ",
    838: "#+<=>^~¬±×÷ω←↑→↓↔⇄−∓∞≈≠≡≤≥",
    871: "MΜ∅⊣",
    916: "Ħ",
    950: "%",
    974: "m¼½¾Æ",
    989: "WæŴ",
    1000: "@©®—…",
    1023: "œ",
    1070: "Œ",
    1123: "℃",
}
_BOLD: Final[dict[int, str]] = {
    264: "′",
    306: "'",
    348: " ijl\xa0ìíîïĩīĭįıĵĺļ",
    371: "/\\|¦ł",
    380: ",.IJ·ÌÍÎÏĨĪĬĮİĴΙΪ‘’",
    390: "ίι",
    400: ":;",
    415: "-\xad‹›",
    438: "f²³¹ſ⁰⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉",
    447: "″",
    457: "!()[]¡",
    479: "tľţťŧ",
    500: "_`r§¨¯°´¸ŕŗř–†‡",
    528: '"*⁺⁻₊₋',
    564: "ªºŀέε",
    582: "?z¿źżž",
    595: "csçćĉċčśŝşšζξς",
    637: "L¤¶ĹĻĽĿΓΞλ",
    646: "x«»Łτχ•",
    657: "vyýÿŷ“”",
    667: "kķĸ√",
    678: "aeàáâãäåèéêëāăąēĕėęěΰυ",
    687: "EFToÈÉÊËðòóôõöøĒĔĖĘĚĳōŏőŢŤŦΕΣΤάαγδθνο",
    696: "$0123456789¢£¥",
    716: "bdghnpqu{}ñùúûüþďđĝğġģĥńņňŋũūŭůűųήβηκρ",
    725: "SYZÝßŚŜŞŠŶŸŹŻŽΖΥΫ",
    734: "CPÇĆĈĊČΡ",
    744: "µÞĲμ",
    762: "BΒ",
    771: "RXŔŖŘΧ",
    782: "AKVÀÁÂÃÄÅĀĂĄĶΑΔΚΛσφ",
    794: "ħπψ",
    812: "UÙÚÛÜŨŪŬŮŰŲ",
    821: "GĜĞĠĢ",
    838: "#+<=>DHN^~¬±ÐÑ×÷ĎĐĤŃŅŇŊΗΝΠ←↑→↓↔⇄−∓∞≈≠≡≤≥",
    856: "OQÒÓÔÕÖØŌŎŐΘΟΦΨΩ∅",
    872: "&ω",
    914: "⊣",
    924: "wŵ",
    974: "Ħ",
    983: "ŉ",
    1002: "%@M©®Μ—…",
    1035: "¼½¾",
    1048: "mæ",
    1085: "Æ",
    1094: "œ",
    1103: "WŴ",
    1167: "Œ",
    1211: "℃",
}
_WIDTHS: Final = {
    "normal": {c: w for w, chars in _REGULAR.items() for c in chars},
    "bold": {c: w for w, chars in _BOLD.items() for c in chars},
}


@lru_cache(maxsize=1024)
def _unknown(char: str) -> int:
    if unicodedata.combining(char) or unicodedata.category(char) in {"Cf", "Mn", "Me"}:
        return 0
    return 1000 if unicodedata.east_asian_width(char) in "WF" else 650


@lru_cache(maxsize=8192)
def _ems(text: str, weight: str) -> float:
    table = _WIDTHS[weight]
    # whole thousandths: their sum is the same on every Python (3.12 adds floats in another way than 3.11)
    return sum(table[c] if c in table else _unknown(c) for c in text) / 1000


def text_width(text: str, size: float, weight: str = "normal") -> float:
    """The advance width in points of one line of text.

    >>> round(text_width("baclofen", 7), 1)
    30.1
    """
    return size * _ems(text, weight)


def clip(text: str, width: float, size: float, weight: str = "normal") -> str:
    """The text on one line, with an ellipsis where it is wider than ``width`` points.

    >>> clip("baclofen", 40, 7), clip("baclofen and more", 40, 7)
    ('baclofen', 'baclofen…')
    """
    line = " ".join(text.split())
    if text_width(line, size, weight) <= width:
        return line
    while line and text_width(line + "…", size, weight) > width:
        line = line[:-1].rstrip()
    return line + "…"


def wrap(text: str, limit: int, lines: int = 6) -> list[str]:
    """Break a label at spaces, hyphens and slashes into lines of about ``limit`` characters, evenly filled.

    A word longer than twice the limit is cut; what does not fit into ``lines`` lines ends in an ellipsis.

    >>> wrap("dorsal raphe 5-HT neuron firing", 16)
    ['dorsal raphe', '5-HT neuron', 'firing']
    """
    words: list[str] = []
    for word in text.split():
        while len(word) > limit:
            cut = max((word.rfind(c, 3, limit) for c in "-/,)"), default=-1) + 1
            if cut <= 0:
                if len(word) <= limit + 5:
                    break
                cut = limit - 1
                words.append(word[:cut] + "-")
            else:
                words.append(word[:cut])
            word = word[cut:]
        if word:
            words.append(word)
    if not words:
        return [""]
    out = [""]
    for word in words:
        glue = "" if out[-1][-1:] in "-/" and text.find(out[-1].rsplit(" ", 1)[-1] + word) >= 0 else " "
        if out[-1] and len(out[-1]) + len(glue) + len(word) > limit:
            out.append(word)
        else:
            out[-1] = out[-1] + glue + word if out[-1] else word
    if len(out) > lines:
        out = out[:lines]
        out[-1] = out[-1][: max(1, limit - 1)].rstrip() + "…"
    return out
