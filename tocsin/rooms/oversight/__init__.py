"""Who looked at what: the access audit, for people who watch the watchers.

Kept here: the newest survey of looks of each bureau, and nothing else of its own; it reads the
journal of the reader's own bureau, and journals that it did. Verbs: journal.erase. May use: every
room below.
"""
