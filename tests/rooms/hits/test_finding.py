"""What an officer made of a hit: said with a reason, journalled, and said again when more is known."""

import pytest

from tests.rooms.hits.watched import check, person, watch
from tocsin.core.errors import InvalidInput, PowerMissing
from tocsin.rooms.journal.models import Entry

pytestmark = pytest.mark.django_db


def dispose(reader, result, disposition, reason="the photograph agrees"):
    from tocsin.rooms.hits.actions import checks

    return checks.dispose(reader, result, disposition=disposition, reason=reason)


@pytest.fixture
def result(cast):
    watch(cast, person(cast))
    return check(cast.home.border_officer).results.get()


def test_a_finding_is_kept_with_its_officer(cast, result) -> None:
    from tocsin.rooms.hits.models import CheckResult, Disposition

    officer = cast.home.border_officer
    assert CheckResult.visible_to(officer).open().count() == 1
    done = dispose(officer, result, Disposition.CONFIRMED)
    assert done.by_id == officer.officer
    assert CheckResult.visible_to(officer).open().count() == 0


def test_a_finding_can_be_said_again_and_each_is_journalled(cast, result) -> None:
    from tocsin.rooms.hits.models import Disposition

    officer = cast.home.border_officer
    dispose(officer, result, Disposition.POSSIBLE)
    dispose(officer, result, Disposition.NO_MATCH)
    said = Entry.unrestricted.filter(verb="check.dispose", log=officer.bureau)
    assert said.count() == 2


def test_open_is_no_finding_and_a_reason_is_needed(cast, result) -> None:
    from tocsin.rooms.hits.models import Disposition

    with pytest.raises(InvalidInput):
        dispose(cast.home.border_officer, result, Disposition.OPEN)
    with pytest.raises(InvalidInput):
        dispose(cast.home.border_officer, result, Disposition.NO_MATCH, reason="  ")


def test_who_only_reads_says_no_finding(cast, result) -> None:
    from tocsin.rooms.hits.models import Disposition

    with pytest.raises(PowerMissing):
        dispose(cast.home.reviewer, result, Disposition.NO_MATCH)


def test_the_finding_is_said_where_the_hit_stands(cast, result) -> None:
    client = cast.client(cast.home, "border_officer")
    said = {"disposition": "no_match", "reason": "another face", "next": result.get_absolute_url()}
    page = client.post(f"/checks/{result.pk}/dispose", said, follow=True)
    assert f'id="hit-{result.pk}"' in page.content.decode()
    assert "another face" in page.content.decode()


def test_open_hits_wait_on_the_home_page_and_in_their_list(cast, result) -> None:
    client = cast.client(cast.home, "border_officer")
    assert "Hits waiting for a finding" in client.get("/").content.decode()
    assert "Oleksandr Kovalchenko" in client.get("/hits/").content.decode()
    stranger = cast.client(cast.stranger, "border_officer").get("/hits/").content.decode()
    assert "No hits here" in stranger


def test_the_record_tells_its_bureau_which_checks_came_close(cast, result) -> None:
    client = cast.client(cast.home, "bureau_officer")
    page = client.get(f"/records/{result.record}/").content.decode()
    assert "Checks of your bureau that came close" in page
