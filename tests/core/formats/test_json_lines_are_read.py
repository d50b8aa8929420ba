import json

from hypothesis import given
from hypothesis import strategies as st

from tests.core.formats.reading import golden, said
from tests.core.kinds.examples import BODIES
from tocsin.core.formats import passengers
from tocsin.core.kinds import DeviceReference, read


def test_the_plain_form_and_whole_bodies_may_stand_in_one_file():
    file = golden("persons.jsonl")
    assert [row.external_id for row in file.rows] == ["p1", "p2", "d1"]
    assert isinstance(file["d1"].body, DeviceReference)
    assert file["p1"].body.documents[0].number == "UT 123456"
    assert [remark.sentence for remark in file.remarks] == [
        "the field 'seat' is not known and was not read"
    ]


def test_every_kind_of_body_can_be_carried():
    lines = [json.dumps({"kind": kind, "id": kind, "body": body}) for kind, body in BODIES.items()]
    file = said("\n".join(lines))
    assert {row.external_id: row.body for row in file.rows} == {
        kind: read(kind, body) for kind, body in BODIES.items()
    }


def test_every_wrong_line_is_said_and_the_others_are_read():
    file = said(
        '{"id": "p1", "names": ["A B"], "dob": ["9999"]}\n'
        '{"id": "p2", "names": ["A B"], "weight": 1.5}\n'
        '{"id": "p3", "names": ["A B"], "names": ["C D"]}\n'
        '{"id": "p4", "names": ["A B"], "x": NaN}\n'
        '["p5"]\n'
        '{"id": "p6", "names": ["A B"\n'
        '{"id": true, "names": ["A B"]}\n'
        '{"names": ["A B"]}\n'
        '{"id": "p9", "names": [1]}\n'
        '{"kind": "rumour", "id": "p10", "body": {}}\n'
        '{"kind": "person", "id": "p11", "body": {"names": [{"text": "A", "size": "44"}]}}\n'
        '{"kind": "person", "id": "p12", "body": {}, "label": "x"}\n'
        f'{{"id": "p13", "names": {"[" * 100_000}\n'
        '{"id": 14, "names": "A B"}\n'
        '{"id": "14", "names": "A B"}\n'
    )
    assert [row.external_id for row in file.rows] == ["14"]
    assert file.errors == [
        "line 1, dob: has the year 9999: years from 1850 to 2100 are accepted",
        "line 2: the number 1.5 has a point: write it as text",
        "line 3: an object has the same key twice",
        "line 4: NaN is not a number in JSON",
        "line 5: is not an object: each line holds one object in braces",
        "line 6: is not JSON from column 29 on: Expecting ',' delimiter",
        "line 7, id: must be text, or a list of texts",
        "line 8, id: is required",
        "line 9, names: must be text, or a list of texts",
        "line 10, kind: 'rumour' is not a kind of record known here",
        "line 11, names[0].size: is not a known field",
        "line 12, label: is not a known field beside a body",
        "line 13: is nested too deeply",
        "line 15, id: '14' was already used by an earlier row",
    ]


def test_a_manifest_of_objects_needs_names_only():
    (row,) = passengers(b'{"names": "Anna Nowa"}\n')
    assert row.external_id == "line 1"


def test_a_whole_number_of_any_length_is_no_trouble():
    assert "digits" in said('{"id": ' + "1" * 5000 + "}").errors[0]


@given(st.dictionaries(st.text(max_size=5), st.integers() | st.text(max_size=9) | st.none()))
def test_any_object_is_one_row_or_one_error(data):
    file = said(json.dumps(data), format_name="jsonl")
    assert len(file.rows) + len(file.errors) == 1
