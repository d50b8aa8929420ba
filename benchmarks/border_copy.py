"""A border copy of 100,000 persons: making it, taking it, checks at the lane, a delta, the report.

A new home takes the invented persons in by the importer, each with a basis, as a list would come;
a station is registered by two officers. Judged is processor time, so that neighbours on the machine
do not count; memory is the peak of each step alone.

    python benchmarks/border_copy.py [PERSONS] [CHANGES]
"""

import io
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.pages_at_100k import bodies

ASKED = 200


def peak() -> float:
    """Return the peak of memory in MB since it was last reset."""
    said = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    return int(said["VmHWM"].split()[0]) / 1024


def measured(
    name: str, work: Callable[[], Any], *, size: Callable[[Any], int] = lambda _: 0
) -> Any:
    """Do it and print processor seconds, seconds on the wall, peak memory and what it weighs."""
    Path("/proc/self/clear_refs").write_text("5")  # the peak begins anew
    spent, began = time.process_time(), time.perf_counter()
    made = work()
    spent, began = time.process_time() - spent, time.perf_counter() - began
    weighs = f"{size(made) / 1e6:,.2f}" if size(made) else ""
    print(f"| {name} | {spent:,.2f} | {began:,.2f} | {peak():,.0f} | {weighs} |", flush=True)
    return made


def flat(body: dict[str, Any], number: int) -> dict[str, Any]:
    """Return a body as a line of a plain file."""
    return {
        "id": f"p{number}",
        "names": [one["text"] for one in body["names"]],
        "dob": [one["date"] for one in body["births"]],
        "nat": [one.lower() for one in body["nationalities"] if one != "UTO"],
        "docs": [one["number"] for one in body["documents"]],
    }


def taken_in(officer: Any, lines: list[dict[str, Any]], source: str) -> None:
    """Take a file in, every person of it screened for."""
    from django.utils import timezone

    from tocsin.rooms.bureaus.verb import Upload
    from tocsin.rooms.register.actions import imports, intake

    data = "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in lines).encode()
    job = imports.start(officer, file=Upload("list.jsonl", data), source=source, screened=True)
    while intake.carry_on(timezone.now()):
        pass
    job.refresh_from_db()
    assert job.phase == "done", job.phase


def reported(crossing: Any, checks: int) -> None:
    """Seal the report of so many checks, each with a hit; read it back at home, and once more."""
    out = io.BytesIO()
    measured("seal the report of the checks", lambda: crossing.station.report(out, crossing.now()))
    print(f"report: {len(out.getvalue()) / 1e3:,.0f} kB for {checks} checks")
    read = measured("read the report back", lambda: crossing.hand_in(out.getvalue()))
    assert (read.fresh, read.hits, read.refused) == (checks, checks, 0)
    again = measured("read it back once more", lambda: crossing.hand_in(out.getvalue()))
    assert (again.checks, again.fresh) == (checks, 0)


def main() -> None:
    given = [int(one) for one in sys.argv[1:3]]
    persons, changes = given + [100_000, 1_000][len(given) :]
    folder = Path(tempfile.mkdtemp())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tocsin.node.settings")
    os.environ["TOCSIN_HOME"], os.environ["TOCSIN_SECOND_FACTOR"] = str(folder / "home"), "optional"
    import django

    django.setup()
    from django.conf import settings

    from tests.cast import Cast, House
    from tests.rooms.border.crossing import built
    from tocsin.node.cli.node import prepare
    from tocsin.rooms.register.actions import bases
    from tocsin.rooms.register.models import Record

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    prepare()
    cast = Cast(House("HOM", "Home Bureau"), House("ALY", "Ally"), House("STR", "Strangers"))
    crossing = built(cast, folder)
    officer = cast.home.bureau_officer
    source = [flat(body, number) for number, body in enumerate(bodies(persons + changes))]
    print("| step | processor s | wall s | peak MB | MB |\n| --- | --- | --- | --- | --- |")
    measured(f"take {persons:,} persons in, each with a basis",
             lambda: taken_in(officer, source[:persons], "list"))  # fmt: skip
    full = measured("make a full copy", crossing.order, size=lambda one: one.size)
    assert full.subjects == persons, (full.subjects, full.problem)
    sealed = crossing.sealed(full)
    measured("take it at the station", lambda: crossing.station.take(sealed, crossing.now()))
    times = []

    def ask(lines: list[dict[str, Any]]) -> int:
        hits = 0
        for one in lines:
            began = time.process_time()
            query = {"names": one["names"], "dob": one["dob"]}
            said = crossing.station.check(query, by="anna", where="lane 2", now=crossing.now())
            times.append((time.process_time() - began) * 1000)
            hits += bool(said["hits"])
        return hits

    met = measured(f"check {ASKED} who are in it", lambda: ask(source[:ASKED]))
    assert met == ASKED
    print(
        f"one check: median {statistics.median(times):.0f} ms of processor, most {max(times):.0f} ms"
    )
    for record in Record.unrestricted.filter(kind="basis")[:changes]:
        bases.end(officer, record, reason="no longer sought")
    taken_in(officer, source[persons:], "another list")
    delta = measured(f"make a delta, {changes:,} gone and {changes:,} new",
                     crossing.order, size=lambda one: one.size)  # fmt: skip
    assert delta.base == full.number
    carried = crossing.sealed(delta)
    measured(
        "take the delta at the station", lambda: crossing.station.take(carried, crossing.now())
    )
    fresh = source[persons : persons + ASKED]
    assert ask(fresh) == len(fresh)
    reported(crossing, len(times))


if __name__ == "__main__":
    main()
