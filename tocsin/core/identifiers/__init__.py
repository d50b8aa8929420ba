"""Identifiers as the world issues them: states, ships, vehicles, documents, cases, records.

Each function either returns the one agreed form or raises ``InvalidInput`` with a sentence saying
what is wrong; none guesses. Nothing here looks anything up outside this package.
"""

from tocsin.core.identifiers.countries import COUNTRIES, Country, country, country_name, is_country
from tocsin.core.identifiers.documents import document_number, document_numbers_agree
from tocsin.core.identifiers.references import (
    bureau_code,
    case_reference,
    record_id,
)
from tocsin.core.identifiers.vehicles import aircraft_registration, imo_number, plate, vin

__all__ = [
    "COUNTRIES",
    "Country",
    "aircraft_registration",
    "bureau_code",
    "case_reference",
    "country",
    "country_name",
    "document_number",
    "document_numbers_agree",
    "imo_number",
    "is_country",
    "plate",
    "record_id",
    "vin",
]
