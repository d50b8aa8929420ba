"""A passkey added, used instead of a password, and removed: all under the strict content policy."""

from dataclasses import replace

import pytest

from tests.journeys.officer import Officer

pytestmark = pytest.mark.journey

# A key in the machine that knows its officer, as browsers simulate it for tests.
KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def igor(node, browser):
    """An officer at a machine with a key in it; browsers give keys to named hosts only."""
    here = replace(node, url=node.url.replace("127.0.0.1", "localhost"))
    context = browser.new_context()
    person = Officer(context.new_page(), here)
    person.logs_in("igor")
    session = context.new_cdp_session(person.page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
    yield person
    context.close()


def test_a_passkey_is_added_used_and_removed(igor) -> None:
    page, home = igor.page, f"{igor.node.url}/"
    igor.goes_to("/accounts/2fa/webauthn/add/")
    page.fill("#id_name", "Machine at the desk")
    page.check("#id_passwordless")
    page.click("#key-add")
    page.wait_for_url("**/accounts/2fa/recovery-codes/")
    assert page.locator(".codes li").count() == 10

    igor.goes_to("/accounts/logout/")
    page.click("main button[type=submit]")
    page.wait_for_url("**/accounts/login/")
    page.click("#passkey-ask")
    page.wait_for_url(home)

    igor.goes_to("/accounts/2fa/webauthn/")
    assert igor.sees("Machine at the desk")
    page.click("text=Remove")
    page.click("main button[type=submit]")
    page.wait_for_url("**/accounts/2fa/webauthn/")
    assert igor.sees("No key yet")
    assert igor.faults == []
