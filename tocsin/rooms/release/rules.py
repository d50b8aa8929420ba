"""The rule table: who may do what with a record. Visible = some allow and no deny.

A rule is a name, an effect, a sentence for people and one ``q(reader, use, at)`` over release
classes. There is no second version of any rule in Python: lists, fetches, search, screening,
exports, feeds and the explanation all run these rows.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tocsin.core.labels import Purpose, Tlp, Use
from tocsin.rooms.bureaus.reader import Reader

NOBODY = Q(pk__in=())
OUTWARD = {Use.EXPORT, Use.FORWARD, Use.PUBLISH}


@dataclass(frozen=True, slots=True)
class Rule:
    """One row: ``q`` selects the release classes the rule speaks about for this reader and use."""

    name: str
    effect: Literal["allow", "deny"]
    sentence: str | Promise
    q: Callable[[Reader, Use, datetime], Q]


def _own(reader: Reader) -> Q:
    return Q(owner_id=reader.bureau)


def _others(reader: Reader) -> Q:
    return ~Q(owner_id=reader.bureau)


def _stated(reader: Reader) -> Q:
    if reader.every_purpose:
        return Q(purposes__purpose__in=list(Purpose))
    return Q(purposes__purpose=reader.purpose)


def _when(condition: bool, q: Q) -> Q:  # noqa: FBT001  reads as a sentence at its callers
    return q if condition else NOBODY


RULES: tuple[Rule, ...] = (
    Rule("own", "allow", _("It belongs to the reader's bureau."), lambda r, _u, _t: _own(r)),
    Rule(
        "everyone",
        "allow",
        _("It is released to all members."),
        lambda _r, _u, _t: Q(state="released", everyone=True),
    ),
    Rule(
        "named",
        "allow",
        _("The reader's bureau is named in the label."),
        lambda r, _u, _t: Q(state="released", bureaus__id=r.bureau),
    ),
    Rule(
        "group",
        "allow",
        _("The reader's bureau is a member of a group named in the label, as of now."),
        lambda r, _u, _t: Q(state="released", groups__members__id=r.bureau),
    ),
    Rule(
        "realm",
        "deny",
        _("It belongs to the other realm: exercise and live never meet."),
        lambda r, _u, _t: ~Q(realm=r.realm.value),
    ),
    Rule(
        "excluded",
        "deny",
        _("The label excludes the reader's bureau."),
        lambda r, _u, _t: _others(r) & Q(excluded__id=r.bureau),
    ),
    Rule(
        "expired",
        "deny",
        _("The release has run out."),
        lambda r, _u, t: _others(r) & Q(until__lte=t),
    ),
    Rule(
        "purpose",
        "deny",
        _("It was released for other purposes than the one stated."),
        lambda r, _u, _t: _others(r) & Q(bound=True) & ~_stated(r),
    ),
    Rule(
        "not-in-force",
        "deny",
        _("Only a released record is screened, matched or passed on; this one is not in force."),
        lambda _r, u, _t: _when(u is not Use.SEE, ~Q(state="released")),
    ),
    Rule(
        "judicial",
        "deny",
        _("H1: not for judicial use without the owner's permission."),
        lambda r, u, _t: _when(u is Use.JUDICIAL, _others(r) & Q(h1=True)),
    ),
    Rule(
        "dissemination",
        "deny",
        _("H2: not to be disseminated without the owner's permission."),
        lambda r, u, _t: _when(u in OUTWARD, _others(r) & Q(h2=True)),
    ),
    Rule(
        "restriction",
        "deny",
        _("H3: the owner's restriction lets others read it and nothing more."),
        lambda r, u, _t: _when(u is not Use.SEE, _others(r) & Q(h3=True)),
    ),
    Rule(
        "onward",
        "deny",
        _("The owner did not allow it to be passed on, or its marking forbids it."),
        lambda r, u, _t: _when(
            u is Use.FORWARD,
            _others(r) & (Q(forward=False) | Q(tlp__in=[Tlp.AMBER_STRICT, Tlp.RED])),
        ),
    ),
    Rule(
        "eyes-only",
        "deny",
        _("TLP:RED is for the named readers' eyes: it is not exported."),
        lambda r, u, _t: _when(u in OUTWARD, _others(r) & Q(tlp=Tlp.RED)),
    ),
    Rule(
        "not-public",
        "deny",
        _("Only TLP:CLEAR may be published."),
        lambda _r, u, _t: _when(u is Use.PUBLISH, ~Q(tlp=Tlp.CLEAR)),
    ),
    Rule(
        "observer",
        "deny",
        _("An observer sees what is marked TLP:CLEAR or TLP:GREEN and released, nothing else."),
        lambda r, u, _t: _when(
            r.is_observer,
            ~Q(tlp__in=[Tlp.CLEAR, Tlp.GREEN])
            | ~Q(state="released")
            | _when(u is not Use.SEE, Q(pk__isnull=False)),
        ),
    ),
)

ALLOW = tuple(rule for rule in RULES if rule.effect == "allow")
DENY = tuple(rule for rule in RULES if rule.effect == "deny")
