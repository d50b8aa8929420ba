"""The API tells what the pages tell: search, one record with its signed bytes, links, files."""

from typing import Any

from django.test import Client

from tests.cast import Cast, House
from tocsin.core.labels import Label, Tlp
from tocsin.core.statements.cards import decode
from tocsin.core.statements.octets import from_text
from tocsin.core.statements.salted import commit
from tocsin.core.statements.signed import Signed
from tocsin.rooms.bureaus.verb import Upload
from tocsin.rooms.journal.models import Entry
from tocsin.rooms.register.actions import attachments, links
from tocsin.rooms.register.models import Revision


def get(cast: Cast, house: House, path: str) -> Any:
    token = cast.token(house, "bureau_officer")
    headers = {"Authorization": f"Bearer {token}", "X-Purpose": "investigation"}
    return Client(HTTP_HOST="localhost").get(path, headers=headers)


def test_a_search_pages_and_refuses_what_it_does_not_understand(cast: Cast) -> None:
    cast.person(cast.home.bureau_officer, "Olena Testenko")
    said = get(cast, cast.home, "/api/records?q=olena").json()
    assert [one["title"] for one in said["records"]] == ["Olena Testenko"]
    assert said["following"] == ""
    assert get(cast, cast.stranger, "/api/records?q=olena").json()["records"] == []
    assert get(cast, cast.home, "/api/records?kind=nonsense").status_code == 422


def test_a_record_comes_with_bytes_that_verify_offline(cast: Cast) -> None:
    record = cast.person(cast.home.bureau_officer, "Olena Testenko")
    said = get(cast, cast.home, f"/api/records/{record.pk}").json()
    signed = dict(said["signed"])
    salt = from_text(signed.pop("salt"), place="salt")
    statement = decode(cast.home.bureau.card.encode()).read(
        Signed.from_json(signed), Revision.of(record)[0].at
    )
    assert statement.body["digest"] == commit(salt, said["body"])


def test_others_are_told_only_the_part_of_the_label_that_travels(cast: Cast) -> None:
    record = cast.person(cast.home.bureau_officer)
    named = frozenset({cast.ally.bureau.pk})
    cast.release(record, Label(bureaus=named, tlp=Tlp.AMBER))
    label = get(cast, cast.ally, f"/api/records/{record.pk}").json()["label"]
    assert label["tlp"] == "TLP:AMBER"
    assert not {"bureaus", "exclude", "named", "groups"} & set(label)
    assert "bureaus" in get(cast, cast.home, f"/api/records/{record.pk}").json()["label"]


def test_a_draft_and_when_it_was_saved_is_told_to_its_bureau_alone(cast: Cast) -> None:
    from tocsin.rooms.register.actions import records
    from tocsin.rooms.register.models import Draft

    record = cast.person(cast.home.bureau_officer)
    cast.release(record, Label(bureaus=frozenset({cast.ally.bureau.pk}), tlp=Tlp.AMBER))
    body = {**record.body, "occupation": "Clerk"}
    records.edit(cast.home.bureau_officer, record, body=body)
    edited = Draft.of(record).edited.isoformat()
    here = get(cast, cast.home, f"/api/records/{record.pk}").json()["draft"]
    assert (here["body"]["occupation"], here["edited"]) == ("Clerk", edited)
    assert get(cast, cast.ally, f"/api/records/{record.pk}").json()["draft"] is None


def test_what_is_hidden_is_absent_at_every_route(cast: Cast) -> None:
    record = cast.person(cast.home.bureau_officer)
    file = Upload(name="a.txt", data=b"hello there")
    attachment = attachments.add(cast.home.bureau_officer, record, file=file)
    for tail in ("", "/history", "/links"):
        assert get(cast, cast.stranger, f"/api/records/{record.pk}{tail}").status_code == 404
        assert get(cast, cast.home, f"/api/records/{record.pk}{tail}").status_code == 200
    assert get(cast, cast.stranger, f"/api/attachments/{attachment.pk}").status_code == 404
    assert get(cast, cast.home, f"/api/attachments/{attachment.pk}").content == b"hello there"


def test_links_are_read_from_either_end(cast: Cast) -> None:
    home = cast.home.bureau_officer
    one, other = cast.person(home, "Olena Testenko"), cast.person(home, "Piotr Otherski")
    links.add(home, one, to=other.pk, relation="associate_of")
    for record, far in ((one, other), (other, one)):
        said = get(cast, cast.home, f"/api/records/{record.pk}/links").json()["links"]
        assert [tie["other"]["id"] for tie in said] == [str(far.pk)]


def test_a_fetch_is_journalled_with_its_purpose(cast: Cast) -> None:
    record = cast.person(cast.home.bureau_officer)
    get(cast, cast.home, f"/api/records/{record.pk}")
    entry = Entry.unrestricted.filter(verb="record.see").get()
    assert entry.parts["purpose"][1] == '"investigation"'
