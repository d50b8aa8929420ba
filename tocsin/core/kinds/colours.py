"""The closed words of notices: colours, what is sought, what was checked, assured, refused.

A colour is a purpose that every member knows. Adding a word is a change of schema that peers see.
"""

from tocsin.core.kinds.words import Word
from tocsin.core.sentences import say


class Hue(Word):
    """What a notice is for."""

    RED = "red", "Red: wanted for arrest with a view to extradition"
    BLUE = "blue", "Blue: locate, identify or learn about a person"
    GREEN = "green", "Green: a person who may threaten public safety"
    YELLOW = "yellow", "Yellow: a missing person, or one unable to say who they are"
    BLACK = "black", "Black: an unidentified body"
    PURPLE = "purple", "Purple: objects, devices and concealment, by case reference"
    ORANGE = "orange", "Orange: a serious and imminent threat"
    SILVER = "silver", "Silver: assets to be located or monitored"
    SPECIAL = "special", "Special: persons and entities under United Nations sanctions"


def hue(value: str) -> Hue:
    """Return the colour of this value; ``ValueError`` for none."""
    found = next((one for one in Hue if one.value == value), None)
    if found is None:
        raise ValueError(say("'{value}' is no colour of a notice", value=value[:40]))
    return found


class Form(Word):
    """To whom it goes."""

    NOTICE = "notice", "Notice: to all members"
    DIFFUSION = "diffusion", "Diffusion: to the bureaus that its owner chooses"


class Sought(Word):
    """What is asked of a colleague who meets the subject."""

    ARREST = "arrest", "Arrest with a view to extradition"
    LOCATION = "location", "Whereabouts"
    IDENTITY = "identity", "Identity"
    HISTORY = "history", "Criminal history"
    MOVEMENTS = "movements", "Movements and documents used"
    ASSETS = "assets", "Assets"
    VIGILANCE = "vigilance", "Vigilance"
    SAFETY = "safety", "That the person is safe"
    MEASURES = "measures", "Sanctions measures applied"
    COMPARISON = "comparison", "Comparison with own cases"


class OffenceCategory(Word):
    """What the offence is about; the last ones are those for which no red notice is issued."""

    TERRORISM = "terrorism", "Terrorism"
    CBRNE = "cbrne", "Chemical, biological, radiological, nuclear or explosive threat"
    TRAFFICKING = "trafficking", "Trafficking"
    WEAPONS = "weapons", "Weapons"
    ORGANISED_CRIME = "organised_crime", "Organised crime"
    VIOLENCE = "violence", "Violence against persons"
    PROPERTY = "property", "Property crime"
    FRAUD = "fraud", "Fraud or financial crime"
    ENVIRONMENT = "environment", "Crime against the environment"
    OTHER_SERIOUS = "other_serious", "Other serious ordinary-law crime"
    CULTURAL_NORMS = "cultural_norms", "Contested behavioural or cultural norms"
    FAMILY_MATTER = "family_matter", "Family or private matter"
    ADMINISTRATIVE = "administrative", "Administrative breach or private dispute"
    POLITICAL = "political", "Political, military, religious or racial matter"


EXCLUDED = frozenset(
    {
        OffenceCategory.CULTURAL_NORMS,
        OffenceCategory.FAMILY_MATTER,
        OffenceCategory.ADMINISTRATIVE,
        OffenceCategory.POLITICAL,
    }
)


class Assurance(Word):
    """What the bureau assures of a red notice."""

    EXTRADITION_SOUGHT = "extradition_sought", "Extradition will be sought upon arrest"
    JUDICIARY_AGREED = "judiciary_agreed", "The judicial authority has been consulted and agrees"


class ThreatGrounds(Word):
    """What an assessment of a threat rests on."""

    CONVICTIONS = "convictions", "Previous convictions"
    REASONABLE_GROUNDS = "reasonable_grounds", "Other reasonable grounds"


class Checked(Word):
    """What the drafter has checked and answers for."""

    ARTICLE_2 = (
        "article_2",
        "In the spirit of the Universal Declaration (Article 2)",
    )
    ARTICLE_3 = "article_3", "Not political, military, religious or racial (Article 3)"
    ACCURATE = "accurate", "The data are accurate and needed for the purpose"
    WHEREABOUTS_UNKNOWN = "whereabouts_unknown", "Whereabouts unknown to our authorities"
    PRIVACY_ALLOWS = "privacy_allows", "Privacy law does not prevent the search for this adult"
    NOT_IDENTIFIED = "not_identified", "The body could not be identified at home"
    SERIOUS_CRIME = "serious_crime", "Linked to a serious crime and of use elsewhere"


class Refuge(Word):
    """What is known about refugee status or asylum."""

    NONE_KNOWN = "none_known", "Asked: none known"
    ASYLUM_SEEKER = "asylum_seeker", "Has applied for asylum"
    REFUGEE = "refugee", "Is a recognised refugee"


class ExtractPart(Word):
    """What a public extract may hold beside the names; its owner chooses, nothing is implied."""

    PHOTOGRAPH = "photograph", "Photograph"
    BIRTH_YEAR = "birth_year", "Year of birth"
    NATIONALITY = "nationality", "Nationality"
    DESCRIPTION = "description", "Description"
    CHARGE = "charge", "Charge"
    HANDLE_WITH_CARE = "armed", "Warning: may be armed"


class Mark(Word):
    """What receivers must be told before anything else."""

    UNVERIFIED = "unverified", "Unverified: do not act"


class Ground(Word):
    """Why a reviewer refuses, or a notice is cancelled; statistics count these."""

    IDENTITY = "identity", "Identity data insufficient"
    JUDICIAL_DATA = "judicial_data", "Judicial data missing or contradictory"
    THRESHOLD = "threshold", "Threshold of the offence or sentence not met"
    EXCLUDED_OFFENCE = "excluded_offence", "Excluded offence"
    ARTICLE_2 = "article_2", "Article 2 of the Constitution"
    ARTICLE_3 = "article_3", "Article 3 of the Constitution"
    REFUGE = "refuge", "Refugee status or asylum"
    PURPOSE = "purpose", "Purpose unclear or not met"
    RETENTION = "retention", "Kept longer than allowed or needed"
    NO_ANSWER = "no_answer", "The source did not answer in time"
    OTHER = "other", "Other ground"
