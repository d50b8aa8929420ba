"""Filing persons: what ``postings``, ``directory`` and ``glance`` do with arrays, compiled."""

import numpy as np
from numba import njit

from tocsin.core.screening.loops.direct import whole_keys
from tocsin.core.screening.loops.keys import echo_keys, skeleton_keys, spelling_keys
from tocsin.core.screening.loops.leaf import leaf
from tocsin.core.screening.loops.marks import PARTICLE

_GAPS = (1750, 701, 301, 132, 57, 23, 10, 4, 1)
_NONE = -1


@leaf
def _put_in_order(keys, values, first, last):
    """Sort pairs by key, then by value; return where they end when each stands there once."""
    for gap in _GAPS:
        for x in range(first + gap, last):
            key, value, y = keys[x], values[x], x
            while y >= first + gap and (
                keys[y - gap] > key or (keys[y - gap] == key and values[y - gap] > value)
            ):
                keys[y], values[y] = keys[y - gap], values[y - gap]
                y -= gap
            keys[y], values[y] = key, value
    end = first
    for x in range(first, last):
        if x == first or keys[x] != keys[end - 1] or values[x] != values[end - 1]:
            keys[end], values[end] = keys[x], values[x]
            end += 1
    return end


@njit(nogil=True, cache=True)
def keyed(keys, values, ends):
    """File several lists that lie end to end, each until its ``ends``; see ``postings.keyed``.

    Returns keys and values, and where those of each list lie now.
    """
    own, filed = keys.copy(), np.empty(len(values), np.uint32)
    for x in range(len(values)):
        filed[x] = values[x]
    kept = np.empty((len(ends), 2), np.int64)
    first = 0
    for at in range(len(ends)):
        kept[at, 0], kept[at, 1] = first, _put_in_order(own, filed, first, ends[at])
        first = ends[at]
    return own, filed, kept


@leaf
def _lay(keys, values, n, more, owner):
    """Put keys and whose they are behind the ``n`` that are there; return how many are."""
    for x in range(len(more)):
        keys[n], values[n] = more[x], owner[x]
        n += 1
    return n


@leaf
def _lay_runs(keys, values, n, start, more):
    """Put what each has behind the ``n`` that are there, as its keys; return how many are."""
    for at in range(len(start) - 1):
        for x in range(start[at], start[at + 1]):
            keys[n], values[n] = np.uint64(more[x]), at
            n += 1
    return n


@njit(nogil=True, cache=True)
def directory(words, rows, foreign, others, figures):
    """File a few persons by keys, and their words; see ``directory.directory_of``.

    ``words``: by sound, by consonants, with one sign for a hiss, as they are written. ``foreign``:
    keys of those of other scripts, and whose. ``others``: days of birth, documents twice; the keys
    of ids. ``figures``: as ``asking.sought`` and ``whole_keys`` take them. Returns what ``keyed``
    does.
    """
    heard, bones, hissed, texts = words
    births, papers, taken, ids = others
    figures, (letters, sizes) = figures.all
    spread, salt, (with_slips, with_bones), (choices, kinds) = figures
    sounding = spelling_keys(heard[0], heard[1], spread, with_slips)
    skeletons = skeleton_keys(bones[0], bones[1], spread, salt, with_bones)
    echoes = echo_keys(hissed[0], hissed[1], choices, kinds, spread)
    wholes = whole_keys(rows, (bones, heard, texts), letters, sizes, False)
    count = len(foreign[0]) + len(births[1]) + len(papers[1]) + len(taken[1]) + len(ids)
    for keys, _ in (sounding, skeletons, echoes, *wholes):
        count += len(keys)
    found, values = np.empty(count, np.uint64), np.empty(count, np.int64)
    ends = np.empty(12, np.int64)
    ends[0] = _lay(found, values, 0, *sounding)
    ends[1] = _lay(found, values, ends[0], *skeletons)
    ends[2] = _lay(found, values, ends[1], *echoes)
    ends[3] = _lay(found, values, ends[2], *foreign)
    for at in range(4):
        ends[4 + at] = _lay(found, values, ends[3 + at], *wholes[at])
    ends[8] = _lay_runs(found, values, ends[7], *births)
    ends[9] = _lay_runs(found, values, ends[8], *papers)
    ends[10] = _lay_runs(found, values, ends[9], *taken)
    ends[11] = _lay(found, values, ends[10], ids, np.arange(len(ids)))
    return keyed(found, values, ends)


@njit(nogil=True, cache=True)
def by_token(rows, marks, words):
    """Return where the persons who bear each of so many words begin, and they; no particles."""
    row_start, token_start, tokens = rows
    start, last = np.zeros(words + 1, np.int64), np.full(words, _NONE, np.int32)
    for person in range(len(row_start) - 1):
        for x in range(token_start[row_start[person]], token_start[row_start[person + 1]]):
            if not marks[x] & PARTICLE and last[tokens[x]] != person:
                last[tokens[x]] = person
                start[tokens[x] + 1] += 1
    for word in range(words):
        start[word + 1] += start[word]
    filed, size = np.empty(start[words], np.uint32), np.zeros(words, np.int64)
    for person in range(len(row_start) - 1):
        for x in range(token_start[row_start[person]], token_start[row_start[person + 1]]):
            word = tokens[x]
            at = start[word] + size[word]
            if not marks[x] & PARTICLE and not (size[word] > 0 and filed[at - 1] == person):
                filed[at] = person
                size[word] += 1
    return start, filed


@leaf
def _insert(words, n, word):
    """Put a word among the first ``n``, in order, if it is not there and there is room for it.

    Where there is none the greatest goes. Returns how many there are.
    """
    x = n
    while x > 0 and words[x - 1] > word:
        x -= 1
    if x == len(words) or (x > 0 and words[x - 1] == word):
        return n
    n = min(n + 1, len(words))
    for y in range(n - 1, x, -1):
        words[y] = words[y - 1]
    words[x] = word
    return n


@njit(nogil=True, cache=True)
def borne(rows, marks, most):
    """Return how many words each person bears, -1 for more than ``most``, and the least of them."""
    row_start, token_start, tokens = rows
    found = np.zeros((len(row_start) - 1, most + 1), np.int32)
    room = np.empty(most + 1, np.int32)  # one more tells that there are more
    for person in range(len(found)):
        n = 0
        for x in range(token_start[row_start[person]], token_start[row_start[person + 1]]):
            if not marks[x] & PARTICLE:
                n = _insert(room, n, tokens[x])
        found[person, 0] = n if n <= most else _NONE
        for x in range(min(n, most)):
            found[person, x + 1] = room[x]
    return found


@leaf
def _with_bits(date):
    """Return a date with one digit in every four bits."""
    total = 0
    for place in range(0, 32, 4):
        total |= date % 10 << place
        date //= 10
    return total


@njit(nogil=True, cache=True)
def seen(dates, states, sex, several):
    """Return birth, state and sex of each person; ``several`` for more than one."""
    dob_start, dobs = dates
    nat_start, nats = states
    found = np.zeros((len(sex), 3), np.int32)
    for x in range(len(sex)):
        if dob_start[x + 1] - dob_start[x] > 1:
            found[x, 0] = several
        elif dob_start[x + 1] > dob_start[x]:
            found[x, 0] = _with_bits(np.int64(dobs[dob_start[x]]))
        if nat_start[x + 1] - nat_start[x] > 1:
            found[x, 1] = several
        elif nat_start[x + 1] > nat_start[x]:
            found[x, 1] = nats[nat_start[x]]
        found[x, 2] = sex[x]
    return found
