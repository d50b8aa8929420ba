"""Every answer carries the strict policy, error pages included."""

import pytest
from django.test import Client, override_settings

from tocsin.web.security import content_policy


@pytest.mark.parametrize(
    "path", ["/page", "/fail/file", "/fail/bug", "/nowhere", "/web/styleguide"]
)
def test_every_answer_is_dressed(client: Client, path: str) -> None:
    answer = client.get(path)
    policy = answer["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer["Cache-Control"] == "no-store"
    assert "camera=()" in answer["Permissions-Policy"]


def test_only_a_secure_answer_asks_to_stay_secure(client: Client) -> None:
    assert "Strict-Transport-Security" not in client.get("/page")
    assert "max-age" in client.get("/page", secure=True)["Strict-Transport-Security"]


def test_a_sign_in_server_may_be_named_and_nothing_else_changes() -> None:
    policy = content_policy(["https://id.uto.example"])
    assert "form-action 'self' https://id.uto.example" in policy
    assert policy.replace(" https://id.uto.example", "") == content_policy()


@override_settings(SIGN_IN_ORIGINS=["https://id.uto.example"])
def test_the_setting_reaches_the_header(client: Client) -> None:
    assert "https://id.uto.example" in client.get("/page")["Content-Security-Policy"]
