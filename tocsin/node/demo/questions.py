"""What the bureaus ask each other: one request answered, one waiting, one under way."""

from tocsin.core.kinds.words import AnswerStatus, Asks
from tocsin.node.demo.staff import Cast
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
