"""Server time of the register's pages with 100,000 records on SQLite, and of filling it.

A new home is made, three bureaus are founded, and invented persons are written through the same
code as an import uses: signed, indexed, told to the feed. Each page is then asked for several
times; the medians of processor time and of the clock on the wall are printed. Judged is processor
time, the database included, so that neighbours on the machine do not count; over 100 ms is slow.

    python benchmarks/pages_at_100k.py [RECORDS] [HOME]
"""

import os
import random
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

LIMIT = 100  # milliseconds
ROUNDS = 5
BATCH = 500
GIVEN = ["Olena", "Тадеуш", "Jadwiga", "Іван", "Mihaela", "Sofia", "Viktor", "علي", "Ion", "Marta"]
STEMS = ["Kor", "Wron", "Brze", "Ter", "Lub", "Zab", "Hal", "Mir", "Кова", "Шев", "Dra", "Cer"]
MIDDLES = ["kow", "len", "zins", "byn", "dar", "mier", "чен", "rul", "mat", "tul", "nic", "vor"]
ENDS = ["ski", "enko", "escu", "ova", "ак", "czyk", "ets", "yuk", "ina", "an"]
STATES = ["UTO", "POL", "MDA", "UKR"]


def bodies(count: int) -> Any:
    """Yield invented persons as bodies; the same every time."""
    draw = random.Random(2041)
    for _ in range(count):
        family = "".join(draw.choice(part) for part in (STEMS, MIDDLES, MIDDLES, ENDS))
        day = f"{draw.randint(1940, 2005)}-{draw.randint(1, 12):02d}-{draw.randint(1, 28):02d}"
        yield {
            "names": [{"text": f"{draw.choice(GIVEN)} {family}"}],
            "births": [{"date": day}] if draw.random() > 0.1 else [],
            "nationalities": [draw.choice(STATES)],
            "documents": [{"number": f"U{draw.randint(10**6, 10**7)}", "type": "passport"}],
        }


def fill(count: int) -> None:
    """Write that many persons, half of them released to all members."""
    from django.db import transaction
    from django.utils import timezone

    from tocsin.core.kinds import completeness, dump, read
    from tocsin.core.labels import Label, Tlp
    from tocsin.rooms.bureaus.models import Bureau, Officer
    from tocsin.rooms.register import writing
    from tocsin.rooms.register.actions import bulk
    from tocsin.rooms.register.models import Record
    from tocsin.rooms.release.models import intern

    home = Bureau.unrestricted.get(code="HOM")
    officer = Officer.unrestricted.get(username="hom")
    wide = intern(home.pk, "released", "live", Label(everyone=True, tlp=Tlp.GREEN))
    source = bodies(count)
    for start in range(0, count, BATCH):
        fresh = []
        for number, body in zip(range(start, min(count, start + BATCH)), source, strict=False):
            typed = read("person", body)
            fresh.append(
                bulk.Fresh(
                    kind="person",
                    body=dump(typed),
                    title=typed.title(),
                    weak=bool(completeness(typed)),
                    words=writing.words_of(typed),
                    source="benchmark",
                    external=f"p{number}",
                )
            )
        with transaction.atomic():
            made = bulk.create(
                fresh,
                owner=home.pk,
                realm="live",
                officer=officer.pk,
                at=timezone.now(),
                note="benchmark",
            )
            half = [record.pk for record in made[::2]]
            Record.unrestricted.filter(pk__in=half).update(release_class=wide)


def found() -> None:
    """Make the database and three bureaus with one officer each."""
    from django.utils import timezone

    from tocsin.node.cli.node import prepare
    from tocsin.rooms.bureaus import founding
    from tocsin.rooms.bureaus.models import Bureau
    from tocsin.rooms.bureaus.powers import Role

    prepare()
    if Bureau.unrestricted.exists():
        return
    for code in ("HOM", "ALY", "STR"):
        bureau = founding.found(code, f"Bureau {code}", at=timezone.now())
        founding.appoint(
            bureau,
            code.lower(),
            f"Officer of {code}",
            [Role.BUREAU_OFFICER],
            password="correct horse battery",
            at=timezone.now(),
            must_change=False,
        )


def pages() -> list[str]:
    """Return the addresses that are measured."""
    from tocsin.rooms.register.models import Record

    record = Record.unrestricted.filter(kind="person").first()
    assert record is not None
    searches = (
        "", "?q=olena", "?q=olena+kor", "?q=o", "?q=o+k", "?q=zzz", "?q=wronkow", "?weak=on",
        "?kind=person&state=released", "?kind=vehicle", "?strand=C", "?country=UTO", "?owner=ALY",
        "?since=2026-01-01", "?q=viktor+jadwiga",
    )  # fmt: skip
    own = [f"/records/{record.pk}/{tail}" for tail in ("", "history", "audience", "edit", "link")]
    others = ["/", "/imports/", "/records/new/person", "/desk/", "/hits/", "/manifests/"]
    return [*others, *own, *(f"/records/{search}" for search in searches)]


def timed(client: Any, address: str) -> tuple[float, float]:
    """Return the median milliseconds of processor and wall that a page takes."""
    spent, wall = [], []
    for _ in range(ROUNDS):
        begin, began = time.process_time(), time.perf_counter()
        client.get(address)
        spent.append((time.process_time() - begin) * 1000)
        wall.append((time.perf_counter() - began) * 1000)
    return statistics.median(spent), statistics.median(wall)


def measure() -> int:
    """Print the median of each page for its owner and another bureau; return how many are slow."""
    from django.test import Client

    from tocsin.rooms.bureaus.models import Officer

    slow = 0
    for name in ("hom", "aly"):
        client = Client(HTTP_HOST="localhost")
        client.force_login(Officer.unrestricted.get(username=name))
        for address in pages():
            answer = client.get(address)
            if answer.status_code != 200:
                continue
            spent, wall = timed(client, address)
            slow += spent > LIMIT
            mark = "  SLOW" if spent > LIMIT else ""
            size = len(answer.content) / 1000
            print(f"{name}  {spent:6.1f} ms  wall {wall:6.1f} ms  {size:5.1f} kB  {address}{mark}")
    return slow


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as empty:
        os.environ["TOCSIN_HOME"] = sys.argv[2] if len(sys.argv) > 2 else empty
        os.environ["TOCSIN_SECOND_FACTOR"] = "optional"
        os.environ["DJANGO_SETTINGS_MODULE"] = "tocsin.node.settings"
        import django

        django.setup()
        found()
        from tocsin.rooms.register.models import Record

        missing = count - Record.unrestricted.count()
        begin = time.perf_counter()
        fill(max(0, missing))
        taken = time.perf_counter() - begin
        if missing > 0:
            print(f"{missing} records written in {taken:.0f} s, {missing / taken:.0f} a second")
        slow = measure()
        print(f"{slow} pages above {LIMIT} ms")
        sys.exit(1 if slow else 0)


if __name__ == "__main__":
    main()
