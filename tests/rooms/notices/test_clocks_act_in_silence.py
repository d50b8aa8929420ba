"""C1 to C5 and C18: what is due happens by itself, only tightens, and says so in the journal."""

from datetime import timedelta

import pytest

from tests.rooms.notices.alerts import drafted, fresh, now, released, two, until, wanted

pytestmark = pytest.mark.django_db


def act(at) -> int:
    from tocsin.rooms.notices.actions import silence

    return silence.act_due(at)


def running(notice) -> dict:
    from tocsin.rooms.notices.models import Deadline

    return dict(Deadline.unrestricted.open().filter(subject=notice.pk).values_list("clock", "due"))


def test_the_retention_review_opens_six_months_before_and_silence_expires(cast) -> None:
    from tocsin.rooms.journal.models import Entry

    notice = released(cast, wanted(cast))
    due = running(notice)
    assert set(due) == {"retention", "retention_review"}
    assert 180 <= (due["retention"] - due["retention_review"]).days <= 185
    assert act(due["retention_review"] - timedelta(seconds=1)) == 0
    assert act(due["retention_review"]) == 1
    assert (fresh(notice).stage, fresh(notice).record.state) == ("retention_review", "released")
    assert act(due["retention"]) == 1
    notice = fresh(notice)
    assert (notice.stage, notice.record.state) == ("expired", "expired")
    said = Entry.unrestricted.of(cast.home.bureau.id).filter(verb="notice.expire").get()
    assert said.actor is None


def test_a_renewal_for_a_reason_sets_the_clocks_anew(cast) -> None:
    from tocsin.rooms.notices.actions import notices

    notice = released(cast, wanted(cast))
    act(running(notice)["retention_review"])
    later = (now() + timedelta(days=1_500)).date()
    notice = two(cast, notices.renew, notice, until=later, reason="the trial goes on")
    assert (notice.stage, notice.record.revision) == ("released", 2)
    assert running(notice)["retention"] == notice.until
    assert notice.last_day == later


def test_a_suspension_of_six_months_ends_in_expiry(cast) -> None:
    from tocsin.rooms.notices.actions import notices

    notice = two(cast, notices.suspend, released(cast, wanted(cast)), reason="under appeal")
    due = running(notice)["suspension"]
    assert 180 <= (due - now()).days <= 185
    act(due)
    assert fresh(notice).stage == "expired"


def test_a_month_after_its_end_the_content_is_erased_and_the_proof_stays(cast) -> None:
    from tocsin.rooms.notices.actions import notices
    from tocsin.rooms.register.models import Revision

    notice = two(cast, notices.withdraw, released(cast, wanted(cast)), reason="purpose achieved")
    due = running(notice)
    assert set(due) == {"deletion"}
    assert 27 <= (due["deletion"] - now()).days <= 31
    act(due["deletion"])
    notice = fresh(notice)
    assert (notice.stage, notice.record.state, notice.record.body) == ("deleted", "withdrawn", {})
    assert not any(passage.text for passage in notice.passages.all())
    revision = Revision.of(notice.record)[0]
    assert revision.body is None
    assert revision.statement
    page = cast.client(cast.home, "bureau_officer").get(notice.get_absolute_url())
    assert page.status_code == 200
    assert "Wanted for" not in page.content.decode()


def test_no_answer_in_time_is_a_refusal_and_counts_as_one(cast) -> None:
    from tocsin.rooms.notices import desk
    from tocsin.rooms.notices.actions import notices

    notice = drafted(cast, wanted(cast))
    notices.submit(cast.home.bureau_officer, notice)
    deadline = now() + timedelta(days=3)
    notices.ask(cast.home.reviewer, fresh(notice), question="Which court?", until=deadline)
    act(deadline)
    assert fresh(notice).stage == "refused"
    said = desk.statistics(cast.home.reviewer, now() + timedelta(days=4))
    assert (said.refused, said.rate, said.grounds) == (
        1,
        1.0,
        [("The source did not answer in time", 1)],
    )


def test_what_was_never_verified_is_suspended_after_three_days(cast) -> None:
    from tocsin.core.errors import WrongState
    from tocsin.rooms.bureaus.actions import proposals
    from tocsin.rooms.notices.actions import notices, policies

    allowed = policies.allow_unverified(cast.home.reviewer, reason="decided by the head of bureau")
    proposals.approve(cast.home.oversight, allowed)
    notice = drafted(cast, wanted(cast))
    notices.submit(cast.home.bureau_officer, notice)
    two(cast, notices.send_unverified, notice, reason="minutes matter")
    act(running(notice)["verification"])
    notice = fresh(notice)
    assert (notice.stage, notice.record.state) == ("suspended", "suspended")
    with pytest.raises(WrongState, match="never verified"):
        two(cast, notices.resume, notice, reason="let it act again")


def test_an_overdue_review_is_shown_and_nothing_happens_by_itself(cast) -> None:
    from tocsin.rooms.notices import desk
    from tocsin.rooms.notices.actions import notices

    notice = drafted(cast, wanted(cast))
    notices.submit(cast.home.bureau_officer, notice)
    later = now() + timedelta(hours=25)
    assert act(later) == 0
    (waiting,) = desk.queue(cast.home.reviewer, later)
    assert waiting.is_overdue
    assert desk.statistics(cast.home.reviewer, later).overdue == 1


def test_a_document_is_reviewed_on_its_date_or_after_ten_years_and_expires(cast) -> None:
    from tocsin.rooms.notices.models import Deadline
    from tocsin.rooms.notices.reactions import REACTIONS
    from tocsin.rooms.register import feed
    from tocsin.rooms.register.actions import records

    home = cast.home.bureau_officer
    body = {"number": "UT0099887", "type": "passport", "issuer": "UTO", "fraud": "lost"}
    dated = records.draft(home, kind="travel_document", body={**body, "review": until(400)})
    plain = records.draft(home, kind="travel_document", body={**body, "number": "UT0099888"})
    for one in (dated, plain):
        records.submit(home, one)
    feed.run(REACTIONS[0])
    due = {row.subject: row.due for row in Deadline.unrestricted.filter(clock="document_review")}
    assert 399 <= (due[dated.pk] - now()).days <= 401
    assert 3_640 <= (due[plain.pk] - now()).days <= 3_655
    act(due[dated.pk])
    dated.refresh_from_db()
    plain.refresh_from_db()
    assert (dated.state, plain.state) == ("expired", "released")
