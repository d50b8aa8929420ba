"""How names in national letters are written in the zone: Doc 9303 part 3 section 6.

Tables A (Latin), B (Cyrillic) and C (Arabic). Where a state may choose, the usual choice stands.
"""

import unicodedata

from tocsin.core.screening.writing import clean

_LATIN = {
    "Ä": "AE", "Å": "AA", "Æ": "AE", "Ð": "D", "Ö": "OE", "Ø": "OE", "Ü": "UE", "Þ": "TH",
    "ß": "SS", "ẞ": "SS", "Đ": "D", "Ħ": "H", "ı": "I", "Ĳ": "IJ", "ĸ": "Q", "Ł": "L",
    "Ŀ": "L", "Ŋ": "N", "Œ": "OE", "Ŧ": "T", "Ə": "E", "ŉ": "N",
}  # fmt: skip
_CYRILLIC = {
    "А": "A", "Б": "B", "В": "V", "Г": "G", "Д": "D", "Е": "E", "Ё": "E", "Ж": "ZH", "З": "Z",
    "И": "I", "І": "I", "Й": "I", "К": "K", "Л": "L", "М": "M", "Н": "N", "О": "O", "П": "P",
    "Р": "R", "С": "S", "Т": "T", "У": "U", "Ф": "F", "Х": "KH", "Ц": "TS", "Ч": "CH",
    "Ш": "SH", "Щ": "SHCH", "Ъ": "IE", "Ы": "Y", "Ь": "", "Э": "E", "Ю": "IU", "Я": "IA",
    "Ѓ": "G", "Є": "IE", "Ѕ": "DZ", "Ї": "I", "Ј": "J", "Љ": "LJ", "Њ": "NJ", "Ћ": "C",
    "Ќ": "K", "Ў": "U", "Џ": "DZ", "Ђ": "D", "Ґ": "G", "Ѫ": "U", "Ѵ": "Y", "Ѳ": "F",
}  # fmt: skip
_UKRAINIAN = _CYRILLIC | {"Г": "H", "И": "Y"}
_BELARUSIAN = _CYRILLIC | {"Г": "H", "Ё": "IO"}
_SERBIAN = _CYRILLIC | {"Х": "H", "Ц": "C"}
_BULGARIAN = _CYRILLIC | {"Щ": "SHT"}
_ARABIC = {
    "ء": "XE", "آ": "XAA", "أ": "XAE", "ؤ": "U", "إ": "I", "ئ": "XI", "ا": "A", "ب": "B",
    "ة": "XTA", "ت": "T", "ث": "XTH", "ج": "J", "ح": "XH", "خ": "XKH", "د": "D", "ذ": "XDH",
    "ر": "R", "ز": "Z", "س": "S", "ش": "XSH", "ص": "XSS", "ض": "XDZ", "ط": "XTT", "ظ": "XZZ",
    "ع": "E", "غ": "G", "ف": "F", "ق": "Q", "ك": "K", "ل": "L", "م": "M", "ن": "N", "ه": "H",
    "و": "W", "ى": "XAY", "ي": "Y", "ٱ": "XXA", "ٹ": "XXT", "ټ": "XRT", "پ": "P", "ځ": "XKE",
    "څ": "XXH", "چ": "XC", "ڈ": "XXD", "ډ": "XDR", "ڑ": "XXR", "ړ": "XRR", "ږ": "XRX",
    "ژ": "XJ", "ښ": "XXS", "ک": "XKK", "ګ": "XXK", "ڭ": "XNG", "گ": "XGG", "ں": "XNN",
    "ڼ": "XXN", "ھ": "XDO", "ۀ": "XYH", "ہ": "XXG", "ۂ": "XGE", "ۃ": "XTG", "ی": "XYA",
    "ۍ": "XXY", "ې": "Y", "ے": "XYB", "ۓ": "XBE",
}  # fmt: skip
_SHADDA = "ّ"
_BY_STATE = {
    "UKR": _UKRAINIAN, "BLR": _BELARUSIAN, "SRB": _SERBIAN, "MKD": _SERBIAN, "MNE": _SERBIAN,
    "BGR": _BULGARIAN,
}  # fmt: skip


def for_zone(name: str, state: str = "") -> str:
    """Return ``name`` as a zone spells it: A-Z, words parted by one "<".

    ``state`` (three letters) chooses the Cyrillic reading of its language. Letters without a
    rule are left out.
    """
    cyrillic = _BY_STATE.get(state, _CYRILLIC)
    spelled: list[str] = []
    for letter in unicodedata.normalize("NFC", clean(name)):
        spelled.append(_spelled(letter, cyrillic, spelled))
    words = "".join(spelled).split()
    return "<".join(words)


def _spelled(letter: str, cyrillic: dict[str, str], before: list[str]) -> str:
    if letter in "-/ \u00a0":
        return " "
    if letter == _SHADDA:  # doubles the consonant before it
        return before[-1] if before else ""
    found = _ARABIC.get(letter) or _LATIN.get(letter)
    if found:
        return found
    capital = letter.upper()
    known = cyrillic.get(capital, _LATIN.get(capital))
    if known is not None:
        return known
    plain = unicodedata.normalize("NFD", capital)
    return "".join(cyrillic.get(x, x if "A" <= x <= "Z" else "") for x in plain)
