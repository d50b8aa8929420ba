"""States of peers' journals kept before the machine watched them, and what was found of them."""

from typing import Any

from django.db import migrations
from django.utils import timezone

from tocsin.core.statements.canonical import decode, encode

KINDS = {
    "fork": "forked",
    "truncated": "shortened",
    "rewritten": "rewritten",
    "accused": "own-journal-rewritten",
}
SEPARATOR = "\n\n----\n\n"


def fill(apps: Any, _editor: Any) -> None:
    model = lambda name: apps.get_model("exchange", name).unrestricted  # noqa: E731
    for peer in model("Peer").all():
        kept = model("Witnessed").filter(peer=peer).order_by("-epoch", "-size").first()
        if kept is not None:
            memory = (
                decode(peer.memory.encode()) if peer.memory else {"bureau": str(peer.partner_id)}
            )
            peer.memory = encode(memory | {"head": kept.text}).decode()
            peer.save(update_fields=["memory"])
        if peer.fault:
            model("Finding").get_or_create(
                bureau_id=peer.bureau_id,
                kind=KINDS[peer.fault],
                about=peer.partner_id,
                subject=None,
                defaults={
                    "level": "red",
                    "at": timezone.now(),
                    "evidence": [f"{part}\n" for part in peer.evidence.split(SEPARATOR) if part],
                },
            )


class Migration(migrations.Migration):
    dependencies = [("exchange", "0005_which_restore")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
