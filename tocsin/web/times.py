"""A moment in words: how long ago or ahead, and the full date with its zone beside it."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

_STEPS = (
    (timedelta(hours=1), timedelta(minutes=1)),
    (timedelta(days=1), timedelta(hours=1)),
    (timedelta(days=30), timedelta(days=1)),
    (timedelta(days=365), timedelta(days=30)),
)


def relative(moment: datetime, now: datetime) -> str:
    """Return the distance in words, rounded down to whole minutes, hours, days, months or years."""
    ahead = moment > now
    distance = abs(moment - now)
    if distance < timedelta(minutes=1):
        return _("now")
    for step, (limit, unit) in enumerate(_STEPS):
        if distance < limit:
            return _words(step, distance // unit, ahead=ahead)
    return _words(len(_STEPS), distance // timedelta(days=365), ahead=ahead)


def absolute(moment: datetime) -> str:
    """Return date and time of the zone in force, with the zone's name."""
    local = timezone.localtime(moment)
    return f"{date_format(local, _('j M Y, H:i'))} {local.tzname()}"


def _words(step: int, count: int, *, ahead: bool) -> str:
    said = (_AHEAD if ahead else _AGO)[step](count)
    return said % {"count": count}


# Each is asked for when it is said: a page with forty moments would look up four hundred sentences.
_AHEAD: tuple[Callable[[int], str], ...] = (
    lambda count: ngettext("in %(count)d minute", "in %(count)d minutes", count),
    lambda count: ngettext("in %(count)d hour", "in %(count)d hours", count),
    lambda count: ngettext("in %(count)d day", "in %(count)d days", count),
    lambda count: ngettext("in %(count)d month", "in %(count)d months", count),
    lambda count: ngettext("in %(count)d year", "in %(count)d years", count),
)
_AGO: tuple[Callable[[int], str], ...] = (
    lambda count: ngettext("%(count)d minute ago", "%(count)d minutes ago", count),
    lambda count: ngettext("%(count)d hour ago", "%(count)d hours ago", count),
    lambda count: ngettext("%(count)d day ago", "%(count)d days ago", count),
    lambda count: ngettext("%(count)d month ago", "%(count)d months ago", count),
    lambda count: ngettext("%(count)d year ago", "%(count)d years ago", count),
)
