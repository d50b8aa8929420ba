"""Each verb opens to the roles that hold its power, and to no other."""

import pytest
from django.test import Client

from tests.doors.doors import ABSENT

ROLES = [
    "administrator",
    "analyst",
    "border_officer",
    "bureau_officer",
    "observer",
    "oversight",
    "reviewer",
]


def _verbs():
    from tocsin.rooms.bureaus.verb import VERBS

    return VERBS.values()


@pytest.mark.parametrize("role", ROLES)
def test_a_verb_s_page_is_shut_to_those_without_its_power(cast, role: str) -> None:
    from tocsin.rooms.bureaus.powers import ROLES as HOLDERS
    from tocsin.rooms.bureaus.powers import Role

    client = cast.client(cast.home, role)
    for verb in _verbs():
        where = f"/{verb.plural}/{ABSENT}/{verb.action}" if verb.target else None
        where = where or f"/{verb.plural}/{verb.action}"
        said, shown = client.post(where).status_code, client.get(where).status_code
        if verb.power in HOLDERS[Role(role)]:
            expected = {404} if verb.target else {200, 302, 422, 409}
            assert shown in expected | {200}, f"{role} at {verb.name}: {shown}"
            assert said in expected, f"{role} says {verb.name}: {said}"
        else:
            assert (said, shown) == (403, 403), f"{role} at {verb.name}: {said}, {shown}"


@pytest.mark.parametrize("role", ROLES)
def test_a_token_opens_what_its_role_holds_and_no_more(cast, role: str) -> None:
    from tocsin.rooms.bureaus.powers import ROLES as HOLDERS
    from tocsin.rooms.bureaus.powers import Role

    token = cast.token(cast.home, role)
    client = Client(HTTP_HOST="localhost", headers={"Authorization": f"Bearer {token}"})
    for verb in _verbs():
        pk = f"{ABSENT}/" if verb.target else ""
        where = f"/api/{verb.plural}/{pk}{verb.action}"
        answer = client.post(where, b"{}", content_type="application/json")
        if verb.power in HOLDERS[Role(role)]:
            assert answer.status_code in {200, 202, 404, 409, 422}, f"{role} at {verb.name}"
        else:
            # A body that does not fit is refused before anybody asks who sends it.
            assert answer.status_code in {403, 422}, f"{role} at {verb.name}"
