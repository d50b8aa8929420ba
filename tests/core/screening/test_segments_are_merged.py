"""Segments that are merged hold what one would that was built of the persons who are left."""

from dataclasses import fields
from datetime import UTC, datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.screening.people import DOLINSKI, REGISTER, persons, with_changes
from tocsin.core.screening import Index, Person, fast, filing, index, segment, warming
from tocsin.core.screening.directory import Directory
from tocsin.core.screening.lexicon import TokenTable
from tocsin.core.screening.merging import merged
from tocsin.core.screening.segment import build_segment

OF_WORDS = ("by_spelling", "by_skeleton", "by_echo", "by_foreign_echo", "by_token")
BY_PERSON = [x.name for x in fields(Directory) if x.name not in OF_WORDS]
UNTIL = datetime(2027, 1, 1, tzinfo=UTC)
various = st.builds(
    lambda person, classes, until: with_changes(
        person, classes=frozenset(classes), valid_until=until
    ),
    persons,
    st.sets(st.sampled_from([1, "a", "b"]), max_size=2),
    st.sampled_from([None, UNTIL]),
)


@st.composite
def parts(draw):
    """Several segments, and who of each was removed."""
    sizes = draw(st.lists(st.integers(0, 4), min_size=1, max_size=4))
    found, number = [], 0
    for size in sizes:
        people = []
        for _ in range(size):
            people.append(with_changes(draw(various), id=f"p{number}"))
            number += 1
        removed = draw(st.lists(st.booleans(), min_size=size, max_size=size))
        found.append((people, removed))
    return found


def both(drawn):
    """The parts merged, and a segment built of who is left."""
    left = [x for people, gone in drawn for x, out in zip(people, gone, strict=True) if not out]
    built = [(build_segment(people), np.array(gone, dtype=np.bool_)) for people, gone in drawn]
    return merged(built), build_segment(left), left


def words_of(one):
    """What is known of each word: of it, and under which keys it and its bearers are filed."""
    texts, scripts = one.words.texts.texts(), one.words.table.script.tolist()
    table = [getattr(one.words.table, x.name).tolist() for x in fields(TokenTable)]
    spelled = [x.texts() for x in one.words.spelled()]
    keys = [[set() for _ in texts] for _ in OF_WORDS[:-1]]
    for name, sets in zip(OF_WORDS[:-1], keys, strict=True):
        filed = getattr(one.directory, name)
        for key, word in zip(filed.keys.tolist(), filed.values.tolist(), strict=True):
            sets[word].add(key)
    start, values = one.directory.by_token.start, one.directory.by_token.values
    bearers = [values[start[at] : start[at + 1]].tolist() for at in range(len(texts))]
    known = zip(*table, *spelled, *keys, bearers, strict=True)
    return dict(zip(zip(texts, scripts, strict=True), known, strict=True))


@given(parts())
def test_what_is_known_of_words_is_what_reading_them_tells(drawn):
    one, other, _ = both(drawn)
    assert words_of(one) == words_of(other)


@given(parts())
def test_persons_lie_there_as_they_were_read(drawn):
    one, other, left = both(drawn)
    assert [one.person(at) for at in range(len(one))] == left
    for name in BY_PERSON:
        for field in ("keys", "values"):
            a, b = (getattr(getattr(x.directory, name), field) for x in (one, other))
            assert a.tolist() == b.tolist()
            assert a.dtype == b.dtype
    for name, array in other.arrays.items():
        assert one.arrays[name].dtype == array.dtype
        assert one.arrays[name].shape == array.shape
    same = ("row_start", "row_name", "row_mended", "token_start", "marks", "dob_start", "dobs")
    for name in (*same, "nat_start", "nats", "doc_start", "docs", "doc_confusions", "sex"):
        assert getattr(one.columns, name).tolist() == getattr(other.columns, name).tolist()
    tokens = [x.words.texts_of(x.columns.tokens) for x in (one, other)]
    assert tokens[0] == tokens[1]
    assert one.content.entries.records.texts() == other.content.entries.records.texts()
    assert one.glances.tolist() == other.glances.tolist()
    assert one.valid_until.tolist() == other.valid_until.tolist()
    assert len(one.class_sets) == len(other.class_sets)
    classes = [[x.class_sets[at] for at in x.class_set.tolist()] for x in (one, other)]
    assert classes[0] == classes[1]


def added_to(monkeypatch, *, short=1):
    """An index of two parts that nothing has joined."""
    monkeypatch.setattr(filing, "_SHORT", short)
    monkeypatch.setattr(index, "_FEW", 0)
    found = Index.build(REGISTER)
    found.add(Person("n1", ("Anna Wickowska",), ("1971-03-05",)))
    found.screen(DOLINSKI)
    assert len(found._parts) == 2
    return found


def test_saving_reads_nobody_again(monkeypatch, tmp_path):
    changed = added_to(monkeypatch)
    changed.remove("p2")
    monkeypatch.setattr(filing, "build_segment", None)  # whoever is read would be so by this
    changed.save(tmp_path / "index")
    opened = Index.open(tmp_path / "index")
    assert {x.id for x in opened} == {"p1", "p3", "p4", "n1"}
    assert not opened.screen(DOLINSKI)
    assert opened.screen(REGISTER[0])[0].id == "p1"


def test_what_another_tocsin_may_have_read_is_read_again(monkeypatch, tmp_path):
    Index.build(REGISTER).save(tmp_path / "index")
    opened = Index.open(tmp_path / "index")  # too short to say by whom it was read
    opened.remove("p2")
    read = []
    build = filing.build_segment
    monkeypatch.setattr(filing, "build_segment", lambda x, *more: read.extend(x) or build(x, *more))
    opened.save(tmp_path / "again")
    assert {x.id for x in read} == {"p1", "p3", "p4"}
    assert {x.id for x in Index.open(tmp_path / "again")} == {"p1", "p3", "p4"}


@pytest.mark.skipif(not fast.installed(), reason="the extra fast is missing")
def test_a_long_segment_that_this_tocsin_read_is_not_read_again(monkeypatch, tmp_path):
    assert warming.warm()
    monkeypatch.setattr(segment, "LONG", 0)
    Index.build(REGISTER).save(tmp_path / "index")
    opened = Index.open(tmp_path / "index")
    opened.remove("p2")
    monkeypatch.setattr(filing, "build_segment", None)
    monkeypatch.setattr(filing, "_SHORT", 1)
    opened.save(tmp_path / "again")
    assert {x.id for x in Index.open(tmp_path / "again")} == {"p1", "p3", "p4"}


def test_whom_filing_fails_for_is_still_there(monkeypatch):
    changed = added_to(monkeypatch)
    changed.add(Person("n2", ("Jan Brado",)))
    monkeypatch.setattr(filing, "build_segment", None)
    with pytest.raises(TypeError):
        changed.screen(DOLINSKI)
    monkeypatch.undo()
    assert {x.id for x in changed} == {"p1", "p2", "p3", "p4", "n1", "n2"}
    assert changed.screen(DOLINSKI)[0].id == "p2"
