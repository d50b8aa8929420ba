"""Why somebody looks: the purposes there are, and what may be stated as one."""

from django.utils.translation import gettext_lazy as _

from tocsin.core.errors import InvalidInput
from tocsin.core.labels import Purpose

PURPOSES = {
    Purpose.ANALYSIS: _("Analysis"),
    Purpose.BORDER_CONTROL: _("Border control"),
    Purpose.INVESTIGATION: _("Investigation"),
    Purpose.OVERSIGHT: _("Oversight"),
    Purpose.PROSECUTION: _("Prosecution"),
    Purpose.PUBLIC_SAFETY: _("Public safety"),
}
REFERENCE_LENGTH = 80


def check(purpose: str, reference: str) -> None:
    """Raise InvalidInput, naming which, unless the purpose is known and the reference plain."""
    if purpose not in set(Purpose):
        known = ", ".join(Purpose)
        raise InvalidInput("choose one of the purposes: {known}", known=known, place="purpose")
    if len(reference) > REFERENCE_LENGTH or not reference.isprintable():
        raise InvalidInput("use up to 80 printable characters", place="reference")
