"""What was read of words and names before is what reading them anew would tell, and is bounded."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields
from itertools import pairwise
from threading import Event

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.core.screening.people import REGISTER, names
from tocsin.core.screening import Index, Person, fast, known, warming
from tocsin.core.screening.columns import Read, read_names
from tocsin.core.screening.growing import Growing
from tocsin.core.screening.hashing import text_hashes
from tocsin.core.screening.lexicon import TokenTable, facts_of
from tocsin.core.screening.numbering import laid_out
from tocsin.core.screening.postings import SHORTEST_WITH_SLIPS
from tocsin.core.screening.strings import starts
from tocsin.core.screening.writing.scripts import PLAIN

several = st.lists(names, max_size=6)


@pytest.fixture(scope="module", autouse=True)
def compiled() -> None:
    assert warming.warm()


def told(words, asked):
    """Return what is known of each name: words, places, keys of its beginnings and endings."""
    numbers, kept = words.read(asked)
    return [
        [values[start[at] : start[at + 1]].tolist() for start, values in kept.sought]
        for at in numbers.tolist()
    ]


@given(several, several)
def test_words_added_later_are_known_as_those_read_together(before, after):
    grown, whole = known.Known(), known.Known()
    grown.read(before)
    early, count = grown.words, len(grown)
    seen = early.stored.table.rarity[:count].copy()
    assert told(grown, before) + told(grown, after) == told(grown, [*before, *after])
    whole.read([*before, *after])
    assert np.array_equal(early.stored.table.rarity[:count], seen)
    assert len(grown) == len(whole)
    texts = [grown.words.stored.texts_of(np.arange(len(grown)))]
    assert sorted(texts[0]) == sorted(whole.words.stored.texts_of(np.arange(len(whole))))
    table = facts_of(grown._numbers.texts, grown._numbers.scripts).table
    assert np.array_equal(grown.words.stored.table.rarity[: len(grown)], table.rarity)
    assert np.array_equal(grown.words.stored.table.letters[: len(grown)], table.letters)


def test_a_word_is_looked_for_as_newcomers_take_it():
    """Its own sounds first, then those of equivalent names; one list of echoes within the other."""
    words, more, echoes = known.Known(), 0, 0
    words.read(["William Trzymasek", "Ольга Ковальчук", "محمد الراشدي", "김민준", "Γιώργος Νίκου"])
    stored, heard = words.words.stored, words.words.stored.sounds.texts()
    for at in range(len(words)):
        sound = heard[at]
        cuts = range(len(sound)) if len(sound) >= SHORTEST_WITH_SLIPS else ()
        own = text_hashes([sound, *(sound[:x] + sound[x + 1 :] for x in cuts)] if sound else [])
        keys = [values[start[at] : start[at + 1]].tolist() for start, values in words.words.sought]
        assert keys[0][: len(own)] == own.tolist()
        more += len(keys[0]) - len(own)
        echoes += len(keys[2])
        assert keys[2] == ([] if stored.table.script[at] == PLAIN else keys[3])
    assert more > 0 < echoes


def as_read(words, asked):
    """Return the same with all that is known of the words instead of their numbers."""
    found = []
    for (by_word, *others), rows in zip(told(words, asked), rows_of(words, asked), strict=True):
        stored, sought = words.words.stored, words.words.sought
        each = [
            (
                *(getattr(stored.table, x.name)[at].tolist() for x in fields(TokenTable)),
                *(text.raw(at) for text in stored.spelled()),
                *(keys[start[at] : start[at + 1]].tolist() for start, keys in sought),
            )
            for at in by_word
        ]
        found.append([each, *others, rows])
    return found


def rows_of(words, asked):
    """Return the rows of each name: whether it is mended, its tokens with their marks."""
    numbers, kept = words.read(asked)
    found = []
    for at in range(len(asked)):
        read = kept.again(starts([1] * len(asked)), numbers, np.array([at]))
        texts = words.words.stored.texts_of(read.tokens)
        place = starts(read.tokens_of)
        found.append(
            [
                (mended, texts[first:last], read.marks[first:last].tolist())
                for mended, (first, last) in zip(
                    read.row_mended.tolist(), pairwise(place), strict=True
                )
            ]
        )
        assert read.row_name.tolist() == [0] * read.rows_of[0]
    return found


@given(several)
def test_names_that_are_known_are_laid_out_as_if_they_were_read_anew(asked):
    words = known.Known()
    for _ in range(2):
        read = read_names([asked, asked[:1], asked[1:]], words)
        numbers, kept = words.read([*asked, *asked[:1], *asked[1:]])
        start = starts([len(asked), len(asked[:1]), len(asked[1:])])
        again = kept.again(start, numbers, np.arange(3))
        for field in fields(Read):
            one, other = getattr(read, field.name), getattr(again, field.name)
            assert one.tolist() == other.tolist(), field.name
            assert one.dtype == other.dtype, field.name


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(several)
def test_few_names_are_known_as_many_are(monkeypatch, asked):
    few, fewer, many = known.Known(), known.Known(), known.Known()
    alone = [x for name in asked for x in as_read(few, [name])]
    with monkeypatch.context() as patched:
        patched.setattr(known, "_FEW_NAMES", 0)
        assert as_read(fewer, asked) == alone
        patched.setattr(known, "_FEW", 0)
        assert as_read(many, asked) == alone


def test_what_is_known_lies_where_it_is_read_after_every_word():
    words = known.Known()
    for at in range(300):
        words.read([f"Anna {chr(97 + at % 26) * (at // 26 + 2)}"])
        stored = words.words.stored
        assert stored.texts.letters is words._numbers.room.letters
        assert stored.texts.start is words._numbers.room.start
        seen = (*vars(stored.table).values(),)
        assert all(one is other for one, other in zip(words._facts.columns, seen, strict=True))
        spelled = [(text.start, text.letters) for text in (stored.sounds, stored.skeletons)]
        for kept, shown in zip(words._facts.runs, [*spelled, *words.words.sought], strict=True):
            assert all(one is other for one, other in zip(kept, shown, strict=True))


def test_two_threads_that_meet_a_word_at_once_give_it_one_number(monkeypatch):
    words, held, go_on = known.Known(), Event(), Event()
    learn = words._learn

    def waiting(*fresh):
        held.set()
        assert go_on.wait(30)
        learn(*fresh)

    asked = laid_out([("dolinski", 0)])
    with ThreadPoolExecutor(2) as pool:
        monkeypatch.setattr(words, "_learn", waiting)
        first = pool.submit(words.numbered, *asked)
        assert held.wait(30)
        monkeypatch.setattr(words, "_learn", learn)
        found = Event()
        find = words._numbers.find

        def finding(*more):
            told = find(*more)
            found.set()
            return told

        monkeypatch.setattr(words._numbers, "find", finding)
        second = pool.submit(words.numbered, *asked)
        assert found.wait(30)
        go_on.set()
        assert first.result(30).tolist() == second.result(30).tolist() == [0]
    assert len(words) == 1


@given(st.lists(st.lists(st.lists(st.integers(0, 9), max_size=3), max_size=5), max_size=5))
def test_what_grows_keeps_what_was_there(parts):
    none = np.zeros(0, dtype=np.int64)
    growing = Growing([none], [(np.zeros(1, dtype=np.int64), none)])
    wanted, views = [], []
    for part in parts:
        wanted = [*wanted, *part]
        values = np.array([x for several in part for x in several], dtype=np.int64)
        growing.add([np.array(list(map(len, part)))], [(starts(list(map(len, part))), values)])
        views.append((growing.column(0), growing.run(0), wanted))
    for column, (start, values), whole in views:
        assert column.tolist() == list(map(len, whole))
        assert [values[first:last].tolist() for first, last in pairwise(start)] == whole


def test_a_process_that_knows_too_many_words_begins_anew(monkeypatch):
    index = Index.build(REGISTER)
    alone = [index.screen(person) for person in REGISTER]
    monkeypatch.setattr(known, "MOST_WORDS", 2)
    monkeypatch.setattr(known, "MOST_NAMES", 1)
    before = known.known()
    assert [index.screen(person) for person in REGISTER] == alone
    assert known.known() is not before
    assert len(known.known()._names) <= 1


def test_an_endless_name_is_not_remembered():
    words = known.Known()
    name = "Anna " * 1_000
    assert told(words, [name]) == told(words, [name]) == told(words, [name, "Anna"])[:1]
    assert name not in words._names.numbers


def test_a_name_of_no_letters_is_looked_up_by_nothing():
    assert told(known.Known(), ["", "\0"]) == [[[]] * 6, [[]] * 6]
    assert Index.build(REGISTER).screen(Person("q", ("",))) == []


def test_an_endless_name_takes_no_room_for_as_many_words():
    words = known.Known()
    words.read(["Anna Marek"])
    room = [x.nbytes for run in words._facts.runs for x in run]
    words.read(["Ab Cd " * 2_000])
    assert [x.nbytes for run in words._facts.runs for x in run] == room


def test_a_word_that_could_not_be_kept_leaves_the_others_as_they_were(monkeypatch):
    words, whole = known.Known(), known.Known()
    before = as_read(words, ["Anna Marek"])

    def full(*_):
        raise MemoryError

    with monkeypatch.context() as patched:
        patched.setattr(words._numbers, "hold", full)
        with pytest.raises(MemoryError):
            words.read(["Jan O'Zed"])
    for name in ("Beata Kowal", "Ola O'Kowal", "Jan O'Zed"):
        assert as_read(words, [name]) == as_read(whole, [name])
    assert as_read(words, ["Anna Marek"]) == before


def test_a_name_that_another_thread_reads_meanwhile_is_not_read_twice():
    words = known.Known()
    before = as_read(words, ["Anna Marek"])
    names = words._names

    class Late(dict):
        def get(self, _, default=None):
            names.numbers = dict(self)  # it is there when it is looked for again
            return default

    names.numbers = Late(names.numbers)
    assert as_read(words, ["Anna Marek"]) == before
    assert len(names) == 1


def test_rooms_that_move_while_somebody_reads_are_nobodys_to_write_to(monkeypatch):
    kept = Growing([], [(np.zeros(1, np.int64), np.zeros(0, np.uint8))])
    kept.make_room(1, 4)
    hold = fast.hold

    def held_up(things):
        monkeypatch.setattr(fast, "hold", hold)
        held = hold(things)
        kept.make_room(10_000, 100_000)  # another thread adds meanwhile
        return held

    monkeypatch.setattr(fast, "hold", held_up)
    read = kept.compiled
    assert kept.compiled is not read
    assert kept.compiled is kept.compiled
