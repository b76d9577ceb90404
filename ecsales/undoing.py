"""An undoing that a reported EC sales list stands in the way of: its opposites would enter the days of the list."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext_lazy as _

from arclose.ledger.models import Company
from customers.sql.opposites import listed_undoings
from ecsales.models import ListStatus, SalesList

CODE = "ec_list_reported"
WORDS = {
    CODE: (
        _("What it supplies to another member state would be listed in %s, which is reported."),
        _(
            "Choose a day after that list or, of an earlier supply, a credit note; or have a controller take the list"
            " back first."
        ),
    )
}


def look(company: Company, documents: Sequence[int], day: date) -> list[tuple[int, str, str]]:
    """Give (document, code, list) of invoices and credit notes whose opposites a reported list would lack.

    An opposite has its tax point on the day, or where it is of an earlier supply, before.
    """
    entering = listed_undoings(company_id=company.pk, documents=documents, day=day)
    if not entering:
        return []
    days = [enters for _invoice, _registration, enters in entering]
    lists = SalesList.objects.filter(company=company, start_date__lte=max(days), end_date__gte=min(days))
    reported: dict[int | None, list[SalesList]] = defaultdict(list)
    for one in lists.exclude(status=ListStatus.INCLUDED).select_related("registration"):
        reported[one.registration_id].append(one)
        if one.registration.country == company.country:
            reported[None].append(one)
    found: dict[int, SalesList] = {}
    for invoice, registration, enters in entering:
        for one in reported[registration]:
            if one.start_date <= enters <= one.end_date:
                found.setdefault(invoice, one)
    return [(invoice, CODE, str(one.period)) for invoice, one in found.items()]
