"""Border stations without a line: what they were given, until when, and the checks they made.

Kept here: stations, copies made for them, reports read back. Verbs: station.*. May use: hits,
exchange, register, release, bureaus, journal. What a station does alone is in core/border.
"""
