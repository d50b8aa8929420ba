"""Authenticators: reset another officer's password and second factor. Needs two officers."""

import secrets
from typing import Annotated

from allauth.mfa.models import Authenticator
from pydantic import StringConstraints

from tocsin.core.errors import InvalidInput
from tocsin.rooms.bureaus.login.sessions import end_all
from tocsin.rooms.bureaus.models import Officer, Token
from tocsin.rooms.bureaus.powers import Power
from tocsin.rooms.bureaus.verb import Act, Secret, verb_of_two

Reason = Annotated[str, StringConstraints(min_length=3, max_length=300, strip_whitespace=True)]


@verb_of_two(Power.AUTHENTICATOR_RESET, alone_in_bootstrap=True)
def reset(act: Act, officer: Officer, *, reason: Reason) -> Secret:
    """Remove an officer's second factors, end her sessions and give a password for one log-in."""
    if officer.pk in {act.reader.officer, act.proposer}:
        raise InvalidInput("two other officers must reset your log-in", place="officer")
    password = secrets.token_urlsafe(12)
    officer.set_password(password)
    officer.must_change_password = True
    officer.save(update_fields=["password", "must_change_password"])
    removed, _rows = Authenticator.objects.filter(user=officer).delete()
    ended = end_all(officer)
    Token.unrestricted.filter(officer=officer, ended__isnull=True).update(ended=act.at)
    act.on(officer.id)
    act.note(reason=reason, factors=removed, sessions=ended)
    return Secret(title=f"New first password of {officer.username}", text=password)
