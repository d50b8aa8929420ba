"""What this room does when the register changes: papers are reviewed, notices taken in."""

from collections.abc import Sequence

from django.utils import timezone

from tocsin.rooms.notices.actions import deadlines, receiving, silence
from tocsin.rooms.register.feed import Reaction
from tocsin.rooms.register.models import Change


def _review(changes: Sequence[Change]) -> None:
    papers = {change.record for change in changes if change.kind == "travel_document"}
    deadlines.review_documents(papers, timezone.now())


def _delist(changes: Sequence[Change]) -> None:
    ended = {c.record for c in changes if c.kind == "basis" and c.change == "ruled"}
    silence.delist(ended, timezone.now())


def _receive(changes: Sequence[Change]) -> None:
    receiving.take_in({change.record for change in changes}, timezone.now())


REACTIONS = [
    Reaction("notices.documents", _review),
    Reaction("notices.delisted", _delist),
    Reaction("notices.received", _receive),
]
