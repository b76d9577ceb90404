"""How much a file may hold. Everything larger is refused before it is parsed."""

MOST_BYTES = 256 * 1024 * 1024  # unpacked
MOST_PACKED_BYTES = 64 * 1024 * 1024
MOST_LINES = 3_000_000
MOST_COLUMNS = 200
MOST_CHARACTERS_IN_A_CELL = 10_000
MOST_BYTES_WITHOUT_LINE_END = 1024 * 1024

# Of a spreadsheet, which is a zip archive: sheets are read as a stream, all other parts as a whole.
MOST_PARTS = 500
MOST_BYTES_OF_SHARED_TEXTS = 24 * 1024 * 1024
MOST_BYTES_OF_OTHER_PARTS = 8 * 1024 * 1024
MOST_BYTES_OF_MARKUP = 1024 * 1024

PROBLEMS_SHOWN = 200
PROBLEMS_LISTED = 100_000
LINES_AT_ONCE = 1_000
VALUES_REMEMBERED = 50_000
