"""A rule put into SQL once answers as one put into SQL anew, at every moment and for every use."""

from datetime import timedelta
from itertools import product

from django.utils import timezone

from tocsin.core.labels import Label, Purpose, Tlp, Use


def made(cast, now):
    from tocsin.rooms.release.models import intern

    home, ally = cast.home.bureau.id, cast.ally.bureau.id
    labels = [
        Label(),
        Label(everyone=True, tlp=Tlp.GREEN),
        Label(everyone=True, tlp=Tlp.GREEN, until=now),
        Label(bureaus=frozenset({ally}), until=now + timedelta(hours=1), tlp=Tlp.AMBER),
        Label(everyone=True, exclude=frozenset({ally}), tlp=Tlp.AMBER),
        Label(everyone=True, tlp=Tlp.AMBER, purposes=frozenset({Purpose.ANALYSIS}), forward=True),
    ]
    for label, owner, state in product(labels, (home, ally), ("released", "suspended")):
        intern(owner, state, "live", label)


def test_a_kept_plan_answers_as_the_query_does(cast) -> None:
    from tocsin.rooms.release.models import NO_CLASS, ReleaseClass, allowed

    now = timezone.now()
    made(cast, now)
    readers = [cast.home.analyst, cast.ally.analyst, cast.ally.analyst.stating("analysis")]
    moments = [now + timedelta(seconds=step) for step in (-1, 0, 3599, 3601)]
    narrowed: list[dict] = [{}, {"owner_id": cast.home.bureau.id}, {"owner_id__in": ()}]
    for reader, use, more, at in product(readers, Use, narrowed, moments):
        anew = ReleaseClass.unrestricted.allowed(reader, use, at).filter(**more)
        ids = {NO_CLASS, *anew.values_list("pk", flat=True)}
        assert allowed(reader, use, at, **more) == ids


def test_a_query_in_which_the_moment_does_more_than_stand_there_is_not_kept(cast) -> None:
    from tocsin.rooms.release import plans
    from tocsin.rooms.release.models import ReleaseClass

    def an_hour_before(_reader, _use, at, _narrowed):
        ended = ReleaseClass.unrestricted.filter(until__lte=at - timedelta(hours=1))
        return ended.values_list("pk", flat=True)

    now = timezone.now()
    made(cast, now)
    ask = (an_hour_before, cast.home.analyst, Use.SEE)
    assert plans.ask(*ask, now, ()) == frozenset()
    assert plans.ask(*ask, now + timedelta(minutes=61), ()) != frozenset()
