"""``{% load hits %}``: the honest figure beside a score."""

from django import template
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from tocsin.rooms.hits.precision import Precision

register = template.Library()


@register.simple_tag
def precision(value: Precision) -> SafeString:
    """Say how often an answer of this score is the right person, and on what this rests."""
    if value.of >= 1_000_000:
        said = _("Such an answer is right less than once in a million times.")
    else:
        words = {"of": number_format(value.of, force_grouping=True), "right": value.right}
        said = _("Such an answer is right about %(right)s in %(of)s times.") % words
    rests = _("Reckoned at 3 true hits in 100,000 checks and 100,000 persons listed.")
    return format_html(
        '<span class="precision"><strong>{}</strong> <span>{}</span></span>', said, rests
    )


@register.filter
def words(value: object) -> str:
    """Show a word of a closed list, such as border_control, as people write it."""
    said = _(str(value).replace("_", " ").capitalize())
    return said[:1].lower() + said[1:]
