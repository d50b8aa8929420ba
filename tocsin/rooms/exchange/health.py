"""How lines, holders and logs stand, gathered for pages; nothing is decided here."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tocsin.core.errors import TocsinError
from tocsin.core.ledger.checkpoint import witness_name
from tocsin.core.statements.signed import Signed
from tocsin.rooms.bureaus.reader import Reader
from tocsin.rooms.exchange.actions import witnesses
from tocsin.rooms.exchange.models import (
    Holding,
    Holdings,
    Peer,
    Quarantined,
    Witnessed,
    waiting_since,
)
from tocsin.rooms.exchange.models.peers import SILENT
from tocsin.rooms.journal.models import Checkpoint

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Line:
    """One peer as a row of the page: tone and word of its state, its lag, its log."""

    peer: Peer
    tone: str
    symbol: str
    word: Text
    owed_since: datetime | None
    unconfirmed: int
    quarantined: int
    witnessed: Witnessed | None


def of(peer: Peer) -> Line:
    """Return how the line to this peer stands."""
    tone, symbol, word = _state(peer)
    return Line(
        peer=peer,
        tone=tone,
        symbol=symbol,
        word=word,
        owed_since=waiting_since(peer),
        unconfirmed=Holding.unrestricted.filter(peer=peer).unconfirmed().count(),
        quarantined=Quarantined.unrestricted.filter(peer=peer).count(),
        witnessed=witnesses.last_seen(peer),
    )


def _state(peer: Peer) -> tuple[str, str, Text]:
    if peer.fault:
        return "strong", "error", Peer.Fault(peer.fault).label
    if peer.state != Peer.State.ACCEPTED:
        tone = "possible" if peer.state == Peer.State.ADDED else "quiet"
        return tone, "clock", Peer.State(peer.state).label
    if not peer.answers:
        return "possible", "clock", _("Waits until it has accepted us")
    if peer.error:
        return "possible", "warning", _("Does not answer")
    if peer.heard is not None and timezone.now() - peer.heard > SILENT:
        return "possible", "warning", _("Silent")
    return "clear", "check", _("Well")


def detail(peer: Peer) -> dict[str, Any]:
    """Return what the page of one peer shows beside its row."""
    card = peer.read_card()
    held = Holding.unrestricted.filter(peer=peer)
    return {
        "card": card,
        "valid": card.keys(timezone.now()),
        "given": held.count(),
        "held": held.filter(recalled__isnull=True).count(),
        "unconfirmed": held.unconfirmed().select_related("record")[:20],
        "witnessed": Witnessed.unrestricted.filter(peer=peer)[:8],
        "seen_by_it": _seen_by(peer),
        "evidence": witnesses.evidence(peer) if peer.fault else [],
    }


def _seen_by(peer: Peer) -> Checkpoint | None:
    """Return the newest checkpoint of ours that this peer cosigned."""
    name = f" {witness_name(peer.partner_id)} "
    found = Checkpoint.unrestricted.filter(epoch__log=peer.bureau_id, text__contains=name)
    return found.order_by("-epoch__number", "-size").first()


def recalled(who: Reader) -> Holdings:
    """Return what was recalled, the unconfirmed first and of those the oldest."""
    rows = Holding.visible_to(who).recalled().select_related("record", "peer__partner")
    return rows.order_by(F("confirmed").asc(nulls_first=True), "recalled")


@dataclass(frozen=True, slots=True)
class Proven:
    """One holder on the proof page, with whether its receipt verifies now."""

    holding: Holding
    signed: bool
    key: str
    text: str


def proven(holding: Holding) -> Proven:
    """Return a holder with its receipt verified again from its card."""
    if not holding.receipt:
        return Proven(holding, signed=False, key="", text="")
    said = Signed.from_text(holding.receipt)
    at = holding.confirmed or holding.held or holding.served
    try:
        holding.peer.read_card().read(said, at)
    except TocsinError:
        return Proven(holding, signed=False, key=said.key, text=_pretty(said))
    return Proven(holding, signed=True, key=said.key, text=_pretty(said))


def _pretty(said: Signed) -> str:
    return json.dumps(json.loads(said.statement), indent=1, ensure_ascii=False)
