"""Who may see what: labels as release classes, one table of rules, one query.

Kept here: release classes. No verbs of its own: ``register`` widens and narrows. May use: bureaus,
journal. Lists, fetches, search, screening, exports, feeds and "why can I not see this?" ask here.
"""
