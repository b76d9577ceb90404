"""Post in several companies what payments of one settle there: locked, refused and written with the payments.

lock       periods, then marked transactions, then counters of numbers: of each company, in order of id
refuse     a payment is left out where one of the companies refuses its part, so it is posted whole or not at all
write      in the company that is paid a voucher beside that of the payment; in each other one a posting of its own,
           with what it passes on; then, in the company that is paid, what it takes over of that
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from decimal import Decimal

from django.contrib.auth.models import User
from django.db.models import F, Q, QuerySet, Sum

from arclose.ledger import posting as ledger
from arclose.ledger.models import Company, Posting
from arclose.ledger.money import convert
from arclose.ledger.outcomes import Refusal
from arclose.ledger.queries import accounting_decimals
from arclose.ledger.rates import Rate, RateMissing, Rates, rates_to_accounting_currency, unreported_days
from customers import subledger
from customers.models import CustomerTransaction, Mark
from customers.models.transactions import TransactionType
from customers.settling.concessions import lower_marks
from customers.settling.exchanging import paying_by_exchange
from customers.settling.marking import Holder, mark_free
from customers.sql import lock_open_transactions
from journals.intercompany.entries import (
    DUE_FROM,
    DUE_TO,
    due_from_posting,
    due_to_posting,
    paid_elsewhere,
    passed_on_postings,
    spent_elsewhere,
    taken_over_postings,
)
from journals.intercompany.marked import COMES_TO, SETTLED
from journals.intercompany.passing_on import bears_results, pass_results_on
from journals.intercompany.refusals import days_of, refusals_elsewhere
from journals.kinds.payments import PAYMENT
from journals.models import IntercompanyPayment, IntercompanyRelation, Payment
from journals.refusals import refusal, without_rate

INTERCOMPANY_PAYMENTS = "intercompany-payments"


class Elsewhere:
    """What some payments of a company settle in others."""

    def __init__(self, *, company: Company, documents: Collection[int], posted_by: User) -> None:
        """Look for it; payments that are posted already settle nothing more."""
        self.company, self.posted_by = company, posted_by
        self._documents = set(documents)
        self._periods: dict[int, set[int]] = {}
        self._postings: dict[int, Posting] = {}
        self._rates: dict[int, Rates] = {}
        self._rates_here: dict[int, Rates] = {}
        self._is_taken_over = False
        self._more: set[int] = set()
        self._parts = self._read()

    def _read(self) -> dict[Company, list[int]]:
        """Give the parts by company, in order of the companies' ids."""
        waiting = IntercompanyPayment.objects.filter(paying_company=self.company, posting=None)
        found: dict[int, list[int]] = defaultdict(list)
        for pk, payment, company in waiting.order_by("pk").values_list("pk", "payment", "company"):
            if payment in self._documents:
                found[company].append(pk)
        companies = Company.objects.in_bulk(found) if found else {}
        return {companies[pk]: found[pk] for pk in sorted(found)}

    def __bool__(self) -> bool:
        """Whether there is any."""
        return bool(self._parts)

    def _in_order(self) -> list[Company]:
        return sorted({self.company, *self._parts}, key=lambda one: one.pk)

    def _rows(self, company: Company) -> "QuerySet[IntercompanyPayment]":
        return IntercompanyPayment.objects.filter(company=company, pk__in=self._parts[company])

    def _days(self, company: Company) -> set[date]:
        return {day for days in days_of(self._rows(company), company).values() for day in days}

    def _days_taken_over(self) -> set[date]:
        """Give the days on which the paid company may take something over."""
        bearing = [one for one in self._parts if bears_results(paid=self.company, company=one)]
        return {day for company in bearing for day in self._days(company)}

    def lock_periods(self, days: Iterable[date]) -> set[int]:
        """Lock the periods of all companies, and give the ids of those of the paid company that are open.

        ``days`` are those of the paid company.
        """
        own = set(days) | self._days_taken_over()
        for company in self._in_order():
            dates = own if company == self.company else self._days(company)
            self._periods[company.pk] = ledger.open_periods(company=company, dates=dates)
        return self._periods[self.company.pk]

    def lock_transactions(self, own: Collection[int]) -> dict[int, Decimal]:
        """Lock what is marked in all companies, and give what is open of ``own``, those of the paid company."""
        still_open: dict[int, Decimal] = {}
        for company in self._in_order():
            ids = own if company == self.company else self._marks(company).values_list("pk", flat=True)
            found = lock_open_transactions(company_id=company.pk, transactions=sorted(ids))
            still_open = found if company == self.company else still_open
        return still_open

    def _marks(self, company: Company) -> "QuerySet[Mark]":
        return Mark.objects.filter(company=company, document_type=DUE_FROM, document_id__in=self._parts[company])

    def look_again(self) -> None:
        """Lock what payments, which are locked now, hold since they were looked at first."""
        before = {company: set(parts) for company, parts in self._parts.items()}
        self._parts = self._read()
        for company, parts in self._parts.items():
            if company.pk not in self._periods:
                self._periods[company.pk] = ledger.open_periods(company=company, dates=self._days(company))
            if set(parts) - before.get(company, set()):
                held = self._marks(company).values_list("pk", flat=True)
                lock_open_transactions(company_id=company.pk, transactions=sorted(held))

    def refusals(self) -> list[Refusal]:
        """Give the payments that cannot be posted for what they settle in other companies, with the reason."""
        found: list[Refusal] = []
        for company in self._parts:
            rows = self._rows(company)
            paid = rows.values_list("payment__currency", "payment__payment_date")
            owed = rows.exclude(settled_currency=None).values_list("settled_currency", "payment__payment_date")
            asked = {*paid, *owed}
            self._rates[company.pk] = rates_to_accounting_currency(company=company, asked=asked)
            found += refusals_elsewhere(
                rows,
                company=company,
                paid=self.company,
                posted_by=self.posted_by,
                open_periods=self._periods[company.pk],
                open_there=self._periods[self.company.pk],
                rates=self._rates[company.pk],
                unreported=unreported_days(company=company, days=self._days(company)),
            )
            found += self._without_rate_here(company)
            marks = self._marks(company).values("document_id")
            holding = rows.filter(Q(pk__in=marks) | ~Q(on_account_amount=0))
            empty = holding.annotate(marked=COMES_TO).filter(marked=0)
            found += [refusal(pk, "nothing_elsewhere", company.code) for pk in empty.values_list("payment", flat=True)]
        return found

    def _without_rate_here(self, company: Company) -> list[Refusal]:
        """Give the payments whose results in a company cannot be taken over, for want of a rate of its currency."""
        if not bears_results(paid=self.company, company=company):
            return []
        days = days_of(self._rows(company), company)
        asked = {(company.accounting_currency_id, day) for its in days.values() for day in its}
        rates = rates_to_accounting_currency(company=self.company, asked=asked)
        self._rates_here[company.pk] = rates
        missing = {day: rate for (_currency, day), rate in rates.items() if isinstance(rate, RateMissing)}
        missing |= unreported_days(company=self.company, days={day for _currency, day in asked})
        return [
            without_rate(payment, missing[day]) for payment, its in days.items() for day in sorted(its & missing.keys())
        ]

    def marked(self) -> dict[int, Decimal]:
        """Give per payment what it marks in other companies, in all."""
        found: dict[int, Decimal] = defaultdict(Decimal)
        for company in self._parts:
            for payment, amount in self._rows(company).annotate(marked=COMES_TO).values_list("payment", "marked"):
                found[payment] += amount
        return found

    def hold_numbers(self, days: Iterable[date]) -> None:
        """Lock the counters of all companies' own vouchers, before the first of them takes more than numbers."""
        own = set(days) | self._days_taken_over()
        for company in self._in_order():
            ledger.hold_numbers(company=company, days=own if company == self.company else self._days(company))

    def take(self, *, posting: Posting, accepted: Collection[int]) -> None:
        """Begin a posting in each other company, and give it what the accepted payments settle there.

        What a payment marked and somebody let go of since is not settled; so one that marks nothing goes.

        :raises KeyReused: another request has the key in one of the companies.
        """
        self._lower(accepted)
        self._more = self._with_more(accepted) if self._parts else set()
        for company in list(self._parts):
            rows = self._rows(company).filter(payment__in=accepted)
            rows.filter(on_account_amount=0).exclude(pk__in=self._marks(company).values("document_id")).delete()
            self._parts[company] = list(rows.order_by("pk").values_list("pk", flat=True))
            if not self._parts[company]:
                del self._parts[company]
                continue
            fingerprint = ledger.fingerprint_of(INTERCOMPANY_PAYMENTS, self.company.pk, self._parts[company])
            made, _is_new = ledger.begin(
                company=company,
                kind=INTERCOMPANY_PAYMENTS,
                key=posting.key,
                fingerprint=fingerprint,
                posted_by=self.posted_by,
            )
            self._postings[company.pk] = made
            self._complete(company, made)

    def _lower(self, accepted: Collection[int]) -> None:
        """Let payments hold no more than their discounts leave to be paid: the rest stays in the paid company."""
        for company in self._parts:
            days: dict[date, list[int]] = defaultdict(list)
            rows = self._rows(company).filter(payment__in=accepted)
            for pk, day in rows.values_list("pk", "payment__payment_date"):
                days[day].append(pk)
            for day, parts in sorted(days.items()):
                lower_marks(company=company, document_type=DUE_FROM, documents=parts, paid_on=day)
            across = rows.exclude(settled_currency=None).annotate(marked=SETTLED).exclude(marked=F("settled_amount"))
            for part in across.filter(marked__gt=0).select_related("payment__currency"):
                decimals = part.payment.currency.decimals
                meant = part.settled_amount or part.marked
                part.amount = convert(part.amount, units_from=meant, units_to=part.marked, decimals=decimals)
                part.settled_amount = part.marked
                part.save(update_fields=["amount", "settled_amount"])

    def _with_more(self, accepted: Collection[int]) -> set[int]:
        """Give the payments that mark less, in all companies, than was paid: something of them settles nothing."""
        own = Mark.objects.filter(company=self.company, document_type=PAYMENT, document_id__in=accepted)
        here = dict(own.order_by().values_list("document_id").annotate(Sum("amount")))
        there = self.marked()
        amounts = Payment.objects.filter(pk__in=there.keys() & set(accepted)).values_list("pk", "amount")
        on_account = IntercompanyPayment.objects.filter(payment__in=accepted).exclude(on_account_amount=0)
        less = {pk for pk, amount in amounts if amount != here.get(pk, 0) + there[pk]}
        return less | set(on_account.values_list("payment", flat=True))

    def _complete(self, company: Company, posting: Posting) -> None:
        """Say on each part what it comes to, its accounts, its rate and its posting."""
        rows = self._rows(company)
        rows.update(amount=COMES_TO)
        here = IntercompanyRelation.objects.get(company=company, partner=self.company)
        there = IntercompanyRelation.objects.get(company=self.company, partner=company)
        for (currency, day), rate in self._rates[company.pk].items():
            if not isinstance(rate, Rate):
                continue
            of_day = rows.filter(payment__currency=currency, payment__payment_date=day, posting=None)
            same = {"transaction_units": rate.units_from, "accounting_units": rate.units_to, "posting": posting}
            for is_paid, own, paying in (
                (True, here.due_from_account_id, there.due_to_account_id),
                (False, here.due_to_account_id, there.due_from_account_id),
            ):
                signed = of_day.filter(amount__gt=0) if is_paid else of_day.filter(amount__lt=0)
                signed.update(account=own, paying_account=paying, **same)

    def write_here(self, posting: Posting, *, is_preview: bool) -> None:
        """Write, in the paid company, what its payments spend elsewhere; the payments hold that, to be settled."""
        if not self._parts:
            return
        decimals = accounting_decimals(company=self.company)
        ledger.write(posting=posting, contents=due_to_posting(posting, decimals=decimals), is_preview=is_preview)
        subledger.write_transactions(posting=posting, owed=spent_elsewhere(posting, decimals=decimals))
        amounts: dict[Holder, dict[int, Decimal]] = defaultdict(dict)
        own = CustomerTransaction.objects.filter(posting=posting, voucher__document_type=DUE_TO)
        for pk, payment, amount in own.values_list("pk", "voucher__document_id", "transaction_currency_amount"):
            amounts[Holder(PAYMENT, payment)][pk] = amount
        mark_free(company=self.company, amounts=amounts, marked_by=self.posted_by)

    def write_there(self, *, is_preview: bool) -> None:
        """Write the postings of the other companies, and what they pass on of what that grants and realizes there."""
        for company, parts in self._parts.items():
            posting = self._postings[company.pk]
            decimals = accounting_decimals(company=company)
            contents = due_from_posting(posting, decimals=decimals)
            ledger.write(posting=posting, contents=contents, is_preview=is_preview)
            subledger.write_transactions(posting=posting, owed=paid_elsewhere(posting, decimals=decimals))
            rates = self._rates_here.get(company.pk)
            # Settling lets go of the marks.
            marked = {} if rates is None else dict(self._marks(company).values_list("pk", "document_id"))
            self._settle(company, posting, parts, is_preview=is_preview)
            if rates is not None and pass_results_on(posting=posting, paid=self.company, marked=marked, rates=rates):
                for contents in passed_on_postings(posting):
                    ledger.write(posting=posting, contents=contents, is_preview=is_preview)
                self._is_taken_over = True

    def _settle(self, company: Company, posting: Posting, parts: Sequence[int], *, is_preview: bool) -> None:
        payments = self._rows(company).values_list("pk", "payment")
        has_more = {pk for pk, payment in payments if payment in self._more}
        across = self._rows(company).exclude(settled_currency=None)
        spent = dict(across.values_list("pk", "amount"))
        subledger.settle_marked(
            posting=posting,
            document_type=DUE_FROM,
            documents=[pk for pk in parts if pk not in spent],
            has_more=has_more,
            is_preview=is_preview,
        )
        if spent:
            subledger.settle_marked_across(
                posting=posting, document_type=DUE_FROM, spent=spent, has_more=has_more, is_preview=is_preview
            )

    def take_over(self, posting: Posting, *, is_preview: bool) -> None:
        """Write, in the paid company, what it takes over of what others passed on."""
        if self._is_taken_over:
            for contents in taken_over_postings(posting, decimals=accounting_decimals(company=self.company)):
                ledger.write(posting=posting, contents=contents, is_preview=is_preview)

    def seal(self) -> None:
        """Seal the postings of the other companies."""
        for company in self._parts:
            subledger.close_subledger(posting=self._postings[company.pk])
            ledger.seal(posting=self._postings[company.pk])


def postings_elsewhere(posting: int) -> "QuerySet[Posting]":
    """Give the postings of other companies that settled what the payments of a posting paid there."""
    parts = IntercompanyPayment.objects.filter(payment__posting=posting, posting__isnull=False)
    return Posting.objects.filter(pk__in=parts.values("posting")).select_related("company").order_by("company")


def own_spent_elsewhere(posting: int) -> "QuerySet[CustomerTransaction, int]":
    """Give the transactions by which the payments of a posting spend something in other companies."""
    own = CustomerTransaction.objects.filter(posting=posting, voucher__document_type=DUE_TO)
    return own.values_list("pk", flat=True)


def paid_by(posting: int) -> dict[int, int]:
    """Give, by the transactions of a posting that were paid to another company, the payment of each.

    Those too by which an exchange pays in another currency.
    """
    own = CustomerTransaction.objects.filter(posting=posting, voucher__document_type=DUE_FROM)
    parts = dict(own.values_list("pk", "voucher__document_id"))
    parts |= {pk: parts[credit] for pk, credit in paying_by_exchange(parts).items()}
    payments = dict(IntercompanyPayment.objects.filter(pk__in=parts.values()).values_list("pk", "payment"))
    return {pk: payments[part] for pk, part in parts.items()}


def closing_exchanges(posting: int) -> "QuerySet[CustomerTransaction, int]":
    """Give the transactions by which exchanges of a posting close what was paid."""
    own = CustomerTransaction.objects.filter(posting=posting, transaction_type=TransactionType.EXCHANGE)
    return own.filter(transaction_currency_amount__gt=0).values_list("pk", flat=True)
