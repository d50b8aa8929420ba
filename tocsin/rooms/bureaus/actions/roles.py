"""Roles: grant a post, for good or for a while; end one. Granting needs two officers."""

from datetime import datetime
from typing import Annotated

from pydantic import StringConstraints

from tocsin.core.errors import Conflict, InvalidInput
from tocsin.rooms.bureaus.models import Officer, Post
from tocsin.rooms.bureaus.powers import Power, Role
from tocsin.rooms.bureaus.verb import Act, verb, verb_of_two

Reason = Annotated[str, StringConstraints(min_length=3, max_length=300, strip_whitespace=True)]


@verb_of_two(Power.ROLE_GRANT, alone_in_bootstrap=True)
def grant(
    act: Act, officer: Officer, *, role: Role, reason: Reason, until: datetime | None = None
) -> Post:
    """Appoint an officer to a role, for good or until a day on which it ends by itself.

    An observer's post must have an end. No officer proposes or approves her own appointment.
    """
    if officer.pk in {act.reader.officer, act.proposer}:
        raise InvalidInput("nobody grants power to herself", place="officer")
    if role is Role.OBSERVER and until is None:
        raise InvalidInput("an observer's access must have an end", place="until")
    if until is not None and until <= act.at:
        raise InvalidInput("the end must lie in the future", place="until")
    posts = Post.unrestricted.in_force(act.at)
    if posts.filter(officer=officer, bureau_id=act.reader.bureau, role=role).exists():
        raise Conflict("this officer holds the role already", place="role")
    post = Post.unrestricted.create(
        officer=officer,
        bureau_id=act.reader.bureau,
        role=role,
        since=act.at,
        until=until,
        reason=reason,
    )
    act.on(officer.id, post.id)
    act.note(role=role.value, reason=reason, until=until.isoformat() if until else None)
    return post


@verb(Power.ROLE_END)
def end(act: Act, post: Post, *, reason: Reason) -> Post:
    """End a post at once. Tightening needs one officer; the last administrator stays."""
    if post.until is not None and post.until <= act.at:
        raise Conflict("this post has ended already")
    others = Post.unrestricted.in_force(act.at).filter(
        bureau_id=post.bureau_id, role=Role.ADMINISTRATOR, officer__is_active=True
    )
    if post.role == Role.ADMINISTRATOR and not others.exclude(pk=post.pk).exists():
        raise Conflict("the last administrator cannot be ended; appoint another first")
    post.until = act.at
    post.save(update_fields=["until"])
    act.on(post.officer_id, post.id)
    act.note(role=post.role, reason=reason)
    return post
