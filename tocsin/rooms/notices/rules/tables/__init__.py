"""The rows of pre-flight: for every notice, for red ones, for the other colours."""
