"""Open transactions from a file: what customers owed on the day the company moved in.

opening document, one per currency, on the take-over date
    debit or credit   customer balance   original amounts with standing adjustments, per control account
    credit or debit   opening balance    the same on the company's opening account
"""

from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import CharField, F, QuerySet, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from arclose.imports.kinds import Breach, Check, Field, Figure, ImportKind
from arclose.imports.sql import expect_documents
from arclose.imports.staging import Staged
from arclose.imports.values import Day, Text
from arclose.ledger import posting as ledger
from arclose.ledger.automatic_accounts import automatic_account
from arclose.ledger.models import NumberSeries, Posting
from arclose.ledger.models.accounts import AutomaticAccount, AutomaticPurpose
from arclose.ledger.models.number_series import SeriesPurpose
from arclose.ledger.models.vouchers import PostingType
from arclose.ledger.posting import NO_TAX_ROW
from customers.imports import opening_sql, sql
from customers.imports.fields import AMOUNT, CURRENCY, CUSTOMER_NUMBER, ORDERS_AND_OPENING_ROLES, asked, known_code
from customers.models import OpeningBalance, OpeningDocument
from customers.sql import add_to_subledger

OPENING = "opening"


def _asked(statement: str) -> Callable[[Staged], Sequence[Breach]]:
    return lambda staged: staged.breaches(statement, accounting=staged.company.accounting_currency_id)


def _outside_open_periods(staged: Staged) -> list[Breach]:
    return staged.outside_open_periods(opening_sql.PERIODS_NOT_OPEN, day="take_over_date")


def _set_up(staged: Staged) -> list[Breach]:
    """Give what the company lacks to post an opening voucher.

    The opening account is locked: a second import waits here, and then finds what the first one brought.
    """
    company = staged.company
    missing = []
    account = AutomaticAccount.objects.filter(company=company, purpose=AutomaticPurpose.OPENING)
    if account.select_for_update(no_key=True).first() is None:
        missing.append(Breach(0, str(AutomaticPurpose.OPENING.label)))
    if not NumberSeries.objects.filter(company=company, purpose=SeriesPurpose.VOUCHER).exists():
        missing.append(Breach(0, str(SeriesPurpose.VOUCHER.label)))
    return missing


def _count(staged: Staged) -> list[Figure]:
    figures = []
    for currency, lines, known, amount, accounting, adjustment in staged.rows(opening_sql.COUNTED):
        words = {"currency": currency}
        figures += [
            Figure(gettext_noop("transactions in %(currency)s"), str(lines), words),
            Figure(gettext_noop("transactions in %(currency)s: there already"), str(known), words),
            Figure(gettext_noop("transactions in %(currency)s: amount"), str(amount), words),
            Figure(gettext_noop("transactions in %(currency)s: in accounting currency"), str(accounting), words),
            Figure(gettext_noop("transactions in %(currency)s: standing adjustments"), str(adjustment), words),
        ]
    return figures


def _write(staged: Staged) -> list[Figure]:
    """Post the new transactions: one voucher per currency, and each transaction open with its own dates."""
    figures = _count(staged)
    if not staged.rows(opening_sql.NEW_LINES)[0][0]:
        return figures
    key = f"import-{staged.run_id}"
    posting, _is_new = ledger.begin(
        company=staged.company,
        kind=OPENING,
        key=key,
        fingerprint=ledger.fingerprint_of(OPENING, staged.run_id),
        posted_by=staged.user,
    )
    staged.execute(opening_sql.INSERT_DOCUMENTS, posting=posting.pk, source=f"import {staged.run_id}")
    staged.execute(opening_sql.INSERT_BALANCES, posting=posting.pk)
    expect_documents()
    vouchers = ledger.write(posting=posting, contents=opening_posting(posting))
    made = staged.execute(opening_sql.INSERT_TRANSACTIONS, posting=posting.pk)
    add_to_subledger(posting_id=posting.pk)
    ledger.seal(posting=posting)
    return [
        *figures,
        Figure(gettext_noop("vouchers made"), str(vouchers)),
        Figure(gettext_noop("transactions made"), str(made)),
    ]


def opening_posting(posting: Posting) -> ledger.PostingSet:
    """What the opening documents of a posting post: the control accounts against the opening account."""
    documents = OpeningDocument.objects.filter(posting=posting)
    balances = OpeningBalance.objects.filter(document__posting=posting)
    opening = automatic_account(company=posting.company, purpose=AutomaticPurpose.OPENING)
    return ledger.PostingSet(
        document_type=OPENING,
        vouchers=documents.values_list("pk", "take_over_date", Cast("source", CharField())),
        entries=[
            ledger.Entries(PostingType.CUSTOMER_BALANCE, _amounts(balances, F("control_account"), sign=1)),
            ledger.Entries(PostingType.OPENING_BALANCE, _amounts(balances, Value(opening), sign=-1)),
        ],
    )


def _amounts(balances: "QuerySet[OpeningBalance]", account: Any, *, sign: int) -> "QuerySet[Any, Any]":
    own, accounting = F("transaction_currency_amount"), F("accounting_currency_amount")
    return balances.values_list(
        "document",
        account,
        "document__currency",
        own if sign > 0 else -own,
        accounting if sign > 0 else -accounting,
        NO_TAX_ROW,
    )


OPEN_TRANSACTIONS = ImportKind(
    name="open-transactions",
    position=40,
    label=_("Open transactions"),
    roles=ORDERS_AND_OPENING_ROLES,
    fields=(
        Field("customer", CUSTOMER_NUMBER, _("customer number"), is_required=True),
        Field("document_number", Text(most=40, is_code=True), _("number of the document it came from"), True),
        Field("transaction_date", Day(), _("its own date"), is_required=True),
        Field("due_date", Day(), _("date it is due"), is_required=True),
        Field("currency", CURRENCY, _("currency"), is_required=True),
        Field("amount", AMOUNT, _("what is open: above zero is owed by the customer, below by us"), True),
        Field("accounting_amount", AMOUNT, _("its original value in accounting currency"), is_required=True),
        Field("standing_adjustment", AMOUNT, _("adjustment of a revaluation that stands on it"), default="0"),
        Field("take_over_date", Day(), _("date of the opening voucher, the same on each line"), is_required=True),
    ),
    checks=(
        Check("customer", _("There is no customer “%(detail)s”."), asked(sql.codes_missing("customer"))),
        known_code("currency", _("There is no currency “%(detail)s”.")),
        Check(
            "amount",
            _(
                "Amount, accounting amount and adjustment do not fit: not zero, of one sign, no finer than their"
                " currencies, and equal in accounting currency. %(detail)s"
            ),
            _asked(opening_sql.AMOUNTS_WRONG),
        ),
        Check(
            "transaction_date",
            _("It is dated after the take-over, or due before its date: %(detail)s"),
            asked(opening_sql.DATES_WRONG),
        ),
        Check(
            "take_over_date",
            _("%(detail)s: a file has one take-over date."),
            asked(opening_sql.TAKE_OVER_DATES_DIFFER),
        ),
        Check(
            "take_over_date",
            _("%(detail)s lies in no open period. Reopen it, or choose another date."),
            _outside_open_periods,
        ),
        Check("document_number", _("“%(detail)s” stands on an earlier line too."), asked(opening_sql.REPEATED)),
        Check("", _("The company has no account or series for: %(detail)s. An administrator adds it."), _set_up),
        Check(
            "document_number",
            _("“%(detail)s” is there already with other content."),
            asked(opening_sql.CHANGED),
        ),
    ),
    count=_count,
    write=_write,
    list_page="customers:transactions",
)
