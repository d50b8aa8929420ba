"""A list of documents answers exactly as a dictionary would, compiled or not, while it changes."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from tocsin.core.errors import InvalidInput, MalformedFile, NotFound
from tocsin.core.screening.documents import Document, DocumentList, Papers, kernels
from tocsin.core.screening.documents.kernels import EMPTY, PACKED
from tocsin.core.screening.documents.packing import TYPES, canonical, pack, pack_one

needs_numba = pytest.mark.skipif(kernels.compiled() is None, reason="the extra fast is missing")

NUMBERS = ("FA123456", "fa 123-456", "FA12345", "0FA123456", "000000000", "0", "ZZZZZZZZZ",
           "44051401359", "ＦＡ１２３４５６", "FÄ123456", "AB\x00123", "1234567890123456789012345678901234567")  # fmt: skip
ISSUERS = ("", "POL", "pl", "UTO", "MDA", "D<<", "DEU", "X1X", "ABCD")
KINDS = ("", "passport", "Identity card", "tax_number", "visa", "unstated")

numbers = st.sampled_from(NUMBERS) | st.text("AZ09", min_size=1, max_size=3)
papers = st.builds(Document, numbers, st.sampled_from(ISSUERS), st.sampled_from(KINDS))
wild = st.builds(Document, st.text(max_size=14), st.text(max_size=4), st.text(max_size=12))


def oracle(listed):
    found = {}
    for record, document in enumerate(listed):
        found.setdefault(canonical(document), set()).add(record)
    return found


def answers(listing, asked):
    records, owners = listing.find(Papers.of(asked))
    found = [set() for _ in asked]
    for record, owner in zip(records.tolist(), owners.tolist(), strict=True):
        found[owner].add(record)
    return found


def ways():
    return [False, True] if kernels.compiled() else [False]


@pytest.fixture(params=[4_096, pytest.param(0, marks=needs_numba)], ids=["numpy", "numba"])
def way(request, monkeypatch):
    monkeypatch.setattr(kernels, "WORTH_IT", request.param)


@given(st.lists(papers, max_size=40), st.lists(papers, max_size=10), st.integers(0, 40))
def test_a_list_answers_as_a_dictionary(listed, others, cut):
    asked = listed + others
    listing = DocumentList.build([Papers.of(listed[:cut]), Papers.of(listed[cut:])])
    known = oracle(listed)
    wanted = [known.get(canonical(x), set()) for x in asked]
    assert answers(listing, asked) == wanted
    assert listing.holds(Papers.of(asked)).tolist() == [bool(x) for x in wanted]
    assert len(listing) == len(listed)


@needs_numba
@given(st.lists(wild | papers, max_size=80))
def test_the_compiled_loops_give_the_same_answers(rows):
    columns = Papers.of(rows)
    plain, fast = pack(columns), pack(columns, fast=True)
    assert plain.state.tolist() == fast.state.tolist()
    packed = plain.state == PACKED
    assert (plain.keys[packed] == fast.keys[packed]).all()
    assert plain.texts == fast.texts
    listing = DocumentList.build([Papers.of([x for x in rows if canonical(x).number])])
    (layer,) = listing.layers
    for one, other in zip(layer.find(plain, fast=False), layer.find(plain, fast=True), strict=True):
        assert one.tolist() == other.tolist()


@given(st.lists(wild | papers, max_size=30))
def test_a_column_packs_as_each_document_alone(rows):
    packed = pack(Papers.of(rows))
    for at, row in enumerate(rows):
        plain = canonical(row)
        if not plain.number:
            assert packed.state[at] == EMPTY
        elif (key := pack_one(plain)) is None:
            assert packed.texts[at] == plain
        else:
            assert (packed.state[at], int(packed.keys[at])) == (PACKED, key)


@given(papers, papers)
def test_two_documents_have_one_key_only_if_they_are_one(first, second):
    one, other = canonical(first), canonical(second)
    keys = pack_one(one), pack_one(other)
    assert None in keys or (keys[0] == keys[1]) == (one == other)


@given(st.text("0123456789ABCXYZ", min_size=1, max_size=9), st.sampled_from(TYPES))
def test_what_travels_packs(number, kind):
    assert pack_one(Document(number, "ZZZ", kind)) is not None


def test_many_documents_are_found_among_each_other(way):
    rows = [Document(f"{at % 70_000:05d}", "POL", "passport") for at in range(90_000)]
    listing = DocumentList.build([Papers.of(rows)])
    asked = [Document(f"{at:05d}", "POL", "passport") for at in range(80_000)]
    records, owners = listing.find(Papers.of(asked))
    assert np.array_equal(records[owners < 20_000][:4], [0, 70_000, 1, 70_001])
    assert len(records) == 90_000
    assert listing.holds(Papers.of(asked)).sum() == 70_000
    listing.remove(rows[0])
    listing.remove(rows[1], 1)
    assert listing.holds(Papers.of(asked))[:3].tolist() == [False, True, True]
    assert listing.find(Papers.of(asked[:2]))[0].tolist() == [70_001]


def test_arrow_columns_are_taken_as_they_are(way):
    pa = pytest.importorskip("pyarrow")
    rows = [Document(x, y, z) for x in NUMBERS for y in ISSUERS for z in KINDS]
    columns = [
        pa.array([None, *column, None]).slice(1, len(rows)) for column in zip(*rows, strict=True)
    ]
    listing = DocumentList.build([Papers.of_arrow(*columns)])
    known = oracle(rows)
    assert answers(listing, rows) == [known[canonical(x)] for x in rows]
    for kind in (pa.large_string(), pa.dictionary(pa.int32(), pa.string())):
        asked = Papers.of_arrow(*(pa.chunked_array([x.cast(kind)]) for x in columns))
        assert listing.holds(asked).all()
    assert not listing.holds(Papers.of_arrow(pa.nulls(3, pa.string()), pa.nulls(3))).any()
    assert not listing.holds(Papers.of_arrow(pa.array([], pa.string()))).any()


class Changing(RuleBasedStateMachine):
    """A list and a dictionary go through the same changes."""

    @initialize(listed=st.lists(papers, max_size=20))
    def begin(self, listed):
        self.known = oracle(listed)
        self.listing = DocumentList.build([Papers.of(listed)])

    @rule(document=papers, record=st.integers(0, 30))
    def add(self, document, record):
        self.listing.add(document, record)
        self.known.setdefault(canonical(document), set()).add(record)

    @rule(rows=st.lists(papers, max_size=8), record=st.integers(0, (1 << 40) - 9))
    def add_many(self, rows, record):
        records = np.arange(record, record + len(rows))
        self.listing.add_many(Papers.of(rows), records)
        for at, document in enumerate(rows):
            self.known.setdefault(canonical(document), set()).add(record + at)

    @rule(document=papers, record=st.none() | st.integers(0, 30))
    def remove(self, document, record):
        mine = self.known.get(canonical(document), set())
        gone = set(mine) if record is None else mine & {record}
        if gone:
            self.listing.remove(document, record)
            mine -= gone
        else:
            with pytest.raises(NotFound):
                self.listing.remove(document, record)

    @rule()
    def save(self):
        self.listing.save(self.path)
        self.listing = DocumentList.open(self.path)

    @invariant()
    def agree(self):
        if hasattr(self, "listing"):
            asked = [*self.known, Document("NEVER1")]
            assert answers(self.listing, asked) == [*self.known.values(), set()]
            assert len(self.listing) == sum(map(len, self.known.values()))


def test_a_changing_list_answers_as_a_changing_dictionary(tmp_path):
    Changing.path = tmp_path / "list.documents"
    run_state_machine_as_test(Changing, settings=settings(max_examples=15, deadline=None))


def test_a_document_without_a_number_is_refused():
    with pytest.raises(InvalidInput) as refused:
        DocumentList.build(
            [Papers.of([Document("A1")]), Papers.of([Document("A2"), Document(" -")])]
        )
    assert refused.value.place == "document 3"
    with pytest.raises(InvalidInput):
        DocumentList.build([]).add(Document("A1"), 1 << 40)


def test_versions_count_changes_or_follow_a_feed(tmp_path):
    listing = DocumentList.build([Papers.of([Document("A1")])], version=7)
    listing.add(Document("A2"), 1)
    listing.remove(Document("A1"), version=20)
    listing.save(tmp_path / "a")
    assert DocumentList.open(tmp_path / "a").version == 20


@pytest.mark.parametrize("damage", ["empty", "magic", "short", "header", "other"])
def test_a_damaged_list_is_refused(tmp_path, damage):
    path = tmp_path / "list.documents"
    DocumentList.build([Papers.of([Document("A1"), Document("44051401359")])]).save(path)
    content = path.read_bytes()
    path.write_bytes(
        {
            "empty": b"", "magic": b"X" + content[1:], "short": content[:-64],
            "header": content[:40] + b"\xff" * 40 + content[80:],
            "other": content.replace(b"table.main", b"table.gone"),
        }[damage]
    )  # fmt: skip
    with pytest.raises(MalformedFile):
        DocumentList.open(path)
