"""Server time of every page with 100,000 records and as many looks on SQLite, and of filling it.

A new home is made, three bureaus are founded, and invented persons are written through the same
code as an import uses: signed, indexed, told to the feed; each tenth is linked and listed, some
belong to a strand. As many looks of twenty officers are journalled over four weeks. Every page that
an officer, an administrator and oversight can reach by links is then asked for several times, with
some searches beside; the medians of processor time and of the clock on the wall are printed. Judged is processor time, the database included, so that
neighbours on the machine do not count; over 100 ms is slow.

    python benchmarks/pages_at_100k.py [RECORDS] [HOME]
"""

import os
import random
import re
import statistics
import sys
import tempfile
import time
from collections import deque
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

LIMIT = 100  # milliseconds
ROUNDS = 5
BATCH = 500
GIVEN = ["Olena", "Тадеуш", "Jadwiga", "Іван", "Mihaela", "Sofia", "Viktor", "علي", "Ion", "Marta"]
STEMS = ["Kor", "Wron", "Brze", "Ter", "Lub", "Zab", "Hal", "Mir", "Кова", "Шев", "Dra", "Cer"]
MIDDLES = ["kow", "len", "zins", "byn", "dar", "mier", "чен", "rul", "mat", "tul", "nic", "vor"]
ENDS = ["ski", "enko", "escu", "ova", "ак", "czyk", "ets", "yuk", "ina", "an"]
STATES = ["UTO", "POL", "MDA", "UKR"]
LISTED = {
    "basis": "list",
    "list_name": "List of the benchmark",
    "since": "2026-01-01T00:00:00.000Z",
}


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


def tie() -> None:
    """Link every tenth person to the one before, list it, and give every fiftieth a strand."""
    from django.db import transaction
    from django.utils import timezone

    from tocsin.core.kinds import dump, read
    from tocsin.rooms.bureaus.models import Bureau, Officer
    from tocsin.rooms.register import writing
    from tocsin.rooms.register.actions import bulk
    from tocsin.rooms.register.models import Record

    persons = Record.unrestricted.filter(kind="person").order_by("pk")
    pks = [str(pk) for pk in persons.values_list("pk", flat=True)]
    Record.unrestricted.filter(pk__in=pks[::50]).update(strands="C")
    links = [
        ("link", {"source": one, "target": other, "relation": "associate_of"})
        for one, other in zip(pks[::10], pks[1::10], strict=False)
    ]
    bases = [("basis", {"subject": pk, **LISTED, "reference": f"B{pk[:8]}"}) for pk in pks[::10]]
    told = {"realm": "live", "at": timezone.now(), "note": "benchmark"}
    told["owner"] = Bureau.unrestricted.get(code="HOM").pk
    told["officer"] = Officer.unrestricted.get(username="hom").pk
    rows = [*links, *bases]
    for start in range(0, len(rows), BATCH):
        fresh = []
        for kind, body in rows[start : start + BATCH]:
            typed = read(kind, body)
            words = writing.words_of(typed)
            fresh.append(bulk.Fresh(kind, dump(typed), typed.title(), weak=False, words=words))
        with transaction.atomic():
            bulk.create(fresh, **told)


def watch(count: int) -> None:
    """Journal that many looks of twenty officers of the home bureau over four weeks."""
    from django.utils import timezone

    from tocsin.rooms.bureaus.models import Bureau
    from tocsin.rooms.journal.actions import entries
    from tocsin.rooms.journal.models import Entry
    from tocsin.rooms.register.models import Record

    home = Bureau.unrestricted.get(code="HOM")
    draw, now = random.Random(1815), timezone.now()
    officers = [uuid5(NAMESPACE_URL, f"officer {number}") for number in range(20)]
    subjects = list(Record.unrestricted.values_list("pk", flat=True)[:5_000])
    missing = count - Entry.unrestricted.filter(log=home.pk).count()
    for _ in range(0, max(0, missing), BATCH):
        entries.write(
            [
                entries.draft(
                    log=home.pk,
                    verb=draw.choice(("record.see", "record.search", "check.run")),
                    realm="live",
                    objects=[draw.choice(subjects)],
                    actor=draw.choice(officers),
                    purpose=draw.choice(("border_control", "analysis", "prosecution")),
                    query={"q": "kor"},
                    at=now - timedelta(minutes=draw.randint(0, 27 * 24 * 60)),
                )
                for _ in range(BATCH)
            ]
        )


def found() -> None:
    """Make the database and three bureaus with one officer for each role that looks around."""
    from django.utils import timezone

    from tocsin.node.cli.node import prepare
    from tocsin.rooms.bureaus import founding
    from tocsin.rooms.bureaus.models import Bureau
    from tocsin.rooms.bureaus.powers import Role

    prepare()  # brings a kept home up to date as well
    if Bureau.unrestricted.exists():
        return
    for code in ("HOM", "ALY", "STR"):
        bureau = founding.found(code, f"Bureau {code}", at=timezone.now())
        for tail, role in (
            ("", Role.BUREAU_OFFICER),
            ("-administrator", Role.ADMINISTRATOR),
            ("-oversight", Role.OVERSIGHT),
        ):
            founding.appoint(
                bureau,
                code.lower() + tail,
                f"Officer of {code}",
                [role],
                password="correct horse battery",
                at=timezone.now(),
                must_change=False,
            )


SEARCHES = (
    "?q=olena", "?q=olena+kor", "?q=o", "?q=o+k", "?q=zzz", "?q=wronkow", "?weak=on",
    "?kind=person&state=released", "?kind=vehicle", "?strand=C", "?country=UTO", "?owner=ALY",
    "?since=2026-01-01", "?q=viktor+jadwiga",
)  # fmt: skip
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
LINK = re.compile(r'href="(/[^"#]*)')
LEFT_OUT = re.compile(
    r"^/(accounts/logout|static/|manual/.|api/openapi|.*[.](csv|jsonl|ics|stix|misp|pdf|docx)|.*download|.*export)"
)


def pages(client: Any) -> Iterator[tuple[str, Any]]:
    """Yield each kind of page reached by links from the home page, once, with its answer."""
    from tocsin.rooms.register.models import Record

    record = Record.unrestricted.filter(kind="person").first()
    assert record is not None
    queue, seen = deque(["/", f"/records/{record.pk}/", "/records/", "/manual/"]), set()
    queue.extend(f"/records/{search}" for search in SEARCHES)
    while queue:
        address = queue.popleft().replace("&amp;", "&")
        shape = UUID.sub(
            "ID", address if address.startswith("/records/?") else address.split("?")[0]
        )
        if shape in seen or LEFT_OUT.match(address):
            continue
        seen.add(shape)
        answer = client.get(address)
        if answer.status_code != 200 or "html" not in answer.headers.get("Content-Type", ""):
            continue
        yield address, answer
        if not address.startswith("/records/?"):
            queue.extend(dict.fromkeys(LINK.findall(answer.content.decode())))


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
    """Print the median of each page for owner, neighbour and overseers; return how many are slow."""
    from django.test import Client

    from tocsin.rooms.bureaus.models import Officer

    slow = 0
    for name in ("hom", "aly", "hom-administrator", "hom-oversight"):
        client = Client(HTTP_HOST="localhost")
        client.force_login(Officer.unrestricted.get(username=name))
        for address, answer in pages(client):
            spent, wall = timed(client, address)
            slow += spent > LIMIT
            mark = "  SLOW" if spent > LIMIT else ""
            size = len(answer.content) / 1000
            print(
                f"{name:18} {spent:6.1f} ms  wall {wall:6.1f} ms  {size:5.1f} kB  {address}{mark}"
            )
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
        from django.utils import timezone

        from tocsin.rooms.oversight.actions import surveys
        from tocsin.rooms.register.models import Record

        missing = count - Record.unrestricted.count()
        begin = time.perf_counter()
        fill(max(0, missing))
        taken = time.perf_counter() - begin
        if missing > 0:
            print(f"{missing} records written in {taken:.0f} s, {missing / taken:.0f} a second")
        if not Record.unrestricted.filter(kind="link").exists():
            tie()
        watch(count)
        surveys.survey(timezone.now())
        slow = measure()
        print(f"{slow} pages above {LIMIT} ms")
        sys.exit(1 if slow else 0)


if __name__ == "__main__":
    main()
