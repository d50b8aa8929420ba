"""The public extract: approved by two for one version, and not a word beyond what they chose."""

import pytest

from tests.rooms.notices.alerts import NAME, fresh, red, released, two, version, wanted
from tests.rooms.notices.sheets import code_on, pages_of, text_of
from tocsin.core.errors import InvalidInput, NotAllowed, SameOfficer, WrongState

pytestmark = pytest.mark.django_db

APPEAL = "Widziano go ostatnio w mieście, którego nie ma."
SAID = {
    "parts": ["birth_year", "nationality"],
    "appeal": APPEAL,
    "telephone": "+48222222222",
    "reason": "the prosecutor asked for it",
}


def published(cast, notice, **changes):
    from tocsin.rooms.notices.actions import extracts

    return two(cast, extracts.publish, notice, **{**SAID, **changes})


def paper(cast, notice, house="home", language="en"):
    client = cast.client(getattr(cast, house), "bureau_officer")
    return client.get(f"/notices/{notice.pk}/paper.pdf?public=1&language={language}")


def test_it_shows_what_was_chosen_and_nothing_else(cast) -> None:
    notice = released(cast, wanted(cast))
    assert paper(cast, notice).status_code == 404
    published(cast, notice)
    page = cast.client(cast.home, "bureau_officer").get(f"/notices/{notice.pk}/paper")
    assert f"/notices/{notice.pk}/paper?public=1" in page.content.decode()
    assert f"/extracts/{notice.pk}/end" in page.content.decode()
    answer = paper(cast, notice)
    said = text_of(answer.content)
    for shown in (NAME, "1979", "Utopia", APPEAL, "+48222222222", "TLP:CLEAR", "Do not approach"):
        assert shown in said, shown
    for hidden in (
        *("February", "UT4455667", "Invented charge", "II K 0/24", "does not exist was taken"),
        *("+48220000000", "theft", "TLP:AMBER", str(notice.pk), "Charged"),
    ):
        assert hidden not in said, hidden
    assert code_on(pages_of(answer.content)[0]) == "", "the public is led to no record"


def test_every_part_adds_its_own_line_alone(cast) -> None:
    person = wanted(cast, description={"height": 171, "eyes": "grey"}, care=["armed"])
    notice = released(cast, person)
    told = {"description": "171 cm", "charge": "Invented charge", "armed": "May be armed"}
    for part, line in told.items():
        published(cast, notice, parts=[part])
        said = text_of(paper(cast, notice).content)
        assert [other for other in told.values() if other in said] == [line]


def test_a_later_version_is_shown_only_after_two_looked_again(cast) -> None:
    from tocsin.rooms.notices.actions import notices

    notice = released(cast, wanted(cast))
    published(cast, notice)
    body = red(notice.record.body["subjects"][0]["record"], headline="Another line")
    notices.edit(cast.home.bureau_officer, fresh(notice), body=body)
    two(cast, notices.amend, notice, version=version(notice), note="as ordered")
    assert paper(cast, notice).status_code == 404
    published(cast, notice)
    assert paper(cast, notice).status_code == 200
    two(cast, notices.withdraw, notice, reason="the purpose is achieved")
    assert paper(cast, notice).status_code == 404


def test_one_officer_opens_nothing_and_closes_at_once(cast) -> None:
    from tocsin.rooms.bureaus.actions import proposals
    from tocsin.rooms.notices.actions import extracts

    home = cast.home.bureau_officer
    notice = released(cast, wanted(cast))
    proposal = extracts.publish(home, notice, **SAID)
    with pytest.raises(SameOfficer):
        proposals.approve(home, proposal)
    proposals.approve(cast.home.reviewer, proposal)
    assert paper(cast, notice).status_code == 200
    assert paper(cast, notice, house="ally").status_code == 404, "it is its owner's to print"
    extracts.end(home, fresh(notice), reason="found elsewhere")
    assert paper(cast, notice).status_code == 404
    with pytest.raises(WrongState, match="no public extract"):
        extracts.end(home, fresh(notice), reason="once more")


def test_who_needs_shelter_is_not_shown(cast) -> None:
    notice = released(
        cast,
        wanted(cast, care=["refugee"]),
        refuge="refugee",
        care_grounds="needed for the arrest",
    )
    with pytest.raises(InvalidInput, match="a minor, victim, witness or refugee"):
        published(cast, notice)


def test_only_the_owner_publishes_and_only_what_is_in_force(cast) -> None:
    from tocsin.rooms.bureaus.actions import proposals
    from tocsin.rooms.notices.actions import extracts, notices

    notice = released(cast, wanted(cast))
    proposal = extracts.publish(cast.ally.bureau_officer, notice, **SAID)
    with pytest.raises(NotAllowed, match="only the bureau that owns"):
        proposals.approve(cast.ally.reviewer, proposal)
    two(cast, notices.suspend, notice, reason="a doubt")
    with pytest.raises(WrongState, match="in force and verified"):
        published(cast, notice)


def test_an_erased_notice_leaves_no_appeal_behind(cast) -> None:
    from tocsin.rooms.bureaus.actions import proposals
    from tocsin.rooms.notices.actions import notices
    from tocsin.rooms.notices.models import Extract

    notice = released(cast, wanted(cast))
    published(cast, notice)
    two(cast, notices.withdraw, notice, reason="the purpose is achieved")
    proposal = notices.delete(cast.home.reviewer, fresh(notice), reason="asked for")
    proposals.approve(cast.home.oversight, proposal)
    assert not Extract.unrestricted.exists()
