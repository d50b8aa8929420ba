"""The doors of every verb, made from the verb itself: a page, an API route and a command.

A room writes a verb once; its typed signature becomes the form, the JSON schema and the options.
"""
