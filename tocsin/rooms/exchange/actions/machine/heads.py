"""States of peers' journals that were verified: each stays with our cosignature, as evidence."""

from datetime import datetime

from tocsin.core.ledger import checkpoint
from tocsin.rooms.exchange.models import Peer, Witnessed

KEEP = 64  # states of one journal kept beside the newest of each epoch


def keep(line: Peer, text: str, at: datetime) -> None:
    """Keep a state beside the earlier ones."""
    found = checkpoint.parse(text)[0]
    Witnessed.unrestricted.update_or_create(
        peer=line,
        epoch=found.epoch,
        size=found.size,
        defaults={"root": found.root, "text": text, "at": at},
    )
    _thin(line)


def _thin(line: Peer) -> None:
    rows = list(Witnessed.unrestricted.filter(peer=line).values_list("pk", "epoch"))
    last = {epoch: pk for pk, epoch in reversed(rows)}
    old = [pk for pk, _epoch in rows[KEEP:] if pk not in last.values()]
    if old:
        Witnessed.unrestricted.filter(pk__in=old).delete()
