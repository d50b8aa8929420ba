"""Which leaf names which statement, for those that the exchange signed before this was a column."""

import json
from typing import Any

from django.db import migrations

CHUNK = 1_000


def fill(apps: Any, _editor: Any) -> None:
    entry = apps.get_model("journal", "Entry").unrestricted
    last = 0
    while found := list(entry.filter(verb="exchange.sign", id__gt=last).order_by("id")[:CHUNK]):
        for one in found:
            detail = one.parts.get("detail")
            one.statement = json.loads(detail[1])["statement"] if detail else ""
        entry.bulk_update(found, ["statement"], batch_size=100)
        last = found[-1].id


class Migration(migrations.Migration):
    dependencies = [("journal", "0003_entry_statement")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
