"""A document as one whole number of 64 bits, where it can be; exactly, both ways round.

Nine letters or digits (the field of ICAO Doc 9303), any code of three letters or none, and the ten
types that travel leave 0.5 % of the numbers unused. Other documents are kept as text.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from tocsin.core.errors import InvalidInput
from tocsin.core.screening.countries import country
from tocsin.core.screening.documents import kernels
from tocsin.core.screening.documents.kernels import EMPTY, LONGEST, MIX, MIX_AGAIN, PACKED, TEXT
from tocsin.core.screening.documents.numbers import clean
from tocsin.core.screening.documents.papers import Document, Papers

Keys = NDArray[np.uint64]

TYPES = (
    "", "passport", "identity_card", "visa", "residence_permit", "diplomatic_passport",
    "service_passport", "refugee_document", "emergency_document", "driving_licence",
)  # fmt: skip
_UNSTATED = {"": "", "unstated": ""}
_ISSUERS = 26**3 + 1
_NUMBERS = sum(36**length for length in range(LONGEST + 1))
assert len(TYPES) * _ISSUERS * _NUMBERS <= 1 << 64

_MASK = (1 << 64) - 1
_POWERS = np.array([36**x for x in range(LONGEST + 1)], dtype=np.uint64)


def _digit_of_letter() -> NDArray[np.uint8]:
    found = np.full(256, kernels.DROPPED, dtype=np.uint8)
    for value, letter in enumerate("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"):
        found[ord(letter)] = found[ord(letter.lower())] = value
    found[128:] = kernels.FOREIGN
    return found


DIGITS = _digit_of_letter()


@dataclass(frozen=True)
class Packed:
    """Documents as numbers where ``state`` is PACKED; ``texts`` has those that do not pack."""

    keys: Keys
    state: NDArray[np.uint8]
    texts: dict[int, Document] = field(default_factory=dict)


def issuer_of(text: str) -> str:
    """Return the issuer ``text`` names in three letters where it does, else as plain text."""
    plain = clean(text)
    try:
        return country(plain) if plain else ""
    except InvalidInput:
        return plain


def type_of(text: str) -> str:
    """Return ``text`` as a document type is written here: lower case, joined by underlines."""
    plain = "_".join(text.casefold().replace("-", " ").split())
    return _UNSTATED.get(plain, plain)


def canonical(document: Document) -> Document:
    """Return the one form of a document however it was typed."""
    return Document(clean(document.number), issuer_of(document.issuer), type_of(document.type))


def _issuer_number(text: str) -> int:
    """Return the number of an issuer, -1 for one that has none."""
    if not text:
        return 0
    if len(text) != 3 or not ("AAA" <= text <= "ZZZ" and text.isalpha()):
        return -1
    first, second, third = (ord(x) - ord("A") for x in text)
    return 1 + (first * 26 + second) * 26 + third


def _type_number(text: str) -> int:
    """Return the number of a type, -1 for one that has none."""
    return TYPES.index(text) if text in TYPES else -1


def _bases(numbers: list[int], unit: int) -> Keys:
    """Return what each code adds to a key; NOWHERE for a value that does not pack."""
    found = [kernels.NOWHERE if x < 0 else x * unit for x in numbers]
    return np.array(found or [0], dtype=np.uint64)


def mixed(key: int) -> int:
    """Return ``key`` stirred, one to one, so that neighbours lie far apart."""
    key = (key ^ key >> 32) * MIX & _MASK
    key = (key ^ key >> 29) * MIX_AGAIN & _MASK
    return key ^ key >> 32


def _mix_all(keys: Keys) -> Keys:
    for shift, factor in ((32, MIX), (29, MIX_AGAIN)):
        keys ^= keys >> np.uint64(shift)
        keys *= np.uint64(factor)
    keys ^= keys >> np.uint64(32)
    return keys


def pack_one(document: Document) -> int | None:
    """Return the key of a canonical document, None if it must be kept as text."""
    issuer, kind = _issuer_number(document.issuer), _type_number(document.type)
    if issuer < 0 or kind < 0 or len(document.number) > LONGEST:
        return None
    rank = 0
    for letter in document.number.encode():
        rank = rank * 36 + int(DIGITS[letter]) + 1
    return mixed((kind * _ISSUERS + issuer) * _NUMBERS + rank)


def pack(papers: Papers, *, fast: bool = False) -> Packed:
    """Return ``papers`` as keys. ``fast`` uses the compiled loop, which must be installed."""
    issuers = _bases([_issuer_number(issuer_of(x)) for x in papers.issuers.values], _NUMBERS)
    types = _bases([_type_number(type_of(x)) for x in papers.types.values], _ISSUERS * _NUMBERS)
    with np.errstate(over="ignore"):
        packed = (_packed_fast if fast else _packed)(papers, issuers, types)
        _mend(papers, packed)
    return packed


def _packed_fast(papers: Papers, issuers: Keys, types: Keys) -> Packed:
    keys = np.empty(len(papers), dtype=np.uint64)
    state = np.empty(len(papers), dtype=np.uint8)
    loops = kernels.compiled()
    assert loops is not None
    columns = (
        papers.numbers.start.astype(np.int64, copy=False), papers.numbers.letters, DIGITS,
        papers.issuers.codes, issuers, papers.types.codes, types,
    )  # fmt: skip
    loops.pack(*(kernels.fixed(x) for x in columns), keys, state)
    return Packed(keys, state)


def _packed(papers: Papers, issuers: Keys, types: Keys) -> Packed:
    start = papers.numbers.start.astype(np.int64)
    digits = DIGITS[papers.numbers.letters[start[0] : start[-1]]]
    kept = digits < kernels.DROPPED
    before = np.zeros(len(digits) + 1, dtype=np.int64)
    np.cumsum(kept, out=before[1:])
    first = before[start - start[0]]
    length = np.diff(first)
    digits = digits[kept].astype(np.uint64)
    # A digit's power of 36 is its distance from the end; a sum is a difference of running sums.
    back = np.repeat(first[1:], length) - np.arange(1, len(digits) + 1)
    sums = np.zeros(len(digits) + 1, dtype=np.uint64)
    np.cumsum((digits + np.uint64(1)) * _POWERS[np.minimum(back, LONGEST)], out=sums[1:])
    rank = sums[first[1:]] - sums[first[:-1]]
    state = np.where(length == 0, EMPTY, np.where(length > LONGEST, TEXT, PACKED)).astype(np.uint8)
    base, more = issuers[papers.issuers.codes], types[papers.types.codes]
    nowhere = (base == kernels.NOWHERE) | (more == kernels.NOWHERE)
    state[nowhere & (state == PACKED)] = TEXT
    foreign = np.flatnonzero(papers.numbers.letters[start[0] : start[-1]] >= 128)
    state[np.searchsorted(start - start[0], foreign, side="right") - 1] = TEXT
    return Packed(_mix_all(rank + base + more), state)


def _mend(papers: Papers, packed: Packed) -> None:
    """Look again, one by one, at what the loop passed over: letters beyond ASCII among them."""
    for at in np.flatnonzero(packed.state == TEXT).tolist():
        document = canonical(papers[at])
        if not document.number:
            packed.state[at] = EMPTY
        elif (key := pack_one(document)) is not None:
            packed.keys[at], packed.state[at] = key, PACKED
        else:
            packed.texts[at] = document
