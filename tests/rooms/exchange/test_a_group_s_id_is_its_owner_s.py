"""A peer signs memberships of groups whose ids are its own, and of nobody else's."""

from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.utils import timezone

from tocsin.core.statements.groups import group_id
from tocsin.rooms.bureaus.models import Group
from tocsin.rooms.exchange.actions import intake

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("whose", ["another bureau's", "nobody's"])
def test_a_membership_under_an_id_that_is_not_the_signer_s_is_refused(
    cast, monkeypatch, whose
) -> None:
    home, ally, stranger = (house.bureau for house in (cast.home, cast.ally, cast.stranger))
    pk = group_id(ally.pk, b"random") if whose == "another bureau's" else uuid4()
    monkeypatch.setattr(intake, "_owner", lambda _peer, _said: stranger)
    monkeypatch.setattr(intake, "_verified", lambda _owner, _said, _at: None)
    said = SimpleNamespace(body={"group": str(pk), "version": 1, "members": [str(home.pk)]})
    peer = SimpleNamespace(bureau_id=home.pk)
    with pytest.raises(intake.Refused, match="not one of its owner's"):
        intake._membership(peer, None, said, timezone.now())
    assert not Group.unrestricted.filter(pk=pk).exists()
