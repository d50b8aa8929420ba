"""A bureau always keeps the administrators whom it needs to appoint anybody."""

import pytest
from django.utils import timezone

from tocsin.core.errors import Conflict
from tocsin.rooms.bureaus.actions import officers, roles
from tocsin.rooms.bureaus.models import Bureau, Post


def _post(officer):
    return Post.unrestricted.in_force(timezone.now()).get(officer=officer)


def _closed(cast, *, closed):
    moment = timezone.now() if closed else None
    Bureau.unrestricted.filter(pk=cast.home.bureau.pk).update(bootstrap_closed=moment)


@pytest.mark.parametrize(("closed", "needed"), [(False, 1), (True, 2)])
def test_those_needed_to_grant_are_not_ended(cast, *, closed, needed) -> None:
    reader = cast.home.reader("administrator")
    colleagues = [cast.home.account("administrator", number) for number in range(2, needed + 2)]
    _closed(cast, closed=closed)
    roles.end(reader, _post(colleagues.pop()), reason="moves to another unit")
    for colleague in colleagues:
        with pytest.raises(Conflict, match="appoint another first"):
            roles.end(reader, _post(colleague), reason="moves to another unit")
        with pytest.raises(Conflict, match="appoint another first"):
            officers.end(reader, colleague, reason="leaves the service")
    if not colleagues:
        with pytest.raises(Conflict, match="appoint another first"):
            roles.end(reader, _post(cast.home.account("administrator")), reason="tired of it")


def test_an_administrator_more_than_needed_may_be_ended(cast) -> None:
    reader = cast.home.reader("administrator")
    colleagues = [cast.home.account("administrator", number) for number in (2, 3)]
    _closed(cast, closed=True)
    officers.end(reader, colleagues[0], reason="leaves the service")
    assert not Post.unrestricted.in_force(timezone.now()).filter(officer=colleagues[0]).exists()


def test_anybody_else_is_ended_whatever_the_number_of_administrators(cast) -> None:
    _closed(cast, closed=True)
    reader = cast.home.reader("administrator")
    officers.end(reader, cast.home.account("analyst"), reason="leaves the service")
