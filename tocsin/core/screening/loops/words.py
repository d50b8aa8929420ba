"""Which words of a register a word may stand for: ``likeness``, for many words beside each other.

A word asked about has some eighty words filed where it is looked for. It is laid out once for all
of them, and they are held beside it sixteen at a time, as a processor likes it: first what can be
told of all sixteen in one go, then, of those few that may count, what each weighs exactly.
"""

import numpy as np
from numba import njit

from tocsin.core.screening.loops.direct import filed_words
from tocsin.core.screening.loops.leaf import leaf
from tocsin.core.screening.loops.tokens import judge, share_group, told

_ONE, _NONE = np.uint64(1), np.uint64(0)
_SCRIPTS, _LETTERS, _LONGEST, _LANES, _MOST = 7, 33, 16, 16, 256
_SIGNS = _SCRIPTS * _LETTERS
_HAIR = 1e-9
_UP, _DOWN, _DIAGONAL, _BEFORE, _SLIPS, _HERE, _COUNTS = range(0, 7 * _LANES, _LANES)


@leaf
def _lay_out(places, here, a):
    """Mark where each letter of a word stands, by their bits; return how many there are."""
    start, letters = here
    for i in range(start[a], start[a + 1]):
        places[letters[i]] |= _ONE << np.uint64(i - start[a])
    return start[a + 1] - start[a]


@leaf
def _clear(places, here, a):
    start, letters = here
    for i in range(start[a], start[a + 1]):
        places[letters[i]] = _NONE


@leaf
def _side_by_side(there, words, beside, length):
    """Lay sixteen words side by side, a letter of each in a row; return the longest's length."""
    start, letters = there
    longest = 0
    for x in range(_LANES):
        first = start[words[x]]
        length[x] = start[words[x] + 1] - first
        longest = max(longest, length[x])
        for j in range(length[x]):
            beside[j, x] = letters[first + j]
    return longest


@leaf
def _alike(places, n, beside, length, longest, bits, found):
    """Tell how alike the word laid out in ``places`` is to each of sixteen; see ``tokens.slips``.

    ``bits`` is one array with a row of sixteen for each thing that is counted, end to end, so that
    the compiler sees that no row touches another.
    """
    for x in range(_LANES):
        bits[_UP + x], bits[_SLIPS + x] = ~_NONE, np.uint64(n)
        bits[_DOWN + x] = bits[_DIAGONAL + x] = bits[_BEFORE + x] = _NONE
    last = np.uint64(max(n, 1) - 1)
    for j in range(longest):
        for x in range(_LANES):
            bits[_HERE + x] = places[beside[j, x]]
            bits[_COUNTS + x] = _ONE if j < length[x] else _NONE
        for x in range(_LANES):
            here, up, down = bits[_HERE + x], bits[_UP + x], bits[_DOWN + x]
            turned = ((~bits[_DIAGONAL + x] & here) << _ONE) & bits[_BEFORE + x]
            diagonal = (((here & up) + up) ^ up) | here | down | turned
            right = down | ~(diagonal | up)
            left = diagonal & up
            counts = bits[_COUNTS + x]
            bits[_SLIPS + x] += (right >> last & counts) - (left >> last & counts)
            right = (right << _ONE) | _ONE
            bits[_UP + x] = (left << _ONE) | ~(diagonal | right)
            bits[_DOWN + x] = right & diagonal
            bits[_DIAGONAL + x] = diagonal
            bits[_BEFORE + x] = here
    for x in range(_LANES):
        slips = np.int64(bits[_SLIPS + x]) if n > 0 else length[x]
        found[x] = 1.0 - float(slips) / float(max(n, length[x], 1))


@njit(nogil=True, cache=True)
def _at_best(tables, likest):
    """Return what a letter reaches at best, and a sign beside words of each script.

    The first by the script of the word, that of the word beside it and the letter; both Latin: what
    it would reach beside itself. The second by the script of the word it stands beside, one of
    both being Latin, and the sign.
    """
    found = np.zeros((_SCRIPTS, _SCRIPTS, _LETTERS), np.int32)
    signs = np.zeros((_SCRIPTS, _SIGNS), np.int32)
    for script in range(_SCRIPTS):
        for beside in range(_SCRIPTS):
            for letter in range(_LETTERS):
                if script == 0 and beside == 0:
                    found[script, beside, letter] = tables[0, letter, letter]
                elif script == 0:
                    found[script, beside, letter] = likest[beside, 0, letter]
                else:
                    found[script, beside, letter] = likest[script, 1, letter]
    for script in range(_SCRIPTS):
        for letter in range(_LETTERS):
            signs[0, script * _LETTERS + letter] = found[script, 0, letter]
            if script > 0:
                signs[script, script * _LETTERS + letter] = found[0, script, letter]
    return found, signs


@leaf
def _lay_out_letters(odds, script, letters, a, answers):
    """Note what each letter of another word is worth beside each of this one, in each script.

    Row 0 of ``answers`` is what a letter of the other word is worth alone, letter 0 of a row what
    that letter of this word is. Returns how many letters this word has.
    """
    n = 0
    while n < _LONGEST and letters[a, n] > 0:
        n += 1
    for s in range(_SCRIPTS):
        if script > 0 and s != script:
            continue
        for k in range(_LETTERS):
            place = s * _LETTERS + k
            answers[0, place] = odds[s, 0, k] if script == 0 else odds[s, k, 0]
            for i in range(n):
                letter = letters[a, i]
                worth = odds[s, letter, k] if script == 0 else odds[s, k, letter]
                answers[i + 1, place] = worth
    return n


@leaf
def _align(answers, n, beside, m, rows, room):
    """Align the letters laid out with those of sixteen words: what each reaches is in row m.

    ``beside`` holds the letters of the sixteen, zeros where a word has ended: those weigh nothing.
    """
    signs, scripts, _ = beside
    worth, alone, single, above = room
    for x in range(_LANES):
        rows[0, x] = 0
    for j in range(m):
        for x in range(_LANES):
            single[j, x] = answers[0, signs[j, x]]
        for x in range(_LANES):
            rows[j + 1, x] = rows[j, x] + single[j, x]
    for i in range(1, n + 1):
        for x in range(_LANES):
            alone[x] = answers[i, scripts[x]]
        for x in range(_LANES):
            above[x] = rows[0, x]
            rows[0, x] += alone[x]
        for j in range(m):
            for x in range(_LANES):
                worth[x] = answers[i, signs[j, x]]
            for x in range(_LANES):
                best = max(above[x] + worth[x], rows[j + 1, x] + alone[x])
                above[x] = rows[j + 1, x]
                rows[j + 1, x] = max(best, rows[j, x] + single[j, x])


@leaf
def _take_letters(letters, script_of, words, script, beside):
    """Lay the letters of sixteen words side by side; return the length of the longest.

    ``script``: of the word they stand beside; the tables are those of the script that is foreign.
    """
    signs, scripts, foreign = beside
    longest = 0
    for x in range(_LANES):
        b = words[x]
        foreign[x] = script_of[b]
        scripts[x] = _LETTERS * (script if script > 0 else script_of[b])
        for j in range(_LONGEST):
            signs[j, x] = scripts[x] + letters[b, j]
            if letters[b, j] > 0:
                longest = max(longest, j + 1)
    return longest


@leaf
def _reach(best, own, beside, longest, reach):
    """Sum up what the letters of both words reach at best, for each of sixteen."""
    signs, _, foreign = beside
    for x in range(_LANES):
        reach[x] = own[foreign[x]]
    for j in range(longest):
        for x in range(_LANES):
            reach[x] += best[signs[j, x]]


@leaf
def _may_count(script, found, reached, reach, beside, w, may):
    """Tell of each of sixteen words whether it may weigh anything; too many rather than too few."""
    sounding, skeletons = found
    foreign = beside[2]
    for x in range(_LANES):
        degree = w.same_sound * sounding[x]
        degree += w.skeleton_share * max(skeletons[x] - degree, 0.0)
        share = float(reached[x]) / float(max(reach[x], 1))
        habit = w.habits_base + w.habits_share * share
        learned = 2.0 * share >= w.letters_from - _HAIR
        both = (script == 0) & (foreign[x] == 0)
        one = (script == 0) != (foreign[x] == 0)
        degree = max(degree, skeletons[x], habit if both else 0.0)
        may[x] = (degree >= w.alike_from - _HAIR) | (one & learned)


@njit(nogil=True, cache=True)
def _rooms():
    """Return what is written over for each word, and for each sixteen words beside it."""
    places = np.zeros((2, 256), np.uint64)
    answers = np.zeros((_LONGEST + 1, _SIGNS), np.int32)
    scripts, foreign = np.zeros((2, _LANES), np.uint8)
    signs = np.zeros((_LONGEST, _LANES), np.uint8)
    rows, reach = np.zeros((_LONGEST + 1, _LANES), np.int32), np.zeros(_LANES, np.int32)
    worth, alone, above = np.zeros((3, _LANES), np.int32)
    room = worth, alone, np.zeros((_LONGEST, _LANES), np.int32), above
    letters = (signs, scripts, foreign), rows, room, reach
    length, bits = np.zeros(_LANES, np.int64), np.zeros(7 * _LANES, np.uint64)
    sounding, skeletons = np.zeros((2, _LANES), np.float64)
    spelled = np.zeros((_MOST, _LANES), np.uint8), length, bits
    return places, answers, letters, spelled, (sounding, skeletons)


@leaf
def _lay_out_word(words, a, odds, best, places, answers, own):
    """Lay out the word: its sound, its consonants, its letters; return the length of each."""
    for s in range(_SCRIPTS):
        total = 0
        for i in range(_LONGEST):
            total += best[0][words[2][a], s, words[3][a, i]]
        own[s] = total
    sound = _lay_out(places[0], words[10], a)
    bones = _lay_out(places[1], words[11], a)
    return sound, bones, _lay_out_letters(odds[0], words[2][a], words[3], a, answers)


@leaf
def _told_of_all(words, a, others, lanes, laid, tables, rooms, may):
    """Hold sixteen words beside the word laid out: how they sound, what their letters reach."""
    places, answers, letters, spelled, found = rooms
    beside, rows, room, reach = letters
    rows_of, length, bits = spelled
    best, own, w = tables
    longest = _side_by_side(others[10], lanes, rows_of, length)
    _alike(places[0], laid[0], rows_of, length, longest, bits, found[0])
    longest = _side_by_side(others[11], lanes, rows_of, length)
    _alike(places[1], laid[1], rows_of, length, longest, bits, found[1])
    longest = _take_letters(others[3], others[2], lanes, words[2][a], beside)
    _align(answers, laid[2], beside, longest, rows, room)
    _reach(best[1][words[2][a]], own, beside, longest, reach)
    _may_count(words[2][a], found, rows[longest], reach, beside, w, may)
    return longest


@leaf
def _hold_beside(word, others, filed, laid, tables, rooms, found):
    """Note which words of ``filed`` weigh more than ``least`` beside the word laid out, and what.

    Returns how many there are.
    """
    words, a = word
    lanes, may, own, best, w, least = tables
    kept, weight = found
    one, n = told(words, a), 0
    for x in range(0, len(filed), _LANES):
        for at in range(_LANES):
            lanes[at] = filed[min(x + at, len(filed) - 1)]
        longest = _told_of_all(words, a, others, lanes, laid, (best, own, w), rooms, may)
        for at in range(min(_LANES, len(filed) - x)):
            b = lanes[at]
            grouped = share_group(words[1], a, others[1], b)
            if not (may[at] or grouped or one[3] == 1 or others[5][b] == 1):
                continue
            reached, reach = np.int64(rooms[2][1][longest, at]), np.int64(rooms[2][3][at])
            together = (rooms[4][0][at], rooms[4][1][at], reached, reach, grouped)
            value, _ = judge(one, told(others, b), together, w)
            if value > least:
                kept[n], weight[n] = b, value
                n += 1
    return n


@njit(nogil=True, cache=True)
def likely(words, others, asked, figures, least):
    """Weigh each word asked beside the words of ``others`` that are filed where it is looked for.

    ``asked``: numbers of ``words``, and where they are looked for as ``filed_words`` takes it.

    Returns where those like each word begin, which they are, and what they weigh: all that weigh
    more than ``least``.
    """
    numbers, sought = asked
    odds, w = figures
    start = np.zeros(len(numbers) + 1, np.int64)
    kept, weight = np.empty(0, np.int64), np.empty(0, np.float64)
    rooms, best = _rooms(), _at_best(odds[0], odds[1])
    own, lanes = np.zeros(_SCRIPTS, np.int64), np.zeros(_LANES, np.int64)
    tables = (lanes, np.zeros(_LANES, np.bool_), own, best, w, least)
    room = np.empty(_MOST, np.int64)
    for at in range(len(numbers)):
        a, end = numbers[at], start[at]
        filed, room = filed_words(a, sought, room)
        if end + len(filed) > len(kept):
            more = end + len(filed)
            kept = np.concatenate((kept[:end], np.empty(more, np.int64)))
            weight = np.concatenate((weight[:end], np.empty(more, np.float64)))
        start[at + 1] = end
        if len(filed) > 0:
            laid = _lay_out_word(words, a, odds, best, rooms[0], rooms[1], own)
            found = (kept[end:], weight[end:])
            start[at + 1] += _hold_beside((words, a), others, filed, laid, tables, rooms, found)
            _clear(rooms[0][0], words[10], a)
            _clear(rooms[0][1], words[11], a)
    return start, kept[: start[-1]].copy(), weight[: start[-1]].copy()
