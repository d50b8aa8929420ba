"""How two tokens answer each other: ``likeness.likeness``, compiled.

Imported only where the optional compiler is installed (``fast``). Every operation stands in the
order in which numpy does it, so that both paths give the same bits; tests hold them to it.
"""

import numpy as np

from tocsin.core.screening.loops.leaf import leaf

_ARABIC, _HEBREW = 2, 3
LISTED, _ENDINGS = 1, 6  # as ``lexicon`` has them
SHORT = 4  # letters up to which one slip makes another name
_ONE, _NONE = np.uint64(1), np.uint64(0)
SAME, _SOUND, _EQUIVALENT, _SIMILAR, _DIFFERENT, _INITIAL, INITIAL_OTHER, _ = range(8)


@leaf
def slips(here, there, places):
    """Count slips (a letter more, less, other, or two turned round), 64 at a time by their bits.

    Both sides: letters, and from where to where they count. ``places``: for each letter the places
    where it stands here; zeros before and after.
    """
    (one, a, a_end), (other, b, b_end) = here, there
    n, m = a_end - a, b_end - b
    if n == 0 or m == 0:
        return n + m
    for i in range(n):
        places[one[a + i]] |= _ONE << np.uint64(i)
    last = _ONE << np.uint64(n - 1)
    up, down, diagonal, before = ~_NONE, _NONE, _NONE, _NONE
    found = n
    for j in range(m):
        here = places[other[b + j]]
        turned = ((~diagonal & here) << _ONE) & before
        diagonal = (((here & up) + up) ^ up) | here | down | turned
        right = down | ~(diagonal | up)
        left = diagonal & up
        found += 1 if right & last else 0
        found -= 1 if left & last else 0
        right = (right << _ONE) | _ONE
        up = (left << _ONE) | ~(diagonal | right)
        down = right & diagonal
        before = here
    for i in range(n):
        places[one[a + i]] = _NONE
    return found


@leaf
def _answered(odds, latin, a, other, b, work):
    long_a = 0
    while long_a < 16 and latin[a, long_a] > 0:
        long_a += 1
    long_b = 0
    while long_b < 16 and other[b, long_b] > 0:
        long_b += 1
    work[0, 0] = 0
    for j in range(long_b):
        work[0, j + 1] = work[0, j] + odds[0, other[b, j]]
    for i in range(long_a):
        above, row = i % 2, (i + 1) % 2
        letter = latin[a, i]
        alone = odds[letter, 0]
        work[row, 0] = work[above, 0] + alone
        for j in range(long_b):
            best = work[above, j] + odds[letter, other[b, j]]
            best = max(best, work[above, j + 1] + alone)
            best = max(best, work[row, j] + odds[0, other[b, j]])
            work[row, j + 1] = best
    return work[long_a % 2, long_b]


@leaf
def _itself(odds, letters, a):
    total = 0
    for i in range(16):
        total += odds[letters[a, i], letters[a, i]]
    return total


@leaf
def _similarity(here, a, there, b, work):
    start, letters = here
    start_b, letters_b = there
    one = (letters, start[a], start[a + 1])
    apart = slips(one, (letters_b, start_b[b], start_b[b + 1]), work[1])
    longest = max(start[a + 1] - start[a], start_b[b + 1] - start_b[b], 1)
    return 1.0 - float(apart) / float(longest)


@leaf
def share_group(groups, a, groups_b, b):
    """Tell whether two words belong to one group of equivalent names."""
    for i in range(groups.shape[1]):
        if groups[a, i] > 0:
            for j in range(groups_b.shape[1]):
                if groups[a, i] == groups_b[b, j]:
                    return True
    return False


@leaf
def vowelless(script):
    """Tell whether a script leaves its vowels unwritten."""
    return _ARABIC <= script <= _HEBREW


@leaf
def _at_best(likest, latin, a, other, b):
    total = np.int64(0)
    for i in range(16):
        total += likest[0, latin[a, i]] + likest[1, other[b, i]]
    return total


@leaf
def most_letters(odds, left, a, right, b):
    """Return what the letters of two words would reach at best, one of them being Latin."""
    script, script_b = left[2][a], right[2][b]
    if script == 0 and script_b == 0:
        return _itself(odds[0][0], left[3], a) + _itself(odds[0][0], right[3], b)
    if script == 0:
        return _at_best(odds[1][script_b], left[3], a, right[3], b)
    return _at_best(odds[1][script], right[3], b, left[3], a)


@leaf
def _reached(odds, left, a, right, b, work):
    """Return what the letters of two words reach, one of them being Latin."""
    foreign = max(left[2][a], right[2][b])
    if left[2][a] == 0:
        return _answered(odds[foreign], left[3], a, right[3], b, work)
    return _answered(odds[foreign], right[3], b, left[3], a, work)


@leaf
def told(words, a):
    """Return what is known of one word, side by side."""
    return (
        words[0][a], words[2][a], words[4][a], words[5][a], words[6][a], words[7][a], words[8][a],
        words[9][a],
    )  # fmt: skip


@leaf
def _degree(one, other, found, w):
    """Return how alike two words are, from 0 to 1, and in which way."""
    _, script, text, length, bones, _, _, traits = one
    _, script_b, text_b, length_b, bones_b, _, _, traits_b = other
    sounding, skeletons, reached, at_best, grouped = found
    same = text == text_b
    bare = script != script_b and (vowelless(script) or vowelless(script_b))
    if same and not bare:
        return 1.0, SAME
    shortest = min(bones, bones_b)
    degree = 1.0 if same else w.same_sound * sounding
    kind = SAME if same else (_SOUND if sounding == 1.0 else _SIMILAR)
    if skeletons > degree and shortest >= 2:
        degree = degree + w.skeleton_share * (skeletons - degree)
    habit = 0.0
    if script == 0 and script_b == 0:
        habit = w.habits_base + w.habits_share * float(reached) / float(max(at_best, 1))
    degree = max(degree, habit)
    spelling = max(length, length_b) <= SHORT and skeletons == 1.0
    if kind == _SIMILAR and traits & traits_b & LISTED and not spelling:
        degree = min(degree, w.two_names)
    elif kind == _SOUND and (traits | traits_b) & _ENDINGS == _ENDINGS:
        degree, kind = min(degree, w.other_ending), _SIMILAR
    if bare:
        degree = 0.98 * skeletons if shortest >= 1 else 0.0
        if skeletons == 1.0:
            kind = _SOUND
    if degree < w.equivalent and grouped:
        return w.equivalent, _EQUIVALENT
    return degree, kind


@leaf
def _learned(one, other, found, rare, w):
    """Weigh the letters of a Latin word beside those of another script."""
    foreign = max(one[1], other[1])
    most = rare
    if vowelless(foreign):
        most = one[0] if one[1] == 0 else other[0]
    reached, at_best = found[2], found[3]
    degree = 2.0 * float(reached) / float(max(at_best, 1))
    share = (degree - w.letters_from) / (w.letters_all - w.letters_from)
    most = most * min(max(share, 0.0), 1.0)
    return min(max(w.letters_base + w.letters_share * float(reached), w.letters_differ), most)


@leaf
def judge(one, other, found, w):
    """Weigh one word beside another; see ``likeness.likeness``.

    ``found``: how alike their sounds and their skeletons are, what their letters reach and would
    at best (where one of them is Latin), and whether they are equivalent names.
    """
    degree, kind = _degree(one, other, found, w)
    rare = min(one[0], other[0])
    longest = max(one[3], other[3])
    floor = w.alike_from_short if longest <= SHORT and kind != _EQUIVALENT else w.alike_from
    if degree >= floor:
        weight = rare * min(max((degree - floor) / (1.0 - floor), 0.0), 1.0)
    else:
        share = min(max((floor - degree) / (floor - w.unlike_from), 0.0), 1.0)
        weight = w.different_token * share
        kind = _DIFFERENT
    if (one[1] == 0) != (other[1] == 0):
        learned = _learned(one, other, found, rare, w)
        if learned > weight:
            weight = learned
            kind = _SOUND if learned > 0.0 else _DIFFERENT
    if (one[3] == 1) != (other[3] == 1):
        if one[5] == other[5] or one[6] == other[6]:
            return w.initial_same, _INITIAL
        return w.initial_differs, INITIAL_OTHER
    return weight, kind


@leaf
def pair_weight(left, a, right, b, figures):
    """Weigh one token beside another; see ``likeness.likeness``."""
    odds, w, work = figures
    one, other = told(left, a), told(right, b)
    sounding, skeletons, reached, at_best = 0.0, 0.0, np.int64(0), np.int64(0)
    if one[2] != other[2] or one[1] != other[1]:
        sounding = _similarity(left[10], a, right[10], b, work)
        skeletons = _similarity(left[11], a, right[11], b, work)
        if one[1] == 0 or other[1] == 0:
            reached = np.int64(_reached(odds[0], left, a, right, b, work[0]))
            at_best = np.int64(most_letters(odds, left, a, right, b))
    grouped = share_group(left[1], a, right[1], b)
    return judge(one, other, (sounding, skeletons, reached, at_best, grouped), w)
