"""UUIDs inside statements: lower-case text with hyphens, one spelling only."""

from uuid import UUID

from tocsin.core.errors import InvalidStatement


def uuid(value: object, *, place: str) -> UUID:
    """Return the UUID that this text spells; raises InvalidStatement for any other value."""
    try:
        found = UUID(value) if isinstance(value, str) else None
    except ValueError:
        found = None
    if found is None or str(found) != value:
        raise InvalidStatement("must be a UUID in lower case with hyphens", place=place)
    return found
