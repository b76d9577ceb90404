"""What invoices would lack of what the law asks of them, said while it can still be entered.

Directive 2006/112/EC, article 226: point 5 asks for the full names and addresses of both, point 3 for the number of the
seller. A document keeps what was known when it was posted.
"""

from collections.abc import Collection
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from arclose.ledger.models import Company
from arclose.web.amounts import Count
from customers.models import Customer, SalesOrder


def billed_for(orders: Collection[int]) -> "QuerySet[SalesOrder, int]":
    """Give the customers to whom invoices of these orders go."""
    found = SalesOrder.objects.filter(pk__in=orders)
    return found.values_list(Coalesce("customer__invoice_account", "customer"), flat=True)


def lacking(company: Company, billed: "QuerySet[Any, Any]") -> list[str]:
    """Say what invoices to these customers would lack, a sentence each."""
    found = []
    if not company.address.strip():
        found.append(_("The address of %(company)s is empty.") % {"company": company.name})
    if not company.vat_registrations.exists():
        found.append(_("%(company)s has no VAT number.") % {"company": company.name})
    bare = Count(Customer.objects.filter(pk__in=billed, address="").count())
    if bare:
        text = ngettext("%(count)s customer has no address.", "%(count)s customers have no address.", bare)
        found.append(text % {"count": bare})
    return found
