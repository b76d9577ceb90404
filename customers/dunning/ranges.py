"""The ranges of interest rates, and how they are said: from how long something is overdue, and from how much open."""

from decimal import Decimal
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from arclose.ledger.models import Company
from arclose.web.amounts import format_money
from customers.models import InterestNoteLine
from customers.sql import ToCharge


class RateRange(NamedTuple):
    """Where a range begins, by months and days overdue and by what is open in accounting currency; its percentage."""

    from_months: int
    from_days: int
    from_amount: Decimal
    annual_percent: Decimal
    currency: str

    @property
    def in_words(self) -> str:
        """Say where it begins; nothing where that is at once, and at any amount."""
        parts = []
        if self.from_months:
            text = ngettext("from %(months)s month overdue", "from %(months)s months overdue", self.from_months)
            parts.append(text % {"months": self.from_months})
        if self.from_days:
            text = ngettext("from %(days)s day overdue", "from %(days)s days overdue", self.from_days)
            parts.append(text % {"days": self.from_days})
        if self.from_amount:
            amount = format_money(self.from_amount, self.currency)
            parts.append(_("from %(amount)s open") % {"amount": amount})
        return ", ".join(parts)


def range_of(line: ToCharge | InterestNoteLine, company: Company) -> RateRange:
    """Give the range that a line is in; a line from before ranges were kept is in one that begins at once."""
    begins = (line.from_months or 0, line.from_days or 0, line.from_amount or Decimal(0))
    return RateRange(*begins, line.annual_percent, company.accounting_currency_id)
