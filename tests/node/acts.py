"""What officers do at a node of its own, begun again wherever a kill left it, and how it stands.

Every verb goes through the node's API with an officer's token. An officer whose browser got no
answer looks first: so each act here finds out what is there and does the rest.
"""

import contextlib
import hashlib
import io
import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any
from uuid import uuid4

from tests.house.tree import ROOT
from tests.rooms.exchange.carrying import photograph

sys.path.insert(0, str(ROOT / "examples" / "three-bureaus"))
import bureau
from nodes import NAMES, Node

BORN, HOST = "1971-03-05", "127.0.0.1"
ALL = {"everyone": True, "tlp": "TLP:AMBER"}


class Here(Node):
    """The node of this very process: its API is called without a socket between."""

    def __init__(self, home: Path, url: str) -> None:
        super().__init__(home.name.upper(), home.parent, int(url.rpartition(":")[2]))
        kept = home / "example.json"
        self.said = json.loads(kept.read_text()) if kept.exists() else {}

    def call(
        self, method: str, path: str, body: Any = None, *, role: str = "", raw: bool = False
    ) -> Any:
        from django.test import Client

        is_file = isinstance(body, bytes)
        kind = "multipart/form-data; boundary=a-file-of-a-record" if is_file else "application/json"
        data = body if is_file else json.dumps(body) if body is not None else ""
        answer = Client(HTTP_HOST=HOST).generic(
            method,
            path,
            data,
            content_type=kind,
            headers={"Authorization": f"Bearer {self.said['tokens'][role]}"},
            secure=True,
        )
        assert answer.status_code < 300, f"{method} {path}: {answer.content!r}"
        return answer.getvalue() if raw else json.loads(answer.getvalue() or b"{}")

    def warm(self) -> None:
        """Import and resolve what only a first request does, so that no child has to."""
        self.get("bureau_officer", "/records")
        for way in ("widen", "submit", "withdraw"):
            with contextlib.suppress(AssertionError):
                self.post("bureau_officer", f"/records/{uuid4()}/{way}")
        self.hits("Nikt Taki", BORN)

    def found(self) -> dict[str, Any]:
        """Found the bureau; return what it says of itself to others."""
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            bureau.main(self.code, NAMES[self.code])
        (self.home / "example.json").write_text(out.getvalue())
        said = json.loads(out.getvalue())
        return {"introduction": said["introduction"], "words": said["words"]}

    def do(self, act: str, *said: Any) -> Any:
        """Do what is called this."""
        return getattr(self, act)(*said)

    def say(self, name: str, picture: int) -> dict[str, str]:
        """See to it that this person is watched for everywhere, with a photograph if any."""
        person = _one("person", title=name) or self.person(name, BORN)
        if _state(person) == "draft":
            self.post("bureau_officer", f"/records/{person}/submit")
        if picture and not _files_of(person):
            self.attach(person, "face.jpg", photograph(picture))
        basis = _one("basis", body__subject=person) or self.watch(person)
        for record in (person, basis):
            if not _released(record):
                self.pair(f"/records/{record}/widen", record, label=ALL, reason="agreed")
        return {"person": person, "basis": basis}

    def end_(self, records: list[str]) -> None:
        """See to it that these are taken back."""
        for record in records:
            if _state(record) != "withdrawn":
                self.pair(f"/records/{record}/withdraw", record, reason="achieved")

    def pair(self, path: str, record: str, **body: Any) -> None:
        """Propose unless that was done, and approve."""
        from tocsin.rooms.bureaus.models import Proposal

        open_ = Proposal.unrestricted.filter(target=record, state="open")
        found = open_.values_list("pk", flat=True).first()
        found = found or self.post("bureau_officer", path, **body)["id"]
        self.post("reviewer", f"/proposals/{found}/approve")

    def shelve(self, objects: list[dict[str, Any]]) -> int:
        """Post what a TAXII client posts, to the bureau's shelf."""
        from django.test import Client

        root = f"/taxii2/{self.said['id']}/collections/"
        media = "application/taxii+json;version=2.1"
        headers = {"Authorization": f"Bearer {self.said['tokens']['bureau_officer']}"}
        headers["Accept"] = media
        shelf = (
            Client(HTTP_HOST=HOST)
            .get(root, headers=headers, secure=True)
            .json()["collections"][0]["id"]
        )
        body = json.dumps({"objects": objects})
        path = f"{root}{shelf}/objects/"
        said = Client(HTTP_HOST=HOST).post(
            path, body, content_type=media, headers=headers, secure=True
        )
        assert said.status_code == 202, said.content
        return int(said.json()["success_count"])

    def meet(self, other: dict[str, Any]) -> None:
        """Accept another as a peer."""
        shown = Here.__new__(Here)
        shown.said = other
        self.add(shown)

    def told(self, names: list[str]) -> dict[str, Any]:
        """Return how everything stands here, in comparable form."""
        from tocsin.rooms.exchange import models as exchange
        from tocsin.rooms.exchange.models.shelves import Item
        from tocsin.rooms.register import vault
        from tocsin.rooms.register.models import Attachment, Record

        vault.clear()
        records = Record.unrestricted.filter(kind__in=["person", "basis"])
        kept = Attachment.unrestricted.values_list("record_id", "digest")
        held = exchange.Holding.unrestricted.all()
        return {
            "records": {str(one.pk): [one.title, one.state, one.revision] for one in records},
            "copies": Counter(
                f"{one.subject} {one.state}" for one in exchange.Copy.unrestricted.all()
            ),
            "holders": Counter(
                f"{one.record_id} {one.outcome} {one.confirmed is not None}" for one in held
            ),
            "pictures": {str(pk): digest for pk, digest in kept},
            "files": sorted(
                _sha256(one) for one in (self.home / "attachments").rglob("*") if one.is_file()
            ),
            "met": {name: [one["match"] for one in self.matches(name)] for name in names},
            "shelf": Counter(str(one) for one in Item.unrestricted.values_list("uuid", flat=True)),
            "waiting": [
                exchange.Outgoing.unrestricted.count(),
                exchange.Quarantined.unrestricted.count(),
                exchange.Finding.unrestricted.filter(level="red").count(),
            ],
            "journal": self.journal(),
        }

    def matches(self, name: str) -> list[dict[str, Any]]:
        """Return whom a traveller of this name meets at the border, surely."""
        return [one for one in self.hits(name, BORN) if one.get("verdict") == "strong"]

    def journal(self) -> dict[str, Any]:
        """Verify the journal as an auditor does, and count what it says was done to which record."""
        from django.utils import timezone

        from tocsin.core.ledger.verify import verify
        from tocsin.core.statements.cards import decode
        from tocsin.rooms.bureaus import keys
        from tocsin.rooms.bureaus.models import Bureau
        from tocsin.rooms.journal import actions
        from tocsin.rooms.journal.export import export
        from tocsin.rooms.journal.models import Entry

        log = Bureau.unrestricted.get(pk=self.said["id"])
        while actions.sequence(log.pk, keys.journal_signer(log.pk), timezone.now()):
            pass
        out = io.BytesIO()
        export(log.pk, out.write)
        out.seek(0)
        report = verify(out, decode(log.card.encode()))
        once = {"record.submit", "record.widen", "record.withdraw", "attachment.add"}
        leaves = Entry.unrestricted.filter(log=log.pk, verb__in=once)
        said = Counter(f"{one.verb} {json.loads(one.leaf)['objects']}" for one in leaves)
        return {
            "wrong": [str(one) for one in report.findings],
            "doubled": [what for what, count in said.items() if count > 1],
            "unsequenced": Entry.unrestricted.filter(log=log.pk, sequence=None).count(),
        }


def _one(kind: str, **found: Any) -> str | None:
    from tocsin.rooms.register.models import Record

    pks = list(Record.unrestricted.filter(kind=kind, **found).values_list("pk", flat=True))
    assert len(pks) <= 1, "said twice"
    return str(pks[0]) if pks else None


def _state(record: str) -> str:
    from tocsin.rooms.register.models import Record

    return str(Record.unrestricted.get(pk=record).state)


def _released(record: str) -> bool:
    from tocsin.rooms.register.models import Record

    found = Record.unrestricted.select_related("release_class").get(pk=record)
    return bool(found.release_class.read().everyone)


def _files_of(record: str) -> int:
    from tocsin.rooms.register.models import Attachment

    return Attachment.unrestricted.filter(record=record).count()


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
