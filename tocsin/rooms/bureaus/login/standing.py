"""What a session says beside who it is: for which bureau, in which realm, for what purpose.

These are settings of one session, not verbs; going over to another bureau or realm is journalled.
"""

from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from tocsin.core.errors import InvalidInput
from tocsin.rooms.bureaus.login import entries, purposes
from tocsin.rooms.bureaus.reader import Reader, Realm
from tocsin.rooms.bureaus.reading.requests import choose_bureau, posts_of

if TYPE_CHECKING:
    from django.contrib.sessions.backends.base import SessionBase

    from tocsin.rooms.bureaus.models import Officer

REALMS = {Realm.LIVE: _("Live"), Realm.EXERCISE: _("Exercise")}


def state(session: "SessionBase", purpose: str, reference: str) -> None:
    """State from now on why this session looks, and for which case; both stand with each look."""
    purposes.check(purpose, reference)
    session["purpose"] = purpose
    session["reference"] = reference.strip()


def act_for(
    session: "SessionBase", officer: "Officer", who: Reader, wanted: str, at: datetime
) -> None:
    """Act for a bureau in which the officer holds a post; raise InvalidInput for any other."""
    bureau = choose_bureau(officer, wanted, posts_of(officer, at))
    if bureau is None or str(bureau) != wanted:
        raise InvalidInput("you hold no post in that bureau", place="bureau")
    if bureau == who.bureau:
        return
    session["bureau"] = str(bureau)
    session.pop("purpose", None)
    session.pop("reference", None)
    left = who.bureau_code
    entries.switched(officer, bureau, "session.act_for", who.realm.value, left=left)


def enter(session: "SessionBase", officer: "Officer", who: Reader, realm: str) -> None:
    """Go over to the live realm or to the exercise; the two never touch."""
    if realm not in set(Realm):
        raise InvalidInput("choose live or exercise", place="realm")
    if realm == who.realm:
        return
    session["realm"] = realm
    entries.switched(officer, who.bureau, "session.enter_realm", realm, left=who.realm.value)
