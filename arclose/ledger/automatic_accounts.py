"""Accounts that postings find by themselves, one per purpose."""

from django.utils.translation import gettext as _

from arclose.ledger.models.accounts import AutomaticAccount, AutomaticPurpose
from arclose.ledger.models.companies import Company
from arclose.ledger.outcomes import CannotPost


class AutomaticAccountMissing(CannotPost):
    """The company names no account for a purpose of automatic postings."""

    def __init__(self, company: Company, purpose: str) -> None:
        """Carry the company and the purpose."""
        super().__init__(company, purpose)
        self.company = company
        self.purpose = purpose

    def reason(self) -> str:
        """Name company and purpose."""
        facts = {"company": self.company, "purpose": AutomaticPurpose(self.purpose).label}
        return _("%(company)s names no account for: %(purpose)s.") % facts

    def remedy(self) -> str:
        """Name the place in Setup."""
        return _("An administrator names one in Setup, under accounts for automatic postings.")


class AutomaticAccountIsControl(AutomaticAccountMissing):
    """The account a company names for a purpose is one that only documents of a subledger post to."""

    def reason(self) -> str:
        """Name company and purpose."""
        facts = {"company": self.company, "purpose": AutomaticPurpose(self.purpose).label}
        return _("%(company)s names a control account for: %(purpose)s.") % facts

    def remedy(self) -> str:
        """Name the place in Setup."""
        return _("An administrator names another one in Setup, under accounts for automatic postings.")


def automatic_account(*, company: Company, purpose: AutomaticPurpose) -> int:
    """Give the id of the account a company uses for a purpose.

    :raises AutomaticAccountMissing: it names none.
    :raises AutomaticAccountIsControl: it names a control account.
    """
    named = AutomaticAccount.objects.filter(company=company, purpose=purpose).select_related("account").first()
    if named is None:
        raise AutomaticAccountMissing(company, purpose)
    if named.account.is_control_account:
        raise AutomaticAccountIsControl(company, purpose)
    return named.account_id
