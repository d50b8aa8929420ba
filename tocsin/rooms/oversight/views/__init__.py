"""Pages of this room: the audit of looks, the journal, petitions."""
