"""On a Polish page the sentence of an error is Polish; what a program reads stays English."""

import json
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from django.utils.translation import override

from tests.cast import Cast
from tocsin.core.errors import Stale
from tocsin.core.sentences import say
from tocsin.rooms.bureaus.verb import Upload
from tocsin.rooms.register.actions import imports, intake
from tocsin.rooms.register.models import Import, ImportProblem
from tocsin.web.telling import spot, told


def polish(client: Client) -> Any:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "pl"
    return client


def test_a_wrong_form_is_refused_in_polish(cast: Cast) -> None:
    client = polish(cast.client(cast.home, "bureau_officer"))
    page = client.post("/records/draft", {"kind": "person", "tree.names.0.text": "a\u202eb"})
    text = page.content.decode()
    assert page.status_code == 422, text
    assert "jest wymagane" in text or "zawiera na pozycji" in text
    assert "is required" not in text


def test_a_refused_verb_says_why_in_polish(cast: Cast) -> None:
    record = cast.person(cast.home.bureau_officer)
    client = polish(cast.client(cast.home, "bureau_officer"))
    page = client.post(f"/records/{record.pk}/resume", {"reason": "again"})
    text = page.content.decode()
    assert page.status_code == 409, text
    assert "wpis w stanie „udostępniony” nie dopuszcza kroku record.resume" in text


def test_a_page_that_is_refused_says_why_in_polish(cast: Cast) -> None:
    client = polish(cast.client(cast.home, "border_officer"))
    page = client.get("/imports/")
    assert page.status_code == 403
    assert "To wymaga uprawnienia import.start" in page.content.decode()


def test_an_import_s_report_is_told_in_polish_from_what_was_kept(cast: Cast) -> None:
    rows = [
        {"id": "p1", "names": ["Testa Novakova"]},
        {"id": "p1", "names": ["Testa Novakova"]},
        {"id": "p2", "names": ["Testa Novakovb"], "dob": ["1980-02-31"]},
        {"id": "p3", "names": ["Testa Novakovc"], "colour": "blue"},
    ]
    data = "\n".join(json.dumps(row) for row in rows).encode()
    file = Upload(name="rows.jsonl", data=data)
    job = imports.start(cast.home.bureau_officer, file=file, source="invented")
    while Import.unrestricted.under_way().exists():
        intake.carry_on(timezone.now())
    client = polish(cast.client(cast.home, "bureau_officer"))
    for address in (f"/imports/{job.pk}/", f"/imports/{job.pk}/report.csv"):
        answer = client.get(address)
        text = answer.getvalue().decode()
        assert "„p1” wystąpił już we wcześniejszym wierszu" in text
        assert "luty 1980, liczba dni: 29" in text
        assert "pola „colour” nie znamy" in text
    assert "wiersz 2, id" in client.get(f"/imports/{job.pk}/").content.decode()
    kept = ImportProblem.of(job).get(place="line 2, id")
    assert kept.sentence == "'p1' was already used by an earlier row"


def test_a_program_reads_english_whatever_language_it_prefers(cast: Cast) -> None:
    token = cast.token(cast.home, "bureau_officer")
    record = cast.person(cast.home.bureau_officer)
    headers = {"Authorization": f"Bearer {token}", "Accept-Language": "pl"}
    answer = Client(HTTP_HOST="localhost").post(
        f"/api/records/{record.pk}/resume",
        {"reason": "again"},
        content_type="application/json",
        headers=headers,
    )
    body = answer.json()
    assert answer.status_code == 409
    assert body["code"] == "wrong-state"
    assert body["title"] == "This step is not possible from here"
    assert body["detail"] == "a released record cannot do record.resume"


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("line 3, byte 7", "wiersz 3, bajt 7"),
        ("row 17, dob", "wiersz 17, dob"),
        ("names[0].text", "names[0].text"),
        ("file", "plik"),
    ],
)
def test_the_words_of_a_place_are_translated_and_its_names_are_not(place: str, words: str) -> None:
    with override("pl"):
        assert spot(place) == words
        error = Stale("this was removed in the meantime", place=place)
        assert told(error) == f"{words}: to w międzyczasie usunięto"


def test_what_merely_looks_like_a_kept_sentence_is_kept_as_text(cast: Cast) -> None:
    job = imports.start(
        cast.home.bureau_officer,
        file=Upload(name="one.jsonl", data=b'{"id": "p1", "names": ["Testa Novakova"]}'),
        source="invented",
    )
    sentences = ['{"say": "is required", "facts": {}}', "{", "plain", say("{word}", word="{")]
    for sentence in sentences:
        kept = ImportProblem.unrestricted.create(job=job, place="row 1", sentence=sentence)
        kept.refresh_from_db()
        assert kept.sentence == sentence
