"""Pairs of names alone, right and wrong: can a name score tell them apart?

A right pair is how somebody asks and a name the register has; 36 in a hundred are right. A wrong
pair shares a word or is the likest of two hundred, since nobody has to be told unlike names apart.
"""

import csv
import json
from collections import defaultdict
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random

from rapidfuzz.fuzz import ratio

from benchmarks.screening.engines.folding import folded
from benchmarks.screening.questions import Row

_RIGHT = 0.36


@dataclass(frozen=True, slots=True)
class Pair:
    """A name asked about, a name on a list, and whether one person bears both."""

    asked: str
    entry: str
    right: bool


def pairs(seed: str, register: list[Row], members: list[Row], count: int) -> list[Pair]:
    chance = Random(f"{seed} pairs")
    names = [(row.id, name) for row in register for name in row.names]
    by_id = {row.id: row.names for row in register}
    by_word: dict[str, list[int]] = defaultdict(list)
    for at, (_, name) in enumerate(names):
        for word in folded(name).split():
            by_word[word].append(at)
    found = []
    for row in chance.choices([x for x in members if x.main], k=count):
        asked = row.names[0]
        if chance.random() < _RIGHT:
            found.append(Pair(asked, chance.choice(by_id[row.answer]), right=True))
        else:
            found.append(Pair(asked, _wrong(row, names, by_word, chance), right=False))
    return found


def _wrong(
    row: Row, names: list[tuple[str, str]], by_word: dict[str, list[int]], chance: Random
) -> str:
    asked = folded(row.names[0])
    sharing = [at for word in asked.split() for at in by_word.get(word, ()) if len(word) > 2]
    others = [names[at][1] for at in sharing if names[at][0] != row.answer]
    if others and chance.random() < 0.6:
        return chance.choice(others)
    drawn = [name for identifier, name in chance.sample(names, 200) if identifier != row.answer]
    return max(drawn, key=lambda name: ratio(asked, folded(name)))


def published(folder: Path) -> list[Pair]:
    """Return the peers' own cases about persons (MIT), read where they lie and never kept."""
    with (folder / "nk_name_bench_cases.csv").open(encoding="utf-8", newline="") as file:
        return [
            Pair(row["name1"], row["name2"], right=row["is_match"] == "true")
            for row in csv.DictReader(file)
            if row["schema"] == "Person"
        ]


def write(path: Path, rows: list[Pair]) -> None:
    text = "".join(json.dumps(asdict(row), ensure_ascii=False) + "\n" for row in rows)
    path.write_text(text, encoding="utf-8")


def read(path: Path) -> list[Pair]:
    return [Pair(**json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines()]
