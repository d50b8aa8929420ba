"""Who looked at what: the access audit, for people who watch the watchers.

Kept here: nothing of its own yet; it reads the journal. Verbs: journal.*. May use: every room below.
"""
