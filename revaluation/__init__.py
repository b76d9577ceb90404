"""Revaluation of what customers owe in foreign currency: what rates of a day make of it, as one set.

    preview     the run computed and stored: lines, what is left out and why, the rates used, the vouchers to be
    post        as it was shown, if nothing changed since: the lines count from now on, and vouchers are made
    undo        a run of its own, which brings what is still open back to what stood before
    settle      leaves it to customers, which takes the share of what stands back without knowing revaluation

Leaves the books to the ledger, the subledger to customers.
"""
