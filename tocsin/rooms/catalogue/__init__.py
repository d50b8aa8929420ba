"""Device references compared across regions, and the month's digest of what was released.

Kept here: a bureau's review of its digest, that is comments and what was in it when it was closed;
all else is read from records each time. Verbs: digest.*. May use: register, release, bureaus,
journal. Each page is a look, each digest an export, and journalled as such.
"""
