"""Small charts: a sparkline that stands in a line of text, and bars with their figures."""

from collections.abc import Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from tocsin.web.pictures.figure import Text, figure, number, shorten, table_twin

ROW = 26


def sparkline(values: Sequence[float], title: Text) -> SafeString:
    """Return a line of values, oldest first, small enough for a table cell."""
    highest, lowest = max(values, default=0), min(values, default=0)
    spread = (highest - lowest) or 1
    step = 96 / max(1, len(values) - 1)
    points = " ".join(
        f"{number(2 + place * step)},{number(20 - 16 * (value - lowest) / spread)}"
        for place, value in enumerate(values)
    )
    return format_html(
        '<span class="picture spark"><svg class="spark" viewBox="0 0 100 24" role="img" '
        'aria-label="{}"><title>{}</title><polyline class="line" points="{}"/></svg></span>',
        title,
        title,
        points,
    )


def bars(pairs: Sequence[tuple[str, float]], title: Text, unit: Text = "") -> SafeString:
    """Return horizontal bars, longest at the scale's end, in the order given."""
    highest = max((value for _label, value in pairs), default=0) or 1
    rows = format_html_join(
        "",
        '<g><text x="170" y="{}" text-anchor="end">{}</text>'
        '<rect class="column" x="180" y="{}" width="{}" height="14" rx="2"/>'
        '<text class="faint" x="{}" y="{}">{}</text></g>',
        (
            (
                ROW * place + 17,
                shorten(str(label), 26),
                ROW * place + 6,
                number(360 * value / highest),
                number(188 + 360 * value / highest),
                ROW * place + 17,
                f"{value:g}",
            )
            for place, (label, value) in enumerate(pairs)
        ),
    )
    return figure(
        "bars",
        (620, max(ROW, ROW * len(pairs))),
        title,
        _("Bars, one for each row of the table below."),
        rows,
        twin=table_twin((_("What"), unit or _("How many")), pairs),
    )
