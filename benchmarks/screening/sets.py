"""A folder of questions from one seed: the register, those on it, strangers and passengers.

    register.jsonl   the listed first, then the crowd that fills it up to its size
    members.jsonl    questions about the listed; ``main`` ones are drawn by weight, the others bring
                     every class and script to the number that an interval needs
    foreign.jsonl    strangers with rare names; hard.jsonl: strangers with names of the crowd
    passengers.jsonl travellers as a manifest has them
    pairs.jsonl      names alone, right and wrong; cases.jsonl: a peer's own, where the samples are

Listed, questions and strangers are the same for every size of register, so that sizes compare.
"""

import json
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from random import Random
from typing import NamedTuple

from anyascii import anyascii

from benchmarks.screening import questions
from benchmarks.screening.pairs import pairs, published
from benchmarks.screening.pairs import write as write_pairs
from benchmarks.screening.persons import Someone, abroad, crowd, everyday, latin, listed, native
from benchmarks.screening.questions import COMPOUND, SPOILT_AGAIN, VARIANTS, WEIGHTS, Row, ask
from benchmarks.screening.spellings import another, usual
from benchmarks.screening.words import in_script, samples

LISTED = 37_581
ENOUGH = 500  # questions of a class or script, at the least
_TRIES = 1_000
_NAMESAKES = 100_000  # the hard pool shares its names with the first so many of the crowd
# A stranger is asked about as anybody is: the name whole, in one writing or another.
_AS_WRITTEN = (
    "exact",
    "exact",
    "exact",
    "other order",
    "other order",
    "own script",
    "another table",
)
_SCRIPTS = (
    "Cyrillic",
    "Arabic",
    "Hebrew",
    "Han",
    "Hangul",
    "Kana",
    "Greek",
    "Georgian",
    "Armenian",
)


@dataclass(frozen=True, slots=True)
class Sizes:
    """How many of each; the defaults are the quick run. ``rest``: who fills the register up (REST)."""

    register: int = LISTED
    members: int = 6_000
    foreign: int = 7_000
    hard: int = 3_000
    passengers: int = 20_000
    pairs: int = 4_000
    weights: dict[str, float] | None = None
    dates: dict[str, float] | None = None
    enough: int = ENOUGH
    scripts: int = ENOUGH
    rest: str = "crowd"


def script_of(text: str) -> str:
    """Name the script of the first letter."""
    first = next((x for x in text if x.isalpha()), "A")
    word = unicodedata.name(first, "LATIN").split()[0]
    names = {"CJK": "Han", "HANGUL": "Hangul", "KATAKANA": "Kana", "HIRAGANA": "Kana"}
    return names.get(word, word.capitalize())


def alias(one: Someone, identifier: str) -> str:
    """Return the low-quality alias of the person, the same wherever it is used."""
    return questions.low_quality(one, Random(f"{identifier} alias"))


Names = Callable[[Someone, str, Random], list[str]]


def entry(
    one: Someone, identifier: str, chance: Random, names_of: Names, dated: tuple[float, float]
) -> Row:
    """The person as a register has it; ``dated``: how many by the day of birth, and by the year."""
    names = names_of(one, identifier, chance)
    year, month, day = one.born
    drawn = chance.random()
    dob = (
        [f"{year:04d}-{month:02d}-{day:02d}"]
        if drawn < dated[0]
        else [f"{year:04d}"]
        if drawn < sum(dated)
        else []
    )
    return Row(
        identifier, [x for x in dict.fromkeys(names) if x], dob, [one.state] if chance.random() < 0.75 else [],
        one.sex if chance.random() < 0.8 else "", [one.document] if chance.random() < 0.2 else [],
    )  # fmt: skip


def few_names(spare: float) -> Names:
    """One to three names of a person; ``spare`` of them have a further one."""

    def found(one: Someone, identifier: str, chance: Random) -> list[str]:
        own, plain = native(one), latin(one)
        names = [own] if own and chance.random() < 0.24 else [plain]
        if own and chance.random() < 0.24:
            names.append(own if names == [plain] else plain)
        if chance.random() < spare:
            names.append(_further(one, identifier, chance))
        return names

    return found


def every_name(one: Someone, _: str, chance: Random) -> list[str]:
    """The name in Latin letters, in the person's own script, and in up to three other spellings."""
    return [latin(one), native(one), *(_respelled(one, chance) for _ in range(3))]


def _respelled(one: Someone, chance: Random) -> str:
    return " ".join(another(word, one.people, chance) for word in one.words)


def _further(one: Someone, identifier: str, chance: Random) -> str:
    drawn = chance.random()
    if drawn < 0.4:
        return _respelled(one, chance)
    if drawn < 0.6:
        return alias(one, identifier)
    return in_script(one.words, chance.choice(_SCRIPTS[:6]))


class Rest(NamedTuple):
    """Who fills a register up, and what it has of them."""

    people: Callable[[str, int], Iterator[Someone]]
    names: Names
    dated: tuple[float, float]


_USUAL = (0.94, 0.04)
# As names go in the world; or common names, fully described, as hard for peers as real ones (0079).
REST = {
    "crowd": Rest(crowd, few_names(0.1), _USUAL),
    "everyday": Rest(everyday, every_name, (1.0, 0.0)),
}


def register(seed: str, size: int, rest: str = "crowd") -> Iterator[Row]:
    others = REST[rest]
    chance, names = Random(f"{seed} register"), few_names(0.5)
    for at, one in enumerate(listed(seed, min(size, LISTED))):
        yield entry(one, f"p{at}", chance, names, _USUAL)
    for at, one in enumerate(others.people(seed, max(0, size - LISTED)), LISTED):
        yield entry(one, f"p{at}", chance, others.names, others.dated)


def members(seed: str, sizes: Sizes) -> list[Row]:
    """Questions about the listed: by weight first, then what rare classes and scripts still lack."""
    people = list(listed(seed, min(LISTED, sizes.register)))
    asking = _Asking(people, Random(f"{seed} members"), sizes.dates)
    weights = sizes.weights or WEIGHTS
    rows: list[Row] = []
    drawn = asking.chance.choices(list(weights), list(weights.values()), k=sizes.members)
    for kind in drawn:
        row = asking.question(kind, len(rows)) or asking.question("exact", len(rows))
        rows += [row] if row else []
    counts = Counter(row.kind for row in rows)
    for kind in weights:
        for _ in range(max(0, sizes.enough - counts[kind])):
            row = asking.question(kind, len(rows))
            if row is None:
                break  # no source here knows how anybody's name is written so
            rows.append(row)
    scripts = Counter(row.script for row in rows)
    for script in _SCRIPTS:
        rows += asking.in_script(script, sizes.scripts - scripts[script], len(rows))
    return [replace(row, main=at < sizes.members) for at, row in enumerate(rows)]


class _Asking:
    """Puts questions about the listed, about each of them once before about anybody again."""

    def __init__(
        self, people: list[Someone], chance: Random, dates: dict[str, float] | None
    ) -> None:
        self.people, self.chance, self.dates = people, chance, dates
        self._order = chance.sample(range(len(people)), len(people))
        self._left = iter(self._order)

    def question(self, kind: str, number: int) -> Row | None:
        for _ in range(_TRIES):
            at = next(self._left, None)
            at = self.chance.choice(self._order) if at is None else at
            if row := self._asked(at, kind, number):
                return row
        return None

    def _asked(self, at: int, kind: str, number: int) -> Row | None:
        one, chance = self.people[at], self.chance
        name = alias(one, f"p{at}") if kind == "low-quality alias" else VARIANTS[kind](one, chance)
        if not name:
            return None
        if chance.random() < COMPOUND and kind in SPOILT_AGAIN:
            name = questions.spoilt(name, chance)
        return self._row(at, name, kind, number)

    def _row(self, at: int, name: str, kind: str, number: int) -> Row:
        row = ask(self.people[at], name, f"q{number}", self.chance, self.dates)
        return replace(row, answer=f"p{at}", kind=kind, script=script_of(name))

    def in_script(self, script: str, lacking: int, number: int) -> list[Row]:
        """Ask by names that somebody has in a script, as many as are lacking."""
        rows: list[Row] = []
        for at in self.chance.sample(range(len(self.people)), len(self.people)):
            if len(rows) >= lacking:
                break
            own = native(self.people[at])
            kind = "own script" if own and script_of(own) == script else "another script"
            name = own if kind == "own script" else in_script(self.people[at].words, script)
            if name:
                rows.append(self._row(at, name, kind, number + len(rows)))
        return rows


def foreign(seed: str, count: int) -> Iterator[Row]:
    chance = Random(f"{seed} foreign")
    for at, one in enumerate(abroad(f"{seed} foreign", count)):
        yield _stranger(one, f"f{at}", chance)


def hard(seed: str, count: int, rest: str = "crowd") -> list[Row]:
    """Strangers who share names with those who fill a register up: half of them a whole name, with another birth."""
    chance = Random(f"{seed} hard")
    pool = list(REST[rest].people(seed, _NAMESAKES))
    rows = []
    for at in range(count):
        one, other = chance.choice(pool), chance.choice(pool)
        born = (
            int(min(2006, max(1935, chance.gauss(1976, 15)))),
            chance.randint(1, 12),
            chance.randint(1, 28),
        )
        if at % 2:
            while other.people != one.people:
                other = chance.choice(pool)
            one = replace(one, given=other.given)
        elif born[0] == one.born[0]:
            born = (born[0] + 7, *born[1:])
        rows.append(_stranger(replace(one, born=born), f"h{at}", chance, dated=at % 2 == 0))
    return rows


def _stranger(one: Someone, identifier: str, chance: Random, *, dated: bool = False) -> Row:
    kind = chance.choices(_AS_WRITTEN)[0]
    name = VARIANTS[kind](one, chance) or latin(one)
    row = replace(ask(one, name, identifier, chance), kind=kind, script=script_of(name))
    year, month, day = one.born
    return replace(row, dob=[f"{year:04d}-{month:02d}-{day:02d}"]) if dated else row


def passengers(seed: str, count: int) -> Iterator[Row]:
    for at, one in enumerate(crowd(f"{seed} passengers", count)):
        year, month, day = one.born
        name = anyascii(" ".join(usual(word) for word in one.words)).upper()
        born = [f"{year:04d}-{month:02d}-{day:02d}"]
        yield Row(f"t{at}", [name], born, [one.state], one.sex, [one.document])


def make(folder: Path, seed: str, sizes: Sizes) -> None:
    """Write the files. Takes some minutes for a register of a million."""
    folder.mkdir(parents=True, exist_ok=True)
    asked = members(seed, sizes)
    _write(folder / "members.jsonl", asked)
    first = list(register(seed, min(sizes.register, LISTED)))
    write_pairs(folder / "pairs.jsonl", pairs(seed, first, asked, sizes.pairs))
    if known := samples():
        write_pairs(folder / "cases.jsonl", published(known))
    _write(folder / "foreign.jsonl", foreign(seed, sizes.foreign))
    _write(folder / "hard.jsonl", hard(seed, sizes.hard, sizes.rest))
    _write(folder / "passengers.jsonl", passengers(seed, sizes.passengers))
    _write(folder / "register.jsonl", register(seed, sizes.register, sizes.rest))


def _write(path: Path, rows: Iterable[Row]) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(row.as_json(), ensure_ascii=False) + "\n" for row in rows)


def load(path: Path, most: int | None = None) -> Iterator[Row]:
    with path.open(encoding="utf-8") as file:
        for line in islice(file, most):
            yield Row(**json.loads(line))
