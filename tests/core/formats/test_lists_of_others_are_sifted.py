from datetime import UTC, datetime

import pytest

from tests.core.formats.reading import golden, said
from tocsin.core.errors import InvalidInput, TooLarge
from tocsin.core.formats import Limits
from tocsin.core.kinds import PartialDate, dump
from tocsin.core.kinds.words import Instruction

SUBJECT = "11111111-1111-4111-8111-111111111111"


def test_an_individual_of_the_list_is_kept_whole():
    row = golden("list.xml")["7900001"]
    body = dump(row.body)
    assert body["names"] == [
        {"text": "YUSUF KHALID AL-BAHRAWI-TEST", "kind": "primary", "script": "Latn"},
        {"text": "يوسف خالد البحراوي تجربة", "kind": "primary", "script": "Arab"},
        {"text": "Yousef al Bahrawi Test", "kind": "alias", "script": "Latn"},
        {"text": "Abu Test", "kind": "low_quality_alias", "script": "Latn"},
    ]
    assert [birth.line() for birth in row.body.births] == [
        "1961-03-05", "1962 (approximate)", "1963 to 1965", "1959 (as claimed by the person)",
    ]  # fmt: skip
    assert body["birth_places"] == [{"name": "Utoport", "region": "East", "country": "UTO"}]
    assert body["nationalities"] == ["UTO"]
    assert body["gender"] == "male"
    assert body["status"] == "sanctioned"
    assert body["documents"][0] == {
        "number": "UT0000001", "type": "passport", "issuer": "UTO", "issued": "2001-06-01",
        "note": "Utopolis",
    }  # fmt: skip
    assert body["documents"][1] == {"number": "7", "type": "other", "note": "Fishing permit"}
    assert body["addresses"] == [
        {"name": "Utopolis", "street": "1 Invented Street", "country": "UTO"}
    ]
    assert body["occupation"] == "Invented trader; Invented clerk"
    assert body["honorifics"] == ["Dr"]
    assert body["note"] == "Invented entry & comment."


def test_a_listing_becomes_a_basis():
    (listing,) = golden("list.xml")["7900001"].listings
    assert listing.list_name == "UN Utopia"
    assert listing.reference == "UTi.001"
    assert listing.listed == PartialDate(2014, 2, 28)
    assert listing.amended == PartialDate(2019, 11, 5)
    now = datetime(2031, 1, 1, tzinfo=UTC)
    basis = listing.basis(SUBJECT, now, Instruction.APPLY_SANCTIONS)
    assert basis.is_in_force(now)
    assert basis.title() == "UN Utopia UTi.001"


def test_an_entry_that_has_ended_is_no_basis_any_more():
    xml = (
        "<CONSOLIDATED_LIST><INDIVIDUAL><DATAID>1</DATAID><FIRST_NAME>A B</FIRST_NAME>"
        "<DELISTED_ON>2030-12-31</DELISTED_ON></INDIVIDUAL></CONSOLIDATED_LIST>"
    )
    (listing,) = said(xml)["1"].listings
    end = datetime(2031, 1, 1, tzinfo=UTC)
    before = datetime(2030, 6, 1, tzinfo=UTC)
    assert not listing.is_over(before)
    assert listing.is_over(end)
    assert listing.basis(SUBJECT, before, Instruction.APPLY_SANCTIONS).until == end
    with pytest.raises(InvalidInput, match="would end before"):
        listing.basis(SUBJECT, end, Instruction.APPLY_SANCTIONS)


def test_aliases_that_the_list_writes_as_one_are_parted():
    xml = (
        "<CONSOLIDATED_LIST><ENTITY><DATAID>1</DATAID><FIRST_NAME>A B</FIRST_NAME><ENTITY_ALIAS>"
        "<QUALITY>a.k.a.</QUALITY><ALIAS_NAME>C D; E F;</ALIAS_NAME></ENTITY_ALIAS></ENTITY>"
        "</CONSOLIDATED_LIST>"
    )
    assert said(xml)["1"].body.all_names() == ["A B", "C D", "E F"]


def test_what_could_not_be_kept_is_said_with_its_line_and_element():
    file = golden("list.xml")
    said_of = [f"{remark.place}: {remark.sentence}" for remark in file["7900001"].remarks]
    entry = "line 4, INDIVIDUAL 7900001"
    day = "is not a real day: February 1961 has 28 days; left out"
    assert said_of[0].startswith(f"{entry}, NATIONALITY: 'Nowhere' is not a country")
    assert said_of[1:] == [f"{entry}, INDIVIDUAL_DATE_OF_BIRTH: {day}"]
    assert file.errors == ["line 37, INDIVIDUAL 7900002, names: must not be empty"]


def test_elements_that_are_not_read_are_counted():
    assert [remark.sentence for remark in golden("list.xml").remarks] == [
        "the element INDIVIDUAL_ALIAS/NOTE is not known and was not read, in 1 entries",
        "the element SOMETHING_NEW is not known and was not read, in 1 entries",
    ]
    empty = said("<CONSOLIDATED_LIST><PEOPLE/></CONSOLIDATED_LIST>")
    assert [remark.sentence for remark in empty.remarks] == [
        "the list holds no INDIVIDUAL and no ENTITY"
    ]


def test_an_entity_of_the_list_is_an_organisation():
    row = golden("list.xml")["7900003"]
    assert [name.kind for name in row.body.names] == ["primary", "former"]
    assert row.body.countries == ("UTO",)
    assert row.body.type == "listed_entity"


def test_an_entry_with_too_many_parts_is_refused():
    entry = "<INDIVIDUAL>" + "<INDIVIDUAL_ALIAS/>" * 300 + "</INDIVIDUAL>"
    xml = f"<CONSOLIDATED_LIST><INDIVIDUALS>{entry}</INDIVIDUALS></CONSOLIDATED_LIST>"
    with pytest.raises(TooLarge, match="more than 200 parts"):
        said(xml, limits=Limits(parts=200))


def test_a_list_is_not_held_to_the_limit_of_one_entry():
    entry = "<INDIVIDUAL><DATAID>{}</DATAID><FIRST_NAME>A{}</FIRST_NAME></INDIVIDUAL>"
    entries = "".join(entry.format(number, number) for number in range(300))
    xml = f"<CONSOLIDATED_LIST><INDIVIDUALS>{entries}</INDIVIDUALS></CONSOLIDATED_LIST>"
    assert len(said(xml, limits=Limits(parts=50)).rows) == 300


def test_papers_addresses_and_sanctions_are_read_into_the_person_they_belong_to():
    row = golden("entities.ftm.json")["per-1"]
    body = dump(row.body)
    assert [name["kind"] for name in body["names"]] == ["primary", "alias", "low_quality_alias"]
    assert body["documents"] == [
        {"number": "UT123456", "type": "passport", "issuer": "UKR", "issued": "2019-05-01",
         "expires": "2029-05-01"},
    ]  # fmt: skip
    assert body["addresses"][0]["street"] == "1 Invented Street"
    assert body["status"] == "sanctioned"
    assert body["births"] == [{"date": "1971-03-05", "quality": "exact", "calendar": "gregorian"}]
    (listing,) = row.listings
    assert (listing.list_name, listing.reference) == ("Utopian list", "UT-7")
    assert listing.listed == PartialDate(2020, 1, 31)
    assert len(row.remarks) == 2


def test_relations_become_links_between_ids_of_the_file():
    links = golden("entities.ftm.json").links
    assert [(link.source, link.relation, link.target) for link in links] == [
        ("per-1", "directs", "com-1"),
        ("com-1", "owns", "ves-1"),
    ]
    assert links[0].note == "Chair"
    assert links[0].since == PartialDate(2020)


def test_schemas_and_properties_that_are_not_read_are_counted():
    file = golden("entities.ftm.json")
    assert [remark.sentence for remark in file.remarks] == [
        "values of the property 'Person.email' were not read: 1",
        "entities of the schema 'Email' were not read: 1",
    ]
    assert [row.external_id for row in file.rows] == ["per-1", "com-1", "ves-1"]


def test_an_entity_that_is_none_is_said():
    file = said(
        '{"id": "a", "schema": "Person", "properties": {"name": ["A B"]}}\n'
        '{"id": "a", "schema": "Person", "properties": {"name": ["A B"]}}\n'
        '{"id": "b", "schema": "Person", "properties": {}}\n'
        '{"id": "c", "schema": "Person", "properties": {"name": [5]}}\n'
        '{"id": "d", "schema": "Ownership", "properties": {"owner": ["a"]}}\n'
        '{"id": "", "schema": "Person"}\n'
    )
    assert file.errors == [
        "line 2, id: 'a' was already used by an earlier row",
        "line 3, names: must not be empty",
        "line 4, properties.name: must be a list of texts",
        "line 5, properties.asset: is required",
        "line 6, id: is required, as text",
    ]
