"""What a payment holds in other companies: marks there, by a row for each customer that says what they come to."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from arclose.ledger.models import Company, LedgerAccount
from arclose.web.amounts import format_money
from customers.models import Customer, CustomerTransaction, Mark
from customers.settling.marking import CannotMark, Holder, Way, mark, mark_free
from journals.acts import CannotEnter
from journals.intercompany.across import Across, Owing
from journals.intercompany.entries import DUE_FROM
from journals.intercompany.relations import (
    customers_elsewhere,
    lock_in_all,
    transactions_elsewhere,
    with_role,
)
from journals.kinds.payments import PAYMENT
from journals.models import IntercompanyPayment, Payment

Marks = Mapping[int, Decimal]
Ways = Mapping[int, Way]


def marks_elsewhere(payment: Payment) -> "QuerySet[Mark]":
    """Give what a payment holds in other companies."""
    parts = IntercompanyPayment.objects.filter(payment=payment)
    return Mark.objects.filter(
        company__in=parts.values("company"), document_type=DUE_FROM, document_id__in=parts.values("pk")
    )


def refuse_without_role(payment: Payment, user: User) -> None:
    """Look whether a person may change what a payment holds in other companies.

    :raises CannotEnter: they hold no role there.
    """
    strange = IntercompanyPayment.objects.filter(payment=payment).exclude(company__in=with_role(user))
    if strange.exists():
        text = _("It settles something in another company, where you may not settle: ask somebody who may in both.")
        raise CannotEnter(text)


def lock_marked(payment: Payment, marks: Marks) -> None:
    """Lock what a payment holds and what it is to hold, in all companies."""
    own = Mark.objects.filter(company=payment.company_id, document_type=PAYMENT, document_id=payment.pk)
    asked = CustomerTransaction.objects.filter(pk__in=marks)
    ids: dict[int, set[int]] = defaultdict(set)
    for rows, name in ((own, "transaction"), (marks_elsewhere(payment), "transaction"), (asked, "pk")):
        for company, transaction in rows.values_list("company", name):
            ids[company].add(transaction)
    lock_in_all(ids)


def mark_elsewhere(
    *,
    payment: Payment,
    amounts: Marks,
    marked_by: User,
    ways: Ways,
    on_account: Marks | None = None,
    across: Mapping[Owing, Across] | None = None,
) -> None:
    """Let a payment hold these transactions of other companies and no others there; it is locked, and they are.

    ``on_account`` are amounts for customers there that settle nothing; ``across`` says what those in other currencies
    take of the payment.

    :raises CannotMark: one is not of the payment's party in a company that settles with this one and where the person
        may settle, is in another currency and to be settled in full, or for a reason of
        :func:`customers.settling.marking.mark`.
    :raises CannotEnter: what is marked in a company comes to nothing, or an amount on account is for somebody else, or
        paid back where the payment is received.
    """
    free = on_account or {}
    if not amounts and not free and not IntercompanyPayment.objects.filter(payment=payment).exists():
        return
    rows = transactions_elsewhere(customer=payment.customer, user=marked_by)
    known = rows.filter(pk__in=amounts).select_related("company").in_bulk()
    if strangers := amounts.keys() - known.keys():
        raise CannotMark(dict.fromkeys(strangers, _("A transaction is not of this company.")))
    of_part = _by_part(payment, {row: amounts[pk] for pk, row in known.items()}, ways)
    for other in _others(payment, free, marked_by):
        of_part[other.company, (other.pk, "")] |= {}
    _let_go(payment, but=[owing for _company, owing in of_part])
    for (company, owing), held in sorted(of_part.items(), key=lambda one: (one[0][0].pk, one[0][1])):
        customer, settled_currency = owing
        if settled_currency:
            part = _part_across(payment, company, owing, (across or {})[owing])
        else:
            part = _part(payment, company, customer, sum(held.values(), Decimal(0)), free.get(customer, Decimal(0)))
        own_ways = _ways_in(company, {pk: way for pk, way in ways.items() if pk in held})
        mark(company=company, holder=Holder(DUE_FROM, part.pk), amounts=held, marked_by=marked_by, ways=own_ways)


def _by_part(
    payment: Payment, amounts: Mapping[CustomerTransaction, Decimal], ways: Ways
) -> dict[tuple[Company, Owing], dict[int, Decimal]]:
    """Put what is marked together by company, customer and the other currency that it is owed in, if it is."""
    found: dict[tuple[Company, Owing], dict[int, Decimal]] = defaultdict(dict)
    for row, amount in amounts.items():
        settled_currency = "" if row.currency_id == payment.currency_id else row.currency_id
        if settled_currency and row.pk in ways and ways[row.pk].settles_fully:
            text = _(
                "%(document)s is owed in another currency than is paid: it cannot be settled in full whatever is paid."
            )
            raise CannotMark({row.pk: text % {"document": row.document_number}})
        found[row.company, (row.customer_id, settled_currency)][row.pk] = amount
    return found


def _others(payment: Payment, on_account: Marks, user: User) -> list[Customer]:
    found = list(customers_elsewhere(customer=payment.customer, user=user).filter(pk__in=on_account))
    if len(found) != len(on_account):
        raise CannotEnter(_("What is paid on account in another company is for the same customer there."))
    for other in found:
        if (on_account[other.pk] > 0) != (payment.amount > 0):
            text = _(
                "%(amount)s on account in %(company)s has another sign than the payment: enter it as a payment of its"
                " own."
            )
            facts = {"amount": format_money(on_account[other.pk], payment.currency_id), "company": other.company}
            raise CannotEnter(text % facts)
    return found


def _ways_in(company: Company, ways: Ways) -> dict[int, Way]:
    """Give ways with accounts of the company only: one that is typed for a discount is of the company that is paid."""
    named = [way.discount_account for way in ways.values() if way.discount_account is not None]
    own = set(LedgerAccount.objects.filter(company=company, pk__in=named).values_list("pk", flat=True))
    return {pk: way if way.discount_account in own else replace(way, discount_account=None) for pk, way in ways.items()}


def _part(
    payment: Payment, company: Company, customer: int, marked: Decimal, on_account: Decimal
) -> IntercompanyPayment:
    amount = marked + on_account
    if amount == 0:
        text = _("What is marked in %(company)s comes to nothing: settle it there.")
        raise CannotEnter(text % {"company": company})
    values = {
        "company": company,
        "paying_company": payment.company,
        "amount": amount,
        "on_account_amount": on_account,
    }
    known: dict[str, Any] = {"payment": payment, "customer_id": customer, "settled_currency": None}
    return IntercompanyPayment.objects.update_or_create(**known, defaults=values)[0]


def _part_across(payment: Payment, company: Company, owing: Owing, across: Across) -> IntercompanyPayment:
    customer, currency = owing
    values = {
        "company": company,
        "paying_company": payment.company,
        "amount": across.spent,
        "settled_amount": across.settled,
    }
    known: dict[str, Any] = {"payment": payment, "customer_id": customer, "settled_currency_id": currency}
    return IntercompanyPayment.objects.update_or_create(**known, defaults=values)[0]


def _let_go(payment: Payment, *, but: Collection[Owing] = ()) -> None:
    """Let go of the parts of a payment, but those of a customer and the other currency that is settled, if any."""
    parts = IntercompanyPayment.objects.filter(payment=payment).values_list("pk", "customer", "settled_currency")
    going = [pk for pk, customer, currency in parts if (customer, currency or "") not in but]
    marks_elsewhere(payment).filter(document_id__in=going).delete()
    IntercompanyPayment.objects.filter(pk__in=going).delete()


def let_go_elsewhere(payment: Payment) -> None:
    """Let go of all that a payment holds in other companies."""
    _let_go(payment)


def mark_free_elsewhere(*, paid: Company, marks: Sequence[tuple[Payment, Company, Marks]], marked_by: User) -> None:
    """Let new payments of a company hold what is free in others: of each one customer in one other company.

    The caller has locked what is open, and looked that so much is open of each and that nothing holds it.
    """
    ids = [next(iter(held)) for _payment, _company, held in marks]
    customers = dict(CustomerTransaction.objects.filter(pk__in=ids).values_list("pk", "customer_id"))
    made = IntercompanyPayment.objects.bulk_create(
        IntercompanyPayment(
            company=company,
            customer_id=customers[first],
            paying_company=paid,
            payment=payment,
            amount=sum(held.values(), Decimal(0)),
        )
        for first, (payment, company, held) in zip(ids, marks, strict=True)
    )
    of_company: dict[Company, dict[Holder, Marks]] = defaultdict(dict)
    for part, (_payment, company, held) in zip(made, marks, strict=True):
        of_company[company][Holder(DUE_FROM, part.pk)] = held
    for company, amounts in of_company.items():
        mark_free(company=company, amounts=amounts, marked_by=marked_by)
