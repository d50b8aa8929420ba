"""How the same person is written by others: error classes with weights, each from a seed."""

import random
from collections.abc import Callable
from dataclasses import dataclass

from anyascii import anyascii

from benchmarks.people.population import Invented, Word
from tocsin.core.screening import Person
from tocsin.core.screening.equivalents import equivalents
from tocsin.core.screening.mrz import for_zone
from tocsin.core.screening.writing import script_of

_KEYS = {
    "a": "sq", "b": "vn", "c": "xv", "d": "sf", "e": "wr", "f": "dg", "g": "fh", "h": "gj", "i": "uo",
    "j": "hk", "k": "jl", "l": "k", "m": "n", "n": "mb", "o": "ip", "p": "o", "q": "wa", "r": "et",
    "s": "ad", "t": "ry", "u": "yi", "v": "cb", "w": "qe", "x": "zc", "y": "tu", "z": "x",
}  # fmt: skip
_HABITS = (
    ("kh", "h"), ("zh", "j"), ("iu", "yu"), ("ia", "ya"), ("yi", "y"), ("ou", "u"), ("oo", "u"), ("ee", "i"),
    ("sh", "ch"), ("w", "v"), ("ts", "tz"), ("ck", "k"), ("ph", "f"), ("y", "i"), ("j", "y"), ("ss", "s"),
    ("e", "a"), ("u", "o"), ("th", "t"), ("ii", "y"), ("ks", "x"), ("h", ""),
)  # fmt: skip


def usual_latin(word: Word) -> str:
    """The spelling its bearer's own passport has."""
    if word.latin:
        return word.latin[0]
    if script_of(word.native) == "Latin":
        return word.native
    if script_of(word.native) == "Cyrillic":
        return (
            for_zone(word.native, "UKR" if set(word.native) & set("іїєґІЇЄҐ") else "")
            .replace("<", " ")
            .title()
        )
    if script_of(word.native) == "Han":
        return anyascii(word.native).capitalize()
    return anyascii(word.native).replace("'", "").replace("`", "").capitalize()


def other_latin(word: Word, chance: random.Random) -> str:
    """A spelling of the word by another habit."""
    if len(word.latin) > 1 and chance.random() < 0.8:
        return chance.choice(word.latin[1:])
    plain = anyascii(usual_latin(word)).lower().replace("'", "")
    for old, new in chance.sample(_HABITS, len(_HABITS)):
        if old in plain:
            return plain.replace(old, new, 1).title()
    return plain.title()


def slip(text: str, chance: random.Random) -> str:
    """One slip of the keyboard in a word of at least four letters."""
    at = chance.randrange(1, max(2, len(text) - 1))
    kind = chance.randrange(4)
    if kind == 0:
        return text[:at] + text[at + 1 :]
    if kind == 1:
        return text[:at] + text[at : at + 2][::-1] + text[at + 2 :]
    if kind == 2:
        return text[:at] + text[at] + text[at:]
    near = _KEYS.get(text[at].lower(), text[at])
    return text[:at] + chance.choice(near) + text[at + 1 :]


def latin_name(person: Invented) -> str:
    words = [*person.given, *([person.patronymic] if person.patronymic else []), person.surname]
    parts = [usual_latin(word) for word in words]
    if person.people in {"CHN", "KOR", "JPN", "VNM"}:
        parts = [parts[-1], *parts[:-1]]
    return " ".join(parts)


def native_name(person: Invented) -> str:
    words = [*person.given, *([person.patronymic] if person.patronymic else []), person.surname]
    parts = [word.native for word in words]
    if person.people in {"CHN", "KOR", "JPN"}:
        return parts[-1] + "".join(parts[:-1])
    if person.people == "VNM":
        parts = [parts[-1], *parts[:-1]]
    return " ".join(parts)


Variant = Callable[[Invented, random.Random], str]


def _joined(words: list[str]) -> str:
    return " ".join(x for x in words if x)


def _slipped(person: Invented, chance: random.Random) -> str:
    words = latin_name(person).split()
    longest = max(range(len(words)), key=lambda at: (len(words[at]), chance.random()))
    words[longest] = slip(words[longest], chance)
    return " ".join(words)


def _two_slips(person: Invented, chance: random.Random) -> str:
    words = latin_name(person).split()
    return (
        " ".join(slip(word, chance) if len(word) > 3 else word for word in words[:2])
        + " "
        + " ".join(words[2:])
    )


def _respelled(person: Invented, chance: random.Random) -> str:
    return _joined([other_latin(word, chance) for word in (*person.given, person.surname)])


def _swapped(person: Invented, _: random.Random) -> str:
    words = latin_name(person).split()
    return " ".join([words[-1].upper(), *words[:-1]])


def _short(person: Invented, _: random.Random) -> str:
    return _joined([usual_latin(person.given[0]), usual_latin(person.surname)])


def _initial(person: Invented, _: random.Random) -> str:
    return f"{usual_latin(person.given[0])[0]}. {usual_latin(person.surname)}"


def _equivalent(person: Invented, chance: random.Random) -> str:
    first = anyascii(usual_latin(person.given[0])).lower()
    others = equivalents(first) or [first]
    return _joined([chance.choice(others).title(), usual_latin(person.surname)])


def _joint(person: Invented, chance: random.Random) -> str:
    words = latin_name(person).replace("-", " ").split()
    at = chance.randrange(len(words) - 1) if len(words) > 1 else 0
    return " ".join([*words[:at], "".join(words[at : at + 2]), *words[at + 2 :]])


def _zone(person: Invented, _: random.Random) -> str:
    surname = anyascii(for_zone(usual_latin(person.surname)))
    given = "<".join(for_zone(usual_latin(x)) for x in person.given)
    return f"{surname}<<{given}"[:25].replace("<", " ")


def _extra(person: Invented, chance: random.Random) -> str:
    words = latin_name(person).split()
    return " ".join([words[0], chance.choice(("Maria", "Jan", "Ali", "Jose", "Lee")), *words[1:]])


def _lookalike(person: Invented, chance: random.Random) -> str:
    name = latin_name(person)
    swaps = str.maketrans("aeopcx", "аеорсх")
    at = [x for x in range(len(name)) if name[x] in "aeopcx"]
    for place in chance.sample(at, min(2, len(at))):
        name = name[:place] + name[place].translate(swaps) + name[place + 1 :]
    return name


VARIANTS: dict[str, tuple[float, Variant]] = {
    "exact": (20, lambda person, _: latin_name(person)),
    "own script": (14, lambda person, _: native_name(person)),
    "other spelling": (18, _respelled),
    "one slip": (12, _slipped),
    "two slips": (4, _two_slips),
    "order": (8, _swapped),
    "short": (8, _short),
    "initial": (2, _initial),
    "equivalent": (5, _equivalent),
    "joined": (4, _joint),
    "zone, cut": (3, _zone),
    "extra word": (3, _extra),
    "look-alike": (2, _lookalike),
}


def _born(person: Invented, chance: random.Random) -> tuple[str, ...]:
    year, month, day = person.born
    drawn = chance.random()
    if drawn < 0.62:
        return (f"{year:04d}-{month:02d}-{day:02d}",)
    if drawn < 0.66:
        return (f"{year:04d}-{day:02d}-{month:02d}",) if day <= 12 else (f"{year:04d}-{month:02d}",)
    if drawn < 0.70:
        return (f"{year:04d}-{month:02d}-{min(28, day // 10 * 10 + chance.randint(1, 8)):02d}",)
    if drawn < 0.78:
        return (f"{year:04d}",)
    if drawn < 0.82:
        return (f"{year:04d}-01-01",)
    if drawn < 0.85:
        return (f"{year + chance.choice((-1, 1)):04d}-{month:02d}-{day:02d}",)
    if drawn < 0.87:
        return (
            f"{year + chance.randint(-6, 6):04d}-{chance.randint(1, 12):02d}-{chance.randint(1, 28):02d}",
        )
    return ()


@dataclass(frozen=True)
class Asked:
    """A question, the id of its right answer ("" if none), and its error class."""

    person: Person
    answer: str
    kind: str


def entry(person: Invented, identifier: str, chance: random.Random) -> Person:
    """The person as a register has it: own script, or Latin, or both; a date in three of four."""
    drawn = chance.random()
    names = (
        [native_name(person)]
        if drawn < 0.4
        else [latin_name(person)]
        if drawn < 0.7
        else [native_name(person), latin_name(person)]
    )
    year, month, day = person.born
    born: tuple[str, ...] = (f"{year:04d}-{month:02d}-{day:02d}",)
    known = chance.random()
    if known > 0.92:
        born = ()
    elif known > 0.80:
        born = (f"{year:04d}",)
    return Person(
        identifier, tuple(dict.fromkeys(names)), born,
        (person.state,) if chance.random() < 0.7 else (),
        person.sex if chance.random() < 0.8 else None,
        (person.document,) if chance.random() < 0.2 else (),
    )  # fmt: skip


def traveller(person: Invented, identifier: str) -> Person:
    """The person as a passenger list has her: Latin, full date, sex, nationality, document."""
    year, month, day = person.born
    return Person(
        identifier, (latin_name(person).upper(),), (f"{year:04d}-{month:02d}-{day:02d}",),
        (person.state,), person.sex, (person.document,),
    )  # fmt: skip


def question(person: Invented, identifier: str, answer: str, chance: random.Random) -> Asked:
    """The person as somebody asks about her, with an error of some class."""
    kinds = list(VARIANTS)
    kind = chance.choices(kinds, [VARIANTS[x][0] for x in kinds])[0]
    name = VARIANTS[kind][1](person, chance)
    state = person.state if chance.random() < 0.9 else "UTO"
    asked = Person(
        identifier, (name,), _born(person, chance),
        (state,) if chance.random() < 0.6 else (), person.sex if chance.random() < 0.6 else None,
    )  # fmt: skip
    return Asked(asked, answer, kind)
