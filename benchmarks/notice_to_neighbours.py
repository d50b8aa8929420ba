"""A notice released in Warsaw: how soon Chisinau and Kyiv screen for it, and how soon it is gone.

    python benchmarks/notice_to_neighbours.py [ROUNDS]

Starts three nodes, each its own processes, with certificates, on the loopback. A round drafts,
approves and releases a red notice; the clock runs from the answer to the release until a check at
each neighbour's border hits, and from the answer to the withdrawal until Warsaw holds the receipts
of both. Two kept connections ask, one a neighbour; what asking costs is within what is measured.
Processor seconds are those of all processes of the three nodes.
"""

import http.client
import json
import os
import ssl
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "examples" / "three-bureaus"))

from nodes import Node
from run import three

PAUSE = 0.02
TICKS = os.sysconf("SC_CLK_TCK")
SURNAMES = ["Zmyslona", "Urojona", "Niebyla", "Wymyslna", "Bajeczna", "Pozorna"]
GIVEN = ["Aldona", "Bogna", "Cecylia", "Dobrawa", "Elwira", "Faustyna", "Gracja", "Halszka"]
BORN = "1979-02-11"


class Border:
    """A border post of one node: one kept connection, as a post that asks all day has it."""

    def __init__(self, node: Node) -> None:
        trust = ssl.create_default_context(
            cadata=(node.home / "tls" / "certificate.pem").read_text()
        )
        self.connection = http.client.HTTPSConnection("127.0.0.1", node.port, context=trust)
        token = node.said["tokens"]["border_officer"]
        self.headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}

    def hits(self, name: str, born: str) -> bool:
        """Screen a traveller; say whether somebody was hit."""
        body = json.dumps({"names": [name], "dob": [born], "nat": ["UTO"]})
        self.connection.request("POST", "/api/checks", body, self.headers)
        answer = self.connection.getresponse()
        said = answer.read()
        if answer.status != 200:
            raise SystemExit(f"a check answers {answer.status}: {said[:300]!r}")
        return bool(json.loads(said)["hits"])


def until(what: Callable[[], object], began: float, most: float = 60.0) -> float:
    """Return how many seconds after ``began`` this was so."""
    while not what():
        if time.perf_counter() - began > most:
            raise TimeoutError(f"not within {most} seconds")
        time.sleep(PAUSE)
    return time.perf_counter() - began


def receipts(pol: Node, notice: str) -> int:
    rows = pol.get("bureau_officer", f"/records/{notice}/holders")["items"]
    return sum(bool(row["confirmed"]) for row in rows)


def one_round(
    pool: ThreadPoolExecutor, pol: Node, others: list[Border], number: int
) -> tuple[float, float]:
    """Return the seconds to screening at both neighbours, and from withdrawal to both receipts."""
    name = f"{GIVEN[number % len(GIVEN)]} {SURNAMES[number // len(GIVEN) % len(SURNAMES)]}"
    path = pol.alert(name, BORN, f"POL-2026/{number:04}")
    pol.post("bureau_officer", f"{path}/release")
    began = time.perf_counter()
    asked = [pool.submit(until, lambda one=one: one.hits(name, BORN), began) for one in others]
    screened = max(one.result() for one in asked)
    pol.both(f"{path}/withdraw", reason="the purpose was achieved")
    began = time.perf_counter()
    notice = path.rpartition("/")[2]
    gone = until(lambda: receipts(pol, notice) == len(others), began)
    if any(node.hits(name, BORN) for node in others):
        raise SystemExit(f"{name} is screened for after both receipts")
    return screened, gone


def processor(nodes: list[Node]) -> float:
    """Return the processor seconds of the nodes so far."""
    groups = {os.getpgid(node.process.pid) for node in nodes if node.process is not None}
    spent = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[2]) in groups:
            spent += int(fields[11]) + int(fields[12])
    return spent / TICKS


def report(what: str, seconds: list[float], target: float) -> None:
    ordered = sorted(seconds)
    high = ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
    print(
        f"{what}: p50 {statistics.median(seconds):.2f} s, p95 {high:.2f} s, "
        f"worst {ordered[-1]:.2f} s over {len(ordered)} (promise: {target:.0f} s)",
        flush=True,
    )


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    with (
        tempfile.TemporaryDirectory(prefix="neighbours-") as folder,
        three(Path(folder)) as nodes,
        ThreadPoolExecutor(2) as pool,
    ):
        pol, *others = nodes
        posts = [Border(node) for node in others]
        one_round(pool, pol, posts, 0)  # what a node does once after its start is not measured
        began, spent = time.perf_counter(), processor(nodes)
        found = [one_round(pool, pol, posts, number) for number in range(1, rounds + 1)]
        took = time.perf_counter() - began
        report("released, screened for by both neighbours", [one for one, _ in found], 1)
        report("withdrawn, purged by both, receipts held ", [two for _, two in found], 2)
        print(
            f"a round, drafting to receipts: {took / rounds:.1f} s, "
            f"{(processor(nodes) - spent) / rounds:.1f} processor s of the three nodes, "
            f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"
        )


if __name__ == "__main__":
    main()
