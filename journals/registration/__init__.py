"""What journals add to every page: navigation, search, kinds of documents, states, jobs and probes.

A module for each part of the app says what that adds; all in the shape of :class:`additions.Additions`.
"""

from customers.models.transactions import TransactionType
from customers.screens.marked import ask_what_is_left_behind
from customers.settling import standing_for
from journals.bills.relief import behind_returned_bills
from journals.readiness import marks_left
from journals.registration.bank_statements import OF_BANK_STATEMENTS
from journals.registration.bills import OF_BILLS
from journals.registration.intercompany import OF_INTERCOMPANY_PAYMENTS
from journals.registration.journals import OF_JOURNALS
from journals.registration.methods import OF_METHODS


def register() -> None:
    """Put all of it on the lists."""
    ask_what_is_left_behind(marks_left)
    standing_for.register(TransactionType.RETURNED_BILL, behind_returned_bills)
    for additions in (OF_JOURNALS, OF_BANK_STATEMENTS, OF_METHODS, OF_INTERCOMPANY_PAYMENTS, OF_BILLS):
        additions.register()
