"""Who is worth scoring: the counting of ``candidates``, compiled.

Each question marks what it met in arrays as long as the segment; a number that is used once tells
its marks from those of earlier questions, so that nothing is cleared in between.
"""

import numpy as np
from numba import njit

from tocsin.core.screening.loops.direct import look_up
from tocsin.core.screening.loops.glances import beside
from tocsin.core.screening.loops.leaf import leaf
from tocsin.core.screening.loops.marks import PARTICLE
from tocsin.core.screening.loops.names import ceiling

_BINS = 4096
PLACES, NAME_PLACES, _BIRTH_PLACE, _DOCUMENT_PLACE = 16, 12, 14, 15
_AT_A_TIME, _CLOSE = 256, 32  # persons that are looked up together


@njit(nogil=True, cache=True)
def _entries(first, last, words, wide, posting_start):
    """Return the words that stand for those of one question: (place, word, weight, persons)."""
    word_place, word_begin, word_end = words
    wide_word, wide_weight = wide
    room = 0
    for x in range(first, last):
        room += word_end[x] - word_begin[x]
    place = np.empty(room, np.int64)
    word = np.empty(room, np.int64)
    weight = np.empty(room, np.float64)
    count = np.empty(room, np.int64)
    n = 0
    for x in range(first, last):
        for y in range(word_begin[x], word_end[x]):
            place[n], word[n], weight[n] = word_place[x], wide_word[y], wide_weight[y]
            count[n] = posting_start[word[n] + 1] - posting_start[word[n]]
            n += 1
    return place, word, weight, count


@leaf
def _left_aside(most, persons, far, unseen, aside):
    """Mark the places left aside, the commonest first, while all of them do not suffice."""
    taken = 0
    total = unseen
    for _ in range(PLACES):
        next_ = -1
        for p in range(PLACES):
            if not taken >> p & 1 and (next_ < 0 or persons[p] > persons[next_]):
                next_ = p
        taken |= 1 << next_
        if total + most[next_] < far:
            aside[next_] = True
            total = total + most[next_]


@njit(nogil=True, cache=True)
def _looked_up(entries, far, unseen, most_postings):
    """Return the entries to look up, and the most that names may sum up to.

    Where there are too many persons to look up, those of the rarest words.
    """
    place, word, weight, count = entries
    most = np.zeros(PLACES, np.float64)
    persons = np.zeros(PLACES, np.int64)
    for x in range(len(word)):
        most[place[x]] = max(most[place[x]], weight[x])
        persons[place[x]] += count[x]
    total = unseen
    for p in range(PLACES):
        total = total + most[p]
    aside = np.zeros(PLACES, np.bool_)
    _left_aside(most, persons, far, unseen, aside)
    order = np.empty(len(word), np.int64)
    kept, looked = 0, 0
    for x in range(len(word)):
        if not (aside[place[x]] or total - most[place[x]] + weight[x] < far):
            order[kept] = x
            looked += count[x]
            kept += 1
    order = order[:kept]
    if looked > most_postings:
        order = order[np.argsort(count[order], kind="mergesort")]
        kept, looked = 0, 0
        while looked < most_postings:
            looked += count[order[kept]]
            kept += 1
    return order[:kept], total


@leaf
def _fetch(people, n, there, near):
    """Copy the glances of some persons to a place nearby.

    Nothing is decided here, so the processor waits for all of them at once and not for each.
    """
    for x in range(n):
        for at in range(3):
            near[x, at] = there[people[x], at]


@leaf
def _join(people, n, met, mark, scratch, glance, near):
    """Add to whom the question met those who do not fall short at a glance; return how many met.

    Who does is struck from ``people``.
    """
    q, top, evidence, (here, there, figures) = glance
    seen, touched, _, _, _ = scratch
    _fetch(people, n, there, near)
    for x in range(n):
        person = people[x]
        if beside(here, q, near, x, figures) + top < evidence:
            people[x] = -1
            continue
        if seen[person, 0] != mark:
            seen[person, 0], seen[person, 1] = mark, -1
            touched[met] = person
            met += 1
    return met


@leaf
def _meet_directly(direct, mark, scratch, following, glance, waiting):
    """List who was found other than by words, and how; return how many."""
    seen, _, _, _, _ = scratch
    rows, first, last = direct
    people, near = waiting
    q, top, evidence, glances = glance
    for d in range(first, last):
        if rows[d, 1] == _DOCUMENT_PLACE:
            top = np.inf  # whoever a document found is kept, whatever a glance tells
    met = 0
    for begin in range(first, last, _AT_A_TIME):
        n = min(_AT_A_TIME, last - begin)
        for x in range(n):
            people[x] = rows[begin + x, 0]
        met = _join(people, n, met, mark, scratch, (q, top, evidence, glances), near)
        for x in range(n):
            person = people[x]
            if person >= 0:
                following[begin + x - first] = seen[person, 1]
                seen[person, 1] = begin + x
    return met


@leaf
def _meet(met, entries, looked, postings, mark, scratch, glance, waiting):
    """List whom else the question meets by the words looked up; return how many there are in all.

    Who falls short at a glance is passed over at once: of most who bear a common name nothing else
    is looked up in memory.
    """
    people, near = waiting
    start, posted = postings
    n = 0
    for x in looked:
        word = entries[1][x]
        for y in range(start[word], start[word + 1]):
            people[n] = posted[y]
            n += 1
            if n == _AT_A_TIME:
                met = _join(people, n, met, mark, scratch, glance, near)
                n = 0
    return _join(people, n, met, mark, scratch, glance, near)


@leaf
def _mark_words(word, mark, scratch, following):
    """Mark the words of a question in the vocabulary; each entry is followed by one of its word."""
    _, _, tag, at, _ = scratch
    for x in range(len(word)):
        following[x] = at[word[x]] if tag[word[x]] == mark else -1
        tag[word[x]] = mark
        at[word[x]] = x


@leaf
def _weigh_word(token, entries, following, mark, scratch, best, p):
    """Note what one word of a person met weighs in each place it may stand for."""
    _, _, tag, at, _ = scratch
    place, _, weight, _ = entries
    x = at[token] if tag[token] == mark else -1
    while x >= 0:
        value = np.int32(min(np.ceil(weight[x] * 1000.0), 65535.0))
        best[p, place[x]] = max(best[p, place[x]], value)
        x = following[x]


@leaf
def _weigh(met, entries, following, people, mark, scratch, best, close):
    """Find the greatest weight of each place among the words of each person met."""
    borne, row_start, token_start, tokens, marks = people
    touched = scratch[1]
    for p in range(met):
        at = p % _CLOSE
        if at == 0:
            for x in range(min(_CLOSE, met - p)):
                for word in range(borne.shape[1]):
                    close[x, word] = borne[touched[p + x], word]
        for x in range(close[at, 0]):
            _weigh_word(close[at, x + 1], entries, following, mark, scratch, best, p)
        if close[at, 0] >= 0:
            continue
        person = touched[p]
        for t in range(token_start[row_start[person]], token_start[row_start[person + 1]]):
            if not marks[t] & PARTICLE:
                _weigh_word(tokens[t], entries, following, mark, scratch, best, p)


@leaf
def _add_direct(met, direct, following, first, scratch, best):
    """Add what was found directly of each person met, the greatest weight of each place."""
    seen, touched, _, _, _ = scratch
    for p in range(met):
        d = seen[touched[p], 1]
        while d >= 0:
            best[p, direct[d, 1]] = max(best[p, direct[d, 1]], direct[d, 2])
            d = following[d - first]


@leaf
def _may_be_told(person, gate):
    removed, class_set, open_sets, valid_until, at = gate
    return not removed[person] and open_sets[class_set[person]] and valid_until[person] > at


@njit(nogil=True, cache=True)
def _rank(met, q, rules, glances, scratch, best):
    """Return a key of each person met who may reach the evidence: total negated, person."""
    gate, evidence, unseen, together = rules
    _, touched, _, _, names = scratch
    here, there, figures = glances
    keys = np.empty(met, np.int64)
    n = 0
    for p in range(met):
        person = np.int64(touched[p])
        named = np.int64(0)
        for place in range(NAME_PLACES):
            named += best[p, place]
        others = beside(here, q, there, person, figures)
        total = named + np.int64(np.floor(others * 1000.0 + 0.5)) + best[p, _DOCUMENT_PLACE]
        total += best[p, NAME_PLACES] + best[p, NAME_PLACES + 1]
        if best[p, NAME_PLACES] > 0 or best[p, NAME_PLACES + 1] > 0:
            named += np.int64(together * 1000.0)
        reached = others + ceiling(unseen + named / 1000.0, figures[1].name_ceiling)
        if best[p, _DOCUMENT_PLACE] == 0 and reached < evidence:
            continue
        if _may_be_told(person, gate):
            keys[n] = (-total << 32) | person
            names[person] = named
            n += 1
    return keys[:n]


@leaf
def _bin(key):
    return min(max(-(key >> 32) >> 5, 0), _BINS - 1)


@njit(nogil=True, cache=True)
def _top(keys, n, most, bins):
    """Return the ``most`` least of ``keys[:n]``, in order; each begins with a total negated."""
    if n > 4 * most:
        bins[:] = 0
        for x in range(n):
            bins[_bin(keys[x])] += 1
        cut = _BINS - 1
        above = bins[cut]
        while cut > 0 and above < most:
            cut -= 1
            above += bins[cut]
        kept = 0
        for x in range(n):
            if _bin(keys[x]) >= cut:
                keys[kept] = keys[x]
                kept += 1
        n = kept
    found = np.sort(keys[:n])
    return found[: min(n, most)] & 0xFFFFFFFF


@leaf
def _hopeful(met, q, tops, evidence, glances, direct, following, scratch):
    """Keep those met who reach the evidence by a glance; return how many.

    Whoever a document found is kept whatever the names may sum up to. ``tops``: what names may
    weigh, and what they may where words could be written together.
    """
    rows, first, _ = direct
    seen, touched, _, _, _ = scratch
    here, there, figures = glances
    kept = 0
    for x in range(met):
        person = touched[x]
        others = beside(here, q, there, person, figures)
        if others + tops[0] < evidence:
            paper, whole = False, False
            d = seen[person, 1]
            while d >= 0:
                paper |= rows[d, 1] == _DOCUMENT_PLACE
                whole |= rows[d, 1] < _BIRTH_PLACE
                d = following[d - first]
            if not paper and not (whole and others + tops[1] >= evidence):
                continue
        touched[kept] = person
        kept += 1
    return kept


@njit(nogil=True, cache=True)
def count(asked, wide, register, now, rules):
    """Find for each question whom it may be worth scoring; see ``candidates``.

    ``asked``: words by question with their places; the keys of dates, documents and whole names;
    glances; what is needed of words and of all. ``wide``: where what stands for each word begins
    and ends, and what does. ``register``: with the arrays in which questions mark what they meet.
    ``now``: who may be told of, and the number of the first question. Returns questions, persons,
    and what the names of each pair may weigh.
    """
    (word_start, word_place, _), sought, (seen, needed, evidence) = asked
    words, wide = (word_place, wide[0], wide[1]), wide[2]
    (lists, there, scratch), (gate, epoch) = register, now
    postings, people, there, class_set, valid_until = there
    told, figures, (most_people, most_postings, unseen, together) = rules
    removed, open_sets, at = gate
    gate = removed, class_set, open_sets, valid_until, at
    glances = seen, there, figures
    questions = len(word_start) - 1
    direct_start, direct = look_up(sought, lists, told, questions)
    out = np.empty((2, questions * most_people), np.int64)
    named = np.empty(questions * most_people, np.float64)
    bins = np.zeros(_BINS, np.int64)
    waiting = np.empty(_AT_A_TIME, np.int64), np.empty((_AT_A_TIME, 3), np.int32)
    close = np.empty((_CLOSE, people[0].shape[1]), np.int32)
    size = 0
    for q in range(questions):
        mark = np.int32(epoch + q)
        entries = _entries(word_start[q], word_start[q + 1], words, wide, postings[0])
        looked, total = _looked_up(entries, needed[q], unseen, most_postings)
        found = (direct, direct_start[q], direct_start[q + 1])
        following = np.empty(found[2] - found[1], np.int64)
        most = glances[2][1].name_ceiling
        tops = (ceiling(total, most), ceiling(total + together, most))
        glance = (q, tops[1], evidence, glances)
        met = _meet_directly(found, mark, scratch, following, glance, waiting)
        glance = (q, tops[0], evidence, glances)
        met = _meet(met, entries, looked, postings, mark, scratch, glance, waiting)
        met = _hopeful(met, q, tops, evidence, glances, found, following, scratch)
        best = np.zeros((met, PLACES), np.int32)
        alike = np.empty(len(entries[1]), np.int64)
        _mark_words(entries[1], mark, scratch, alike)
        _weigh(met, entries, alike, people, mark, scratch, best, close)
        _add_direct(met, direct, following, found[1], scratch, best)
        keys = _rank(met, q, (gate, evidence, unseen, together), glances, scratch, best)
        for person in _top(keys, len(keys), most_people, bins):
            out[0, size], out[1, size] = q, person
            named[size] = unseen + scratch[4][person] / 1000.0
            size += 1
    return out[0, :size].copy(), out[1, :size].copy(), named[:size].copy()
