"""What birth, state and sex of two persons weigh at one glance: ``glance.beside``, compiled.

Dates have a digit in every four bits, so that all is told by bits and nothing is divided.
"""

import numpy as np
from numba import njit

from tocsin.core.screening.loops.leaf import leaf


@leaf
def _year(date):
    return (
        (date >> 28) * 1000 + (date >> 24 & 15) * 100 + (date >> 20 & 15) * 10 + (date >> 16 & 15)
    )


@leaf
def _is_one_digit(apart):
    """Tell whether exactly one of eight digits is not zero."""
    apart |= apart >> 1
    apart |= apart >> 2
    apart &= 0x11111111
    return apart != 0 and apart & (apart - 1) == 0


@leaf
def _full_dates(a, b, dates):
    apart = a ^ b
    same_year, same_day = apart >> 16 == 0, apart & 0xFFFF == 0
    month, day, month_b, day_b = a >> 8 & 0xFF, a & 0xFF, b >> 8 & 0xFF, b & 0xFF
    new_year, new_year_b = a & 0xFFFF == 0x0101, b & 0xFFFF == 0x0101
    weight = dates.year_other_day if same_year else dates.differs
    if same_year and new_year and new_year_b:
        weight = dates.convention
    elif apart == 0:
        weight = dates.same
    elif same_year and (new_year or new_year_b):
        weight = dates.convention
    elif same_year and month == day_b and day == month_b:
        weight = dates.swapped
    elif same_day and abs(_year(a) - _year(b)) <= 2:
        weight = dates.near
    elif _is_one_digit(apart):
        weight = dates.digit
    elif same_year and month == month_b:
        weight = dates.month_other_day
    return weight


@leaf
def _partial_dates(a, b, dates):
    month, month_b = a >> 8 & 0xFF, b >> 8 & 0xFF
    if a >> 16 == b >> 16:
        if month == 0 or month_b == 0:
            return dates.year
        return dates.month if month == month_b else dates.year_other_day
    return dates.year_near if abs(_year(a) - _year(b)) == 1 else dates.differs


@leaf
def born(a, b, dates):
    """Weigh one date beside another, each with a digit in every four bits; -1 suits any."""
    if a == -1 or b == -1:
        return dates.most
    both = a & 0xFF > 0 and b & 0xFF > 0
    return _full_dates(a, b, dates) if both else _partial_dates(a, b, dates)


@leaf
def beside(here, a, there, b, figures):
    """Weigh row ``a`` of birth, state and sex beside row ``b``."""
    dates, w = figures
    total = 0.0
    date, date_b = np.int64(here[a, 0]), np.int64(there[b, 0])
    if date != 0 and date_b != 0:
        total = total + born(date, date_b, dates)
    state, state_b = here[a, 1], there[b, 1]
    if state != 0 and state_b != 0:
        same = state == state_b or min(state, state_b) < 0
        total = total + (w.nationality_same if same else w.nationality_differs)
    if here[a, 2] != 0 and there[b, 2] != 0:
        total = total + (w.sex_same if here[a, 2] == there[b, 2] else w.sex_differs)
    return total


@njit(nogil=True, cache=True)
def reaching(one, others, least, figures):
    """Return which of the rows weigh ``least`` or more beside one; see ``glance.reaching``."""
    _, dates, w = figures.all
    here = np.array([[one[0], one[1], one[2]]], np.int32)
    found, count = np.empty(len(others), np.int64), 0
    for x in range(len(others)):
        if beside(here, 0, others, x, (dates, w)) >= least:
            found[count] = x
            count += 1
    return found[:count]
