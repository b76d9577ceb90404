"""An undoing that a reported EC sales list stands in the way of: its opposites would enter the days of the list."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext_lazy as _

from arclose.ledger.models import Company
from customers.sql.opposites import listed_undoings
from ecsales import sql
from ecsales.formats import credits_go_back
from ecsales.models import ListStatus, SalesList

CODE, OF_EARLIER_SUPPLY = "ec_list_reported", "ec_list_of_supply_reported"
WORDS = {
    CODE: (
        _("What it supplies to another member state would be listed in %s, which is reported."),
        _("Choose a day after that list, or have a controller take the list back first."),
    ),
    OF_EARLIER_SUPPLY: (
        _("What it supplies to another member state would be taken back in %s, which is reported, on any later day."),
        _("Take it back by a credit note, or have a controller take the list back first."),
    ),
}


def look(company: Company, documents: Sequence[int], day: date) -> list[tuple[int, str, str]]:
    """Give (document, code, list) of invoices and credit notes whose opposites a reported list would lack.

    An opposite has its tax point on the day, or where it is of an earlier supply, before. Where credit notes go back to
    the list of their invoice, so does an opposite once that is reported, as a correction of it.
    """
    entering = listed_undoings(company_id=company.pk, documents=documents, day=day)
    if not entering:
        return []
    undone = sql.days_undone(tax_rows=[row for row, *_of_row in entering])
    days = [*undone.values(), *(enters for *_of_row, enters in entering)]
    lists = SalesList.objects.filter(company=company, start_date__lte=max(days), end_date__gte=min(days))
    reported: dict[int | None, list[SalesList]] = defaultdict(list)
    for one in lists.exclude(status=ListStatus.INCLUDED).select_related("registration"):
        reported[one.registration_id].append(one)
        if one.registration.country == company.country:
            reported[None].append(one)
    found: dict[int, tuple[str, SalesList]] = {}
    for row, invoice, registration, enters in sorted(entering, key=lambda each: each[-1]):
        entered = _of_day(reported[registration], enters)
        if entered and not _corrects(_of_day(reported[registration], undone[row]), day):
            found.setdefault(invoice, (CODE if enters == day else OF_EARLIER_SUPPLY, entered))
    return [(invoice, code, str(one.period)) for invoice, (code, one) in found.items()]


def _of_day(lists: Sequence[SalesList], day: date) -> SalesList | None:
    return next((one for one in lists if one.start_date <= day <= one.end_date), None)


def _corrects(undone: SalesList | None, day: date) -> bool:
    return undone is not None and undone.end_date < day and credits_go_back(undone.registration.country)
