"""From the posts that an officer holds to the reader she is by them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from tocsin.rooms.bureaus.models import Post
from tocsin.rooms.bureaus.powers import Power, Role
from tocsin.rooms.bureaus.reader import Reader, Realm


def reader_of(  # noqa: PLR0913 - a reader is all of these
    officer: UUID,
    bureau: UUID,
    *,
    at: datetime,
    realm: Realm = Realm.LIVE,
    purpose: str = "",
    reference: str = "",
    door: str = "page",
    within: frozenset[Power] | None = None,
) -> Reader | None:
    """Return the reader with the powers in force at ``at``; None when no post is.

    ``within`` narrows the powers to those of a token.
    """
    posts = list(
        Post.held_by(officer, at)
        .filter(bureau_id=bureau, officer__is_active=True)
        .select_related("officer", "bureau")
    )
    if not posts:
        return None
    found = holding(posts, realm=realm, purpose=purpose, reference=reference, door=door)
    return found if within is None else replace(found, powers=found.powers & within)


def holding(
    posts: Sequence[Post],
    *,
    realm: Realm = Realm.LIVE,
    purpose: str = "",
    reference: str = "",
    door: str = "page",
) -> Reader:
    """Return the reader who holds these posts: one or more of one officer in one bureau."""
    officer, bureau = posts[0].officer, posts[0].bureau
    return Reader(
        officer=officer.id,
        name=officer.name,
        bureau=bureau.id,
        bureau_code=bureau.code,
        powers=frozenset().union(*(post.powers() for post in posts)),
        roles=frozenset(Role(post.role) for post in posts),
        realm=realm,
        purpose=purpose,
        reference=reference,
        door=door,
    )
