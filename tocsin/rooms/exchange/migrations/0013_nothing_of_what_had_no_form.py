"""What came in no form that could be read was kept as it came, a body with it: that goes."""

from typing import Any

from django.db import migrations


def empty(apps: Any, _editor: Any) -> None:
    rows = apps.get_model("exchange", "Quarantined").unrestricted
    rows.filter(why="form", record=None).update(raw="")


class Migration(migrations.Migration):
    dependencies = [("exchange", "0012_objects_by_their_digest")]
    operations = [migrations.RunPython(empty, migrations.RunPython.noop)]
