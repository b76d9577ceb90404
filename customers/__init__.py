"""Customers: what they order, what they are invoiced, what they still owe.

Owns customers and items, credit, sales tax and charges, sales orders and their documents, free text invoices, invoices
and credit notes, customer transactions, their settlement and their ageing. Says what these documents post; the writing
is the ledger's.

    sales order --> invoicing.py ----+--> invoice, lines, tax rows --> entries.py --> arclose.ledger.posting
    free text invoice --> free_text/ +        |
                                              +--> customer transaction --> settling/ --> open transaction

updates.py has the four updates of an order and what they have in common; undoing.py takes back what they posted.
papers/ and einvoices/ set documents on paper and into UBL; screens/ are the pages, imports/ the files, proofs/ the
probes.
"""
