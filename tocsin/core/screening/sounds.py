"""Keys under which different spellings of one spoken name meet.

``sound`` unites romanisation habits (English, French, German, Polish, Turkish, passport rules);
``skeleton`` keeps consonants only and is what Arabic and Hebrew script can be compared by.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from tocsin.core.screening.rewriting import Rules

_OF_A_FATHER = (
    "(?:i?[oey]v(?:yt?ch|it?ch|ic|na)|i?[oe]wicz|yivna|ivna|ichna|uly|ulu|kyzy|kizi|qizi|gizi)"
)
_PATRONYMIC = re.compile("([a-z]{2,}?)" + _OF_A_FATHER)


# How each of them ends: most words do not, which is told sooner than the pattern would tell it.
_AFTER_FATHER = (
    "vych", "vytch", "vich", "vitch", "vic", "vna", "wicz", "ichna", "uly", "ulu", "kyzy", "kizi",
    "qizi", "gizi",
)  # fmt: skip


def is_patronymic(token: str) -> bool:
    """Return whether ``token`` has the form of a name after the father's."""
    return token.endswith(_AFTER_FATHER) and _PATRONYMIC.fullmatch(token) is not None


MANS, WOMANS = 2, 4  # whose form of a name an ending tells
_OF_A_MAN = "(?:[oe](?:v|ff?)|[oeiy]v(?:ych|ytch|ich|itch)|[sc]k(?:yi|yj|ij|ii|iy|i|y))"
_OF_A_WOMAN = "(?:[oe]va|[oeyi]vna|ichna|[sc]k(?:aya|aia|aja|aa|a))"
_MANS, _WOMANS = re.compile("[a-z]{2,}" + _OF_A_MAN), re.compile("[a-z]{2,}" + _OF_A_WOMAN)
# What endings tell, for the compiled loops: of a father, of a woman, of a man, in this order.
ENDINGS = Rules(tuple((f"(?<=[a-z]{{2}}){x}$", "") for x in (_OF_A_FATHER, _OF_A_WOMAN, _OF_A_MAN)))
_MAY_TELL = ("v", "f", "ch", "i", "y", "j", "a")


def told_by_ending(token: str) -> int:
    """Return whose form of a name that has two this is: MANS, WOMANS, or 0 for nobody's."""
    if not token.endswith(_MAY_TELL):
        return 0
    if _WOMANS.fullmatch(token):
        return WOMANS
    return MANS if _MANS.fullmatch(token) else 0


# Endings that whole peoples share tell little, so they take one letter of the key.
SOUNDS = Rules(
    (
        (r"^abd([ueao]+[lrsz]?|al)?(?=[a-z]{4}|$)", "abd"),
        (r"(?<=[a-z]{2})i?[oey]v(yt?ch|it?ch|ic|na)$|(?<=[a-z]{2})(yivna|ivna|ichna)$", "V"),
        (r"(?<=[a-z]{2})(sh|s)vili$", "S"),
        (r"(?<=[a-z]{2})op[ou]u?los$", "P"),
        (r"(?<=[a-z]{2})[uo]l(la+h?|a+h)$", "U"),
        (r"(?<=[a-z]{2}[oe])va$", "v"),
        (r"(?<=[a-z]{2}sk|[a-z]{2}ck)(aya|aia|aja|aa|a|yi|yj|ij|ii|iy|y)$", "i"),
        (r"^hs(?=i)", "s"),
        (r"schtsch|shch|szcz", "s"),
        (r"tsch|tch|cz|ch(?!$)", "C"),
        (r"sch|sh|sz", "s"),
        (r"dzh|dj", "j"),
        (r"zh|rz(?=[ey])", "z"),
        (r"kh", "h"),
        (r"ph", "f"),
        (r"(?<=[tdgbrlpj])h", ""),
        (r"ck|q", "k"),
        (r"c(?![eiy])", "k"),
        (r"x", "ks"),
        (r"t[sz]", "c"),
        (r"w", "v"),
        (r"of+$", "ov"),
        (r"ef+$", "ev"),
        (r"ou|oo", "u"),
        (r"(?<=[a-z])([ou])e(?=[^aeiouy\n])", r"\1"),
        (r"ee|ea", "i"),
        (r"y", "i"),
        (r"j(?![aeiou])|(?<=[a-zC])j", "i"),
        (r"^i(?=e)", ""),
        (r"i+", "i"),
        (r"ie", "e"),
        (r"(.)\1+", r"\1"),
        (r"h$", ""),
    )
)


@lru_cache(maxsize=200_000)
def sound(token: str) -> str:
    """Return the sound key of a plain Latin token; never empty unless the token is."""
    return sounds([token])[0]


def sounds(tokens: Sequence[str]) -> list[str]:
    """Return the sound key of each token, all in one pass: each rule reads all of them at once."""
    spelled = [x if len(x) > 1 and not x.isdigit() else "" for x in tokens]
    keys = SOUNDS.rewrite(spelled)
    return [key.lower() or token for key, token in zip(keys, tokens, strict=True)]


# Arabic writes p as b and v as f, Hebrew b as v and p as f: all four are one here.
CONSONANTS = Rules(
    (
        (r"^abd([ueao]+[lrsz]?|al)?(?=[a-z]{4}|$)", "abd"),
        (r"x", "ks"),
        (r"tsch|tch|tsh|cz|ch", "C"),
        (r"sCh|sC|sch|sh|sz", "s"),
        (r"ph", "f"),
        (r"ck|q|c(?![eiy])", "k"),
        (r"c|t[sz]", "s"),
        (r"dzh|dj|zh", "j"),
        (r"^y(?=[eiu])|^iu", ""),
        (r"^y|(?<!^)j(?![aeou])", ""),
        (r"kh", "h"),
        (r"gh|j", "g"),
        (r"(?<=[tdbrlp])h", ""),
        (r"(?<!^)[wy]", ""),
        (r"(?<!^)h$", ""),
        (r"[aeiou]", ""),
        (r"[vpf]", "b"),
        (r"(.)\1+", r"\1"),
    )
)


@lru_cache(maxsize=200_000)
def skeleton(token: str) -> str:
    """Return the consonants of a plain Latin token, confusable ones united; may be empty."""
    return skeletons([token])[0]


def skeletons(tokens: Sequence[str]) -> list[str]:
    """Return the skeleton of each token, all in one pass."""
    return [key.lower() for key in CONSONANTS.rewrite(tokens)]
