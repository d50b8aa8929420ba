"""How kinds, states and facts of records are worded on a page: ``{% load register %}``."""

from functools import cache, lru_cache
from typing import Any

from django import template
from django.forms import BoundField
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from tocsin.core.formats import FORMATS
from tocsin.core.identifiers import COUNTRIES
from tocsin.core.kinds import KINDS, Kind
from tocsin.core.labels import Use
from tocsin.rooms.register.dossier.facts import Said
from tocsin.rooms.register.forms.search import STATES, STRANDS
from tocsin.rooms.register.models import Import
from tocsin.web.telling import told
from tocsin.web.templatetags.furniture import badge, icon

register = template.Library()

PHASES = {
    "done": ("clear", "check"),
    "failed": ("strong", "error"),
    "cancelled": ("quiet", "close"),
}
USES = {
    Use.SEE: gettext_lazy("See"),
    Use.SCREEN: gettext_lazy("Screen"),
    Use.MATCH: gettext_lazy("Match blindly"),
    Use.EXPORT: gettext_lazy("Export"),
    Use.FORWARD: gettext_lazy("Pass on"),
    Use.JUDICIAL: gettext_lazy("Use in court"),
    Use.PUBLISH: gettext_lazy("Publish"),
}

ICONS = {
    "travel_document": "passport",
    "event": "flag",
    "asset": "key",
    "device_reference": "device",
    "material_reference": "material",
    "notice": "bell",
    "purple_notice": "bell",
    "photograph": "user",
    "framework": "list",
    "agreement": "check",
    "profile": "user",
    "encounter": "scan",
    "question": "help",
    "answer": "check",
    "outcome": "flag",
    "mission": "flag",
    "mission_offer": "flag",
    "mission_step": "check",
    "mission_end": "check",
}
TONES = {
    "draft": ("info", "edit"),
    "released": ("clear", "check"),
    "suspended": ("possible", "eye-off"),
    "blocked": ("strong", "lock"),
    "withdrawn": ("quiet", "close"),
    "expired": ("quiet", "clock"),
}


@register.simple_tag
def kind_name(kind: str) -> str:
    """Say what a kind is called."""
    known = KINDS.get(kind)
    return _(known.title) if known else kind


@register.simple_tag
def kind_icon(kind: str) -> SafeString:
    """Draw the icon of a kind."""
    return icon(ICONS.get(kind, kind))


@register.simple_tag
def country_options() -> SafeString:
    """Write the options of every country field, in the language of the page."""
    return _country_options(get_language() or "en")


@cache
def _country_options(_language: str) -> SafeString:
    rows = ((one.alpha3, told(one.name)) for one in COUNTRIES.values())
    return format_html_join("", '<option value="{}">{}</option>', rows)


@register.simple_tag
def kind_help(kind: Kind) -> str:
    """Say in a line what a kind is for: the first line its body is described by."""
    return _((kind.body.__doc__ or "").strip().partition("\n")[0])


@register.simple_tag
def state_chip(state: str) -> SafeString:
    """Show an envelope's state as a chip."""
    return _state_chip(str(state), get_language() or "")


@lru_cache(maxsize=64)
def _state_chip(state: str, _language: str) -> SafeString:
    tone, symbol = TONES.get(state, ("quiet", "dot"))
    words = {key.value: title for key, title in STATES.items()}
    return badge(words.get(state, state), tone, symbol)


@register.simple_tag
def phase_chip(job: Import) -> SafeString:
    """Show how far an import is, as a chip."""
    tone, symbol = PHASES.get(job.phase, ("info", "clock"))
    return badge(job.get_phase_display(), tone, symbol)


@register.simple_tag
def format_name(name: str) -> str:
    """Say what a file's format is called."""
    known = FORMATS.get(name)
    return told(known.title) if known else name


@register.simple_tag
def strand(letter: str) -> SafeString:
    """Show a threat strand as a chip."""
    return badge(STRANDS.get(letter, letter), "info")


@register.simple_tag
def use_name(use: Use) -> str:
    """Say what a use of a record is called."""
    return str(USES.get(use, use.value))


@register.simple_tag
def said(one: Said) -> SafeString:
    """Show one text in its own direction and language; a reference leads to its record."""
    lang = format_html(' lang="{}"', one.lang) if one.lang else ""
    inner = format_html('<bdi dir="auto"{}>{}</bdi>', lang, one.text)
    if one.url:
        return format_html('<a href="{}">{}</a>', one.url, inner)
    if one.is_long:
        return format_html('<span class="long-text">{}</span>', inner)
    return inner


@register.inclusion_tag("web/components/field.html")
def labelled(bound: BoundField, title: str, number: int) -> dict[str, Any]:
    """Show the only input of a row, named by its list and its number."""
    bound.label = f"{title} {number}"
    return {
        "field": bound,
        "kind": type(bound.field.widget).__name__.lower(),
        "is_check": False,
        "is_group": False,
        "note": "",
        "described": bound.aria_describedby if bound.auto_id else None,
    }
