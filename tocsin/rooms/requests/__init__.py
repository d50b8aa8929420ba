"""What one bureau asks another, by when, and what came back: threads of single-author records.

Kept here: for each thread of two bureaus a row that follows from its records, so that lists and
clocks need not read them. Verbs: request.*. May use: exchange, register, release, bureaus, journal.
"""
