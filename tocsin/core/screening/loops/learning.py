"""New words and names put behind those that are known: ``known``, compiled."""

import numpy as np
from numba import njit

from tocsin.core.screening.loops.asking import asked_names, sought
from tocsin.core.screening.loops.holding import frozen
from tocsin.core.screening.loops.leaf import leaf
from tocsin.core.screening.loops.lists import starts
from tocsin.core.screening.loops.lookup import NOWHERE, find, numbered
from tocsin.core.screening.loops.reading import cut, facts


@leaf
def _copied(kept, n, values, first, last):
    """Put values from ``first`` to ``last`` behind the ``n`` that are kept; return how many are."""
    for x in range(first, last):
        kept[n] = values[x]
        n += 1
    return n


@njit(nogil=True, cache=True)
def _put(room, first, run):
    """Put lists behind the ``first`` that lie in a room."""
    (begin, kept), (start, values) = room, run
    n = begin[first]
    for at in range(len(start) - 1):
        n = _copied(kept, n, values, start[at], start[at + 1])
        begin[first + 1 + at] = n


@njit(nogil=True, cache=True)
def _put_with_equivalents(room, first, run, words, equivalents):
    """Do the same, and put behind the keys of each word those of the names equivalent to it."""
    (begin, kept), (start, values), (letter, letters, hashes) = room, run, words
    table, (more_start, more) = equivalents
    n = begin[first]
    for at in range(len(start) - 1):
        n = _copied(kept, n, values, start[at], start[at + 1])
        number = find(table, hashes[at], letters, letter[at], letter[at + 1])
        if number != NOWHERE:
            n = _copied(kept, n, more, more_start[number], more_start[number + 1])
        begin[first + 1 + at] = n


@njit(nogil=True, cache=True)
def _put_table(columns, first, scripts, told, powers):
    rarity, groups, script, letters, heard, power, traits, hashed = columns[:8]
    length, bones, initial, sound_initial = columns[8:]
    weights, group, numbers, hashes, counts = told
    for at in range(len(scripts)):
        to = first + at
        rarity[to], script[to] = weights[at], scripts[at]
        groups[to], letters[to] = group[at], numbers[at]
        hashed[to], heard[to], power[to] = hashes[0, at], hashes[1, at], powers[counts[5, at]]
        traits[to], length[to], bones[to] = counts[0, at], counts[1, at], counts[2, at]
        initial[to], sound_initial[to] = counts[3, at], counts[4, at]


@njit(nogil=True, cache=True)
def learn_words(words, rules, known, first):
    """Put what ``facts`` and ``sought`` say of Latin words behind the ``first`` that are known.

    ``rules``: what these two take; the table of words that have equivalent names with the keys of
    these, and the powers by which joined words are hashed.
    """
    shipped, (figures, (equivalents, powers)) = rules.all
    (heard, bones, hissed), told = facts(words, shipped)
    by_sound, by_bones, by_echo = sought(heard, bones, hissed, figures)
    _, (columns, runs) = known.all
    _put_table(columns, first, words[2], told, powers)
    _put(runs[0], first, heard)
    _put(runs[1], first, bones)
    _put_with_equivalents(runs[2], first, by_sound, (words[0], words[1], told[3][0]), equivalents)
    _put(runs[3], first, by_bones)
    _put(runs[5], first, by_echo)
    for at in range(first, first + len(words[2])):  # what is read of other scripts: nothing
        runs[4][0][at + 1] = runs[4][0][first]


@njit(nogil=True, cache=True)
def learn_names(named, spelled, figures, known, first):
    """Put what ``asked_names`` says of names, and their rows, behind those that are there.

    ``named``: rows and tokens; the marks of tokens, and which rows are mended. ``first``: how many
    names are there.
    """
    (rows, (marks, mended)), (_, (_, rooms)) = named, known.all
    (start, places, words), wholes = asked_names(rows, marks, spelled, figures[0], figures[1])
    _put(rooms[0], first, (start, words))
    _put(rooms[1], first, (start, places))
    _put(rooms[2], first, wholes[0])
    _put(rooms[3], first, wholes[1])
    _put(rooms[4], first, wholes[2])
    _put(rooms[5], first, wholes[3])
    row_start, token_start, tokens = rows
    sizes = np.empty(len(mended), np.int64)
    for row in range(len(mended)):
        sizes[row] = 2 * (token_start[row + 1] - token_start[row]) + mended[row]
    _put(rooms[6], first, (row_start, sizes))
    start = token_start[row_start]
    _put(rooms[7], first, (start, tokens))
    _put(rooms[8], first, (start, marks))


@njit(nogil=True, cache=True)
def read_again(names, persons, known):
    """Return the names of some persons as ``columns.Read`` has them.

    ``names``: where those of each person begin, and their numbers.
    """
    (start, numbers), ((_, runs), _) = names, known.all
    (row_start, rows), (token_start, tokens), (_, marks) = runs[-3:]
    all_rows, all_tokens = 0, 0
    for person in persons:
        for number in numbers[start[person] : start[person + 1]]:
            all_rows += row_start[number + 1] - row_start[number]
            all_tokens += token_start[number + 1] - token_start[number]
    rows_of, tokens_of = np.zeros(len(persons), np.int64), np.empty(all_rows, np.int64)
    name, mended = np.empty(all_rows, np.int32), np.empty(all_rows, np.bool_)
    found, marked = np.empty(all_tokens, np.int32), np.empty(all_tokens, np.uint8)
    row, token = 0, 0
    for at in range(len(persons)):
        first, last = start[persons[at]], start[persons[at] + 1]
        for which in range(first, last):
            number = numbers[which]
            for x in range(row_start[number], row_start[number + 1]):
                tokens_of[row], mended[row], name[row] = rows[x] >> 1, rows[x] & 1, which - first
                row += 1
                rows_of[at] += 1
            for x in range(token_start[number], token_start[number + 1]):
                found[token], marked[token] = tokens[x], marks[x]
                token += 1
    return rows_of, name, mended, tokens_of, found, marked


@njit(nogil=True, cache=True)
def _only(words, which):
    """Return some of several words, where each begins, and the scripts that they were read from."""
    start, letters, scripts = words
    begin = starts(start[which + 1] - start[which])
    found = np.empty(begin[len(which)], np.uint8)
    for at in range(len(which)):
        for x in range(begin[at + 1] - begin[at]):
            found[begin[at] + x] = letters[start[which[at]] + x]
    return begin, found, scripts[which]


@njit(nogil=True, cache=True)
def learn_plain(names, numbers, words, known, rules):
    """Read names in plain letters and put them behind those known, and so with their new words.

    ``names``: these, where words are filed, how many words and names are there. ``numbers``: the
    words by their numbers; ``words``: what is known of them; ``known``: names. ``rules``: of
    ``cut``, ``numbered``, ``learn_words`` and ``learn_names``. Returns how many words were new, and
    whether all names are plain: if not, nothing was put anywhere.
    """
    names, places, (first_word, first_name) = names
    of_words, (special, spread, of_names) = rules.all
    ((scripts,), (texts,)), ((script_room,), (text_room,)) = numbers.all
    (_, runs), _ = words.all
    heard, bones = runs[:2]
    count, start, letters = cut(frozen(names[0]), names[1], special)
    if not count.all():
        return 0, False
    read = start, letters, np.zeros(len(start) - 1, np.uint8)
    tokens, fresh = numbered(
        frozen(places), (texts[0], texts[1], scripts[:first_word]), read, spread
    )
    if len(fresh):
        new = _only(read, fresh)
        learn_words(new, of_words, words, first_word)
        for at in range(len(fresh)):
            script_room[first_word + at] = new[2][at]
        _put(text_room, first_word, (new[0], new[1]))
    rows = np.arange(len(count) + 1)
    begin = starts(count)
    marks = np.zeros(len(tokens), np.uint8)
    named = (rows, begin, tokens.astype(np.int32)), (marks, np.zeros(len(count), np.bool_))
    learn_names(named, (bones, heard, texts), of_names, known, first_name)
    return len(fresh), True


@njit(nogil=True, cache=True)
def recall(numbers, places, start):
    """Return where what each of a few words is like begins and ends, and which are not known.

    ``places``: by number of a word where in ``start`` it lies, and how many lie there.
    """
    places, known = places
    begin, end = np.empty(len(numbers), np.int64), np.empty(len(numbers), np.int64)
    unknown, n = np.empty(len(numbers), np.int64), 0
    for at in range(len(numbers)):
        place = places[numbers[at]] if numbers[at] < len(places) else NOWHERE
        if place == NOWHERE or place >= known:  # what another thread remembers lies elsewhere
            if not (unknown[:n] == numbers[at]).any():
                unknown[n] = numbers[at]
                n += 1
        else:
            begin[at], end[at] = start[place], start[place + 1]
    return begin, end, unknown[:n]


@njit(nogil=True, cache=True)
def remember(alike, known, first):
    """Put what words are like behind that of ``first`` others."""
    (start, words, weights), (_, (_, rooms)) = alike, known.all
    _put(rooms[0], first, (start, words))
    _put(rooms[1], first, (start, weights))
