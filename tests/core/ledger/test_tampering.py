"""Whatever is done to an export without the log's key, verification finds it and says where."""

import io
import os
import random

import pytest

from tests.core.ledger.exports import BUREAU, NEXT_LOG, Journal, card
from tocsin.core.ledger import export
from tocsin.core.ledger.checkpoint import Checkpoint, origin
from tocsin.core.ledger.tree import Frontier
from tocsin.core.ledger.verify import verify

CARD = card()


@pytest.fixture(scope="module")
def journal() -> Journal:
    made = Journal().append(300).append(1, rows=5).append(350)
    made.erase(0, 4, "actor").erase(0, 17, "actor", "purpose", "query")
    return made.close().append(40)


@pytest.fixture(scope="module")
def lines(journal) -> list[bytes]:
    return journal.lines()


def report(lines):
    return verify(io.BytesIO(b"".join(lines)), CARD)


def flip_a_bit(lines, chance):
    number = chance.randrange(len(lines))
    line = bytearray(lines[number])
    line[chance.randrange(len(line))] ^= 1 << chance.randrange(8)
    lines[number] = bytes(line)


def drop_a_line(lines, chance):
    del lines[chance.randrange(len(lines))]


def drop_several_lines(lines, chance):
    begin = chance.randrange(len(lines) - 10)
    del lines[begin : begin + chance.randrange(2, 10)]


def swap_two_lines(lines, chance):
    one, other = chance.sample(range(len(lines)), 2)
    lines[one], lines[other] = lines[other], lines[one]


def repeat_a_line(lines, chance):
    number = chance.randrange(len(lines))
    lines.insert(chance.randrange(len(lines)), lines[number])


def cut_the_end_off(lines, chance):
    del lines[-chance.randrange(1, len(lines)) :]


def cut_within_a_line(lines, chance):
    number = chance.randrange(len(lines))
    lines[number] = lines[number][: chance.randrange(len(lines[number]))]


def swap_the_parts_of_two_entries(lines, chance):
    entries = [i for i, line in enumerate(lines) if b'"leaf":' in line and b'"purpose":' in line]
    one, other = chance.sample(entries, 2)
    (a, b), (c, d) = (lines[i].split(b'"parts":') for i in (one, other))
    tail = lambda text: text.rpartition(b"}")[0].rpartition(b"}")  # noqa: E731
    parts_one, parts_other = tail(b)[0], tail(d)[0]
    lines[one] = a + b'"parts":' + b.replace(parts_one, parts_other, 1)
    lines[other] = c + b'"parts":' + d.replace(parts_other, parts_one, 1)


def renumber_over_a_dropped_entry(lines, chance):
    """Drop an entry and close the gap, as somebody would who can write but not sign."""
    entries = [i for i, line in enumerate(lines) if b'"leaf":' in line]
    gone = chance.choice(entries[:250])
    for earlier, later in zip(
        entries[entries.index(gone) : 250], entries[entries.index(gone) + 1 :], strict=False
    ):
        number = lines[earlier].rpartition(b'"sequence":')[2]
        lines[later] = lines[later].rpartition(b'"sequence":')[0] + b'"sequence":' + number
    del lines[gone]


def resign_with_another_key(lines, chance):
    found = [i for i, line in enumerate(lines) if line.startswith(b'{"checkpoint"')]
    number = chance.choice(found)
    size = chance.randrange(1, 600)
    tree = Frontier()
    tree.extend([chance.randbytes(32) for _ in range(size)])
    said = Checkpoint(origin(BUREAU), 0, size, tree.root())
    lines[number] = export.checkpoint(said.sign(NEXT_LOG).render(), tree.peaks)


TAMPERINGS = [
    flip_a_bit, flip_a_bit, flip_a_bit, drop_a_line, drop_several_lines, swap_two_lines,
    repeat_a_line, cut_the_end_off, cut_within_a_line, swap_the_parts_of_two_entries,
    renumber_over_a_dropped_entry, resign_with_another_key,
]  # fmt: skip


def test_an_untouched_export_is_right(lines) -> None:
    found = report(lines)
    assert found.ok, found.findings
    assert (found.entries, found.epochs, found.checkpoints) == (692, 2, 4)
    assert (found.erased_entries, found.erased_parts) == (2, 4)


def _tamper(lines, count):
    missed = []
    for seed in range(count):
        chance = random.Random(seed)
        tampering = TAMPERINGS[seed % len(TAMPERINGS)]
        changed = list(lines)
        tampering(changed, chance)
        if changed != lines and report(changed).ok:
            missed.append((seed, tampering.__name__))
    assert not missed


def test_a_hundred_tamperings_are_all_found(lines) -> None:
    _tamper(lines, 100)


@pytest.mark.long
def test_a_thousand_tamperings_are_all_found(lines) -> None:
    _tamper(lines, int(os.environ.get("TOCSIN_TAMPERINGS", "1000")))


def test_a_changed_leaf_is_named(lines) -> None:
    changed = list(lines)
    changed[2 + 40] = changed[2 + 40].replace(b"record.look", b"record.loop")
    found = report(changed)
    assert [str(finding) for finding in found.findings] == [
        "epoch 0, entry 40: the leaf does not have the hash that stands beside it"
    ]


def test_a_changed_hash_is_named(lines) -> None:
    changed = list(lines)
    place = changed[42].index(b'"hash":"') + 8
    digit = b"0" if changed[42][place : place + 1] != b"0" else b"1"
    changed[42] = changed[42][:place] + digit + changed[42][place + 1 :]
    assert [finding.place for finding in report(changed).findings] == ["epoch 0, entry 40"]


def test_a_changed_part_is_named(lines) -> None:
    changed = list(lines)
    changed[42] = changed[42].replace(b"border check", b"border chess")
    found = report(changed)
    assert [str(finding) for finding in found.findings] == [
        "epoch 0, entry 40: its purpose is not what the leaf commits to"
    ]


def test_a_dropped_entry_is_named(lines) -> None:
    changed = list(lines)
    del changed[42]
    places = [(finding.place, finding.sentence) for finding in report(changed).findings]
    assert places[0] == ("epoch 0, entry 40", "entries are missing here")


def test_an_entry_replaced_without_a_trace_names_its_interval(journal, lines) -> None:
    changed = list(lines)
    other = Journal(seed=2).append(300).lines()
    changed[42] = other[42]
    found = report(changed)
    assert [str(finding) for finding in found.findings] == [
        "epoch 0, entries 0 to 255: the entries between two checkpoints are not those that were signed"
    ]
    assert found.checkpoints == 4, "what follows is verified all the same"


def test_a_changed_row_of_a_manifest_names_its_entry(lines) -> None:
    changed = [line.replace(b"Person 3", b"Person 4") for line in lines]
    found = report(changed)
    assert [finding.place for finding in found.findings] == ["epoch 0, entry 300"]
