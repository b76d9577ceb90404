"""How each language writes days and times, in the program's pages and in Setup alike: day before month, 24 hours."""
