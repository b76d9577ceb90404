"""Running the program: start, migrate, back up, restore, and refusing to start where books would not be safe.

Owns: the commands for those who run it and the checks before a production start. Knows no business.
"""
