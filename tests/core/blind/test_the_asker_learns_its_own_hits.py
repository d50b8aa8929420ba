"""Both halves together: the hits are right, sizes are steps, and the message tells nothing."""

import random as numbers

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.core.blind import (
    BATCHES,
    KeyPair,
    Table,
    answer,
    ask,
    batch_for,
    group,
    learn,
    oprf,
    table_for,
)
from tocsin.core.blind.answering import elements
from tocsin.core.blind.table import TAG, tags_of
from tocsin.core.errors import InvalidInput, MalformedFile, ProofFailed, TooLarge

SOURCE = numbers.Random(5)
KEY = KeyPair.derive(b"\x07" * 32, b"test")
HELD = [b"held %d" % number for number in range(40)]
TABLE = Table.make(tags_of(KEY, HELD), SOURCE.randbytes)


def said(keys: list[bytes], key: KeyPair = KEY, table: Table = TABLE) -> list[bool]:
    asking = ask(keys, SOURCE.randbytes)
    reply = answer(key, elements(asking.message), SOURCE.randbytes)
    return [bool(one) for one in learn(asking, KEY.public, reply, table)]


@settings(max_examples=20)  # each is a whole question of 64 elements
@given(st.lists(st.one_of(st.sampled_from(HELD), st.binary(max_size=40)), min_size=1, max_size=9))
def test_a_key_hits_if_and_only_if_it_is_held(keys) -> None:
    assert said(keys) == [key in HELD for key in keys]


def test_a_hit_comes_with_what_shows_that_it_was_asked() -> None:
    asking = ask([HELD[3], b"other"], SOURCE.randbytes)
    reply = answer(KEY, elements(asking.message), SOURCE.randbytes)
    hit, miss = learn(asking, KEY.public, reply, TABLE)
    assert hit == oprf.output(KEY, HELD[3])[:24]
    assert hit[:TAG] in TABLE.data
    assert hit[TAG:] not in TABLE.data
    assert miss == b""


def test_a_question_has_the_same_size_whatever_is_asked_and_hit() -> None:
    askings = [ask(keys, SOURCE.randbytes) for keys in ([], HELD[:1], HELD, [b"other"] * 64)]
    replies = [answer(KEY, elements(one.message), SOURCE.randbytes) for one in askings]
    assert {len(one.message) for one in askings} == {BATCHES[0] * 32}
    assert {len(one) for one in replies} == {BATCHES[0] * 32 + 64}


def test_the_same_key_asked_twice_looks_different_each_time() -> None:
    first, second = (ask([HELD[0]] * 2, SOURCE.randbytes) for _ in range(2))
    assert len({*first.blinded, *second.blinded}) == 2 * BATCHES[0]


def test_answering_never_looks_at_a_table() -> None:
    """What is not given cannot be told: neither in the reply nor in the time it takes."""
    import inspect

    assert set(inspect.signature(answer).parameters) == {"key", "asked", "random"}


def test_an_answer_under_another_key_is_no_miss() -> None:
    with pytest.raises(ProofFailed):
        said([HELD[0]], key=KeyPair.derive(b"\x08" * 32, b"test"))


@settings(max_examples=20)
@given(data=st.data())
def test_no_altered_reply_passes(data) -> None:
    asking = ask([HELD[0]], SOURCE.randbytes)
    reply = bytearray(answer(KEY, elements(asking.message), SOURCE.randbytes))
    place = data.draw(st.integers(0, len(reply) - 1))
    reply[place] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises((ProofFailed, InvalidInput)):
        learn(asking, KEY.public, bytes(reply), TABLE)


def test_replies_may_not_be_swapped_within_an_answer() -> None:
    asking = ask([HELD[0]], SOURCE.randbytes)
    reply = answer(KEY, elements(asking.message), SOURCE.randbytes)
    swapped = reply[32:64] + reply[:32] + reply[64:]
    with pytest.raises(ProofFailed):
        learn(asking, KEY.public, swapped, TABLE)


P = 2**255 - 19
HOSTILE = {
    "the identity": bytes(32),
    "a second spelling": P.to_bytes(32, "little"),
    "a second spelling of two": (P + 2).to_bytes(32, "little"),
    "a negative one": (1).to_bytes(32, "little"),
    "the negative one": (P - 1).to_bytes(32, "little"),
    "the top bit set": b"\xff" * 32,
    "the top bit set on a good one": bytes.fromhex(
        "e2f2ae0a6abc4e71a884a961c500515f58e30b6aa582dd8db6a65945e08d2df6"
    ),
    "order eight on the curve": bytes.fromhex(
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"
    ),
    "order four on the curve": bytes(31) + b"\x80",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_an_element_that_would_force_an_answer_is_refused(name) -> None:
    asking = ask(HELD[:1], SOURCE.randbytes)
    message = HOSTILE[name] + asking.message[32:]
    with pytest.raises(InvalidInput, match="element 0"):
        elements(message)


@pytest.mark.parametrize("length", [0, 1, 31, 33, 32, 63 * 32, 65 * 32, 64 * 32 + 1])
def test_a_message_of_another_length_is_refused(length) -> None:
    message = (group.times_generator(b"\x05" + bytes(31)) * 70)[:length]
    with pytest.raises(InvalidInput):
        elements(message)


@given(st.binary(max_size=200))
def test_no_bytes_break_the_reading_of_a_question(data) -> None:
    with pytest.raises(InvalidInput):
        elements(data)


def test_too_much_is_refused_before_it_is_read() -> None:
    with pytest.raises(TooLarge):
        elements(bytes(32 * (BATCHES[-1] + 1)))
    with pytest.raises(TooLarge):
        batch_for(BATCHES[-1] + 1)
    with pytest.raises(TooLarge):
        table_for(1 << 23)


@settings(max_examples=20)
@given(st.binary(max_size=100) | st.integers(1, 3).map(lambda n: bytes(4096 * TAG * n)))
def test_no_bytes_break_the_reading_of_a_table(data) -> None:
    with pytest.raises(MalformedFile):
        Table(data)


def test_a_table_hides_how_many_it_holds_within_its_step() -> None:
    few = Table.make(tags_of(KEY, HELD[:1]), SOURCE.randbytes)
    assert len(few) == len(TABLE) == 4_096
    assert [table_for(n) for n in (0, 4_096, 4_097, 100_000)] == [4_096, 4_096, 8_192, 131_072]


def test_two_keys_give_two_tables_with_nothing_in_common() -> None:
    other = Table.make(tags_of(KeyPair.derive(b"\x09" * 32, b"test"), HELD), SOURCE.randbytes)
    tags = [
        {one.data[at : at + TAG] for at in range(0, len(one.data), TAG)} for one in (TABLE, other)
    ]
    assert not tags[0] & tags[1]


@pytest.mark.long
def test_a_million_misses_are_misses() -> None:
    """The tags alone: an output that is not held meets one of 131,072 tags with 7 in 10^15."""
    table = Table.make((SOURCE.randbytes(TAG) for _ in range(100_000)), SOURCE.randbytes)
    assert not any(table.has([SOURCE.randbytes(64) for _ in range(1_000_000)]))
