"""How colours, stages and findings are shown on a page: ``{% load notices %}``."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from tocsin.core.kinds.colours import hue
from tocsin.rooms.notices.lifecycle import TITLES, Stage
from tocsin.rooms.notices.printed.square import svg_path
from tocsin.rooms.notices.rules import SEVERITIES, Rule, Setting, Severity
from tocsin.web.templatetags.furniture import badge

register = template.Library()

TONES: dict[Stage, tuple[str, str]] = {
    Stage.DRAFT: ("info", "edit"),
    Stage.SUBMITTED: ("info", "clock"),
    Stage.IN_REVIEW: ("info", "eye"),
    Stage.INFORMATION_REQUESTED: ("possible", "help"),
    Stage.APPROVED: ("accent", "check"),
    Stage.UNVERIFIED: ("strong", "warning"),
    Stage.RELEASED: ("clear", "check"),
    Stage.SUSPENDED: ("possible", "eye-off"),
    Stage.BLOCKED: ("strong", "lock"),
    Stage.RETENTION_REVIEW: ("possible", "clock"),
    Stage.REFUSED: ("strong", "close"),
}
GRAVE = {
    Severity.STOP: ("strong", "error"),
    Severity.DOUBT: ("possible", "help"),
    Severity.HINT: ("info", "info"),
    Severity.OFF: ("quiet", "dot"),
}


@register.simple_tag
def hue_name(colour: str) -> str:
    """Say a colour in one word."""
    return _(hue(colour).wording).partition(":")[0]


@register.simple_tag
def hue_purpose(colour: str) -> str:
    """Say what a colour is for."""
    return _(hue(colour).wording).partition(":")[2].strip()


@register.simple_tag
def hue_chip(colour: str) -> SafeString:
    """Show a colour as a square and its word; the word says what the square shows."""
    return format_html(
        '<span class="chip hue"><span class="swatch {}" aria-hidden="true"></span>{}</span>',
        colour,
        hue_name(colour),
    )


@register.simple_tag
def stage_chip(stage: str) -> SafeString:
    """Show a notice's stage as a chip."""
    tone, symbol = TONES.get(Stage(stage), ("quiet", "dot"))
    return badge(TITLES[Stage(stage)], tone, symbol)


@register.simple_tag
def severity_chip(severity: str) -> SafeString:
    """Show how grave a finding is."""
    tone, symbol = GRAVE[Severity(severity)]
    return badge(SEVERITIES[Severity(severity)], tone, symbol)


@register.simple_tag
def rule_sentence(rule: Rule, setting: Setting) -> str:
    """Say a rule's sentence with the figure in force."""
    return str(rule.sentence) % {"figure": setting.figure}


@register.simple_tag
def square(address: str) -> dict[str, object]:
    """Return the code of an address as one path, with its side in modules."""
    side, path = svg_path(address)
    return {"side": side, "path": path}
