"""Components of every page as template tags: ``{% load furniture %}``.

A tag that wraps content ends with its own name after ``end``; the rest are one-liners. Nothing
here emits a style attribute or a script: the content policy would refuse both.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time
from functools import cache, lru_cache
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode

from django import template
from django.core.paginator import Page
from django.forms import BaseForm, BoundField
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from tocsin.web import chips, differences, telling, times

register = template.Library()

TONES = {
    "debug": "info",
    "info": "info",
    "success": "check",
    "warning": "warning",
    "error": "error",
}


LONG = 24  # boxes to tick; a longer list scrolls and can be searched

register.filter("told", telling.told)
register.filter("spot", telling.spot)


@cache
def _sprite() -> str:
    """Return where the icons lie; the address holds as long as the process."""
    return static("web/icons.svg")


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """Draw an icon of the sprite; without a label it is decoration and hidden from readers."""
    return _icon(str(name), str(label))


@lru_cache(maxsize=512)
def _icon(name: str, label: str) -> SafeString:
    target = f"{_sprite()}#{TONES.get(name, name)}"
    if label:
        return format_html(
            '<svg class="icon" role="img" aria-label="{}"><title>{}</title><use href="{}"/></svg>',
            label,
            label,
            target,
        )
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}"/></svg>', target)


@register.simple_tag
def when(moment: datetime | date | None, style: str = "both") -> SafeString:
    """Show a moment: ``both``, ``relative`` (full time on hover) or ``absolute`` with its zone."""
    if moment is None:
        return mark_safe('<span class="quiet-text">&ndash;</span>')
    if not isinstance(moment, datetime):
        moment = datetime.combine(moment, time(tzinfo=UTC))
    if timezone.is_naive(moment):
        moment = timezone.make_aware(moment)
    near, full = times.relative(moment, timezone.now()), times.absolute(moment)
    first, second = (full, near) if style == "absolute" else (near, full)
    shape = _WHEN.get(style, _WHEN["relative"])
    return format_html(shape, at=moment.isoformat(timespec="seconds"), first=first, second=second)


_TIME = '<time class="when" datetime="{at}" title="{second}">'
_WHEN = {
    "both": f"{_TIME}<span data-relative>{{first}}</span>"
    ' <span class="when-full">{second}</span></time>',
    "relative": f"{_TIME}<span data-relative>{{first}}</span></time>",
    "absolute": f"{_TIME}<span>{{first}}</span></time>",
}


@register.simple_tag
def badge(text: object, tone: str = "quiet", symbol: str = "", meaning: str = "") -> SafeString:
    """Show a word as a chip: quiet, accent, info, clear, possible, strong, tlp-*, h0-h3."""
    return format_html(
        '<span class="chip {}"{}>{}{}</span>',
        tone,
        format_html(' title="{}"', meaning) if meaning else "",
        icon(symbol) if symbol else "",
        text,
    )


def _chip(chip: chips.Chip) -> SafeString:
    return badge(chip.text, chip.tone, chip.icon, str(chip.meaning))


@register.simple_tag
def verdict(value: object) -> SafeString:
    """Show clear, possible or strong; nothing given means clear."""
    return _chip(chips.verdict_chip(value))


@register.simple_tag
def tlp(marking: object) -> SafeString:
    """Show a TLP 2.0 marking in its own colours."""
    return _tlp(chips.plain(marking), get_language() or "")


@lru_cache(maxsize=64)
def _tlp(marking: str, _language: str) -> SafeString:
    return _chip(chips.tlp_chip(marking))


@register.simple_tag
def handling(code: object) -> SafeString:
    """Show a handling code H0 to H3."""
    return _chip(chips.handling_chip(code))


@register.inclusion_tag("web/components/score.html")
def score(value: float, threshold: float | None = None) -> dict[str, Any]:
    """Show a score in 0..1 as a bar and a figure, with the threshold as a notch."""
    return {
        "value": f"{value:.2f}",
        "width": _tenth(value),
        "notch": None if threshold is None else _tenth(threshold),
    }


def _tenth(share: float) -> str:
    return f"{max(0.0, min(1.0, float(share))) * 100:.1f}"


@register.inclusion_tag("web/components/reasons.html")
def reasons(rows: Iterable[Any], limit: int = 0) -> dict[str, Any]:
    """Show reasons (feature, weight, query, match) as bars that pull for or against."""
    plain = [_reason(row) for row in rows]
    plain.sort(key=lambda row: -abs(row["weight"]))
    plain = plain[:limit] if limit else plain
    widest = max((abs(row["weight"]) for row in plain), default=1.0) or 1.0
    for row in plain:
        length = abs(row["weight"]) / widest * 50
        row["width"] = f"{length:.1f}"
        row["start"] = f"{50 - length if row['weight'] < 0 else 50:.1f}"
        row["side"] = "against" if row["weight"] < 0 else "for"
    return {"rows": plain}


def _reason(row: Any) -> dict[str, Any]:
    def read(name: str, other: Any) -> Any:
        return row.get(name, other) if isinstance(row, Mapping) else getattr(row, name, other)

    return {
        "feature": read("label", None) or str(read("feature", "")).replace("_", " "),
        "weight": float(read("weight", 0.0)),
        "query": read("query", ""),
        "match": read("match", ""),
    }


@register.inclusion_tag("web/components/verdict_hero.html")
def verdict_hero(
    value: object,
    subject: str = "",
    why: Iterable[Any] = (),
    points: float | None = None,
    instruction: str = "",
) -> dict[str, Any]:
    """Show the border desk's answer so large that nobody misreads it, with its top reasons."""
    return {
        "name": f"verdict-{sha256(f'{value}{subject}'.encode()).hexdigest()[:8]}",
        "chip": chips.verdict_chip(value),
        "subject": subject,
        "why": list(why),
        "points": points,
        "instruction": instruction,
    }


@register.simple_block_tag
def panel(content: str, title: str = "", symbol: str = "", id: str = "", tone: str = "") -> str:  # noqa: A002 - HTML's word
    """Frame a part of the page under its own heading."""
    values = {"content": content, "title": title, "symbol": symbol, "id": id, "tone": tone}
    return render_to_string("web/components/panel.html", values)


@register.simple_block_tag
def section(content: str, title: str, help: str = "") -> str:  # noqa: A002 - reads well in templates
    """Group fields of a form under a legend, with an explanation beside them."""
    values = {"content": content, "title": title, "help": help}
    return render_to_string("web/components/section.html", values)


@register.simple_block_tag
def table(content: str, caption: str, show_caption: bool = False, cards: bool = True) -> str:  # noqa: FBT001, FBT002 - template arguments
    """Wrap head and rows of a dense table; below 40 rem each row becomes a card."""
    values = {"content": content, "caption": caption, "shown": show_caption, "cards": cards}
    return render_to_string("web/components/table.html", values)


@register.simple_tag(takes_context=True)
def sort_head(context: template.Context, key: str, label: str, kind: str = "") -> SafeString:
    """Show a table head whose link sorts by ``key`` (``?sort=key`` or ``-key``)."""
    request = context["request"]
    now = request.GET.get("sort", "")
    following = f"-{key}" if now == key else key
    state = {key: "ascending", f"-{key}": "descending"}.get(now, "none")
    kept = [(name, value) for name, value in _query(request) if name not in {"sort", "page"}]
    return format_html(
        '<th scope="col" class="{}" aria-sort="{}"><a href="?{}">{}{}</a></th>',
        kind,
        state,
        urlencode([*kept, ("sort", following)]),
        label,
        icon({"ascending": "sort-up", "descending": "sort-down"}.get(state, "sort")),
    )


def _query(request: Any) -> list[tuple[str, str]]:
    return [(name, value) for name, values in request.GET.lists() for value in values]


@register.inclusion_tag("web/components/pagination.html", takes_context=True)
def pagination(context: template.Context, page: Page[Any]) -> dict[str, Any]:
    """Show where one is in a list, keeping the rest of the address."""
    kept = urlencode([pair for pair in _query(context["request"]) if pair[0] != "page"])
    return {"page": page, "prefix": f"?{kept}&page=" if kept else "?page="}


@register.inclusion_tag("web/components/facts.html")
def facts(pairs: Iterable[tuple[object, object]] | Mapping[str, object]) -> dict[str, Any]:
    """Show terms and values; an absent value is shown as a dash, never left out silently."""
    return {"pairs": list(pairs.items() if isinstance(pairs, Mapping) else pairs)}


@register.inclusion_tag("web/components/tabs.html")
def tabs(items: Iterable[Mapping[str, Any]], label: str = "") -> dict[str, Any]:
    """Show sibling pages: dicts of label, url, active and badge. Links, so they work anywhere."""
    return {"items": list(items), "label": label}


@register.inclusion_tag("web/components/breadcrumbs.html")
def breadcrumbs(*steps: str) -> dict[str, Any]:
    """Show the way here: url, label, url, label, ..., and at last the label of this page."""
    pairs = list(zip(steps[:-1:2], steps[1::2], strict=True))
    return {"steps": pairs, "here": steps[-1] if steps else ""}


@register.simple_block_tag
def empty(content: str, title: str, symbol: str = "inbox") -> str:
    """Say why there is nothing here yet and what to do next."""
    values = {"content": content, "title": title, "symbol": symbol}
    return render_to_string("web/components/empty.html", values)


@register.simple_block_tag(takes_context=True)
def confirm(
    context: template.Context,
    content: str,
    id: str,  # noqa: A002 - HTML's word
    title: str,
    action: str,
    button: str,
    tone: str = "primary",
) -> str:
    """Ask before a verb that matters; open it with ``<button data-opens="id">``."""
    values = {
        "content": content,
        "id": id,
        "title": title,
        "action": action,
        "button": button,
        "tone": tone,
    }
    return render_to_string("web/components/confirm.html", values, context.get("request"))


@register.inclusion_tag("web/components/progress.html")
def progress(value: int, total: int, label: str, url: str = "") -> dict[str, Any]:
    """Show work under way; with ``url`` it asks again each second until the answer has no url."""
    share = 100 * value // total if total else 0
    return {"value": value, "total": total, "share": share, "label": label, "url": url}


@register.inclusion_tag("web/components/timeline_list.html")
def timeline_list(entries: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Show what happened, newest as given: dicts of when, title, detail, actor, url, icon, tone."""
    return {"entries": list(entries)}


@register.inclusion_tag("web/components/diff.html")
def diff(before: object, after: object, mode: str = "split") -> dict[str, Any]:
    """Show what changed between two texts, lists of lines or mappings: split or unified."""
    return {"rows": differences.compare(before, after), "mode": mode}


@register.inclusion_tag("web/components/field.html")
def field(bound: BoundField, note: str = "") -> dict[str, Any]:
    """Show a form field with its label, help and error tied to it for every reader."""
    kind = type(bound.field.widget).__name__
    choices = getattr(bound.field.widget, "choices", ())
    return {
        "field": bound,
        "kind": kind.lower(),
        "is_check": kind == "CheckboxInput",
        "is_group": bool(bound.field.widget.use_fieldset),
        "is_long": kind == "CheckboxSelectMultiple" and len(choices) > LONG,
        "is_empty": kind == "CheckboxSelectMultiple" and not choices,
        "note": note,
        "described": bound.aria_describedby if bound.auto_id else None,
    }


@register.inclusion_tag("web/components/fields.html")
def fields(form: BaseForm) -> dict[str, Any]:
    """Show the errors of a whole form, then every field of it."""
    return {"form": form}


@register.inclusion_tag("web/components/form_errors.html")
def form_errors(form: BaseForm) -> dict[str, Any]:
    """Say above a form what is wrong with it, with links to the fields."""
    return {"form": form}


@register.inclusion_tag("web/components/drop_zone.html")
def drop_zone(bound: BoundField, hint: str = "") -> dict[str, Any]:
    """Show a file field as a place to drop a file on; without scripts it is the plain field."""
    return {"field": bound, "hint": hint}
