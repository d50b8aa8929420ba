"""FollowTheMoney entities as JSON lines, the form in which open sanctions and registry data come.

People, organisations and vehicles become bodies; passports, addresses and sanctions are read into
the ones they belong to; ownership and the like become links. All else is counted and said.
"""

from tocsin.core.formats.ftm.reading import read_ftm

__all__ = ["read_ftm"]
