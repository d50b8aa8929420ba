"""Special notices follow the imported list: a batch by two officers, versions, delisted at once."""

import pytest
from django.utils import timezone

from tests.rooms.register.test_an_amended_list_makes_versions import listed, take_in
from tocsin.core.errors import SameOfficer, Stale, WrongState

pytestmark = pytest.mark.django_db
TELEPHONE = "+48220000000"


def follow(cast):
    """Propose the batch as the drafter sees it, approve it as the reviewer."""
    from tocsin.rooms.bureaus.actions import proposals

    proposals.approve(cast.home.reviewer, proposed(cast))


def proposed(cast):
    from tocsin.rooms.notices.actions import lists
    from tocsin.rooms.notices.following import batch

    home = cast.home.bureau_officer
    version = batch(home, timezone.now()).version
    return lists.follow(home, version=version, telephone=TELEPHONE)


def special(**more) -> list:
    from tocsin.rooms.notices.models import Notice

    return list(
        Notice.unrestricted.filter(colour="special", **more)
        .select_related("record")
        .order_by("case")
    )


def react() -> None:
    from tocsin.rooms.notices.reactions import REACTIONS
    from tocsin.rooms.register import feed

    for reaction in REACTIONS:
        while feed.run(reaction):
            pass


def test_a_batch_becomes_special_notices_for_all_members(cast) -> None:
    from tests.rooms.notices.alerts import check

    take_in(cast, listed(range(3)))
    page = cast.client(cast.home, "bureau_officer").get("/lists/follow").content.decode()
    assert page.count("UTi.000") >= 3
    proposal = proposed(cast)
    assert special() == []
    from tocsin.rooms.bureaus.actions import proposals

    with pytest.raises(SameOfficer):
        proposals.approve(cast.home.bureau_officer, proposal)
    proposals.approve(cast.home.reviewer, proposal)
    assert [notice.stage for notice in special()] == ["released"] * 3
    found = check(cast.stranger.border_officer, names=["Fikcaaaa zmyslaaaa"], dob=["1950-01-10"])
    (basis,) = found.results.get().bases
    assert (basis["class"], basis["instruction"]) == ("notice", "apply_sanctions")
    with pytest.raises(WrongState, match="follow the list already"):
        follow(cast)


def test_an_amended_entry_is_a_new_version_and_a_delisted_one_leaves_at_once(cast) -> None:
    from tocsin.rooms.notices.following import batch

    take_in(cast, listed(range(3)))
    follow(cast)
    take_in(cast, listed(range(4), amended={2}, delisted={1}))
    react()
    stages = {notice.record.body["listing"]["entry"]: notice.stage for notice in special()}
    assert stages == {"UTi.0000": "released", "UTi.0001": "suspended", "UTi.0002": "released"}
    (one,) = batch(cast.home.bureau_officer, timezone.now()).amended
    news = set(one.after) - set(one.before)
    assert "amended: 2025-03-04" in news
    assert any(line.startswith("names / ") for line in news), "who is listed changed, and it shows"
    page = cast.client(cast.home, "bureau_officer").get("/lists/follow").content.decode()
    assert "names / 2 / text" in page
    follow(cast)
    stages = {notice.record.body["listing"]["entry"]: notice.stage for notice in special()}
    assert (stages["UTi.0001"], stages["UTi.0003"]) == ("withdrawn", "released")
    (amended,) = [n for n in special() if n.record.body["listing"]["entry"] == "UTi.0002"]
    assert amended.record.revision == 2
    assert amended.record.body["listing"]["amended"] == "2025-03-04"


def test_what_changed_after_it_was_seen_is_not_approved(cast) -> None:
    from tocsin.rooms.bureaus.actions import proposals

    take_in(cast, listed(range(2)))
    proposal = proposed(cast)
    take_in(cast, listed(range(3)))
    with pytest.raises(Stale):
        proposals.approve(cast.home.reviewer, proposal)
    assert special() == []


def test_of_a_long_list_only_the_first_are_looked_at(cast, monkeypatch) -> None:
    from tocsin.rooms.notices import following

    monkeypatch.setattr(following, "MOST", 2)
    monkeypatch.setattr(following, "COUNTED", 3)
    take_in(cast, listed(range(4)))
    seen = following.batch(cast.home.bureau_officer, timezone.now())
    assert ([entry.reference for entry in seen.new], seen.left) == (["UTi.0000", "UTi.0001"], 2)
    take_in(cast, listed(range(9)))
    follow(cast)
    seen = following.batch(cast.home.bureau_officer, timezone.now())
    assert [entry.reference for entry in seen.new] == ["UTi.0002", "UTi.0003"]
    assert (seen.left, seen.is_more) == (3, True)
    page = cast.client(cast.home, "bureau_officer").get("/lists/follow").content.decode()
    assert "A thousand and more" in page
