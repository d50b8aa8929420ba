"""How lines, holders and logs stand, gathered for pages; nothing is decided here."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tocsin.core.errors import TocsinError
from tocsin.core.ledger.checkpoint import witness_name
from tocsin.core.protocol.decisions import Decision
from tocsin.core.protocol.step import Settings
from tocsin.core.statements.signed import Signed
from tocsin.rooms.bureaus.reader import Reader
from tocsin.rooms.exchange.actions.machine.reasons import why
from tocsin.rooms.exchange.models import (
    JOURNALS,
    Finding,
    Holding,
    Holdings,
    Peer,
    Quarantined,
    Relayed,
    Witnessed,
    waiting_since,
)
from tocsin.rooms.exchange.models.peers import SILENT
from tocsin.rooms.journal.models import Checkpoint

Text = str | Promise

FINDINGS: dict[str, Text] = {
    "two-statements": _("It signed two statements about one record with one moment."),
    "two-memberships": _("It signed two memberships of one group under one version."),
    "forked": _("Its journal says two things under one size."),
    "shortened": _("Its journal is shorter than it was."),
    "rewritten": _("Its journal does not contain what it was."),
    "own-journal-forked": _("It holds two states of our journal under one size."),
    "own-journal-shortened": _("It holds a state of our journal that is longer than ours."),
    "own-journal-rewritten": _("It holds a state that our journal does not contain any more."),
    "unproved": _("It does not prove that its journal goes on from what is known of it."),
    "restored": _("It was restored from a backup and said so; its journal goes on."),
    "key-compromised": _("It revoked a key; what that key signed was put to the test again."),
}


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
        witnessed=Witnessed.unrestricted.filter(peer=peer).first(),
    )


def _state(peer: Peer) -> tuple[str, str, Text]:
    if (fault := peer.fault()) is not None:
        ours, its = _("Our journal contradicts itself"), _("Its journal contradicts itself")
        return "strong", "error", ours if fault.is_ours else its
    if peer.state != Peer.State.ACCEPTED:
        tone = "possible" if peer.state == Peer.State.ADDED else "quiet"
        return tone, "clock", Peer.State(peer.state).label
    if not peer.answers:
        return "possible", "clock", _("Waits until it has accepted us")
    if (trouble := _trouble(peer)) is not None:
        return "possible", "warning", trouble
    return "clear", "check", _("Well")


def _trouble(peer: Peer) -> Text | None:
    if peer.error:
        return _("Does not answer")
    if peer.heard is not None and timezone.now() - peer.heard > SILENT:
        return _("Silent")
    unproved = json.loads(peer.memory).get("unproved", 0) if peer.memory else 0
    return _("Does not prove its journal") if unproved >= Settings().patience else None


def detail(peer: Peer) -> dict[str, Any]:
    """Return what the page of one peer shows beside its row."""
    card = peer.read_card()
    held = Holding.unrestricted.filter(peer=peer)
    return {
        "card": card,
        "valid": card.keys(timezone.now()),
        "revoked": {one.key for one in card.revoked},
        "given": held.count(),
        "relayed": Relayed.unrestricted.filter(receiver=peer).count(),
        "held": held.filter(recalled__isnull=True).count(),
        "unconfirmed": held.unconfirmed().select_related("record")[:20],
        "witnessed": Witnessed.unrestricted.filter(peer=peer)[:8],
        "seen_by_it": _seen_by(peer),
        "faults": [Found(one) for one in _findings(peer).filter(kind__in=JOURNALS, looked=None)],
        "findings": [Found(one) for one in _others(peer)[:20]],
    }


@dataclass(frozen=True, slots=True)
class Found:
    """Something the machine shows about a peer, in words."""

    finding: Finding

    @property
    def tone(self) -> str:
        return "strong" if self.finding.level == Finding.Level.RED else "possible"

    @property
    def sentence(self) -> Text:
        """Say what was found, or why its row was not taken."""
        kind = self.finding.kind
        return FINDINGS[kind] if kind in FINDINGS else why(Decision(kind)).label


def _findings(peer: Peer) -> "QuerySet[Finding]":
    return Finding.unrestricted.filter(bureau_id=peer.bureau_id, about=peer.partner_id)


def _others(peer: Peer) -> "QuerySet[Finding]":
    return _findings(peer).exclude(kind__in=JOURNALS, looked=None)


def faults(who: Reader) -> list[tuple[Peer, "Found"]]:
    """Return the reader's peers whose journal, or ours in their eyes, contradicts itself."""
    lines = {one.partner_id: one for one in Peer.visible_to(who).select_related("partner")}
    shown = Finding.visible_to(who).filter(kind__in=JOURNALS, looked=None).order_by("at")
    return [(lines[one.about], Found(one)) for one in shown if one.about in lines]


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
    if not holding.receipt or holding.peer is None:
        return Proven(holding, signed=False, key="", text="")
    said = Signed.from_text(holding.receipt)
    at = holding.confirmed or holding.said or timezone.now()
    try:
        holding.peer.read_card().read(said, at)
    except TocsinError:
        return Proven(holding, signed=False, key=said.key, text=_pretty(said))
    return Proven(holding, signed=True, key=said.key, text=_pretty(said))


def _pretty(said: Signed) -> str:
    return json.dumps(json.loads(said.statement), indent=1, ensure_ascii=False)
