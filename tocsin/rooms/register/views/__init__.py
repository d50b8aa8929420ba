"""The reading pages of this room: the search, a record, its sheet, its files, imports."""
