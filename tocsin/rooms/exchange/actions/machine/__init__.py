"""The peer of each bureau here: ``core/protocol`` run on this room's tables, journal and rules.

Every decision about what comes and goes is the machine's. What is here keeps its state in tables,
asks the release rules for it, and does what it says to the register.
"""

from tocsin.rooms.exchange.actions.machine.running import (
    Ran,
    answered,
    asking,
    fresh,
    looking,
    run,
    seen,
)

__all__ = ["Ran", "answered", "asking", "fresh", "looking", "run", "seen"]
