"""The signed statement: canonical bytes, time stamps, keys, signatures, salted commitments, cards.

A statement is encoded once, signed once and kept as those exact bytes; nothing here ever encodes
what somebody else has signed again.
"""
