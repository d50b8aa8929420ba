"""What this room does when the register changes: a document's review starts and ends with it."""

from collections.abc import Sequence

from django.utils import timezone

from tocsin.rooms.notices.actions import deadlines
from tocsin.rooms.register.feed import Reaction
from tocsin.rooms.register.models import Change


def _review(changes: Sequence[Change]) -> None:
    papers = {change.record for change in changes if change.kind == "travel_document"}
    deadlines.review_documents(papers, timezone.now())


REACTIONS = [Reaction("notices.documents", _review)]
