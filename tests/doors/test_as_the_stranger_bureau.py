"""An officer of a bureau that was never let in finds nothing of home's behind any door.

Each door is tried by each role with home's person and with the thing that belongs behind it; under
``long`` with every other thing of home's as well.
"""

import pytest
from django.test import Client

from tests.doors import doors

SECRET = "Niewidzialna"
ROLES = ["bureau_officer", "reviewer", "analyst", "border_officer", "administrator", "oversight"]


@pytest.fixture
def hidden(cast):
    """Home's things, none of them released, each under the noun of its doors."""
    from django.utils import timezone

    from tocsin.rooms.bureaus.actions import groups, units
    from tocsin.rooms.bureaus.models import Post, Unit
    from tocsin.rooms.register.actions import bases, links, records

    home = cast.home.bureau_officer
    person = cast.person(home, f"Zuzanna {SECRET}", documents=[{"number": "ZZ1234567"}])
    other = cast.person(home, f"Zenon {SECRET}")
    link = links.add(home, person, to=other.id, relation="associate_of", note=SECRET)
    basis = bases.add(home, person, reference=f"CASE {SECRET}")
    admin = cast.home.administrator
    unit = units.add(admin, name=f"Unit {SECRET}", kind=Unit.Kind.AGENCY)
    group = groups.create(admin, name=f"Group {SECRET}")
    proposal = records.withdraw(home, other, reason=f"because {SECRET}")
    post = Post.unrestricted.in_force(timezone.now()).filter(bureau=cast.home.bureau).first()
    account = cast.home.account("reviewer")
    return {
        "records": person, "links": link, "bases": basis, "units": unit, "groups": group,
        "proposals": proposal, "roles": post, "officers": account,
    }  # fmt: skip


def behind(door, hidden, *, others: bool):
    """Return home's things to ask for at this door: the likely ones, or all others."""
    noun = door.pattern.removeprefix("/api").split("/")[1]
    own = hidden.get(noun) or list(hidden.values())[len(door.pattern) % len(hidden)]
    likely = [hidden["records"], own] if door.parameters else [hidden["records"]]
    if not others:
        return list({thing.pk: thing for thing in likely}.values())
    return [thing for thing in hidden.values() if door.parameters and thing not in likely]


# Between the two every role asks at every door for everything.
ASKERS = [
    *((role, False) for role in ROLES),
    *(pytest.param(role, True, marks=pytest.mark.long) for role in ROLES),
]


@pytest.mark.parametrize(("role", "others"), ASKERS)
def test_no_page_shows_or_admits_what_is_home_s(cast, hidden, role: str, *, others) -> None:
    client = cast.client(cast.stranger, role)
    for door in doors.pages():
        absent = client.get(door.address()) if door.parameters else None
        for thing in behind(door, hidden, others=others):
            for method in (client.get, client.post):
                answer = method(door.address(thing.pk))
                text = b"".join(answer) if answer.streaming else answer.content
                assert answer.status_code < 500, f"{door.pattern}: {answer.status_code}"
                assert SECRET.encode() not in text, f"{role} sees it at {door.pattern}"
                if absent and method == client.get:
                    assert answer.status_code == absent.status_code, door.pattern


@pytest.mark.parametrize(("role", "others"), ASKERS)
def test_no_route_shows_or_admits_what_is_home_s(cast, hidden, role: str, *, others) -> None:
    token = cast.token(cast.stranger, role)
    client = Client(HTTP_HOST="localhost", headers={"Authorization": f"Bearer {token}"})
    for method, door in doors.routes():
        absent = client.generic(method, door.address(), b"{}", content_type="application/json")
        for thing in behind(door, hidden, others=others):
            answer = client.generic(
                method, door.address(thing.pk), b"{}", content_type="application/json"
            )
            text = b"".join(answer) if answer.streaming else answer.content
            assert answer.status_code < 500, f"{method} {door.pattern}: {answer.status_code}"
            assert SECRET.encode() not in text, f"{role} sees it at {method} {door.pattern}"
            if door.parameters:
                assert answer.status_code == absent.status_code, f"{method} {door.pattern}"
