"""Entries of the menu, and panels of the first page: what waits for a second officer, set-up."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tocsin.rooms.bureaus.models import Bureau, Officer, Proposal
from tocsin.rooms.bureaus.powers import Power
from tocsin.rooms.bureaus.reader import Reader
from tocsin.rooms.bureaus.views.wording import worded
from tocsin.web.panels import MenuItem, Panel, Section

SHOWN = 5


def waiting(who: Reader) -> int:
    """Return how many proposals this officer could decide now."""
    return Proposal.waiting_for(who, timezone.now()).count()


def _waiting(who: Reader) -> Panel | None:
    if not who.holds(Power.PROPOSAL_APPROVE):
        return None
    others = Proposal.waiting_for(who, timezone.now()).select_related("proposer")
    context = {"waiting": [worded(who, one) for one in others[:SHOWN]], "count": waiting(who)}
    return Panel("bureaus/_waiting.html", context, order=10)


def _bootstrap(who: Reader) -> Panel | None:
    if not who.holds(Power.BUREAU_CLOSE_BOOTSTRAP):
        return None
    bureau = Bureau.visible_to(who).get(pk=who.bureau)
    if bureau.bootstrap_closed is not None:
        return None
    officers = Officer.visible_to(who).filter(is_active=True).count()
    return Panel("bureaus/_bootstrap.html", {"bureau": bureau, "officers": officers}, order=5)


HOME = [_bootstrap, _waiting]
MENU = [
    MenuItem(
        label=_("Proposals"),
        url_name="bureaus:proposals",
        power=Power.PROPOSAL_APPROVE,
        icon="check",
        section=Section.OWN,
        order=10,
        badge=waiting,
    ),
    MenuItem(_("Officers"), "bureaus:officers", Power.OFFICER_ADD, "user", Section.OWN, 20),
    MenuItem(
        _("Working groups"), "bureaus:groups", Power.SESSION_END, "graph", Section.BUREAUS, 40
    ),
    MenuItem(
        _("Bureau and keys"), "bureaus:bureau", Power.SESSION_END, "organisation", Section.OWN, 40
    ),
    MenuItem(_("Tokens"), "bureaus:tokens", Power.TOKEN_CREATE, "key", Section.OWN, 50),
    MenuItem(_("Health"), "health", Power.HEALTH_SEE, "gauge", Section.OWN, 60),
]
