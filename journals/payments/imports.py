"""Payments from a file: a payment per number, and a line for each invoice that it pays."""

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from arclose.imports.kinds import Breach, Check, Field, Figure, ImportKind
from arclose.imports.staging import Staged
from arclose.imports.values import Day, Number, Text
from journals.acts import begin_journal
from journals.intercompany.relations import lock_in_all, partners_of
from journals.kinds.payments import PAYMENTS
from journals.models import JournalName, JournalType, MethodFee, Payment
from journals.payments import import_sql as sql
from journals.payments.fees import write_fees

FEES_AT_ONCE = 2_000


def _usual(staged: Staged) -> dict[str, Any]:
    names = JournalName.objects.filter(company=staged.company, journal_type=JournalType.PAYMENT)
    usual = names.filter(bank_account__isnull=False).order_by("code").values_list("code", flat=True).first()
    others = partners_of(staged.company, staged.user).values_list("pk", flat=True)
    return {"usual": usual or "", "code": staged.company.code, "partners": list(others)}


def _of_file(statement: str) -> str:
    return statement.replace("{known}", sql.KNOWN)


def _asked(statement: str) -> Callable[[Staged], Sequence[Breach]]:
    return lambda staged: staged.breaches(_of_file(statement), **_usual(staged))


def _names_missing(staged: Staged) -> Sequence[Breach]:
    """Lock what is named before anybody looks at it, then look whether there is a journal for the payments."""
    named: dict[int, set[int]] = defaultdict(set)
    for company, pk in staged.rows(sql.NAMED, **_usual(staged)):
        named[company].add(pk)
    lock_in_all(named)
    return staged.breaches(sql.NAMES_MISSING, **_usual(staged))


def _outside_open_periods(staged: Staged) -> list[Breach]:
    return staged.outside_open_periods(_of_file(sql.PERIODS_NOT_OPEN), day="payment_date")


def _count(staged: Staged) -> list[Figure]:
    figures = []
    for currency, payments, known, lines, amount in staged.rows(_of_file(sql.COUNTED), **_usual(staged)):
        words = {"currency": currency}
        figures += [
            Figure(gettext_noop("payments in %(currency)s"), str(payments), words),
            Figure(gettext_noop("payments in %(currency)s: there already"), str(known), words),
            Figure(gettext_noop("payments in %(currency)s: lines"), str(lines), words),
            Figure(gettext_noop("payments in %(currency)s: amount"), str(amount), words),
        ]
    return figures


def _write(staged: Staged) -> list[Figure]:
    """Make the payments that are new, those of a journal name in one new journal, and mark what they pay."""
    facts: dict[str, Any] = _usual(staged)
    source, figures = f"import {staged.run_id}", _count(staged)
    names = JournalName.objects.in_bulk([pk for (pk,) in staged.rows(_of_file(sql.NAMES), **facts)])
    values = {"company": staged.company, "text": source, "created_by": staged.user}
    journals = {pk: begin_journal(**values, name=name, key=f"{source} {name.code}").pk for pk, name in names.items()}
    facts |= {"user": staged.user.pk, "names": list(journals), "journals": list(journals.values())}
    payments = staged.execute(_of_file(sql.INSERT_PAYMENTS), **facts)
    marks = staged.execute(sql.INSERT_MARKS, **facts)
    if staged.execute(sql.INSERT_PARTS, **facts):
        marks += staged.execute(sql.INSERT_MARKS_ELSEWHERE, **facts)
    _write_fees(journals.values())
    return [
        *figures,
        Figure(gettext_noop("payments made"), str(payments)),
        Figure(gettext_noop("invoices marked"), str(marks)),
    ]


def _write_fees(journals: Collection[int]) -> None:
    """Write what payments of journals cost by their methods, some at a time."""
    bearing = Payment.objects.filter(journal__in=journals, method__in=MethodFee.objects.values("method"))
    some: list[Payment] = []
    for payment in bearing.select_related("currency").order_by("pk").iterator(FEES_AT_ONCE):
        some.append(payment)
        if len(some) == FEES_AT_ONCE:
            write_fees(some)
            some = []
    write_fees(some)


PAYMENT_FILE = ImportKind(
    name=PAYMENTS,
    position=48,
    label=_("Payments"),
    roles=frozenset({"clerk", "controller"}),
    day_field="payment_date",
    fields=(
        Field("number", Text(most=60, is_code=True), _("what the payment is recognized by; its lines are one"), True),
        Field("payment_date", Day(), _("date of the payment"), is_required=True),
        Field("customer", Text(most=20, is_code=True), _("number of the customer; empty: that of the invoice")),
        Field("invoice", Text(most=40, is_code=True), _("number of the open invoice or other document that is paid")),
        Field("invoice_company", Text(most=12, is_code=True), _("code of the company of the invoice; empty: this one")),
        Field("amount", Number(digits=15), _("amount, above zero received, below zero paid back"), is_required=True),
        Field("method", Text(most=10, is_code=True), _("code of the method of payment; empty: the usual one")),
        Field("bank_account", Text(most=10, is_code=True), _("code of the bank account; empty: the usual one")),
        Field("reference", Text(most=140), _("payment reference")),
        Field("journal_name", Text(most=10, is_code=True), _("code of the journal name; empty: the first one")),
    ),
    checks=(
        Check(
            "journal_name",
            _("There is no name of payment journals “%(detail)s”: an administrator adds one in Setup."),
            _names_missing,
        ),
        Check("customer", _("There is no customer %(detail)s."), _asked(sql.CUSTOMERS_MISSING)),
        Check(
            "invoice",
            _("Nothing is open under the number %(detail)s, or for several customers: name the customer too."),
            _asked(sql.INVOICES_MISSING),
        ),
        Check("customer", _("Neither a customer nor an invoice is named.%(detail)s"), _asked(sql.NOBODY_NAMED)),
        Check("method", _("There is no method of payment “%(detail)s” that is in use."), _asked(sql.METHODS_MISSING)),
        Check("bank_account", _("There is no bank account “%(detail)s” that is in use."), _asked(sql.BANKS_MISSING)),
        Check(
            "invoice", _("It is in another currency than the bank account: %(detail)s."), _asked(sql.OTHER_CURRENCIES)
        ),
        Check("amount", _("%(detail)s is zero, or has more decimals than its currency."), _asked(sql.AMOUNTS_TOO_FINE)),
        Check(
            "amount",
            _("What is open has the other sign: %(detail)s. A credit note is paid back, below zero."),
            _asked(sql.SIGNS_DIFFER),
        ),
        Check(
            "invoice_company",
            _("What a payment pays for a customer in %(detail)s comes to nothing: settle it there."),
            _asked(sql.NOTHING_ELSEWHERE),
            needs_every_line=True,
        ),
        Check("invoice", _("It is paid by another payment or line already: %(detail)s."), _asked(sql.HELD)),
        Check(
            "number",
            _("The lines of payment %(detail)s differ in more than invoice and amount, or come to nothing."),
            _asked(sql.HEADS_DIFFER),
            needs_every_line=True,
        ),
        Check(
            "payment_date",
            _("%(detail)s lies in no open period. Reopen it, or leave these days out (from, until)."),
            _outside_open_periods,
        ),
        Check(
            "number",
            _("Payment %(detail)s is there already with other content."),
            _asked(sql.CHANGED),
            needs_every_line=True,
        ),
    ),
    count=_count,
    write=_write,
    list_page="journals:payments",
    tables=("journals_payment", "customers_mark", "journals_paymentfee", "journals_intercompanypayment"),
)
