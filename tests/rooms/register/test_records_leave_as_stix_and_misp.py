"""What leaves as STIX or MISP is what the reader may export, told as she may be told it."""

import json
from typing import Any

import pytest
from django.utils import timezone

from tests.cast import Cast
from tocsin.core.formats import stix
from tocsin.core.labels import Handling, Label, Tlp
from tocsin.core.statements.cards import decode
from tocsin.rooms.journal.models import Entry, EntryObject
from tocsin.rooms.register import writing
from tocsin.rooms.register.actions import links
from tocsin.rooms.register.lifecycle import State
from tocsin.rooms.register.models import Record

FORMS = ("stix", "misp")


def export(
    cast: Cast, house: Any, form: str, record: Any = None, role: str = "bureau_officer"
) -> Any:
    address = f"/records/{record.pk}/export.{form}" if record else f"/records/export.{form}"
    return cast.client(house, role).get(address)


def to_ally(cast: Cast, **more: Any) -> Label:
    return Label(bureaus=frozenset({cast.ally.bureau.pk}), **{"tlp": Tlp.AMBER, **more})


@pytest.mark.parametrize("form", FORMS)
def test_what_others_marked_h2_or_red_stays(cast: Cast, form: str) -> None:
    home = cast.home.bureau_officer
    cast.release(cast.person(home, "Olena Openova"), to_ally(cast))
    h2 = cast.person(home, "Olena Secondova")
    cast.release(h2, to_ally(cast, handling=frozenset({Handling.H2})))
    red = cast.person(home, "Olena Redova")
    cast.release(red, to_ally(cast, tlp=Tlp.RED))
    text = export(cast, cast.ally, form).content.decode()
    assert "Openova" in text
    assert "Secondova" not in text
    assert "Redova" not in text
    assert export(cast, cast.ally, form, h2).status_code == 404
    assert export(cast, cast.ally, form, red).status_code == 404


@pytest.mark.parametrize("form", FORMS)
def test_each_exported_record_is_named_in_the_journal_before_it_leaves(
    cast: Cast, form: str
) -> None:
    record = cast.person(cast.home.bureau_officer, "Olena Testenko")
    for where in (None, record):
        answer = export(cast, cast.home, form, where)
        assert answer.status_code == 200
        assert f'.{form}.json"' in answer["Content-Disposition"]
        entry = Entry.unrestricted.filter(verb="record.export").latest("pk")
        assert EntryObject.unrestricted.filter(object=record.pk).exists(), entry


@pytest.mark.parametrize("form", FORMS)
def test_without_the_power_nothing_is_exported(cast: Cast, form: str) -> None:
    record = cast.person(cast.home.bureau_officer, "Olena Testenko")
    assert export(cast, cast.home, form, role="border_officer").status_code == 403
    assert export(cast, cast.home, form, record, role="border_officer").status_code == 403


def test_the_signed_statement_verifies_with_the_owners_card(cast: Cast) -> None:
    home = cast.home.bureau_officer
    record = cast.person(home, "Olena Testenko")
    cast.release(record, to_ally(cast))
    data = export(cast, cast.ally, "stix", record).content
    (found,) = [one for one in stix.objects(data) if one.uuid == str(record.pk)]
    assert isinstance(found, stix.Object)
    carrier = stix.carried(found.value)
    assert carrier is not None
    statement = decode(cast.home.bureau.card.encode()).read(carrier.statements[0], record.created)
    assert statement.known
    assert statement.body["id"] == str(record.pk)
    assert carrier.body().title() == "Olena Testenko"


def test_a_link_goes_along_when_both_its_ends_do(cast: Cast) -> None:
    home = cast.home.bureau_officer
    one, other = cast.person(home, "Olena Testenko"), cast.person(home, "Ion Exemplaru")
    link = links.add(home, one, to=other.pk, relation="associate_of")
    for record in (one, other):
        cast.release(record, to_ally(cast))
    objects = json.loads(export(cast, cast.home, "stix").content)["objects"]
    (tie,) = [part for part in objects if part["type"] == "relationship"]
    assert tie["id"] == f"relationship--{link.pk}"
    assert {tie["source_ref"], tie["target_ref"]} == {
        f"identity--{one.pk}",
        f"identity--{other.pk}",
    }
    (event,) = [json.loads(export(cast, cast.home, "misp").content)["Event"]]
    (reference,) = [ref for part in event["Object"] for ref in part["ObjectReference"]]
    assert reference["referenced_uuid"] == str(other.pk)
    text = export(cast, cast.ally, "stix").content.decode()
    assert str(link.pk) not in text


@pytest.mark.parametrize("form", FORMS)
def test_when_the_owner_began_to_write_is_not_told_to_others(cast: Cast, form: str) -> None:
    record = cast.person(cast.home.bureau_officer, "Olena Testenko")
    Record.unrestricted.filter(pk=record.pk).update(created="2001-01-01T00:00:00Z")
    cast.release(record, to_ally(cast))
    assert "2001-01-01" not in export(cast, cast.ally, form, record).content.decode()


@pytest.mark.parametrize("form", FORMS)
def test_whom_else_it_was_released_to_is_not_told(cast: Cast, form: str) -> None:
    record = cast.person(cast.home.bureau_officer, "Olena Testenko")
    both = frozenset({cast.ally.bureau.pk, cast.stranger.bureau.pk})
    cast.release(record, Label(bureaus=both, tlp=Tlp.AMBER))
    for house in (cast.home, cast.ally):
        text = export(cast, house, form, record).content.decode()
        assert str(cast.stranger.bureau.pk) not in text
        assert "TLP:AMBER" in text


@pytest.mark.parametrize("form", FORMS)
def test_a_search_that_finds_nothing_says_so(cast: Cast, form: str) -> None:
    answer = cast.client(cast.home, "bureau_officer").get(f"/records/export.{form}?q=nothing")
    assert answer.status_code == 422
    assert "nothing to write" in answer.content.decode()


@pytest.mark.parametrize("form", FORMS)
def test_the_api_gives_the_same_bytes(cast: Cast, form: str) -> None:
    record = cast.person(cast.home.bureau_officer, "Olena Testenko")
    client = cast.client(cast.home, "bureau_officer")
    headers = {
        "Authorization": f"Bearer {cast.token(cast.home, 'bureau_officer')}",
        "X-Purpose": "investigation",
    }
    for where in (f"records/{record.pk}/export.{form}", f"records/export.{form}"):
        page = client.get(f"/{where}")
        route = client.get(f"/api/{where}", headers=headers)
        assert route.status_code == 200
        assert route.content == page.content
        assert route["Content-Type"] == page["Content-Type"]


def test_a_withdrawn_record_does_not_leave(cast: Cast) -> None:
    home = cast.home.bureau_officer
    record = cast.person(home, "Olena Testenko")
    writing.rule(record, "record.withdraw", at=timezone.now(), state=State.WITHDRAWN)
    assert export(cast, cast.home, "stix", record).status_code == 404


def test_the_page_offers_what_may_leave_and_nothing_else(cast: Cast) -> None:
    record = cast.person(cast.home.bureau_officer, "Olena Testenko")
    cast.release(record, to_ally(cast, tlp=Tlp.RED))
    for house, offered in ((cast.home, True), (cast.ally, False)):
        page = cast.client(house, "bureau_officer").get(f"/records/{record.pk}/").content.decode()
        assert (f"/records/{record.pk}/export.stix" in page) is offered
