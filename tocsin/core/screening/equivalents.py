"""Given names that are one name in several languages, and their short forms.

A shipped table, one group a line. A name may belong to a few groups ("alex" is a man or a woman).
"""

from functools import cache

from tocsin.core.screening.tables import lines

MOST_GROUPS = 3


@cache
def _groups() -> tuple[tuple[str, ...], ...]:
    return tuple(
        tuple(word for cell in row for word in cell.split()) for row in lines("equivalents")
    )


@cache
def _by_word() -> dict[str, tuple[int, ...]]:
    found: dict[str, tuple[int, ...]] = {}
    for number, group in enumerate(_groups(), start=1):
        for word in group:
            earlier = found.get(word, ())
            if number not in earlier and len(earlier) < MOST_GROUPS:
                found[word] = (*earlier, number)
    return found


def groups_of(token: str) -> tuple[int, ...]:
    """Return the numbers (from 1) of the groups ``token`` belongs to; () for most tokens."""
    return _by_word().get(token, ())


@cache
def all_groups() -> dict[str, tuple[int, int, int]]:
    """Return :func:`three_groups_of` every word that has any."""
    return {
        word: (*found, *(0,) * (MOST_GROUPS - len(found)))  # type: ignore[misc]
        for word, found in _by_word().items()
    }


_NONE = (0, 0, 0)


def three_groups_of(token: str) -> tuple[int, int, int]:
    """Return the same with zeros where there are fewer groups than three."""
    return all_groups().get(token, _NONE)


def equivalents(token: str) -> list[str]:
    """Return the other forms of ``token``, in the order of the table."""
    if token not in _by_word():
        return []
    found = {word: None for number in groups_of(token) for word in _groups()[number - 1]}
    return [word for word in found if word != token]
