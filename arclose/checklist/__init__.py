"""What is left to do for a company and period, proved from the data; putting a period on hold and closing it.

Owns: checks, sign-offs, the close page and the ledger calendar page. It may ask every app; it posts nothing itself.
"""
