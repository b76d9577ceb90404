"""Why a payment cannot be posted on account of what it settles in other companies."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date

from django.contrib.auth.models import User
from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from arclose.ledger.models import Company, LedgerAccount
from arclose.ledger.open_days import OpenDays
from arclose.ledger.outcomes import Difference, Fact, Refusal
from arclose.ledger.rates import RateMissing, Rates
from customers import sql
from journals.intercompany.entries import DUE_FROM
from journals.intercompany.marked import SETTLED
from journals.intercompany.passing_on import bears_results
from journals.intercompany.relations import MAY_PAY, partners, with_role
from journals.models import CustomerParty, IntercompanyPayment, IntercompanyRelation
from journals.refusals import refusal, without_rate

# Why, and with which facts, by the payment.
Found = Iterator[tuple[int, str, tuple[Fact, ...]]]


def refusals_elsewhere(
    parts: "QuerySet[IntercompanyPayment]",
    *,
    company: Company,
    paid: Company,
    posted_by: User,
    open_periods: Collection[int],
    open_there: Collection[int],
    rates: Rates,
    unreported: Mapping[date, RateMissing],
) -> list[Refusal]:
    """Give the payments that cannot be posted for what they settle in a company, each with its weightiest reason.

    ``paid`` is the company of the payments, ``open_there`` its open periods; all other periods, rates and days without
    a rate are those of ``company``.
    """
    found: dict[int, Refusal] = {}
    for payment, code, facts in (
        *_without_right(parts, company, paid, posted_by),
        *_of_other_parties(parts, company),
        *_outside_open_periods(parts, company, open_periods),
        *_passed_on_outside_open_periods(parts, company, paid, open_there),
        *_through_blocked_accounts(parts, company, paid),
        *_with_marks_that_fail(parts, company),
        *_marked_otherwise(parts),
    ):
        found.setdefault(payment, refusal(payment, code, *facts))
    for payment, missing in _without_rate(parts, company, rates, unreported):
        found.setdefault(payment, without_rate(payment, missing))
    return list(found.values())


def _without_right(parts: "QuerySet[IntercompanyPayment]", company: Company, paid: Company, posted_by: User) -> Found:
    payments = list(parts.values_list("payment", flat=True))
    if not with_role(posted_by, MAY_PAY).filter(company=company).exists():
        yield from ((pk, "no_role_in", (posted_by.get_username(), company.code)) for pk in payments)
    elif not partners(paid).filter(pk=company.pk).exists():
        yield from ((pk, "no_relation", (paid.code, company.code)) for pk in payments)


def _of_other_parties(parts: "QuerySet[IntercompanyPayment]", company: Company) -> Found:
    payer = CustomerParty.objects.filter(customer=OuterRef("payment__customer")).values("party")
    strange = parts.exclude(customer__party__party=Subquery(payer))
    for pk, number in strange.values_list("payment", "customer__number"):
        yield pk, "other_party", (number, company.code)


def _outside_open_periods(
    parts: "QuerySet[IntercompanyPayment]", company: Company, open_periods: Collection[int]
) -> Found:
    open_days = OpenDays(company=company, periods=open_periods)
    for pk, days in days_of(parts, company).items():
        outside = [day for day in sorted(days) if day not in open_days]
        if outside:
            yield pk, "period_not_open_in", (outside[0].isoformat(), company.code)


def _passed_on_outside_open_periods(
    parts: "QuerySet[IntercompanyPayment]", company: Company, paid: Company, open_there: Collection[int]
) -> Found:
    """Give those of which something may be passed on by a day on which the company that is paid does not post."""
    if not bears_results(paid=paid, company=company):
        return
    open_days = OpenDays(company=paid, periods=open_there)
    for pk, days in days_of(parts, company).items():
        outside = [day for day in sorted(days) if day not in open_days]
        if outside:
            yield pk, "costs_later_in", (outside[0].isoformat(), company.code)


def days_of(parts: "QuerySet[IntercompanyPayment]", company: Company) -> dict[int, set[date]]:
    """Give per payment the days on which something of it is posted or settled in a company."""
    told = list(parts.values_list("pk", "payment", "payment__payment_date"))
    payments = {pk: (payment, day) for pk, payment, day in told}
    found = {payment: {day} for _pk, payment, day in told}
    for pk, day in sql.marked_days(company_id=company.pk, document_type=DUE_FROM, documents=list(payments)):
        payment, own = payments[pk]
        found[payment].add(max(day, own))
    return found


def _through_blocked_accounts(parts: "QuerySet[IntercompanyPayment]", company: Company, paid: Company) -> Found:
    summary = "customer__posting_profile__summary_account"
    of_customer = parts.filter(**{f"{summary}__is_blocked": True})
    for pk, number in of_customer.values_list("payment", f"{summary}__number"):
        yield pk, "account_blocked_in", (number, company.code)
    for one, other in ((company, paid), (paid, company)):
        for relation in IntercompanyRelation.objects.filter(company=one, partner=other):
            accounts = LedgerAccount.objects.filter(pk__in=[relation.due_to_account_id, relation.due_from_account_id])
            blocked = accounts.filter(Q(is_blocked=True) | Q(is_control_account=True)).order_by("number").first()
            if blocked:
                for pk in parts.values_list("payment", flat=True):
                    yield pk, "account_blocked_in", (blocked.number, one.code)


def _with_marks_that_fail(parts: "QuerySet[IntercompanyPayment]", company: Company) -> Found:
    currency = Coalesce("settled_currency", "payment__currency")
    told = {pk: (payment, code) for pk, payment, code in parts.values_list("pk", "payment", currency)}
    failing = sql.marks_that_fail(company_id=company.pk, document_type=DUE_FROM, documents=list(told))
    for pk, number, code, now, then in failing:
        payment, currency = told[pk]
        yield payment, code, (number, Difference(now, currency), Difference(then, currency))


def _marked_otherwise(parts: "QuerySet[IntercompanyPayment]") -> Found:
    """Give those that spend too much on what they settle in another currency: somebody let go of a part of that."""
    across = parts.exclude(settled_currency=None).annotate(marked=SETTLED).exclude(marked=0)
    changed = across.exclude(marked=F("settled_amount"))
    told = changed.values_list("payment", "company__code", "settled_currency", "marked", "settled_amount")
    for pk, code, currency, marked, settled in told:
        assert settled is not None, "a part in another currency says what it settles"
        yield pk, "marked_otherwise", (code, Difference(marked, currency), Difference(settled, currency))


def _without_rate(
    parts: "QuerySet[IntercompanyPayment]",
    company: Company,
    rates: Rates,
    unreported: Mapping[date, RateMissing],
) -> Iterable[tuple[int, RateMissing]]:
    asked = parts.values_list("payment", "payment__currency", "settled_currency", "payment__payment_date")
    for pk, *currencies, day in asked:
        for currency in filter(None, currencies):
            rate = rates[currency, day]
            if isinstance(rate, RateMissing):
                yield pk, rate
    if unreported:
        for pk, days in days_of(parts, company).items():
            yield from ((pk, unreported[day]) for day in days if day in unreported)
