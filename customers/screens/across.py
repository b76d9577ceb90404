"""Settle what is owed in one currency with what was paid in another: the payment, its cross rate, and the debits."""

from collections.abc import Sequence
from decimal import Decimal
from functools import partial
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from arclose.access.requests import CompanyRequest
from arclose.batch.screens.posting import key_of, new_key
from arclose.ledger.models import Company
from arclose.ledger.money import convert
from arclose.ledger.rates import Rate, rates_between
from arclose.web.days import format_day
from arclose.web.forms import AmountField, DatedForm, DayField
from arclose.web.links import page_url
from customers.models import CustomerTransaction
from customers.screens.as_shown import Answer, answered
from customers.screens.transactions import company_transactions
from customers.settling.concessions import discounts_on
from customers.settling.earliest_due import order_of_open
from customers.settling.exchanging import settle_across


class AcrossForm(DatedForm):
    """The day, what of the payment is used, and how much of each debit that settles."""

    day = DayField(label=gettext_lazy("Date of the settlement"))
    spent = AmountField(label=gettext_lazy("Used of the payment"))

    def __init__(
        self, *args: Any, debits: Sequence[CustomerTransaction], payment: CustomerTransaction, **kwargs: Any
    ) -> None:
        """Take the payment and what it settles; amounts left empty leave a debit out."""
        super().__init__(*args, **kwargs)
        self.debits, self.payment = debits, payment
        for row in debits:
            self.fields[f"amount_{row.pk}"] = AmountField(
                currency=row.currency,
                required=False,
                label=_("Amount of %(document)s") % {"document": row.document_number},
            )

    def amounts(self) -> dict[int, Decimal]:
        """Give how much is settled per debit."""
        typed = {row.pk: self.cleaned_data.get(f"amount_{row.pk}") for row in self.debits}
        return {pk: amount for pk, amount in typed.items() if amount}

    def clean(self) -> dict[str, Any]:
        """Ask for an amount.

        :raises ValidationError: there is none.
        """
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and not self.amounts():
            raise ValidationError(_("Type the amount of at least one transaction."), code="no_amount")
        return typed


def is_across(rows: Sequence[CustomerTransaction]) -> bool:
    """Tell whether these are open debits of one currency, and one open credit of the same customer in another."""
    debits = {row.currency_id for row in rows if hasattr(row, "open") and row.transaction_currency_amount > 0}
    paid = [row for row in rows if hasattr(row, "open") and row.transaction_currency_amount < 0]
    one_customer = len({row.customer_id for row in rows}) == 1
    return one_customer and len(debits) == 1 and len(paid) == 1 and paid[0].currency_id not in debits


def show_across(request: CompanyRequest, rows: Sequence[CustomerTransaction]) -> HttpResponse:
    """Propose how chosen transactions settle each other across currencies, at the rate of the day of payment."""
    payment = next(row for row in rows if row.transaction_currency_amount < 0)
    debits = [row for row in rows if hasattr(row, "open") and row.transaction_currency_amount > 0]
    first_day = max(row.transaction_date for row in rows)
    initial = {"day": max(min(request.today, request.period.end_date), first_day)}
    initial |= _proposed(request.company, payment, debits)
    form = AcrossForm(None, debits=debits, payment=payment, today=request.today, initial=initial)
    return _page(request, form, new_key())


def settle_chosen_across(request: CompanyRequest) -> HttpResponse:
    """Settle with the amounts that were typed, or show what that would make."""
    rows = company_transactions(request)
    payment = get_object_or_404(rows, pk=_id(request.POST.get("payment", "")))
    debits = [get_object_or_404(rows, pk=_id(typed)) for typed in request.POST.getlist("debit")[:200]]
    form = AcrossForm(request.POST, debits=debits, payment=payment, today=request.today)
    if not form.is_valid():
        return _page(request, form, key_of(request))
    act = partial(
        settle_across,
        company=request.company,
        payment=payment.pk,
        spent=form.cleaned_data["spent"],
        amounts=form.amounts(),
        day=form.cleaned_data["day"],
        posted_by=request.user,
    )
    answer = answered(request, form, transactions=[payment.pk, *form.amounts()], settle=act)
    if not answer.is_done:
        return _page(request, form, new_key(), answer)
    facts = {"day": format_day(form.cleaned_data["day"]), "customer": payment.customer}
    messages.success(request, _("Settled on %(day)s for %(customer)s.") % facts)
    return HttpResponseRedirect(page_url(request, "customers:transactions") + f"?customer={payment.customer_id}")


def _id(typed: str) -> int:
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) <= 18 else 0


def _proposed(company: Company, payment: CustomerTransaction, debits: Sequence[CustomerTransaction]) -> dict[str, Any]:
    """Give what of each debit the payment comes to at the cross rate of its day, one debit after the other."""
    day, currency = payment.transaction_date, debits[0].currency
    [rate] = rates_between(company=company, asked=[(payment.currency_id, day)], to_currency=currency.code).values()
    if not isinstance(rate, Rate):
        return {}
    units = {"units_from": rate.units_from, "units_to": rate.units_to}
    left = worth = convert(-payment.open.transaction_currency_amount, decimals=currency.decimals, **units)
    offers = discounts_on(company=company, transactions=[row.pk for row in debits], paid_on=day)
    discounts = {row.pk: offers[row.pk].amount if row.pk in offers else Decimal(0) for row in debits}
    found: dict[str, Any] = {}
    for row in sorted(debits, key=lambda one: order_of_open(one, discounts[one.pk])):
        found[f"amount_{row.pk}"] = min(left, row.open.transaction_currency_amount - discounts[row.pk])
        left -= found[f"amount_{row.pk}"]
    spent = convert(
        worth - left, units_from=rate.units_to, units_to=rate.units_from, decimals=payment.currency.decimals
    )
    whole = -payment.open.transaction_currency_amount
    return {**found, "spent": whole if left == 0 else min(spent, whole)}


def _page(request: CompanyRequest, form: AcrossForm, key: str, answer: Answer | None = None) -> HttpResponse:
    context = {
        "title": _("Settle across currencies"),
        "form": form,
        "rows": [(row, form[f"amount_{row.pk}"]) for row in form.debits],
        "payment": form.payment,
        "key": key,
        **(answer.context() if answer else {}),
    }
    status = answer.status if answer else HTTPStatus.OK
    return render(request, "customers/settle_across.html", context, status=status)
