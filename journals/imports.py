"""General journals from a file: a voucher per number, a debit or credit per line.

A file of general vouchers is the same with lines of ledger accounts alone.
"""

from collections.abc import Callable, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from arclose.imports.kinds import Breach, Check, Field, Figure, ImportKind
from arclose.imports.staging import Staged
from arclose.imports.values import Choice, Day, Number, Text
from journals import import_sql as sql
from journals.acts import begin_journal
from journals.kinds.general import GENERAL_VOUCHERS
from journals.models import JournalName, JournalType, LineType

GENERAL_JOURNALS = "general-journals"
_ROLES = frozenset({"clerk", "controller"})


def _facts(staged: Staged) -> dict[str, Any]:
    names = JournalName.objects.filter(company=staged.company, journal_type=JournalType.GENERAL)
    usual = names.order_by("code").values_list("code", flat=True).first()
    return {"accounting": staged.company.accounting_currency_id, "usual": usual or ""}


def _of_file(staged: Staged, statement: str) -> str:
    lines = sql.LINES if staged.kind.name == GENERAL_JOURNALS else sql.PLAIN_LINES
    return statement.replace("{lines}", lines)


def _asked(statement: str) -> Callable[[Staged], Sequence[Breach]]:
    return lambda staged: staged.breaches(_of_file(staged, statement), **_facts(staged))


def _outside_open_periods(staged: Staged) -> list[Breach]:
    found = _of_file(staged, sql.PERIODS_NOT_OPEN)
    return staged.outside_open_periods(found, day="voucher_date", **_facts(staged))


def _count(staged: Staged) -> list[Figure]:
    figures = []
    for currency, vouchers, known, lines, turnover in staged.rows(_of_file(staged, sql.COUNTED), **_facts(staged)):
        words = {"currency": currency}
        figures += [
            Figure(gettext_noop("vouchers in %(currency)s"), str(vouchers), words),
            Figure(gettext_noop("vouchers in %(currency)s: there already"), str(known), words),
            Figure(gettext_noop("vouchers in %(currency)s: lines"), str(lines), words),
            Figure(gettext_noop("vouchers in %(currency)s: amounts without their signs"), str(turnover), words),
        ]
    return figures


def _write(staged: Staged) -> list[Figure]:
    """Make the vouchers that are new, those of a journal name in one new journal."""
    facts, figures = _facts(staged), _count(staged)
    source = f"import {staged.run_id}"
    codes = [code for (code,) in staged.rows(_of_file(staged, sql.NAMES), **facts)]
    names = JournalName.objects.filter(company=staged.company, code__in=codes)
    values = {"company": staged.company, "text": source, "created_by": staged.user}
    journals = {name.code: begin_journal(**values, name=name, key=f"{source} {name.code}").pk for name in names}
    facts |= {
        "source": source,
        "user": staged.user.pk,
        "names": list(journals),
        "journals": list(journals.values()),
    }
    vouchers = staged.execute(_of_file(staged, sql.INSERT_VOUCHERS), **facts)
    lines = staged.execute(_of_file(staged, sql.INSERT_LINES), **facts)
    return [
        *figures,
        Figure(gettext_noop("vouchers made"), str(vouchers)),
        Figure(gettext_noop("lines made"), str(lines)),
    ]


_ACCOUNT = Text(most=20, is_code=True)
_TYPE = Choice(words=tuple(LineType.values))
_CURRENCY = Text(most=3, is_code=True)
_NUMBER = Field("number", Text(most=30, is_code=True), _("number; lines of one number are one voucher"), True)
_DATE = Field("voucher_date", Day(), _("date it is to be posted on"), is_required=True)
_HEAD_TEXT = Field("text", Text(most=200), _("text of the voucher"), is_required=True)
_AMOUNT = Field("amount", Number(digits=15), _("amount, debit above zero, credit below"), is_required=True)
_OFFSET = Field("offset_account", _ACCOUNT, _("account that gets the opposite amount, on a line of its own"))
_OF_VOUCHER = Field("currency", _CURRENCY, _("currency; empty: the accounting currency"))
_LINE_TEXT = Field("line_text", Text(most=200), _("text of the line"))
_CHECKS = (
    Check(
        "journal_name",
        _("There is no name of general journals “%(detail)s”: an administrator adds one in Setup."),
        _asked(sql.NAMES_MISSING),
    ),
    Check("account", _("There is no account %(detail)s."), _asked(sql.ACCOUNTS_MISSING)),
    Check(
        "account",
        _("Account %(detail)s is a control account or blocked: nobody posts to it by hand."),
        _asked(sql.CONTROL_ACCOUNTS),
    ),
    Check("account", _("The bank account is kept in another currency: %(detail)s."), _asked(sql.BANK_CURRENCIES)),
    Check("currency", _("There is no currency “%(detail)s”."), _asked(sql.CURRENCIES_MISSING)),
    Check("amount", _("%(detail)s is zero, or has more decimals than its currency."), _asked(sql.AMOUNTS_TOO_FINE)),
    Check("number", _("The lines of voucher %(detail)s differ in date, text or currency."), _asked(sql.HEADS_DIFFER)),
    Check(
        "amount",
        _("The lines of a voucher must be two at least and add up to zero. %(detail)s"),
        _asked(sql.NOT_BALANCED),
        needs_every_line=True,
    ),
    Check(
        "voucher_date",
        _("%(detail)s lies in no open period. Reopen it, or leave these days out (from, until)."),
        _outside_open_periods,
    ),
    Check(
        "number",
        _("Voucher %(detail)s is there already with other content."),
        _asked(sql.CHANGED),
        needs_every_line=True,
    ),
)

GENERAL_JOURNAL_FILE = ImportKind(
    name=GENERAL_JOURNALS,
    position=49,
    label=_("General journals"),
    roles=_ROLES,
    day_field="voucher_date",
    fields=(
        _NUMBER,
        _DATE,
        _HEAD_TEXT,
        Field("account_type", _TYPE, _("ledger, customer or bank"), default=LineType.LEDGER),
        Field(
            "account",
            _ACCOUNT,
            _("number of the ledger account (no control account) or customer, or code of the bank account"),
            is_required=True,
        ),
        _AMOUNT,
        Field("offset_type", _TYPE, _("ledger, customer or bank"), default=LineType.LEDGER),
        _OFFSET,
        _OF_VOUCHER,
        Field("line_currency", _CURRENCY, _("currency of the line; empty: that of the voucher")),
        Field("document", Text(most=40, is_code=True), _("number of what a customer owes by the line")),
        _LINE_TEXT,
        Field("journal_name", Text(most=10, is_code=True), _("code of the journal name; empty: the first one")),
    ),
    checks=_CHECKS,
    count=_count,
    write=_write,
    list_page="journals:general_journals",
    tables=("journals_generalvoucher", "journals_generalvoucherline"),
)

GENERAL_VOUCHER_FILE = ImportKind(
    name=GENERAL_VOUCHERS,
    position=50,
    label=_("General vouchers"),
    roles=_ROLES,
    day_field="voucher_date",
    fields=(
        _NUMBER,
        _DATE,
        _HEAD_TEXT,
        Field("account", _ACCOUNT, _("number of the ledger account; no control account"), is_required=True),
        _AMOUNT,
        _OFFSET,
        _OF_VOUCHER,
        _LINE_TEXT,
    ),
    checks=_CHECKS,
    count=_count,
    write=_write,
    list_page="journals:general_vouchers",
)
