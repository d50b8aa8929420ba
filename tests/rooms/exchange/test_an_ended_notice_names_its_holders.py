"""The notice of purge: at its end a notice names every holder of the ledger, and keeps doing so."""

import pytest

from tests.rooms.exchange.abroad import Abroad, settle
from tests.rooms.notices.alerts import approved, fresh, red, two, wanted
from tocsin.core.labels import Label, Tlp

pytestmark = pytest.mark.django_db


@pytest.fixture
def holders(cast) -> list[Abroad]:
    return [Abroad(code=code).meet(cast.home.administrator) for code in ("UTO", "ELS", "IDL")]


def released_to(cast, holders):
    from tocsin.rooms.notices.actions import notices

    label = Label(bureaus=frozenset(one.id for one in holders), tlp=Tlp.AMBER)
    person = wanted(cast)
    body = red(person.pk)
    home = cast.home.bureau_officer
    notice = notices.draft(home, kind="notice", body=body, label=label)
    return notices.release(home, approved(cast, notice))


def page(cast, notice) -> str:
    client = cast.client(cast.home, "bureau_officer")
    whole = client.get(notice.get_absolute_url()).content.decode()
    return whole.partition("Notice of purge")[2].partition("Receipts and proof")[0]


def test_every_holder_is_named_until_it_confirms_and_after_the_content_is_gone(
    cast, holders
) -> None:
    from tocsin.rooms.bureaus.actions import proposals
    from tocsin.rooms.notices.actions import notices

    notice = released_to(cast, holders)
    settle()
    first, second, idle = holders
    assert first.pull()
    assert second.pull()  # and the third never called
    two(cast, notices.withdraw, notice, reason="the purpose is achieved")
    settle()
    said = page(cast, notice)
    assert "2 of 2 have not confirmed" in said
    assert "UTO" in said
    assert "ELS" in said
    assert idle.code not in said, "who was given nothing holds nothing"
    stub = next(one for one in first.pull() if one["id"].endswith(str(notice.pk)))
    first.leave(first.receipt(notice.pk, "purged", stub))
    assert "1 of 2 has not confirmed" in page(cast, notice)
    proposal = notices.delete(cast.home.reviewer, fresh(notice), reason="asked for")
    proposals.approve(cast.home.oversight, proposal)
    assert fresh(notice).record.body == {}
    assert "1 of 2 has not confirmed" in page(cast, notice)
