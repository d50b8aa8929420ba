"""Warsaw releases a notice on its screen; Chisinau and Kyiv meet it on theirs; taken back, gone."""

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.house.tree import ROOT
from tests.journeys.officer import Officer

sys.path.insert(0, str(ROOT / "examples" / "three-bureaus"))
from run import three

pytestmark = [pytest.mark.journey, pytest.mark.long]

NAME, BORN = "Nadzieja Papierowa", "1980-03-03"
DESKS = ("mda", "ukr")


@pytest.fixture
def screens(browser: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """The three nodes, and how to sit down at one as the officer in a role."""
    monkeypatch.delenv("TOCSIN_HOME", raising=False)
    with three(tmp_path) as nodes:
        by_code = {node.code.lower(): node for node in nodes}

        def sit_down(code: str, role: str, *, dark: bool = False) -> Officer:
            # Each bureau's certificate is its own; that peers believe no other is tried elsewhere.
            context = browser.new_context(
                ignore_https_errors=True,
                color_scheme="dark" if dark else "light",
                viewport={"width": 1280, "height": 900},
            )
            officer = Officer(context.new_page(), by_code[code])
            officer.logs_in(f"{code}.{role}")
            return officer

        yield by_code["pol"], sit_down


def until(what: Callable[[], object], most: float = 60.0) -> None:
    began = time.monotonic()
    while not what():
        assert time.monotonic() - began < most, "not within a minute"


def met(officer: Officer) -> bool:
    """Check the traveller at the desk and say whether the screen shows anything but clear."""
    officer.goes_to("/desk/")
    officer.page.fill("[name=line]", NAME)
    officer.page.fill("[name=dob]", BORN)
    officer.page.press("[name=line]", "Enter")
    officer.page.wait_for_selector("#answer .hero, #answer [data-verdict]")
    return "clear" not in officer.page.inner_text("#answer").lower()


def says(officer: Officer, path: str, **fields: str) -> None:
    """Fill the form of a verb and send it."""
    officer.goes_to(path)
    for name, text in fields.items():
        officer.page.fill(f"main [name={name}]", text)
    officer.page.click("main form button[type=submit]")
    officer.page.wait_for_load_state()


def test_a_notice_goes_out_and_comes_back_on_three_screens(screens, pictures) -> None:
    pol, sit_down = screens
    notice = pol.alert(NAME, BORN, "POL-2026/0900")
    warsaw, reviewer = sit_down("pol", "bureau_officer"), sit_down("pol", "reviewer")
    desks = [sit_down(code, "border_officer", dark=code == "ukr") for code in DESKS]
    assert not any(met(desk) for desk in desks)

    says(warsaw, f"{notice}/release")
    for code, desk in zip(DESKS, desks, strict=True):
        until(lambda desk=desk: met(desk))
        assert "POL" in desk.page.inner_text("#answer")
        desk.page.screenshot(path=pictures / f"three-{code}-met.png", full_page=True)
    warsaw.goes_to(notice.replace("notices", "records") + "/")
    warsaw.page.screenshot(path=pictures / "three-pol-holders.png", full_page=True)
    assert warsaw.sees("MDA")
    assert warsaw.sees("UKR")

    says(warsaw, f"{notice}/withdraw", reason="the purpose was achieved")
    reviewer.goes_to("/proposals/")
    reviewer.page.click("main table a >> nth=0")
    reviewer.page.click("button[data-opens=approve]")
    reviewer.page.click("dialog[open] button[type=submit]")
    reviewer.page.wait_for_load_state()
    for code, desk in zip(DESKS, desks, strict=True):
        until(lambda desk=desk: not met(desk))
        desk.page.screenshot(path=pictures / f"three-{code}-clear.png", full_page=True)
    proof = notice.replace("notices", "recalls") + "/"
    until(lambda: warsaw.goes_to(proof) and confirmed(warsaw) == len(DESKS))
    assert warsaw.page.locator("text=Signature holds").count() == len(DESKS)
    warsaw.page.screenshot(path=pictures / "three-pol-proof.png", full_page=True)
    warsaw.goes_to("/peers/")
    warsaw.page.screenshot(path=pictures / "three-pol-peers.png", full_page=True)
    assert [officer.faults for officer in (warsaw, reviewer, *desks)] == [[]] * 4


def confirmed(officer: Officer) -> int:
    return int(officer.page.locator("text=Confirmed: purged").count())
