"""Petitions as their officers read them: the list by clock, one file, where its data come from."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tocsin.core.errors import NotFound
from tocsin.core.screening import tokens
from tocsin.rooms.bureaus.powers import Power
from tocsin.rooms.bureaus.reader import Reader
from tocsin.rooms.bureaus.verb import look
from tocsin.rooms.oversight.lifecycle import Stage, Wish
from tocsin.rooms.oversight.models import Named, Passage, Petition, candidates
from tocsin.rooms.oversight.provenance import in_words, provenance, rulings

PAGE = 50
MOST_FOUND = 20
MOST_WORDS = 6

# The letters that may be written at each stage, in the order in which they are.
LETTERS: dict[Stage, tuple[str, ...]] = {
    Stage.RECEIVED: ("receipt",),
    Stage.ADMITTED: ("receipt", "admitted"),
    Stage.DISMISSED: ("receipt", "dismissed"),
    Stage.DECIDED: ("receipt", "admitted", "granted"),
    Stage.REFUSED: ("receipt", "admitted", "refused"),
    Stage.IMPLEMENTED: ("receipt", "admitted", "granted", "implemented"),
    Stage.WITHDRAWN: ("receipt", "withdrawn"),
}
DONE: dict[str, str | Promise] = {
    "petition.admit": gettext_lazy("Admitted"),
    "petition.block": gettext_lazy("Blocked what it names"),
    "petition.dismiss": gettext_lazy("Dismissed"),
    "petition.drop": gettext_lazy("No longer about"),
    "petition.grant": gettext_lazy("Granted"),
    "petition.implement": gettext_lazy("Carried out"),
    "petition.name": gettext_lazy("Named a record"),
    "petition.note": gettext_lazy("Noted"),
    "petition.open": gettext_lazy("Opened"),
    "petition.refuse": gettext_lazy("Refused"),
    "petition.unblock": gettext_lazy("Ended the block"),
    "petition.withdraw": gettext_lazy("Taken back"),
}
SAID_WITH = {
    "dismissed": "petition.dismiss",
    "granted": "petition.grant",
    "refused": "petition.refuse",
    "implemented": "petition.implement",
}


def listing(reader: Reader, *, closed: bool, page: str | None) -> dict[str, Any]:
    """Return one page of petitions, the nearest deadline first, and journal the look."""
    reader.need(Power.PETITION_SEE)
    look(reader, Power.PETITION_SEE, query={"closed": closed})
    mine = Petition.visible_to(reader)
    rows = mine.closed().order_by("-changed") if closed else mine.open()
    late = mine.open().filter(due__lt=timezone.now()).count()
    tabs = [
        {"label": _("Open"), "url": "?", "active": not closed, "badge": late or ""},
        {"label": _("Closed"), "url": "?closed=1", "active": closed},
    ]
    return {"page": Paginator(rows, PAGE).get_page(page), "tabs": tabs, "now": timezone.now()}


def fetch(reader: Reader, pk: UUID, *objects: UUID) -> Petition:
    """Journal the look and return the petition; absent and hidden raise the same NotFound."""
    reader.need(Power.PETITION_SEE)
    look(reader, Power.PETITION_SEE, pk, *objects)
    found: Petition | None = Petition.visible_to(reader).filter(pk=pk).first()
    if found is None:
        raise NotFound("there is nothing here under this number for you")
    return found


def file(reader: Reader, petition: Petition, asked: str) -> dict[str, Any]:
    """Return the context of a petition's page; ``asked`` looks for records about the applicant."""
    words = list(dict.fromkeys(tokens(asked)))[:MOST_WORDS]
    named = Named.of(petition)
    known = {one.record_id for one in named}
    found = candidates(reader, words, MOST_FOUND)
    return {
        "petition": petition,
        "named": named,
        "facts": _facts(petition),
        "passages": _done(petition, named),
        "letters": () if petition.forgotten else LETTERS[Stage(petition.stage)],
        "asked": asked,
        "found": [record for record in found if record.pk not in known],
        "now": timezone.now(),
        "blocked": any(one.is_blocked for one in named),
        "may_name": Stage(petition.stage) in {Stage.RECEIVED, Stage.ADMITTED},
    }


def plain(petition: Petition) -> dict[str, Any]:
    """Return a petition's file as data."""
    return petition.summary() | {
        "applicant": petition.applicant,
        "contact": petition.contact,
        "language": petition.language,
        "text": petition.text,
        "received": petition.received.isoformat(),
        "records": [
            {"id": str(one.record_id), "state": one.record.state, "blocked": bool(one.before)}
            for one in Named.of(petition)
        ],
        "passages": [
            {"verb": one.verb, "at": one.at.isoformat(), "text": one.text}
            for one in Passage.of(petition)
        ],
    }


def _done(petition: Petition, named: list[Named]) -> list[dict[str, Any]]:
    """Return what was done, each step by its name, records by theirs."""
    titles = {str(one.record_id): one.record.title or _("erased") for one in named}
    return [
        {"title": DONE.get(one.verb, one.verb), "said": titles.get(one.text, one.text), "one": one}
        for one in Passage.of(petition)
    ]


def _facts(petition: Petition) -> dict[str, Any]:
    received = date_format(petition.received, "j E Y")
    return {
        _("Name"): petition.applicant,
        _("Contact"): petition.contact,
        _("Language of letters"): petition.get_language_display(),
        _("Received"): received,
        _("What is asked"): petition.text,
        _("Outcome"): petition.outcome_title,
    }


def origin(reader: Reader, petition: Petition, record: UUID) -> dict[str, Any]:
    """Return the provenance of every datum of a record that the petition names."""
    named = Named.one(petition, record)
    if named is None:
        raise NotFound("there is nothing here under this number for you")
    return {
        "petition": petition,
        "named": named,
        "record": named.record,
        "data": in_words(named.record.kind, provenance(reader, named.record)),
        "rulings": rulings(reader, named.record),
    }


def letter(petition: Petition, which: str) -> dict[str, Any]:
    """Return the context of a letter; raises NotFound for one that has no reason yet."""
    if petition.forgotten or which not in LETTERS[Stage(petition.stage)]:
        raise NotFound("there is no such letter at this stage")
    verb = SAID_WITH.get(which)
    return {
        "petition": petition,
        "which": which,
        "reasons": Passage.reasons(petition, verb) if verb else "",
        "is_access": petition.wish == Wish.ACCESS,
        "today": _written(petition, verb),
    }


def _written(petition: Petition, verb: str | None) -> datetime:
    """Return the day a letter bears: when what it tells was done."""
    if verb is None:
        return petition.received
    done = [one.at for one in Passage.of(petition) if one.verb == verb]
    return done[-1] if done else petition.changed
