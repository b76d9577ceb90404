"""How much a file of a bank may hold. Everything larger is refused before, or while, it is read."""

MOST_BYTES = 64 * 1024 * 1024
MOST_ENTRIES = 100_000
MOST_DETAILS = 200_000
MOST_STATEMENTS = 5_000
MOST_DEPTH = 60
MOST_BREACHES = 10
MOST_CHARACTERS_OF_A_TEXT = 100_000
MOST_ELEMENTS_AT_ONCE = 500_000
BLOCK = 64 * 1024
