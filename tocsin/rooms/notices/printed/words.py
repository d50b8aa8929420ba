"""The languages of the sheet, and the words it says in each of them.

The site speaks two languages, the paper four: who reads it at a crossing is not who printed it.
``scripts/translations.py`` gathers what stands here for every one of them.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from tocsin.core.errors import InvalidInput
from tocsin.core.identifiers import COUNTRIES
from tocsin.core.kinds import closed, colours, words
from tocsin.core.kinds.moments import PartialDate
from tocsin.core.kinds.words import Word

# Each language is called by its own name, so that its readers find it.
LANGUAGES = {"en": "English", "pl": "Polski", "uk": "Українська", "ro": "Română"}
# What a sheet may say of somebody or something: its strings are complete in each language.
VOCABULARIES: tuple[type[Word], ...] = (
    *(colours.Hue, colours.Form, colours.Sought, colours.OffenceCategory, colours.ThreatGrounds),
    *(words.PersonStatus, words.Gender, words.Build, words.EyeColour, words.HairColour),
    *(words.Care, words.DocumentType, words.Instruction, words.NameKind, words.DateQuality),
    *(words.VehicleKind, words.Colour, words.VehicleStatus, words.FraudType, words.AssetKind),
    *(words.OrganisationKind, words.EventKind),
    *(closed.Desk, closed.DeviceCategory, closed.DeviceTag, closed.Region),
    *(closed.MaterialCategory, closed.MaterialEvent),
)
# Said by the tables of chips; named here, because the paper says them in more languages.
MARKINGS = {
    "TLP:CLEAR": gettext_noop("No limit on disclosure."),
    "TLP:GREEN": gettext_noop("For the community, not for the public."),
    "TLP:AMBER": gettext_noop("For the recipient's organisation and its clients."),
    "TLP:AMBER+STRICT": gettext_noop("For the recipient's organisation only."),
    "TLP:RED": gettext_noop("For the named recipients only."),
}
HANDLING = {
    "H0": gettext_noop("For preventing and fighting crime."),
    "H1": gettext_noop("Not for use in court without the owner's permission."),
    "H2": gettext_noop("Not to be passed on without the owner's permission."),
    "H3": gettext_noop("Restricted as the owner has written; ask before any other use."),
}


def language_asked(text: str | None) -> str:
    """Return the language asked for, else the reader's own if the sheet speaks it, else English.

    Raises InvalidInput for one that the sheet does not speak.
    """
    if not text:
        own = (translation.get_language() or "en").partition("-")[0]
        return own if own in LANGUAGES else "en"
    if text not in LANGUAGES:
        raise InvalidInput(
            "a notice is printed in {languages}",
            languages=", ".join(LANGUAGES),
            place="language",
        )
    return text


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Say everything inside in this language, whichever the page around it speaks."""
    with translation.override(language):
        yield


def said(word: Word | None) -> str:
    """Return a word of a closed vocabulary as it is read."""
    return _(word.wording) if word is not None else ""


def country(code: str | None) -> str:
    """Return a country's name with its code, as passports spell it."""
    if not code:
        return ""
    return f"{_(COUNTRIES[code].name)} ({code})" if code in COUNTRIES else code


def day(given: PartialDate | date | None) -> str:
    """Return a date as far as it is known, the month as a word: no day is taken for a month."""
    if given is None:
        return ""
    if isinstance(given, date):
        return date_format(given, "j E Y")
    if given.is_day:
        return date_format(given.earliest, "j E Y")
    return date_format(given.earliest, "F Y") if given.month else str(given.year)
