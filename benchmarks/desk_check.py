"""The time of one answer at the desk and through the API, and of a manifest, on a full register.

A home is filled with invented persons, each with a basis in force; then checks are made as officers
make them, journalled and kept, on SQLite with full synchronous writes. Medians of each round.

    python benchmarks/desk_check.py [SUBJECTS] [CHECKS] [MANIFEST_ROWS] [HOME]
"""

import json
import os
import random
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

ROUNDS = 3
SYLLABLES = (
    "ba be bi bo bu ca co da de di do fa fe ga go ha he ka ke ki ko la le li lo lu ma me mi "
)
SYLLABLES += (
    "mo na ne ni no pa pe pi po ra re ri ro sa se si so ta te ti to va ve vi vo za ze zi zo"
)
ENDINGS = (
    *("nski", "wicz", "enko", "escu", "ova", "ev", "an", "ez", "ides", "ling"),
    *("berg", "mann", "ura", "oto", "yan", "dze", "shvili", "ic", "oglu"),
)


def traveller(dice: random.Random) -> dict[str, Any]:
    parts = SYLLABLES.split()
    given = "".join(dice.choices(parts, k=3)).capitalize()
    family = "".join(dice.choices(parts, k=2)).capitalize() + dice.choice(ENDINGS)
    born = f"{dice.randint(1940, 2006)}-{dice.randint(1, 12):02d}-{dice.randint(1, 28):02d}"
    return {
        "names": [f"{given} {family}"],
        "dob": [born],
        "nat": [dice.choice(["POL", "UKR", "MDA", "ROU", "DEU", "TUR", "GEO"])],
        "docs": [f"{dice.choice('ABCDEFXZ')}{dice.randint(10**7, 10**8 - 1)}"],
    }


def body(one: dict[str, Any]) -> dict[str, Any]:
    return {
        "names": [{"text": one["names"][0]}],
        "births": [{"date": one["dob"][0]}],
        "nationalities": one["nat"],
        "documents": [{"number": one["docs"][0]}],
    }


def fill(reader: Any, people: list[dict[str, Any]], at: Any) -> None:
    """Write persons and bases as rows: what screening reads, without signing each."""
    from django.db import transaction

    from tocsin.core.labels import Label
    from tocsin.rooms.register.models import Basis, Change, FeedHead, Record
    from tocsin.rooms.release.models import intern

    mine = intern(reader.bureau, "released", "live", Label())
    common = {"owner_id": reader.bureau, "state": "released", "revision": 1, "release_class": mine}
    with transaction.atomic():
        for start in range(0, len(people), 5_000):
            persons = [
                Record(
                    kind="person",
                    body=body(one),
                    title=one["names"][0],
                    created=at,
                    changed=at,
                    **common,
                )
                for one in people[start : start + 5_000]
            ]
            papers = [Record(kind="basis", created=at, changed=at, **common) for _ in persons]
            Record.unrestricted.bulk_create(persons + papers, batch_size=500)
            Basis.unrestricted.bulk_create(
                [
                    Basis(
                        record=paper,
                        subject=person,
                        type="watch",
                        reference="BENCH",
                        instruction="check",
                        since=at,
                    )
                    for paper, person in zip(papers, persons, strict=True)
                ],
                batch_size=500,
            )
        FeedHead.unrestricted.create(pk=1, last=1)
        Change.unrestricted.create(
            number=1, record=uuid4(), kind="person", realm="live", change="created", at=at
        )


def timed(work: Callable[[Any], object], asked: list[Any]) -> list[float]:
    """Milliseconds of each."""
    found = []
    for one in asked:
        started = time.perf_counter()
        work(one)
        found.append((time.perf_counter() - started) * 1000)
    return found


def rounds(name: str, work: Callable[[Any], object], asked: list[Any]) -> None:
    every = [sorted(timed(work, asked)) for _ in range(ROUNDS)]
    medians = [statistics.median(one) for one in every]
    p99 = [one[int(len(one) * 0.99) - 1] for one in every]
    print(
        f"{name:34} median {statistics.median(medians):7.1f} ms"
        f"  (rounds {min(medians):.1f} to {max(medians):.1f})  p99 {statistics.median(p99):7.1f} ms"
    )


def manifest_rows(dice: random.Random, listed: list[dict[str, Any]], count: int) -> Iterator[str]:
    yield "id,names,dob,nat,docs\n"
    for number in range(count):
        one = dice.choice(listed) if number % 1_000 == 500 else traveller(dice)
        yield f"R{number},{one['names'][0]},{one['dob'][0]},{one['nat'][0]},{one['docs'][0]}\n"


def screen_manifest(
    reader: Any, dice: random.Random, people: list[dict[str, Any]], count: int
) -> None:
    from django.utils import timezone

    from tocsin.rooms.bureaus.verb import Upload
    from tocsin.rooms.hits.actions import manifests, screening

    data = "".join(manifest_rows(dice, people, count)).encode()
    started = time.perf_counter()
    manifest = manifests.upload(reader, file=Upload(name="bench.csv", data=data))
    screening.carry_on(timezone.now())
    read = time.perf_counter()
    while screening.carry_on(timezone.now()):
        pass
    done = time.perf_counter()
    manifest.refresh_from_db()
    print(
        f"manifest of {count:>7,} rows: read and journalled {read - started:6.1f} s, screened"
        f" {done - read:6.1f} s ({count / (done - read):,.0f} rows/s), {manifest.hits} with hits,"
        f" {manifest.phase}"
    )


def prepare(home: str) -> None:
    os.environ["TOCSIN_HOME"] = home
    os.environ["TOCSIN_DATABASE_URL"] = ""
    os.environ["TOCSIN_SECOND_FACTOR"] = "optional"
    os.environ["DJANGO_SETTINGS_MODULE"] = "tocsin.node.settings"
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)


def main() -> None:
    subjects, checks, rows = (int(x) for x in (*sys.argv[1:4], "100000", "200", "1000")[:3])
    if len(sys.argv) > 4:
        prepare(sys.argv[4])
        measure(subjects, checks, rows)
        return
    with tempfile.TemporaryDirectory(dir=".") as home:
        prepare(home)
        measure(subjects, checks, rows)


def measure(subjects: int, checks: int, rows: int) -> None:
    from django.test import Client
    from django.utils import timezone

    from tocsin.rooms.bureaus import founding
    from tocsin.rooms.bureaus.powers import Role
    from tocsin.rooms.bureaus.reading.posts import reader_of
    from tocsin.rooms.hits import index
    from tocsin.rooms.hits.actions import checks as verbs

    dice = random.Random(2041)
    at = timezone.now() - timedelta(minutes=1)
    bureau = founding.found("BEN", "Bench", at=at)
    officer = founding.appoint(
        bureau, "bench", "Bench", [Role.BUREAU_OFFICER], password="x" * 12, at=at, must_change=False
    )
    reader = reader_of(officer.id, bureau.id, at=timezone.now(), purpose="border_control")
    people = [traveller(dice) for _ in range(subjects)]
    fill(reader, people, at)

    started = time.perf_counter()
    index.of("live").size(timezone.now())
    built = time.perf_counter()
    index.of("live").save(timezone.now())
    saved = time.perf_counter()
    index.RealmIndex("live").size(timezone.now())
    opened = time.perf_counter()
    print(
        f"{subjects:,} subjects: built {built - started:.1f} s, saved {saved - built:.1f} s,"
        f" opened {opened - saved:.2f} s"
    )

    asked = [dice.choice(people) if n % 50 == 0 else traveller(dice) for n in range(checks)]
    verbs.run(reader, **asked[0])
    rounds("check.run (verb, journal, row)", lambda one: verbs.run(reader, **one), asked)
    client = Client(HTTP_HOST="localhost")
    client.force_login(officer)
    page = {"HX-Request": "true"}
    rounds(
        "desk page (POST /desk/)",
        lambda one: client.post(
            "/desk/", {"line": one["names"][0], "dob": one["dob"][0]}, headers=page
        ),
        asked,
    )
    token = founding.hand_token(officer, "bench", at=timezone.now(), secret="bench" * 8)
    bearer = {"Authorization": f"Bearer {token}"}
    rounds(
        "API (POST /api/checks)",
        lambda one: client.post(
            "/api/checks",
            json.dumps({**one, "purpose": "border_control"}),
            content_type="application/json",
            headers=bearer,
        ),
        asked,
    )
    screen_manifest(reader, dice, people, rows)
    print(f"resident {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB at most")


if __name__ == "__main__":
    main()
