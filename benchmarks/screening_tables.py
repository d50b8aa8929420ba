"""Write the shipped tables of token frequencies and of readings from benchmarks/people/names.tsv.

Run: python benchmarks/screening_tables.py
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.people.population import SHARES, weights, words
from tocsin.core.screening.names import tokens

DATA = Path(__file__).parents[1] / "tocsin" / "core" / "screening" / "data"
# Share of persons who bear one of the listed words rather than a rarer one.
LISTED = {"m": 0.6, "f": 0.6, "s": 0.25}
FEW_SURNAMES = {"CHN": 0.8, "KOR": 0.95, "VNM": 0.95}
HALF = {"m": 0.5, "f": 0.5, "s": 1.0}


LINKS = {
    "عبد": "abd", "بن": "bin", "ابن": "ibn", "ابو": "abu", "ام": "umm", "بنت": "bint",
    "الدین": "aldin", "الله": "allah", "رحمن": "rahman", "رحیم": "rahim", "قادر": "qadir",
    "בן": "ben", "בת": "bat",
}  # fmt: skip


def share_of(people: str, kind: str) -> float:
    return FEW_SURNAMES.get(people, LISTED[kind]) if kind == "s" else LISTED[kind]


def frequencies() -> dict[str, float]:
    total = sum(SHARES.values())
    found: dict[str, float] = {}
    for (people, kind), row in words().items():
        share = weights(len(row))
        for word, weight in zip(row, share, strict=True):
            per_million = (
                1e6
                * SHARES[people]
                / total
                * share_of(people, kind)
                * HALF[kind]
                * weight
                / sum(share)
            )
            spellings = word.latin or (word.native,)
            for token in {token for spelling in spellings for token in tokens(spelling)}:
                found[token] = found.get(token, 0.0) + per_million / (len(spellings) ** 0.5)
    return found


def main() -> None:
    rows = sorted(frequencies().items(), key=lambda x: (-x[1], x[0]))
    head = "# token, persons per million who bear it. Written by benchmarks/screening_tables.py.\n"
    text = head + "".join(f"{token}\t{share:.0f}\n" for token, share in rows if share >= 1)
    (DATA / "frequencies.tsv").write_text(text, encoding="utf-8")
    readings: dict[str, str] = dict(LINKS)
    for (people, _), row in words().items():
        for word in row:
            if people in {"ARA", "PER", "ISR"} and word.latin:
                native = word.native.removeprefix("ال") if " " not in word.native else ""
                latin = tokens(word.latin[0])[-1]
                if native and len(native) > 1:
                    readings.setdefault(native, latin)
    head = "# Words of Arabic and Hebrew script with their vowels. Written by benchmarks/screening_tables.py.\n"
    text = head + "".join(f"{native}\t{latin}\n" for native, latin in sorted(readings.items()))
    (DATA / "readings.tsv").write_text(text, encoding="utf-8")
    print(len(rows), "tokens,", len(readings), "readings")


if __name__ == "__main__":
    main()
