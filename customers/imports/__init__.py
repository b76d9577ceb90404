"""Files of customers: what each kind means, checked and written as sets.

    customers, items      master data
    sales-orders          an order per number, from flat lines
    free-text-invoices    a free text invoice per number, from flat lines
    open-transactions     what customers owed when the company moved in: posted as one voucher per currency

The machinery, the formats and the limits are :mod:`arclose.imports`; docs/imports.md is the user's side of it.
"""
