"""Device references compared across regions, and the month's digest of what was released.

Kept here: nothing; both are read from records each time. Verbs: none. May use: register, release,
bureaus, journal. Each page is a look, each digest an export, and journalled as such.
"""
