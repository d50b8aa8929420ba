"""Invented persons: listed ones with rare names, and a crowd in which names follow a Zipf law."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from benchmarks.people.population import STATES, surname_of
from benchmarks.screening.spellings import usual
from benchmarks.screening.words import Word, common, rare

# Shares of peoples among those listed, and among those who travel.
LISTED = {
    "ARA": 15, "RUS": 13, "UKR": 9, "PER": 5, "CHN": 6, "KOR": 4.5, "JPN": 4.5, "ISR": 3.5, "GRC": 3, "GEO": 3,
    "ARM": 3, "POL": 4, "ROU": 4, "TUR": 4, "VNM": 1.5, "SRB": 3, "ENG": 4, "DEU": 3, "FRA": 2, "ESP": 3, "ITA": 1.5,
    "NOR": 1, "IND": 3, "AFR": 3, "IDN": 1.5,
}  # fmt: skip
CROWD = {
    "POL": 12, "UKR": 10, "RUS": 7, "ROU": 9, "TUR": 8, "ARA": 8, "PER": 2, "CHN": 5, "KOR": 2, "JPN": 2, "VNM": 2,
    "IND": 6, "ENG": 9, "DEU": 9, "FRA": 6, "ESP": 6, "ITA": 5, "GRC": 2, "GEO": 1.5, "ARM": 1, "ISR": 2, "AFR": 3,
    "SRB": 4, "NOR": 3, "IDN": 2,
}  # fmt: skip
SURNAME_FIRST = {"CHN", "KOR", "JPN", "VNM"}
_TWO_GIVEN = {"ESP", "FRA", "DEU", "POL", "ENG", "AFR", "IND", "ARA", "IDN", "PER"}
_FEW_SURNAMES = {"CHN", "KOR", "VNM"}
_UNPUBLISHED = {"GRC", "GEO", "ARM"}  # no list has their rare surnames in their own script
_TO_FEMALE = (
    ("ский", "ская"), ("ський", "ська"), ("ski", "ska"), ("cki", "cka"), ("ов", "ова"), ("ев", "ева"),
    ("ёв", "ёва"), ("ин", "ина"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Someone:
    """An invented person, in parts, so that others can write the name in their own way."""

    people: str
    sex: str
    given: tuple[Word, ...]
    surname: Word
    father: Word | None
    born: tuple[int, int, int]
    state: str
    document: str

    @property
    def words(self) -> list[Word]:
        """The words in the order in which the bearer says them."""
        middle = [self.father] if self.father else []
        if self.people in SURNAME_FIRST:
            return [self.surname, *self.given]
        return [*self.given, *middle, self.surname]


def latin(someone: Someone) -> str:
    return " ".join(usual(word) for word in someone.words)


def native(someone: Someone) -> str:
    """Return the name in the person's own script; "" if that is Latin or not known."""
    parts = [word.native for word in someone.words]
    if not all(parts) or all(ord(x) < 0x250 or 0x1E00 <= ord(x) < 0x1F00 for x in "".join(parts)):
        return ""
    return ("" if someone.people in {"CHN", "KOR", "JPN"} else " ").join(parts)


def _feminine(word: Word) -> Word:
    for male, female in _TO_FEMALE:
        if word.native.endswith(male):
            return Word((), word.native.removesuffix(male) + female)
        if not word.native and word.latin and word.latin[0].endswith(male):
            return Word((word.latin[0].removesuffix(male) + female,))
    return word


def _patronymic(father: Word, people: str, sex: str) -> Word:
    name = father.native
    stem = name.rstrip("йьоаяії") if name[-1:] in "йьоаяії" else name
    vowel = ("йо" if people == "UKR" else "е") if name[-1:] in "йьії" else "о"
    if people == "UKR":
        return Word((), stem + (vowel + "вич" if sex == "male" else "івна"))
    return Word((), stem + vowel + ("вич" if sex == "male" else "вна"))


def _made(chance: Random, people: str) -> Word:
    """Return a surname built from syllables, which no list holds, or one in four times a common one."""
    word = surname_of(chance, people)
    return Word(word.latin or ((word.native,) if word.native.isascii() else ()), word.native)


def _given(chance: Random, people: str, sex: str, unlisted: float) -> Word:
    pool = rare(people) if chance.random() < unlisted else None
    if people in {"CHN", "KOR"} and chance.random() < 0.8:
        letters = sorted(set("".join(word.native for word in common(people, sex[0]).words)))
        return Word((), "".join(chance.choices(letters, k=2)))
    return (pool or common(people, sex[0])).draw(chance)


def someone(chance: Random, shares: dict[str, float], listed: float, made: float) -> Someone:
    """Invent a person; ``listed`` of the surnames are common ones, ``made`` are of syllables."""
    people = chance.choices(list(shares), list(shares.values()))[0]
    sex = "male" if chance.random() < 0.72 else "female"
    given = [_given(chance, people, sex, (1 - listed) * 0.35)]
    if people in _TWO_GIVEN and chance.random() < 0.35:
        given.append(_given(chance, people, "male" if people in {"ARA", "PER"} else sex, 0.1))
    if people in _UNPUBLISHED:
        made = max(made, 0.6)
    drawn = chance.random()
    pool = rare(people) if drawn >= listed and people not in _FEW_SURNAMES else None
    if people in _FEW_SURNAMES or drawn < listed:
        surname = common(people, "s").draw(chance)
    elif pool is None or drawn > 1 - made:
        surname = _made(chance, people)
    else:
        surname = pool.draw(chance)
    if sex == "female" and people in {"RUS", "UKR", "POL"}:
        surname = _feminine(surname)
    father = None
    if people in {"RUS", "UKR"} and chance.random() < 0.5:
        father = _patronymic(common(people, "m").draw(chance), people, sex)
    year = int(min(2006, max(1935, chance.gauss(1976, 15))))
    born = (year, chance.randint(1, 12), chance.randint(1, 28))
    if people in {"ARA", "PER", "AFR"} and chance.random() < 0.1:
        born = (year, 1, 1)
    state = chance.choice(STATES.get(people, (people,)))
    letters = "".join(chance.choices("ABCDEFGHJKLMNPRSTUVWXYZ", k=2))
    number = f"{letters}{chance.randrange(10_000_000):07d}"
    return Someone(people, sex, tuple(given), surname, father, born, state, number)


def listed(seed: str, count: int) -> Iterator[Someone]:
    """Persons such as lists hold: most bear a rare surname."""
    chance = Random(f"{seed} listed")
    return (someone(chance, LISTED, listed=0.25, made=0.1) for _ in range(count))


def crowd(seed: str, count: int) -> Iterator[Someone]:
    """Persons such as travel: names by a Zipf law, so that many share theirs with others."""
    chance = Random(f"{seed} crowd")
    return (someone(chance, CROWD, listed=0.35, made=0.35) for _ in range(count))


def abroad(seed: str, count: int) -> Iterator[Someone]:
    """Strangers of every people with names as rare as those of the listed."""
    chance = Random(f"{seed} abroad")
    return (someone(chance, LISTED, listed=0.25, made=0.3) for _ in range(count))
