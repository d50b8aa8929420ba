"""What is signed is shown to others without what stays with the owner: names and reasons."""

import json

from tests.cast import Cast
from tocsin.core.labels import Label, Tlp
from tocsin.core.statements.salted import commit
from tocsin.rooms.bureaus.actions import proposals
from tocsin.rooms.register.actions import records
from tocsin.rooms.register.dossier import statements
from tocsin.rooms.register.models import Draft, Revision


def test_the_salt_of_the_body_does_not_open_the_named_bureaus(cast: Cast) -> None:
    home = cast.home.bureau_officer
    record = cast.person(home)
    named = frozenset({cast.ally.bureau.pk})
    cast.release(record, Label(bureaus=named, tlp=Tlp.AMBER))
    records.edit(home, record, body={"names": [{"text": "Olena Testowa"}]})
    draft = Draft.of(record)
    assert draft is not None
    proposal = records.amend(home, record, version=draft.edited.isoformat())
    proposals.approve(cast.home.reviewer, proposal)
    newest = Revision.of(record)[0]
    said = json.loads(bytes(newest.statement))["label"]["named"]
    assert newest.salt is not None
    assert said != commit(bytes(newest.salt), {"bureaus": [str(cast.ally.bureau.pk)]})


def test_the_reason_of_a_ruling_is_not_in_bytes_given_to_others(cast: Cast) -> None:
    home = cast.home.bureau_officer
    record = cast.person(home)
    cast.release(record, Label(bureaus=frozenset({cast.ally.bureau.pk}), tlp=Tlp.AMBER))
    records.suspend(home, record, reason="our source is in danger")
    records.resume(home, record, reason="our source is safe")
    record.refresh_from_db()
    told = statements.history(cast.ally.bureau_officer, record)["rulings"]
    assert [one["verb"] for one in told] == ["record.resume", "record.suspend"]
    assert [one["signed"] for one in told] == [None, None]
    kept = statements.history(home, record)["rulings"]
    assert all(one["signed"] for one in kept)
