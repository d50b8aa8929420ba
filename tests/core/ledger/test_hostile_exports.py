"""Whatever stands in a file, verification ends with a report, in bounded memory."""

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.ledger.exports import Journal, card
from tocsin.core.ledger import export
from tocsin.core.ledger.verify import LINE_LIMIT, verify

CARD = card()
LINES = Journal().append(2).append(1, rows=2).erase(0, 1, "actor").close().append(1).lines()

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=6,
)


def report(data):
    return verify(io.BytesIO(data), CARD)


@given(st.lists(st.binary(max_size=40), max_size=6))
def test_any_bytes_are_reported_wrong(lines) -> None:
    assert not report(b"\n".join(lines)).ok


def fields(value, path=()):
    yield path
    if isinstance(value, dict | list):
        for key in value if isinstance(value, dict) else range(len(value)):
            yield from fields(value[key], (*path, key))


@given(st.integers(0, len(LINES) - 1), anything, st.data())
def test_any_value_in_any_field_is_reported_wrong(number, value, data) -> None:
    said = json.loads(LINES[number])
    *above, last = data.draw(st.sampled_from([path for path in fields(said) if path]))
    place = said
    for key in above:
        place = place[key]
    if type(place[last]) is type(value) and place[last] == value:
        return
    place[last] = value
    lines = list(LINES)
    lines[number] = export.spell(said).encode("utf-8", "surrogatepass") + b"\n"
    assert not report(b"".join(lines)).ok


@pytest.mark.parametrize("one", [True, 1.0])
def test_what_equals_one_to_python_is_damage(one) -> None:
    said = json.loads(LINES[0])
    assert said["export"] == one
    first = export.spell(said | {"export": one}).encode() + b"\n"
    assert not report(b"".join([first, *LINES[1:]])).ok


def test_counts_at_the_end_are_whole_numbers() -> None:
    counts = {name: float(count) for name, count in json.loads(LINES[-1])["end"].items()}
    last = export.spell({"end": counts}).encode() + b"\n"
    assert not report(b"".join([*LINES[:-1], last])).ok


@given(st.integers(0, len(LINES) - 1), st.text(max_size=8), anything)
def test_any_further_field_is_reported_wrong(number, name, value) -> None:
    said = json.loads(LINES[number])
    if name in said:
        return
    lines = list(LINES)
    lines[number] = export.spell(said | {name: value}).encode("utf-8", "surrogatepass") + b"\n"
    assert not report(b"".join(lines)).ok


def test_a_salt_of_another_length_is_damage() -> None:
    lines = list(LINES)
    said = json.loads(lines[2])
    said["parts"]["actor"][0] = ""
    lines[2] = export.spell(said).encode() + b"\n"
    assert report(b"".join(lines)).findings[0].place == "epoch 0, entry 0"


def test_a_line_without_an_end_is_read_in_pieces() -> None:
    class Endless(io.RawIOBase):
        left = 3 * LINE_LIMIT

        def readable(self):
            return True

        def readinto(self, buffer):
            count = min(len(buffer), self.left)
            buffer[:count] = b"[" * count
            self.left -= count
            return count

    assert not verify(io.BufferedReader(Endless()), CARD).ok


def test_a_manifest_that_claims_endless_rows_is_wrong() -> None:
    lines = [line.replace(b'"rows":2', b'"rows":999999999999') for line in LINES]
    assert not report(b"".join(lines)).ok


def test_findings_are_counted_and_not_all_kept() -> None:
    said = report(b"[]\n" * 5_000)
    assert said.wrong == 5_001
    assert len(said.findings) == 1_000
