"""Who is found by other than the words of a name: by how it begins and ends, by keys filed."""

import numpy as np
from numba import njit

from tocsin.core.screening.loops.holding import Held
from tocsin.core.screening.loops.leaf import leaf
from tocsin.core.screening.loops.lists import starts_of

_BASE = np.uint64(0x9E3779B97F4A7C15)
_MOST_TOKENS = 8  # of a name
_BONES, _HEARD, _MORE, _ALL = range(4)  # kinds of keys


@leaf
def _letters(places, tokens, spelled, folds, room):
    """Put the letters of a name that count into ``room``, each once in a row; return how many."""
    start, letters = spelled
    n = 0
    for t in range(places[0], places[1]):
        for x in range(start[tokens[t]], start[tokens[t] + 1]):
            letter = folds[letters[x]]
            if letter > 0 and (n == 0 or room[n - 1] != letter):
                room[n] = letter
                n += 1
    return n


@leaf
def _ends(room, n, most, spread):
    """Return the key of the first ``most`` of ``n`` letters, and that of the last, from the end."""
    first, last = np.uint64(0), np.uint64(0)
    for at in range(min(n, most)):
        first = first * _BASE + spread[room[at]]
        last = last * _BASE + spread[room[n - 1 - at]]
    return first, last


@leaf
def _file(keys, owner, n, key, whose):
    keys[n], owner[n] = key, whose
    return n + 1


@njit(nogil=True, cache=True)
def _room(tokens, spelled):
    """Return room for the letters of the longest name, spelled in any way."""
    longest = 1
    for start, _ in spelled:
        for token in tokens:
            longest = max(longest, start[token + 1] - start[token])
    return np.empty(longest * _MOST_TOKENS, np.uint8)


@njit(nogil=True, cache=True)
def whole_keys(rows, spelled, letters, kinds, asked):
    """Return four times keys and whose they are; see ``wholes.whole_keys``.

    ``letters``: what each letter is taken for, by way of spelling, the numbers by which they are
    hashed, and a salt. ``kinds``: how many letters count of each kind of key, and how many there
    must be.
    """
    row_start, token_start, tokens = rows
    folds, spread, salt = letters
    names = len(token_start) - 1
    keys, owner = np.empty((4, 2 * names), np.uint64), np.empty((4, 2 * names), np.int64)
    count = np.zeros(4, np.int64)
    room = _room(tokens, spelled)
    for person in range(len(row_start) - 1):
        for row in range(row_start[person], row_start[person + 1]):
            places = (token_start[row], token_start[row + 1])
            alone = places[1] - places[0] == 1
            for kind in range(4):
                way = min(kind, 2)
                n = _letters(places, tokens, spelled[way], folds[way], room)
                if n < kinds[kind, 1] or (kind == _MORE and alone != asked):
                    continue
                first, last = _ends(room, n, kinds[kind, 0], spread)
                mask = salt if kind % 2 else np.uint64(0)
                to = kind // 2 * 2
                count[to] = _file(keys[to], owner[to], count[to], first ^ mask, person)
                if kind != _ALL:
                    to += 1
                    count[to] = _file(keys[to], owner[to], count[to], last ^ mask, person)
    return (
        (keys[0, : count[0]].copy(), owner[0, : count[0]].copy()),
        (keys[1, : count[1]].copy(), owner[1, : count[1]].copy()),
        (keys[2, : count[2]].copy(), owner[2, : count[2]].copy()),
        (keys[3, : count[3]].copy(), owner[3, : count[3]].copy()),
    )


@njit(nogil=True, cache=True)
def _laid_end_to_end(counts, numbers, lists):
    """Return the lists of several names end to end, and whose each value is."""
    start, values = lists
    total = 0
    for number in numbers:
        total += start[number + 1] - start[number]
    found, owner = np.empty(total, values.dtype), np.empty(total, np.int64)
    n, at = 0, 0
    for question in range(len(counts)):
        for _ in range(counts[question]):
            number = numbers[at]
            at += 1
            for x in range(start[number], start[number + 1]):
                found[n], owner[n] = values[x], question
                n += 1
    return found, owner


@njit(nogil=True, cache=True)
def lay_out(counts, numbers, known, keyed, told):
    """Hold what is known of the names of questions together with all else that is known of them.

    ``counts``: of the names of each, whose ``numbers`` follow among those ``known``. ``keyed``:
    keys of dates and documents, and whose they are. ``told``: see ``people.count``, which takes
    what is held. Returns also the numbers of the words by which persons are looked up.
    """
    (_, names), _ = known.all
    words, sought = _named(counts, numbers, names)
    births, papers, scans = keyed
    sought = *sought, births, papers, scans
    return Held((words, sought, told)), words[2]


@njit(nogil=True, cache=True)
def _named(counts, numbers, names):
    words, whose = _laid_end_to_end(counts, numbers, names[0])
    places, _ = _laid_end_to_end(counts, numbers, names[1])
    wholes = (
        _laid_end_to_end(counts, numbers, names[2]), _laid_end_to_end(counts, numbers, names[3]),
        _laid_end_to_end(counts, numbers, names[4]), _laid_end_to_end(counts, numbers, names[5]),
    )  # fmt: skip
    return (starts_of(whose, len(counts)), places, words), wholes


@leaf
def first_of(filed, key):
    """Return the place of the first key that is not below ``key``."""
    keys, _, (begin, shift) = filed
    bits = np.int64(key >> np.uint64(shift))
    low, high = np.int64(begin[bits]), np.int64(begin[bits + 1])
    while low < high:
        middle = (low + high) >> 1
        if keys[middle] < key:
            low = middle + 1
        else:
            high = middle
    return low


@njit(nogil=True, cache=True)
def look_up(sought, lists, told, questions):
    """Return where the rows of each question begin, and rows of (person, place, weight).

    ``sought``: by list keys, and whose they are. ``lists``: the keys and persons that are filed,
    with where these begin. ``told``: how many persons of one key are too many, the place and
    weight of who is found.
    """
    start = np.zeros(questions + 1, np.int64)
    total = 0
    for keys, _ in sought:
        total += len(keys)
    low, count = np.empty(total, np.int64), np.zeros(total, np.int64)
    n = 0
    for which in range(len(lists)):
        (keys, owner), filed, few = sought[which], lists[which], told[which][0]
        for at in range(len(keys)):
            low[n] = first_of(filed, keys[at])
            high, there = low[n], filed[0]
            while high < len(there) and there[high] == keys[at] and high - low[n] <= few:
                high += 1
            count[n] = high - low[n] if high - low[n] <= few else 0
            start[owner[at] + 1] += count[n]
            n += 1
    for q in range(questions):
        start[q + 1] += start[q]
    rows, put = np.empty((start[questions], 3), np.int64), start.copy()
    n = 0
    for which in range(len(lists)):
        (keys, owner), filed, (_, kind, weight) = sought[which], lists[which], told[which]
        for at in range(len(keys)):
            for x in range(low[n], low[n] + count[n]):
                place = put[owner[at]]
                rows[place, 0], rows[place, 1], rows[place, 2] = filed[1][x], kind, weight
                put[owner[at]] += 1
            n += 1
    return start, rows


@njit(nogil=True, cache=True)
def hold_register(words, cards, of_words, of_persons, people):
    """Hold the words of a segment, where to look for them and for persons, and the persons.

    Where to look: keys, what is filed under them, and how far these are shifted to be found sooner.
    """
    sounds, skeletons, echoes, foreign = of_words
    first, last, more_first, more_last, births, papers, scans = of_persons
    found = (_ready(sounds), _ready(skeletons), _ready(echoes), _ready(foreign))
    people_found = (
        _ready(first), _ready(last), _ready(more_first), _ready(more_last), _ready(births),
        _ready(papers), _ready(scans),
    )  # fmt: skip
    return Held((words, (cards, found, people_found, people)))


@njit(nogil=True, cache=True)
def _ready(filed):
    keys, values, shift = filed
    return keys, values, (_beginnings(keys, shift), shift)


@njit(nogil=True, cache=True)
def _beginnings(keys, shift):
    """Return where the keys begin whose upper bits, all but ``shift``, are each number.

    Keys are spread evenly, so there a key is found with few looks. Days of birth are not: they are
    small numbers, all in the first place.
    """
    count = 1 << (64 - shift)
    found = np.empty(count + 1, np.int32)
    x = 0
    for bits in range(count):
        while x < len(keys) and np.int64(keys[x] >> np.uint64(shift)) < bits:
            x += 1
        found[bits] = x
    found[count] = len(keys)
    return found


@njit(nogil=True, cache=True)
def filed_words(number, sought, lists, room):
    """Return the words filed where a word is looked for; a few of them twice.

    ``sought``: by list where the keys of each word begin, and the keys. ``lists``: the keys and
    words that are filed, with where these begin. Returns also ``room``, made larger where it did
    not suffice.
    """
    n = 0
    for which in range(len(lists)):
        (start, keys), (filed, words, (begin, shift)) = sought[which], lists[which]
        for at in range(start[number], start[number + 1]):
            key = keys[at]
            bits = np.int64(key >> np.uint64(shift))
            x, end = np.int64(begin[bits]), np.int64(begin[bits + 1])
            while x < end and filed[x] < key:
                x += 1
            while x < end and filed[x] == key:
                if n == len(room):
                    room = np.concatenate((room, np.empty(n, np.int64)))
                room[n] = words[x]
                n += 1
                x += 1
    return room[:n], room
