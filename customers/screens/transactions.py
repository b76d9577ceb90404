"""Customer transactions: what is open on a day, or all there was."""

from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpResponseBase
from django.utils.translation import gettext as _

from arclose.access.requests import CompanyRequest
from arclose.web.days import format_day
from arclose.web.lists import ListPage
from arclose.web.totals import Totals
from customers.collecting import HELD_AS
from customers.models import CustomerTransaction, Mark
from customers.queries import open_on, transactions_on
from customers.screens.filters import ALL
from customers.screens.transaction_filters import TransactionFilter, day_asked
from customers.screens.transaction_tables import TransactionTable

# What is open of a transaction stands beside it; as of a past day, what was settled since then is looked up for each.
ADDED_UP_AT_MOST, ADDED_UP_OF_THE_PAST = 50_000, 2_000


def transactions(request: CompanyRequest) -> HttpResponseBase:
    """List the customer transactions open on a day, or all until then."""
    may_settle = request.may_open("customers:mark", "POST")
    on = day_asked(request)
    ask = transactions_on if request.GET.get("state") == ALL else open_on
    rows = ask(company=request.company, on=on).select_related("customer", "voucher")
    rows = rows.annotate(held_as=HELD_AS, is_marked=Exists(Mark.objects.filter(transaction=OuterRef("pk"))))
    listing = ListPage(
        request,
        name="transactions",
        rows=rows,
        table=TransactionTable,
        filters=TransactionFilter,
        totals=Totals(
            currency="currency_id",
            amounts={
                "amount": "transaction_currency_amount",
                "open_amount": "open_amount",
                "open_accounting_amount": "open_accounting_amount",
            },
            at_most=ADDED_UP_OF_THE_PAST if on < request.today else ADDED_UP_AT_MOST,
        ),
        may_choose=may_settle,
    )
    context = {
        "title": _("Customer transactions"),
        "lead": _("Open on %(day)s, with settlements up to and including that day.") % {"day": format_day(on)},
        "actions": "customers/transaction_actions.html" if may_settle else "",
    }
    return listing.answer("customers/transactions.html", context)


def company_transactions(request: CompanyRequest) -> "QuerySet[CustomerTransaction]":
    """Give the transactions of the request's company, with what is open of them today."""
    rows = CustomerTransaction.objects.filter(company=request.company)
    return rows.select_related("customer", "currency", "open", "invoice")
