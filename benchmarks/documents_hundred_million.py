"""A list of 100 million documents: bytes a key, exact look-ups a second, changes, memory.

Invented numbers of two letters and seven digits, 200 issuers, four types, and one in a million a
long national number that does not pack. Half of the questions are listed, half are not; every
answer is compared with what is known of the number, so a wrong one ends the run. A look-up counts
from three Arrow columns of text to the records found: cleaning, packing and issuers included.

    python benchmarks/documents_hundred_million.py [DOCUMENTS] [FOLDER]
"""

import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tocsin.core.screening.documents import Document, DocumentList, Papers, kernels
from tocsin.core.screening.documents.papers import Coded, Texts

PART = 2_000_000
ASKED = 1_000_000
ROUNDS = 7
SPACE = 26 * 26 * 10**7
STEP = 2_654_435_761  # shares no factor with SPACE, so no number comes twice
ISSUERS = [f"{a}{b}{c}" for a in "ABKLM" for b in "EIOUY" for c in "DFGHLNRS"]
TYPES = ["passport", "identity_card", "visa", "residence_permit"]
ODD = 1_000_000


def letters_of(at: np.ndarray) -> np.ndarray:
    """The letters of the numbers with these places: two letters, seven digits."""
    value = at * STEP % SPACE
    letters = np.empty((len(at), 9), dtype=np.uint8)
    for column in range(8, 1, -1):
        letters[:, column] = 48 + value % 10
        value = value // 10
    letters[:, 1] = 65 + value % 26
    letters[:, 0] = 65 + value // 26
    return letters


def columns_of(at: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    return letters_of(at), (at % len(ISSUERS)).astype(np.int32), (at % 4).astype(np.int32)


def parts(count: int) -> Iterator[Papers]:
    for begin in range(0, count, PART):
        at = np.arange(begin, min(begin + PART, count))
        letters, issuers, types = columns_of(at)
        start = np.arange(len(at) + 1) * 9
        yield Papers(Texts(start, letters.ravel()), Coded(issuers, ISSUERS), Coded(types, TYPES))
    yield Papers.of([odd(x) for x in range(count // ODD)])


def odd(number: int) -> Document:
    return Document(f"8001{number:07d}", "UTO", "national_number")


def questions(count: int, seed: int):
    """Three Arrow columns, and the record each must be answered with, -1 for none."""
    import pyarrow as pa

    chance = np.random.default_rng(seed)
    at = chance.integers(0, 2 * count, ASKED)
    letters, issuers, types = columns_of(at)
    numbers = pa.array(letters.view("S9").ravel().astype("U9"), pa.string())
    named = [
        pa.array(values).take(pa.array(codes))
        for values, codes in ((ISSUERS, issuers), (TYPES, types))
    ]
    return (numbers, *named), np.where(at < count, at, -1)


def rate(listing: DocumentList, count: int, *, fast: bool, lists: bool) -> tuple[float, float]:
    """Look-ups a second of one thread, median of rounds; and of finding records."""
    kernels.WORTH_IT = 1 if fast else 1 << 60
    took, took_finding = [], []
    for seed in range(ROUNDS if fast else 3):
        asked, wanted = questions(count, seed)
        if lists:
            asked = tuple(column.to_pylist() for column in asked)
        make = Papers.of_lists if lists else Papers.of_arrow
        begun = time.thread_time()
        held = listing.holds(make(*asked))
        took.append(time.thread_time() - begun)
        begun = time.thread_time()
        records, owners = listing.find(make(*asked))
        took_finding.append(time.thread_time() - begun)
        found = np.full(ASKED, -1)
        found[owners] = records
        assert (found == wanted).all(), "a wrong answer"
        assert (held == (wanted >= 0)).all(), "a wrong answer"
    return tuple(ASKED / sorted(x)[len(x) // 2] / 1e6 for x in (took, took_finding))


OPENING = """
import sys, time
from tocsin.core.screening.documents import Document, DocumentList, Papers
begun = time.perf_counter()
listing = DocumentList.open(sys.argv[1])
opened = time.perf_counter() - begun
begun = time.perf_counter()
found = listing.find(Papers.of([Document(*sys.argv[2:5])]))
first = time.perf_counter() - begun
pages = {}
for line in open("/proc/self/smaps_rollup"):
    key, _, value = line.partition(":")
    pages[key] = value
import json
print(json.dumps([opened, first, int(pages["Private_Dirty"].split()[0]), int(found[0][0])]))
"""


def opening(path: Path, count: int) -> None:
    at = np.array([count // 3])
    letters, issuers, types = columns_of(at)
    asked = [letters.tobytes().decode(), ISSUERS[issuers[0]], TYPES[types[0]]]
    said = subprocess.run(
        [sys.executable, "-c", OPENING, str(path), *asked], check=True, capture_output=True,
        env={"PYTHONPATH": "."},
    )  # fmt: skip
    opened, first, private, found = json.loads(said.stdout)
    assert found == count // 3
    print(
        f"opened by a second process in {opened * 1e3:.1f} ms, first answer {first * 1e3:.1f} ms,"
    )
    print(f"  {private / 1024:.0f} MB of memory its own (interpreter and numpy included)")


def changes(listing: DocumentList, count: int) -> None:
    """Add and remove, each in force with the next question, and ask between."""
    kernels.WORTH_IT = 4_096
    chance = random.Random(9)
    adding, removing, asking = [], [], []
    for number in range(2_000):
        new = Document(f"LIVE{number:05d}", "UTO", "passport")
        at = chance.randrange(count)
        letters, issuers, types = columns_of(np.array([at]))
        old = Document(letters.tobytes().decode(), ISSUERS[issuers[0]], TYPES[types[0]])
        marks = [time.perf_counter()]
        listing.add(new, number)
        marks.append(time.perf_counter())
        found = listing.find(Papers.of([new, old]))
        marks.append(time.perf_counter())
        listing.remove(old)
        marks.append(time.perf_counter())
        assert found[0].tolist() == [number, at]
        assert not listing.holds(Papers.of([old]))[0], "removed and found"
        for times, begun, ended in zip((adding, asking, removing), marks, marks[1:], strict=False):
            times.append(ended - begun)
    for name, times in (("add", adding), ("remove", removing), ("one question", asking)):
        ordered = sorted(times)
        p50, p99 = (ordered[int(len(ordered) * x)] * 1e3 for x in (0.5, 0.99))
        print(f"{name}: p50 {p50:.2f} ms, p99 {p99:.2f} ms")
    asked, _ = questions(count, 1)
    kernels.WORTH_IT = 1
    begun = time.thread_time()
    listing.find(Papers.of_arrow(*asked))
    took = time.thread_time() - begun
    print(f"with 2,000 added and 2,000 removed: {ASKED / took / 1e6:.1f} million look-ups/s")


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000_000
    with tempfile.TemporaryDirectory(dir=sys.argv[2] if len(sys.argv) > 2 else None) as folder:
        path = Path(folder) / "list.documents"
        compiled = kernels.compiled() is not None
        begun, used = time.perf_counter(), time.process_time()
        listing = DocumentList.build(parts(count))
        print(f"{len(listing):,} documents, compiled loops: {'yes' if compiled else 'no'}")
        print(
            f"built in {time.perf_counter() - begun:.0f} s (processor {time.process_time() - used:.0f} s,"
            f" making the numbers included)"
        )
        table, texts = listing.layers[0]
        print(f"membership {table.size / len(table):.2f} bytes a key, record 5 more")
        print(f"{len(texts)} documents as text, {texts.size / max(1, len(texts)):.0f} bytes each")
        begun = time.perf_counter()
        listing.save(path)
        print(f"saved in {time.perf_counter() - begun:.1f} s, {path.stat().st_size / 1e6:,.0f} MB")
        print(
            f"peak memory so far {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB"
        )
        listing = DocumentList.open(path)
        opening(path, count)
        for fast in (True, False) if compiled else (False,):
            if fast:
                rate(listing, count, fast=True, lists=False)  # loads the loops, reads the file
            name = "compiled" if fast else "numpy"
            held, found = rate(listing, count, fast=fast, lists=False)
            print(f"{name}, one thread: {held:.1f} million look-ups/s, with records {found:.1f}")
        held, found = rate(listing, count, fast=compiled, lists=True)
        print(f"from lists of Python text: {held:.1f} million look-ups/s, with records {found:.1f}")
        changes(listing, count)


if __name__ == "__main__":
    main()
