"""Home teaches, the manual is found and searched, health and metrics are for their readers only."""

import pytest

from tocsin.node import manual
from tocsin.rooms.bureaus.models import Proposal

ROLES = ["administrator", "analyst", "border_officer", "bureau_officer", "oversight", "reviewer"]


@pytest.mark.parametrize("role", [*ROLES, "observer"])
def test_the_first_page_says_what_each_role_does_first(cast, role) -> None:
    page = cast.client(cast.home, role).get("/").content.decode()
    assert "Begin here" in page


@pytest.mark.parametrize(
    ("address", "promise", "two"),
    [
        ("/groups/create", "Create a working group", False),
        ("/journals/erase", "Erase who looked", True),
    ],
)
def test_the_page_of_a_verb_bears_its_promise_and_says_when_it_needs_two(
    cast, address, promise, two
) -> None:
    role = "oversight" if two else "administrator"
    page = cast.client(cast.home, role).get(address).content.decode()
    assert f"<title>{promise}" in page
    assert ("This needs two officers" in page) is two


def test_a_verb_says_in_words_what_was_done(cast) -> None:
    client = cast.client(cast.home, "administrator")
    page = client.post("/groups/create", {"name": "Invented"}, follow=True).content.decode()
    assert "Done: Create a working group owned by this bureau, its only member at first." in page


@pytest.fixture
def book(tmp_path, settings):
    root = tmp_path / "docs"
    (root / "officer").mkdir(parents=True)
    (root / "index.md").write_text("# The manual\n\nChoose who you are.\n")
    (root / "officer" / "index.md").write_text("# Officer\n\nBegin at the **desk**.\n")
    (root / "officer" / "desk.md").write_text(
        "# The desk\n\n## At night\n\nScan. <script>alert(1)</script>\n"
    )
    settings.MANUAL_ROOT = root
    return root


def test_the_manual_is_a_book_with_a_way_on_and_a_way_back(book) -> None:
    assert [leaf.name for leaf in manual.book(book)] == [
        "index",
        "officer/index",
        "officer/desk",
    ]
    page = manual.read(book, "officer/")
    assert (page["before"].name, page["after"].name) == ("index", "officer/desk")


def test_the_manual_shows_no_raw_html_and_anchors_its_headings(book, cast) -> None:
    page = cast.client(cast.home, "observer").get("/manual/officer/desk").content.decode()
    assert "<script>alert" not in page
    assert '<h2 id="at-night">' in page


def test_the_manual_is_searched_by_every_word(book, cast) -> None:
    assert [hit.leaf.name for hit in manual.search(book, "desk begin")] == ["officer/index"]
    assert manual.search(book, "nowhere") == []
    page = cast.client(cast.home, "analyst").get("/manual/?q=desk").content.decode()
    assert "<mark>desk</mark>" in page.lower()


@pytest.mark.parametrize("page", ["../secret", "%2e%2e/secret", "/etc/passwd", "..%2f..%2fx.png"])
def test_the_manual_leads_nowhere_else(book, cast, page) -> None:
    (book.parent / "secret.md").write_text("# secret")
    assert cast.client(cast.home, "analyst").get(f"/manual/{page}").status_code == 404


def test_the_api_is_listed_in_lines_that_lead_to_its_rooms(cast) -> None:
    page = cast.client(cast.home, "analyst").get("/api/docs").content.decode()
    assert "/api/roles/{pk}/grant" in page
    assert "?room=bureaus#" in page


def test_a_room_s_routes_are_described_in_words_with_an_example(cast) -> None:
    analyst = cast.client(cast.home, "analyst")
    page = analyst.get("/api/docs?room=bureaus").content.decode()
    assert "curl &quot;http://localhost/api/roles/$ID/grant&quot;" in page
    assert analyst.get("/api/docs?room=attic").status_code == 404


def test_health_is_for_the_administrator(cast) -> None:
    assert "Node key" in cast.client(cast.home, "administrator").get("/health/").content.decode()
    assert cast.client(cast.home, "analyst").get("/health/").status_code == 403


def test_metrics_ask_for_the_operator_s_own_token(client, db, settings) -> None:
    assert client.get("/metrics").status_code == 404
    settings.TOCSIN_METRICS_TOKEN = "a long token of the operator"
    assert client.get("/metrics").status_code == 404
    wrong = client.get("/metrics", headers={"Authorization": "Bearer another"})
    assert wrong.status_code == 404
    told = client.get("/metrics", headers={"Authorization": "Bearer a long token of the operator"})
    assert b"tocsin_journal_unsequenced 0" in told.content
    assert not Proposal.unrestricted.exists()
