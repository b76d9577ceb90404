"""SEPA direct debit: which payments may be collected by which mandate, and the file that tells the bank.

    mandates     the state of a mandate on a day, and what a collection by it is: first, recurring, final, one-off
    planning     the payments of a journal that can be collected, and why the others cannot
    characters   what the bank lets a text have
    messages     the file as XML: pain.008.001.02 and pain.008.001.08
    making       the file is made, kept as sent, and canceled

It leaves posting to :mod:`journals.payments.paying` and what the bank answers to :mod:`journals.payments.statuses`.
"""
