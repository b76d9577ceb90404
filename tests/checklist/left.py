"""What one check of the close has left, without asking all the others: it costs a fiftieth."""

from arclose.checklist.checks import Left, all_left, named
from arclose.ledger.models import Company, FiscalPeriod


def left_of(name: str, *, company: Company, period: FiscalPeriod) -> Left:
    """Give what the check of this name has left."""
    check = named(name)
    assert check, name
    return all_left(company=company, period=period, checks=[check])[name]
