"""A request of the home bureau to its ally, for tests that are about what comes after."""

from tocsin.core.kinds.words import Asks
from tocsin.rooms.requests.actions import requests
from tocsin.rooms.requests.rules import Urgency


def asked(cast, **more):
    said = {
        "to": cast.ally.bureau.pk,
        "headline": "Whereabouts of the bearer",
        "asks": [Asks.WHEREABOUTS],
        "urgency": Urgency.URGENT,
        "text": "Seen at the border on Monday.",
    } | more
    return requests.open(cast.home.bureau_officer, **said)
