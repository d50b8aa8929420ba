"""Who is worth scoring: the counting of ``candidates``, compiled.

Each question marks what it met in arrays as long as the segment; a number that is used once tells
its marks from those of earlier questions, so that nothing is cleared in between.
"""

import numpy as np
from numba import njit

from tocsin.core.screening.loops.glances import beside
from tocsin.core.screening.loops.leaf import leaf
from tocsin.core.screening.loops.names import ceiling

_BINS = 4096
_PLACES, _NAME_PLACES, _BIRTH_PLACE, _DOCUMENT_PLACE = 16, 12, 14, 15
_PARTICLE = 1


@njit(nogil=True, cache=True)
def _entries(first, last, words, wide, posting_start):
    """Return the words that stand for those of one question: (place, word, weight, persons)."""
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
def _looked_up(entries, far, unseen, most_postings):
    """Return the entries to look up, the rarest first, and the most that names may sum up to."""
    place, word, weight, count = entries
    most = np.zeros(_PLACES, np.float64)
    persons = np.zeros(_PLACES, np.int64)
    for x in range(len(word)):
        most[place[x]] = max(most[place[x]], weight[x])
        persons[place[x]] += count[x]
    total = unseen
    for p in range(_PLACES):
        total = total + most[p]
    aside = np.zeros(_PLACES, np.bool_)
    aside_sum = unseen
    for p in np.argsort(-persons, kind="mergesort"):
        if aside_sum + most[p] < far:
            aside[p] = True
            aside_sum = aside_sum + most[p]
    order = np.argsort(count, kind="mergesort")
    kept, looked = 0, 0
    for x in order:
        if aside[place[x]] or total - most[place[x]] + weight[x] < far:
            continue
        if looked >= most_postings:
            break
        looked += count[x]
        order[kept] = x
        kept += 1
    return order[:kept], total


@leaf
def _meet(entries, looked, postings, direct, mark, scratch, following):
    """List whom the question meets, and what was found of each directly; return how many."""
    seen, head, touched, _, _, _ = scratch
    rows, first, last = direct
    start, posted = postings
    met = 0
    for d in range(first, last):
        person = rows[d, 0]
        if seen[person] != mark:
            seen[person] = mark
            head[person] = -1
            touched[met] = person
            met += 1
        following[d - first] = head[person]
        head[person] = d
    for x in looked:
        word = entries[1][x]
        for y in range(start[word], start[word + 1]):
            person = posted[y]
            if seen[person] != mark:
                seen[person] = mark
                head[person] = -1
                touched[met] = person
                met += 1
    return met


@njit(nogil=True, cache=True)
def _mark_words(word, mark, scratch):
    """Mark the words of a question in the vocabulary; return the entries ordered by word."""
    _, _, _, tag, at, _ = scratch
    order = np.argsort(word, kind="mergesort")
    for x in range(len(order) - 1, -1, -1):
        tag[word[order[x]]] = mark
        at[word[order[x]]] = x
    return order


@leaf
def _weigh(met, entries, by_word, people, mark, scratch, best):
    """Find the greatest weight of each place among the words of each person met."""
    _, _, touched, tag, at, _ = scratch
    place, word, weight, _ = entries
    row_start, token_start, tokens, marks = people
    for p in range(met):
        person = touched[p]
        for t in range(token_start[row_start[person]], token_start[row_start[person + 1]]):
            token = tokens[t]
            if tag[token] != mark or marks[t] & _PARTICLE:
                continue
            x = at[token]
            while x < len(by_word) and word[by_word[x]] == token:
                entry = by_word[x]
                value = np.int32(min(np.ceil(weight[entry] * 1000.0), 65535.0))
                best[p, place[entry]] = max(best[p, place[entry]], value)
                x += 1


@leaf
def _add_direct(met, direct, following, first, scratch, best):
    """Add what was found directly of each person met, the greatest weight of each place."""
    _, head, touched, _, _, _ = scratch
    for p in range(met):
        d = head[touched[p]]
        while d >= 0:
            best[p, direct[d, 1]] = max(best[p, direct[d, 1]], direct[d, 2])
            d = following[d - first]


@njit(nogil=True, cache=True)
def _rank(met, q, evidence, glances, unseen, together, scratch, best):
    """Return a key of each person met who may reach the evidence: total negated, person."""
    _, _, touched, _, _, names = scratch
    here, there, figures = glances
    keys = np.empty(met, np.int64)
    n = 0
    for p in range(met):
        person = np.int64(touched[p])
        named = np.int64(0)
        for place in range(_NAME_PLACES):
            named += best[p, place]
        others = beside(here, q, there, person, figures)
        total = named + np.int64(np.floor(others * 1000.0 + 0.5)) + best[p, _DOCUMENT_PLACE]
        total += best[p, _NAME_PLACES] + best[p, _NAME_PLACES + 1]
        if best[p, _NAME_PLACES] > 0 or best[p, _NAME_PLACES + 1] > 0:
            named += np.int64(together * 1000.0)
        reached = others + ceiling(unseen + named / 1000.0, figures[1].name_ceiling)
        if best[p, _DOCUMENT_PLACE] > 0 or reached >= evidence:
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
def _hopeful(met, q, tops, evidence, glances, gate, direct, following, first, scratch):
    """Keep those met who may be returned, and reach the evidence by a glance; return how many.

    Whoever a document found is kept whatever the names may sum up to. ``tops``: what names may
    weigh, and what they may where words could be written together.
    """
    removed, class_set, open_sets, valid_until, at = gate
    _, head, touched, _, _, _ = scratch
    here, there, figures = glances
    kept = 0
    for x in range(met):
        person = touched[x]
        others = beside(here, q, there, person, figures)
        if others + tops[0] < evidence:
            paper, whole = False, False
            d = head[person]
            while d >= 0:
                paper |= direct[d, 1] == _DOCUMENT_PLACE
                whole |= direct[d, 1] < _BIRTH_PLACE
                d = following[d - first]
            if not paper and not (whole and others + tops[1] >= evidence):
                continue
        if removed[person] or not open_sets[class_set[person]] or valid_until[person] <= at:
            continue
        touched[kept] = person
        kept += 1
    return kept


@njit(nogil=True, cache=True)
def gather(asked, wide, register, found_directly, rules):
    """Find for each question whom it may be worth scoring; see ``candidates``.

    ``found_directly`` holds what dates, documents and whole names found: where the rows of each
    question begin, and the rows, each a person, a place, a weight.
    """
    word_start, words = asked
    direct_start, direct = found_directly
    postings, people = register
    gate, limits, glances, epoch, scratch = rules
    needed, evidence, most_people, most_postings, unseen, together = limits
    questions = len(word_start) - 1
    out = np.empty((3, questions * most_people), np.int64)
    bins = np.zeros(_BINS, np.int64)
    size = 0
    for q in range(questions):
        mark = np.int32(epoch + q)
        entries = _entries(word_start[q], word_start[q + 1], words, wide, postings[0])
        looked, total = _looked_up(entries, needed[q], unseen, most_postings)
        first, last = direct_start[q], direct_start[q + 1]
        following = np.empty(last - first, np.int64)
        met = _meet(entries, looked, postings, (direct, first, last), mark, scratch, following)
        by_word = _mark_words(entries[1], mark, scratch)
        most = glances[2][1].name_ceiling
        tops = (ceiling(total, most), ceiling(total + together, most))
        met = _hopeful(met, q, tops, evidence, glances, gate, direct, following, first, scratch)
        best = np.zeros((met, _PLACES), np.int32)
        _weigh(met, entries, by_word, people, mark, scratch, best)
        _add_direct(met, direct, following, first, scratch, best)
        keys = _rank(met, q, evidence, glances, unseen, together, scratch, best)
        for person in _top(keys, len(keys), most_people, bins):
            out[0, size], out[1, size], out[2, size] = q, person, scratch[5][person]
            size += 1
    return out[0, :size].copy(), out[1, :size].copy(), out[2, :size].copy()
