import gzip
import io
import json
import resource
import zipfile

import pytest

from tests.core.formats.reading import GOLDEN, said
from tocsin.core.errors import InvalidInput, MalformedFile, TooLarge
from tocsin.core.formats import Limits, parse, passengers

LIST = (GOLDEN / "list.xml").read_bytes()


def zipped():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("persons.csv", b"0" * 5_000_000)
    return out.getvalue()


def with_entities(inner):
    return LIST.replace(
        b"<CONSOLIDATED_LIST", b"<!DOCTYPE CONSOLIDATED_LIST [" + inner + b"]><CONSOLIDATED_LIST", 1
    )


LAUGHS = b'<!ENTITY a "lol">' + b"".join(
    f'<!ENTITY {name} "{f"&{before};" * 10}">'.encode()
    for before, name in zip("abcdefghi", "bcdefghij", strict=True)
)

REFUSED = {
    "an empty file": (b"", "file", "empty"),
    "blank lines only": (b"\n\n", "file", "empty"),
    "a zip archive": (zipped(), "file", "ZIP archive"),
    "a gzip archive": (gzip.compress(b"0" * 5_000_000), "file", "gzip archive"),
    "utf-16": ("id,names\n".encode("utf-16"), "line 1", "UTF-16"),
    "another encoding": ("id,names\np1,Łódź\n".encode("cp1250"), "line 2, byte 4", "not UTF-8"),
    "a letter cut in half": ("id,names\np1,Łódź".encode()[:-1], "line 2, byte 9", "not UTF-8"),
    "a NUL byte": (b"id,names\np1,An\0na\n", "line 2, byte 6", "NUL"),
    "a quote left open": (b'id,names\np1,Anna\np2,"Jan\n', "line 3", "ends inside a quoted"),
    "a quote in the way": (b'id,names\np1,"An"na\n', "line 2", "not a row of CSV"),
    "no header": (b"p1,Anna Nowa\np2,Jan Inny\n", "line 1", "must name the columns"),
    "two ids": (b"id,id,names\n1,2,Anna\n", "line 1", "two columns mean 'id'"),
    "a JSON list": (b'[{"id": "p1"}]', "line 1", "one object to a line"),
    "JSON over lines": (b'{\n "id": "p1"\n}', "line 1", "one object to a line"),
    "other XML": (b"<html></html>", "line 1", "not a UN Security Council"),
    "XML cut off": (LIST[: LIST.index(b"<UN_LIST_TYPE>")], "line 10", "not well-formed"),
    "XML with an entity": (with_entities(b'<!ENTITY a "b">'), "line 1", "document type"),
    "XML that laughs": (with_entities(LAUGHS), "line 1", "document type"),
    "XML with a file": (
        with_entities(b'<!ENTITY a SYSTEM "file:///etc/hostname">'), "line 1", "document type",
    ),
    "XML with an outside type": (
        LIST.replace(
            b"<CONSOLIDATED_LIST",
            b'<!DOCTYPE CONSOLIDATED_LIST SYSTEM "http://127.0.0.1:1/x.dtd"><CONSOLIDATED_LIST', 1,
        ), "line 1", "document type",
    ),
    "XML of another root": (
        LIST.replace(b"CONSOLIDATED_LIST", b"OTHER<CONSOLIDATED_LIST"), "line 2", "not well-formed",
    ),
    "not a Parquet file": (b"PAR1 and then nothing", "file", "not a whole Parquet file"),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_a_file_that_cannot_be_trusted_is_refused_with_its_place(case):
    data, place, sentence = REFUSED[case]
    with pytest.raises(MalformedFile) as refused:
        said(data)
    assert refused.value.place == place
    assert sentence in refused.value.sentence


class Endless(io.RawIOBase):
    """A file of one line of any length that exists only as it is read."""

    def __init__(self, head, size):
        self._head, self._size, self._at = head, size, 0

    def readable(self):
        return True

    def seekable(self):
        return True

    def tell(self):
        return self._at

    def seek(self, offset, _whence=0):
        self._at = offset
        return offset

    def readinto(self, target):
        count = min(len(target), self._size - self._at)
        target[:count] = b"a" * count
        if self._at < len(self._head):
            part = self._head[self._at : self._at + count]
            target[: len(part)] = part
        self._at += count
        return count


@pytest.mark.parametrize(
    ("head", "place"),
    [
        (b"", "line 1"),
        (b"id,names\np1,", "line 2"),
        (b'id,names\np1,"', "line 2"),
        (b'{"id": "', "line 1"),
        (b'{"id": "x", "schema": "Person", "properties": "', "line 1"),
    ],
)
def test_a_line_of_two_hundred_megabytes_is_refused_in_little_memory(head, place):
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(TooLarge) as refused:
        list(parse(Endless(head, 200_000_000)))
    assert refused.value.place == place
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 40_000


def test_a_text_of_two_hundred_megabytes_in_xml_is_refused_in_little_memory():
    head = b"<CONSOLIDATED_LIST><INDIVIDUALS><INDIVIDUAL><FIRST_NAME>"
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(MalformedFile):
        list(parse(Endless(head, 200_000_000)))
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 120_000


def test_an_open_quote_over_many_lines_is_refused_where_the_limit_is_passed():
    text = 'id,names\np1,"' + "Anna\n" * 10_000
    with pytest.raises(TooLarge, match="is a quote left open") as refused:
        said(text, limits=Limits(line=5_000))
    assert refused.value.place.startswith("line ")


@pytest.mark.parametrize("name", ["persons.csv", "persons.jsonl", "list.xml", "entities.ftm.json"])
def test_a_file_past_its_limit_is_refused_whatever_its_format(name):
    data = (GOLDEN / name).read_bytes()
    with pytest.raises(TooLarge, match="larger than"):
        said(data, limits=Limits(file=len(data) - 1))
    assert said(data, limits=Limits(file=len(data))).rows


def test_a_stream_that_cannot_be_read_again_is_refused():
    class Pipe(io.BytesIO):
        def seekable(self):
            return False

    with pytest.raises(InvalidInput, match="from its beginning again"):
        list(parse(Pipe(b"names\nA\n")))


def test_a_list_is_not_a_manifest():
    with pytest.raises(InvalidInput, match="a manifest is a table"):
        list(passengers(LIST))


def test_an_unknown_format_is_refused():
    with pytest.raises(InvalidInput, match="not a format"):
        said(b"x", format_name="morse")


def test_too_much_beside_the_parties_is_refused():
    line = json.dumps({"id": "a", "schema": "Passport", "properties": {"holder": ["x"] * 50}})
    with pytest.raises(TooLarge):
        said("\n".join(line.replace('"x"', f'"{at}"') for at in range(9)), limits=Limits(rows=5))
