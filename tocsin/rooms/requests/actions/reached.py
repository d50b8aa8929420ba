"""Which bureaus an officer's own can reach: those of this node, and peers with an open line."""

from django.db.models import Q, QuerySet

from tocsin.rooms.bureaus.models import Bureau
from tocsin.rooms.bureaus.reader import Reader
from tocsin.rooms.exchange.models import Peer


def reached_by(reader: Reader) -> QuerySet[Bureau]:
    """Return the bureaus that a request of the reader's bureau can go to, by code."""
    peers = Peer.unrestricted.open().filter(bureau_id=reader.bureau).values("partner")
    found = Bureau.unrestricted.filter(Q(hosted=True) | Q(pk__in=peers))
    return found.exclude(pk=reader.bureau).order_by("code")
