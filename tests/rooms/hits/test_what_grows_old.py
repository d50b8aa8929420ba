"""Checks are kept thirty days; the journal keeps that they were made."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.rooms.hits.watched import check, person, watch
from tocsin.rooms.journal.models import Entry

pytestmark = pytest.mark.django_db


def test_a_check_of_yesterday_is_kept_and_one_of_last_month_is_erased(cast) -> None:
    from tocsin.rooms.hits.actions import retention
    from tocsin.rooms.hits.models import Check, CheckResult

    watch(cast, person(cast))
    officer = cast.home.border_officer
    check(officer)
    now = timezone.now()
    assert retention.erase_old(now + timedelta(days=1)) == 0
    assert Check.visible_to(officer).exists()
    assert retention.erase_old(now + timedelta(days=31)) == 1
    assert not Check.visible_to(officer).exists()
    assert not CheckResult.visible_to(officer).exists()
    assert Entry.unrestricted.filter(log=officer.bureau, verb="check.run").count() == 1


def test_a_manifest_goes_with_its_checks(cast) -> None:
    from tests.rooms.hits.test_a_manifest_is_screened import HEADER, HIT, carried, handed_in
    from tocsin.rooms.hits.actions import retention
    from tocsin.rooms.hits.models import Manifest

    watch(cast, person(cast))
    officer = cast.home.border_officer
    carried(handed_in(officer, HEADER + HIT))
    assert retention.erase_old(timezone.now() + timedelta(days=31)) == 2
    assert not Manifest.visible_to(officer).exists()


def test_every_clock_of_the_room_can_run_on_an_empty_node(cast) -> None:
    from tocsin.rooms.hits.clocks import CLOCKS

    assert [clock.name for clock in CLOCKS if clock.run(timezone.now())] == []
