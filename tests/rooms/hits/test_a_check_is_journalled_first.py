"""No answer leaves before its look is in the journal: with purpose, digest and the entries found."""

import json

import pytest

from tests.rooms.hits.watched import STRANGER, check, person, watch
from tocsin.rooms.journal.models import Entry

pytestmark = pytest.mark.django_db


def entries(reader, verb):
    return list(Entry.unrestricted.filter(log=reader.bureau, verb=verb).order_by("id"))


def test_a_check_names_its_purpose_its_digest_and_what_it_found(cast) -> None:
    from tocsin.rooms.hits.traveller import again

    record = person(cast)
    watch(cast, record)
    officer = cast.home.border_officer.stating("border_control")
    found = check(officer)
    (entry,) = entries(officer, "check.run")
    assert json.loads(entry.parts["purpose"][1]) == "border_control"
    detail = json.loads(entry.parts["detail"][1])
    assert detail["query"] == again(found.query).digest()
    assert detail["verdict"] == "strong"
    named = {str(one) for one in json.loads(entry.leaf)["objects"]}
    assert named == {str(found.pk), str(record.pk)}


def test_without_a_purpose_there_is_no_answer(cast) -> None:
    from tocsin.core.errors import InvalidInput

    with pytest.raises(InvalidInput, match="purpose"):
        check(cast.home.border_officer.stating(""))


def test_a_clear_answer_is_journalled_as_well(cast) -> None:
    officer = cast.home.border_officer
    check(officer, **STRANGER)
    assert len(entries(officer, "check.run")) == 1


def test_without_its_look_there_is_no_answer(cast, monkeypatch) -> None:
    from tocsin.core.errors import Unavailable
    from tocsin.rooms.bureaus import verb
    from tocsin.rooms.hits.models import Check

    def broken(**_said):
        raise Unavailable("the journal cannot be written")

    officer = cast.home.border_officer
    monkeypatch.setattr(verb.journal, "append", broken)
    with pytest.raises(Unavailable):
        check(officer)
    assert not Check.visible_to(officer).exists()


def test_the_journal_holds_no_name(cast) -> None:
    officer = cast.home.border_officer
    check(officer, **STRANGER)
    (entry,) = entries(officer, "check.run")
    assert "Zzyzxova" not in entry.leaf + json.dumps(entry.parts)


def test_looking_at_a_kept_answer_again_is_a_look(cast) -> None:
    watch(cast, person(cast))
    officer = cast.home.border_officer
    found = check(officer)
    client = cast.client(cast.home, "border_officer")
    client.get(f"/checks/{found.pk}/")
    client.get("/hits/")
    assert len(entries(officer, "check.see")) == 1
    assert len(entries(officer, "check.list")) == 1
