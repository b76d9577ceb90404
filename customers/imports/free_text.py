"""Free text invoices from flat lines: an invoice per number, its head repeated on each of its lines."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from arclose.imports.kinds import Breach, Check, Field, Figure, ImportKind
from arclose.imports.staging import Staged
from arclose.imports.values import Choice, Country, Day, Flag, Number, Text
from customers.imports import free_text_sql, order_sql
from customers.imports.fields import (
    AMOUNT,
    CODE,
    CURRENCY,
    CUSTOMER_NUMBER,
    ORDERS_AND_OPENING_ROLES,
    PRICE,
    QUANTITY,
    asked,
    known_code,
)


def _outside_open_periods(staged: Staged) -> list[Breach]:
    return staged.outside_open_periods(free_text_sql.PERIODS_NOT_OPEN, day="invoice_date")


def _heads_differ(staged: Staged) -> list[Breach]:
    return staged.breaches(order_sql.heads_differ(staged.names, heads=free_text_sql.HEADS))


def _line_numbers_repeated(staged: Staged) -> list[Breach]:
    if staged.constants.get("line_number", "") is None:
        return []
    return staged.breaches(order_sql.LINE_NUMBERS_REPEATED)


def _count(staged: Staged) -> list[Figure]:
    """Count invoices with their net amounts, so that they can be laid beside the source's own."""
    figures, known = [], 0
    what = gettext_noop("free text invoices")
    for currency, invoices, there, lines, net in staged.rows(free_text_sql.COUNTED):
        figures.append(Figure(what, str(invoices)))
        figures.append(Figure(gettext_noop("%(what)s: lines"), str(lines), {"what": what}))
        if net is not None:
            words = {"what": what, "currency": currency}
            figures.append(Figure(gettext_noop("%(what)s: net %(currency)s"), str(net), words))
        known += there
    return [*figures, Figure(gettext_noop("there already"), str(known))]


def _write(staged: Staged) -> list[Figure]:
    """Make invoices that wait, then their lines."""
    figures = _count(staged)
    invoices = staged.execute(free_text_sql.INSERT_INVOICES, user=staged.user.pk)
    lines = staged.execute(free_text_sql.INSERT_LINES)
    return [
        *figures,
        Figure(gettext_noop("free text invoices made"), str(invoices)),
        Figure(gettext_noop("lines made"), str(lines)),
    ]


FREE_TEXT_INVOICES = ImportKind(
    name="free-text-invoices",
    position=40,
    label=_("Free text invoices"),
    roles=ORDERS_AND_OPENING_ROLES,
    day_field="invoice_date",
    fields=(
        Field("number", Text(most=60, is_code=True), _("number in its source; lines of one are one invoice"), True),
        Field("customer", CUSTOMER_NUMBER, _("customer number"), is_required=True),
        Field("invoice_account", CUSTOMER_NUMBER, _("customer who is invoiced; empty: the customer's own")),
        Field("invoice_date", Day(), _("date it is to be invoiced on"), is_required=True),
        Field("supply_date", Day(), _("day of the supply; empty: the invoice date")),
        Field("release_date", Day(), _("day before which it is not posted")),
        Field("currency", CURRENCY, _("currency; empty: the customer's")),
        Field("payment_terms", CODE, _("code of the payment terms; empty: the customer's")),
        Field("tax_group", CODE, _("code of the tax group; empty: the customer's")),
        Field("delivery_country", Country(), _("country of delivery; empty: the customer's")),
        Field("prices_include_tax", Flag(), _("whether prices include tax; empty: as the customer has it")),
        Field("posting_profile", CODE, _("code of the posting profile; empty: the invoice account's")),
        Field(
            "list_code",
            Choice(words=("triangular", "not_included")),
            _("how the EC sales list takes it; empty: as its tax codes say"),
        ),
        Field("reason", Text(most=200), _("reason")),
        Field("line_number", Number("integer", digits=8, decimals=0, least=1), _("number of the line in its invoice")),
        Field("description", Text(most=200), _("what is invoiced"), is_required=True),
        Field("account", CUSTOMER_NUMBER, _("ledger account that is credited"), is_required=True),
        Field("item_type", Choice(words=("goods", "service")), _("goods or service; empty: as it is taxed")),
        Field("item_tax_group", CODE, _("code of the item tax group; empty: the account's, else the usual one")),
        Field("quantity", QUANTITY, _("quantity"), default="1"),
        Field("unit_price", PRICE, _("price per unit, net of tax unless prices include it"), is_required=True),
        Field("amount", AMOUNT, _("amount of the line, with tax or without as its price; empty: quantity times price")),
    ),
    checks=(
        Check(
            "customer",
            _("There is no customer “%(detail)s”. An administrator imports customers first."),
            known_code("customer").find,
        ),
        known_code("invoice_account"),
        known_code("account"),
        known_code("currency"),
        known_code("payment_terms"),
        known_code("tax_group"),
        known_code("item_tax_group"),
        known_code("posting_profile"),
        Check(
            "account",
            _("Account %(detail)s is a control account: choose one that no subledger keeps."),
            asked(free_text_sql.CONTROL_ACCOUNTS),
        ),
        Check(
            "item_tax_group",
            _("There is no item tax group for account %(detail)s."),
            asked(free_text_sql.TAX_GROUPS_MISSING),
        ),
        Check(
            "supply_date",
            _("The supply on %(detail)s lies more than a year before the invoice: look at its year."),
            asked(free_text_sql.SUPPLIED_LONG_BEFORE),
        ),
        Check("number", _("The lines of one invoice differ in their head. %(detail)s"), _heads_differ),
        Check(
            "line_number",
            _("A line number stands twice in its invoice, or on some of its lines only: %(detail)s"),
            _line_numbers_repeated,
        ),
        Check(
            "quantity", _("The amount of a line of %(detail)s is too large."), asked(free_text_sql.AMOUNTS_TOO_LARGE)
        ),
        Check(
            "invoice_date",
            _("%(detail)s lies in no open period. Reopen it, or leave these days out (from, until)."),
            _outside_open_periods,
        ),
        Check(
            "number",
            _("Free text invoice %(detail)s is there already with other content."),
            asked(free_text_sql.CHANGED),
            needs_every_line=True,
        ),
    ),
    count=_count,
    write=_write,
    list_page="customers:free_text_invoices",
    tables=("customers_freetextinvoice", "customers_freetextchange", "customers_freetextline"),
)
