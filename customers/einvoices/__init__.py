"""Invoices and credit notes as data that the customer's program reads: UBL 2.1 by EN 16931 and Peppol BIS Billing 3.0.

    reading     what was posted       ->  ElectronicInvoice, amounts as the customer reads them
    rules       an ElectronicInvoice  ->  the rules of the standard that it breaks, by name
    ubl         an ElectronicInvoice  ->  its XML

Nothing is stored: a document is made anew from posted rows and kept history, and the same document gives the same
bytes. One that breaks a rule is not offered; its page says which and what to do.
"""
