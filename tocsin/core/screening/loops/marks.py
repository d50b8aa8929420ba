"""Marks of the words of a name, as ``names`` has them."""

PARTICLE, PATRONYMIC, INITIAL, DESCENT = 1, 2, 8, 16
