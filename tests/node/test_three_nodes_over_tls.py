"""Three nodes as real processes over TLS: a hub that reads nothing, a member removed, a log forked.

Warsaw and Chisinau have no line to each other but through Kyiv. What Kyiv keeps is searched for
words that it may not know; then Chisinau is put back to an older copy of its disk.
"""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.node.peers import (
    ADMINISTRATOR,
    FAULTS,
    NAMES,
    OFFICER,
    Node,
    holds,
    line,
    running,
    until,
    witnessed,
    written,
)

pytestmark = pytest.mark.long
SECRETS = ("Przemilczany", "Nieopisany", "POL-2026/0777", "+48221110777")


@pytest.fixture
def trio(tmp_path: Path, tables: Path, monkeypatch: Any) -> Iterator[list[Node]]:
    monkeypatch.delenv("TOCSIN_HOME", raising=False)
    with running(NAMES, tmp_path, tables) as nodes:
        yield nodes


def through(hub: Node, one: Node, other: Node) -> None:
    """Let the two reach each other through the hub alone."""
    for end in (one, other):
        hub.post(ADMINISTRATOR, f"/peers/{line(hub, end)['id']}/allow_relay")
    for here, there in ((one, other), (other, one)):
        path = f"/peers/{line(here, there)['id']}/route"
        here.post(ADMINISTRATOR, path, through=line(here, hub)["id"])


def test_a_hub_passes_on_and_a_fork_is_red_on_both_sides(trio) -> None:
    """One test, for three nodes take seconds to start."""
    pol, mda, ukr = trio
    through(ukr, pol, mda)
    a_request_is_asked_and_answered(pol, mda)
    a_mission_is_offered_and_ends(pol, mda)
    the_hub_knows_nothing_of_it(ukr)
    a_removed_member_gives_it_up(pol, mda, ukr)
    an_older_copy_of_a_disk_is_red(mda, ukr)


def a_request_is_asked_and_answered(pol: Node, mda: Node) -> None:
    made = pol.post(
        OFFICER, "/requests/open", to=mda.said["id"], headline="Przemilczany passenger",
        asks=["confirm_identity"], urgency="urgent", text="Nieopisany traveller",
    )  # fmt: skip
    path = f"/requests/{made['id']}"
    until(lambda: [row["id"] for row in mda.get(OFFICER, "/requests")["items"]] == [made["id"]])
    mda.post(OFFICER, f"{path}/answer", status="answered", identity="not_same")
    until(lambda: pol.get(OFFICER, path)["status"] == "answered")
    assert pol.get(OFFICER, path)["entries"][-1]["body"]["identity"] == "not_same"
    pol.post(OFFICER, f"{path}/close", outcome="not_the_same")
    until(lambda: mda.get(OFFICER, path)["outcome"] == "not_the_same")


def a_mission_is_offered_and_ends(pol: Node, mda: Node) -> None:
    today = datetime.now(UTC).date()
    days = {
        "since": str(today + timedelta(days=1)),
        "until": str(today + timedelta(days=9)),
        "telephone": "+48221110777",
    }
    made = pol.post(
        OFFICER, "/missions/open", to=[mda.said["id"]], needs=["expert"], case="POL-2026/0777",
        country="POL", **days,
    )  # fmt: skip
    path = f"/missions/{made['id']}"

    def phase(node: Node) -> str:
        rows = node.get(OFFICER, "/missions")["items"]
        return next((str(row["phase"]) for row in rows if row["id"] == made["id"]), "")

    until(lambda: phase(mda) == "asked")
    mda.post(OFFICER, f"{path}/offer", gives=["expert"], **days)
    until(lambda: phase(pol) == "offered")
    entries = pol.get(OFFICER, path)["entries"]
    (offer,) = [row["id"] for row in entries if row["kind"] == "mission_offer"]
    pol.post(OFFICER, f"{path}/accept", offer=offer)
    until(lambda: phase(mda) == "accepted")
    mda.post(OFFICER, f"{path}/deploy", desk="duty_officer", **days)
    until(lambda: phase(pol) == "deployed")
    mda.post(OFFICER, f"{path}/stand_down")
    until(lambda: phase(pol) == "returned")
    pol.post(OFFICER, f"{path}/close", outcome="supported")
    until(lambda: phase(mda) == "closed")


def the_hub_knows_nothing_of_it(ukr: Node) -> None:
    for path in ("/requests", "/missions"):
        assert ukr.get(OFFICER, path)["items"] == []
    kept = b"".join(one.read_bytes() for one in ukr.home.rglob("*") if one.is_file())
    for word in SECRETS:
        assert word.encode() not in kept
    with closing(sqlite3.connect(ukr.home / "tocsin.sqlite3")) as tables:
        verbs = tables.execute("select count(*) from journal_entry where verb = 'relay.take'")
        assert verbs.fetchone()[0] > 0, "it journals that it passed something on"


def outcomes(node: Node, record: str) -> dict[str, tuple[str, bool]]:
    rows = node.get(OFFICER, f"/records/{record}/holders")["items"]
    return {row["holder"]: (row["outcome"], row["confirmed"] is not None) for row in rows}


def a_removed_member_gives_it_up(pol: Node, mda: Node, ukr: Node) -> None:
    """The owner sees who confirmed what; who was removed holds nothing, who was not goes on."""
    group = pol.post(ADMINISTRATOR, "/groups/create", name="Invented group")["id"]
    for other in (mda, ukr):
        pol.post(ADMINISTRATOR, f"/groups/{group}/add_member", bureau=other.said["id"])
    person = pol.person("Grupowy Zmyslony", "1975-05-05")
    pol.release(person, groups=[group], tlp="TLP:AMBER")
    for other in (mda, ukr):
        until(lambda other=other: holds(other, person))
    pol.post(ADMINISTRATOR, f"/groups/{group}/remove_member", bureau=mda.said["id"])
    until(lambda: not holds(mda, person))
    until(lambda: sorted(outcomes(pol, person).values()) == [("held", False), ("purged", True)])
    assert holds(ukr, person)


def an_older_copy_of_a_disk_is_red(mda: Node, ukr: Node) -> None:
    """Put back unsaid, the journal contradicts what its peer cosigned: both nodes show it."""
    old = mda.home.with_name("older")
    mda.end()
    shutil.copytree(mda.home, old, ignore=shutil.ignore_patterns("*.pipe"))
    mda.start()
    mda.person("Zapomniana Wymyslona", "1980-01-01")
    # Only what the copy does not have contradicts it: a peer may be late with what it has.
    kept = written(old, mda)
    until(lambda: witnessed(ukr, mda) > kept)
    mda.end(at_once=True)
    shutil.rmtree(mda.home)
    shutil.move(old, mda.home)
    mda.start()
    until(lambda: line(ukr, mda)["fault"] in FAULTS)
    until(lambda: line(mda, ukr)["fault"].removeprefix("own-journal-") in FAULTS)
    assert line(mda, ukr)["fault"].startswith("own-journal-")
    assert line(ukr, mda)["state"] == "accepted", "recalls still arrive; officers decide the rest"
