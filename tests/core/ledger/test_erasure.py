"""An erased part is called erased, not wrong; a part that is merely missing is wrong."""

import io
from itertools import product

import pytest

from tests.core.ledger.exports import Journal, card
from tocsin.core.ledger.verify import verify

CARD = card()


def report(lines):
    return verify(io.BytesIO(b"".join(lines)), CARD)


@pytest.mark.parametrize("names", [["actor"], ["actor", "query"], ["actor", "purpose", "query"]])
def test_parts_are_erased_one_by_one(names) -> None:
    found = report(Journal().append(5).erase(0, 2, *names).lines())
    assert found.ok
    assert (found.erased_entries, found.erased_parts) == (1, len(names))
    assert str(found.erased[0]) == (
        f"epoch 0, entry 2: {', '.join(names)} erased; the proof stands"
    )
    assert "erased, not wrong" in found.sentences()[1]


def test_the_root_is_the_same_before_and_after() -> None:
    before, after = Journal().append(5), Journal().append(5).erase(0, 2, "actor")
    assert before.checkpoint() == after.checkpoint()


def test_a_part_taken_away_without_a_word_is_wrong() -> None:
    lines = Journal().append(5).lines()
    for number, line in enumerate(lines):
        begin = line.find(b'"actor":[')
        if begin > 0:
            lines[number] = line[:begin] + line[line.index(b'"purpose":[', begin) :]
    found = report(lines)
    assert found.wrong == 5
    assert all("said to be erased" in finding.sentence for finding in found.findings)


def test_a_part_said_to_be_erased_and_still_there_is_wrong() -> None:
    lines = Journal().append(2).lines()
    lines[2] = lines[2].replace(b'{"hash"', b'{"erased":["actor"],"hash"')
    assert [finding.place for finding in report(lines).findings] == ["epoch 0, entry 0"]


def test_rows_of_a_manifest_are_erased_one_by_one() -> None:
    journal = Journal().append(1, rows=7)
    journal.erased_rows |= {(0, 0, 1), (0, 0, 6)}
    found = report(journal.lines())
    assert found.ok
    assert (found.rows, found.erased_rows) == (7, 2)


@pytest.mark.parametrize("change", ["drop", "swap", "repeat", "drop all"])
def test_rows_of_a_manifest_are_neither_lost_nor_moved(change) -> None:
    lines = Journal().append(1, rows=7).append(1).lines()
    rows = [number for number, line in enumerate(lines) if b'"row":' in line]
    one, other = rows[2], rows[4]
    if change == "drop":
        del lines[one]
    elif change == "swap":
        lines[one], lines[other] = lines[other], lines[one]
    elif change == "repeat":
        lines.insert(one, lines[one])
    else:
        del lines[rows[0] : rows[-1] + 1]
    assert not report(lines).ok


def test_every_single_flipped_bit_of_an_export_is_found() -> None:
    journal = Journal().append(1).append(1, rows=2).erase(0, 0, "actor")
    journal.erased_rows.add((0, 1, 1))
    data = b"".join(journal.close().lines())
    step = 61  # a prime, so that every bit position and every field is met
    _flip(data, range(0, len(data) * 8, step))


@pytest.mark.long
def test_every_flipped_bit_of_an_export_is_found_one_after_another() -> None:
    journal = Journal().append(2).append(1, rows=2).erase(0, 1, "actor")
    journal.erased_rows.add((0, 2, 1))
    data = b"".join(journal.close().append(1).lines())
    _flip(data, range(len(data) * 8))


def _flip(data, bits) -> None:
    assert verify(io.BytesIO(data), CARD).ok
    for bit in bits:
        changed = bytearray(data)
        changed[bit // 8] ^= 1 << bit % 8
        assert not verify(io.BytesIO(changed), CARD).ok, (bit, data[bit // 8 - 20 : bit // 8 + 9])


def test_entries_of_another_log_or_form_are_named() -> None:
    lines = Journal().append(4).lines()
    for number, (old, new) in product([3], [(b"leaf@1", b"leaf@2"), (b"8f2d4c1e", b"8f2d4c1f")]):
        changed = list(lines)
        changed[number] = changed[number].replace(old, new)
        assert [finding.place for finding in report(changed).findings] == ["epoch 0, entry 1"]
