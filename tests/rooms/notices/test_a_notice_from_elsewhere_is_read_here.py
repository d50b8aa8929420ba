"""A notice of a bureau elsewhere: listed, read and printed here, screened for, and never acted on."""

import pytest

from tests.rooms.notices.alerts import NAME, check, fresh, released, wanted
from tests.rooms.notices.sheets import text_of
from tocsin.core.errors import NotAllowed

pytestmark = pytest.mark.django_db


def elsewhere(cast, notice) -> None:
    """Leave of the notice what a peer leaves here: signed records, no workflow, no keys."""
    from tocsin.rooms.notices.models import Deadline, Notice

    Deadline.unrestricted.all().delete()
    Notice.unrestricted.filter(pk=notice.pk).delete()
    cast.home.bureau.hosted = False
    cast.home.bureau.save()
    heard(notice)


def heard(*records) -> None:
    from tocsin.rooms.notices.actions import receiving
    from tocsin.rooms.register.models import Change

    receiving.take_in([one.pk for one in records], Change.unrestricted.latest("number").at)


def test_it_is_listed_read_and_printed_by_whom_it_reached(cast) -> None:
    notice = released(cast, wanted(cast))
    elsewhere(cast, notice)
    ally = cast.client(cast.ally, "bureau_officer")
    assert "HOM-2026/0042" in ally.get("/notices/").content.decode()
    assert NAME in ally.get(notice.get_absolute_url()).content.decode()
    assert NAME in text_of(ally.get(f"/notices/{notice.pk}/paper.pdf").content)
    assert (
        cast.client(cast.stranger, "bureau_officer").get(notice.get_absolute_url()).status_code
        == 404
    )
    assert check(cast.ally.border_officer).results.count() == 1, "screened for by its owner's basis"


@pytest.mark.parametrize(
    ("state", "stage"),
    [
        ("suspended", "suspended"),
        ("blocked", "blocked"),
        ("withdrawn", "withdrawn"),
        ("expired", "expired"),
    ],
)
def test_its_stage_is_what_the_owner_s_word_means(cast, state, stage) -> None:
    from tocsin.rooms.register.models import Record

    notice = released(cast, wanted(cast))
    elsewhere(cast, notice)
    assert fresh(notice).stage == "released"
    Record.unrestricted.filter(pk=notice.pk).update(state=state)
    heard(notice)
    assert fresh(notice).stage == stage
    heard(notice)
    assert fresh(notice).stage == stage, "hearing it twice changes nothing"


def test_no_verb_here_acts_on_it(cast) -> None:
    from tocsin.rooms.notices.actions import notices

    notice = released(cast, wanted(cast))
    elsewhere(cast, notice)
    with pytest.raises(NotAllowed, match="only the bureau that owns"):
        notices.block(cast.ally.oversight, fresh(notice), reason="as I like")


def test_a_subject_that_comes_later_is_joined_then(cast) -> None:
    from tocsin.rooms.notices.models import Notice, Subject

    person = wanted(cast)
    notice = released(cast, person)
    elsewhere(cast, notice)
    Subject.unrestricted.all().delete()
    Notice.unrestricted.update(incomplete=True)
    heard(person)
    assert Subject.unrestricted.get().subject_id == person.pk
    assert not fresh(notice).incomplete


def test_what_is_erased_leaves_its_number_alone(cast) -> None:
    from tocsin.rooms.notices.models import Subject
    from tocsin.rooms.register.models import Record

    notice = released(cast, wanted(cast))
    elsewhere(cast, notice)
    Record.unrestricted.filter(pk=notice.pk).update(body={}, state="withdrawn", title="")
    heard(notice)
    assert fresh(notice).stage == "deleted"
    assert not Subject.unrestricted.exists()


def test_a_notice_of_our_own_is_not_touched(cast) -> None:
    from tocsin.rooms.notices.actions import receiving

    notice = released(cast, wanted(cast))
    receiving.take_in([notice.pk], notice.changed)
    assert fresh(notice).drafter_id is not None, "a notice of our own is not touched"
