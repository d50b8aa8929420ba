"""Officers: add an account, end it. What an account may do comes from posts (``roles``)."""

import secrets
from typing import Annotated

from pydantic import StringConstraints

from tocsin.core.errors import Conflict, InvalidInput
from tocsin.rooms.bureaus.actions.roles import keep_administrators
from tocsin.rooms.bureaus.login.sessions import end_all
from tocsin.rooms.bureaus.models import Officer, Post, Token
from tocsin.rooms.bureaus.powers import Power
from tocsin.rooms.bureaus.verb import Act, Secret, verb

Username = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9._-]{1,58}$")]
FullName = Annotated[str, StringConstraints(min_length=2, max_length=120, strip_whitespace=True)]


@verb(Power.OFFICER_ADD)
def add(act: Act, *, username: Username, name: FullName) -> Secret:
    """Add an officer of this bureau with a first password, shown once and to be changed.

    The account holds no power until a role is granted. Raises Conflict when the name is taken.
    """
    if Officer.objects.filter(username=username).exists():
        raise Conflict("this log-in name is taken; choose another", place="username")
    password = secrets.token_urlsafe(12)
    officer = Officer(
        username=username,
        name=name,
        bureau_id=act.reader.bureau,
        must_change_password=True,
        added=act.at,
    )
    officer.set_password(password)
    officer.save()
    act.on(officer.id)
    act.note(username=username)
    return Secret(title=f"First password of {username}", text=password)


@verb(Power.OFFICER_END)
def end(act: Act, officer: Officer, *, reason: FullName) -> Officer:
    """End an account: posts, tokens and sessions with it. Nobody ends herself.

    Raises Conflict while too few administrators would be left in a bureau she administers.
    """
    if officer.pk == act.reader.officer:
        raise InvalidInput("another administrator must end your account", place="officer")
    posts = Post.unrestricted.in_force(act.at).filter(officer=officer)
    for bureau in posts.values_list("bureau_id", flat=True).distinct():
        keep_administrators(act, officer.pk, bureau)
    officer.is_active = False
    officer.save(update_fields=["is_active"])
    posts.update(until=act.at)
    Token.unrestricted.filter(officer=officer, ended__isnull=True).update(ended=act.at)
    ended = end_all(officer)
    act.on(officer.id)
    act.note(reason=reason, sessions=ended)
    return officer
