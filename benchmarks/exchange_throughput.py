"""Foreign STIX objects posted and read back over TLS, from ten thousand to a million, on one node.

Objects of about 500 bytes, four of five indicators, posted by a thousand and read by a thousand on
one kept connection. Bytes are those of the database file, journal and indexes included. Processor
time is that of the node's processes. MEDALLION or OPENTAXII name a Python that has the server, in
an environment of its own; without, they are left out.

    python benchmarks/exchange_throughput.py [OBJECTS ...]
"""

import http.client
import json
import os
import random
import signal
import ssl
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from uuid import UUID

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "examples" / "three-bureaus")]

from nodes import Node, free_port  # noqa: E402

TAXII = "application/taxii+json;version=2.1"
BATCH = 1_000
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
        self.headers = {"Authorization": token, "Accept": TAXII, "Content-Type": TAXII}

    def ask(
        self, method: str, path: str, body: bytes | None = None
    ) -> tuple[bytes, dict[str, str]]:
        self.connection.request(method, path, body, self.headers)
        answer = self.connection.getresponse()
        data = answer.read()
        if answer.status >= 300:
            raise SystemExit(f"{method} {path}: {answer.status} {data[:300]!r}")
        return data, {k.lower(): v for k, v in answer.getheaders()}


def measure(client: Client, objects: str, start: int, count: int, dice: random.Random) -> float:
    """Post this many more and return objects per second, without the time to make them."""
    spent = 0.0
    for begin in range(start, start + count, BATCH):
        size = min(BATCH, start + count - begin)
        body = json.dumps({"objects": [made(begin + i, dice) for i in range(size)]}).encode()
        began = time.perf_counter()
        client.ask("POST", objects, body)
        spent += time.perf_counter() - began
    return count / spent


def read(client: Client, objects: str, most: int) -> tuple[float, float, int]:
    """Return first page's median milliseconds, objects a second over all pages, and how many."""
    firsts = []
    for _round in range(7):
        began = time.perf_counter()
        client.ask("GET", f"{objects}?limit=100")
        firsts.append((time.perf_counter() - began) * 1000)
    began, seen, query = time.perf_counter(), 0, f"?limit={BATCH}"
    while seen < most:
        data, _headers = client.ask("GET", f"{objects}{query}")
        head = data[:200].decode()
        seen += data.count(b'"spec_version"')
        if '"more":true' not in head:
            break
        following = head.split('"next":"')[1].split('"')[0]
        query = f"?limit={BATCH}&next={following}"
    return statistics.median(firsts), seen / (time.perf_counter() - began), seen


def cpu(group: int) -> float:
    """Return the processor seconds of a process group so far."""
    found = subprocess.run(
        ["ps", "-eo", "pgid=,cputimes="], capture_output=True, text=True, check=True
    ).stdout.split("\n")
    rows = [line.split() for line in found if line.strip()]
    return float(sum(int(time_) for pgid, time_ in rows if int(pgid) == group))


def ours(steps: list[int]) -> None:
    dice = random.Random(2026)
    with tempfile.TemporaryDirectory(prefix="throughput-") as folder:
        node = Node("POL", Path(folder)).set_up().start()
        try:
            trust = ssl.create_default_context(
                cadata=(node.home / "tls" / "certificate.pem").read_text()
            )
            connection = http.client.HTTPSConnection("127.0.0.1", node.port, context=trust)
            client = Client(connection, f"Bearer {node.said['tokens']['bureau_officer']}")
            base = f"/taxii2/{node.said['id']}/collections/"
            listed = json.loads(client.ask("GET", base)[0])["collections"]
            objects = f"{base}{listed[0]['id']}/objects/"
            sizes = [len(json.dumps(made(i, dice))) for i in range(1_000)]
            node_bytes, have = database(node), 0
            group = os.getpgid(node.process.pid)
            print(f"objects of {statistics.mean(sizes):.0f} bytes, load {os.getloadavg()[0]:.1f}")
            for step in steps:
                began = cpu(group)
                post = measure(client, objects, have, step - have, dice)
                used = (cpu(group) - began) / max(1, step - have) * 1e6
                have = step
                first, get, seen = read(client, objects, min(step, 200_000))
                stored = (database(node) - node_bytes) / have / statistics.mean(sizes)
                print(
                    f"tocsin     {have:>9,}: POST {post:>8,.0f}/s ({used:.0f} us of processor each)"
                    f"  GET {get:>8,.0f}/s over {seen:,}  first page {first:.1f} ms"
                    f"  stored {stored:.2f} bytes a byte"
                )
        finally:
            node.end()


def database(node: Node) -> int:
    return sum(p.stat().st_size for p in node.home.glob("tocsin.sqlite3*"))


def medallion(python: str, count: int) -> None:
    """Run the reference server with its memory backend and measure it in the same way."""
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="medallion-") as folder:
        config = Path(folder) / "config.json"
        config.write_text(json.dumps(MEDALLION))
        command = [python, "-m", "medallion.scripts.run", "--port", str(port), str(config)]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            time.sleep(4)
            connection = http.client.HTTPConnection("127.0.0.1", port)
            client = Client(connection, "Basic YWRtaW46UGFzc3dvcmQw")
            objects = f"/trustgroup1/collections/{COLLECTION}/objects/"
            dice = random.Random(2026)
            post = measure(client, objects, 0, count, dice)
            first, get, seen = read(client, objects, count)
            print(
                f"medallion  {count:>9,}: POST {post:>8,.0f}/s  GET {get:>8,.0f}/s over {seen:,}"
                f"  first page {first:.1f} ms"
            )
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=20)


COLLECTION = "91a7b528-80eb-42ed-a74d-c6fbd5a26116"
MEDALLION = {
    "backend": {
        "module_class": "MemoryBackend",
        "default_data": {
            "/discovery": {"title": "measured", "default": "/trustgroup1/", "api_roots": []},
            "trustgroup1": {
                "information": {
                    "title": "measured",
                    "versions": [TAXII],
                    "max_content_length": 99999999,
                },
                "status": [],
                "collections": [
                    {
                        "id": COLLECTION,
                        "title": "measured",
                        "can_read": True,
                        "can_write": True,
                        "media_types": ["application/stix+json;version=2.1"],
                        "objects": [],
                        "manifest": [],
                    }
                ],
            },
        },
    },
    "users": {"admin": "Password0"},
    "taxii": {"max_page_size": 1000},
}


def main() -> None:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # the node is ended too
    steps = [int(text) for text in sys.argv[1:]] or [10_000, 100_000, 1_000_000]
    ours(steps)
    if os.environ.get("MEDALLION"):
        medallion(os.environ["MEDALLION"], 2_000)


if __name__ == "__main__":
    main()
