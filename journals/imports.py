"""General vouchers from a file: a voucher per number, a debit or credit per line."""

from collections.abc import Callable, Sequence

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from arclose.imports.kinds import Breach, Check, Field, Figure, ImportKind
from arclose.imports.staging import Staged
from arclose.imports.values import Day, Number, Text
from arclose.ledger.models import Company
from journals import sql
from journals.acts import begin_journal
from journals.kinds.general import GENERAL_VOUCHERS
from journals.models import JournalName, JournalType


def _asked(statement: str) -> Callable[[Staged], Sequence[Breach]]:
    return lambda staged: staged.breaches(statement, accounting=staged.company.accounting_currency_id)


def _outside_open_periods(staged: Staged) -> list[Breach]:
    return staged.outside_open_periods(sql.PERIODS_NOT_OPEN, day="voucher_date")


def _count(staged: Staged) -> list[Figure]:
    figures = []
    for currency, vouchers, known, lines, turnover in staged.rows(
        sql.COUNTED, accounting=staged.company.accounting_currency_id
    ):
        words = {"currency": currency}
        figures += [
            Figure(gettext_noop("vouchers in %(currency)s"), str(vouchers), words),
            Figure(gettext_noop("vouchers in %(currency)s: there already"), str(known), words),
            Figure(gettext_noop("vouchers in %(currency)s: lines"), str(lines), words),
            Figure(gettext_noop("vouchers in %(currency)s: amounts without their signs"), str(turnover), words),
        ]
    return figures


def _without_journal(staged: Staged) -> list[Breach]:
    return [] if _usual_name(staged.company) else [Breach(0, "")]


def _usual_name(company: Company) -> JournalName | None:
    names = JournalName.objects.filter(company=company, journal_type=JournalType.GENERAL)
    return names.order_by("code").first()


def _write(staged: Staged) -> list[Figure]:
    name, source = _usual_name(staged.company), f"import {staged.run_id}"
    assert name, "the checks found one"
    journal = begin_journal(company=staged.company, name=name, text=source, created_by=staged.user, key=source)
    facts = {
        "accounting": staged.company.accounting_currency_id,
        "source": source,
        "journal": journal.pk,
        "user": staged.user.pk,
    }
    figures = _count(staged)
    vouchers = staged.execute(sql.INSERT_VOUCHERS, **facts)
    lines = staged.execute(sql.INSERT_LINES, **facts)
    return [
        *figures,
        Figure(gettext_noop("vouchers made"), str(vouchers)),
        Figure(gettext_noop("lines made"), str(lines)),
    ]


_ACCOUNT = Text(most=20, is_code=True)

GENERAL_VOUCHER_FILE = ImportKind(
    name=GENERAL_VOUCHERS,
    position=50,
    label=_("General vouchers"),
    roles=frozenset({"clerk", "controller"}),
    day_field="voucher_date",
    fields=(
        Field("number", Text(most=30, is_code=True), _("number; lines of one number are one voucher"), True),
        Field("voucher_date", Day(), _("date it is to be posted on"), is_required=True),
        Field("text", Text(most=200), _("text of the voucher"), is_required=True),
        Field("account", _ACCOUNT, _("number of the ledger account; no control account"), is_required=True),
        Field("amount", Number(digits=15), _("amount, debit above zero, credit below"), is_required=True),
        Field("offset_account", _ACCOUNT, _("account that gets the opposite amount, on a line of its own")),
        Field("currency", Text(most=3, is_code=True), _("currency; empty: the accounting currency")),
        Field("line_text", Text(most=200), _("text of the line")),
    ),
    checks=(
        Check(
            "number",
            _("The company has no journal name for general journals: an administrator adds one in Setup.%(detail)s"),
            _without_journal,
        ),
        Check("account", _("There is no account %(detail)s."), _asked(sql.ACCOUNTS_MISSING)),
        Check(
            "account",
            _("Account %(detail)s is a control account or blocked: nobody posts to it by hand."),
            _asked(sql.CONTROL_ACCOUNTS),
        ),
        Check("currency", _("There is no currency “%(detail)s”."), _asked(sql.CURRENCIES_MISSING)),
        Check(
            "amount",
            _("%(detail)s is zero, or has more decimals than its currency."),
            _asked(sql.AMOUNTS_TOO_FINE),
        ),
        Check(
            "number", _("The lines of voucher %(detail)s differ in date, text or currency."), _asked(sql.HEADS_DIFFER)
        ),
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
    ),
    count=_count,
    write=_write,
    list_page="journals:general_vouchers",
)
