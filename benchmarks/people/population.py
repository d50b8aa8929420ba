"""Invented persons with the names that peoples really bear, in their own scripts and in Latin.

Every draw comes from a seed. Common words follow a Zipf law over ``names.tsv``; a share of all
surnames is built from syllables, so that a score cannot live on a table that knows every name.
"""

import random
from dataclasses import dataclass
from functools import cache
from pathlib import Path

SHARES = {
    "POL": 9, "UKR": 9, "RUS": 9, "ROU": 7, "TUR": 6, "ARA": 11, "PER": 4, "CHN": 6, "KOR": 2,
    "JPN": 2, "VNM": 2, "IND": 6, "ENG": 8, "DEU": 6, "FRA": 4, "ESP": 5, "ITA": 3, "GRC": 2,
    "GEO": 2, "ARM": 2, "ISR": 2, "AFR": 4, "SRB": 3, "NOR": 3, "IDN": 2,
}  # fmt: skip
STATES = {
    "ARA": ("EGY", "IRQ", "SAU", "SYR", "MAR"), "PER": ("IRN", "AFG"), "AFR": ("NGA", "SOM", "ETH", "KEN"),
    "ENG": ("GBR", "USA"), "ROU": ("ROU", "MDA"), "SRB": ("SRB", "HRV", "CZE", "HUN"), "NOR": ("NOR", "SWE", "NLD"),
    "IDN": ("IDN", "PHL"), "IND": ("IND", "PAK"), "RUS": ("RUS", "KAZ"), "ESP": ("ESP", "MEX", "BRA"),
}  # fmt: skip
INVENTED_SURNAMES = 0.75  # the listed ones cover a quarter of most peoples, nearly all of some
_FEW_SURNAMES = {"CHN", "KOR", "JPN", "VNM"}
_TWO_SYLLABLES = {"CHN", "KOR"}
_EXPONENT = 0.75

_SYLLABLES = {
    "POL": ("bra wic dol kier mas trzy wol zab gor lub mor cze", "dow now lew mir sław czyn bor", "ski cki ik ak czyk ek"),
    "UKR": ("бра вич дов кир мас три вол заб гор люб мор чер", "да но ле ми ро чи бо ва", "енко ук ський ич як"),
    "RUS": ("бра вич дол кир мас три вол заб гор люб мор чер", "да но ле ми ро чи бо ва", "нов ев ин ский ков"),
    "ARA": ("حمد سلم جبر نصر فرح قدر طلب زهر بدر عمر كرم نعم صبح شمس غزل رشد", "ا و ي م ر ن ", "ي اني اوي ان ين ة"),
    "DEU": ("Bra Dol Kir Mas Wol Hol Lüb Mor Grün Stein", "den ber el en hol", "mann er bach hof berg"),
    "PER": ("بهر کام نیک فرخ شاه جها مهر پاک روش گلش سرو آذر", "ا و ی ان", "زاده پور نژاد یان وند دوست فر"),
    "GRC": ("Μαυρ Κοκκιν Λαμπρ Σταυρ Καλογ Χατζ Βλαχ Ξανθ Δρακ Μελ", "ο α ι ου ελ αν", "πουλος ίδης άκης έας άτος ίτης"),
    "GEO": ("ბრად ვიკ დოლ კირ მელ თრი ვოლ ზაბ გორ ლომ მორ ჩერ", "ა ი ო ელ ან ურ", "შვილი ძე ავა ია ური"),
    "ARM": ("Բրադ Վիկ Դոլ Կիր Մել Տրի Վոլ Զաբ Գոր Լոմ", "ա ի ո ել ան ուր", "յան ունի ենց"),
    "ISR": ("ברד ויק דול קיר מלט טרי זלב גור לומ מור", "ו י א ר", "ברג מן שטיין סקי אני ון"),
    "ENG": ("Bra Wick Dol Kir Mas Thorn Wol Had Gor Lub", "de hol el in ber", "ton ley field worth ham"),
}  # fmt: skip
_MIXED = (
    "ba do ka li mo ne ra su ti vo za fe gu hi jo",
    "la ri no ma de shi tu re",
    "n s ro ki da ta li mo",
)


@dataclass(frozen=True)
class Word:
    """A name word in its own script with the Latin spellings in use (none: to be transliterated)."""

    native: str
    latin: tuple[str, ...]


@dataclass(frozen=True)
class Invented:
    """An invented person, in parts, so that variants can be made of it."""

    people: str
    sex: str
    given: tuple[Word, ...]
    surname: Word
    patronymic: Word | None
    born: tuple[int, int, int]
    state: str
    document: str


@cache
def words() -> dict[tuple[str, str], tuple[Word, ...]]:
    found: dict[tuple[str, str], tuple[Word, ...]] = {}
    text = (Path(__file__).parent / "names.tsv").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            people, kind, cells = line.split("\t")
            found[people, kind] = tuple(_word(x) for x in cells.split())
    return found


def _word(cell: str) -> Word:
    native, _, latin = cell.partition(":")
    return Word(native.replace("-", " "), tuple(x.replace("-", " ") for x in latin.split(",") if x))


@cache
def weights(count: int) -> tuple[float, ...]:
    """Zipf weights of ``count`` words, most common first."""
    return tuple(1.0 / (at + 1.5) ** _EXPONENT for at in range(count))


def _drawn(chance: random.Random, people: str, kind: str) -> Word:
    choices = words()[people, kind]
    if kind != "s" and people in _TWO_SYLLABLES and chance.random() < 0.7:
        letters = "".join(word.native for word in choices)
        return Word("".join(chance.sample(letters, 2)), ())
    return chance.choices(choices, weights(len(choices)))[0]


def surname_of(chance: random.Random, people: str, invented: float = INVENTED_SURNAMES) -> Word:
    """Return a surname; ``invented`` of them are built of syllables."""
    if people in _FEW_SURNAMES:
        return _drawn(chance, people, "s")
    if chance.random() > invented:
        return _drawn(chance, people, "s")
    parts = _SYLLABLES.get(people, _MIXED)
    first, middle, last = (chance.choice(x.split()) for x in parts)
    if people == "ARA":
        article = "ال" if chance.random() < 0.5 else ""
        second = chance.choice(parts[1].split()) if invented == 1 else ""
        return Word(article + first + middle + second + last, ())
    often = 0.4 if invented < 1 else 0.9
    twice = chance.choice(parts[1].split()) if chance.random() < often else ""
    return Word((first + middle + twice + last).capitalize(), ())


def _patronymic(father: str, sex: str, people: str) -> Word:
    stem = father.rstrip("йьоаяюії") if father[-1:] in "йьоаяії" else father
    soft = father[-1:] in "йь" or father[-1:] in "ії"
    if people == "UKR":
        ending = ("йович" if soft else "ович") if sex == "male" else ("ївна" if soft else "івна")
    else:
        ending = ("евич" if soft else "ович") if sex == "male" else ("евна" if soft else "овна")
    return Word(stem + ending, ())


def invent(chance: random.Random) -> Invented:
    """One invented person."""
    people = chance.choices(list(SHARES), list(SHARES.values()))[0]
    sex = "male" if chance.random() < 0.7 else "female"
    given = [_drawn(chance, people, sex[0])]
    if people in {"ESP", "FRA", "DEU", "POL", "ENG", "AFR", "IND", "ARA"} and chance.random() < 0.3:
        given.append(_drawn(chance, people, "m" if people == "ARA" else sex[0]))
    patronymic = None
    if people in {"RUS", "UKR"} and chance.random() < 0.6:
        patronymic = _patronymic(_drawn(chance, people, "m").native, sex, people)
    surname = surname_of(chance, people)
    if sex == "female" and people in {"RUS", "POL", "UKR"}:
        surname = Word(_feminine(surname.native), surname.latin)
    year = int(min(2005, max(1940, chance.gauss(1978, 14))))
    born = (year, chance.randint(1, 12), chance.randint(1, 28))
    if people in {"ARA", "PER", "AFR"} and chance.random() < 0.12:
        born = (year, 1, 1)
    state = chance.choice(STATES.get(people, (people,)))
    letters = "".join(chance.choice("ABCDEFGHJKLMNPRSTUVWXYZ") for _ in range(2))
    document = f"{letters}{chance.randint(0, 9_999_999):07d}"
    return Invented(people, sex, tuple(given), surname, patronymic, born, state, document)


def _feminine(surname: str) -> str:
    for masculine, feminine in (
        ("ский", "ская"),
        ("ський", "ська"),
        ("ski", "ska"),
        ("cki", "cka"),
    ):
        if surname.endswith(masculine):
            return surname[: -len(masculine)] + feminine
    if surname.endswith(("ов", "ев", "ёв", "ин")):
        return surname + "а"
    return surname


def people_of(seed: int, count: int) -> list[Invented]:
    """``count`` invented persons, the same for the same seed."""
    chance = random.Random(seed)
    return [invent(chance) for _ in range(count)]
