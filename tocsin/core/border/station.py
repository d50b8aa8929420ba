"""A station: a folder with two keys, the copy in force, the watch and the checks made here.

It screens alone. It stops at the copy's end and refuses a clock that was set back. A newer copy
replaces the older one whole; a delta is always applied to the full copy it names, so that applying
it twice, or skipping one, comes to the same.
"""

import json
import os
import shutil
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any
from uuid import UUID, uuid4

from tocsin.core.border import entries, parcel
from tocsin.core.border.card import StationCard
from tocsin.core.border.checks import Book
from tocsin.core.border.clockwork import Reading, Watch
from tocsin.core.errors import (
    AccessEnded,
    Conflict,
    MalformedFile,
    NotFound,
    ProofFailed,
    Unavailable,
)
from tocsin.core.screening import Index, Match, Person
from tocsin.core.statements import cards
from tocsin.core.statements.keys import SealingKey, SigningKey
from tocsin.core.statements.moments import moment, stamp

COPY, REPORT = "border-copy@1", "border-report@1"
MEMBERS = {"full": {"index", "entries.jsonl"}, "delta": {"delta.jsonl"}}
LIMIT = 10


@dataclass(frozen=True, slots=True)
class Held:
    """The copy in force."""

    number: int
    base: int
    at: datetime
    until: datetime
    feed: int


class Station:
    """A station's folder. Make one with ``create``, open it with the constructor."""

    def __init__(self, folder: Path) -> None:
        if not (folder / "station.json").exists():
            raise NotFound("this folder holds no station; make one with tocsin border create")
        said = json.loads((folder / "station.json").read_text())
        self.folder = folder
        self.card = StationCard.decode(said["card"])
        self.bureau = cards.decode(said["bureau"].encode())
        self.key = SigningKey.from_bytes((folder / "signing.key").read_bytes())
        self.sealing = SealingKey.from_bytes((folder / "sealing.key").read_bytes())
        self.book = Book(folder / "checks.jsonl")
        self._opened: tuple[Path, Index] | None = None

    @classmethod
    def create(
        cls, folder: Path, name: str, bureau: str, random: Callable[[int], bytes] = os.urandom
    ) -> "Station":
        """Make a station for the bureau of this card, in an empty folder."""
        if folder.exists() and any(folder.iterdir()):
            raise Conflict("the folder is not empty", place="folder")
        cards.decode(bureau.encode())
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        key, sealing = SigningKey.generate(random), SealingKey.generate(random)
        for file, data in (("signing.key", key.bytes), ("sealing.key", sealing.bytes)):
            (folder / file).touch(mode=0o600)
            (folder / file).write_bytes(data)
        card = StationCard.issue(uuid4(), name, key, sealing.public)
        said = {"card": card.signed.to_text(), "bureau": bureau}
        _replace(folder / "station.json", json.dumps(said))
        return cls(folder)

    # The copy.

    @property
    def held(self) -> Held:
        """Return the copy in force; raises Unavailable without one."""
        path = self.folder / "copy.json"
        if not path.exists():
            raise Unavailable("there is no copy here yet; fetch one", place="copy")
        said = json.loads(path.read_text())
        return Held(
            said["number"], said["base"], moment(said["at"]), moment(said["until"]), said["feed"]
        )

    def take(self, source: IO[bytes], now: Reading) -> Held:
        """Take a copy or delta that the bureau signed for this station, if it is newer.

        Raises ProofFailed for another bureau's or station's, Conflict for an older one or a delta
        without its full copy, AccessEnded for one that is over. The copy in force stays then.
        """
        found = parcel.read(source, COPY, self._keys_of(source))
        said = found.statement.body
        self._is_for_us(said)
        held = self._held_or_none()
        if held is not None and said["number"] < held.number:
            raise Conflict("an older copy than the one in force", place="copy")
        at, until = moment(said["at"]), moment(said["until"])
        watch = self._watch_at(at, now)
        if watch.seen >= until:
            raise AccessEnded("this copy ended at {moment}", moment=said["until"], place="copy")
        place = self.folder / "taken"
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir(mode=0o700)
        found.payload(self.sealing, place / "payload")
        sort = "full" if said["base"] == 0 else "delta"
        _unpack(place, sort)
        self._settle(place, sort, said)
        self._keep_watch(watch)
        return self.held

    def _keys_of(self, source: IO[bytes]) -> Any:
        """Return the keys that counted for the bureau when the copy was signed."""
        said = parcel.peek(source).body
        source.seek(0)
        return self.bureau.keys(moment(said.get("at", "")))

    def _is_for_us(self, said: dict[str, Any]) -> None:
        ours = (str(self.bureau.bureau), str(self.card.id))
        if (said["bureau"], said["station"]) != ours:
            raise ProofFailed("is for another station", place="$.station")

    def _held_or_none(self) -> Held | None:
        return self.held if (self.folder / "copy.json").exists() else None

    def _settle(self, place: Path, sort: str, said: dict[str, Any]) -> None:
        """Bring the new state beside the old one, then point at it: never half of one."""
        name = f"state-{said['number']}-{uuid4().hex[:8]}"
        target = self.folder / name
        target.mkdir(mode=0o700)
        if sort == "full":
            (place / "index").replace(target / "base.index")
            (place / "entries.jsonl").replace(target / "base.jsonl")
        else:
            self._copy_base(target, said["base"])
        index = Index.open(target / "base.index")
        rows = {one["id"]: one for one in entries.read(target / "base.jsonl")}
        if sort == "delta":
            _apply(index, rows, entries.read(place / "delta.jsonl"))
        index.save(target / "index")
        entries.write(target / "entries.jsonl", rows)
        kept = {name: said[name] for name in ("number", "base", "at", "until", "feed")}
        kept["base"] = kept["base"] or kept["number"]
        _replace(self.folder / "copy.json", json.dumps({**kept, "state": name}))
        shutil.rmtree(place)
        for old in self.folder.glob("state-*"):
            if old.name != name:
                shutil.rmtree(old, ignore_errors=True)

    def _copy_base(self, target: Path, base: int) -> None:
        held = self._held_or_none()
        if held is None or held.base != base:
            raise Conflict(
                "the full copy this delta belongs to is not here; fetch it", place="copy"
            )
        for file in ("base.index", "base.jsonl"):
            shutil.copy2(self._state() / file, target / file)

    def _state(self) -> Path:
        return self.folder / str(json.loads((self.folder / "copy.json").read_text())["state"])

    def _index(self, state: Path) -> Index:
        """Return the index of this state; opened once, and anew when a newer copy is in force."""
        if self._opened is None or self._opened[0] != state:
            self._opened = (state, Index.open(state / "index"))
        return self._opened[1]

    def _wipe(self) -> None:
        """Remove what the copy said; its number stays, so that no older one is taken again."""
        self._opened = None
        for old in self.folder.glob("state-*"):
            shutil.rmtree(old, ignore_errors=True)

    def renew(self, card: str) -> None:
        """Take a newer card of the bureau, as after a change of its keys; raises ProofFailed."""
        found = cards.decode(card.strip().encode())
        found.replaces(self.bureau)
        said = {"card": self.card.signed.to_text(), "bureau": card}
        _replace(self.folder / "station.json", json.dumps(said))
        self.bureau = found

    # Time.

    def moment(self, now: Reading) -> datetime:
        """Return what time it is here, and keep it; raises WrongState for a clock set back."""
        watch = self._watch().moved(now)
        self._keep_watch(watch)
        return watch.seen

    def _watch(self) -> Watch:
        return Watch.read(json.loads((self.folder / "watch.json").read_text()))

    def _keep_watch(self, watch: Watch) -> None:
        _replace(self.folder / "watch.json", json.dumps(watch.plain()))

    def _watch_at(self, signed: datetime, now: Reading) -> Watch:
        """Return the watch when a copy arrives: the bureau's signature says it is at least so late.

        A newer copy also mends a watch that a wrong clock once drove into the future.
        """
        return Watch(max(signed, now.wall), now.run, now.ticks)

    # Checks.

    def check(self, query: dict[str, Any], *, by: str, where: str, now: Reading) -> dict[str, Any]:
        """Screen one traveller and keep the check; raises AccessEnded once the copy is over.

        Raises WrongState for a clock that was set back, InvalidInput for a field that is wrong.
        """
        held = self.held
        at = self.moment(now)
        if at >= held.until:
            self._wipe()
            raise AccessEnded(
                "the copy ended at {moment}: nobody is screened until a new one is here",
                moment=str(held.until),
                place="copy",
            )
        asked = Person(id="", **query)
        state = self._state()
        matches = self._index(state).screen(asked, limit=LIMIT, at=at)
        told = _entries(state / "entries.jsonl", {match.id for match in matches})
        return self.book.add(
            at=at,
            by=by,
            where=where,
            query=query,
            hits=[_hit(match, told[match.id], at) for match in matches],
            copy=held.number,
            feed=held.feed,
        )

    def report(self, out: IO[bytes], now: Reading) -> int:
        """Write every check since the last confirmed one, for the bureau; return how many."""
        payload = self.folder / "report.jsonl"
        count = self.book.write_open(payload)
        said = {
            "type": "border-report",
            "schema": REPORT,
            "bureau": str(self.bureau.bureau),
            "station": str(self.card.id),
            "at": stamp(self.moment(now)),
        }
        sealing = self.bureau.nodes[-1].sealing
        parcel.write(out, payload, said=said, key=self.key, public=sealing)
        payload.unlink()
        return count

    def confirmed(self, last: str) -> int:
        """Forget what the bureau has: checks up to and with this id; return how many are left."""
        return self.book.confirm(UUID(last))


def _hit(match: Match, entry: dict[str, Any], at: datetime) -> dict[str, Any]:
    alive = [one for one in entry["bases"] if one["until"] is None or moment(one["until"]) > at]
    return {
        "record": match.id,
        "score": match.score,
        "verdict": match.verdict,
        "reasons": [dict(reason) for reason in match.reasons],
        "bases": alive,
        "title": entry["title"],
    }


def _entries(path: Path, ids: set[str]) -> dict[str, dict[str, Any]]:
    """Return what the copy says of these; one that an earlier version took is read through."""
    if entries.places_of(path).exists():
        return entries.find(path, ids)
    marks = [json.dumps(one).encode() for one in ids]
    with path.open("rb") as file:
        rows = [json.loads(line) for line in file if any(mark in line for mark in marks)]
    return {row["id"]: row for row in rows if row["id"] in ids}


def _apply(index: Index, rows: dict[str, Any], lines: Iterable[dict[str, Any]]) -> None:
    for line in lines:
        if "remove" in line:
            rows.pop(line["remove"], None)
            if line["remove"] in index:
                index.remove(line["remove"])
        else:
            entry = line["add"]
            until = entry["until"]
            index.add(
                Person(
                    id=entry["id"],
                    valid_until=moment(until) if until else None,
                    **entry.pop("person"),
                )
            )
            rows[entry["id"]] = entry


def _unpack(place: Path, sort: str) -> None:
    try:
        with zipfile.ZipFile(place / "payload") as file:
            if set(file.namelist()) != MEMBERS[sort]:
                raise MalformedFile("holds other files than a copy does", place="payload")
            for name in MEMBERS[sort]:
                file.extract(name, place)
    except zipfile.BadZipFile:
        raise MalformedFile("is no copy", place="payload") from None
    (place / "payload").unlink()


def _replace(path: Path, text: str) -> None:
    part = path.with_suffix(".part")
    part.write_text(text, encoding="utf-8")
    with part.open("rb") as file:
        os.fsync(file.fileno())
    part.replace(path)
