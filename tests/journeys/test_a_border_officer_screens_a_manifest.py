"""A newcomer at the border: a name, a passport zone, then a manifest of a thousand rows."""

import pytest

pytestmark = pytest.mark.journey


def test_a_name_in_another_spelling_is_met_and_explained(officer, pictures) -> None:
    anna = officer("anna")
    anna.goes_to("/desk/")
    anna.page.keyboard.type("Aleksandr VYGADANCHENKO")
    anna.page.keyboard.press("Enter")
    anna.page.wait_for_selector("#answer .hero, #answer [data-verdict]")
    assert anna.sees("Вигаданченко")
    assert "DEMO-1" in anna.page.inner_text("#answer")
    anna.page.screenshot(path=pictures / "desk-name.png", full_page=True)
    assert anna.faults == []


def test_a_scanned_zone_is_read_and_checked(officer, node, pictures) -> None:
    anna = officer("anna")
    anna.goes_to("/desk/")
    zone = (node.home / "demo" / "zone.txt").read_text().strip()
    anna.page.fill("[name=line]", zone)
    anna.page.press("[name=line]", "Enter")
    anna.page.wait_for_selector("#answer .hero, #answer [data-verdict]")
    assert anna.sees("Вигаданченко")
    anna.page.screenshot(path=pictures / "desk-zone.png", full_page=True)
    assert anna.faults == []


def test_an_unknown_traveller_is_clear_and_escape_calls_the_next(officer) -> None:
    anna = officer("anna")
    anna.goes_to("/desk/")
    anna.page.keyboard.type("Ingeborg Nirgendwo")
    anna.page.keyboard.press("Enter")
    anna.page.wait_for_selector("#answer .hero, #answer [data-verdict]")
    assert "clear" in anna.page.inner_text("#answer").lower()
    anna.page.keyboard.press("Escape")
    assert anna.page.input_value("[name=line]") == ""


def test_a_thousand_passengers_get_explained_hits(officer, node, pictures) -> None:
    anna = officer("anna")
    anna.goes_to("/manifests/")
    anna.page.set_input_files("input[type=file]", str(node.home / "demo" / "manifest.csv"))
    anna.page.click("main button[type=submit]")
    anna.page.wait_for_selector("h1:has-text('manifest.csv')")
    anna.page.screenshot(path=pictures / "manifest-running.png", full_page=True)
    anna.page.wait_for_selector("text=Вигаданченко", timeout=60_000)
    assert anna.sees("1,000") or anna.sees("1000")
    anna.page.screenshot(path=pictures / "manifest-done.png", full_page=True)
    anna.page.locator("details.hit-row > summary").first.press("Enter")
    anna.page.wait_for_selector("details.hit-row[open] article .hit-points")
    assert "Such an answer is right about" in anna.page.inner_text("details.hit-row[open] article")
    anna.page.screenshot(path=pictures / "manifest-hit.png", full_page=True)
    assert anna.faults == []


def test_two_officers_withdraw_and_the_same_check_is_clear(officer) -> None:
    anna, halina = officer("anna"), officer("halina")
    anna.goes_to("/desk/")
    anna.page.keyboard.type("Ileana Inchipuitu")
    anna.page.keyboard.press("Enter")
    anna.page.wait_for_selector("#answer .hero, #answer [data-verdict]")
    assert anna.sees("Închipuitu")
    halina.goes_to("/proposals/")
    halina.page.click("a:has-text('Take the record back')")
    halina.page.click("button[data-opens=approve]")
    halina.page.click("dialog[open] button[type=submit]")
    halina.page.wait_for_load_state()
    anna.goes_to("/desk/")
    anna.page.keyboard.type("Ileana Inchipuitu")
    anna.page.keyboard.press("Enter")
    anna.page.wait_for_selector("#answer .hero, #answer [data-verdict]")
    assert "DEMO-4" not in anna.page.inner_text("#answer")
