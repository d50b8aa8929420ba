"""Operational support that bureaus ask of each other or of a hub: asked, offered, deployed, closed.

Kept here: rows that follow from the records of each mission. Verbs: mission.*. May use: requests,
exchange, register, release, bureaus, journal. What is asked for is closed words, never a method.
"""
