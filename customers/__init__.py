"""Customers: what they order, what they are invoiced, what they still owe.

Owns customers and items, sales tax, sales orders, invoices and credit notes, customer transactions,
their settlement and their ageing. Says what these documents post; the writing is the ledger's.

    sales order --> invoicing.py --> invoice, lines, tax rows --> entries.py --> arclose.ledger.posting
                                          |
                                customer transaction --> settlement.py --> open transaction
"""
