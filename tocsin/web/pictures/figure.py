"""The frame round every picture: accessible name, description and the same facts as a table."""

from collections.abc import Iterable, Sequence
from hashlib import sha256

from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

Text = str | Promise


def figure(  # noqa: PLR0913 - each names one part of the frame
    kind: str,
    size: tuple[int, int],
    title: Text,
    description: Text,
    body: SafeString,
    *,
    twin: SafeString | str = "",
    note: Text = "",
    has_links: bool = False,
) -> SafeString:
    """Return the whole figure. With links inside, the drawing is a group one can step through."""
    name = f"{kind}-{sha256(f'{title}{description}{body}'.encode()).hexdigest()[:10]}"
    return format_html(
        '<figure class="picture {}"><div class="picture-scroll" tabindex="0" role="group" '
        'aria-label="{}"><svg viewBox="0 0 {} {}" width="{}" height="{}" role="{}" '
        'aria-labelledby="{}-t" aria-describedby="{}-d"><title id="{}-t">{}</title>'
        '<desc id="{}-d">{}</desc>{}</svg></div>{}{}</figure>',
        kind,
        title,
        *size,
        *size,
        "group" if has_links else "img",
        name,
        name,
        name,
        title,
        name,
        description,
        body,
        format_html('<figcaption class="disclaimer">{}</figcaption>', note) if note else "",
        twin,
    )


def table_twin(heads: Sequence[Text], rows: Iterable[Sequence[object]]) -> SafeString:
    """Return the same facts as a table behind a fold, for readers and for copying."""
    return format_html(
        '<details class="twin"><summary>{}</summary><table><thead><tr>{}</tr></thead>'
        "<tbody>{}</tbody></table></details>",
        _("The same as a table"),
        format_html_join("", '<th scope="col">{}</th>', ((head,) for head in heads)),
        format_html_join(
            "",
            "<tr>{}</tr>",
            (
                (format_html_join("", '<td dir="auto">{}</td>', ((v,) for v in row)),)
                for row in rows
            ),
        ),
    )


def number(value: float) -> str:
    """Return a coordinate with one decimal at most, so that bytes do not depend on the machine."""
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def shorten(text: str, limit: int) -> str:
    """Return the text cut at a limit, with an ellipsis."""
    return text if len(text) <= limit else f"{text[: limit - 1].rstrip()}…"
