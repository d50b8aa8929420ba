"""What people type in this room: the sheet of a notice, its label, what a verb needs to be told."""

from django.utils.translation import gettext_lazy as _

from tocsin.rooms.bureaus.reader import Reader
from tocsin.rooms.notices.forms.deciding import AmendForm, ApproveForm, FollowForm, StatusForm
from tocsin.rooms.notices.forms.sheets import NoticeDraftForm, NoticeEditForm
from tocsin.rooms.notices.rules import RULES, SEVERITIES

FORMS = {
    "list.follow": FollowForm,
    "notice.amend": AmendForm,
    "notice.approve": ApproveForm,
    "notice.change_status": StatusForm,
    "notice.draft": NoticeDraftForm,
    "notice.edit": NoticeEditForm,
}


def _rules(_reader: Reader) -> list[tuple[str, str]]:
    return [(rule.id, rule.id) for rule in RULES if rule.configured]


def _severities(_reader: Reader) -> list[tuple[str, str]]:
    return [(one.value, str(title)) for one, title in SEVERITIES.items()]


CHOICES = {"condition.change": {"rule": _rules, "severity": _severities}}

# Arguments of this room's verbs, as pages label them.
LABELS = (
    _("Explanation"), _("Ground"), _("Grounds"), _("Question"), _("Rule"), _("Severity"),
    _("Article"), _("Figure"), _("Subject"), _("Until"), _("Text"), _("Parts"), _("Appeal"),
)  # fmt: skip

__all__ = ["CHOICES", "FORMS", "LABELS"]
