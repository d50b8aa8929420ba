"""Who looked at what, and what people ask about the data kept of them.

Kept here: petitions with their files, apart from the register; the newest survey of looks of each
bureau. The audit reads the journal of the reader's own bureau, and journals that it did. Verbs:
journal.erase; petition.open, admit, dismiss, name, drop, note, block, unblock, grant, refuse,
implement, withdraw. May use: every room below.
"""
