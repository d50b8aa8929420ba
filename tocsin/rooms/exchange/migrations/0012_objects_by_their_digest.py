"""Foreign objects are found by a digest of their id, whose index is half as large."""

from typing import Any

from django.db import migrations, models

from tocsin.rooms.exchange.models.shelves import digest_of

ON_POSTGRESQL = (
    "UPDATE exchange_item SET digest = ('x' || left(encode(sha256("
    "convert_to(type || '--' || uuid::text, 'UTF8')), 'hex'), 16))::bit(64)::bigint"
)
ON_SQLITE = (
    "UPDATE exchange_item SET digest = digest_of(type || '--' || substr(uuid, 1, 8) || '-' ||"
    " substr(uuid, 9, 4) || '-' || substr(uuid, 13, 4) || '-' || substr(uuid, 17, 4) || '-' ||"
    " substr(uuid, 21))"
)


def fill(_apps: Any, editor: Any) -> None:
    connection = editor.connection
    if connection.vendor == "sqlite":
        connection.connection.create_function("digest_of", 1, digest_of, deterministic=True)
    editor.execute(ON_SQLITE if connection.vendor == "sqlite" else ON_POSTGRESQL)


class Migration(migrations.Migration):
    dependencies = [("exchange", "0011_one_index_fewer_on_the_shelf")]

    operations = [
        migrations.RemoveConstraint(model_name="item", name="item_once"),
        migrations.AddField(
            model_name="item",
            name="digest",
            field=models.BigIntegerField(default=0, help_text="see digest_of"),
            preserve_default=False,
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="item",
            name="digest",
            field=models.BigIntegerField(db_index=True, help_text="see digest_of"),
        ),
    ]
