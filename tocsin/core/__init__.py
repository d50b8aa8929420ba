"""The pure floor: no Django, no sockets, no clock, no settings. Time, keys and bytes are arguments."""
