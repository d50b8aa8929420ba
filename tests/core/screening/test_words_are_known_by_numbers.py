"""What was read of words and names before is what reading them anew would tell, and is bounded."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tests.core.screening.people import REGISTER, names
from tocsin.core.screening import Index, Person, known
from tocsin.core.screening.growing import Growing
from tocsin.core.screening.lexicon import facts_of
from tocsin.core.screening.numbering import laid_out

several = st.lists(names, max_size=6)


def told(words, asked):
    """Return what is known of each name: words, places, keys of its beginnings and endings."""
    numbers, kept = words.read(asked)
    return [
        [values[start[at] : start[at + 1]].tolist() for start, values in kept.all]
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


def test_what_is_known_lies_where_it_is_read_after_every_word():
    words = known.Known()
    for at in range(300):
        words.read([f"Anna {chr(97 + at % 26) * (at // 26 + 2)}"])
        stored = words.words.stored
        assert stored.texts.letters is words._numbers.room.letters
        assert stored.texts.start is words._numbers.room.start
        kept = [*words._table, *(x for runs in words._spelled for x in (runs._start, runs._values))]
        seen = [*vars(stored.table).values()]
        seen += [
            x for text in (stored.sounds, stored.skeletons) for x in (text.start, text.letters)
        ]
        assert all(one.whole is other for one, other in zip(kept, seen, strict=True))
        kept = [x for runs in words._sought for x in runs.whole]
        seen = [x for pair in words.words.sought for x in pair]
        assert all(one is other for one, other in zip(kept, seen, strict=True))


def test_two_threads_that_meet_a_word_at_once_give_it_one_number(monkeypatch):
    words, held, go_on = known.Known(), Event(), Event()
    sought = known._sought

    def waiting(facts):
        held.set()
        assert go_on.wait(30)
        return sought(facts)

    asked = laid_out([("dolinski", 0)])
    with ThreadPoolExecutor(2) as pool:
        monkeypatch.setattr(known, "_sought", waiting)
        first = pool.submit(words.numbered, *asked)
        assert held.wait(30)
        monkeypatch.setattr(known, "_sought", sought)
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


@given(st.lists(st.lists(st.integers(0, 9), max_size=5), max_size=5))
def test_what_grows_keeps_what_was_there(parts):
    growing = Growing(np.zeros(0, dtype=np.int64))
    views = [(growing.all, [])]
    for part in parts:
        growing.add(np.array(part, dtype=np.int64))
        views.append((growing.all, [*views[-1][1], *part]))
    assert all(view.tolist() == wanted for view, wanted in views)


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
