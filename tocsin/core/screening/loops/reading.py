"""Names cut into words, and what is known of a word: ``names.cut`` and ``lexicon``, compiled."""

import numpy as np
from numba import njit

from tocsin.core.screening.loops.leaf import leaf
from tocsin.core.screening.loops.lookup import NOWHERE, find, hash_of
from tocsin.core.screening.loops.rewriting import LEAD, ROOM, holds, put_in, rewrite

_MOST_WORDS, _SHORTEST, _LONGEST = 8, 2, 32  # of a name in plain letters, and of each word
_FATHER, _WOMAN, _MAN = range(3)  # rules that tell of an ending
_LISTED, _MANS, _WOMANS = 1, 2, 4  # as ``lexicon`` has them
_ARABIC, _HEBREW = 2, 3  # scripts that leave out vowels
_SIGNS = 16


@leaf
def _lower(letter):
    return letter | 0x20 if 65 <= letter <= 90 else letter


@leaf
def _is_letter(letter):
    return 97 <= letter <= 122


@leaf
def _word(text, x, end, found, n):
    """Put the word that begins at ``x`` into ``found``; return where it ends."""
    while x < end and _is_letter(_lower(text[x])):
        found[n] = _lower(text[x])
        n += 1
        x += 1
    return x


@leaf
def _is_special(letters, first, last, rules, listed, spread, room):
    value = hash_of(letters, first, last, spread)
    if find(listed, value, letters, first, last) != NOWHERE:
        return True
    return holds(room, put_in(room, letters, first, last), rules, _FATHER)


@leaf
def _same(letters, start, a, b):
    if start[a + 1] - start[a] != start[b + 1] - start[b]:
        return False
    for x in range(start[a + 1] - start[a]):
        if letters[start[a] + x] != letters[start[b] + x]:
            return False
    return True


@leaf
def _cut_one(text, x, end, found, start, words, special, room):
    """Cut the name that lies from ``x`` to ``end``; return how many words it has, 0 if not plain.

    ``words``: how many words there are of other names. ``special``: see ``cut``.
    """
    rules, listed, spread = special
    count = 0
    while True:
        first = start[words + count]
        after = _word(text, x, end, found, first)
        size = after - x
        if size < _SHORTEST or size > _LONGEST or count == _MOST_WORDS:
            return 0
        start[words + count + 1] = first + size
        for other in range(count):
            if _same(found, start, words + other, words + count):
                return 0
        if _is_special(found, first, first + size, rules, listed, spread, room):
            return 0
        count += 1
        if after == end:
            return count
        if text[after] != 32 and text[after] != 45:  # a space, a hyphen
            return 0
        x = after + 1


@njit(nogil=True, cache=True)
def cut(start, text, special):
    """Cut names in plain letters into their words.

    ``special``: rules of endings, the table of words that are no names, the numbers by which words
    are hashed. Returns how many words each name has, 0 for one that takes more care, and the words.
    """
    count = np.zeros(len(start) - 1, np.int64)
    begin, found = np.zeros(len(text) + 2, np.int64), np.empty(len(text) + 1, np.uint8)
    room = np.zeros(ROOM, np.uint8)
    words = 0
    for name in range(len(start) - 1):
        count[name] = _cut_one(
            text, start[name], start[name + 1], found, begin, words, special, room
        )
        words += count[name]
    return count, begin[: words + 1].copy(), found[: begin[words]].copy()


@leaf
def _is_written_in_letters(room, n):
    for x in range(LEAD, LEAD + n):
        if not _is_letter(room[x]):
            return False
    return True


@leaf
def _is_number(room, n):
    for x in range(LEAD, LEAD + n):
        if not 48 <= room[x] <= 57:
            return False
    return True


@leaf
def _bounded(value, rarest, commonest):
    return min(rarest, max(commonest, value))


@leaf
def _of(table, values, value, letters, first, last, otherwise):
    """Return what a table says of a word, or ``otherwise``."""
    number = find(table, value, letters, first, last)
    return values[number] if number != NOWHERE else otherwise


@leaf
def _put_out(room, n, found, at):
    """Lay the word in ``room`` end to end with those before it."""
    for x in range(n):
        found[at + x] = room[LEAD + x]


@njit(nogil=True, cache=True)
def facts(words, rules, lists, spread, figures):
    """Return what ``lexicon.facts_of`` tells of each word.

    ``words``: where each begins, their letters, and the script each was read from. ``rules``: of
    sounds, of consonants, of signs, of hisses and of endings. ``lists``: what the shipped tables say
    of words, of sounds and of consonants, of groups of equivalent names, and the signs' numbers.
    Returns sounds, consonants and hisses end to end, and the columns of ``TokenTable``.
    """
    start, letters, scripts = words
    to_sound, to_bones, to_signs, to_hiss, endings = rules
    (texts, of_text), (heard, of_sound), (bare, of_bones), (grouped, groups), signs = lists
    rarest, commonest, bare_rarest, father_rarest, shorter = figures
    count = len(scripts)
    begin = np.zeros((3, count + 1), np.int64)
    out = np.empty((3, 2 * len(letters)), np.uint8)
    rarity, group = np.empty(count, np.float64), np.zeros((count, groups.shape[1]), np.int32)
    numbers = np.zeros((count, _SIGNS), np.uint8)
    hashes = np.empty((2, count), np.uint64)
    told = np.zeros((6, count), np.uint8)  # traits, length, bones, initial, of sound; its length
    room, other = np.zeros((2, ROOM), np.uint8)
    for at in range(count):
        first, last = start[at], start[at + 1]
        value = hash_of(letters, first, last, spread)
        vowelless = scripts[at] == _ARABIC or scripts[at] == _HEBREW
        n = put_in(room, letters, first, last)
        plain = _is_written_in_letters(room, n)
        father = plain and holds(room, n, endings, _FATHER)
        listed = find(texts, value, letters, first, last)
        traits = _LISTED if listed != NOWHERE else 0
        if plain and holds(room, n, endings, _WOMAN):
            traits |= _WOMANS
        elif plain and holds(room, n, endings, _MAN):
            traits |= _MANS
        # Its sound: a letter alone and a number are what they are.
        size = 0
        if n > 1 and not _is_number(room, n):
            size = rewrite(room, n, to_sound, other)
            for x in range(LEAD, LEAD + size):
                room[x] = _lower(room[x])
        if size == 0:
            size = put_in(room, letters, first, last)
        by_sound = hash_of(room, LEAD, LEAD + size, spread)
        half = _of(heard, of_sound, by_sound, room, LEAD, LEAD + size, np.inf)
        if vowelless:  # consonants are no sound: it is compared as it is written
            size = put_in(room, letters, first, last)
            by_sound = value
        _put_out(room, size, out[0], begin[0, at])
        begin[0, at + 1] = begin[0, at] + size
        told[4, at], told[5, at] = room[LEAD], size
        # Its consonants.
        size = rewrite(room, put_in(room, letters, first, last), to_bones, other)
        for x in range(LEAD, LEAD + size):
            room[x] = _lower(room[x])
        _put_out(room, size, out[1], begin[1, at])
        begin[1, at + 1] = begin[1, at] + size
        told[2, at] = size
        if vowelless:
            by_bones = hash_of(room, LEAD, LEAD + size, spread)
            weight = _of(bare, of_bones, by_bones, room, LEAD, LEAD + size, np.inf)
            rarity[at] = _bounded(weight, bare_rarest, commonest)
        else:
            weight = of_text[listed] if listed != NOWHERE else np.inf
            if father:
                rarity[at] = min(father_rarest, _bounded(weight, rarest, commonest))
            else:
                weight = half if listed == NOWHERE else weight
                short = shorter * (4 - n) if n <= 3 else 0.0
                rarity[at] = _bounded(weight, rarest - short, commonest)
        # Its letters as signs, and Latin ones with one sign for every hiss.
        size = rewrite(room, put_in(room, letters, first, last), to_signs, other)
        size = min(size, _SIGNS)
        place = 0
        for x in range(LEAD, LEAD + size):
            if signs[room[x]] > 0:
                numbers[at, place] = signs[room[x]]
                place += 1
        begin[2, at + 1] = begin[2, at]
        if scripts[at] == 0:
            for x in range(LEAD + size, ROOM):
                room[x] = 0
            size = rewrite(room, size, to_hiss, other)
            _put_out(room, size, out[2], begin[2, at])
            begin[2, at + 1] += size
        number = find(grouped, value, letters, first, last)
        if number != NOWHERE:
            group[at] = groups[number]
        hashes[0, at], hashes[1, at] = value, by_sound
        told[0, at], told[1, at], told[3, at] = traits, n, letters[first]
    spelled = (
        (begin[0].copy(), out[0, : begin[0, count]].copy()),
        (begin[1].copy(), out[1, : begin[1, count]].copy()),
        (begin[2].copy(), out[2, : begin[2, count]].copy()),
    )
    return spelled, (rarity, group, numbers, hashes, told)
