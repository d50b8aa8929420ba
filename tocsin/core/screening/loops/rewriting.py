"""Words rewritten by rules: ``rewriting.Rules``, compiled.

A word lies in a room of its own with ones before it and zeros behind it, so that what must stand
before or after is asked of letters as all else is.
"""

import numpy as np

from tocsin.core.screening.loops.leaf import leaf

LEAD, ROOM = 8, 128  # ones before a word; all of a word of 32 letters, twice as long, and zeros
_FIRST, _SQUEEZED = 254, 255


@leaf
def put_in(room, letters, first, last):
    """Lay a word into a room and return how many letters it has."""
    for x in range(LEAD):
        room[x] = 1
    n = last - first
    for x in range(n):
        room[LEAD + x] = letters[first + x]
    for x in range(LEAD + n, ROOM):
        room[x] = 0
    return n


@leaf
def cut_short(room, n, most):
    """Leave of a word its first letters; return how many are left."""
    for x in range(LEAD + most, LEAD + n):
        room[x] = 0
    return min(n, most)


@leaf
def _found(room, x, rules, rule):
    """Return how many letters from place ``x`` on a rule stands for, -1 for none."""
    of_rule, _, _, sizes, start, signs, inside = rules
    for way in range(of_rule[rule], of_rule[rule + 1]):
        at, place = start[way], x - sizes[way, 0]
        fits = True
        while fits and at < start[way + 1]:
            fits = inside[signs[at], room[place]] > 0
            at += 1
            place += 1
        if fits:
            return sizes[way, 1]
    return -1


@leaf
def may_find(room, n, rules):
    """Return which rules may find something in a word, a bit each: told by two letters."""
    first, second = rules[1][0], rules[1][1]
    found = np.uint64(0)
    for x in range(LEAD, LEAD + n):
        found |= first[room[x]] & second[room[x + 1]]
    return found


@leaf
def holds(room, n, rules, rule):
    """Tell whether a rule finds anything in a word."""
    bit, first, second = np.uint64(1) << np.uint64(rule), rules[1][0], rules[1][1]
    for x in range(LEAD, LEAD + n):
        if first[room[x]] & second[room[x + 1]] & bit and _found(room, x, rules, rule) >= 0:
            return True
    return False


@leaf
def _squeeze(room, n):
    """Leave of letters that stand twice and oftener one; return how many are left."""
    kept = min(n, 1)
    for x in range(1, n):
        if room[LEAD + x] != room[LEAD + x - 1]:
            room[LEAD + kept] = room[LEAD + x]
            kept += 1
    for x in range(kept, n):
        room[LEAD + x] = 0
    return kept


@leaf
def _applied(room, n, rules, rule, other):
    """Apply one rule; return how many letters there are then, and whether anything was found."""
    put, bit = rules[2][rule], np.uint64(1) << np.uint64(rule)
    first, second = rules[1][0], rules[1][1]
    x, end, to, done = LEAD, LEAD + n, LEAD, LEAD
    while x < end:
        size = -1
        if first[room[x]] & second[room[x + 1]] & bit:
            size = _found(room, x, rules, rule)
        if size < 0:
            x += 1
            continue
        while done < x:
            other[to] = room[done]
            to += 1
            done += 1
        if put[0] == _FIRST:
            other[to] = room[x]
            to += 1
        else:
            for at in range(put[0]):
                other[to] = put[1 + at]
                to += 1
        x += size
        done = x
    if done == LEAD:
        return n, False
    while done < end:
        other[to] = room[done]
        to += 1
        done += 1
    for at in range(LEAD, to):
        room[at] = other[at]
    for at in range(to, end):
        room[at] = 0
    return to - LEAD, True


@leaf
def rewrite(room, n, rules, other):
    """Apply all rules to the word of ``n`` letters in ``room``; return how many letters it has."""
    one = np.uint64(1)
    may = may_find(room, n, rules)
    rule = 0
    while may >> np.uint64(rule):
        if may >> np.uint64(rule) & one:
            if rules[2][rule, 0] == _SQUEEZED:
                left = _squeeze(room, n)
                changed = left < n
            else:
                left, changed = _applied(room, n, rules, rule, other)
            n = left
            if changed:
                may = may_find(room, n, rules)
        rule += 1
    return n
