"""Whether a day may be posted into."""

from collections.abc import Iterable
from datetime import date

from arclose.ledger.models.companies import Company


class OpenDays:
    """The days of a company's periods that are open, asked as ``day in open_days``.

    ``periods`` are the ids of those that were found open, and locked where something is to be posted.
    """

    def __init__(self, *, company: Company, periods: Iterable[int]) -> None:
        """Read the first and the last day of each period."""
        rows = company.fiscal_periods.filter(pk__in=list(periods))
        self._spans = list(rows.values_list("start_date", "end_date"))

    def __contains__(self, day: date) -> bool:
        """Look for the period of a day."""
        return any(first <= day <= last for first, last in self._spans)
