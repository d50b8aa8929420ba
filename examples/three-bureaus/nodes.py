"""Nodes on this machine, each a process of its own with a home, a port and a certificate."""

import json
import os
import signal
import socket
import ssl
import subprocess
import sys
import time
import urllib.error
import urllib.request
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

HERE = Path(__file__).parent
NAMES = {
    "POL": "National Bureau, Warsaw (invented)",
    "MDA": "National Bureau, Chisinau (invented)",
    "UKR": "National Bureau, Kyiv (invented)",
}
OFFENCE = {
    "category": "trafficking",
    "charge": "Invented charge",
    "law": "Article 0 of a code that does not exist",
    "begins": "2024-04-04",
    "place": {"name": "Utopolis", "country": "UTO"},
    "maximum": 60,
}
WARRANT = {
    "reference": "II K 0/24",
    "authority": "Invented court",
    "country": "UTO",
    "issued": "2024-05-01",
}
BOUNDARY = "a-file-of-a-record"


class Node:
    """One bureau's node: set up, started, asked over its API, ended.

    It keeps its data in SQLite, or in a new database on the PostgreSQL server of this URL.
    """

    def __init__(self, code: str, folder: Path, port: int = 0, *, server: str = "") -> None:
        self.code = code
        self.home = folder / code.lower()
        self.port = port or free_port()
        self.url = f"https://127.0.0.1:{self.port}"
        self.server = server
        self.name = f"{code.lower()}_{self.port}"  # of its database there
        self.process: subprocess.Popen[bytes] | None = None
        self.said: dict[str, Any] = {}

    @property
    def environment(self) -> dict[str, str]:
        """What the node's processes find in their environment."""
        return {
            **os.environ,
            "TOCSIN_HOME": str(self.home),
            "TOCSIN_BASE_URL": self.url,
            "TOCSIN_SECOND_FACTOR": "optional",
            "TOCSIN_DATABASE_URL": self.database,
            "DJANGO_SETTINGS_MODULE": "tocsin.node.settings",
        }

    @property
    def database(self) -> str:
        """Where the node finds its database; empty for SQLite in its home."""
        return urlsplit(self.server)._replace(path=f"/{self.name}").geturl() if self.server else ""

    def set_up(self) -> "Node":
        """Found the bureau in an empty home."""
        kept = self.home / "example.json"
        if not kept.exists():
            self.home.mkdir(parents=True, exist_ok=True, mode=0o700)
            if self.server:
                new_database(self.server, self.name)
            command = [sys.executable, str(HERE / "bureau.py"), self.code, NAMES[self.code]]
            made = subprocess.run(  # noqa: S603  our own script
                command, env=self.environment, capture_output=True, check=False
            )
            if made.returncode:
                raise RuntimeError(made.stderr.decode())
            kept.write_bytes(made.stdout)
            kept.chmod(0o600)
        self.said = json.loads(kept.read_text())
        return self

    def start(self, *more: str) -> "Node":
        """Serve, with the worker, until it answers."""
        command = [sys.executable, "-m", "tocsin.node", "up", "--port", str(self.port), *more]
        with (self.home / "node.log").open("ab") as log:
            self.process = subprocess.Popen(  # noqa: S603  our own program
                command, env=self.environment, stdout=log, stderr=log, start_new_session=True
            )
        until = time.monotonic() + 120
        while time.monotonic() < until:
            try:
                if self.call("GET", "/readyz", raw=True) == b"ready\n":
                    return self
            except OSError:
                if self.process.poll() is not None:
                    break
                time.sleep(0.1)
        raise RuntimeError((self.home / "node.log").read_text()[-3000:])

    def end(self, *, at_once: bool = False) -> None:
        """End the node and its worker; ``at_once`` gives them no time to finish."""
        if self.process is None:
            return
        number = signal.SIGKILL if at_once else signal.SIGTERM
        group = os.getpgid(self.process.pid)
        os.killpg(group, number)
        try:
            self.process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            os.killpg(group, signal.SIGKILL)
            self.process.wait()
        self.process = None

    def call(
        self, method: str, path: str, body: Any = None, *, role: str = "", raw: bool = False
    ) -> Any:
        """Call the node's API as the officer in this role; a file is sent as it is."""
        certificate = (self.home / "tls" / "certificate.pem").read_text()
        is_file = isinstance(body, bytes)
        kind = f"multipart/form-data; boundary={BOUNDARY}" if is_file else "application/json"
        headers = {"Content-Type": kind}
        if role:
            headers["Authorization"] = f"Bearer {self.said['tokens'][role]}"
        data = body if is_file else None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.url + path, data, headers, method=method)  # noqa: S310
        trust = ssl.create_default_context(cadata=certificate)
        try:
            with urllib.request.urlopen(request, timeout=60, context=trust) as answer:  # noqa: S310
                text = answer.read()
        except urllib.error.HTTPError as error:
            raise RuntimeError(f"{method} {path}: {error.code} {error.read().decode()}") from error
        return text if raw else json.loads(text or b"{}")

    def post(self, role: str, path: str, **body: Any) -> Any:
        """Say a verb as the officer in this role."""
        return self.call("POST", f"/api{path}", body, role=role)

    def get(self, role: str, path: str) -> Any:
        """Read as the officer in this role."""
        return self.call("GET", f"/api{path}", role=role)

    def attach(self, record: str, name: str, data: bytes) -> Any:
        """Keep a file with a record, as the bureau's officer."""
        head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="{name}"'
        body = f"{head}\r\n\r\n".encode() + data + f"\r\n--{BOUNDARY}--\r\n".encode()
        path = f"/api/attachments/{record}/add"
        return self.call("POST", path, body, role="bureau_officer")

    def add(self, other: "Node") -> str:
        """Add the other as a peer and accept it with its words; return the peer's id."""
        made = self.post("administrator", "/peers/add", introduction=other.said["introduction"])
        words = " ".join(other.said["words"])
        self.post("administrator", f"/peers/{made['id']}/accept", words=words)
        return str(made["id"])

    # What an officer does, in a few words.

    def person(self, name: str, born: str, **more: Any) -> str:
        """Draft and submit a person; return the record's id."""
        body = {"names": [{"text": name}], "births": [{"date": born}], "nationalities": ["UTO"]}
        body |= more
        made = self.post("bureau_officer", "/records/draft", kind="person", body=body)
        self.post("bureau_officer", f"/records/{made['id']}/submit")
        return str(made["id"])

    def watch(self, record: str) -> str:
        """Add a basis for screening; return its record's id."""
        return str(self.post("bureau_officer", f"/bases/{record}/add", reference="UTO-1")["id"])

    def both(self, path: str, **body: Any) -> Any:
        """Propose as the bureau officer and approve as the reviewer."""
        made = self.post("bureau_officer", path, **body)
        return self.post("reviewer", f"/proposals/{made['id']}/approve")

    def release(self, record: str, **label: Any) -> None:
        """Widen a record to this label, by two officers."""
        self.both(f"/records/{record}/widen", label=label, reason="agreed with the partners")

    def alert(self, name: str, born: str, case: str) -> str:
        """Draft and approve a red notice to all members about a new person; return its path."""
        passport = {"number": "UT4455667", "type": "passport", "issuer": "UTO"}
        person = self.person(name, born, gender="female", documents=[passport])
        body = {
            "form": "notice",
            "case": case,
            "subjects": [{"record": person, "status": "charged"}],
            "sought": ["arrest", "location"],
            "checked": ["article_2", "article_3", "accurate"],
            "instruction": "detain",
            "contact": {"bureau": self.code, "desk": "duty_officer", "telephone": "+48220000000"},
            "until": str(datetime.now(UTC).date() + timedelta(days=700)),
            "colour": "red",
            "headline": "Wanted for an invented theft",
            "facts": "On 4 April 2024 in Utopolis a thing that does not exist was taken away.",
            "offence": OFFENCE,
            "warrant": WARRANT,
            "assurances": ["extradition_sought", "judiciary_agreed"],
            "refuge": "none_known",
        }
        label = {"everyone": True, "tlp": "TLP:AMBER"}
        drafted = self.post(
            "bureau_officer", "/notices/draft", kind="notice", body=body, label=label
        )
        path = f"/notices/{drafted['id']}"
        self.post("bureau_officer", f"{path}/submit")
        version = self.get("reviewer", path)["draft"]["edited"]
        self.post("reviewer", f"{path}/approve", grounds="in order", version=str(version))
        return path

    def withdraw(self, record: str) -> None:
        """Take a record back for good, by two officers."""
        self.both(f"/records/{record}/withdraw", reason="the purpose was achieved")

    def hits(self, name: str, born: str) -> list[Any]:
        """Screen a traveller at the border and return what was hit."""
        body = {"names": [name], "dob": [born], "nat": ["UTO"]}
        said = self.call("POST", "/api/checks", body, role="border_officer")
        return list(said.get("results", said.get("hits", [])))


def new_database(server: str, name: str) -> None:
    """Make a database of this name on a PostgreSQL server."""
    import psycopg

    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')


def free_port() -> int:
    """Return a port of the loopback that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def introduce(nodes: list[Node]) -> None:
    """Make each a peer of every other."""
    for node in nodes:
        for other in nodes:
            if node is not other:
                node.add(other)
