"""The provenance of a record: each datum with the revision that brought it and the one that took it."""

from hypothesis import given
from hypothesis import strategies as st

from tests.rooms.oversight.petitions import BODY, named, person
from tocsin.rooms.oversight.provenance import leaves, provenance, trace
from tocsin.rooms.register.actions import records
from tocsin.rooms.register.models import Record, Revision


def test_each_datum_names_its_revision_and_officer(cast) -> None:
    record = person(cast.home)
    officer = cast.home.bureau_officer
    records.edit(officer, record, body=BODY | {"births": [{"date": "1981"}]})
    records.submit(officer, record, note="the source corrected the year")
    data = provenance(cast.home.oversight, Record.unrestricted.get(pk=record.pk))
    told = {(one.place, one.value): one for one in data}
    assert told["births / date", "1980-04-11"].until == 2
    assert told["births / date", "1981"].revision == 2
    assert told["births / date", "1981"].note == "the source corrected the year"
    assert told["names / text", "Zofia Wymyślna"].revision == 1
    assert (
        told["names / text", "Zofia Wymyślna"].officer == cast.home.account("bureau_officer").name
    )


def test_the_page_tells_it_to_oversight_alone(cast) -> None:
    petition = named(cast)
    address = f"{petition.get_absolute_url()}records/{petition.named.get().record_id}/"
    page = cast.client(cast.home, "oversight").get(address).content.decode()
    assert "Zofia Wymyślna" in page
    assert "1980-04-11" in page
    assert cast.client(cast.home, "bureau_officer").get(address).status_code in {403, 404}


def test_a_record_the_petition_does_not_name_is_not_shown(cast) -> None:
    other = person(cast.home, BODY | {"names": [{"text": "Ktoś Inny"}]})
    address = f"{named(cast).get_absolute_url()}records/{other.pk}/"
    assert cast.client(cast.home, "oversight").get(address).status_code == 404


body = st.dictionaries(
    st.sampled_from(["a", "b"]), st.lists(st.sampled_from(["x", "y", "z"]), max_size=3), max_size=2
)


@given(st.lists(body, min_size=1, max_size=5))
def test_what_is_said_now_is_the_newest_body_and_nothing_is_lost(bodies) -> None:
    revisions = [
        Revision(number=number, body=one, officer="o", note="")
        for number, one in enumerate(bodies, 1)
    ]
    data = list(trace(revisions, {}))
    assert {(one.place, one.value) for one in data if one.is_said} == set(leaves(bodies[-1]))
    for number, one in enumerate(bodies, 1):
        for key in leaves(one):
            held = [
                each
                for each in data
                if (each.place, each.value) == key
                and each.revision <= number
                and (each.until is None or each.until > number)
            ]
            assert len(held) == 1
