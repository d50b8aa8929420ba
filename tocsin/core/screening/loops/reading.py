"""Names cut into words, and what is known of a word: ``names.cut`` and ``lexicon``, compiled."""

import numpy as np
from numba import njit

from tocsin.core.screening.loops.leaf import leaf
from tocsin.core.screening.loops.lookup import NOWHERE, find, hash_of
from tocsin.core.screening.loops.rewriting import LEAD, ROOM, cut_short, holds, put_in, rewrite

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
    letters = 0
    for x in range(LEAD, LEAD + n):
        letters += _is_letter(room[x])
    return letters == n


@leaf
def _is_number(room, n):
    digits = 0
    for x in range(LEAD, LEAD + n):
        digits += 48 <= room[x] <= 57
    return digits == n


@leaf
def _bounded(value, rarest, commonest):
    return min(rarest, max(commonest, value))


@leaf
def _of(table, values, value, word):
    """Return what a table says of a word, infinity where it says nothing."""
    letters, first, last = word
    number = find(table, value, letters, first, last)
    return values[number] if number != NOWHERE else np.inf


@leaf
def _put_out(room, n, found, start, at):
    """Lay the word in ``room`` end to end with those before it."""
    for x in range(n):
        found[start[at] + x] = room[LEAD + x]
    start[at + 1] = start[at] + n


@leaf
def _small(room, n):
    for x in range(LEAD, LEAD + n):
        room[x] = _lower(room[x])


@leaf
def _hear(room, word, rules, other):
    """Put the sound of a word into ``room``; return its length.

    A letter alone and a number are what they are, and so is a word whose sound says nothing.
    """
    letters, first, last = word
    n = put_in(room, letters, first, last)
    size = 0
    if n > 1 and not _is_number(room, n):
        size = rewrite(room, n, rules, other)
        _small(room, size)
    return size if size > 0 else put_in(room, letters, first, last)


@leaf
def _ending(room, n, rules):
    """Return whether a word is named after a father, and whose form its ending tells."""
    if not _is_written_in_letters(room, n):
        return False, 0
    father = holds(room, n, rules, _FATHER)
    if holds(room, n, rules, _WOMAN):
        return father, _WOMANS
    return father, _MANS if holds(room, n, rules, _MAN) else 0


@leaf
def _rarity(n, father, listed, heard, figures):
    """Return how rare a word of ``n`` letters is; see ``frequencies.rarity``.

    ``listed``: by itself, infinity where it is not; ``heard``: by its sound.
    """
    rarest, commonest, _, father_rarest, shorter = figures
    if father:
        return min(father_rarest, _bounded(listed, rarest, commonest))
    if n <= 3:
        rarest -= shorter * (4 - n)
    return _bounded(listed if listed < np.inf else heard, rarest, commonest)


@leaf
def _number_signs(room, n, signs, found):
    """Put the numbers of the first signs of a word into ``found``; what has none is left out."""
    place = 0
    for x in range(LEAD, LEAD + n):
        if signs[room[x]] > 0:
            found[place] = signs[room[x]]
            place += 1


@leaf
def _spell(at, word, rules, lists, told, rooms):
    """Note a word's consonants, its signs, and of Latin ones those with one sign for a hiss.

    Returns how many consonants it has, which then lie in the second room.
    """
    latin, (numbers, begin, out, counts) = told
    room, bones, other = rooms
    letters, first, last = word
    size = put_in(room, letters, first, last)
    size = cut_short(room, rewrite(room, size, rules[2], other), _SIGNS)
    _number_signs(room, size, lists[4], numbers[at])
    size = rewrite(room, size, rules[3], other) if latin else 0
    _put_out(room, size, out[2], begin[2], at)
    size = rewrite(bones, put_in(bones, letters, first, last), rules[1], other)
    _small(bones, size)
    _put_out(bones, size, out[1], begin[1], at)
    counts[2, at] = size
    return size


@leaf
def _weigh(at, words, rules, lists, fixed, told):
    """Note all that is known of a word; see ``facts``."""
    spread, figures, rooms = fixed
    rarity, group, numbers, hashes, counts, begin, out = told
    (start, letters, scripts), (room, bones, other) = words, rooms
    first, last = start[at], start[at + 1]
    word, value = (letters, first, last), hash_of(letters, first, last, spread)
    vowelless = scripts[at] == _ARABIC or scripts[at] == _HEBREW
    spelled = (scripts[at] == 0, (numbers, begin, out, counts))
    size = _spell(at, word, rules, lists, spelled, rooms)
    n = put_in(room, letters, first, last)
    father, traits = _ending(room, n, rules[4])
    known = find(lists[0][0], value, letters, first, last) != NOWHERE
    counts[0, at] = traits | _LISTED if known else traits
    counts[1, at], counts[3, at] = n, letters[first]
    if vowelless:  # consonants are no sound: the word is compared as it is written
        of_bones = hash_of(bones, LEAD, LEAD + size, spread)
        weight = _of(*lists[2], of_bones, (bones, LEAD, LEAD + size))
        rarity[at] = _bounded(weight, figures[2], figures[1])
        size, heard = n, value
    else:
        size = _hear(room, word, rules[0], other)
        heard = hash_of(room, LEAD, LEAD + size, spread)
        by_sound = _of(*lists[1], heard, (room, LEAD, LEAD + size))
        rarity[at] = _rarity(n, father, _of(*lists[0], value, word), by_sound, figures)
    _put_out(room, size, out[0], begin[0], at)
    counts[4, at], counts[5, at] = room[LEAD], size
    hashes[0, at], hashes[1, at] = value, heard
    number = find(lists[3][0], value, letters, first, last)
    if number != NOWHERE:
        for x in range(group.shape[1]):
            group[at, x] = lists[3][1][number, x]


@njit(nogil=True, cache=True)
def facts(words, shipped):
    """Return what ``lexicon.facts_of`` tells of each word.

    ``words``: where each begins, their letters, and the script each was read from. ``shipped``:
    rules of sounds, of consonants, of signs, of hisses and of endings; what the shipped tables say
    of words, of sounds and of consonants, of groups of equivalent names, the signs' numbers; the
    numbers by which letters are hashed; figures. Returns sounds, consonants and hisses end to end,
    and the columns of ``TokenTable``.
    """
    rules, lists, spread, figures = shipped.all
    return _facts(words, rules, lists, spread, figures)


@njit(nogil=True, cache=True)
def _facts(words, rules, lists, spread, figures):
    count = len(words[2])
    begin = np.zeros((3, count + 1), np.int64)
    out = np.empty((3, 2 * len(words[1])), np.uint8)
    rarity, group = np.empty(count, np.float64), np.zeros((count, lists[3][1].shape[1]), np.int32)
    numbers, hashes = np.zeros((count, _SIGNS), np.uint8), np.empty((2, count), np.uint64)
    counts = np.zeros((6, count), np.uint8)  # traits, length, bones, initial, of sound; its length
    room, bones, other = np.zeros((3, ROOM), np.uint8)
    fixed = (spread, figures, (room, bones, other))
    told = (rarity, group, numbers, hashes, counts, begin, out)
    for at in range(count):
        _weigh(at, words, rules, lists, fixed, told)
    spelled = (
        (begin[0].copy(), out[0, : begin[0, count]].copy()),
        (begin[1].copy(), out[1, : begin[1, count]].copy()),
        (begin[2].copy(), out[2, : begin[2, count]].copy()),
    )
    return spelled, (rarity, group, numbers, hashes, counts)
