"""Rows cut in blocks and folded are the rows read one by one: the same persons, the same faults."""

import io
import json

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.core.screening.people import REGISTER, persons, registers
from tests.core.screening.test_batch import as_row, hits, write
from tocsin.core.errors import InvalidInput
from tocsin.core.screening import Index, Person
from tocsin.core.screening.batch import Job, run, shards
from tocsin.core.screening.batch.blocks import read_blocks
from tocsin.core.screening.batch.passengers import bad_row, fold, person_of_key, persons_of_keys
from tocsin.core.screening.batch.rows import BadRow, read_persons

pq = pytest.importorskip("pyarrow.parquet")
pa = pytest.importorskip("pyarrow")

cells = st.sampled_from(
    ["", " ", "q1", "Jan", "Jan;Anna", "1971", "1971-02-31", "UKR", "male", "x y", "'=1", "Jan\x1fAnna",
     '"', 'Ja"n', '"Jan"', '"a;b"', '"Jan, Anna"', '"Jan\nAnna"', '"Jan""', "\r", "\u2028", "\ufeff", "\0", "Ковальчук", "long " * 30_000]
)  # fmt: skip
texts = st.lists(st.lists(cells, max_size=5), max_size=8).map(
    lambda rows: "\n".join(",".join(row) for row in rows)
)
HEADERS = ("id,names,dob\n", "names,id,note,docs\n", "id;family;given;gender\n", "id,id,names\n")


def one_by_one(path):
    return [
        row if isinstance(row, BadRow) else Person("q", *_facts(row)) for row in read_persons(path)
    ], [row.id for row in read_persons(path) if isinstance(row, Person)]


def _facts(person):
    return person.names, person.dob, person.nat, person.gender, person.docs


def in_blocks(path, most):
    found, ids = [], []
    for block in read_blocks(path, most):
        folded = fold(block)
        rows = [(at, bad_row(block, at, fault)) for at, fault in folded.faults.items()]
        assert len(set(folded.keys)) == len(folded.keys)
        persons = persons_of_keys(block, folded, folded.keys)
        assert persons == [person_of_key(block, folded, key) for key in folded.keys]
        whose = folded.which.tolist()
        for at, identifier, which in zip(folded.places, folded.ids, whose, strict=True):
            made = persons[which]
            if isinstance(made, Person):
                rows.append((at, Person("q", *_facts(made))))
                ids.append(identifier)
            else:
                rows.append((at, bad_row(block, at, made)))
        found += [row for _, row in sorted(rows, key=lambda x: x[0])]
        found += [block.broken] if block.broken else []
    return found, ids


def both(path, most):
    results = []
    for way in (lambda: one_by_one(path), lambda: in_blocks(path, most)):
        try:
            results.append(way())
        except InvalidInput as problem:
            results.append((type(problem), problem.sentence, problem.place))
    return results


@settings(max_examples=150)
@given(st.sampled_from(HEADERS), texts, st.integers(1, 5), st.booleans())
@example("id,names,dob\n", "q1,Jan,1971\n\nq2,Jan\nq3,,\n,Jan,\n, ,\n", 2, False)
@example("id,names,dob\n", 'q1,Jan,1971\nq2,"Jan\nAnna",1971\nq3,Jan,1971', 2, False)
def test_a_table_in_blocks_is_the_table_row_by_row(tmp_path_factory, header, body, most, windows):
    path = tmp_path_factory.mktemp("rows") / "q.csv"
    content = header + body
    path.write_bytes(content.replace("\n", "\r\n").encode() if windows else content.encode())
    first, second = both(path, most)
    assert first == second


def test_a_row_with_quotes_is_cut_and_folded_like_the_others(tmp_path):
    path = tmp_path / "q.csv"
    row = 'q1,"Jan, the ""tall""",1971\n'
    path.write_text(f'"id","names",dob\n{2 * row}q2,Anna,1971\n{row}q3,"Jan\nAnna",1971\n{row}')
    assert [x.form for x in read_blocks(path, 2)] == ["items"] * 3
    path.write_text(f'"id","names",dob\n{2 * row}q2,Anna,1971\n{row}')
    assert [x.form for x in read_blocks(path, 2)] == ["csv"] * 2
    _, jan, anna, _ = in_blocks(path, 10)[0]
    assert (jan.names, anna.names) == (('Jan, the "tall"',), ("Anna",))


@settings(max_examples=150)
@given(st.binary(max_size=200), st.sampled_from(["csv", "jsonl"]), st.integers(1, 4))
def test_any_bytes_in_blocks_are_the_same(tmp_path_factory, content, ending, most):
    path = tmp_path_factory.mktemp("rows") / f"q.{ending}"
    path.write_bytes(b"id,names\n" * (ending == "csv") + content)
    first, second = both(path, most)
    assert first == second


lines_ = st.sampled_from(
    ['{"id": "q1", "names": ["Jan"]}', '{"id": 7, "names": "Jan", "dob": ["1971"]}', "", " ", "[]", "{",
     '{"id": "q1"}', '{"names": ["Jan"]}', '{"id": "q2", "names": ["Jan", 3]}', '{"id": "\\ud800", "names": ["Jan"]}',
     '{"id": "q\u2028", "names": ["Ja\\u2028n"]}', "\0", "\r"]
)  # fmt: skip


@given(st.lists(lines_, max_size=8), st.integers(1, 4))
def test_json_lines_in_blocks_are_the_lines_one_by_one(tmp_path_factory, rows, most):
    path = tmp_path_factory.mktemp("rows") / "q.jsonl"
    path.write_text("\n".join(rows), encoding="utf-8")
    first, second = both(path, most)
    assert first == second


values = st.none() | st.lists(st.sampled_from([None, "", "Jan", "a;b", "a\x1fb", " "]), max_size=3)
single = st.sampled_from([None, "", "q1", " q2 ", "Jan;Anna", "1971", "1971-13"])


@given(
    st.lists(st.tuples(single, values, single, single, st.none() | st.integers(1, 9)), max_size=7),
    st.integers(1, 4), st.booleans(),
)  # fmt: skip
def test_parquet_in_blocks_is_parquet_row_by_row(tmp_path_factory, rows, most, coded):
    path = tmp_path_factory.mktemp("rows") / "q.parquet"
    text = pa.dictionary(pa.int32(), pa.string()) if coded else pa.string()
    kinds = (text, pa.list_(pa.string()), text, pa.large_string(), pa.int64())
    names = ("id", "names", "dob", "family", "docs")
    columns = zip(*rows, strict=True) if rows else ((),) * 5
    arrays = [pa.array(x, kind) for x, kind in zip(columns, kinds, strict=True)]
    pq.write_table(pa.table(arrays, names), path)
    first, second = both(path, most)
    assert first == second


@settings(max_examples=25)
@given(registers(), st.lists(persons, max_size=12), st.integers(1, 5), st.sampled_from(["csv", "jsonl", "parquet"]))  # fmt: skip
def test_a_batch_answers_as_each_question_alone(tmp_path_factory, register, asked, most, form):
    folder = tmp_path_factory.mktemp("batch")
    rows = [as_row(x) | {"id": f"q{at}"} for at, x in enumerate([*asked, *asked[:3]])]
    if not rows:
        return
    queries = write(folder / f"queries.{form}", rows)
    listed = write(folder / "register.jsonl", [as_row(x) for x in register])
    run(Job(queries, listed, folder / "hits.jsonl", shard_rows=most))
    index = Index.build(register)
    wanted = [
        match.as_json(f"q{at}")
        for at, person in enumerate([*asked, *asked[:3]])
        for match in index.screen(person)
    ]
    assert hits(folder / "hits.jsonl") == wanted


def test_who_comes_again_is_not_asked_again(tmp_path, monkeypatch):
    asked = []
    screen_many = Index.screen_many

    def counting(self, people, *more, **options):
        asked.extend(people)
        return screen_many(self, people, *more, **options)

    monkeypatch.setattr(Index, "screen_many", counting)
    rows = [as_row(REGISTER[at % 4]) | {"id": f"q{at}"} for at in range(40)]
    queries = write(tmp_path / "queries.csv", rows)
    listed = write(tmp_path / "register.jsonl", [as_row(x) for x in REGISTER])
    job = Job(queries, listed, tmp_path / "hits.jsonl", shard_rows=10)
    assert run(job).rows == 40
    assert len(asked) == 4
    once = (tmp_path / "hits.jsonl").read_bytes()
    monkeypatch.setattr(shards, "MOST_REMEMBERED", 1)
    run(job)
    assert (tmp_path / "hits.jsonl").read_bytes() == once
    assert len(asked) > 8


def test_a_row_of_other_form_is_named_wherever_it_is_read(tmp_path):
    listed = write(tmp_path / "register.jsonl", [as_row(x) for x in REGISTER])
    queries = tmp_path / "queries.jsonl"
    queries.write_text(
        '{"id": "q1", "names": ["Jan Doliński"]}\n{"id": 1}\nnothing\n'
        '{"id": "\\ud800", "names": ["Jan Doliński"]}\n{"id": "q5", "names": ["Jan \\udfff"]}\n'
        '{"id": "q6", "names": ["Jan \\ud83d\\ude00 Doliński"]}\n',
        encoding="utf-8",
    )
    outcome = run(Job(queries, listed, tmp_path / "hits.jsonl", shard_rows=1))
    assert [(x.row, x.field) for x in outcome.bad_rows] == [
        ("line 2", "names"), ("line 3", ""), ("line 4", "id"), ("line 5", "names"),
    ]  # fmt: skip
    out = io.StringIO((tmp_path / "hits.jsonl.errors.jsonl").read_text(encoding="utf-8"))
    assert [json.loads(x)["row"] for x in out] == ["line 2", "line 3", "line 4", "line 5"]
    assert outcome.rows == 2
