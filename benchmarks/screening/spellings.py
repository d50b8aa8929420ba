"""How others spell a word: romanisations in official or common use, and what people call a person.

Facts about usage, kept apart from the engine's own tables on purpose: a bench that spoils names by
the rules that mend them measures nothing.
"""

from functools import cache
from pathlib import Path
from random import Random

from anyascii import anyascii

from benchmarks.screening.words import Word

_CYRILLIC = "абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґ"
_ROMAN = {
    "passport": "a b v g d e e zh z i i k l m n o p r s t u f kh ts ch sh shch ie y - e iu ia i i ie g",
    "passport before 2010": "a b v g d e e zh z i y k l m n o p r s t u f kh ts ch sh shch - y - e yu ya i yi ye g",
    "English": "a b v g d e yo zh z i y k l m n o p r s t u f kh ts ch sh sch - y - e yu ya i i ye g",
    "French": "a b v g d e io j z i i k l m n o p r s t ou f kh ts tch ch chtch - y - e iou ia i i ie g",
    "German": "a b w g d e jo sch s i j k l m n o p r s t u f ch z tsch sch schtsch - y - e ju ja i ji je g",
    "Polish": "a b w g d e io ż z i j k l m n o p r s t u f ch c cz sz szcz - y - e ju ja i ji je g",
    "scholarly": "a b v g d e ë ž z i j k l m n o p r s t u f ch c č š šč - y - è ju ja i ï je g",
    "Ukrainian": "a b v h d e io zh z y i k l m n o p r s t u f kh ts ch sh shch - y - e iu ia i i ie g",
}  # fmt: skip
_GREEK = (
    ("ου", "ou", "u"), ("μπ", "mp", "b"), ("ντ", "nt", "d"), ("γκ", "gk", "g"), ("γγ", "ng", "ng"),
    ("ευ", "ef", "ev"), ("αυ", "af", "av"), ("ει", "ei", "i"), ("οι", "oi", "i"), ("αι", "ai", "e"),
    ("χ", "ch", "h"), ("η", "i", "e"), ("υ", "y", "i"), ("φ", "f", "ph"), ("β", "v", "v"),
    ("θ", "th", "th"), ("ξ", "x", "ks"), ("ψ", "ps", "ps"), ("γ", "g", "y"),
)  # fmt: skip
_HABITS = {
    "ARA": (("ou", "u"), ("oo", "u"), ("ee", "i"), ("i", "ee"), ("u", "ou"), ("kh", "k"), ("q", "k"),
            ("dh", "z"), ("dh", "d"), ("w", "ou"), ("y", "i"), ("a", "e"), ("e", "a"), ("h", ""),
            ("aa", "a"), ("j", "g"), ("gh", "g"), ("sh", "ch"), ("th", "s"), ("'", ""), ("ai", "ei")),
    "PER": (("a", "aa"), ("i", "ee"), ("ou", "u"), ("oo", "u"), ("gh", "q"), ("e", "a"), ("zadeh", "zada"),
            ("v", "w"), ("kh", "h"), ("o", "u")),
    "KOR": (("eo", "u"), ("u", "oo"), ("j", "ch"), ("k", "g"), ("g", "k"), ("eo", "o"), ("yeo", "you"), ("p", "b"), ("h", "")),
    "JPN": (("ō", "o"), ("ō", "ou"), ("o", "oh"), ("shi", "si"), ("tsu", "tu"), ("chi", "ti"), ("ji", "zi"), ("fu", "hu"), ("ū", "u")),
    "TUR": (("ş", "sh"), ("ç", "ch"), ("c", "j"), ("ğ", "g"), ("ü", "ue"), ("ö", "oe"), ("ı", "i")),
    "POL": (("w", "v"), ("cz", "ch"), ("sz", "sh"), ("ł", "l"), ("ski", "sky"), ("j", "y"), ("rz", "zh")),
    "ROU": (("ș", "sh"), ("ț", "tz"), ("ț", "ts"), ("ce", "che"), ("u", "ou"), ("escu", "esco")),
    "SRB": (("ć", "c"), ("ć", "ch"), ("č", "ch"), ("š", "sh"), ("ž", "zh"), ("j", "y"), ("đ", "dj")),
    "DEU": (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss"), ("ei", "ai"), ("mann", "man"), ("ck", "k")),
    "NOR": (("ø", "oe"), ("å", "aa"), ("sson", "son"), ("ø", "o"), ("sen", "son")),
    "GEO": (("kh", "h"), ("dz", "z"), ("ts", "c"), ("gh", "g"), ("zh", "j"), ("q", "k"), ("i", "y")),
    "ARM": (("yan", "ian"), ("kh", "gh"), ("g", "k"), ("t", "d"), ("b", "p"), ("d", "t"), ("k", "g"), ("ts", "tz")),
    "ISR": (("ch", "h"), ("h", "ch"), ("tz", "z"), ("ts", "tz"), ("v", "b"), ("ei", "e"), ("k", "c"), ("w", "v")),
    "IND": (("aa", "a"), ("oo", "u"), ("ee", "i"), ("v", "w"), ("sh", "s"), ("dh", "d"), ("th", "t"), ("ai", "ay")),
}  # fmt: skip
_PLAIN = (("c", "k"), ("ph", "f"), ("y", "i"), ("ie", "y"), ("ll", "l"), ("tt", "t"), ("nn", "n"), ("ss", "s"),
          ("th", "t"), ("ck", "k"), ("x", "ks"), ("w", "v"), ("ou", "u"), ("ee", "i"))  # fmt: skip
_WADE = (("zh", "ch"), ("x", "hs"), ("q", "ch"), ("z", "ts"), ("c", "ts"), ("j", "ch"), ("r", "j"),
         ("b", "p"), ("d", "t"), ("g", "k"))  # fmt: skip
_CANTONESE = {
    "wang": "wong", "li": "lee", "zhang": "cheung", "liu": "lau", "chen": "chan", "yang": "yeung", "huang": "wong",
    "zhao": "chiu", "wu": "ng", "zhou": "chow", "xu": "tsui", "sun": "suen", "zhu": "chu", "hu": "wu", "guo": "kwok",
    "lin": "lam", "luo": "law", "zheng": "cheng", "liang": "leung", "xie": "tse", "song": "sung", "xu.": "hui",
    "feng": "fung", "deng": "tang", "cao": "tso", "zeng": "tsang", "cai": "choi", "ye": "yip", "du": "to",
}  # fmt: skip


def usual(word: Word) -> str:
    """Return the spelling in the bearer's own passport."""
    if word.latin:
        return word.latin[0]
    if set(word.native.lower()) & set(_CYRILLIC):
        table = "Ukrainian" if set(word.native.lower()) & set("іїєґ") else "passport"
        return romanised(word.native, table)
    return anyascii(word.native).replace("'", "").replace("`", "").capitalize()


@cache
def _table(name: str) -> dict[str, str]:
    cells = (x.replace("-", "") for x in _ROMAN[name].split())
    return dict(zip(_CYRILLIC, cells, strict=True))


def romanised(native: str, table: str) -> str:
    rows = _table(table)
    return "".join(rows.get(letter, letter) for letter in native.lower()).title()


def another(word: Word, people: str, chance: Random) -> str:
    """Return a spelling by another table than the usual one: a real one where one is known."""
    first = usual(word)
    if len(word.latin) > 1 and chance.random() < 0.7:
        return chance.choice(word.latin[1:])
    if set(word.native.lower()) & set(_CYRILLIC):
        found = {romanised(word.native, table) for table in _ROMAN} - {first}
        return chance.choice(sorted(found)) if found else first
    if people == "GRC" and word.native:
        return _greek(word.native, chance)
    if people == "CHN":
        return _chinese(first, chance)
    return _habit(first, people, chance)


def _greek(native: str, chance: Random) -> str:
    text = native.lower()
    for letters, official, usual_one in _GREEK:
        text = text.replace(letters, official if chance.random() < 0.5 else usual_one)
    return anyascii(text).title()


def _chinese(first: str, chance: Random) -> str:
    plain = first.lower()
    if plain in _CANTONESE and chance.random() < 0.5:
        return _CANTONESE[plain].title()
    for old, new in _WADE:
        if plain.startswith(old):
            return (new + plain.removeprefix(old)).title()
    return first


def _habit(first: str, people: str, chance: Random) -> str:
    plain = first.lower()
    rules = _HABITS.get(people, ()) + _PLAIN
    for old, new in sorted(rules[: len(rules)], key=lambda _: chance.random()):
        if old in plain:
            at = chance.choice([x for x in range(len(plain)) if plain.startswith(old, x)])
            return (plain[:at] + new + plain[at + len(old) :]).title()
    return anyascii(first).title()


@cache
def _called() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    text = (Path(__file__).parent / "nicknames.tsv").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            names = tuple(line.split())
            for name in names:
                found[name] = found.get(name, ()) + tuple(x for x in names if x != name)
    return found


def called(given: str, chance: Random) -> str:
    """Return what friends or neighbours call one of that given name; "" if we know of nothing."""
    known = _called().get(anyascii(given).lower(), ())
    return chance.choice(known).title() if known else ""
