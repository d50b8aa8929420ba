"""Contradictions, a withdrawn subject, a lost power: each is refused with its sentence."""

import io
import zipfile

import pytest

from tests.rooms.notices.alerts import (
    approved,
    drafted,
    fresh,
    red,
    released,
    to_ally,
    two,
    version,
    wanted,
)
from tocsin.core.errors import (
    InvalidInput,
    MalformedFile,
    NotAllowed,
    NotFound,
    PowerMissing,
    SameOfficer,
    Stale,
    WrongState,
)

pytestmark = pytest.mark.django_db


def draft(cast, body, **more):
    from tocsin.rooms.notices.actions import notices

    return notices.draft(cast.home.bureau_officer, kind="notice", body=body, **more)


def test_contradictory_dates_are_refused_by_the_body(cast) -> None:
    from tocsin.rooms.notices.models import Notice

    body = red(wanted(cast).pk)
    for part, changes, sentence in (
        ("offence", {"begins": "2024-04-04", "ends": "2023-01-01"}, "the offence"),
        ("warrant", {"issued": "2024-05-01", "expires": "2024-04-01"}, "the warrant"),
    ):
        with pytest.raises(InvalidInput, match=sentence) as refused:
            draft(cast, {**body, part: {**body[part], **changes}})
        assert refused.value.place == part
    assert not Notice.unrestricted.exists()


def test_a_warrant_older_than_the_offence_is_refused_at_submit(cast) -> None:
    from tocsin.rooms.notices.actions import notices

    body = red(wanted(cast).pk)
    body["warrant"] = {**body["warrant"], "issued": "2024-04-03"}
    notice = draft(cast, body, label=to_ally(cast))
    with pytest.raises(InvalidInput, match="The warrant is older than the offence") as refused:
        notices.submit(cast.home.bureau_officer, notice)
    assert refused.value.place == "warrant"
    assert fresh(notice).stage == "draft"


def test_a_photograph_that_is_a_zip_is_refused_by_its_content(cast) -> None:
    from tocsin.rooms.bureaus.verb import Upload
    from tocsin.rooms.register.actions import attachments

    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("face.jpg", b"\xff\xd8\xff\xe0 no picture")
    file = Upload("face.jpg", packed.getvalue())
    with pytest.raises(MalformedFile, match="only JPEG, PNG and WebP pictures"):
        attachments.add(cast.home.bureau_officer, wanted(cast), file=file)


def test_a_notice_itself_takes_no_annex(cast) -> None:
    from tocsin.rooms.bureaus.verb import Upload
    from tocsin.rooms.register.actions import attachments

    record = drafted(cast, wanted(cast)).record
    with pytest.raises(NotAllowed, match="has no annex"):
        attachments.add(cast.home.bureau_officer, record, file=Upload("a.txt", b"words"))


def test_a_subject_withdrawn_before_release_stops_it(cast) -> None:
    from tocsin.rooms.bureaus.actions import proposals
    from tocsin.rooms.notices.actions import notices
    from tocsin.rooms.register.actions import records

    person = wanted(cast)
    notice = approved(cast, drafted(cast, person))
    proposal = records.withdraw(cast.home.bureau_officer, person, reason="a mistaken identity")
    proposals.approve(cast.home.reviewer, proposal)
    with pytest.raises(InvalidInput, match="A subject is not in force"):
        notices.release(cast.home.bureau_officer, notice)
    assert fresh(notice).stage == "approved"


def test_an_approver_who_loses_the_power_midway_releases_nothing(cast) -> None:
    from tocsin.rooms.bureaus.models import Post
    from tocsin.rooms.notices.actions import notices

    notice = approved(cast, drafted(cast, wanted(cast)))
    Post.unrestricted.filter(officer=cast.home.account("reviewer")).delete()
    with pytest.raises(NotAllowed, match="has lost the power for it since"):
        notices.release(cast.home.bureau_officer, notice)
    assert fresh(notice).stage == "approved"


def test_a_proposer_who_loses_the_power_midway_ends_nothing(cast) -> None:
    from tocsin.rooms.bureaus.actions import proposals
    from tocsin.rooms.bureaus.models import Post
    from tocsin.rooms.notices.actions import notices

    notice = released(cast, wanted(cast))
    proposal = notices.withdraw(cast.home.bureau_officer, notice, reason="the case is closed")
    Post.unrestricted.filter(officer=cast.home.account("bureau_officer")).delete()
    with pytest.raises(NotAllowed, match="has lost the power for it"):
        proposals.approve(cast.home.reviewer, proposal)
    assert fresh(notice).is_in_force


def test_who_wrote_any_of_it_never_reviews_it(cast) -> None:
    from tocsin.rooms.notices.actions import notices

    notice = drafted(cast, wanted(cast))
    second = cast.home.reader("bureau_officer", 2)
    notices.edit(second, notice, body=red(notice.record.body["subjects"][0]["record"]))
    notices.submit(cast.home.bureau_officer, fresh(notice))
    with pytest.raises(PowerMissing):
        notices.approve(second, fresh(notice), grounds="fine", version=version(notice))
    notice.refresh_from_db()
    notice.hands = [*notice.hands, str(cast.home.account("reviewer").id)]
    notice.save()
    for verb, said in (
        (notices.review, {}),
        (notices.approve, {"grounds": "fine", "version": version(notice)}),
        (notices.refuse, {"ground": "other", "explanation": "as I like"}),
    ):
        with pytest.raises(SameOfficer, match="who wrote a notice never reviews it"):
            verb(cast.home.reviewer, fresh(notice), **said)


def test_what_was_changed_after_it_was_read_is_not_approved(cast) -> None:
    from tocsin.rooms.notices.actions import notices

    notice = drafted(cast, wanted(cast))
    read = version(notice)
    notices.edit(
        cast.home.bureau_officer, notice, body=red(notice.record.body["subjects"][0]["record"])
    )
    notices.submit(cast.home.bureau_officer, fresh(notice))
    with pytest.raises(Stale):
        notices.approve(cast.home.reviewer, fresh(notice), grounds="fine", version=read)


def test_the_register_s_own_verbs_do_not_walk_round_review(cast) -> None:
    from tocsin.rooms.register.actions import bases, records
    from tocsin.rooms.register.models import Record

    home = cast.home.bureau_officer
    person = wanted(cast)
    record = drafted(cast, person).record
    with pytest.raises(NotAllowed, match="a notice has verbs of its own"):
        records.submit(home, record)
    with pytest.raises(NotAllowed, match="a notice has verbs of its own"):
        records.draft(home, kind="notice", body=red(person.pk))
    released(cast, person)
    basis = Record.visible_to(home).watching(person).get()
    with pytest.raises(NotAllowed, match="begins and ends with its notice"):
        bases.end(home, basis, reason="quietly")
    with pytest.raises(NotAllowed, match="begins and ends with its notice"):
        records.suspend(home, basis, reason="quietly")


def test_one_officer_cannot_clear_the_name_by_way_of_the_subject(cast) -> None:
    from tocsin.core.labels import Label
    from tocsin.rooms.register.actions import records
    from tocsin.rooms.register.models import Record

    home = cast.home.bureau_officer
    person = wanted(cast)
    notice = released(cast, person)
    person = Record.unrestricted.get(pk=person.pk)
    with pytest.raises(NotAllowed, match="a notice in force is about this record"):
        records.suspend(home, person, reason="quietly")
    with pytest.raises(NotAllowed, match="a notice in force is about this record"):
        records.narrow(home, person, label=Label(), reason="quietly")
    records.edit(home, person, body={**person.body, "names": [{"text": "Someone Else"}]})
    with pytest.raises(NotAllowed, match="with a second officer"):
        records.submit(home, person)
    from tocsin.rooms.notices.actions import notices

    two(cast, notices.withdraw, notice, reason="the case is closed")
    records.narrow(home, person, label=Label(), reason="no longer needed")


def test_nothing_leaves_before_review_without_the_policy_and_two_officers(cast) -> None:
    from tocsin.rooms.bureaus.actions import proposals
    from tocsin.rooms.notices.actions import notices, policies

    notice = drafted(cast, wanted(cast))
    home = cast.home.bureau_officer
    notices.submit(home, notice)
    with pytest.raises(WrongState):
        notices.release(home, fresh(notice))
    proposal = notices.send_unverified(home, fresh(notice), reason="minutes matter")
    with pytest.raises(NotAllowed, match="no policy"):
        proposals.approve(cast.home.reviewer, proposal)
    allowed = policies.allow_unverified(cast.home.reviewer, reason="decided by the head of bureau")
    proposals.approve(cast.home.oversight, allowed)
    proposals.approve(cast.home.reviewer, proposal)
    found = fresh(notice)
    assert (found.stage, found.record.body["mark"]) == ("unverified", "unverified")
    from tests.rooms.notices.alerts import check

    basis = check(cast.ally.border_officer).results.get().bases[0]
    assert basis["instruction"] == "do_not_act"
    page = cast.client(cast.ally, "bureau_officer").get(found.get_absolute_url())
    assert "Unverified: do not act." in page.content.decode()
    notices.verify(cast.home.reviewer, found, grounds="papers are in order")
    assert check(cast.ally.border_officer).results.get().bases[0]["instruction"] == "detain"


def test_the_mark_cannot_be_typed_on_or_off(cast) -> None:
    person = wanted(cast)
    notice = draft(cast, red(person.pk, mark="unverified"))
    assert "mark" not in notice.record.body


def test_a_strange_kind_or_a_stranger_s_notice_is_refused(cast) -> None:
    from tocsin.rooms.notices.actions import notices

    with pytest.raises(InvalidInput, match="choose notice or purple_notice"):
        notices.draft(cast.home.bureau_officer, kind="person", body={})
    notice = released(cast, wanted(cast))
    with pytest.raises(NotFound):
        notices.suspend.find(cast.stranger.bureau_officer, notice.pk)
    with pytest.raises(NotAllowed, match="only the bureau that owns"):
        notices.edit(cast.ally.bureau_officer, notice, body=notice.record.body)
