"""Which of the bureaus on this node a command means."""

from tocsin.core.errors import InvalidInput
from tocsin.rooms.bureaus.models import Bureau


def one_bureau(code: str) -> Bureau:
    """Return the bureau meant: by code, or the only one there is."""
    hosted = Bureau.unrestricted.filter(hosted=True)
    if code:
        hosted = hosted.filter(code=code.upper())
    found = list(hosted[:2])
    if len(found) != 1:
        codes = ", ".join(Bureau.unrestricted.values_list("code", flat=True))
        raise InvalidInput("say which one of: {codes}", codes=codes, place="--bureau")
    return found[0]
