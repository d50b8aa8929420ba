"""Matches: ask a peer which of these own records it also keeps; it is asked in the background."""

from typing import Annotated
from uuid import UUID

from django.db import transaction
from pydantic import Field

from tocsin.core.blind import batch_for, group, keys_of
from tocsin.core.errors import InvalidInput, NotAllowed, NotFound, Unavailable
from tocsin.core.labels import Use
from tocsin.rooms.blind.actions import tables
from tocsin.rooms.blind.models import Match
from tocsin.rooms.bureaus.powers import Power
from tocsin.rooms.bureaus.reader import Realm
from tocsin.rooms.bureaus.verb import Act, verb
from tocsin.rooms.exchange.models import Peer
from tocsin.rooms.register.models import Basis, Record
from tocsin.web.waking import wake

Ids = Annotated[list[UUID], Field(max_length=4_096)]


@verb(Power.MATCH_ASK)
def ask(act: Act, *, peer: UUID, records: Ids = [], watched: bool = False) -> Match:  # noqa: B006
    """Ask a bureau which of these own records it also keeps; it does not learn which they are.

    ``watched`` asks for every own record that is screened for. Raises NotFound for a bureau without
    an open line, InvalidInput when nothing is left to ask for.
    """
    if not group.is_installed():
        raise Unavailable("blind matching is not installed: add the extra tocsin[blind]")
    if act.reader.realm is not Realm.LIVE:
        raise NotAllowed("an exercise asks nobody blindly")
    found = Peer.unrestricted.open().filter(pk=peer, bureau_id=act.reader.bureau).first()
    if found is None:
        raise NotFound("there is no such peer with an open line", place="peer")
    chosen = _chosen(act, records, watched=watched)
    facts = [tables.facts_of(record) for record in chosen]
    count = sum(len(keys_of(one)) for one in facts if one)
    if not count:
        raise InvalidInput(
            "none of these has a name with a year of birth, or a document number",
            place="records",
        )
    made = Match.unrestricted.create(
        bureau_id=act.reader.bureau,
        peer=found,
        officer_id=act.reader.officer,
        purpose=act.reader.purpose,
        asked=act.at,
        records=[str(record.pk) for record in chosen],
        keys=count,
        elements=batch_for(count),
        next_try=act.at,
    )
    act.on(made.pk, found.pk, *(record.pk for record in chosen))
    act.note(bureau=found.partner.code, records=len(chosen), elements=made.elements)
    transaction.on_commit(wake)
    return made


def _chosen(act: Act, records: list[UUID], *, watched: bool) -> list[Record]:
    """Return the own records in force that were named, or all that are watched for."""
    mine = Record.visible_to(act.reader, Use.MATCH).filter(
        owner_id=act.reader.bureau, kind__in=tables.SCREENED, realm=Realm.LIVE.value
    )
    if watched:
        bases = Basis.unrestricted.in_force(act.at).filter(record__owner_id=act.reader.bureau)
        return list(mine.filter(pk__in=bases.values("subject_id")).order_by("pk"))
    found = list(mine.filter(pk__in=records).order_by("pk"))
    if not records or len(found) != len(set(records)):
        raise InvalidInput(
            "name persons or papers of your own bureau that are in force", place="records"
        )
    return found
