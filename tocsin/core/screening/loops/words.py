"""Which words of a register a word may stand for: ``likeness``, for many words beside each other.

A word asked about has some eighty words filed where it is looked for. It is laid out once for all
of them, and they are held beside it sixteen at a time, as a processor likes it: first their sounds
and consonants, and what their letters could reach at the very best. Half cannot count even so; only
the letters of the others are aligned.
"""

import numpy as np
from numba import njit

from tocsin.core.screening.loops import cards as c
from tocsin.core.screening.loops.direct import filed_words
from tocsin.core.screening.loops.leaf import leaf
from tocsin.core.screening.loops.tokens import judge, share_group, told

_ONE, _NONE = np.uint64(1), np.uint64(0)
_SCRIPTS, _LETTERS, _LONGEST, _LANES, _MOST = 7, 33, 16, 16, 256
_SIGNS = _SCRIPTS * _LETTERS
_NUMBERS = c.SIZE // 8
_GAPS = (301, 57, 10, 1)
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
def _side_by_side(near, filed, first, room, length_at, spelled, beside, length):
    """Lay sixteen words side by side, a letter of each in a row; return the longest's length."""
    start, letters = spelled
    longest = 0
    for x in range(_LANES):
        length[x] = near[x, length_at]
        for j in range(room):
            beside[j, x] = near[x, first + j]
        if length[x] == c.ELSEWHERE:
            begin = start[filed[x]]
            length[x] = start[filed[x] + 1] - begin
            for j in range(length[x]):
                beside[j, x] = letters[begin + j]
        longest = max(longest, length[x])
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
def at_best(tables, likest):
    """Return what a letter reaches at best.

    By the script of its word, that of the word beside it and the letter; both Latin: what it would
    reach beside itself.
    """
    found = np.zeros((_SCRIPTS, _SCRIPTS, _LETTERS), np.int32)
    for script in range(_SCRIPTS):
        for beside in range(_SCRIPTS):
            for letter in range(_LETTERS):
                if script == 0 and beside == 0:
                    found[script, beside, letter] = tables[0, letter, letter]
                elif script == 0:
                    found[script, beside, letter] = likest[beside, 0, letter]
                else:
                    found[script, beside, letter] = likest[script, 1, letter]
    return found


@leaf
def _lay_out_letters(odds, script, letters, a, laid):
    """Note what each letter of another word adds beside each of this one, in each script.

    ``gain``: what both are worth together above what they are alone, by letter of the other word
    and place in this one; ``alone``: what a letter of the other word is worth that nothing
    answers; ``idle``: by script, what all letters of this word are worth so; ``most``: the
    greatest gain of each letter of the other word. Returns how many letters this word has.
    """
    gain, alone, idle, most = laid
    n = 0
    while n < _LONGEST and letters[a, n] > 0:
        n += 1
    for s in range(_SCRIPTS):
        if script > 0 and s != script:
            continue
        idle[s] = 0.0
        for k in range(_LETTERS):
            alone[s * _LETTERS + k] = odds[s, 0, k] if script == 0 else odds[s, k, 0]
            most[s * _LETTERS + k] = 0.0
        for i in range(n):
            letter = letters[a, i]
            own = np.float32(odds[s, letter, 0] if script == 0 else odds[s, 0, letter])
            idle[s] += own
            for k in range(1, _LETTERS):
                place = s * _LETTERS + k
                worth = np.float32(odds[s, letter, k] if script == 0 else odds[s, k, letter])
                gain[place, i] = worth - own - alone[place]
                most[place] = max(most[place], gain[place, i])
    return n


@leaf
def _align(gain, n, card, x, foreign, row):
    """Return the most that the letters of the word laid out and of a card gain beside each other.

    No letter is answered twice, and none before one that is answered already. All are whole
    numbers, kept as a processor adds most of them at a time.
    """
    for i in range(n + 1):
        row[i] = 0.0
    j = 0
    while j < _LONGEST and card[x, c.LETTERS + j] > 0:
        place = foreign + card[x, c.LETTERS + j]
        before, left = row[0], row[0]
        for i in range(n):
            above = row[i + 1]
            best = before + gain[place, i]
            best = max(above, best)
            left = max(left, best)
            row[i + 1] = left
            before = above
        j += 1
    return row[n]


@leaf
def _could_reach(near, x, script, best, own, laid):
    """Return what the letters of a word reach before any is answered, what they may gain at most.

    And what both words would reach if each of their letters were answered at its best.
    """
    card, _, _, owns = near
    _, alone, idle, most = laid
    other = card[x, c.SCRIPT]
    foreign = _LETTERS * (script if script > 0 else other)
    reach, bare, gain = np.int64(own[other]), idle[script if script > 0 else other], np.float32(0.0)
    for j in range(_LONGEST):
        place = foreign + card[x, c.LETTERS + j]
        bare += alone[place]
        gain += most[place]
    if script == 0:
        return bare, gain, reach + owns[x, c.OWN]
    for j in range(_LONGEST):
        reach += best[0, script, card[x, c.LETTERS + j]]
    return bare, gain, reach


@njit(nogil=True, cache=True)
def _new_cards():
    """Return room for sixteen cards, in each of the ways in which they are read."""
    numbers = np.zeros((_LANES, _NUMBERS), np.uint64)
    return numbers.view(np.uint8), numbers, numbers.view(np.float64), numbers.view(np.int16)


@njit(nogil=True, cache=True)
def _rooms():
    """Return what is written over for each word, and for each sixteen words beside it."""
    places = np.zeros((2, 256), np.uint64)
    gain, row = np.zeros((_SIGNS, _LONGEST), np.float32), np.zeros(_LONGEST + 1, np.float32)
    alone, most = np.zeros((2, _SIGNS), np.float32)
    letters = gain, alone, np.zeros(_SCRIPTS, np.float32), most
    length, bits = np.zeros(_LANES, np.int64), np.zeros(7 * _LANES, np.uint64)
    sounding, skeletons = np.zeros((2, _LANES), np.float64)
    spelled = np.zeros((_MOST, _LANES), np.uint8), length, bits, sounding, skeletons
    return places, letters, row, spelled, _new_cards()


@leaf
def _lay_out_word(words, a, odds, best, places, letters, own):
    """Lay out the word: its sound, its consonants, its letters; return the length of each."""
    for s in range(_SCRIPTS):
        total = 0
        for i in range(_LONGEST):
            total += best[words[2][a], s, words[3][a, i]]
        own[s] = total
    sound = _lay_out(places[0], words[10], a)
    bones = _lay_out(places[1], words[11], a)
    return sound, bones, _lay_out_letters(odds[0], words[2][a], words[3], a, letters)


@leaf
def _take_cards(cards, filed, near):
    """Copy sixteen cards to a place nearby: all are fetched from memory at once."""
    for x in range(_LANES):
        for at in range(_NUMBERS):
            near[x, at] = cards[filed[x], at]


@leaf
def _hear(others, filed, laid, places, near, spelled):
    """Note how alike the word laid out is to sixteen others by sound and by consonants."""
    beside, length, bits, sounding, skeletons = spelled
    longest = _side_by_side(
        near, filed, c.SOUND, c.SOUND_ROOM, c.SOUND_LENGTH, others[10], beside, length
    )
    _alike(places[0], laid[0], beside, length, longest, bits, sounding)
    longest = _side_by_side(
        near, filed, c.BONES, c.BONES_ROOM, c.BONES_LENGTH, others[11], beside, length
    )
    _alike(places[1], laid[1], beside, length, longest, bits, skeletons)


@leaf
def _hold_beside(word, others, filed, laid, tables, rooms, found):
    """Note which words of ``filed`` weigh more than ``least`` beside the word laid out, and what.

    Returns how many there are.
    """
    words, a = word
    lanes, own, best, w, least = tables
    table, cards = others
    places, letters, row, spelled, near = rooms
    kept, weight = found
    one, n = told(words, a), 0
    in_groups = words[1][a, 0] > 0
    for x in range(0, len(filed), _LANES):
        for at in range(_LANES):
            lanes[at] = filed[min(x + at, len(filed) - 1)]
        _take_cards(cards, lanes, near[1])
        _hear(table, lanes, laid, places, near[0], spelled)
        for at in range(min(_LANES, len(filed) - x)):
            grouped = in_groups and near[0][at, c.MARKS] & c.GROUPED > 0
            grouped = grouped and share_group(words[1], a, table[1], lanes[at])
            bare, gain, reach = _could_reach(near, at, one[1], best, own, letters)
            alike, other = (spelled[3][at], spelled[4][at]), c.told(near, at)
            # What a word weighs grows with what its letters reach.
            value, _ = judge(one, other, (*alike, np.int64(bare + gain), reach, grouped), w)
            if not value > least:
                continue
            foreign = _LETTERS * (one[1] if one[1] > 0 else other[1])
            gain = _align(letters[0], laid[2], near[0], at, foreign, row)
            value, _ = judge(one, other, (*alike, np.int64(bare + gain), reach, grouped), w)
            if value > least:
                kept[n], weight[n] = lanes[at], value
                n += 1
    return n


@leaf
def _put_in_order(words, weights, n):
    """Sort what was found by its words and leave out what was found twice; return how many."""
    for gap in _GAPS:
        for x in range(gap, n):
            word, weight, y = words[x], weights[x], x
            while y >= gap and words[y - gap] > word:
                words[y], weights[y] = words[y - gap], weights[y - gap]
                y -= gap
            words[y], weights[y] = word, weight
    kept = min(n, 1)
    for x in range(1, n):
        if words[x] != words[kept - 1]:
            words[kept], weights[kept] = words[x], weights[x]
            kept += 1
    return kept


@njit(nogil=True, cache=True)
def likely(numbers, known, register, figures, least):
    """Weigh each word asked beside the words of a register that are filed where it is looked for.

    ``numbers``: of the words asked, among those ``known`` with the keys by which they are looked
    for. ``figures``: odds and weights, and what letters reach ``at_best``.

    Returns where those like each word begin, which they are, and what they weigh: all that weigh
    more than ``least``.
    """
    words, sought = known.all
    others, (cards, of_words, _, _) = register.all
    asked, beside = (numbers, sought), (others.all, cards, of_words)
    return likely_beside(words.all, beside, asked, figures.all, least)


@njit(nogil=True, cache=True)
def likely_beside(words, others, asked, figures, least):
    """Do what ``likely`` does with what was taken out."""
    numbers, sought = asked
    table, cards, of_words = others
    odds, w, best = figures
    start = np.zeros(len(numbers) + 1, np.int64)
    kept, weight = np.empty(0, np.int64), np.empty(0, np.float64)
    rooms = _rooms()
    own, lanes = np.zeros(_SCRIPTS, np.int64), np.zeros(_LANES, np.int64)
    tables = (lanes, own, best, w, least)
    room = np.empty(_MOST, np.int64)
    for at in range(len(numbers)):
        a, end = numbers[at], start[at]
        filed, room = filed_words(a, sought, of_words, room)
        if end + len(filed) > len(kept):
            more = end + len(filed)
            kept = np.concatenate((kept[:end], np.empty(more, np.int64)))
            weight = np.concatenate((weight[:end], np.empty(more, np.float64)))
        start[at + 1] = end
        if len(filed) > 0:
            laid = _lay_out_word(words, a, odds, best, rooms[0], rooms[1], own)
            found = (kept[end:], weight[end:])
            n = _hold_beside((words, a), (table, cards), filed, laid, tables, rooms, found)
            start[at + 1] += _put_in_order(*found, n)
            _clear(rooms[0][0], words[10], a)
            _clear(rooms[0][1], words[11], a)
    return start, kept[: start[-1]].copy(), weight[: start[-1]].copy()
