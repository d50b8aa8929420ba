"""Working groups' frameworks, the profiles that qualify under them, and what is kept with those.

Kept here: nothing of its own; frameworks, agreements and profiles are records, files their
attachments. Verbs: framework.*, profile.*; ending one is the register's. May use: notices,
register, release, bureaus, journal.
"""
