"""Notices and diffusions, from draft to proven end of life.

Kept here: a notice's stage and the passages between stages, its subjects, deadlines, pre-flight
conditions as a bureau has set them, its policy. Verbs: notice.*, condition.*, policy.*. May use:
register, release, bureaus, journal. A released notice is a basis; hits hears of it by the feed.
"""
