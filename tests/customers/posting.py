"""Short ways to post and to settle, for tests that look at what comes of it."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from itertools import count

from django.db import transaction
from django.db.models import QuerySet

from arclose.ledger import probes
from arclose.ledger.models import Company, Voucher
from arclose.ledger.outcomes import Outcome
from customers.entries import INVOICE, SETTLEMENT
from customers.invoicing import post_invoices
from customers.models import CustomerTransaction, Invoice, OpenTransaction, SalesOrder, Settlement
from customers.settling import settlement
from tests.builders import a_clerk, a_controller

_SERIAL = count(1)


def post(*orders: SalesOrder, key: str = "") -> Outcome:
    """Post orders of one company together."""
    company = orders[0].company
    return post_invoices(
        company=company,
        orders=[order.pk for order in orders],
        posted_by=a_clerk(company),
        key=key or f"post{next(_SERIAL)}",
    )


def posted(*orders: SalesOrder) -> list[Invoice]:
    """Post orders that can be posted, and give their documents."""
    outcome = post(*orders)
    assert not outcome.left_out, outcome.left_out
    return [Invoice.objects.get(order=order) for order in orders]


def vouchers_of(*documents: Invoice | Settlement) -> "QuerySet[Voucher]":
    """Give the vouchers of documents."""
    document_type = INVOICE if isinstance(documents[0], Invoice) else SETTLEMENT
    return Voucher.objects.filter(document_type=document_type, document_id__in=[one.pk for one in documents])


def settle(
    debit: Invoice, credit: Invoice, *amounts: str, on: date = date(2026, 10, 31), key: str = ""
) -> list[Settlement]:
    """Settle an invoice with a credit note in these amounts."""
    company = debit.company
    parts = [
        settlement.Part(debit.customer_transaction.pk, credit.customer_transaction.pk, Decimal(amount), on)
        for amount in amounts
    ]
    outcome = settlement.settle(
        company=company, parts=parts, posted_by=a_controller(company), key=key or f"settle{next(_SERIAL)}"
    )
    return [Settlement.objects.get(pk=pk) for pk in outcome.posted]


def take_back(*settlements: Settlement, on: date = date(2026, 10, 31), key: str = "") -> Outcome:
    """Reverse settlements."""
    company = settlements[0].company
    return settlement.reverse_settlements(
        company=company,
        settlements=[one.pk for one in settlements],
        day=on,
        reason="mistake",
        posted_by=a_controller(company),
        key=key or f"back{next(_SERIAL)}",
    )


def still_open(*documents: Invoice) -> list[tuple[Decimal, Decimal]]:
    """Give what is open of documents, in transaction and in accounting currency; nothing is (0, 0)."""
    kept = {
        row.transaction_id: (row.transaction_currency_amount, row.accounting_currency_amount)
        for row in OpenTransaction.objects.all()
    }
    transactions = [CustomerTransaction.objects.get(invoice=document) for document in documents]
    return [kept.get(transaction.pk, (Decimal(0), Decimal(0))) for transaction in transactions]


def findings(*companies: Company) -> dict[str, Sequence[str]]:
    """Give what the probes of the books find, by probe, on the test's own connection.

    Those of the database as a whole, its guards and rights, are left to the tests that break them.
    """
    with transaction.atomic():
        looked = (
            (probe.name, list(probe.look(one))) for one in companies for probe in probes.registered() if probe.look
        )
        return {name: found for name, found in looked if found}
