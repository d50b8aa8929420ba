"""A session states its purpose, acts for one bureau and stays in one realm."""

import pytest
from django.utils import timezone

from tocsin.rooms.bureaus.models import Post
from tocsin.rooms.journal.models import Entry


@pytest.fixture
def liaison(cast):
    """A browser of an officer with a post at home and one with the ally."""
    officer = cast.home.account("analyst")
    Post.unrestricted.create(
        officer=officer, bureau=cast.ally.bureau, role="oversight", since=timezone.now()
    )
    return cast.client(cast.home, "analyst")


def test_purpose_and_case_stand_with_each_look(cast) -> None:
    browser = cast.client(cast.home, "analyst")
    browser.post("/purpose", {"purpose": "prosecution", "reference": "K 12/2026"})
    browser.get("/proposals/")
    entry = Entry.unrestricted.of(cast.home.bureau.id).filter(verb="proposal.list").latest("id")
    assert entry.part("purpose") == "prosecution"
    assert entry.part("detail")["reference"] == "K 12/2026"


@pytest.mark.parametrize(
    "said",
    [{"purpose": "curiosity"}, {"purpose": "analysis", "reference": "x" * 81}, {}],
)
def test_a_purpose_nobody_knows_is_refused(cast, said) -> None:
    assert cast.client(cast.home, "analyst").post("/purpose", said).status_code == 422


def test_acting_for_another_bureau_changes_whose_rows_one_sees_and_is_journalled(
    cast, liaison
) -> None:
    assert cast.home.bureau.name in liaison.get("/bureau/").content.decode()
    assert liaison.post("/acting", {"bureau": str(cast.ally.bureau.id)}).status_code == 302
    page = liaison.get("/bureau/").content.decode()
    assert f"<h1>{cast.ally.bureau.name}" in page
    log = Entry.unrestricted.of(cast.ally.bureau.id)
    assert log.filter(verb="session.act_for", actor=cast.home.account("analyst").id).exists()


def test_nobody_acts_for_a_bureau_without_a_post_there(cast, liaison) -> None:
    for wanted in (cast.stranger.bureau.id, "nonsense", ""):
        assert liaison.post("/acting", {"bureau": str(wanted)}).status_code == 422


def test_a_post_that_ends_takes_the_session_home(cast, liaison) -> None:
    liaison.post("/acting", {"bureau": str(cast.ally.bureau.id)})
    Post.unrestricted.filter(bureau=cast.ally.bureau).update(until=timezone.now())
    assert f"<h1>{cast.home.bureau.name}" in liaison.get("/bureau/").content.decode()


def test_an_exercise_is_loudly_marked_journalled_and_left_again(cast) -> None:
    browser = cast.client(cast.home, "analyst")
    assert 'data-realm="live"' in browser.get("/").content.decode()
    browser.post("/realm", {"realm": "exercise"})
    page = browser.get("/").content.decode()
    assert 'data-realm="exercise"' in page
    assert "Nothing on this page is real" in page
    entry = Entry.unrestricted.of(cast.home.bureau.id).latest("id")
    assert (entry.verb, entry.realm) == ("session.enter_realm", "exercise")
    assert browser.post("/realm", {"realm": "nowhere"}).status_code == 422
    browser.post("/realm", {"realm": "live"})
    assert 'data-realm="live"' in browser.get("/").content.decode()
