"""Foreign STIX objects posted and read back over TLS, from ten thousand to a million, on one node.

    python benchmarks/exchange_throughput.py [OBJECTS ...] [--processes N] [--postgres] [--peers]

Objects of about 500 bytes, four of five indicators, posted by a thousand and read by a thousand,
on as many kept connections as the node has web processes. Bytes are those of the database, journal
and indexes included, and of SQLite's write-ahead log; processor time is that of all the node's
processes. --postgres keeps the data on the server that TOCSIN_TEST_POSTGRES names, whose processes
are counted and whose own log is not: `scripts/programs.sh durable` starts one that waits for its
disk, as that of the tests does not. --peers measures medallion and OpenTAXII in the same way, one
connection, without TLS: see taxii_peers.py.
"""

import argparse
import contextlib
import http.client
import itertools
import json
import os
import random
import signal
import ssl
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import UUID

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "examples" / "three-bureaus"), str(ROOT / "benchmarks")]

import psycopg  # noqa: E402
import taxii_peers  # noqa: E402
from nodes import Node, free_port  # noqa: E402

TAXII = "application/taxii+json;version=2.1"
BATCH = 1_000
AHEAD = 20  # batches made before they are posted, so that making them is not measured
MOST_READ = 200_000
TICKS = os.sysconf("SC_CLK_TCK")
PEERS = {"medallion": 1_000, "opentaxii": 2_000}  # objects: both take ever longer for a page
WORDS = [
    "harbour",
    "lantern",
    "gravel",
    "orchard",
    "signal",
    "window",
    "copper",
    "meadow",
    "timber",
    "anchor",
]


def made(number: int, dice: random.Random) -> dict[str, object]:
    pk = UUID(int=dice.getrandbits(128), version=4)
    kind = "identity" if number % 5 == 0 else "indicator"
    said = {
        "type": kind,
        "spec_version": "2.1",
        "id": f"{kind}--{pk}",
        "created": "2030-05-04T10:00:00.000Z",
        "modified": "2030-05-04T10:00:00.000Z",
        "name": f"Invented {kind} {number}",
        "description": " ".join(dice.choices(WORDS, k=22)),
    }
    if kind == "identity":
        return said | {"identity_class": "organization", "sectors": ["government-national"]}
    return said | {
        "indicator_types": ["unknown"],
        "pattern": f"[file:name = 'invented-{number}.txt']",
        "pattern_type": "stix",
        "valid_from": "2030-05-04T10:00:00Z",
    }


class Client:
    """One kept connection."""

    def __init__(self, connection: http.client.HTTPConnection, token: str) -> None:
        self.connection = connection
        self.headers = {"Accept": TAXII, "Content-Type": TAXII}
        self.headers |= {"Authorization": token} if token else {}

    def ask(self, method: str, path: str, body: bytes | None = None) -> bytes:
        self.connection.request(method, path, body, self.headers)
        answer = self.connection.getresponse()
        data = answer.read()
        if answer.status >= 300:
            raise SystemExit(f"{method} {path}: {answer.status} {data[:300]!r}")
        return data


class Side:
    """One server as it is measured: its connections, its collection, its processes and its file."""

    def __init__(
        self,
        name: str,
        clients: list[Client],
        objects: str,
        groups: list[int],
        stored: Callable[[], int] | None,
    ) -> None:
        self.name, self.clients, self.objects, self.groups = name, clients, objects, groups
        self.stored, self.empty = stored, stored() if stored else 0
        self.pool = ThreadPoolExecutor(len(clients))
        self.dice, self.have, self.size = random.Random(2026), 0, 0

    def post(self, count: int) -> float:
        """Post until there are so many; return the seconds that took, without making them."""
        spent = 0.0
        while self.have < count:
            bodies = []
            while self.have < count and len(bodies) < AHEAD:
                some = min(BATCH, count - self.have)
                objects = [made(self.have + i, self.dice) for i in range(some)]
                self.size += sum(len(json.dumps(one)) for one in objects)
                bodies.append(json.dumps({"objects": objects}).encode())
                self.have += some
            began = time.perf_counter()
            self.all([bodies[i :: len(self.clients)] for i in range(len(self.clients))], self._send)
            spent += time.perf_counter() - began
        return spent

    def _send(self, client: Client, bodies: list[bytes]) -> None:
        for body in bodies:
            client.ask("POST", self.objects, body)

    def all(self, work: list, what: Callable) -> list:
        """Let every connection do its part at the same time."""
        return list(self.pool.map(what, self.clients, work))

    def first(self) -> float:
        """Return how many milliseconds the first page of a hundred takes, at the median."""
        took = []
        while len(took) < 15 and sum(took) < 10_000:
            began = time.perf_counter()
            self.clients[0].ask("GET", f"{self.objects}?limit=100")
            took.append((time.perf_counter() - began) * 1000)
        return statistics.median(took)

    def read(self, client: Client, most: int) -> int:
        """Read page after page; return how many objects came."""
        seen, query = 0, f"?limit={BATCH}"
        while seen < most:
            data = client.ask("GET", f"{self.objects}{query}")
            seen += data.count(b'"spec_version"')
            following = next_of(data)
            if not following:
                break
            query = f"?limit={BATCH}&next={following}"
        return seen

    def measure(self, count: int) -> None:
        """Post until there are so many, read, and print what was measured."""
        more = count - self.have
        used, took = cpu(self.groups), self.post(count)
        written = (cpu(self.groups) - used) / more * 1e6
        first, used, began = self.first(), cpu(self.groups), time.perf_counter()
        seen = sum(self.all([min(count, MOST_READ)] * len(self.clients), self.read))
        get = time.perf_counter() - began
        got = (cpu(self.groups) - used) / seen * 1e6
        bytes_ = f"{(self.stored() - self.empty) / self.size:.2f}" if self.stored else "-"
        print(
            f"{self.name:<10} {count:>9,}: POST {more / took:>7,.0f}/s ({written:.0f} us)"
            f"  GET {seen / get:>7,.0f}/s ({got:.0f} us) over {seen:,}"
            f"  first page {first:.1f} ms  stored {bytes_} bytes a byte"
            f"  load {os.getloadavg()[0]:.1f}",
            flush=True,
        )


def next_of(data: bytes) -> str:
    """Return the ``next`` of a page, from its head or, as others write it, from its end."""
    for piece in (data[:200], data[-300:]):
        text = piece.decode("utf-8", "replace").replace('": ', '":')
        if '"next":"' in text:
            return text.split('"next":"')[1].split('"')[0]
    return ""


def cpu(groups: list[int]) -> float:
    """Return the processor seconds of these process groups, and of their children, so far."""
    spent = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            fields = stat.read_text().rpartition(")")[2].split()
            belongs = int(fields[1]) in groups or int(fields[2]) in groups
            # Its own, and that of its children that have ended: a connection's, on PostgreSQL.
            spent += sum(map(int, fields[11:15])) * belongs
    return spent / TICKS


def postmaster(server: str) -> int:
    """Return the process of a PostgreSQL server on this machine; each of its own has a group."""
    with psycopg.connect(server) as connection:
        stat = Path(f"/proc/{connection.info.backend_pid}/stat").read_text()
    return int(stat.rpartition(")")[2].split()[1])


def stored(node: Node) -> int:
    """Return the bytes of the node's database."""
    if not node.database:
        return sum(file.stat().st_size for file in node.home.glob("tocsin.sqlite3*"))
    with psycopg.connect(node.database) as connection:
        row = connection.execute("SELECT pg_database_size(current_database())").fetchone()
    assert row is not None
    return int(row[0])


@contextlib.contextmanager
def ours(folder: Path, processes: int, server: str) -> Iterator[Side]:
    """Run a node with so many web processes, on PostgreSQL if a server is named."""
    node = Node("POL", folder, server=server).set_up().start("--processes", str(processes))
    assert node.process is not None
    try:
        certificate = (node.home / "tls" / "certificate.pem").read_text()
        trust = ssl.create_default_context(cadata=certificate)
        token = f"Bearer {node.said['tokens']['bureau_officer']}"
        clients = [
            Client(http.client.HTTPSConnection("127.0.0.1", node.port, context=trust), token)
            for _one in range(processes)
        ]
        base = f"/taxii2/{node.said['id']}/collections/"
        listed = json.loads(clients[0].ask("GET", base))["collections"]
        objects = f"{base}{listed[0]['id']}/objects/"
        groups = [os.getpgid(node.process.pid), *([postmaster(server)] if server else [])]
        name = ("postgresql" if server else "sqlite") + f" x{processes}" * (processes > 1)
        yield Side(name, clients, objects, groups, lambda: stored(node))
    finally:
        node.end()


@contextlib.contextmanager
def theirs(name: str, folder: Path) -> Iterator[Side]:
    """Run the server of another."""
    run = taxii_peers.medallion if name == "medallion" else taxii_peers.opentaxii
    with run(folder, free_port()) as it:
        client = Client(http.client.HTTPConnection("127.0.0.1", it.port), it.token)
        file = it.file
        weighs = (lambda: file.stat().st_size) if file else None
        yield Side(name, [client], it.objects, [it.group], weighs)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("objects", nargs="*", type=int, default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--processes", type=int, default=1, help="web processes of the node")
    parser.add_argument("--postgres", action="store_true", help="keep the data on PostgreSQL")
    parser.add_argument("--peers", action="store_true", help="medallion and OpenTAXII beside ours")
    said = parser.parse_args()
    server = os.environ.get("TOCSIN_TEST_POSTGRES", "") if said.postgres else ""
    if said.postgres and not server:
        parser.error("run it by scripts/programs.sh durable, or name a server")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # the node is ended too
    for name, steps in itertools.chain(
        [("", said.objects)],
        [(name, [count]) for name, count in PEERS.items() if said.peers],
    ):
        with tempfile.TemporaryDirectory(prefix="throughput-") as folder:
            side = (
                theirs(name, Path(folder)) if name else ours(Path(folder), said.processes, server)
            )
            with side as it:
                for step in steps:
                    it.measure(step)


if __name__ == "__main__":
    main()
