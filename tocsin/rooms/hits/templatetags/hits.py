"""``{% load hits %}``: the honest figure beside a score."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from tocsin.rooms.hits.precision import Precision

register = template.Library()


@register.simple_tag
def precision(value: Precision) -> SafeString:
    """Say how often an answer of this score is the right person, and on what this rests."""
    if value.of >= 1_000_000:
        said = _("Far fewer than 1 in 1,000,000 such answers is the right person.")
    else:
        said = _("Of %(of)s such answers, about %(right)s is the right person.") % {
            "of": f"{value.of:,}",
            "right": value.right,
        }
    rests = _("At 3 true hits in 100,000 checks against 100,000 listed persons.")
    return format_html('<span class="precision" title="{}">{}</span>', rests, said)
