"""Who is worth scoring: the counting of ``candidates``, compiled.

Each question counts into arrays as long as the segment; a number that is used once tells its
counts from those of earlier questions, so that nothing is cleared in between.
"""

import numpy as np
from numba import njit

_BINS = 4096
_PLACES, _NAME_PLACES = 16, 14


@njit(nogil=True, cache=True)
def _count(person, value, question, place, scratch, found):
    """Count a posting: of several in one place the heaviest; return how many persons were met."""
    total, named, recent, seen, touched = scratch
    mark = (question << 4) | place
    more = value
    if seen[person] == mark:
        more = value - recent[person]
        if more <= 0:
            return found
    elif seen[person] >> 4 != question:
        touched[found] = person
        found += 1
        total[person] = 0
        named[person] = 0
    seen[person] = mark
    recent[person] = value
    total[person] += more
    if place < _NAME_PLACES:
        named[person] += more
    return found


@njit(nogil=True, cache=True)
def _entries(first, last, words, wide, posting_start):
    """Return the words to look up for one question: (place, word, weight, count of postings)."""
    word_place, word_token = words
    wide_start, wide_word, wide_weight = wide
    room = 0
    for x in range(first, last):
        room += wide_start[word_token[x] + 1] - wide_start[word_token[x]]
    place = np.empty(room, np.int64)
    word = np.empty(room, np.int64)
    weight = np.empty(room, np.float64)
    count = np.empty(room, np.int64)
    n = 0
    for x in range(first, last):
        for y in range(wide_start[word_token[x]], wide_start[word_token[x] + 1]):
            place[n], word[n], weight[n] = word_place[x], wide_word[y], wide_weight[y]
            count[n] = posting_start[word[n] + 1] - posting_start[word[n]]
            n += 1
    return place, word, weight, count


@njit(nogil=True, cache=True)
def _rarest(count, most):
    """Return the order from the rarest word on, and how many of them are looked up."""
    order = np.argsort(count, kind="mergesort")
    looked, kept = 0, 0
    for x in order:
        if looked >= most:
            break
        looked += count[x]
        kept += 1
    return order, kept


@njit(nogil=True, cache=True)
def _aside(order, place, weight, unseen):
    """Return what names may weigh beyond the words looked up."""
    heaviest = np.zeros(_PLACES, np.float64)
    for x in order:
        heaviest[place[x]] = max(heaviest[place[x]], weight[x])
    total = unseen
    for p in range(_PLACES):
        if heaviest[p] > 0.0:
            total += heaviest[p]
    return total


@njit(nogil=True, cache=True)
def _best(found, most, gate, scratch, bins):
    """Return the persons met who may be returned, the ``most`` best first."""
    removed, class_set, open_sets, valid_until, at = gate
    total, _, _, _, touched = scratch
    bins[:] = 0
    able = 0
    for x in range(found):
        person = touched[x]
        if not removed[person] and open_sets[class_set[person]] and valid_until[person] > at:
            touched[able] = person
            able += 1
            bins[min(total[person] >> 5, _BINS - 1)] += 1
    cut = _BINS - 1
    above = bins[cut]
    while cut > 0 and above < most:
        cut -= 1
        above += bins[cut]
    keys = np.empty(above, np.int64)
    n = 0
    for x in range(able):
        person = touched[x]
        if min(total[person] >> 5, _BINS - 1) >= cut:
            keys[n] = (np.int64(-total[person]) << 32) | np.int64(person)
            n += 1
    keys.sort()
    return keys[: min(n, most)] & 0xFFFFFFFF


@njit(nogil=True, cache=True)
def gather(asked, wide, postings, found_directly, rules):
    """Find for each question the persons with the most of its words; see ``candidates``.

    ``found_directly`` holds what dates, documents and joined words found: where the rows of each
    question begin, and the rows, each a place, a person, a weight.
    """
    word_start, words = asked
    direct_start, direct = found_directly
    gate, limits, scratch = rules
    most_people, most_postings, unseen, epoch = limits
    posting_start, posted = postings
    questions = len(word_start) - 1
    out = np.empty((3, questions * most_people), np.int64)
    most = np.empty(questions, np.float64)
    bins = np.zeros(_BINS, np.int64)
    size = 0
    for q in range(questions):
        place, word, weight, count = _entries(
            word_start[q], word_start[q + 1], words, wide, posting_start
        )
        order, kept = _rarest(count, most_postings)
        most[q] = _aside(order[kept:], place, weight, unseen)
        found, d = 0, direct_start[q]
        for p in range(_PLACES):
            for x in order[:kept]:
                if place[x] == p:
                    value = np.int32(min(weight[x] * 1000.0, 65535.0))
                    for y in range(posting_start[word[x]], posting_start[word[x] + 1]):
                        found = _count(posted[y], value, epoch + q, p, scratch, found)
            while d < direct_start[q + 1] and direct[d, 0] == p:
                value = np.int32(direct[d, 2])
                found = _count(direct[d, 1], value, epoch + q, p, scratch, found)
                d += 1
        for person in _best(found, most_people, gate, scratch, bins):
            out[0, size], out[1, size], out[2, size] = q, person, scratch[1][person]
            size += 1
    return out[0, :size].copy(), out[1, :size].copy(), out[2, :size].copy(), most
