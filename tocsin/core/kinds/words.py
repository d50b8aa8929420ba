"""Closed vocabularies: each word has the value that travels and the wording an officer reads.

Adding a word is a change of schema that every peer sees; a word is never reused or renamed.
"""

from enum import StrEnum
from typing import Self


class Word(StrEnum):
    """A word of a closed vocabulary; ``wording`` is what is shown."""

    wording: str

    def __new__(cls, value: str, wording: str) -> Self:
        word = str.__new__(cls, value)
        word._value_ = value
        word.wording = wording
        return word


class NameKind(Word):
    PRIMARY = "primary", "Primary name"
    ALIAS = "alias", "Alias"
    LOW_QUALITY_ALIAS = "low_quality_alias", "Low-quality alias"
    MAIDEN = "maiden", "Name at birth or before marriage"
    NICKNAME = "nickname", "Nickname"
    DOCUMENT = "document", "Name in a document"
    FORMER = "former", "Former name"


class DateQuality(Word):
    EXACT = "exact", "exact"
    APPROXIMATE = "approximate", "approximate"
    BETWEEN = "between", "between two dates"
    CLAIMED = "claimed", "as claimed by the person"


class Calendar(Word):
    GREGORIAN = "gregorian", "Gregorian"
    JULIAN = "julian", "Julian"
    ISLAMIC = "islamic", "Islamic (lunar Hijri)"
    SOLAR_HIJRI = "solar_hijri", "Solar Hijri"
    HEBREW = "hebrew", "Hebrew"
    BUDDHIST = "buddhist", "Buddhist"


class Gender(Word):
    FEMALE = "female", "Female"
    MALE = "male", "Male"
    UNSPECIFIED = "unspecified", "Unspecified (X)"


class PersonStatus(Word):
    CONVICTED = "convicted", "Convicted"
    CHARGED = "charged", "Charged"
    SUSPECT = "suspect", "Suspect"
    OF_INTEREST = "of_interest", "Of interest to an investigation"
    POSSIBLE_THREAT = "possible_threat", "Possible threat to public safety"
    SANCTIONED = "sanctioned", "Listed under sanctions"
    WITNESS = "witness", "Witness"
    VICTIM = "victim", "Victim"
    MISSING = "missing", "Missing"
    UNABLE_TO_IDENTIFY = "unable_to_identify", "Unable to identify themself"
    UNIDENTIFIED_BODY = "unidentified_body", "Unidentified body"
    DECEASED = "deceased", "Deceased"
    ACQUITTED = "acquitted", "Acquitted or case closed"


class Care(Word):
    MINOR = "minor", "Minor"
    VICTIM = "victim", "Victim"
    WITNESS = "witness", "Witness"
    REFUGEE = "refugee", "Refugee or asylum seeker"
    DECEASED = "deceased", "Deceased"
    SENSITIVE = "sensitive", "Particularly sensitive data"
    ARMED = "armed", "May be armed"
    MEDICAL = "medical", "Needs medical care"


class DocumentType(Word):
    UNSTATED = "unstated", "Document"
    PASSPORT = "passport", "Passport"
    DIPLOMATIC_PASSPORT = "diplomatic_passport", "Diplomatic passport"
    SERVICE_PASSPORT = "service_passport", "Service passport"
    IDENTITY_CARD = "identity_card", "Identity card"
    RESIDENCE_PERMIT = "residence_permit", "Residence permit"
    VISA = "visa", "Visa"
    REFUGEE_DOCUMENT = "refugee_document", "Refugee or stateless travel document"
    EMERGENCY_DOCUMENT = "emergency_document", "Emergency travel document"
    SEAFARER = "seafarer", "Seafarer's identity document"
    DRIVING_LICENCE = "driving_licence", "Driving licence"
    NATIONAL_NUMBER = "national_number", "National number"
    TAX_NUMBER = "tax_number", "Tax number"
    REGISTRATION = "registration", "Registration of an organisation"
    BIRTH_CERTIFICATE = "birth_certificate", "Birth certificate"
    OTHER = "other", "Other document"


class FraudType(Word):
    STOLEN_BLANK = "stolen_blank", "Stolen blank"
    LOST = "lost", "Lost"
    STOLEN_FROM_BEARER = "stolen_from_bearer", "Stolen from its bearer"
    REVOKED = "revoked", "Revoked"


class Build(Word):
    SLIM = "slim", "Slim"
    MEDIUM = "medium", "Medium"
    ATHLETIC = "athletic", "Athletic"
    HEAVY = "heavy", "Heavy"


class EyeColour(Word):
    BLUE = "blue", "Blue"
    BROWN = "brown", "Brown"
    GREEN = "green", "Green"
    GREY = "grey", "Grey"
    HAZEL = "hazel", "Hazel"
    BLACK = "black", "Black"
    DIFFERENT = "different", "Two colours"


class HairColour(Word):
    BLACK = "black", "Black"
    BROWN = "brown", "Brown"
    BLOND = "blond", "Blond"
    RED = "red", "Red"
    GREY = "grey", "Grey"
    WHITE = "white", "White"
    BALD = "bald", "Bald"
    DYED = "dyed", "Dyed"


class OrganisationKind(Word):
    COMPANY = "company", "Company"
    PUBLIC_BODY = "public_body", "Public body"
    ASSOCIATION = "association", "Association or charity"
    ARMED_GROUP = "armed_group", "Armed group"
    CRIMINAL_GROUP = "criminal_group", "Criminal group"
    LISTED_ENTITY = "listed_entity", "Entity listed under sanctions"
    OTHER = "other", "Other"


class VehicleKind(Word):
    CAR = "car", "Car"
    VAN = "van", "Van"
    LORRY = "lorry", "Lorry"
    BUS = "bus", "Bus"
    MOTORCYCLE = "motorcycle", "Motorcycle"
    TRAILER = "trailer", "Trailer"
    CONTAINER = "container", "Freight container"
    VESSEL = "vessel", "Vessel"
    AIRCRAFT = "aircraft", "Aircraft"
    RAIL = "rail", "Rail vehicle"
    OTHER = "other", "Other"


class Colour(Word):
    BLACK = "black", "Black"
    BLUE = "blue", "Blue"
    BROWN = "brown", "Brown"
    GREEN = "green", "Green"
    GREY = "grey", "Grey"
    ORANGE = "orange", "Orange"
    RED = "red", "Red"
    SILVER = "silver", "Silver"
    WHITE = "white", "White"
    YELLOW = "yellow", "Yellow"
    OTHER = "other", "Other or several"


class VehicleStatus(Word):
    STOLEN = "stolen", "Stolen"
    FALSE_PLATES = "false_plates", "Carries false plates"
    SOUGHT = "sought", "Sought"
    SEIZED = "seized", "Seized"
    LISTED = "listed", "Listed under sanctions"


class LocationKind(Word):
    ADDRESS = "address", "Address"
    BORDER_CROSSING = "border_crossing", "Border crossing"
    AIRPORT = "airport", "Airport"
    SEAPORT = "seaport", "Seaport"
    STATION = "station", "Railway or bus station"
    FACILITY = "facility", "Facility"
    PUBLIC_PLACE = "public_place", "Public place"
    AREA = "area", "Area"
    OTHER = "other", "Other"


class EventKind(Word):
    INCIDENT = "incident", "Incident"
    THREAT = "threat", "Threat"
    SEIZURE = "seizure", "Seizure"
    THEFT_OR_LOSS = "theft_or_loss", "Theft, loss or disappearance"
    SUSPICIOUS_TRANSACTION = "suspicious_transaction", "Suspicious transaction"
    DISCOVERY = "discovery", "Discovery of uncontrolled material"
    BORDER_ENCOUNTER = "border_encounter", "Encounter at a border"
    ARREST = "arrest", "Arrest"
    PUBLIC_EVENT = "public_event", "Public event"
    SCAM = "scam", "Scam or hoax"
    OTHER = "other", "Other"


class AssetKind(Word):
    REAL_ESTATE = "real_estate", "Real estate"
    BANK_ACCOUNT = "bank_account", "Bank account"
    SHARES = "shares", "Shares or company"
    VEHICLE = "vehicle", "Vehicle, vessel or aircraft"
    VALUABLES = "valuables", "Valuables"
    DIGITAL = "digital", "Digital asset"
    OTHER = "other", "Other"


class SourceEvaluation(Word):
    """Reliability of the source, the 4x4 system used by European police."""

    A = "A", "A: no doubt about the source"
    B = "B", "B: mostly reliable"
    C = "C", "C: mostly unreliable"
    X = "X", "X: reliability cannot be assessed"


class InformationEvaluation(Word):
    """Accuracy of the information, the 4x4 system used by European police."""

    ONE = "1", "1: known to be true without reservation"
    TWO = "2", "2: known personally to the source, not corroborated"
    THREE = "3", "3: not known personally to the source, but corroborated"
    FOUR = "4", "4: not known personally and cannot be corroborated"


class BasisClass(Word):
    NOTICE = "notice", "Released notice"
    DIFFUSION = "diffusion", "Diffusion"
    LIST = "list", "Entry of a list"
    WATCH = "watch", "Own watch entry"


class Instruction(Word):
    """What an officer does on a hit; details stand in the record itself."""

    CONTACT_OWNER = "contact_owner", "Contact the owner before any action"
    DETAIN = "detain", "Detain under national law and contact the owner at once"
    LOCATE_DISCREETLY = "locate_discreetly", "Note whereabouts discreetly, do not alert the person"
    CHECK = "check", "Carry out a specific check"
    PROTECT = "protect", "Place under protection and contact the owner"
    SEIZE_DOCUMENT = "seize_document", "Verify with the issuer, then seize the document"
    APPLY_SANCTIONS = "apply_sanctions", "Apply the sanctions measure in force"
    INFORM_ONLY = "inform_only", "For information, take no action"
    DO_NOT_ACT = "do_not_act", "Unverified: do not act"


class ThreadKind(Word):
    HIT = "hit", "Hit"
    REQUEST = "request", "Request for information"
    REACHBACK = "reachback", "Reachback"
    OFFER = "offer", "Offer of assistance"


class Asks(Word):
    CONFIRM_IDENTITY = "confirm_identity", "Confirm the identity"
    SUPPLEMENTARY = "supplementary", "Send supplementary information"
    STILL_IN_FORCE = "still_in_force", "Confirm that the record is in force and accurate"
    DOCUMENT_STATUS = "document_status", "Confirm the status of a document"
    WHEREABOUTS = "whereabouts", "Send whereabouts"
    ASSISTANCE = "assistance", "Assist"
    OTHER = "other", "Other"


class AnswerStatus(Word):
    ANSWERED = "answered", "Answered"
    PARTLY = "partly", "Answered in part"
    NOT_KNOWN = "not_known", "Not known to us"
    CANNOT_SAY = "cannot_say", "Cannot be answered under national law"
    ONGOING = "ongoing", "Being worked on"
    REFERRED = "referred", "Another bureau can answer this"


class SaidIdentity(Word):
    """What confirming an identity came to."""

    SAME = "same", "The same person or object"
    NOT_SAME = "not_same", "Not the same"
    CANNOT_TELL = "cannot_tell", "Cannot be told from what there is"


class SaidForce(Word):
    """Whether a record still holds."""

    IN_FORCE = "in_force", "In force and accurate"
    CHANGED = "changed", "In force, with changes to come"
    ENDED = "ended", "No longer in force"


class SaidPaper(Word):
    """How a document stands with its issuer."""

    VALID = "valid", "Issued and valid"
    EXPIRED = "expired", "Expired"
    LOST = "lost", "Reported lost"
    STOLEN = "stolen", "Reported stolen"
    REVOKED = "revoked", "Revoked"
    NEVER_ISSUED = "never_issued", "Never issued"


class SaidHelp(Word):
    """Whether the bureau assists."""

    GIVEN = "given", "Given"
    PROMISED = "promised", "Promised"
    NOT_POSSIBLE = "not_possible", "Not possible"


class OutcomeKind(Word):
    NOT_THE_SAME = "not_the_same", "Not the same person or object"
    CONFIRMED_INFORMED = "confirmed_informed", "Confirmed, owner informed"
    LOCATED = "located", "Located"
    DETAINED = "detained", "Detained"
    PROTECTED = "protected", "Placed under protection"
    DOCUMENT_SEIZED = "document_seized", "Document seized"
    REFUSED_ENTRY = "refused_entry", "Entry refused"
    RELEASED = "released", "Allowed to proceed"
    NOT_ACTED = "not_acted", "No action possible"
    WITHDRAWN = "withdrawn", "Record withdrawn by its owner"
    HANDED_OVER = "handed_over", "Handed over to another bureau"
    CLOSED = "closed", "Closed without a result"


class MediaType(Word):
    JPEG = "image/jpeg", "JPEG picture"
    PNG = "image/png", "PNG picture"
    WEBP = "image/webp", "WebP picture"
    PDF = "application/pdf", "PDF document"
    TEXT = "text/plain", "Plain text"
    CSV = "text/csv", "CSV table"


class Depicts(Word):
    FACE = "face", "Face of a person"
    PERSON = "person", "Person"
    MARK = "mark", "Scar, mark or tattoo"
    DOCUMENT = "document", "Travel document"
    VEHICLE = "vehicle", "Vehicle"
