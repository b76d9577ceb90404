"""Whether an account that a posting finds by itself may be posted to: one rule for concessions and differences."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from arclose.ledger.models import Company
from arclose.ledger.outcomes import CannotPost
from customers.sql.control_accounts import unusable_accounts


class AccountUnusable(CannotPost):
    """An account that a posting finds by itself is blocked, or only documents of the subledger post to it."""

    def __init__(self, number: str, *, is_blocked: bool) -> None:
        """Carry the account's number, and which of the two it is."""
        super().__init__(number)
        self.number, self.is_blocked = number, is_blocked

    def reason(self) -> str:
        """Name the account."""
        facts = {"account": self.number}
        if self.is_blocked:
            return _("Ledger account %(account)s is blocked.") % facts
        return _("Ledger account %(account)s is a control account: only what customers owe is posted there.") % facts

    def remedy(self) -> str:
        """Name the place in Setup."""
        return _("An administrator changes the account in Setup, or names another one where this one is used.")


def refuse_unusable(*, company: Company, accounts: Iterable[int]) -> None:
    """Look at accounts before anything is posted to them.

    :raises AccountUnusable: one is blocked, or a control account; the first by number.
    """
    found = unusable_accounts(company_id=company.pk, accounts=sorted(set(accounts)))
    for number, is_blocked in found.values():
        raise AccountUnusable(number, is_blocked=is_blocked)
