"""The line to a peer: called when there is news or it is time, never twice at once.

One call does everything in order: pull each collection from where it was read to, hand over
receipts, take a newer card, see the journal. Each page is taken whole before its cursor moves, so a
killed process reads a page twice and loses nothing. A peer that does not answer is called more
and more seldom, with jitter, and holds up no other.
"""

import json
import random
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from tocsin.core.errors import InvalidInput, MalformedFile, TocsinError
from tocsin.core.formats.limits import Limits
from tocsin.core.formats.rows import RowError
from tocsin.core.formats.scanning import whole
from tocsin.core.formats.stix.objects import objects
from tocsin.core.formats.stix.writing import identifier
from tocsin.core.protocol import wire
from tocsin.core.protocol.messages import Fresh, Returned, Seen
from tocsin.core.statements import introductions
from tocsin.core.statements.cards import decode
from tocsin.core.statements.signed import Signed, peek
from tocsin.rooms.bureaus import keys
from tocsin.rooms.bureaus.models import Bureau
from tocsin.rooms.exchange import envelopes, taxii
from tocsin.rooms.exchange.actions import intake, machine, peers, relaying
from tocsin.rooms.exchange.actions.calling import Call
from tocsin.rooms.exchange.models import Cursor, Outgoing, Peer, Quarantined
from tocsin.web.fetch import LARGEST, Line, Reply
from tocsin.web.waking import wake

EVERY = timedelta(seconds=60)
LONGEST_WAIT = timedelta(hours=1)
PAGE = 500
HANDED = 200
TOGETHER = 16  # objects taken in one transaction
AGAIN = 100  # records asked for again in one call
LOOK = 20.0  # seconds between two looks at card and journal while there is news
LIMITS = Limits(document=LARGEST, rows=100_000)


_looked: dict[UUID, float] = {}  # when this process last looked at a peer's card and journal


def sync(peer: Peer, line: Line | None = None) -> int:
    """Call a peer and return how many objects came; its line's state says how it went."""
    at = timezone.now()
    Peer.unrestricted.filter(pk=peer.pk).update(poked=None)
    call = Call(peer.via or peer, line)
    try:
        count = _talk(call, at) if peer.via is None else _through(peer, call, at)
    except TocsinError as error:
        _failed(peer, str(error))
        return 0
    finally:
        if line is None:
            call.line.close()
    wait = EVERY * random.uniform(0.8, 1.2)  # noqa: S311 - spreads calls, hides nothing
    well: dict[str, Any] = {"heard": timezone.now(), "answers": True} if peer.via is None else {}
    Peer.unrestricted.filter(pk=peer.pk).update(
        error="", failures=0, next_call=timezone.now() + wait, **well
    )
    return count


def _through(peer: Peer, call: Call, at: datetime) -> int:
    """Say to a peer behind a hub what there is to say; it answers by way of the hub."""
    relaying.sync(peer, call, at)
    return 0


def _talk(call: Call, at: datetime) -> int:
    """Pull first, for that is urgent; then hand over, take a newer card, see the journal."""
    found, generation, fresh = _collections(call)
    _ask(call, at)
    readable = [str(one["id"]) for one in found if one.get("can_read")]
    count = sum(_pull(call, one) for one in readable)
    count += _ask_again(call, readable)
    _read_to_the_end(call.peer, generation, fresh, timezone.now())
    _hand_over(call, found)
    if Peer.unrestricted.open().filter(via=call.peer).exists():
        relaying.fetch(call)
    early = call.peer.next_call is not None and call.peer.next_call > at
    hurried = count or early or call.peer.poked is not None
    if not hurried or time.monotonic() - _looked.get(call.peer.pk, -LOOK) >= LOOK:
        # What is urgent goes ahead: a call in a burst of news leaves this to the next.
        try:
            _renew(call, at)
        finally:  # a copy of an old disk shows an old card as well: its journal is asked for anyway
            _witness(call, timezone.now())
        _looked[call.peer.pk] = time.monotonic()
    return count


def _ask(call: Call, at: datetime) -> None:
    """Ask for what is ours, page by page, while this bureau is catching up after a restore."""
    peer = call.peer
    while (state := machine.asking(peer.bureau_id, peer.partner_id, at)) is not None:
        reply = call.post("/ask/", wire.to_bytes(state))
        said = wire.from_bytes(reply.body)
        if not isinstance(said, Returned) or said.after != state.after:
            raise MalformedFile("returns something else than was asked for", place=peer.url)
        _take_returned(peer, said, at)


def _take_returned(peer: Peer, said: Returned, at: datetime) -> None:
    machine.run(peer.bureau_id, at, lambda it, _store: it.receive(peer.partner_id, said, at))


def _read_to_the_end(peer: Peer, generation: int, fresh: tuple[Fresh, ...], at: datetime) -> None:
    """Let the machine know that the peer's feeds of this generation were read to their end."""
    machine.run(
        peer.bureau_id,
        at,
        lambda it, _store: it.reached(peer.partner_id, generation, at, fresh),
    )


def _collections(call: Call) -> tuple[list[dict[str, Any]], int, tuple[Fresh, ...]]:
    """Return what may be read and written there, its generation, and how recent its groups are."""
    said = _loaded(call.get("/collections/"))
    found = said.get("collections", [])
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise MalformedFile("lists no collections", place=call.peer.url)
    generation = said.get(taxii.GENERATION, 0)
    if type(generation) is not int or not 0 <= generation < taxii.MOST_GENERATIONS:
        raise MalformedFile("names no generation of its feeds", place=call.peer.url)
    return found, generation, taxii.fresh(said.get(taxii.GROUPS, []))


def _pull(call: Call, text: str) -> int:
    """Read a collection from where it was read to, page by page."""
    cursor, _made = Cursor.unrestricted.get_or_create(peer=call.peer, collection=UUID(text))
    count = 0
    while True:
        query = {"limit": PAGE, "added_after": cursor.added_after or "1970-01-01T00:00:00Z"}
        reply = call.get(f"/collections/{text}/objects/", **query)
        said = _envelope(reply)
        count += _take(call.peer, reply.body)
        place = reply.headers.get("x-taxii-date-added-last", "") or _place_of(said)
        if place and place != cursor.added_after:
            taxii.micros(place, "X-TAXII-Date-Added-Last")
            cursor.added_after = place
            cursor.save(update_fields=["added_after"])
        if not said.get("more") or not place:
            return count


def _take(peer: Peer, body: bytes) -> int:
    count, found = 0, objects(body, LIMITS)
    while some := list(islice(found, TOGETHER)):
        at = timezone.now()
        for one in some:
            if isinstance(one, RowError):
                intake.broken(peer, {"id": one.place}, str(one), at)
        intake.take_many(peer, [one for one in some if not isinstance(one, RowError)], at)
        count += len(some)
    return count


def _ask_again(call: Call, collections: list[str]) -> int:
    """Ask for what was set aside and can be taken now; what is not offered any more is dropped."""
    ready = Quarantined.unrestricted.filter(peer=call.peer, ready=True, record__isnull=False)
    waiting = {row.record: row for row in ready[:AGAIN]}
    if not waiting:
        return 0
    kinds = {pk: _stix_id(row) for pk, row in waiting.items()}
    count = 0
    for one in collections:
        query = {"limit": PAGE, "match[id]": ",".join(kinds.values())}
        count += _take(call.peer, call.get(f"/collections/{one}/objects/", **query).body)
    ready.filter(pk__in=[row.pk for row in waiting.values()]).delete()
    return count


def _stix_id(row: Quarantined) -> str:
    """Return by which id the record is asked for; a withdrawal says no kind."""
    body = peek(Signed.from_text(row.raw).statement).body
    kind = str(body.get("kind", "person")).partition("@")[0]
    try:
        return identifier(kind, row.record)
    except InvalidInput:
        return f"x--{row.record}"


def _envelope(reply: Reply) -> dict[str, Any]:
    """Return the envelope's own members; its objects are read one by one elsewhere."""
    from tocsin.core.formats.scanning import document, listed

    members = listed(document(reply.body, LIMITS), "objects")
    return {name: piece.value for name, piece in members if name != "objects"}


def _place_of(said: dict[str, Any]) -> str:
    """Return where an empty page that is not the last one ends."""
    following = said.get("next")
    if not said.get("more") or not isinstance(following, str):
        return ""
    return taxii.spelled(taxii.place(following))


def _hand_over(call: Call, found: list[dict[str, Any]]) -> None:
    """Hand over what is owed, oldest first; struck only once it was taken."""
    inbox = next((one for one in found if one.get("can_write")), None)
    while inbox and (rows := list(Outgoing.unrestricted.filter(peer=call.peer)[:HANDED])):
        values = [_stated(row) for row in rows]
        body = json.dumps({"objects": values}, ensure_ascii=False).encode()
        call.post(f"/collections/{inbox['id']}/objects/", body)
        Outgoing.unrestricted.filter(pk__in=[row.pk for row in rows]).delete()


def _stated(row: Outgoing) -> dict[str, Any]:
    said = Signed.from_text(row.statement)
    return envelopes.state(said, row.about) | {"modified": peek(said.statement).body["at"]}


def _renew(call: Call, at: datetime) -> None:
    found = call.get("/card/").body
    if found == (call.peer.card + call.peer.endpoint + "\n").encode():
        return
    first, _gap, second = found.partition(b"\n")
    peers.renew(call.peer, decode(first), at)
    peers.move(call.peer, Signed.from_text(second.strip()), at)


def _witness(call: Call, at: datetime) -> None:
    """Show each other the journals; once more at once where that is news for the other side."""
    pair = call.peer.bureau_id, call.peer.partner_id
    for _time in range(2):
        look = machine.looking(*pair, at)
        said = wire.from_bytes(call.post("/witness/", wire.to_bytes(look)).body)
        if not isinstance(said, Seen):
            raise MalformedFile("answers a look with something else", place=call.peer.url)
        if not machine.seen(*pair, said, at):
            return


def poke(peer: Peer, line: Line | None = None) -> bool:
    """Tell a peer that there is news for it; what could not be told is told when it answers."""
    Peer.unrestricted.filter(pk=peer.pk).update(news=False)
    to = peer.via or peer
    call = Call(to, line or Line(to.url, to.certificate, wait=5))
    try:
        if peer.via is None:
            call.post("/poke/", b"")
        else:
            relaying.poke(peer, call, timezone.now())
    except TocsinError as error:
        Peer.unrestricted.filter(pk=peer.pk).update(news=True)
        _failed(peer, str(error))
        return False
    finally:
        if line is None:
            call.line.close()
    return True


def poked(peer: Peer, at: datetime) -> None:
    """Note that a peer has news, for the worker to call it at once."""
    with transaction.atomic():
        Peer.unrestricted.filter(pk=peer.pk).update(poked=at, called=at, failures=0)
        transaction.on_commit(wake)


def contacted(peer: Peer, at: datetime) -> None:
    """Call back at once, now that it calls, a peer that did not answer."""
    if peer.failures:
        with transaction.atomic():
            Peer.unrestricted.filter(pk=peer.pk).update(failures=0, next_call=at)
            transaction.on_commit(wake)


def begin(_at: datetime) -> int:
    """Call and poke every peer, as the clock, when the worker starts: both may have missed much."""
    Peer.unrestricted.open().update(next_call=None, news=True, failures=0)
    return 0


def introduction(bureau: Bureau) -> bytes:
    """Return this bureau's introduction: its card, and the address of this node signed by it."""
    return ensure_endpoint(bureau).encode()


def ensure_endpoint(bureau: Bureau) -> introductions.Introduction:
    """Return the introduction; the endpoint is signed anew when address or certificate changed."""
    card, key = decode(bureau.card.encode()), keys.signer(bureau.pk)
    url, certificate = settings.BASE_URL, own_certificate()
    kept = keys.folder(bureau.pk) / "endpoint.json"
    if kept.exists():
        try:
            found = introductions.endpoint(Signed.from_text(kept.read_text()), card)
        except TocsinError:
            found = None
        same = found and (found.url, found.certificate) == (url, certificate)
        if found and same and found.signed.key == key.public.id:
            return introductions.Introduction(card, found)
    made = introductions.introduce(card, key, url=url, at=timezone.now(), certificate=certificate)
    part = kept.with_suffix(".part")
    part.write_text(made.endpoint.signed.to_text())
    part.replace(kept)
    return made


def own_certificate() -> str:
    """Return the certificate that peers are to believe; "" where the web's authorities do."""
    path = Path(settings.TOCSIN_HOME) / "tls" / "certificate.pem"
    return path.read_text() if path.exists() else ""


def _failed(peer: Peer, sentence: str) -> None:
    """Note a failed call; the next is later each time, up to an hour, never at the same beat."""
    failures = Peer.unrestricted.get(pk=peer.pk).failures + 1
    wait = min(LONGEST_WAIT, timedelta(seconds=2 ** min(failures, 12)))
    wait *= random.uniform(0.5, 1.5)  # noqa: S311 - jitter hides nothing
    Peer.unrestricted.filter(pk=peer.pk).update(
        error=sentence[:300], failures=failures, next_call=timezone.now() + wait
    )


def _loaded(reply: Reply) -> dict[str, Any]:
    said = whole(reply.body.decode("utf-8", "replace"))
    if not isinstance(said, dict):
        raise MalformedFile("answers with something else than an object")
    return said


def all_open() -> list[Peer]:
    """Return every accepted peer of this node, for the operator's call."""
    found = Peer.unrestricted.open().select_related("bureau", "partner")
    return list(found.select_related("bureau", "partner", "via__bureau"))


def due(at: datetime) -> Iterator[Peer]:
    """Yield the peers to call now: poked, owed something, or not called for long enough."""
    owed = set(Outgoing.unrestricted.order_by().values_list("peer_id", flat=True).distinct())
    found = set()
    for peer in Peer.unrestricted.open().order_by():
        late = peer.next_call is None or peer.next_call <= at
        ready = peer.pk in owed and not peer.failures and peer.via_id is None
        if late or ready or peer.poked is not None:
            found.add(peer.pk)
    if found:  # the worker asks all the time, and mostly for nothing
        yield from (peer for peer in all_open() if peer.pk in found)
