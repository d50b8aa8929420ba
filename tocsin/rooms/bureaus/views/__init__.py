"""The reading pages of this room, one file a noun, and the three switches of a session."""
