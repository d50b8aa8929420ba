"""Slips of hands, scanners and machines on a name that was right before."""

from random import Random

from anyascii import anyascii

_KEYS = {
    "a": "sq", "b": "vn", "c": "xv", "d": "sf", "e": "wr", "f": "dg", "g": "fh", "h": "gj", "i": "uo",
    "j": "hk", "k": "jl", "l": "k", "m": "n", "n": "mb", "o": "ip", "p": "o", "q": "wa", "r": "et",
    "s": "ad", "t": "ry", "u": "yi", "v": "cb", "w": "qe", "x": "zc", "y": "tu", "z": "x",
}  # fmt: skip
_SCANS = (
    ("rn", "m"), ("m", "rn"), ("l", "i"), ("i", "l"), ("o", "0"), ("cl", "d"), ("d", "cl"), ("vv", "w"), ("e", "c"),
    ("c", "e"), ("h", "b"), ("b", "h"), ("u", "v"), ("v", "u"), ("n", "ri"), ("s", "5"), ("g", "q"), ("f", "t"),
    ("z", "2"), ("a", "o"), ("t", "f"), ("ii", "u"),
)  # fmt: skip
_ZONE = str.maketrans(
    {"Ä": "AE", "Ö": "OE", "Ü": "UE", "ß": "SS", "Ø": "OE", "Å": "AA", "Æ": "AE", "Þ": "TH"}
)


def key(text: str, chance: Random) -> str:
    """One slip of the keyboard: a letter lost, doubled, changed for its neighbour, or two swapped."""
    at = (
        chance.randrange(len(text))
        if chance.random() < 0.15
        else chance.randrange(1, max(2, len(text)))
    )
    drawn = chance.random()
    if drawn < 0.3:
        return text[:at] + text[at + 1 :] or text
    if drawn < 0.5:
        return text[:at] + text[at : at + 2][::-1] + text[at + 2 :]
    if drawn < 0.65:
        return text[:at] + text[at : at + 1] + text[at:]
    near = _KEYS.get(text[at : at + 1].lower(), "aeiou")
    return text[:at] + chance.choice(near) + text[at + (drawn < 0.9) :]


def keys(name: str, chance: Random, count: int) -> str:
    """``count`` slips, anywhere in the name but in its blanks."""
    words = name.split()
    for _ in range(count):
        at = chance.choices(range(len(words)), [len(x) for x in words])[0]
        words[at] = key(words[at], chance)
    return " ".join(words)


def scan(name: str, chance: Random) -> str:
    """One or two letters read as letters of the same shape."""
    plain = name.lower()
    for _ in range(1 + (chance.random() < 0.4)):
        rules = [rule for rule in _SCANS if rule[0] in plain]
        if rules:
            old, new = chance.choice(rules)
            at = chance.choice([x for x in range(len(plain)) if plain.startswith(old, x)])
            plain = plain[:at] + new + plain[at + len(old) :]
    return plain.upper()


def zone(surname: str, given: list[str], room: int) -> str:
    """The name as a machine-readable zone of ``room`` characters holds it, cut at its end."""
    upper = (x.upper().translate(_ZONE) for x in [surname, *given])
    first, *others = (
        "<".join(anyascii(x).upper().replace("'", "").replace("-", " ").split()) for x in upper
    )
    return f"{first}<<{'<'.join(others)}"[:room].replace("<", " ").strip()
