"""The dossier: all that a record's page shows one reader, gathered here and only drawn there.

Every row of it is fetched through ``visible_to``; what hangs on a record is shown with it or not at
all.
"""
