"""Enter and change a payment: the customer's open transactions stand below, to be marked on the same page."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import partial
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from arclose.access.requests import CompanyRequest
from arclose.batch.screens.posting import key_of, new_key, write
from arclose.ledger.models import Currency
from arclose.web.amounts import format_money
from customers.models import Customer, CustomerTransaction, Mark
from customers.settling.concessions import discounts_on
from customers.settling.marking import CannotMark, Holder, marks_of, said
from customers.sql import Offer
from journals import acts, entering
from journals.intercompany.entries import DUE_FROM
from journals.intercompany.marking import marks_elsewhere
from journals.intercompany.relations import customers_elsewhere, open_elsewhere
from journals.models import IntercompanyPayment, Journal, JournalName, JournalType, Payment, PaymentStatus
from journals.screens.journals import company_journals, to_journal
from journals.screens.mark_forms import Discounts, Further, MarkForm, MarkWay, way_of
from journals.screens.payment_forms import PaymentForm, initial_of
from journals.screens.payments import company_payments, to_payment
from journals.spreading import Due, oldest_first, spread_over_oldest

SHOWN_AT_MOST = 200
SUGGESTED_AT_MOST = 500
LONGEST_ID = 19
# What the buttons of the form do: show what is open, mark the oldest of it, keep the payment.
SHOW, OLDEST, SAVE = "show", "oldest", "save"


def enter_payment(request: CompanyRequest, pk: int) -> HttpResponse:
    """Enter a payment in a journal."""
    rows = company_journals(request).select_related(
        "name__bank_account", "name__company__settlement_parameters", "name__method"
    )
    journal = get_object_or_404(rows, pk=pk, name__journal_type=JournalType.PAYMENT)
    bank = _usual_bank_account(journal.name)
    initial = {
        "payment_date": min(request.today, request.period.end_date),
        "customer": request.GET.get("customer", ""),
        "bank_account": bank,
    }
    form = PaymentForm(_typed(request), initial=initial, today=request.today, name=journal.name, user=request.user)
    key = key_of(request)
    enter = partial(entering.enter_payment, journal=journal, entered_by=request.user, key=key)
    page = _Page(request, form, journal, {"title": _("Enter a payment"), "key": key})
    return page.answer(enter, saved=_("Payment %(payment)s is entered."))


def _usual_bank_account(name: JournalName) -> str:
    return name.bank_account.code if name.bank_account else ""


def change_payment(request: CompanyRequest, pk: int) -> HttpResponse:
    """Change a payment that is not posted."""
    rows = company_payments(request).select_related(
        "journal__name__company__settlement_parameters",
        "journal__name__method",
        "customer",
        "currency",
        "method",
        "bank_account__currency",
        "bank_line",
    )
    parts = IntercompanyPayment.objects.filter(payment=OuterRef("pk"))
    found: Any = get_object_or_404(rows.annotate(is_across=Exists(parts)), pk=pk)
    if found.status == PaymentStatus.POSTED:
        messages.error(request, _("Payment %(payment)s is posted: reverse it instead.") % {"payment": found})
        return to_payment(request, found)
    form = PaymentForm(
        _typed(request),
        initial=initial_of(found),
        today=request.today,
        name=found.journal.name,
        user=request.user,
    )
    typed = request.POST.get("version", "")
    version = int(typed) if typed.isdecimal() and len(typed) < LONGEST_ID else found.version
    change = partial(entering.change_payment, payment=found, version=version, changed_by=request.user)
    context = {"title": _("Change payment %(payment)s") % {"payment": found}, "version": version, "payment": found}
    return _Page(request, form, found.journal, context, payment=found).answer(
        change, saved=_("Payment %(payment)s is changed.")
    )


def _typed(request: CompanyRequest) -> Any:
    return request.POST if request.method == "POST" else None


class _Page:
    """The form of a payment with the marks below it, and what its buttons do."""

    def __init__(
        self,
        request: CompanyRequest,
        form: PaymentForm,
        journal: Journal,
        context: Mapping[str, Any],
        *,
        payment: Any = None,
    ) -> None:
        """Take a payment that is changed with ``is_across``: whether some of it is for other companies."""
        self.request, self.form, self.journal, self.context, self.payment = request, form, journal, context, payment
        self.holder = entering.holder_of(payment) if payment else None
        self.marks: MarkForm | None = None
        self._parts = list(payment.elsewhere.all()) if payment and payment.is_across else []
        self._others: list[Customer] | None = None
        self._is_part = False

    def answer(self, write_payment: Any, *, saved: str) -> HttpResponse:
        """Show the form, or write the payment where it is complete; ``saved`` says so."""
        act = self.request.POST.get("act", SAVE) if self.request.method == "POST" else ""
        is_valid = self.form.is_valid() if self.request.method == "POST" else False
        status: int = HTTPStatus.OK
        if is_valid:
            self._read_marks(act)
            if act == SAVE and self.marks is not None and self.marks.is_valid():
                payment, status = self._write(write_payment)
                if payment is not None:
                    messages.success(self.request, saved % {"payment": payment})
                    self._say_what_stays_open(payment)
                    return self._next(payment)
        elif self.payment and self.request.method != "POST":
            self._show_marks_of(self.payment)
        return self._show(status)

    def _say_what_stays_open(self, payment: Payment) -> None:
        """Say how much of a payment settles nothing, where something else of it does."""
        marks = marks_of(company=self.request.company, holder=entering.holder_of(payment))
        parts = payment.elsewhere.values_list("amount", flat=True)
        marked = sum([*marks.values_list("amount", flat=True), *parts], Decimal(0))
        if marked and marked != payment.amount:
            left = format_money(payment.amount - marked, payment.currency_id)
            text = _("%(left)s of it is not marked and stays open. Empty its amount to make it what is marked.")
            messages.info(self.request, text % {"left": left})

    def _next(self, payment: Payment) -> HttpResponse:
        """Go on with the journal, where the next payment is entered."""
        return to_payment(self.request, payment) if self.payment else to_journal(self.request, self.journal)

    def _write(self, write_payment: Any) -> tuple[Payment | None, int]:
        assert self.marks is not None
        try:
            return write(
                partial(
                    write_payment,
                    head=replace(self.form.head(), on_account=self.marks.on_account(), spent=self.marks.spent()),
                    marks=self.marks.marks(),
                    ways=self.marks.ways(),
                )
            ), HTTPStatus.OK
        except (acts.ChangedMeanwhile, acts.SentBefore) as error:
            self.form.add_error(None, str(error))
            self.context = {**self.context, "key": new_key()} if "key" in self.context else self.context
            return None, HTTPStatus.CONFLICT
        except acts.CannotEnter as error:
            self.form.add_error(error.field, str(error))
        except CannotMark as error:
            self.marks.refuse(error.reasons)
        return None, HTTPStatus.OK

    def _read_marks(self, act: str) -> None:
        """Take what was typed beside the open transactions, or mark the oldest up to the amount."""
        head = self.form.head()
        rows = self._open_transactions(head.customer, head.currency)
        found = self._discounts(rows, head.payment_date)
        values = self._values(rows, found, head.customer, head.currency)
        beside: dict[str, Any] = {
            name: typed for name, typed in self.request.POST.items() if name.startswith(("account_", "spent_"))
        }
        if act == OLDEST:
            typed = MarkForm(beside, **values | {"transactions": []})
            spent = sum(typed.on_account().values(), Decimal(0)) if typed.is_valid() else Decimal(0)
            self.marks = MarkForm(**values, initial=beside | self._oldest(head, rows, found, spent))
        elif act == SHOW or not any(name.startswith(("mark_", "amount_", "account_")) for name in self.request.POST):
            named = self.form.document
            initial = {f"mark_{named.pk}": True} if named else {}
            if act == SAVE:
                self.marks = MarkForm(_as_typed(initial, rows), **values)
            else:
                self.marks = MarkForm(**values, initial=beside | initial)
        else:
            self.marks = MarkForm(self.request.POST, **values)

    def _show_marks_of(self, payment: Payment) -> None:
        rows = self._open_transactions(payment.customer, payment.currency)
        held = {row.pk: row.mark for row in rows if hasattr(row, "mark") and self._is_free(row)}
        found = self._discounts(rows, payment.payment_date)
        ways = {pk: way_of(mark) for pk, mark in held.items()}
        initial = _initial({pk: mark.amount for pk, mark in held.items()}, rows, found, ways)
        initial |= {f"way_{pk}": way.value for pk, way in ways.items()}
        not_shown = marks_of(company=self.request.company, holder=entering.holder_of(payment)).exclude(pk__in=held)
        not_shown_there = marks_elsewhere(payment).exclude(pk__in=held).order_by("pk") if self._parts else ()
        initial["further"] = {
            mark.pk: Further(mark.amount, way_of(mark)) for mark in (*not_shown.order_by("pk"), *not_shown_there)
        }
        initial["discount_account"] = next((one for mark in held.values() if (one := mark.discount_account)), None)
        on_account = [one for one in self._parts if one.on_account_amount]
        initial |= {f"account_{one.customer_id}": one.on_account_amount for one in on_account}
        across = [one for one in self._parts if one.settled_currency_id]
        initial |= {f"spent_{one.customer_id}_{one.settled_currency_id}": one.amount for one in across}
        self.marks = MarkForm(**self._values(rows, found, payment.customer, payment.currency), initial=initial)

    def _values(
        self, rows: list[CustomerTransaction], found: Discounts, customer: Customer, currency: Currency
    ) -> dict[str, Any]:
        return {
            "company": self.request.company,
            "transactions": rows,
            "discounts": found,
            "others": self._customers_elsewhere(customer),
            "currency": currency.code,
        }

    def _discounts(self, rows: list[CustomerTransaction], paid_on: date) -> Discounts:
        """Give the cash discounts of what is open, on the day of payment and whatever the day: none then, none ever."""
        of_company: dict[int, list[CustomerTransaction]] = defaultdict(list)
        for row in rows:
            of_company[row.company_id].append(row)
        on_day: dict[int, Offer] = {}
        always: dict[int, Offer] = {}
        for own in of_company.values():
            ids = [row.pk for row in own]
            of = partial(discounts_on, company=own[0].company, transactions=ids, paid_on=paid_on)
            found = of(always=ids)
            on_day |= of() if found else {}
            always |= found
        return Discounts(on_day, always)

    def _is_free(self, row: CustomerTransaction) -> bool:
        """Tell whether an open transaction may be marked: nothing holds it, or the payment does."""
        mine = {Holder(DUE_FROM, one.pk) for one in self._parts}
        return entering.is_free(row, self.holder) or any(entering.is_free(row, one) for one in mine)

    def _open_transactions(self, customer: Customer, currency: Any) -> list[CustomerTransaction]:
        """Give what may be marked, the earliest due first, and the document that was named wherever it stands."""
        all_open = entering.open_transactions(company=self.request.company, customer=customer, currency=currency)
        return [*self._first_of(all_open), *self._open_elsewhere(customer, currency)]

    def _customers_elsewhere(self, customer: Customer) -> list[Customer]:
        """Give who is the same party in other companies, asked once."""
        if self._others is None:
            customer.company = self.request.company
            self._others = list(customers_elsewhere(customer=customer, user=self.request.user))
        return self._others

    def _open_elsewhere(self, customer: Customer, currency: Any) -> list[CustomerTransaction]:
        """Give what the same party has open in other companies, in the same order."""
        if not self._customers_elsewhere(customer):
            return []
        all_open = open_elsewhere(customer=customer, currency=currency, user=self.request.user)
        return self._first_of(all_open)

    def _first_of(self, all_open: "QuerySet[CustomerTransaction]") -> list[CustomerTransaction]:
        """Give as many as are shown and what is asked for behind them, and note whether there are more."""
        rows = list(all_open[: SHOWN_AT_MOST + 1])
        if len(rows) <= SHOWN_AT_MOST:
            return rows
        self._is_part = True
        first = rows[:SHOWN_AT_MOST]
        others = all_open.filter(self._is_asked()).exclude(pk__in=[row.pk for row in first])
        return [*first, *others[:SHOWN_AT_MOST]]

    def _is_asked(self) -> Q:
        """Give the condition that the form, the payment or the first field names a transaction."""
        typed = [name.partition("_")[2] for name in self.request.POST if name.startswith("mark_")]
        named = [self.form.document.pk] if self.form.document else []
        held = marks_of(company=self.request.company, holder=self.holder) if self.holder else Mark.objects.none()
        named += [int(one) for one in typed if one.isdecimal() and len(one) < LONGEST_ID]
        there = marks_elsewhere(self.payment) if self.payment else held.none()
        return Q(pk__in=named) | Q(pk__in=held.values("pk")) | Q(pk__in=there.values("pk"))

    def _oldest(
        self, head: entering.PaymentHead, rows: list[CustomerTransaction], discounts: Discounts, spent: Decimal
    ) -> dict[str, Any]:
        """Spread what is not spent of the amount over what is shown, then over what is due later."""
        amount = self.form.cleaned_data["amount"]
        if amount is None:
            self.form.add_error("amount", _("Enter the amount that is to be spread over the oldest."))
            return {}
        own = [row for row in rows if row.company_id == self.request.company.pk]
        free = [Due(row.pk, row.due_date, row.open.transaction_currency_amount) for row in own if self._is_free(row)]
        granted = {row.pk: discounts.amount(row.pk) for row in free}
        to_spread = amount - spent if (amount - spent) * amount > 0 else Decimal(0)
        marked = oldest_first(free, to_spread, granted)
        left = to_spread - sum(marked.values())
        return _initial(marked, rows, discounts) | {"further": self._due_later(head, rows, left) if left else {}}

    def _due_later(
        self, head: entering.PaymentHead, shown: list[CustomerTransaction], amount: Decimal
    ) -> dict[int, Further]:
        """Spread an amount over the oldest of what is not shown, which is read as far as that goes."""
        if not shown:
            return {}
        company = self.request.company
        later = entering.open_transactions(company=company, customer=head.customer, currency=head.currency)
        free = later.filter(entering.free_for(self.holder)).exclude(pk__in=[row.pk for row in shown])
        found = spread_over_oldest(free, company=company, paid_on=head.payment_date, amount=amount)
        return {pk: Further(taken) for pk, taken in found.items()}

    def _rows(self) -> list[tuple[Any, ...]]:
        """Give each open transaction with its fields, and who holds it where another document does."""
        if self.marks is None:
            return []
        return [(row, *fields, "" if self._is_free(row) else said(row.mark)) for row, *fields in self.marks.rows()]

    def _show(self, status: int) -> HttpResponse:
        rows = Customer.objects.filter(company=self.request.company).order_by("number")
        context = {
            **self.context,
            "form": self.form,
            "marks": self.marks,
            "rows": self._rows(),
            "journal": self.journal,
            "customers": rows.values_list("number", "name")[:SUGGESTED_AT_MOST],
            "has_discounts": bool(self.marks and self.marks.discounts.always),
            "is_part": self._is_part,
            "shown_at_most": SHOWN_AT_MOST,
            "is_across": any(row.company_id != self.request.company.pk for row in self.marks.transactions)
            if self.marks
            else False,
        }
        return render(self.request, "journals/payment_form.html", context, status=status)


def _initial(
    amounts: Mapping[int, Decimal],
    rows: list[CustomerTransaction],
    discounts: Discounts,
    ways: Mapping[int, MarkWay] | None = None,
) -> dict[str, Any]:
    """Give the marks as the form shows them: an amount only where it is not all that is to be paid."""
    found: dict[str, Any] = {}
    for row in rows:
        if row.pk in amounts:
            found[f"mark_{row.pk}"] = True
            granted = discounts.amount(row.pk, (ways or {}).get(row.pk, MarkWay.NORMAL))
            if amounts[row.pk] != row.open.transaction_currency_amount - granted:
                found[f"amount_{row.pk}"] = amounts[row.pk]
    return found


def _as_typed(initial: Mapping[str, Any], rows: list[CustomerTransaction]) -> dict[str, str]:
    """Give marks as a form is sent: those of a document that was named, where nothing was ticked."""
    return {f"mark_{row.pk}": "on" for row in rows if initial.get(f"mark_{row.pk}")}
