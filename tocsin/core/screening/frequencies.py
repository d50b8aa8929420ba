"""How common a name token is among the world's travellers, from a shipped table.

Never from a register: a score that knew the other entries would tell who they are. A token the
table does not know is taken to be rare.
"""

from functools import cache
from math import log

from tocsin.core.screening.sounds import is_patronymic, skeleton, sound
from tocsin.core.screening.tables import lines
from tocsin.core.screening.weights import BARE_RAREST, COMMONEST, PATRONYMIC_RAREST, RAREST


@cache
def _shares() -> dict[str, float]:
    """Share of persons per million, by token; spellings of one sound share the highest."""
    found: dict[str, float] = {}
    for token, per_million in lines("frequencies"):
        share = float(per_million)
        found[token] = max(found.get(token, 0.0), share)
        key = "=" + sound(token)
        found[key] = max(found.get(key, 0.0), share)
        bones = "*" + skeleton(token)
        found[bones] = found.get(bones, 0.0) + share
    return found


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
    share = shares.get(token) or shares.get("=" + heard, 0.0) * 0.5
    # Few names have one or two letters, so each is shared by many.
    return _bounded(share, RAREST if len(token) > 3 else RAREST - 2.5 * (4 - len(token)))


def is_listed(token: str) -> bool:
    """Return whether the shipped table knows ``token`` as a name of its own."""
    return token in _shares()


def _bounded(per_million: float, rarest: float) -> float:
    if per_million <= 0.0:
        return rarest
    return min(rarest, max(COMMONEST, -log(per_million / 1e6)))
