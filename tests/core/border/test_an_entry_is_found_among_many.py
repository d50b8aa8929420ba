"""What a copy says of an entry is found without reading the others, and so is a book's last line."""

from datetime import UTC, datetime
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from tocsin.core.border import checks, entries

AT = datetime(2026, 3, 1, 8, tzinfo=UTC)


@given(st.sets(st.uuids(), max_size=40), st.sets(st.uuids(), max_size=5), st.text(max_size=9))
def test_of_those_asked_for_exactly_those_that_are_there(tmp_path_factory, there, asked, word):
    path = tmp_path_factory.mktemp("copy") / "entries.jsonl"
    rows = {str(one): {"id": str(one), "title": word} for one in there}
    entries.write(path, rows)
    assert {one["id"]: one for one in entries.read(path)} == rows
    wanted = {str(one) for one in [*asked, *sorted(there)[:3], UUID(int=0)]}
    assert entries.find(path, wanted) == {one: rows[one] for one in wanted & rows.keys()}


def added(book: checks.Book, words: int) -> dict:
    query = {"names": ["Wymyslna " * words]}
    return book.add(at=AT, by="anna", where="lane 2", query=query, hits=[], copy=1, feed=1)


@given(st.lists(st.integers(0, 16_000), min_size=1, max_size=4), st.sampled_from(["", "{", "{x"]))
def test_each_line_names_the_one_before_however_long(tmp_path_factory, lengths, half):
    """Longer than what is read at once, and with the half line that a power failure left."""
    book = checks.Book(tmp_path_factory.mktemp("book") / "checks.jsonl")
    before = ""
    for words in lengths:
        line = added(book, words)
        assert line["previous"] == before
        before = checks.digest_of(line)
        with book.path.open("a") as file:
            file.write(half)
    assert book.last() == before
    assert len(book) == len(lengths)
