"""A process of its own that journals a name, erases it, and waits; run by a test.

python -m tests.rooms.journal.erasing LOG NAME
"""

import sys
from uuid import UUID


def main() -> None:
    import django
    from django.core.management import call_command
    from django.db import transaction

    django.setup()
    call_command("migrate", "journal", verbosity=0)
    from tocsin.rooms.journal import actions

    log, name = UUID(sys.argv[1]), sys.argv[2]
    for number in range(200):
        actions.look(
            log=log,
            verb="record.search",
            realm="live",
            objects=[],
            actor=None,
            query={"names": [name if number % 20 == 0 else f"Person {number}"]},
            rows=[{"names": [name]}] if number == 60 else (),
        )
    with transaction.atomic():
        actions.erase(log=log, parts=["query", "rows"], entries=_all(log))
    sys.stdout.write("erased\n")
    sys.stdout.flush()
    sys.stdin.read()


def _all(log: UUID) -> list[UUID]:
    from tocsin.rooms.journal.models import Entry

    return list(Entry.unrestricted.of(log).values_list("uuid", flat=True))


if __name__ == "__main__":
    main()
