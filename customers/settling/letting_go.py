"""What may be let go without a controller: the limit of a company for write-offs and full settlements."""

from collections.abc import Mapping
from decimal import Decimal

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from arclose.access.roles import roles_of
from arclose.access.routes import Role
from arclose.ledger.models import Company
from arclose.web.amounts import format_money
from customers import sql
from customers.models import CustomerTransaction
from customers.settling.conceding import parameters_of
from customers.settling.concession_entries import CONCESSION


def reasons_against_letting_go(*, company: Company, amounts: Mapping[int, Decimal], person: User) -> list[str]:
    """Say why somebody may not let amounts of transactions go together; nothing where they may.

    ``amounts`` are per transaction, in its currency; they are valued at the rate that it came in at. What was let go of
    the same transactions before counts too. A controller may let any amount go.
    """
    limit = parameters_of(company).limit_without_controller_amount
    rows = CustomerTransaction.objects.filter(company=company).in_bulk(amounts)
    before = sql.let_go_before(transactions=list(rows), document_type=CONCESSION)
    worth = sum((_worth(row, abs(amounts[pk]) + before.get(pk, 0)) for pk, row in rows.items()), Decimal(0))
    if worth <= limit or Role.CONTROLLER in roles_of(user=person, company=company):
        return []
    facts = {
        "amount": format_money(worth, company.accounting_currency_id),
        "limit": format_money(limit, company.accounting_currency_id),
    }
    return [
        _(
            "%(amount)s would be let go, with what was before of the same documents, and more than %(limit)s is for a "
            "controller. Ask one, or let go of less."
        )
        % facts
        if before
        else _("%(amount)s would be let go, and more than %(limit)s is for a controller. Ask one, or let go of less.")
        % facts
    ]


def _worth(row: CustomerTransaction, amount: Decimal) -> Decimal:
    if not amount.is_finite() or not row.transaction_currency_amount:
        return Decimal(0)
    return abs(amount * row.accounting_currency_amount / row.transaction_currency_amount)
