"""Files into the program: read, checked, then accepted whole or refused with line and column.

Owns the limits, the formats, the mapping of a file's columns to fields, the check and the transaction in which
everything enters or nothing. Each app says what its own kinds of file mean, and registers them when it starts.

    file --> measuring.py     size, hash, encoding: before anything is parsed
         --> reading.py       lines of cells: delimited.py, spreadsheets.py
         --> mapping.py       cells to the fields of a kind, a column of a few thousand lines at a time
         --> values.py        each distinct text once: number, day, country ...
         --> staging.py       into the staging table by COPY
         --> running.py       the kind's checks and statements over the staged set; commit or take back

What a repeated file means is decided before it is read: the same bytes under the same mapping are recognized.
"""
