"""Words of answers and outcomes, as people read them: ``{% load requests %}``."""

from django import template
from django.utils.translation import gettext as _

from tocsin.core.kinds.words import (
    AnswerStatus,
    OutcomeKind,
    SaidForce,
    SaidHelp,
    SaidIdentity,
    SaidPaper,
)

register = template.Library()
_ANSWERS = {one.value: one.wording for one in AnswerStatus}
_SAID = {one.wording for words in (SaidIdentity, SaidForce, SaidPaper, SaidHelp) for one in words}
_OUTCOMES = {one.value: one.wording for one in OutcomeKind}


@register.filter
def answer(value: str) -> str:
    """Return the wording of an answer's status."""
    return _(_ANSWERS[value]) if value in _ANSWERS else value


@register.filter
def outcome(value: str) -> str:
    """Return the wording of an outcome."""
    return _(_OUTCOMES[value]) if value in _OUTCOMES else value


@register.filter
def in_words(value: str) -> str:
    """Return a closed answer's wording in the reader's language; a place stays as written."""
    return _(value) if value in _SAID else value
