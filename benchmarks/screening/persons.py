"""Invented persons: listed ones with rare names, and a crowd in which names follow a Zipf law."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from benchmarks.people.population import STATES, surname_of
from benchmarks.screening.spellings import usual
from benchmarks.screening.words import Word, common, rare

# Shares of peoples among those listed, those who travel, and strangers from elsewhere.
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
ELSEWHERE = {
    "ARA": 6, "RUS": 9, "UKR": 4, "PER": 1, "CHN": 0.3, "KOR": 0.2, "JPN": 5, "ISR": 6, "GRC": 1, "GEO": 1, "ARM": 1,
    "POL": 6, "ROU": 2, "TUR": 3, "VNM": 0.05, "SRB": 7, "ENG": 10, "DEU": 8, "FRA": 6, "ESP": 7, "ITA": 5, "NOR": 4,
    "IND": 6, "AFR": 6, "IDN": 4,
}  # fmt: skip
SURNAME_FIRST = {"CHN", "KOR", "JPN", "VNM"}
_TWO_GIVEN = {"ESP", "FRA", "DEU", "POL", "ENG", "AFR", "IND", "ARA", "IDN", "PER"}
_FEW_SURNAMES = {"CHN", "KOR", "VNM"}
# The samples hold few of their rare surnames, or none in their own script.
_FEW_PUBLISHED = {"GRC", "GEO", "ARM", "UKR", "ROU", "TUR", "PER"}
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
    """Return a surname built from syllables, which no list holds."""
    word = surname_of(chance, people, invented=1.0)
    return Word(word.latin or ((word.native,) if word.native.isascii() else ()), word.native)


def _given(chance: Random, people: str, sex: str, unlisted: float) -> Word:
    pool = rare(people) if chance.random() < unlisted else None
    if people in {"CHN", "KOR"} and chance.random() < 0.8:
        letters = sorted(set("".join(word.native for word in common(people, sex[0]).words)))
        return Word((), "".join(chance.choices(letters, k=2)))
    return (pool or common(people, sex[0])).draw(chance)


@dataclass(frozen=True, slots=True)
class Habit:
    """How a population is named: shares by people, of common surnames, of surnames made of
    syllables, of rare given names, and of second given names. ``of_any_age``: as many are born in
    one year as in another, not most of them about 1976."""

    shares: dict[str, float]
    common: float
    made: float
    rare_given: float
    second: float
    of_any_age: bool = False


OF_THE_LISTED = Habit(LISTED, common=0.03, made=0.15, rare_given=0.75, second=0.5)
OF_STRANGERS = Habit(ELSEWHERE, common=0.0, made=0.05, rare_given=0.95, second=0.6)
OF_THE_CROWD = Habit(CROWD, common=0.35, made=0.35, rare_given=0.2, second=0.3)
_OF_MANY_SURNAMES = {
    people: share for people, share in LISTED.items() if people not in _FEW_SURNAMES
}
# Of a million some 45 are born on a traveller's day; others counted about 40 (0082).
OF_EVERY_DAY = Habit(
    _OF_MANY_SURNAMES, common=0.87, made=0.0, rare_given=0.0, second=0.0, of_any_age=True
)
_YEARS = (1935, 2006)


def someone(chance: Random, habit: Habit) -> Someone:
    """Invent a person."""
    people = chance.choices(list(habit.shares), list(habit.shares.values()))[0]
    sex = "male" if chance.random() < 0.72 else "female"
    given = [_given(chance, people, sex, habit.rare_given)]
    if (people in _TWO_GIVEN and chance.random() < habit.second) or people == "VNM":
        other = "male" if people in {"ARA", "PER"} else sex
        given.append(_given(chance, people, other, habit.rare_given / 2))
    listed = habit.common
    made = max(habit.made, 0.9 - listed) if people in _FEW_PUBLISHED else habit.made
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
    if people in {"RUS", "UKR"} and chance.random() < 0.2 + habit.second:
        father = _patronymic(common(people, "m").draw(chance), people, sex)
    born_first, born_last = _YEARS
    if habit.of_any_age:
        year = chance.randint(born_first, born_last)
    else:
        year = int(min(born_last, max(born_first, chance.gauss(1976, 15))))
    born = (year, chance.randint(1, 12), chance.randint(1, 28))
    if people in {"ARA", "PER", "AFR"} and chance.random() < 0.1:
        born = (year, 1, 1)
    state = chance.choice(STATES.get(people, (people,)))
    letters = "".join(chance.choices("ABCDEFGHJKLMNPRSTUVWXYZ", k=2))
    number = f"{letters}{chance.randrange(10_000_000):07d}"
    return Someone(people, sex, tuple(given), surname, father, born, state, number)


def listed(seed: str, count: int) -> Iterator[Someone]:
    """Persons such as lists hold: most bear a rare name."""
    chance = Random(f"{seed} listed")
    return (someone(chance, OF_THE_LISTED) for _ in range(count))


def crowd(seed: str, count: int) -> Iterator[Someone]:
    """Persons such as travel: names by a Zipf law, so that many share theirs with others."""
    chance = Random(f"{seed} crowd")
    return (someone(chance, OF_THE_CROWD) for _ in range(count))


def everyday(seed: str, count: int) -> Iterator[Someone]:
    """Persons of peoples that are listed, most of whose names are common there (0079)."""
    chance = Random(f"{seed} everyday")
    return (someone(chance, OF_EVERY_DAY) for _ in range(count))


def abroad(seed: str, count: int) -> Iterator[Someone]:
    """Strangers of every people with names as rare as those of the listed."""
    chance = Random(f"{seed} abroad")
    return (someone(chance, OF_STRANGERS) for _ in range(count))
