"""Working groups: create, add and remove a member. Each change is a version signed by the owner."""

from secrets import token_bytes
from typing import Annotated
from uuid import UUID

from pydantic import StringConstraints

from tocsin.core.errors import Conflict, InvalidInput, NotAllowed
from tocsin.core.protocol.facts import digest
from tocsin.core.statements.groups import RANDOM_LENGTH, group_id
from tocsin.core.statements.moments import stamp
from tocsin.core.statements.signed import sign
from tocsin.rooms.bureaus import keys
from tocsin.rooms.bureaus.models import Bureau, Group, GroupVersion
from tocsin.rooms.bureaus.powers import Power
from tocsin.rooms.bureaus.verb import Act, verb, verb_of_two
from tocsin.rooms.journal import actions as journal

Name = Annotated[str, StringConstraints(min_length=2, max_length=120, strip_whitespace=True)]


@verb(Power.GROUP_CREATE)
def create(act: Act, *, name: Name) -> Group:
    """Create a working group owned by this bureau, its only member at first."""
    if Group.unrestricted.filter(owner_id=act.reader.bureau, name=name).exists():
        raise Conflict("this bureau has a group of that name", place="name")
    pk = group_id(act.reader.bureau, token_bytes(RANDOM_LENGTH))
    group = Group.unrestricted.create(pk=pk, owner_id=act.reader.bureau, name=name)
    group.members.add(Bureau.unrestricted.get(pk=act.reader.bureau))
    _publish(act, group)
    return group


@verb_of_two(Power.GROUP_ADD_MEMBER, alone_in_bootstrap=True)
def add_member(act: Act, group: Group, *, bureau: UUID) -> Group:
    """Let a bureau in; it will see what is released to the group from now on."""
    _own(act, group)
    known = Bureau.unrestricted.filter(pk=bureau).first()
    if known is None:
        raise InvalidInput("choose a bureau this node knows", place="bureau")
    if group.members.filter(pk=bureau).exists():
        raise Conflict("this bureau is a member already", place="bureau")
    group.members.add(known)
    _publish(act, group)
    return group


@verb(Power.GROUP_REMOVE_MEMBER)
def remove_member(act: Act, group: Group, *, bureau: UUID) -> Group:
    """Take a bureau out; from this moment it sees nothing that reached it through the group."""
    _own(act, group)
    if bureau == group.owner_id:
        raise Conflict("the owner cannot leave its own group", place="bureau")
    member = group.members.filter(pk=bureau).first()
    if member is None:
        raise Conflict("this bureau is not a member", place="bureau")
    group.members.remove(member)
    _publish(act, group)
    return group


def _own(act: Act, group: Group) -> None:
    if group.owner_id != act.reader.bureau:
        raise NotAllowed("only the bureau that owns the group changes its members")


def _publish(act: Act, group: Group) -> None:
    """Sign the membership as a new version and keep the exact bytes."""
    group.version += 1
    group.save(update_fields=["version"])
    members = sorted(str(pk) for pk in group.members.values_list("pk", flat=True))
    signed = sign(
        {
            "type": "membership",
            "schema": "membership@1",
            "group": str(group.id),
            "owner": str(group.owner_id),
            "name": group.name,
            "version": group.version,
            "members": members,
            "at": stamp(act.at),
        },
        keys.signer(group.owner_id),
    )
    GroupVersion.unrestricted.create(
        group=group,
        number=group.version,
        at=act.at,
        statement=signed.statement,
        key=signed.key,
        signature=signed.signature,
    )
    journal.bind(
        log=group.owner_id,
        verb="group.sign",
        realm="live",
        statement=digest(signed),
        at=act.at,
    )
    act.on(group.id)
    act.note(version=group.version, members=members)
