import pytest

from tests.core.formats.reading import said
from tocsin.core.errors import InvalidInput, MalformedFile
from tocsin.core.formats import parse, passengers
from tocsin.core.kinds import dump

TABLE = """Document number;Document type;Issuing state;Fraud type;Date of theft;Expiry;Review;Shelf
MD 0000001;P;MDA;Stolen blank;2026-02;2034-05-01;2036-02-01;4
MD 0000002;identity card;md;lost;05.03.2026;;;4
"""


def test_a_table_of_documents_is_told_from_its_header():
    file = said(TABLE)
    assert file.errors == []
    assert [row.external_id for row in file.rows] == ["MDA MD 0000001", "MDA MD 0000002"]
    assert dump(file.rows[0].body) == {
        "number": "MD 0000001",
        "type": "passport",
        "issuer": "MDA",
        "fraud": "stolen_blank",
        "expires": "2034-05-01",
        "reported": "2026-02",
        "review": "2036-02-01",
    }
    assert file.rows[1].body.type == "identity_card"
    assert [remark.sentence for remark in file.remarks] == [
        "the column 'Shelf' is not known and was not read"
    ]


def test_every_wrong_document_is_said_with_its_column():
    file = said(
        "number,issuer,fraud,type,issued,expires\n"
        "A1,Atlantis,lost,,,\n"
        "A2,MDA,eaten,,,\n"
        "A3,MDA,lost,scroll,,\n"
        "A4,MDA,lost,,2031-02-30,\n"
        "A5,MDA,lost,,2031,2030\n"
        ",MDA,lost,,,\n"
        "A7,MDA,lost,,,\n"
        "A7,MDA,lost,,,\n"
    )
    assert [row.external_id for row in file.rows] == ["MDA A7"]
    assert [error.split(": ")[0] for error in file.errors] == [
        "line 2, column issuer",
        "line 3, column fraud",
        "line 4, column type",
        "line 5, column issued",
        "line 6",
        "line 7, column number",
        "line 9, column id",
    ]


def test_a_table_of_documents_is_not_a_manifest():
    with pytest.raises(MalformedFile, match="must name the columns"):
        list(passengers(TABLE.encode()))


def test_a_mapping_names_columns_that_exist():
    with pytest.raises(InvalidInput, match="no column called"):
        list(parse(b"a,b\n1,2\n", mapping={"a": "shoe"}))
    assert said("a,b,c\n1,MDA,lost\n", mapping={"a": "number", "b": "issuer", "c": "fraud"}).rows
