"""Copies, holders and receipts of before the machine, as it remembers them; feeds begin anew."""

import hashlib
from typing import Any

from django.db import migrations

from tocsin.core.protocol import wire
from tocsin.core.protocol.store import Entry, Source, Standing
from tocsin.core.protocol.store import START
from tocsin.core.statements.signed import Signed

STANDINGS = {
    "held": Standing.HELD,
    "purging": Standing.LEAVING,
    "purged": Standing.GONE,
    "hold": Standing.KEPT,
}


def fill(apps: Any, _editor: Any) -> None:
    model = lambda name: apps.get_model("exchange", name).unrestricted  # noqa: E731
    for copy in model("Copy").select_related("record", "peer"):
        giver = copy.peer.partner_id
        held = copy.state == "held"
        entry = Entry(
            id=copy.record_id,
            owner=copy.record.owner_id,
            standing=STANDINGS[copy.state],
            sources={giver: Source(0, START)} if held else {},
            distance=1,
            final=Signed.from_text(copy.withdrawal) if copy.withdrawal else None,
            barred=copy.recalled is not None and not copy.withdrawal,
            route=giver,
            away=1,
        )
        copy.subject, copy.owner, copy.memory = entry.id, entry.owner, wire.plain(entry)
        copy.save()
    for holding in model("Holding").select_related("peer"):
        holding.bureau_id, holding.holder = holding.peer.bureau_id, holding.peer.partner_id
        holding.save()
    for row in model("Outgoing").select_related("peer"):
        said = Signed.from_text(row.statement)
        row.bureau_id, row.to = row.peer.bureau_id, row.peer.partner_id
        row.digest = hashlib.sha256(said.statement).hexdigest()
        row.save()
    model("Quarantined").all().delete()
    model("Standing").all().delete()
    model("FeedRow").all().delete()
    model("Feed").filter(inbox=False).delete()
    model("Peer").update(reconciled=None)


class Migration(migrations.Migration):
    dependencies = [("exchange", "0002_the_machine_of_each_bureau")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
