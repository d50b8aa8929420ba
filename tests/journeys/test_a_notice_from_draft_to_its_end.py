"""A notice's life in a browser, in Polish: written, mended, reviewed, released, met, withdrawn."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from tests.rooms.notices.sheets import code_on, pages_of, text_of

pytestmark = pytest.mark.journey

NAME = "Северин Небилиця"
CASE = "POL-2026/0421"


def in_polish(person):
    person.page.context.add_cookies([{"name": "language", "value": "pl", "url": person.node.url}])
    return person


def fills(page, **inputs: str) -> None:
    for name, value in inputs.items():
        page.fill(f"[name='body.{name}']", value)


def record_of(marek) -> str:
    """Write down the person in her own script and return the record's number."""
    page = marek.page
    marek.goes_to("/records/new/person")
    page.fill("[name='body.names[0].text']", NAME)
    page.fill("[name='body.births[0].date']", "1983-09-17")
    page.fill("[name='body.nationalities[0]']", "UTO")
    page.select_option("[name='body.gender']", "male")
    page.fill("[name='body.documents[0].number']", "UT9081726")
    page.click(".sheet-top button[type=submit]")
    page.wait_for_url(re.compile(r"/records/[0-9a-f-]{36}/$"))
    page.click("a:has-text('Złóż')")
    page.click("main form button[type=submit]")
    page.wait_for_url(re.compile(r"/records/[0-9a-f-]{36}/$"))
    return page.url.rstrip("/").rsplit("/", 1)[1]


def asks_at_the_desk(anna) -> str:
    anna.goes_to("/desk/")
    anna.page.fill("[name=line]", "Severyn Nebylytsia 17.09.1983")
    anna.page.press("[name=line]", "Enter")
    anna.page.wait_for_selector("#answer .hero, #answer [data-verdict]")
    return anna.page.inner_text("#answer")


def says(person, where: str, **inputs: str) -> None:
    """Open a verb's page, fill it in and say it."""
    person.goes_to(where)
    for name, value in inputs.items():
        field = person.page.locator(f"[name='{name}']")
        if field.evaluate("one => one.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
    person.page.click("main form button[type=submit]")
    person.page.wait_for_load_state()


def approves(halina, what: str) -> None:
    """Approve the proposal whose row names this."""
    halina.goes_to("/proposals/")
    row = halina.page.locator("main tr, main li").filter(has_text=what).first
    row.locator("a[href^='/proposals/']").first.click()
    halina.page.click("button[data-opens=approve]")
    halina.page.click("dialog[open] button[type=submit]")
    halina.page.wait_for_load_state()


def is_printed(marek, notice: str, pictures) -> None:
    """Print it twice, as the browser does and as the node does: two pages at most, his name on it."""
    marek.goes_to(notice)
    marek.page.click("a:has-text('Na papierze')")
    marek.page.click("nav.tabs a:has-text('Українська')")
    marek.page.wait_for_load_state()
    assert marek.sees("Затримати згідно з національним законодавством")
    marek.page.screenshot(path=pictures / "notice-on-paper.png", full_page=True)
    by_browser = marek.page.pdf(prefer_css_page_size=True)
    by_node = marek.page.request.get(f"{marek.node.url}{notice}paper.pdf?language=uk").body()
    for pdf in (by_browser, by_node):
        pages = pages_of(pdf)
        assert 1 <= len(pages) <= 2
        assert NAME in text_of(pdf)
        assert code_on(pages[0]) == f"{marek.node.url}{notice}"
        pages[0].save(pictures / f"notice-by-{'node' if pdf is by_node else 'browser'}.png")


def test_a_notice_lives_and_ends_by_two_officers(officer, pictures) -> None:
    marek, halina, anna = (in_polish(officer(one)) for one in ("marek", "halina", "anna"))
    page = marek.page
    subject = record_of(marek)
    assert CASE not in asks_at_the_desk(anna)

    # Drafted, with pre-flight reading along: what is missing is said with its article.
    marek.goes_to(f"/notices/new/red?subject={subject}")
    last = (datetime.now(UTC) + timedelta(days=700)).date().isoformat()
    fills(page, case=CASE, headline="Poszukiwany za zmyślony przemyt", until=last)
    page.fill("[name='body.contact.telephone']", "+48220000000")
    page.fill(
        "[name='body.facts']", "W maju 2023 w mieście, którego nie ma, niczego nie wywieziono."
    )
    page.select_option("[name='body.offence.category']", "trafficking")
    fills(page, **{"offence.charge": "Zmyślony zarzut", "offence.law": "art. 0"})
    fills(page, **{"offence.begins": "2023-05", "offence.place.name": "Utopolis"})
    fills(page, **{"offence.maximum": "12", "warrant.reference": "II K 0/23"})
    fills(page, **{"warrant.authority": "Sąd, którego nie ma", "warrant.issued": "2023-01-10"})
    page.wait_for_selector("#preflight >> text=Nakaz jest starszy niż czyn")
    assert "RPD 83" in page.inner_text("#preflight")
    page.screenshot(path=pictures / "notice-preflight.png", full_page=True)

    # Mended, until the flight is clear.
    fills(page, **{"warrant.issued": "2023-06-10", "offence.maximum": "60"})
    page.select_option("[name='body.subjects[0].status']", "charged")
    page.select_option("[name='body.refuge']", "none_known")
    page.select_option("[name='body.instruction']", "detain")
    for value in ("arrest", "article_2", "article_3", "extradition_sought", "judiciary_agreed"):
        page.check(f"input[type=checkbox][value={value}]")
    page.locator("label:has-text('MDA') input[type=checkbox]").check()
    page.wait_for_selector("#preflight >> text=Kontrola wstępna czysta")
    page.click(".sheet-top button[type=submit]")
    page.wait_for_url(re.compile(r"/notices/[0-9a-f-]{36}/$"))
    notice = page.url.removeprefix(marek.node.url)
    assert NAME in page.inner_text("main")
    says(marek, f"{notice}submit")

    # Reviewed by another officer; who wrote it is not offered to.
    marek.goes_to(notice)
    assert not page.locator("a:has-text('Zatwierdź')").count()
    halina.goes_to("/notices/desk")
    halina.page.click(f"a:has-text('{CASE}')")
    halina.page.wait_for_load_state()
    halina.page.screenshot(path=pictures / "notice-review.png", full_page=True)
    says(halina, f"{notice}approve", grounds="papiery w porządku")

    # Released, and met at the desk with its instruction.
    assert CASE not in asks_at_the_desk(anna)
    says(marek, f"{notice}release")
    met = asks_at_the_desk(anna)
    assert CASE in met
    anna.page.screenshot(path=pictures / "notice-met.png", full_page=True)

    is_printed(marek, notice, pictures)

    # One officer withdraws nothing; two do, and the same check is clear.
    says(marek, f"{notice}withdraw", reason="cel osiągnięty")
    assert CASE in asks_at_the_desk(anna)
    approves(halina, CASE)
    assert CASE not in asks_at_the_desk(anna)
    marek.goes_to(notice)
    assert marek.sees("Wycofan")
    page.screenshot(path=pictures / "notice-over.png", full_page=True)
    assert marek.faults == halina.faults == anna.faults == []
