"""An undoing that a reported EC sales list stands in the way of: its opposites would enter the days of the list."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext_lazy as _

from arclose.ledger.models import Company
from customers.models import TaxRow
from ecsales.models import ListStatus, SalesList
from ecsales.reporting_rules import LISTED

CODE = "ec_list_reported"
WORDS = {
    CODE: (
        _("What it supplies to another member state would be listed in %s, which is reported."),
        _("Choose a day after that list, or have a controller take the list back first."),
    )
}


def look(company: Company, documents: Sequence[int], day: date) -> list[tuple[int, str, str]]:
    """Give (document, code, list) of invoices and credit notes whose opposites a reported list would lack."""
    lists = SalesList.objects.filter(company=company, start_date__lte=day, end_date__gte=day)
    standing = lists.exclude(status=ListStatus.INCLUDED).select_related("registration")
    reported: dict[int | None, SalesList] = {one.registration_id: one for one in standing}
    if not reported or not documents:
        return []
    for one in list(reported.values()):
        if one.registration.country == company.country:
            reported[None] = one
    rows = TaxRow.objects.filter(company=company, invoice__in=documents, tax_kind__in=list(LISTED)).order_by("invoice")
    found = {
        invoice: reported.get(registration) for invoice, registration in rows.values_list("invoice", "registration")
    }
    return [(invoice, CODE, str(one.period)) for invoice, one in found.items() if one is not None]
