"""Sessions: end all of one's own but the one in hand."""

from datetime import datetime

from allauth.usersessions.models import UserSession

from tocsin.core.errors import NotFound
from tocsin.rooms.bureaus.login.sessions import end_all, present
from tocsin.rooms.bureaus.models import Officer, Post
from tocsin.rooms.bureaus.powers import Power
from tocsin.rooms.bureaus.verb import Act, verb


@verb(Power.SESSION_END)
def end(act: Act) -> int:
    """End every other session of this officer, on whatever machine; say how many."""
    officer = Officer.objects.filter(pk=act.reader.officer).first()
    if officer is None:
        raise NotFound("there is nothing here under this number for you")
    ended = end_all(officer, but=present())
    act.on(officer.id)
    act.note(sessions=ended)
    return ended


def sweep(at: datetime) -> int:
    """Close, as the clock, the sessions of officers without a post in force; return how many."""
    held = Post.unrestricted.in_force(at).values("officer_id")
    idle = UserSession.objects.exclude(user_id__in=held).values("user_id")
    return sum(end_all(officer) for officer in Officer.objects.filter(pk__in=idle))
