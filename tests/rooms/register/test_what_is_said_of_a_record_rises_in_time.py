"""Successive statements about a record have rising moments, whatever the clock does.

A holder of a copy takes the later of two statements of one revision: two of one moment, or a clock
set back, would leave it with a label that its owner has narrowed.
"""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.cast import Cast
from tocsin.core.labels import Label, Tlp
from tocsin.core.statements.moments import moment
from tocsin.core.statements.signed import peek


@pytest.mark.parametrize("back", [timedelta(), timedelta(minutes=7)])
def test_every_word_is_later_than_the_one_before(cast: Cast, back: timedelta) -> None:
    from tocsin.rooms.register import writing
    from tocsin.rooms.register.models import Revision, Ruling

    record = cast.person(cast.home.bureau_officer)
    at = timezone.now() - back
    for number, tlp in enumerate([Tlp.GREEN, Tlp.AMBER, Tlp.RED]):
        writing.rule(record, "record.narrow", at=at, label=Label(tlp=tlp))
        body = {"names": [{"text": f"Olena Testenko {number}"}]}
        writing.revise(record, writing.checked("person", body), officer=record.owner_id, at=at)
    rows = [*Revision.of(record), *Ruling.unrestricted.filter(record=record)]
    said = [peek(bytes(row.statement)).body["at"] for row in rows]
    assert len(set(said)) == len(said) == 7
    spoken = sorted(
        (moment(peek(bytes(row.statement)).body["at"]), type(row).__name__) for row in rows
    )
    assert [kind for _at, kind in spoken] == ["Revision", *["Ruling", "Revision"] * 3]
