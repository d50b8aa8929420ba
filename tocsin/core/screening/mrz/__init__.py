"""The machine readable zone of travel documents: ICAO Doc 9303 parts 3 to 7.

A zone whose check digits hold is consistent; that says nothing of the document being genuine.
"""

from tocsin.core.screening.mrz.digits import check_digit
from tocsin.core.screening.mrz.letters import for_zone
from tocsin.core.screening.mrz.zone import Check, Suggestion, Zone, parse

__all__ = ["Check", "Suggestion", "Zone", "check_digit", "for_zone", "parse"]
