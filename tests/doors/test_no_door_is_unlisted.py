"""A new door stands in the list, so that somebody saw it come; an old one leaves it."""

from pathlib import Path

from tests.doors import doors

LISTED = Path(__file__).with_name("listed.txt")


def test_the_list_of_doors_is_the_list_of_doors() -> None:
    found, listed = set(doors.listing()), set(LISTED.read_text().splitlines())
    new, gone = sorted(found - listed), sorted(listed - found)
    assert not new, "new doors, list them in tests/doors/listed.txt:\n" + "\n".join(new)
    assert not gone, "doors that are gone, strike them out:\n" + "\n".join(gone)
