"""A process of its own that looks from several threads until it is killed; run by a test.

    python -m tests.rooms.journal.looking LOG THREADS

Each look's id is printed once ``look`` has returned: from then on it must survive anything.
"""

import os
import sys
import threading
from uuid import UUID


def main() -> None:
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", "journal", verbosity=0)
    from tocsin.rooms.journal import actions

    log, out = UUID(sys.argv[1]), sys.stdout.fileno()

    def look_for_ever() -> None:
        while True:
            said = actions.look(log=log, verb="record.fetch", realm="live", objects=[], actor=None)
            os.write(out, f"{said}\n".encode())

    threads = [threading.Thread(target=look_for_ever) for _ in range(int(sys.argv[2]))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


if __name__ == "__main__":
    main()
