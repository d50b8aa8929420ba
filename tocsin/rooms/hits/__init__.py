"""Checks at the border desk and what became of them.

Kept here: the screening index of this process, checks with their answers, manifests, dispositions,
clearances (known-not-match tokens). Verbs: check.*, manifest.*, clearance.*. May use: register,
release, bureaus, journal. Follows the register through the change feed.
"""
