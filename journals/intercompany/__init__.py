"""Centralized payments: a payment of one company settles what customers owe another company of the group.

    the company that is paid                                 the company of the invoice
    payment       debit bank, credit customer       100
    due to        debit customer, credit due-to      60      due from      debit due-from, credit customer    60
    settlement    the payment with the due-to        60      settlement    the invoice with the due-from      60

Each company's vouchers balance by themselves, are numbered by its own series and sealed in its own chain; each settles
within itself, by the engine that settles everything. One row, an ``IntercompanyPayment``, names both sides. Cash
discounts, small differences and exchange differences are those of the company of the invoice, which may pass discounts
and exchange differences on to the one that was paid; what is paid too much is left in the company that was paid.

    relations     which companies settle for each other, whose customers are the same, what a person may do in both
    marking       what a payment holds in other companies, written with the payment
    entries       what both companies post
    passing_on    what of the results of one goes to the books of the other
    posting       locked, refused and written with the payments of the company that was paid
    undoing       taken back with them

Locks are taken level by level, and within a level company by company in order of id: so two postings across the same
companies come one after the other.
"""
