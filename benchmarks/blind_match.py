"""The blind match: 1,000 questions against 100,000 records, in time and bytes, for 0 and n hits.

Invented persons, one key each. Every answer is compared with what is known, so a wrong one ends the
run. The same question is answered with none, some and all of its keys held, in turn, and the medians
stand beside each other: sizes must be equal, times as equal as the machine is quiet. Where the
package openmined-psi is installed, it does the same work in the same run.

    python benchmarks/blind_match.py [RECORDS] [QUESTIONS] [ROUNDS]
"""

import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tocsin.core.blind import KeyPair, Table, answer, ask, keys_of, learn
from tocsin.core.blind.answering import elements
from tocsin.core.blind.table import tags_of
from tocsin.core.kinds.screened import Screened

FIRST = ["Bogumil", "Zenobia", "Walery", "Jadwiga", "Olena", "Taras", "Ion", "Ilinca"]
SOUNDS = ("bdkmptz", "fglnrsv")  # in turn, so that no consonant is doubled and none is lost


def key(number: int) -> bytes:
    """The one key of an invented person; the number is spelled in the syllables of the surname."""
    surname = "".join(f"{SOUNDS[at % 2][number // 7**at % 7]}a" for at in range(8)) + "cki"
    facts = Screened(
        names=[f"{FIRST[number % 8]} {surname.capitalize()}"],
        dob=[str(1950 + number % 60)],
        nat=[],
        gender=None,
        docs=[],
    )
    return keys_of(facts)[0]


def timed(work: Callable[[], Any]) -> tuple[Any, float, float]:
    wall, processor = time.perf_counter(), time.process_time()
    made = work()
    return made, time.perf_counter() - wall, time.process_time() - processor


def question(
    pair: KeyPair, table: Table, keys: list[bytes], hits: int
) -> tuple[list[float], tuple[int, int]]:
    """Processor seconds of blinding, answering and learning, and the bytes each way."""
    asking, _w, blinding = timed(lambda: ask(keys, os.urandom))
    reply, _w, answering = timed(lambda: answer(pair, elements(asking.message), os.urandom))
    found, _w, learning = timed(lambda: learn(asking, pair.public, reply, table))
    assert sum(map(bool, found)) == hits, f"{sum(map(bool, found))} hits, not {hits}"
    return [blinding, answering, learning], (len(asking.message), len(reply))


def peer(held: list[bytes], keys: list[bytes], hits: int) -> None:
    try:
        import private_set_intersection.python as psi
    except ImportError:
        print("openmined-psi is not installed: no peer in this run")
        return
    names = [one.hex() for one in held]
    server, client = psi.server.CreateWithNewKey(True), psi.client.CreateWithNewKey(True)
    setup, _w, making = timed(
        lambda: server.CreateSetupMessage(1e-9, len(keys), names, psi.DataStructure.RAW)
    )
    asked, _w, blinding = timed(lambda: client.CreateRequest([one.hex() for one in keys]))
    reply, _w, answering = timed(lambda: server.ProcessRequest(asked))
    found, _w, learning = timed(lambda: client.GetIntersection(setup, reply))
    assert len(found) == hits
    size = [len(one.SerializeToString()) for one in (setup, asked, reply)]
    print(
        f"openmined-psi RAW, P-256, not verified: table {making:.2f} s, question"
        f" {blinding:.3f} + {answering:.3f} + {learning:.3f} s;"
        f" {size[0]:,} B table, {size[1]:,} + {size[2]:,} B question"
    )


def main(records: int = 100_000, questions: int = 1_000, rounds: int = 9) -> None:
    held = [key(number) for number in range(records)]
    assert len(set(held)) == records
    pair = KeyPair.derive(os.urandom(32), b"benchmark")
    table, wall, processor = timed(lambda: Table.make(tags_of(pair, held), os.urandom))
    print(
        f"{questions:,} questions x {records:,} records, one key each; RFC 9497 VOPRF, ristretto255"
    )
    print(
        f"table: {processor:.2f} s of processor ({wall:.2f} s wall),"
        f" {processor / records * 1e6:.0f} us a record, {len(table):,} tags, {len(table.data):,} B"
    )
    cases = {
        "no hit": (0, [key(records + number) for number in range(questions)]),
        "5 % hit": (
            questions // 20,
            held[: questions // 20]
            + [key(records + number) for number in range(questions - questions // 20)],
        ),
        "all hit": (questions, held[:questions]),
    }
    times: dict[str, list[list[float]]] = {name: [] for name in cases}
    sizes = set()
    for _round in range(rounds):  # in turn, so that a busy minute falls on all alike
        for name, (hits, keys) in cases.items():
            spent, size = question(pair, table, keys, hits)
            times[name].append(spent)
            sizes.add(size)
    assert len(sizes) == 1, f"sizes differ: {sizes}"
    asked, replied = sizes.pop()
    print(f"bytes, whatever hits: {asked:,} asked, {replied:,} replied")
    medians = {}
    for name, rows in times.items():
        middle = [statistics.median(row[step] for row in rows) for step in range(3)]
        spread = [row[1] for row in rows]
        medians[name] = middle
        print(
            f"{name:8} blind {middle[0]:.3f} s, answer {middle[1]:.3f} s"
            f" ({min(spread):.3f} to {max(spread):.3f}), verify and learn {middle[2]:.3f} s"
        )
    for step, name in enumerate(("blind", "answer", "learn")):
        most = max(one[step] for one in medians.values()) / min(
            one[step] for one in medians.values()
        )
        print(f"slowest over fastest median of {name}: {most:.3f}")
    peer(held, cases["5 % hit"][1], questions // 20)


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:]))
