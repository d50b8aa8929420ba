"""The journal: every verb and every look, appended, sequenced into a Merkle tree, proved.

Verbs: append, look, sequence, erase, close_epoch. It has no page and no door of its own; rooms
above it append, and read through its phrases. It uses the pure floor alone.
"""
