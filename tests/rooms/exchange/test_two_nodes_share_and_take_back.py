"""Two nodes as two processes over TLS: released, screened for elsewhere, withdrawn, receipted."""

import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.house.tree import ROOT
from tests.rooms.exchange.notices_abroad import a_notice_lives_and_ends
from tests.rooms.exchange.profiles_abroad import a_profile_is_kept_and_taken_back
from tests.tables import lay

sys.path.insert(0, str(ROOT / "examples" / "three-bureaus"))
from nodes import Node, introduce

BORN = "1971-03-05"


@pytest.fixture
def pair(tmp_path: Path, tables: Path) -> Iterator[tuple[Node, Node]]:
    environment = dict(os.environ)
    os.environ.pop("TOCSIN_HOME", None)
    nodes = [Node(code, tmp_path) for code in ("POL", "MDA")]
    for node in nodes:
        lay(node.home, tables)
        node.set_up()
    try:
        for node in nodes:
            node.start()
        introduce(nodes)
        yield nodes[0], nodes[1]
    finally:
        for node in nodes:
            node.end()
        os.environ.update(environment)


def until(what: Callable[[], object], most: float = 60.0) -> None:
    """Wait for an event of another process; the bound is for a broken node, not a promise."""
    began = time.monotonic()
    while not what():
        assert time.monotonic() - began < most, "not within a minute"
        time.sleep(0.05)


def released(pol: Node, name: str) -> tuple[str, str]:
    person = pol.person(name, BORN)
    basis = pol.watch(person)
    for record in (person, basis):
        pol.release(record, everyone=True, tlp="TLP:AMBER")
    return person, basis


def outcomes(node: Node, record: str) -> list[str]:
    rows = node.get("bureau_officer", f"/records/{record}/holders")["items"]
    return [row["outcome"] for row in rows if row["confirmed"]]


def test_two_nodes_share_and_take_back_though_either_is_killed(pair) -> None:
    """One test, for a pair of nodes takes seconds to start."""
    shared_and_receipted(*pair)
    killed_and_gone_on(*pair)
    only_its_own_certificate_is_believed(*pair)
    asked_blindly(*pair)
    a_notice_lives_and_ends(*pair, until)
    a_profile_is_kept_and_taken_back(*pair, until)


def asked_blindly(pol: Node, mda: Node) -> None:
    """Both keep one person, neither shows it: Chisinau learns of the one, Warsaw of nothing."""
    kept = [mda.person(name, BORN) for name in ("Zenobia Tamtejsza", "Ignacy Nieznany")]
    pol.watch(pol.person("Зенобія Тамтейша", "1971"))
    (to_mda,) = [row["id"] for row in pol.get("administrator", "/peers")["items"]]
    (to_pol,) = [row["id"] for row in mda.get("administrator", "/peers")["items"]]
    pol.both("/arrangements/open", peer=to_mda)
    made = mda.post("bureau_officer", "/matches/ask", peer=to_pol, records=kept)
    path = f"/matches/{made['id']}"
    until(lambda: mda.get("bureau_officer", path)["state"] == "answered")
    (found,) = mda.get("bureau_officer", path)["findings"]
    assert found["record"] == kept[0]
    request = mda.post("bureau_officer", f"/findings/{found['id']}/confirm", text="Whom we mean")
    until(lambda: pol.get("bureau_officer", "/requests")["items"])
    (asked,) = pol.get("bureau_officer", "/requests")["items"]
    assert (asked["id"], asked["urgency"]) == (request["id"], "match")


def shared_and_receipted(pol: Node, mda: Node) -> None:
    person, basis = released(pol, "Walery Zmyslony")
    until(lambda: mda.hits("Walery Zmyslony", BORN))
    pol.withdraw(basis)
    pol.withdraw(person)
    until(lambda: outcomes(pol, person) == ["purged"])
    assert not mda.hits("Walery Zmyslony", BORN)
    snapshots = list((mda.home / "index").rglob("*")) if (mda.home / "index").exists() else []
    for path in snapshots:
        if path.is_file():
            assert b"zmyslony" not in path.read_bytes().lower(), path


def killed_and_gone_on(pol: Node, mda: Node) -> None:
    mda.end(at_once=True)
    person, _basis = released(pol, "Bogumil Urojony")
    mda.start()
    until(lambda: mda.hits("Bogumil Urojony", BORN))
    pol.end(at_once=True)
    pol.start()
    pol.withdraw(person)
    until(lambda: outcomes(pol, person) == ["purged"])
    assert not mda.hits("Bogumil Urojony", BORN)
    assert not mda.get("administrator", "/quarantine")["items"]


def only_its_own_certificate_is_believed(pol: Node, mda: Node) -> None:
    from tocsin.core.errors import Unavailable
    from tocsin.web.fetch import Line

    wrong = (pol.home / "tls" / "certificate.pem").read_text()
    with pytest.raises(Unavailable):
        Line(mda.url, wrong).call("GET", "/healthz")
    with pytest.raises(Unavailable):
        Line(mda.url).call("GET", "/healthz")
    with pytest.raises(Unavailable):
        Line(mda.url.replace("https", "http"))
    right = (mda.home / "tls" / "certificate.pem").read_text()
    line = Line(mda.url, right)
    assert line.call("GET", "/healthz").status == 200
    line.close()
    with pytest.raises(Unavailable):
        Line(mda.url.replace("127.0.0.1", "localhost"), right).call("GET", "/healthz")
