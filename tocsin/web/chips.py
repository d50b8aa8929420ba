"""Small words with a fixed look: verdicts, TLP 2.0 markings and handling codes, as tables.

Colour never speaks alone: each row has a word and an icon as well.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Chip:
    """A word, its tone (a class of the style sheet), its icon and what it means."""

    tone: str
    text: str | Promise
    icon: str = ""
    meaning: str | Promise = ""


VERDICTS = {
    "clear": Chip("clear", _("Clear"), "check", _("No entry comes close enough to be shown.")),
    "known": Chip(
        "clear",
        _("Known not to match"),
        "shield",
        _("This traveller was compared before and is somebody else."),
    ),
    "possible": Chip(
        "possible",
        _("Possible match"),
        "warning",
        _("Some of it agrees. Compare the features below before you decide."),
    ),
    "strong": Chip(
        "strong",
        _("Strong match"),
        "error",
        _("Most of it agrees. Follow the instruction of the entry and call the second line."),
    ),
}

# FIRST, Traffic Light Protocol 2.0: the four labels and AMBER+STRICT.
TLP = {
    "red": Chip("tlp-red", "TLP:RED", "", _("For the named recipients only.")),
    "amber+strict": Chip(
        "tlp-amber", "TLP:AMBER+STRICT", "", _("For the recipient's organisation only.")
    ),
    "amber": Chip(
        "tlp-amber", "TLP:AMBER", "", _("For the recipient's organisation and its clients.")
    ),
    "green": Chip("tlp-green", "TLP:GREEN", "", _("For the community, not for the public.")),
    "clear": Chip("tlp-clear", "TLP:CLEAR", "", _("No limit on disclosure.")),
}

HANDLING = {
    "H0": Chip("h0", "H0", "", _("For preventing and fighting crime.")),
    "H1": Chip("h1", "H1", "lock", _("Not for use in court without the owner's permission.")),
    "H2": Chip("h2", "H2", "lock", _("Not to be passed on without the owner's permission.")),
    "H3": Chip(
        "h3", "H3", "lock", _("Restricted as the owner has written; ask before any other use.")
    ),
}


def verdict_chip(verdict: object) -> Chip:
    """Return the chip of a verdict; no verdict at all means that nothing matched."""
    return VERDICTS.get(plain(verdict) or "clear", VERDICTS["possible"])


def tlp_chip(marking: object) -> Chip:
    """Return the chip of a marking; an unknown one is shown as the narrowest."""
    name = plain(marking).removeprefix("tlp:").replace("_", "+").replace("-", "+")
    return TLP.get(name, TLP["red"])


def handling_chip(code: object) -> Chip:
    """Return the chip of a handling code; an unknown one is shown as the narrowest."""
    return HANDLING.get(plain(code).upper(), HANDLING["H3"])


def plain(word: object) -> str:
    """Return an enum's value or a word as the tables here spell it."""
    return str(getattr(word, "value", word) or "").strip().lower()
