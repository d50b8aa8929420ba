"""Write the shipped tables of token frequencies and of readings from benchmarks/people.

``names.tsv`` is what persons are drawn from as well, ``further.tsv`` what the tables know beyond it.

Run: python benchmarks/screening_tables.py
"""

import re
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


def further() -> dict[tuple[str, str], list[tuple[str, ...]]]:
    """Return (people, kind) -> the spellings of each further name, in the order of its rank."""
    found = {}
    text = (Path(__file__).parent / "people" / "further.tsv").read_text(encoding="utf-8")
    for line in text.splitlines():
        if not line.startswith("#"):
            people, kind, cells = line.split("\t")
            found[people, kind] = [_spellings(x.replace("-", " ")) for x in cells.split()]
    return found


def _spellings(cell: str) -> tuple[str, ...]:
    native, _, latin = cell.partition(":")
    return tuple(latin.split(",")) if latin else (native,)


def _respelt(people: str, spellings: tuple[str, ...]) -> tuple[set[str], set[str]]:
    """Return the tokens of a name, and those by which machines and other passports have it."""
    usual = {token for spelling in spellings for token in tokens(spelling)}
    # Letter by letter, which is how much software writes Greek, the digraph for u is "oy".
    other = {re.sub("ou", "oy", x) for x in usual} if people == "GRC" else set()
    return usual, other - usual


def frequencies() -> dict[str, dict[str, float]]:
    """Return token -> people -> bearers per million of that people."""
    found: dict[str, dict[str, float]] = {}
    more = further()
    for (people, kind), row in words().items():
        known = [word.latin or (word.native,) for word in row]
        tokens_known = {token for spellings in known for x in spellings for token in tokens(x)}
        fresh = [x for x in more.get((people, kind), ()) if not tokens_known & set(tokens(x[0]))]
        ranks = weights(len(known) + len(fresh))
        whole = 1e6 * share_of(people, kind) * HALF[kind] / sum(ranks[: len(known)])
        for spellings, weight in zip([*known, *fresh], ranks, strict=True):
            per_million = whole * weight / len(spellings) ** 0.5
            usual, other = _respelt(people, spellings)
            for token in usual | other:
                among = found.setdefault(token, {})
                among[people] = among.get(people, 0.0) + per_million * (
                    0.5 if token in other else 1
                )
    return found


def among_all_and_own(among: dict[str, float]) -> tuple[float, float]:
    """Return bearers per million of all travellers, and per million of the bearers' own peoples."""
    total = sum(SHARES.values())
    parts = [(SHARES[people] / total * share, share) for people, share in among.items()]
    everywhere = sum(bearers for bearers, _ in parts)
    return everywhere, sum(bearers * share for bearers, share in parts) / everywhere


def main() -> None:
    found = [(token, *among_all_and_own(among)) for token, among in frequencies().items()]
    rows = sorted(found, key=lambda x: (-x[1], x[0]))
    head = (
        "# token, persons per million who bear it, and per million of their own people."
        " Written by benchmarks/screening_tables.py.\n"
    )
    text = head + "".join(
        f"{token}\t{share:.0f}\t{own:.0f}\n" for token, share, own in rows if share >= 1
    )
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
