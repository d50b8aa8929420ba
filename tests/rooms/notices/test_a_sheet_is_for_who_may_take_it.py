"""The sheet of a real notice: in four languages, with its photograph, for whoever may export it."""

import io

import pytest

from tests.rooms.notices.alerts import (
    NAME,
    drafted,
    fresh,
    released,
    to_ally,
    two,
    wanted,
)
from tests.rooms.notices.sheets import code_on, pages_of, text_of

pytestmark = pytest.mark.django_db

WORDS = {
    "en": ("Detain under national law", "Whom to call", "Passport", "11 February 1979"),
    "pl": ("Zatrzymaj zgodnie z prawem", "DO KOGO DZWONIĆ", "Paszport", "11 lutego 1979"),
    "uk": ("Затримати згідно", "КОМУ ТЕЛЕФОНУВАТИ", "Паспорт", "11 лютого 1979"),
    "ro": ("Rețineți conform", "PE CINE SUNAȚI", "Pașaport", "11 februarie 1979"),
}


def photographed(cast, person) -> None:
    from PIL import Image

    from tocsin.rooms.bureaus.verb import Upload
    from tocsin.rooms.register.actions import attachments

    drawn = io.BytesIO()
    Image.new("RGB", (300, 400), (200, 30, 200)).save(drawn, "JPEG")
    file = Upload("face.jpg", drawn.getvalue())
    attachments.add(cast.home.bureau_officer, person, file=file)


def pdf(client, notice, language="en"):
    return client.get(f"/notices/{notice.pk}/paper.pdf?language={language}")


@pytest.mark.parametrize("language", list(WORDS))
def test_the_pdf_speaks_its_language_and_keeps_the_name_as_it_is_written(cast, language) -> None:
    notice = released(cast, wanted(cast))
    answer = pdf(cast.client(cast.home, "bureau_officer"), notice, language)
    assert answer["Content-Type"] == "application/pdf"
    said = text_of(answer.content)
    for word in (*WORDS[language], NAME, "HOM-2026/0042", "+48220000000", "TLP:AMBER"):
        assert word.upper() in said.upper(), word
    assert code_on(pages_of(answer.content)[0]).endswith(notice.get_absolute_url())


def test_the_photograph_is_on_the_paper(cast) -> None:
    person = wanted(cast)
    photographed(cast, person)
    page = pages_of(pdf(cast.client(cast.home, "bureau_officer"), released(cast, person)).content)
    colours = {colour for _n, colour in page[0].convert("RGB").getcolors(maxcolors=10**6)}
    assert any(r > 180 and g < 70 and b > 180 for r, g, b in colours)


def test_the_page_says_the_same_and_offers_four_languages(cast) -> None:
    notice = released(cast, wanted(cast))
    client = cast.client(cast.home, "bureau_officer")
    assert f"/notices/{notice.pk}/paper" in client.get(notice.get_absolute_url()).content.decode()
    page = client.get(f"/notices/{notice.pk}/paper?language=uk").content.decode()
    assert "Затримати згідно" in page
    assert "Українська" in page
    assert 'lang="uk"' in page
    assert ">Notices<" in page, "the page around it stays in the officer's language"
    refused = client.get(f"/notices/{notice.pk}/paper?language=xx")
    assert refused.status_code == 422
    assert "en, pl, uk, ro" in refused.content.decode()


def test_a_draft_says_so_across_the_top_and_what_is_not_in_force_is_not_printed(cast) -> None:
    from tocsin.rooms.notices.actions import notices

    client = cast.client(cast.home, "bureau_officer")
    draft = drafted(cast, wanted(cast))
    assert "Draft: not released" in text_of(pdf(client, draft).content)
    notice = released(cast, wanted(cast), case="HOM-2026/0099")
    two(cast, notices.suspend, notice, reason="a doubt")
    answer = pdf(client, fresh(notice))
    assert answer.status_code == 403, "what is not in force leaves on no paper"
    assert "does not let you print it" in answer.content.decode()


def test_who_may_not_export_it_gets_no_paper(cast) -> None:
    from tocsin.core.labels import Tlp
    from tocsin.rooms.notices.actions import notices

    notice = released(cast, wanted(cast))
    assert pdf(cast.client(cast.ally, "bureau_officer"), notice).status_code == 200
    assert pdf(cast.client(cast.stranger, "bureau_officer"), notice).status_code == 404
    assert pdf(cast.client(cast.home, "border_officer"), notice).status_code == 403
    closed = to_ally(cast).model_copy(update={"tlp": Tlp.RED})
    body = {**notice.record.body, "case": "HOM-2026/0100"}
    red = notices.draft(cast.home.bureau_officer, kind="notice", body=body, label=closed)
    from tests.rooms.notices.alerts import approved

    notices.release(cast.home.bureau_officer, approved(cast, red))
    page = cast.client(cast.ally, "bureau_officer").get(red.get_absolute_url()).content.decode()
    assert "/paper" not in page
    assert pdf(cast.client(cast.ally, "bureau_officer"), red).status_code == 403


def test_each_paper_is_journalled_as_an_export(cast) -> None:
    from tocsin.rooms.journal.models import Entry

    notice = released(cast, wanted(cast))
    client = cast.client(cast.home, "bureau_officer")
    before = Entry.unrestricted.filter(verb="record.export").count()
    assert pdf(client, notice).status_code == 200
    assert client.get(f"/notices/{notice.pk}/paper").status_code == 200
    assert Entry.unrestricted.filter(verb="record.export").count() == before + 2


def test_a_node_without_the_extra_says_so_and_prints_the_page(cast, monkeypatch) -> None:
    from tocsin.rooms.notices.printed import paper

    monkeypatch.setattr(paper, "NEEDED", ("no_such_typesetter",))
    notice = released(cast, wanted(cast))
    client = cast.client(cast.home, "bureau_officer")
    page = client.get(f"/notices/{notice.pk}/paper").content.decode()
    assert "This node has no PDF writer" in page
    assert "paper.pdf" not in page
    refused = pdf(client, notice)
    assert refused.status_code == 503
    assert "install the extra" in refused.content.decode()
