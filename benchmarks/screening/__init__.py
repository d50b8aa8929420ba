"""The screening bench: invented persons, honest questions, and every engine on the same ones.

``sets`` makes a folder of questions from seeds, ``engines`` answer it each in a process of its own,
``measures`` and ``report`` say who found whom. Nothing here reads how our engine reads a name: what
a name looks like to others comes from published transliterations or from the tables beside this file.
"""
