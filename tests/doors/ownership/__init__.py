"""Who may say which verb of whose things: the rule as a table, and every door held against it."""
