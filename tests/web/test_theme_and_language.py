"""Theme and language are chosen once, kept in a cookie and drawn by the server."""

from django.test import Client


def test_a_theme_is_kept_and_drawn_without_a_flash(client: Client) -> None:
    answer = client.post("/web/theme", {"theme": "dark", "next": "/web/styleguide"})
    assert (answer.status_code, answer["Location"]) == (302, "/web/styleguide")
    cookie = answer.cookies["theme"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    page = client.get("/web/styleguide").content.decode()
    assert 'data-theme="dark"' in page
    assert '<meta name="color-scheme" content="dark">' in page


def test_without_a_choice_the_system_decides(client: Client) -> None:
    page = client.get("/web/styleguide").content.decode()
    assert 'data-theme="auto"' in page


def test_an_unknown_theme_is_refused_and_a_forged_cookie_ignored(client: Client) -> None:
    assert client.post("/web/theme", {"theme": "<b>"}).status_code == 422
    client.cookies["theme"] = '"><script>'
    page = client.get("/web/styleguide").content.decode()
    assert 'data-theme="auto"' in page


def test_the_way_back_never_leaves_the_node(client: Client) -> None:
    for target in ("https://stranger.example/", "//stranger.example", "javascript:alert(1)"):
        answer = client.post("/web/theme", {"theme": "light", "next": target})
        assert answer["Location"] == "/"


def test_a_language_is_kept(client: Client) -> None:
    client.post("/web/language", {"language": "pl", "next": "/web/styleguide"})
    page = client.get("/web/styleguide").content.decode()
    assert '<html lang="pl" dir="ltr"' in page
    assert "Przejdź do treści" in page


def test_looking_changes_nothing(client: Client) -> None:
    assert client.get("/web/theme").status_code == 405
    assert client.get("/web/language").status_code == 405


def test_the_palette_lists_what_the_node_offers(client: Client) -> None:
    assert client.get("/web/palette.json").json() == {"entries": [], "search": ""}
