"""Missions as officers read them: what is asked of us, what we ask, and one with its offers."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.utils.translation import gettext_lazy as _

from tocsin.core.errors import NotFound
from tocsin.core.kinds import read
from tocsin.core.kinds.missions import Mission as Said
from tocsin.core.kinds.missions import MissionPhase, MissionState, Offered, Step
from tocsin.rooms.bureaus.reader import Reader
from tocsin.rooms.bureaus.verb import look
from tocsin.rooms.missions.lifecycle import fitting
from tocsin.rooms.missions.models import Entry, Mission, Missions, said_in, state_of

MOST = 200
PAGE = 25
PHASES = {
    MissionPhase.ASKED: _("No offer yet"),
    MissionPhase.OFFERED: _("Offered"),
    MissionPhase.ACCEPTED: _("Accepted"),
    MissionPhase.DEPLOYED: _("Deployed"),
    MissionPhase.RETURNED: _("Returned"),
    MissionPhase.CLOSED: _("Closed"),
}


@dataclass(frozen=True, slots=True)
class Seen:
    """A mission as far as one reader sees it: nobody sees what another was offered or offers."""

    mission: Mission
    state: MissionState
    mine: bool
    silent: bool

    @property
    def waiting(self) -> bool:
        """Whether the asker has no offer, or the reader's bureau has not said a word."""
        return self.silent and self.mission.closed is None

    @property
    def phase(self) -> str:
        return self.state.phase.value

    @property
    def phase_title(self) -> str:
        """How far it is, for people."""
        if self.state.phase is MissionPhase.ASKED and not self.mine:
            said = _("Offer declined") if self.state.offers else _("We cannot help")
            return str(_("Nothing said by us") if self.silent else said)
        return str(PHASES[self.state.phase])

    def summary(self) -> dict[str, Any]:
        return self.mission.summary() | {"phase": self.phase}


def listing(reader: Reader, at: datetime, page: str | None) -> dict[str, Any]:
    """Return the page of missions: asked of us, asked by us, and those that are closed."""
    rows = _rows(reader)
    settled = Paginator(rows.settled(), PAGE).get_page(page)
    return {
        "incoming": seen(reader, rows.asked_of_us(reader.bureau)[:MOST]),
        "ours": seen(reader, rows.of_ours(reader.bureau)[:MOST]),
        "closed": seen(reader, settled.object_list),
        "page": settled,
        "now": at,
    }


def newest(reader: Reader) -> list[Seen]:
    """Return the newest missions this reader sees."""
    return seen(reader, _rows(reader).order_by("-opened")[:MOST])


def seen(reader: Reader, missions: Iterable[Mission]) -> list[Seen]:
    """Return missions as this reader sees them, in a fixed number of queries."""
    rows = list(missions)
    entries: dict[UUID, list[Entry]] = {}
    for one in Entry.visible_to(reader).filter(mission__in=[row.pk for row in rows]):
        entries.setdefault(one.mission, []).append(one)
    return [_seen(reader, row, entries.get(row.pk, [])) for row in rows]


def _rows(reader: Reader) -> Missions:
    return Mission.visible_to(reader).select_related("record__owner", "asker")


def _seen(reader: Reader, mission: Mission, entries: list[Entry]) -> Seen:
    state = state_of(mission.record, entries)
    mine = mission.asker_id == reader.bureau
    own = any(one.record.owner_id == reader.bureau for one in entries)
    return Seen(mission, state, mine, not state.offers if mine else not own)


def fetch(reader: Reader, pk: UUID) -> Mission:
    """Return one mission as this reader sees it; raises NotFound."""
    found = _rows(reader).filter(pk=pk).first()
    if found is None:
        raise NotFound("there is no such mission here for you")
    return found


def one(reader: Reader, mission: Mission, at: datetime) -> dict[str, Any]:
    """Return the page of one mission with the entries this reader sees, and journal the look."""
    entries = list(Entry.visible_to(reader).filter(mission=mission.pk))
    look(reader, "mission.see", mission.pk, *(row.pk for row in entries))
    whole, said = _seen(reader, mission, entries), said_in(mission.record)
    state = whole.state
    mine = mission.asker_id == reader.bureau
    return {
        "matter": mission,
        "seen": whole,
        "said": said,
        "state": state,
        "offers": list(state.offers.values()),
        "entries": [_entry(row) for row in entries],
        "mine": mine,
        "can": _can(reader, said, state, mine=mine),
        "now": at,
    }


def open_offers(reader: Reader, mission: Mission) -> list[Offered]:
    """Return the offers that the asker may still decide on."""
    entries = Entry.visible_to(reader).filter(mission=mission.pk)
    return list(state_of(mission.record, entries).offers.values())


def _can(reader: Reader, said: Said, state: MissionState, *, mine: bool) -> frozenset[str]:
    """Return which verbs have a sense now for the reader's bureau."""
    return fitting(state.phase, mine=mine) & _has(reader, said, state, mine=mine)


def _has(reader: Reader, said: Said, state: MissionState, *, mine: bool) -> frozenset[str]:
    """Return which verbs the offers leave to the reader's bureau."""
    if mine:
        offers = state.offers.values()
        found = {"close"}
        found |= {"accept"} if any(one.decided is not Step.ACCEPTED for one in offers) else set()
        undecided = (one.decided is not Step.DECLINED and not one.deployed for one in offers)
        return frozenset(found | ({"decline"} if any(undecided) else set()))
    if reader.bureau_code not in said.of:
        return frozenset()
    own = [one for one in state.offers.values() if one.author == reader.bureau_code]
    found = {"offer"} if own else {"offer", "refuse"}
    if any(one.decided is Step.ACCEPTED for one in own):
        found.add("deploy")
    if any(one.deployed and not one.returned for one in own):
        found.add("stand_down")
    return frozenset(found)


def _entry(row: Entry) -> dict[str, Any]:
    said = read(row.record.kind, row.record.body)
    return {
        "record": row.record,
        "at": row.at,
        "kind": row.record.kind,
        "title": said.title(),
        "said": said,
    }


def told(reader: Reader, mission: Mission, at: datetime) -> list[dict[str, Any]]:
    """Return the entries of a mission as data, and journal the look."""
    return [
        {
            "id": str(entry["record"].pk),
            "by": entry["record"].owner.code,
            "at": entry["at"].isoformat(),
            "kind": entry["kind"],
            "body": entry["record"].body,
        }
        for entry in one(reader, mission, at)["entries"]
    ]
