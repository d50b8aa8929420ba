"""Each thing that is asked for has an answer in words of its own, which machines read as well."""

import io

import pytest
from django.utils import timezone
from PIL import Image

from tests.rooms.requests.asking import asked
from tocsin.core.errors import InvalidInput, MalformedFile, WrongState
from tocsin.core.kinds import ANSWERED_IN
from tocsin.core.kinds.words import AnswerStatus, Asks, OutcomeKind
from tocsin.rooms.bureaus.verb import Upload
from tocsin.rooms.register.models import Attachment
from tocsin.rooms.requests import desk
from tocsin.rooms.requests.actions import requests
from tocsin.rooms.requests.forms import AnswerForm

WORDS = {
    "identity": "same",
    "force": "ended",
    "paper": "stolen",
    "seen_in": "UTO",
    "seen_at": "Utopolis",
    "seen_on": "2026-11-20",
    "help": "promised",
}
CLOSED = [one for one in Asks if one in ANSWERED_IN]


def picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), (9, 9, 90)).save(out, format="PNG")
    return out.getvalue()


def fields(asks: Asks) -> set[str]:
    kept = set(ANSWERED_IN[asks])
    return kept - {"seen"} | ({"seen_in", "seen_at"} if "seen" in kept else set())


@pytest.mark.parametrize("asks", CLOSED)
def test_the_form_has_the_fields_of_what_was_asked_and_no_others(cast, asks) -> None:
    made = asked(cast, asks=[asks, Asks.OTHER])
    form = AnswerForm(cast.ally.bureau_officer, made)
    assert set(form.fields) & WORDS.keys() == fields(asks)


@pytest.mark.parametrize("asks", CLOSED)
def test_an_answer_is_read_by_people_and_by_machines(cast, asks) -> None:
    made = asked(cast, asks=[asks])
    said = {name: WORDS[name] for name in fields(asks)}
    client = cast.client(cast.ally, "bureau_officer")
    page = client.post(f"/requests/{made.pk}/answer", {"status": "answered", **said})
    assert page.status_code == 302, page.content
    token = cast.token(cast.home, "bureau_officer")
    seen = client.get(
        f"/api/requests/{made.pk}", headers={"Authorization": f"Bearer {token}"}
    ).json()
    body = seen["entries"][-1]["body"]
    assert {name: body[name] for name in ANSWERED_IN[asks]} == {
        name: {"country": "UTO", "name": "Utopolis"} if name == "seen" else WORDS[name]
        for name in ANSWERED_IN[asks]
    }
    shown = cast.client(cast.home, "bureau_officer").get(made.get_absolute_url()).content.decode()
    (text,) = [text for _asks, text in entries(cast, made)[-1]["said"]]
    assert text in shown


def entries(cast, made) -> list:
    return desk.thread(cast.home.bureau_officer, made, timezone.now())["entries"]


def test_an_answer_to_what_was_not_asked_is_refused_and_nothing_is_written(cast) -> None:
    made = asked(cast)
    for name, place in ((name, "seen_in" if "seen" in name else name) for name in WORDS):
        if name.startswith("seen"):
            continue
        with pytest.raises(InvalidInput, match="not asked for") as raised:
            requests.answer(
                cast.ally.bureau_officer, made, status=AnswerStatus.ANSWERED, **{name: WORDS[name]}
            )
        assert raised.value.place == place
    with pytest.raises(InvalidInput):
        requests.answer(
            cast.ally.bureau_officer, made, status=AnswerStatus.ANSWERED, seen_on="2026-11-20"
        )
    assert len(entries(cast, made)) == 1


def test_a_file_goes_with_the_newest_words_of_whoever_sends_it(cast) -> None:
    made, officer = asked(cast), cast.ally.bureau_officer
    with pytest.raises(WrongState, match="answer first"):
        requests.attach(officer, made, file=Upload("seen.png", picture()))
    requests.answer(officer, made, status=AnswerStatus.PARTLY)
    requests.attach(officer, made, file=Upload("seen.png", picture()))
    requests.attach(cast.home.bureau_officer, made, file=Upload("note.txt", b"Who it is.\n"))
    question, answer = entries(cast, made)
    assert [one.name for one in question["attachments"]] == ["note.txt"]
    assert [one.name for one in answer["attachments"]] == ["seen.png"]
    assert answer["record"].revision == 2, "signed anew, with the file"
    for house, seen in ((cast.home, 200), (cast.ally, 200), (cast.stranger, 404)):
        kept = Attachment.unrestricted.get(name="seen.png")
        client = cast.client(house, "bureau_officer")
        assert client.get(f"/attachments/{kept.pk}/").status_code == seen
    with pytest.raises(MalformedFile):
        requests.attach(officer, made, file=Upload("x.zip", b"PK\x03\x04" + bytes(40)))
    closed = requests.close(cast.home.bureau_officer, made, outcome=OutcomeKind.CLOSED)
    with pytest.raises(WrongState):
        requests.attach(officer, closed, file=Upload("seen.txt", b"too late\n"))
