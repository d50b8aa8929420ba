"""How somebody else asks about a listed person: classes of error, each with a weight.

The weights were fitted on peers alone (``fitting.py``) until the set was as hard for them as real
names are; our engine had no say in it.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random

from benchmarks.screening import slips
from benchmarks.screening.persons import SURNAME_FIRST, Someone, latin, native
from benchmarks.screening.spellings import another, called, usual
from benchmarks.screening.words import common, in_script

Variant = Callable[[Someone, Random], str]

_KUNYA = ("Abu", "Abou", "Umm")
_BY_TRADE = (
    "Doctor",
    "Commander",
    "Haji",
    "Mullah",
    "Uncle",
    "Ustad",
    "Hajji",
    "Professor",
    "The Baker",
    "The Tall",
)
_PLACES = (
    "al-Masri",
    "al-Shami",
    "al-Iraqi",
    "the Turk",
    "Sibiryak",
    "Odessit",
    "the Pole",
    "Moldovan",
    "al-Afghani",
)


@dataclass(frozen=True, slots=True)
class Row:
    """A person as a file has them; ``answer`` is who it really is, ``kind`` the class of error.

    ``main``: drawn by weight, not to fill up a class or script.
    """

    id: str
    names: list[str]
    dob: list[str]
    nat: list[str]
    gender: str
    docs: list[str]
    answer: str = ""
    kind: str = ""
    script: str = ""
    main: bool = True

    def as_json(self) -> dict[str, object]:
        return asdict(self)


def _parts(one: Someone) -> list[str]:
    return [usual(word) for word in one.words]


def _order(one: Someone, chance: Random) -> str:
    parts = _parts(one)
    cut = 1 if one.people in SURNAME_FIRST else -1
    style = chance.random()
    if style < 0.5:
        return " ".join([*parts[cut:], *parts[:cut]])
    if style < 0.8:
        return f"{' '.join(parts[cut:]).upper()}, {' '.join(parts[:cut])}"
    return " ".join(chance.sample(parts, len(parts)))


def _table(one: Someone, chance: Random) -> str:
    parts = [another(word, one.people, chance) for word in one.words]
    keep = chance.randrange(len(parts)) if chance.random() < 0.35 else -1
    return " ".join(usual(one.words[at]) if at == keep else part for at, part in enumerate(parts))


def _far_table(one: Someone, chance: Random) -> str:
    """Two respellings on top of each other: passed through two countries' files."""
    words = _table(one, chance).split()
    return " ".join(_respell(x, one.people, chance) if len(x) > 3 else x for x in words)


def _respell(text: str, people: str, chance: Random) -> str:
    from benchmarks.screening.words import Word

    return another(Word((text,)), people, chance)


def _own(one: Someone, chance: Random) -> str:
    return native(one)


def _foreign(one: Someone, chance: Random) -> str:
    own = native(one)
    forms = [
        in_script(one.words, x) for x in ("Cyrillic", "Arabic", "Hebrew", "Han", "Hangul", "Kana")
    ]
    known = [form for form in forms if form and form != own]
    return chance.choice(known) if known else ""


def _nickname(one: Someone, chance: Random) -> str:
    words = one.words
    at = 1 if one.people in SURNAME_FIRST else 0
    name = called(usual(words[at]), chance)
    return " ".join([*_parts(one)[:at], name, *_parts(one)[at + 1 :]]) if name else ""


def _initials(one: Someone, chance: Random) -> str:
    given = [usual(x)[0] + chance.choice((".", "")) for x in one.given]
    if one.father and chance.random() < 0.6:
        given.append(usual(one.father)[0] + ".")
    surname = usual(one.surname)
    return " ".join([*given, surname] if chance.random() < 0.6 else [surname, *given])


def _dropped(one: Someone, chance: Random) -> str:
    parts = _parts(one)
    if len(parts) < 3:
        return ""
    at = chance.randrange(len(parts) - 1)
    return " ".join(parts[:at] + parts[at + 1 :])


def _alone(one: Someone, chance: Random) -> str:
    return usual(one.surname if chance.random() < 0.6 else one.given[0])


def _added(one: Someone, chance: Random) -> str:
    parts = _parts(one)
    extra = usual(common(one.people, "m" if chance.random() < 0.6 else "s").draw(chance))
    at = chance.randrange(1, len(parts) + 1)
    return " ".join([*parts[:at], extra, *parts[at:]])


def _joined(one: Someone, chance: Random) -> str:
    parts = _parts(one)
    at = chance.randrange(len(parts) - 1)
    return " ".join([*parts[:at], parts[at] + parts[at + 1].lower(), *parts[at + 2 :]])


def _split(one: Someone, chance: Random) -> str:
    parts = _parts(one)
    long = [at for at, part in enumerate(parts) if len(part) >= 5]
    if not long:
        return ""
    at = chance.choice(long)
    cut = chance.randrange(2, len(parts[at]) - 1)
    return " ".join([*parts[:at], parts[at][:cut], parts[at][cut:], *parts[at + 1 :]])


def _zone(one: Someone, chance: Random) -> str:
    room = chance.choice((30, 39, 18, 15, 12))
    return slips.zone(usual(one.surname), [usual(x) for x in one.given], room)


def _second(one: Someone, chance: Random) -> str:
    """A second official name: another surname, by marriage or by a second passport."""
    parts = _parts(one)
    at = 0 if one.people in SURNAME_FIRST else len(parts) - 1
    new = usual(common(one.people, "s").draw(chance))
    double = chance.random() < 0.6
    parts[at] = f"{parts[at]}-{new}" if double else new
    return " ".join(parts)


def low_quality(one: Someone, chance: Random) -> str:
    """Return what a source calls the person for want of a name."""
    style = chance.random()
    given, surname = usual(one.given[0]), usual(one.surname)
    if style < 0.25:
        return f"{chance.choice(_KUNYA)} {usual(common(one.people, 'm').draw(chance))}"
    if style < 0.45:
        return f"{chance.choice(_BY_TRADE)} {another(one.given[0], one.people, chance)}"
    if style < 0.65:
        return f"{given} {chance.choice(_PLACES)}"
    if style < 0.8:
        return f"{called(given, chance) or given} {surname[:1]}."
    return another(one.surname, one.people, chance)


VARIANTS: dict[str, Variant] = {
    "exact": lambda one, _: latin(one),
    "other order": _order,
    "own script": _own,
    "another script": _foreign,
    "another table": _table,
    "two tables": _far_table,
    "nickname": _nickname,
    "initials": _initials,
    "word dropped": _dropped,
    "word alone": _alone,
    "word added": _added,
    "words joined": _joined,
    "word split": _split,
    "one slip": lambda one, chance: slips.keys(latin(one), chance, 1),
    "several slips": lambda one, chance: slips.keys(latin(one), chance, chance.choice((2, 3, 4))),
    "scanned": lambda one, chance: slips.scan(latin(one), chance),
    "zone, cut": _zone,
    "second name": _second,
    "low-quality alias": low_quality,
}

# An error seldom comes alone: so many of the questions are spoilt once more, in a usual way.
COMPOUND = 0.4
SPOILT_AGAIN = set(VARIANTS) - {
    "exact",
    "own script",
    "another script",
    "word alone",
    "low-quality alias",
}


def spoilt(name: str, chance: Random) -> str:
    """Spoil a name once more: a word lost, cut or moved, or a slip."""
    words = name.split()
    drawn = chance.random()
    if drawn < 0.3 and len(words) > 2:
        words.pop(chance.randrange(len(words)))
    elif drawn < 0.45 and len(words) > 1:
        at = chance.randrange(len(words) - 1)
        words[at] = words[at][0]
    elif drawn < 0.6:
        words = chance.sample(words, len(words))
    else:
        return slips.keys(name, chance, chance.choice((1, 1, 2)))
    return " ".join(words)


WEIGHTS_FILE = Path(__file__).with_name("weights.tsv")
DATE = "date: "  # before what is not a class of error but a kind of date


def _fitted() -> tuple[dict[str, float], dict[str, float]]:
    """The weight of each class and kind of date, as ``fitting`` wrote it from peers' answers."""
    lines = WEIGHTS_FILE.read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    found = {row[0]: float(row[1]) for row in rows}
    dates = {name: x for name, x in found.items() if name.startswith(DATE)}
    return (
        {name: x for name, x in found.items() if name not in dates},
        {name.removeprefix(DATE): x for name, x in dates.items()},
    )


# docs/decisions/0024
WEIGHTS, DATES = _fitted()


def _swapped(year: int, month: int, day: int, _: Random) -> str:
    return f"{year:04d}-{day:02d}-{month:02d}" if day <= 12 else f"{year:04d}-{month:02d}"


def _another_day(year: int, month: int, day: int, chance: Random) -> str:
    return f"{year:04d}-{month:02d}-{min(28, day // 10 * 10 + chance.randint(1, 8)):02d}"


def _anything(year: int, month: int, day: int, chance: Random) -> str:
    near = year + chance.randint(-3, 3)
    return f"{near:04d}-{chance.randint(1, 12):02d}-{chance.randint(1, 28):02d}"


# The date of birth as somebody else has it.
_BORN: dict[str, Callable[[int, int, int, Random], str]] = {
    "the very day": lambda year, month, day, _: f"{year:04d}-{month:02d}-{day:02d}",
    "swapped": _swapped,
    "another day": _another_day,
    "another year": lambda year, month, day, chance: (
        f"{year + chance.choice((-1, 1, 10, -10)):04d}-{month:02d}-{day:02d}"
    ),
    "year": lambda year, *_: f"{year:04d}",
    "1 January": lambda year, *_: f"{year:04d}-01-01",
    "anything": _anything,
    "none": lambda *_: "",
}


def born(one: Someone, chance: Random, dates: dict[str, float]) -> list[str]:
    """Return the date of birth as somebody else has it: partial, wrong in a usual way, or none."""
    kind = chance.choices(list(_BORN), [dates[x] for x in _BORN])[0]
    date = _BORN[kind](*one.born, chance)
    return [date] if date else []


def ask(
    one: Someone, name: str, identifier: str, chance: Random, dates: dict[str, float] | None = None
) -> Row:
    """Put the question: a name and partial evidence."""
    state = one.state if chance.random() < 0.92 else "UTO"
    return Row(
        identifier, [name], born(one, chance, dates or DATES), [state] if chance.random() < 0.6 else [],
        one.sex if chance.random() < 0.6 else "", [],
    )  # fmt: skip
