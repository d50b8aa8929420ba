"""Every number of the score, in natural-log odds, with the reason for it.

A weight is ln(P(evidence | same person) / P(evidence | two strangers)), rounded down where
pieces of evidence hang together. Chosen on generated persons (docs/decisions/0013) and never on
the entries of a register: a score must not reveal who else is listed.
"""

from math import exp, fsum

# Evidence that makes a match worth showing to a border of a million entries (0042, 0075): the
# prior turns it into a score of one half.
PRIOR = -15.4

# Candidates are ranked from LEAST on, a match is possible from THRESHOLD, strong from STRONG.
LEAST = 2.7e-4
THRESHOLD = 0.5
STRONG = 0.99

# Names. A shared token weighs its rarity; more tokens add less and less, since given name and
# surname go together within a people.
NAME_CEILING = 14.5
NAME_FLOOR = -8.0  # people do use other names
RAREST = 11.0
COMMONEST = 2.0
OWN_PEOPLE = 0.5  # of two words of one people each tells half of which people it is
BARE_RAREST = 6.5  # consonants alone are shared by several names
ALIKE_FROM = 0.695  # likeness above which a token speaks for, below which against
ALIKE_FROM_SHORT = 0.76  # the same for tokens of at most four letters: one slip makes another name
UNLIKE_FROM = 0.45  # likeness below which a token speaks against with all its weight
TWO_NAMES = 0.58  # likeness at most, if both are names of their own ("carlo", "carla")
DIFFERENT_TOKEN = -5.5
SAME_SOUND = 0.985
OTHER_ENDING = 0.8  # likeness at most of a man's form of a name and a woman's
EQUIVALENT = 0.94
SKELETON_SHARE = 0.11
# Between scripts: ln-odds of the letters as learned, brought to what they proved to be worth.
LETTERS_BASE, LETTERS_SHARE = 1.45, 0.0063  # the table counts in hundredths
# Of what letters could reach at best: from where they say anything, from where they say all.
LETTERS_FROM, LETTERS_ALL = 0.30, 0.92
HABITS_BASE, HABITS_SHARE = 0.36, 1.20  # likeness of two Latin spellings by their letters
LETTERS_DIFFER = -4.0
PATRONYMIC_RAREST = 5.5
INITIAL_SAME = 2.4
INITIAL_DIFFERS = -3.0
PARTICLE_SAME = 0.2
JOINED_FROM = 0.75  # likeness from which two words may be one that is misspelt
LEFT_OVER = -0.8
LEFT_OVER_MINOR = -0.25
LEFT_OVER_MOST = -2.4
OTHER_ORDER = -1.0
FATHER_FOR_SON = -4.0  # "a bin b" is not "b bin a"

# Dates of birth: about 22,000 days are in use among travellers.
DOB = {
    "same": 8.0,
    "month": 6.0,
    "swapped": 4.6,
    "convention": 3.4,  # 1 January stands for "day unknown" on one side
    "year": 3.2,
    "digit": 2.6,
    "near": 2.0,  # the same day, one or two years off
    "month-other-day": 0.8,
    "year-near": -1.0,
    "year-other-day": -2.4,
    "differs": -6.0,
}

# Whoever shares a name mostly shares sex and nationality too, so agreement adds little.
SEX_SAME, SEX_DIFFERS = 0.3, -3.0
NATIONALITY_SAME, NATIONALITY_DIFFERS = 0.2, -1.2
# Strong enough to be shown whatever the name: a listed document in another's hands matters.
DOCUMENT_SAME, DOCUMENT_DIFFERS = 22.5, -0.3
# Beside a document that agrees, all that speaks against weighs no more than this.
AGAINST_A_DOCUMENT = -5.5

# All of the above together stays below 36, where a double would round the score to 1.0.


def probability(weights: list[float]) -> float:
    """logistic(PRIOR + the weights), strictly between 0 and 1."""
    return 1.0 / (1.0 + exp(-(PRIOR + fsum(weights))))
