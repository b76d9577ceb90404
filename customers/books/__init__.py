"""The books as files for others: ledger entries, customer transactions, and the Dutch audit file, of some days.

    kinds       which files there are, and in which forms
      rows      entries and transactions as rows of a table
      audit_file  XML Auditfile Financieel 3.2
        xml     elements written one after the other

Everything is written to a file while it is read from the database, so that a million entries need no more memory than a
few thousand. The pages are in :mod:`customers.screens.books`, the command is ``manage.py export``.
"""
