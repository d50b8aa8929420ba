"""Bureaus: close the bootstrap, renew and revoke node keys; seal journals."""

import logging
from datetime import datetime
from typing import Annotated

from django.db import transaction
from pydantic import StringConstraints

from tocsin.core.errors import Conflict, InvalidInput, NotAllowed, Unavailable
from tocsin.core.statements.cards import Revocation, decode
from tocsin.rooms.bureaus import keys
from tocsin.rooms.bureaus.models import Bureau, Post
from tocsin.rooms.bureaus.powers import Power, Role
from tocsin.rooms.bureaus.verb import Act, verb, verb_of_two
from tocsin.rooms.journal import actions as journal
from tocsin.rooms.journal.models import Entry
from tocsin.web import catchup

KeyId = Annotated[str, StringConstraints(max_length=80, strip_whitespace=True)]
Reason = Annotated[str, StringConstraints(min_length=3, max_length=300, strip_whitespace=True)]

logger = logging.getLogger(__name__)


@verb(Power.BUREAU_CLOSE_BOOTSTRAP)
def close_bootstrap(act: Act, bureau: Bureau) -> Bureau:
    """End the time in which one administrator may grant powers alone. Cannot be undone.

    Raises Conflict while fewer than two administrators could decide together afterwards.
    """
    _own(act, bureau)
    if bureau.bootstrap_closed is not None:
        raise Conflict("the bootstrap was closed before")
    posts = Post.unrestricted.in_force(act.at).filter(
        bureau=bureau, role=Role.ADMINISTRATOR, officer__is_active=True
    )
    if posts.values("officer").distinct().count() < 2:
        raise Conflict("appoint a second administrator first: afterwards granting needs two")
    bureau.bootstrap_closed = act.at
    bureau.save(update_fields=["bootstrap_closed"])
    act.on(bureau.id)
    return bureau


@verb(Power.BUREAU_ROTATE_KEY)
def rotate_key(act: Act, bureau: Bureau) -> Bureau:
    """Make a new node key, certified by the bureau's root key, and keep the old one on the card.

    Raises Unavailable when the root key is kept offline and not in the home at the moment.
    """
    _own(act, bureau)
    bureau.card = keys.rotate(bureau.id, bureau.card, at=act.at)
    bureau.save(update_fields=["card"])
    act.on(bureau.id)
    return bureau


@verb_of_two(Power.BUREAU_REVOKE_KEY, alone_in_bootstrap=True)
def revoke_key(act: Act, bureau: Bureau, *, key: KeyId, since: datetime, reason: Reason) -> Bureau:
    """Say on the card that a node key is in wrong hands since a moment; it cannot be taken back.

    From then on it says nothing any more. Of what it is said to have signed before, partners
    believe what they had by then, or what the journal shows under a checkpoint that one of them
    cosigned. A key in use is replaced. Raises Unavailable while the root key is offline.
    """
    _own(act, bureau)
    known = decode(bureau.card.encode())
    node = next((one for one in known.nodes if one.signing.id == key), None)
    if node is None:
        raise InvalidInput("is no key of this bureau's card", place="key")
    if not node.not_before <= since <= act.at:
        raise InvalidInput("lies between the key's beginning and now", place="since")
    earlier = [one.at for one in known.revoked if one.key == key]
    if earlier and min(earlier) <= since:
        raise Conflict("was revoked from an earlier moment already", place="key")
    ended = Revocation(key, since.replace(microsecond=since.microsecond // 1000 * 1000), reason)
    bureau.card = keys.revoke(bureau.id, bureau.card, ended, at=act.at)
    bureau.save(update_fields=["card"])
    act.on(bureau.id)
    act.note(key=key, since=since.isoformat(), reason=reason)
    return bureau


@verb_of_two(Power.BUREAU_DECLARE_RESTORED, alone_in_bootstrap=True)
def declare_restored(act: Act, bureau: Bureau) -> Bureau:
    """End the catch-up of a restored node: it serves and screens again, in new journal epochs.

    Peers that were not heard by now are not waited for. It takes effect within a second or so.
    Raises Conflict while the node was not restored.
    """
    _own(act, bureau)
    if not catchup.is_on():
        raise Conflict("this node was not restored from a backup")
    transaction.on_commit(catchup.declare)
    act.on(bureau.id)
    return bureau


def _own(act: Act, bureau: Bureau) -> None:
    if bureau.pk != act.reader.bureau:
        raise NotAllowed("this is another bureau's to decide")


def seal(at: datetime) -> int:
    """Seal each hosted bureau's log, as the clock: number and sign what waits; return how much.

    Nothing is written, and no lock taken, where nothing waits. A bureau whose key is missing does
    not hold up the others. In catch-up nothing is sealed: the numbers that would be given stand
    for other entries with whoever saw the journal after the backup.
    """
    sealed = 0
    if catchup.is_on():
        return 0
    for bureau in Bureau.unrestricted.filter(hosted=True):
        if not Entry.unrestricted.of(bureau.id).unsequenced().exists():
            continue
        try:
            sealed += journal.sequence(bureau.id, keys.journal_signer(bureau.id), at)
        except Unavailable:
            logger.exception("the journal of %s cannot be sealed", bureau.code)
    return sealed
