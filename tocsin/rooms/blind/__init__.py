"""Which persons and papers of one's own another bureau also keeps, without either showing any.

Kept here: with whom it was agreed, the tables that peers ask against, who asked how much, one's own
questions and what they found. Verbs: arrangement.*, match.*, finding.*. May use: requests,
exchange, register, release, bureaus, journal. The arithmetic is in core/blind.
"""
