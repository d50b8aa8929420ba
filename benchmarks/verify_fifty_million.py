"""Verify a journal of fifty million entries, streamed: time, and memory that does not grow.

One process writes the export into a pipe (about 880 bytes an entry, so no file of 44 GB is
needed), this one verifies it as ``tocsin verify`` does. Ids, times, hashes, tree and checkpoints
are an entry's own; its parts are drawn from 4,096 made beforehand, and each is verified anew.

    python benchmarks/verify_fifty_million.py [ENTRIES]

November 2026, two cores of an AMD EPYC shared with other work: 737 s of processor (67,800 entries
a second), 1,343 s by the clock, 28 MB of memory of which 1.4 MB for the fifty million.
"""

import os
import random
import resource
import sys
import time
from datetime import UTC, datetime, timedelta
from itertools import cycle
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tocsin.core.ledger import export, leaf
from tocsin.core.ledger.checkpoint import INTERVAL, Checkpoint, origin
from tocsin.core.ledger.tree import Frontier, leaf_hash
from tocsin.core.ledger.verify import verify
from tocsin.core.statements import cards
from tocsin.core.statements.keys import SealingKey, SigningKey

BUREAU = UUID("8f2d4c1e-0b6a-4f3d-9a57-3c5e1d7b9a02")
BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
ROOT, LOG, NODE = (SigningKey(bytes([n]) * 32) for n in (1, 2, 3))
POOL = 4_096


def card() -> cards.Card:
    node = cards.certify(
        ROOT,
        bureau=BUREAU,
        signing=NODE.public,
        sealing=SealingKey(bytes([4]) * 32).public,
        not_before=BEGIN,
        not_after=BEGIN + timedelta(days=90),
    )
    journal = cards.Journal(origin(BUREAU), (cards.LogKey(0, LOG.public),))
    return cards.issue(
        ROOT, bureau=BUREAU, code="UTO", name="Utopia", at=BEGIN, journal=journal, nodes=[node]
    )


def pool(chance: random.Random) -> list[tuple[str, str]]:
    """Leaves cut before and after id and time, with the parts that their commitments are of."""
    made = []
    for number in range(POOL):
        entry = leaf.make(
            id=UUID(int=0),
            at=BEGIN,
            verb="record.look",
            log=BUREAU,
            realm="live",
            objects=[UUID(bytes=chance.randbytes(16), version=4)],
            parts={
                "actor": str(UUID(bytes=chance.randbytes(16), version=4)),
                "purpose": "border check",
                "query": {"names": [f"Person {number}"], "dob": "1971-03-05"},
            },
            random=chance.randbytes,
        )
        parts = {name: [part.salt, part.text] for name, part in sorted(entry.parts.items())}
        made.append((entry.data.decode(), export.spell(parts)))
    return made


def write(stream: BinaryIO, entries: int) -> None:
    chance = random.Random(1)
    zero, first = str(UUID(int=0)), '{"at":"2026-01-01T00:00:00.000Z"'
    cut = [(text.removeprefix(first).split(zero), parts, text) for text, parts in pool(chance)]
    escaped = [
        ([half.replace('"', '\\"') for half in halves], halves, parts) for halves, parts, _ in cut
    ]
    source = cycle(escaped)
    tree, hashes, lines = Frontier(), [], []
    stream.write(export.header(BUREAU) + export.epoch(0))
    for number in range(entries):
        (front, back), (plain_front, plain_back), parts = next(source)
        second = number % 86_400
        at = f"2026-01-01T{second // 3600:02d}:{second // 60 % 60:02d}:{second % 60:02d}.000Z"
        name = f"00000000-0000-4000-8000-{number:012x}"
        found = leaf_hash(f'{{"at":"{at}"{plain_front}{name}{plain_back}'.encode())
        hashes.append(found)
        lines.append(
            f'{{"hash":"{found.hex()}","leaf":"{{\\"at\\":\\"{at}\\"{front}{name}{back}",'
            f'"parts":{parts},"sequence":{number}}}\n'
        )
        if len(hashes) == INTERVAL or number + 1 == entries:
            tree.extend(hashes)
            said = Checkpoint(origin(BUREAU), 0, tree.size, tree.root()).sign(LOG).render()
            stream.write("".join(lines).encode() + export.checkpoint(said, tree.peaks))
            hashes, lines = [], []
    stream.write(export.end(entries, 1))
    stream.close()


def main() -> None:
    entries = int(sys.argv[1]) if len(sys.argv) > 1 else 50_000_000
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        write(os.fdopen(writing, "wb", buffering=1_048_576), entries)
        os._exit(0)
    os.close(writing)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started, used = time.perf_counter(), time.process_time()
    with os.fdopen(reading, "rb", buffering=1_048_576) as stream:
        report = verify(stream, card())
    taken, used = time.perf_counter() - started, time.process_time() - used
    os.waitpid(child, 0)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert report.ok, report.findings
    assert report.entries == entries
    print(
        f"{report.entries:,} entries, {report.checkpoints:,} checkpoints: {report.sentences()[0]}"
    )
    print(
        f"{taken:,.0f} s by the clock, {used:,.0f} s of processor, {entries / taken:,.0f} entries/s"
    )
    print(f"memory: {peak / 1024:.0f} MB at most, {(peak - before) / 1024:.1f} MB more than before")


if __name__ == "__main__":
    main()
