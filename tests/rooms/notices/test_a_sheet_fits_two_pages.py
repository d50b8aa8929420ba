"""Whatever a notice says, its sheet is one or two pages, can be read, and leads to the record."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.rooms.notices.sheets import ADDRESS, code_on, pages_of, sheet, sheets, text_of
from tocsin.rooms.notices.printed import paper
from tocsin.rooms.notices.printed.brief import LEVELS, LINES, clipped, fitting, lines_of
from tocsin.rooms.notices.printed.laying import Block, Named
from tocsin.rooms.notices.printed.square import matrix

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]


@settings(max_examples=8, deadline=None, suppress_health_check=SLOW)
@given(sheets())
def test_a_pdf_has_two_pages_at_most_and_its_code_leads_to_the_record(whole) -> None:
    pages = pages_of(paper.drawn(whole))
    assert 1 <= len(pages) <= 2
    assert code_on(pages[0]) == ADDRESS


@pytest.mark.long
@settings(max_examples=120, deadline=None, suppress_health_check=SLOW)
@given(sheets())
def test_a_hundred_pdfs_have_two_pages_at_most(whole) -> None:
    pages = pages_of(paper.drawn(whole))
    assert 1 <= len(pages) <= 2
    assert code_on(pages[0]) == ADDRESS


@settings(max_examples=12, deadline=None, suppress_health_check=SLOW)
@given(sheets())
def test_what_is_cut_is_within_the_budget_and_keeps_the_first_name(whole) -> None:
    cut, level = fitting(whole)
    assert lines_of(cut) <= LINES or level == len(LEVELS) - 1
    first = whole.subjects[0].names[0].text
    assert cut.subjects[0].names[0].text == clipped(first, max(LEVELS[level].line, 90))
    if len(cut.subjects) < len(whole.subjects):
        assert any("subject" in said for said in cut.left_out)


@settings(max_examples=40)
@given(st.text(max_size=300), st.integers(min_value=10, max_value=200))
def test_a_clipped_text_is_a_beginning_and_says_so(text, most) -> None:
    short = clipped(text, most)
    assert len(short) <= most
    assert short == text or (short.endswith("…") and text.startswith(short[:-1]))


@pytest.mark.parametrize(
    "name",
    [
        "Оксана Вигаданенко",
        "王小明",
        "Zażółć Gęślą-Jaźń",
        "Ștefan Închipuitu",
        "ქართველი გამოგონილი",
    ],
)
def test_a_name_prints_in_its_own_script_and_can_be_copied_out(name) -> None:
    pdf = paper.drawn(sheet(subjects=(Block(name, (Named(name),)),)))
    assert name in text_of(pdf)


def test_an_arabic_name_is_drawn_with_arabic_letters() -> None:
    name = "سمير الافتراضي"
    said = text_of(paper.drawn(sheet(subjects=(Block(name, (Named(name, "ar"),)),))))
    # Readers put joined letters in an order of their own; each letter is there all the same.
    assert set(name) <= set(said)


@settings(max_examples=25, deadline=None)
@given(st.text(alphabet="abcdef0123456789-/.:", min_size=1, max_size=200))
def test_every_code_decodes_to_what_was_put_in(address) -> None:
    from PIL import Image

    rows = matrix(address)
    picture = Image.new("1", (len(rows), len(rows)), 1)
    picture.putdata([0 if dark else 1 for row in rows for dark in row])
    assert code_on(picture.resize((len(rows) * 4,) * 2).convert("L")) == address
