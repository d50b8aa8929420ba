"""What the bureaus ask each other: requests answered and waiting, support under way and wanted."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from tocsin.core.kinds.closed import Desk
from tocsin.core.kinds.missions import Need
from tocsin.core.kinds.words import AnswerStatus, Asks
from tocsin.node.demo.staff import Cast
from tocsin.rooms.missions import desk
from tocsin.rooms.missions.actions import missions
from tocsin.rooms.missions.rules import Pace
from tocsin.rooms.requests.actions import requests
from tocsin.rooms.requests.rules import Urgency


def ask(cast: Cast) -> None:
    """Let Warsaw ask Chișinău and Kyiv, and Kyiv ask Warsaw."""
    marek, elena, olena = (cast.reader(login) for login in ("marek", "elena", "olena"))
    pol, mda, ukr = (cast.bureaus[code].pk for code in ("POL", "MDA", "UKR"))
    first = requests.open(
        marek,
        to=mda,
        headline="Passport UT1234567: is it still reported as lost?",
        asks=[Asks.DOCUMENT_STATUS, Asks.STILL_IN_FORCE],
        urgency=Urgency.URGENT,
        text="Shown at the eastern crossing this morning.",
        reference="POL-2026-0117",
    )
    requests.answer(elena, first, status=AnswerStatus.ONGOING, text="The issuing office is asked.")
    second = requests.open(
        marek,
        to=ukr,
        headline="Last known address of a missing person",
        asks=[Asks.WHEREABOUTS],
        text="Any address of the last two years.",
    )
    requests.answer(olena, second, status=AnswerStatus.NOT_KNOWN, text="No address on file.")
    requests.open(
        olena,
        to=pol,
        headline="Vehicle UT 4711X: who held it in spring?",
        asks=[Asks.SUPPLEMENTARY],
        urgency=Urgency.URGENT_INDIRECT,
    )


def support(cast: Cast) -> None:
    """Let Chișinău be supported by Warsaw, and Kyiv ask both of the others."""
    marek, elena, olena = (cast.reader(login) for login in ("marek", "elena", "olena"))
    pol, mda, ukr = (cast.bureaus[code].pk for code in ("POL", "MDA", "UKR"))
    under_way = missions.open(
        elena,
        to=[pol, ukr],
        needs=[Need.CBRN_TEAM, Need.LABORATORY],
        case="MDA-2026/0019",
        country="MDA",
        pace=Pace.IMMEDIATE,
        **_days(2, 6),
        telephone="+37300000000",
    )
    missions.offer(
        marek, under_way, gives=[Need.CBRN_TEAM], **_days(2, 5), telephone="+48220000000"
    )
    (offer,) = desk.open_offers(elena, under_way)
    missions.accept(elena, under_way, offer=offer.id)
    missions.deploy(
        marek, under_way, **_days(2, 5), desk=Desk.CASE_OFFICER, telephone="+48220000001"
    )
    missions.open(
        olena,
        to=[pol, mda],
        needs=[Need.EXPERT, Need.TRAINING],
        case="UKR-2026/0044",
        country="UKR",
        **_days(20, 24),
        telephone="+380440000000",
    )


def _days(first: int, last: int) -> dict[str, Any]:
    today = timezone.now().date()
    return {"since": today + timedelta(days=first), "until": today + timedelta(days=last)}
