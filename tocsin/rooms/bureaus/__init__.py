"""Bureaus, their units and officers, roles and powers, keys and cards, working groups.

Kept here: who is who, and who may do what. Verbs: officer.*, role.*, token.*, unit.*, group.*,
proposal.*, session.*, bureau.*. May use: journal. Everything above asks this room for the reader
and writes through ``verb``.
"""
