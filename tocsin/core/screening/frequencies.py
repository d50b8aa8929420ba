"""How common a name token is among the world's travellers, from a shipped table.

Never from a register: a score that knew the other entries would tell who they are. A token the
table does not know is taken to be rare.
"""

from functools import cache
from math import log

from tocsin.core.screening.sounds import is_patronymic, skeletons, sounds
from tocsin.core.screening.tables import lines
from tocsin.core.screening.weights import (
    BARE_RAREST,
    COMMONEST,
    OWN_PEOPLE,
    PATRONYMIC_RAREST,
    RAREST,
)

SHORTER = 2.5  # less for each letter that a word lacks of four: short names are shared by many
_OF_A_SOUND = 0.5  # of the share of the commonest name that sounds so


@cache
def _shares() -> dict[str, float]:
    """Share of persons per million, by token; spellings of one sound share the highest.

    Each is drawn towards the share among its own people: the other words of a name tell the people
    already, so that a word tells less than were all words drawn from the whole world.
    """
    found: dict[str, float] = {}
    rows = lines("frequencies")
    texts = [token for token, _, _ in rows]
    for row, heard, bones in zip(rows, sounds(texts), skeletons(texts), strict=True):
        token, everywhere, own = row[0], float(row[1]), float(row[2])
        share = everywhere ** (1.0 - OWN_PEOPLE) * own**OWN_PEOPLE
        found[token] = max(found.get(token, 0.0), share)
        found["=" + heard] = max(found.get("=" + heard, 0.0), share)
        found["*" + bones] = found.get("*" + bones, 0.0) + everywhere
    return found


def unbounded() -> tuple[dict[str, float], dict[str, float], dict[str, float]]:
    """Return how rare a token is by itself, by its sound, by its consonants, without bounds.

    For the compiled loops; :func:`rarity` says which of them holds.
    """
    shares = _shares()
    return (
        {x: _of(share) for x, share in shares.items() if x[0] not in "=*"},
        {x[1:]: _of(share * _OF_A_SOUND) for x, share in shares.items() if x[0] == "="},
        {x[1:]: _of(share) for x, share in shares.items() if x[0] == "*"},
    )


def rarity(token: str, heard: str, bones: str, *, bare: bool = False) -> float:
    """-ln(share of persons who carry ``token``), within COMMONEST and RAREST.

    ``heard`` is its sound, ``bones`` its skeleton. ``bare``: the token has no vowels, so every
    name of these consonants counts.
    """
    shares = _shares()
    if bare:
        share = shares.get("*" + bones, 0.0)
        return _bounded(share, BARE_RAREST)
    if is_patronymic(token):
        # A father's given name says less than a surname, however rare its spelling.
        return min(PATRONYMIC_RAREST, _bounded(shares.get(token, 0.0), RAREST))
    share = shares.get(token) or shares.get("=" + heard, 0.0) * _OF_A_SOUND
    # Few names have one or two letters, so each is shared by many.
    return _bounded(share, RAREST if len(token) > 3 else RAREST - SHORTER * (4 - len(token)))


def is_listed(token: str) -> bool:
    """Return whether the shipped table knows ``token`` as a name of its own."""
    return token in _shares()


def _bounded(per_million: float, rarest: float) -> float:
    if per_million <= 0.0:
        return rarest
    return min(rarest, max(COMMONEST, _of(per_million)))


def _of(per_million: float) -> float:
    return -log(per_million / 1e6)
