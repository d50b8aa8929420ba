"""Each page shows its own bureau's staff, groups, tokens and keys, and nobody else's."""

import pytest

from tocsin.rooms.bureaus.actions import groups, units
from tocsin.rooms.bureaus.models import GroupVersion, Token, Unit
from tocsin.rooms.bureaus.views.groups import signed_well


@pytest.fixture
def administrator(cast):
    return cast.client(cast.home, "administrator")


def test_staff_are_listed_found_by_name_and_not_those_of_others(cast, administrator) -> None:
    cast.home.account("analyst")
    foreign = cast.ally.account("analyst")
    page = administrator.get("/officers/").content.decode()
    assert "Analyst 1 of HOM" in page
    assert "of ALY" not in page
    assert "Analyst 1 of HOM" not in administrator.get("/officers/?q=nobody").content.decode()
    assert administrator.get(f"/officers/{foreign.id}/").status_code == 404


def test_an_officer_s_page_shows_posts_and_what_an_administrator_may_do(
    cast, administrator
) -> None:
    officer = cast.home.account("observer")
    page = administrator.get(f"/officers/{officer.id}/").content.decode()
    assert "For a while" in page
    for action in ("end", "grant", "reset"):
        assert f"/{officer.id}/{action}" in page
    watched = cast.client(cast.home, "oversight").get(f"/officers/{officer.id}/")
    assert f"/{officer.id}/end" not in watched.content.decode()
    assert f"/oversight/officer/{officer.id}/" in watched.content.decode()


def test_every_power_stands_in_the_matrix(administrator) -> None:
    from tocsin.rooms.bureaus.powers import Power

    page = administrator.get("/roles/").content.decode()
    assert all(f"<code>{power.value}</code>" in page for power in Power)


def test_units_are_drawn_as_a_tree(cast, administrator) -> None:
    reader = cast.home.administrator
    top = units.add(reader, name="National bureau", kind=Unit.Kind.NATIONAL_BUREAU)
    units.add(reader, name="River crossing", kind=Unit.Kind.POST, parent=top.id)
    page = administrator.get("/units/").content.decode()
    assert page.index("National bureau") < page.index("River crossing")
    assert page.count('<ul class="branch">') == 2
    assert (
        "River crossing"
        not in cast.client(cast.ally, "administrator").get("/units/").content.decode()
    )


def test_a_group_shows_its_signed_versions_and_marks_a_changed_one(cast, administrator) -> None:
    reader = cast.home.administrator
    group = groups.create(reader, name="Eastern corridor")
    groups.add_member(reader, group, bureau=cast.ally.bureau.id)
    page = administrator.get(f"/groups/{group.id}/").content.decode()
    assert page.count("Signature holds") == 2
    member = cast.client(cast.ally, "administrator").get(f"/groups/{group.id}/")
    assert member.status_code == 200
    assert "Let a bureau in" not in member.content.decode()
    assert (
        cast.client(cast.stranger, "administrator").get(f"/groups/{group.id}/").status_code == 404
    )
    first = GroupVersion.unrestricted.earliest("number")
    GroupVersion.unrestricted.filter(pk=first.pk).update(
        statement=bytes(first.statement).replace(b"Eastern", b"Western")
    )
    first.refresh_from_db()
    assert not signed_well(first)


def test_a_token_is_shown_once_and_only_its_digest_kept(cast) -> None:
    client = cast.client(cast.home, "analyst")
    said = {"name": "import", "days": 30, "powers": ["record.see"]}
    page = client.post("/tokens/create", said).content.decode()
    secret = page.partition('class="secret">')[2].partition("<")[0]
    assert secret.startswith("toc_")
    row = Token.unrestricted.get()
    assert secret not in row.digest
    assert secret not in client.get("/tokens/").content.decode()
    too_much = client.post("/tokens/create", said | {"powers": ["officer.add"]})
    assert too_much.status_code == 422


def test_the_bureau_s_page_shows_the_words_of_its_key_and_the_bootstrap(
    cast, administrator
) -> None:
    from tocsin.core.statements.cards import decode

    page = administrator.get("/bureau/").content.decode()
    for word in decode(cast.home.bureau.card.encode()).words():
        assert word in page
    assert "Close the bootstrap" in page
    card = administrator.get("/bureau/card.json")
    assert decode(card.content).code == "HOM"


def test_one_s_account_shows_posts_sessions_and_ways_to_change_them(cast) -> None:
    page = cast.client(cast.home, "analyst").get("/account/").content.decode()
    for link in ("/accounts/password/", "/accounts/2fa/", "/accounts/sessions/", "/tokens/"):
        assert f'href="{link}"' in page


def test_who_is_who_is_read_by_token_as_on_the_pages(cast, client) -> None:
    def ask(house, role, path):
        token = cast.token(house, role)
        return client.get(
            f"/api{path}", headers={"Authorization": f"Bearer {token}", "Host": "localhost"}
        )

    officer = cast.home.account("analyst")
    assert ask(cast.home, "administrator", f"/officers/{officer.id}").json()["posts"]
    assert ask(cast.ally, "administrator", f"/officers/{officer.id}").status_code == 404
    assert ask(cast.home, "analyst", "/officers").status_code == 403
    assert ask(cast.home, "analyst", "/me").json()["purpose"] == "analysis"
    assert ask(cast.home, "observer", "/groups").status_code == 403
