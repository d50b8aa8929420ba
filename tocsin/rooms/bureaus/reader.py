"""The reader: officer, bureau and realm, never the node.

Every door makes one and every query takes one. A reader's powers come from the posts in force at
that moment, so a post that ended a second ago opens nothing.
"""

from dataclasses import dataclass, replace
from enum import StrEnum
from uuid import UUID

from tocsin.core.errors import PowerMissing
from tocsin.rooms.bureaus.powers import Power, Role


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
