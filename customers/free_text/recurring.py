"""Recurring invoices: which are due until a day, and a free text invoice for each of them.

    lock       the recurring invoices
    due        the days until a day that have no invoice yet
    refuse     each that cannot be generated is left out with its reason
    write      a free text invoice for each of the others, once per day: the database refuses a second one

A generated invoice waits to be looked at and posted. Deleted, its day is due again.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Max, Prefetch, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from arclose.ledger.models import Company, Currency, FiscalPeriod, LedgerAccount
from arclose.ledger.models.calendars import PeriodStatus
from arclose.ledger.open_days import OpenDays
from arclose.ledger.posting import fingerprint_of
from arclose.web.amounts import format_money
from arclose.web.days import format_day
from customers import sql
from customers.free_text.charges import charge_of, is_too_large
from customers.free_text.distributions import Share
from customers.free_text.drafts import (
    ChangedMeanwhile,
    FreeTextEntry,
    FreeTextHead,
    NewDraft,
    SentBefore,
    amount_of,
    enter_all,
    refusal_of_lines,
)
from customers.free_text.paying import paying
from customers.models import (
    FreeTextInvoice,
    RecurringInvoice,
    RecurringRun,
    RecurringTemplate,
    RecurringTemplateCharge,
    RecurringTemplateLine,
)
from customers.orders import as_text

RECURRING_INVOICES = "recurring-invoices"
OVER_MAXIMUM = "over_maximum"

# What says on which days it falls.
_PATTERN = ("start_date", "unit", "every", "month_day")
_ALTERED = (
    *_PATTERN, "customer_id", "template_id", "end_date", "maximum_amount", "release_days", "is_stopped",
)  # fmt: skip

# code: (what, reason with its facts, what to do)
_WORDS: dict[str, tuple[str | Promise, str | Promise, str | Promise]] = {
    "period_not_open": (
        gettext_lazy("Period not open"),
        gettext_lazy("%s lies in no open period."),
        gettext_lazy("Reopen the period on the ledger calendar, or let the recurring invoice begin later."),
    ),
    "no_lines": (
        gettext_lazy("No lines"),
        gettext_lazy("Template %s has no lines."),
        gettext_lazy("Add lines to the template in Setup."),
    ),
    "no_account": (
        gettext_lazy("Line without account"),
        gettext_lazy("Line %s of the template has neither account nor distribution."),
        gettext_lazy("Give it one in Setup, or the template a distribution of all lines."),
    ),
    "customer_blocked": (
        gettext_lazy("Customer blocked"),
        gettext_lazy("Customer %s is blocked."),
        gettext_lazy("Unblock the customer, or stop the recurring invoice."),
    ),
    "account_blocked": (
        gettext_lazy("Ledger account blocked"),
        gettext_lazy("Ledger account %s is blocked."),
        gettext_lazy("Unblock it, or choose another account in the template."),
    ),
    "line_refused": (
        gettext_lazy("Line of the template"),
        gettext_lazy("A line of the template cannot be written: %s"),
        gettext_lazy("Correct the template, or its distribution, in Setup."),
    ),
    OVER_MAXIMUM: (
        gettext_lazy("Over the maximum"),
        gettext_lazy("With this invoice it would come to more than its maximum: %s."),
        gettext_lazy("Raise the maximum, or stop the recurring invoice."),
    ),
}


@dataclass(frozen=True)
class Occurrence:
    """A day of a recurring invoice, and what its invoice amounts to, before tax unless its prices include it."""

    recurring: RecurringInvoice
    day: date
    currency: Currency
    amount: Decimal


@dataclass(frozen=True)
class NotGenerated:
    """A day of a recurring invoice that gets no invoice, the named reason, and what to do about it."""

    occurrence: Occurrence
    code: str
    reason: str
    remedy: str

    @property
    def title(self) -> str:
        """What those of this code have in common, in a few words."""
        return str(_WORDS[self.code][0])


@dataclass(frozen=True)
class Due:
    """What is due: what can be generated, and what cannot, each in order of day."""

    occurrences: list[Occurrence]
    left_out: list[NotGenerated]


@dataclass(frozen=True)
class Generated:
    """What was generated, and what was left out."""

    documents: list[FreeTextInvoice]
    left_out: list[NotGenerated]

    @property
    def has_failed(self) -> bool:
        """Tell whether something was left out that has not just reached its maximum."""
        return any(one.code != OVER_MAXIMUM for one in self.left_out)

    def __str__(self) -> str:
        """Say how many were generated, and which were left out and why."""
        count = len(self.documents)
        text = ngettext("%(count)d invoice is generated.", "%(count)d invoices are generated.", count)
        return f"{text % {'count': count}} {self.why()}".strip()

    def why(self) -> str:
        """Say what was left out and why, each reason of a recurring invoice once; empty: nothing was."""
        count = len(self.left_out)
        text = ngettext("%(count)d was left out: %(why)s", "%(count)d were left out: %(why)s", count)
        reasons = dict.fromkeys(f"{one.occurrence.recurring}: {one.reason} {one.remedy}" for one in self.left_out)
        return text % {"count": count, "why": " ".join(reasons)} if count else ""


class BeginsTooEarly(Exception):
    """Another pattern would make days due again of which there are invoices."""

    def __init__(self, last: date) -> None:
        """Carry the last day that was generated."""
        text = _("Invoices are generated up to %(day)s: with another pattern, the first day is a later one.")
        super().__init__(text % {"day": format_day(last)})


@transaction.atomic
def enter_recurring(*, company: Company, key: str, values: Mapping[str, Any], paid_by: Any = None) -> RecurringInvoice:
    """Let a customer get a template again and again. The same key and content give the one they gave before.

    ``paid_by`` is as :mod:`customers.free_text.paying` makes it; None: as the customer pays as a rule.

    :raises SentBefore: the key made one of other content, or it was changed since.
    """
    made, is_new = RecurringInvoice.objects.get_or_create(company=company, key=key, defaults=dict(values))
    if is_new:
        paying().keep_recurring(made, paid_by)
    elif _way_to_pay(made) != paid_by or any(getattr(made, name) != value for name, value in values.items()):
        raise SentBefore(made)
    return made


def _way_to_pay(recurring: RecurringInvoice) -> Any:
    return paying().of_recurring([recurring.pk]).get(recurring.pk)


def version_of(recurring: RecurringInvoice) -> str:
    """Give what tells a recurring invoice from itself after a change."""
    return fingerprint_of([as_text(getattr(recurring, name)) for name in _ALTERED], str(_way_to_pay(recurring)))


@transaction.atomic
def alter_recurring(
    *, recurring: RecurringInvoice, values: Mapping[str, Any], paid_by: Any = None, seen: str | None = None
) -> RecurringInvoice:
    """Give a recurring invoice other values. What was generated stays, and no day of it is due again.

    ``paid_by`` is as :func:`enter_recurring` takes it. ``seen`` is the :func:`version_of` it when it was read; None:
    whichever it is.

    :raises ChangedMeanwhile: it has another version by now.
    :raises BeginsTooEarly: another pattern begins on or before the last day that was generated.
    """
    locked = RecurringInvoice.objects.select_for_update(no_key=True).get(pk=recurring.pk)
    if seen not in (None, version_of(locked)):
        raise ChangedMeanwhile(locked)
    last = locked.documents.aggregate(last=Max("occurrence_date"))["last"]
    has_other_days = any(getattr(locked, name) != values[name] for name in _PATTERN)
    if last and has_other_days and values["start_date"] <= last:
        raise BeginsTooEarly(last)
    for name, value in values.items():
        setattr(locked, name, value)
    locked.save()
    paying().keep_recurring(locked, paid_by)
    return locked


def due_until(*, company: Company, until: date, recurring: Collection[int] | None = None) -> Due:
    """Give what is due until a day and not generated, of some recurring invoices or of all. Nothing is written."""
    found = sql.due_occurrences(company_id=company.pk, until=until, recurring=recurring)
    known = _read({pk for pk, _day in found})
    made: defaultdict[int, Decimal] = defaultdict(Decimal, sql.generated_amounts(recurring=known.keys()))
    open_days = OpenDays(company=company, periods=_open_periods(company))
    due = Due([], [])
    for pk, day in found:
        occurrence = _occurrence(known[pk], day)
        refused = _refused(occurrence, made[pk] + occurrence.amount, is_open=day in open_days)
        if refused:
            due.left_out.append(refused)
        else:
            made[pk] += occurrence.amount
            due.occurrences.append(occurrence)
    return due


def _read(recurring: Collection[int]) -> dict[int, RecurringInvoice]:
    lines = RecurringTemplateLine.objects.select_related("account", "item_tax_group").order_by("line_number")
    rows = RecurringInvoice.objects.select_related(
        "customer__currency",
        "customer__invoice_account",
        "customer__payment_terms",
        "customer__tax_group",
        "template__currency",
        "template__payment_terms",
        "template__tax_group",
        "template__posting_profile",
    ).prefetch_related(
        Prefetch("template__lines", lines.prefetch_related("distribution__lines__account")),
        "template__distribution__lines__account",
    )
    charges = RecurringTemplateCharge.objects.select_related("charge_code__account", "charge_code__item_tax_group")
    return rows.prefetch_related(Prefetch("template__charges", charges.order_by("pk"))).in_bulk(list(recurring))


def _open_periods(company: Company) -> "QuerySet[FiscalPeriod, int]":
    return FiscalPeriod.objects.filter(company=company, status=PeriodStatus.OPEN).values_list("pk", flat=True)


def _occurrence(recurring: RecurringInvoice, day: date) -> Occurrence:
    currency = recurring.template.currency or recurring.customer.currency
    amounts = [amount_of(entry, decimals=currency.decimals) for entry in _entries(recurring.template, currency)]
    return Occurrence(recurring, day, currency, sum(amounts, Decimal(0)))


def _refused(occurrence: Occurrence, together: Decimal, *, is_open: bool) -> NotGenerated | None:
    recurring, template = occurrence.recurring, occurrence.recurring.template
    lines = list(template.lines.all())
    entries = _entries(template, occurrence.currency)
    unplaced = [line.line_number for line in lines if _account(line, template) is None]
    blocked = [entry.account.number for entry in entries if entry.account.is_blocked]
    refused: object = refusal_of_lines(entries, currency=occurrence.currency)
    if refused is None and any(is_too_large(entry) for entry in entries if entry.charge_code):
        refused = _("It comes to more than the books can hold.")
    most = together if recurring.maximum_amount is None else recurring.maximum_amount
    reasons = [
        ("period_not_open", not is_open, format_day(occurrence.day)),
        ("no_lines", not lines, template.code),
        ("no_account", bool(unplaced), str(unplaced[0]) if unplaced else ""),
        ("customer_blocked", recurring.customer.is_blocked, recurring.customer.number),
        ("account_blocked", bool(blocked), blocked[0] if blocked else ""),
        ("line_refused", refused is not None, str(refused)),
        (OVER_MAXIMUM, together > most, format_money(most, occurrence.currency.code)),
    ]
    found = next(((code, fact) for code, applies, fact in reasons if applies), None)
    return _not_generated(occurrence, *found) if found else None


def _not_generated(occurrence: Occurrence, code: str, fact: str) -> NotGenerated:
    _title, reason, remedy = _WORDS[code]
    return NotGenerated(occurrence, code, str(reason) % fact, str(remedy))


@transaction.atomic
def generate_recurring(
    *, company: Company, until: date, generated_by: User, recurring: Collection[int] | None = None
) -> Generated:
    """Make a free text invoice of everything that is due until a day, of some recurring invoices or of all.

    What was generated before is not generated again, so a repeated request makes nothing new. What is made names the
    run that made it.
    """
    rows = RecurringInvoice.objects.filter(company=company)
    chosen = rows if recurring is None else rows.filter(pk__in=recurring)
    list(chosen.order_by("pk").select_for_update(no_key=True).values_list("pk"))
    due = due_until(company=company, until=until, recurring=recurring)
    if not due.occurrences:
        return Generated([], due.left_out)
    run = RecurringRun.objects.create(company=company, until_date=until, generated_by=generated_by)
    ways = paying().of_recurring({occurrence.recurring.pk for occurrence in due.occurrences})
    drafts = [_draft(occurrence, run, ways.get(occurrence.recurring.pk)) for occurrence in due.occurrences]
    return Generated(enter_all(company=company, drafts=drafts, entered_by=generated_by), due.left_out)


def _draft(occurrence: Occurrence, run: RecurringRun, paid_by: Any) -> NewDraft:
    recurring, customer, template = occurrence.recurring, occurrence.recurring.customer, occurrence.recurring.template
    held = recurring.release_days
    head = FreeTextHead(
        customer=customer,
        invoice_account=customer.invoice_account or customer,
        invoice_date=occurrence.day,
        currency=occurrence.currency,
        payment_terms=template.payment_terms or customer.payment_terms,
        tax_group=template.tax_group or customer.tax_group,
        delivery_country=customer.country,
        release_date=None if held is None else occurrence.day + timedelta(days=held),
        reason=template.reason,
        prices_include_tax=has_tax_in_prices(recurring),
        posting_profile=template.posting_profile,
        list_code=template.list_code,
        paid_by=paid_by,
    )
    key = f"recurring-{recurring.pk}-{occurrence.day.isoformat()}"
    return NewDraft(head, _entries(template, occurrence.currency), key, recurring, occurrence.day, run)


def has_tax_in_prices(recurring: RecurringInvoice) -> bool:
    """Give whether its prices include tax: as the template says, else as the customer has it."""
    own = recurring.template.prices_include_tax
    return recurring.customer.prices_include_tax if own is None else own


def _entries(template: RecurringTemplate, currency: Currency) -> Sequence[FreeTextEntry]:
    """Give the lines of a template that have an account, and its charges behind them."""
    lines = [
        FreeTextEntry(
            description=line.description,
            account=account,
            item_tax_group=line.item_tax_group,
            item_type=line.item_type,
            quantity=line.quantity,
            unit_price=line.unit_price,
            shares=_shares(line, template),
        )
        for line in template.lines.all()
        if (account := _account(line, template))
    ]
    charges = template.charges.all()
    return [*lines, *(charge_of(one.charge_code, one.value, lines, currency=currency) for one in charges)]


def _account(line: RecurringTemplateLine, template: RecurringTemplate) -> LedgerAccount | None:
    """Give the account of a line, of a distributed one the first of its distribution."""
    shares = [] if line.account else _shares(line, template)
    return shares[0].account if shares else line.account


def _shares(line: RecurringTemplateLine, template: RecurringTemplate) -> list[Share]:
    distribution = line.distribution or (None if line.account else template.distribution)
    rows = distribution.lines.all() if distribution else []
    return [Share(row.account, percent=row.percent) for row in sorted(rows, key=lambda row: row.pk)]
