"""One Django app per room, in the order the data flows; an upper room may use lower ones only."""
