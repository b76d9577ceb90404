"""Settling: what pays what, what is conceded beside, across currencies, written off, and held by marks.

    settlement    pairs of a debit and a credit, written and taken back; refusals says why one is refused
    marking       what a document holds until it is posted; reserving lets orders hold payments for their invoices
    conceding     cash discounts and small differences beside a settlement; concessions, concession_entries post them
    exchanging    a part of a payment moved into another currency
    writing_off   what will not be paid, by a reason
    reorganizing  what is open, split into parts or moved

All of it settles through settlement, which also says what stands or falls together when something is taken back.
"""
