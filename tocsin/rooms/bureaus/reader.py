"""The reader: officer, bureau and realm, never the node.

Every door makes one and every query takes one. A reader's powers come from the posts in force at
that moment, so a post that ended a second ago opens nothing.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

from tocsin.core.errors import PowerMissing
from tocsin.rooms.bureaus.powers import Power, Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tocsin.rooms.bureaus.models import Post


class Realm(StrEnum):
    """The two worlds that never touch."""

    LIVE = "live"
    EXERCISE = "exercise"


@dataclass(frozen=True, slots=True)
class Reader:
    """Who asks, for which bureau, in which realm, with which powers and for what purpose."""

    officer: UUID
    name: str
    bureau: UUID
    bureau_code: str
    powers: frozenset[Power]
    roles: frozenset[Role]
    realm: Realm = Realm.LIVE
    purpose: str = ""
    reference: str = ""
    door: str = "page"
    every_purpose: bool = False  # stands for all officers of a bureau, who each state theirs

    def holds(self, power: Power) -> bool:
        """Say whether this reader may use the power."""
        return power in self.powers

    def need(self, power: Power) -> None:
        """Refuse with the power's name unless this reader holds it."""
        if power not in self.powers:
            raise PowerMissing(
                "this needs the power {power}; an administrator can grant a role that has it",
                power=power.value,
            )

    @property
    def is_observer(self) -> bool:
        """True for a guest whose every post is the restricted, expiring one."""
        return self.roles == {Role.OBSERVER}

    def stating(self, purpose: str, reference: str | None = None) -> "Reader":
        """Return the same reader with another stated purpose, and the case it is for if given."""
        return replace(
            self, purpose=purpose, reference=self.reference if reference is None else reference
        )


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
    from tocsin.rooms.bureaus.models import Post

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
    posts: "Sequence[Post]",
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
