"""Files into the program: read, checked, then accepted whole or refused with line numbers.

Owns: formats, limits, mapping of columns, the check run. Each app says what its own kinds of file mean.
"""
