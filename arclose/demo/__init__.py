"""The demo company: a Dutch wholesaler made by a seeded generator, the same on every machine and on every day.

    wholesaler.py   its customers and items
    months.py       the orders, returned orders and general vouchers of a month
    life.py         what becomes of the orders: confirmed, picked, delivered, invoiced
    vouchers.py     its general vouchers
    bills.py        its bills of exchange, one at each stage of their life
    free_text.py    its free text invoices, one of them recurring
    problems.py     what is wrong in the last month, for the checklist to find
    people.py       who works there
    loading.py      all of it together: two months posted and on hold, the third ready to close

Beside it stands an empty British company, ready for the import of real orders (docs/imports.md). Everything goes
through the doors that people use: nothing here writes a posted row by itself.
"""
