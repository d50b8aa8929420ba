"""Roles: grant a post, for good or for a while; end one. Granting needs two officers."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import StringConstraints

from tocsin.core.errors import Conflict, InvalidInput
from tocsin.rooms.bureaus.models import Bureau, Officer, Post
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


def keep_administrators(act: Act, officer: UUID, bureau: UUID) -> None:
    """Refuse to end an administrator without whom the bureau could appoint nobody any more.

    Granting takes two of them once bootstrap is closed, one before. Raises Conflict.
    """
    in_force = Post.unrestricted.in_force(act.at).filter(
        bureau_id=bureau, role=Role.ADMINISTRATOR, officer__is_active=True
    )
    holders = set(in_force.values_list("officer_id", flat=True))
    closed = Bureau.unrestricted.get(pk=bureau).bootstrap_closed is not None
    if officer in holders and len(holders) <= (2 if closed else 1):
        raise Conflict(
            "too few administrators would be left to appoint anybody; appoint another first"
        )


@verb(Power.ROLE_END)
def end(act: Act, post: Post, *, reason: Reason) -> Post:
    """End a post at once. Tightening needs one officer; the administrators needed to grant stay."""
    if post.until is not None and post.until <= act.at:
        raise Conflict("this post has ended already")
    if post.role == Role.ADMINISTRATOR:
        keep_administrators(act, post.officer_id, post.bureau_id)
    post.until = act.at
    post.save(update_fields=["until"])
    act.on(post.officer_id, post.id)
    act.note(role=post.role, reason=reason)
    return post
