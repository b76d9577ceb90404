"""Customers and items from a file."""

from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from arclose.imports.kinds import Breach, Check, Field, Figure, ImportKind
from arclose.imports.staging import Staged
from arclose.imports.values import Choice, Country, Day, Flag, Number, Text, Validated
from arclose.ledger.electronic_addresses import validate_electronic_address
from customers.email_addresses import validate_addresses
from customers.imports import sql
from customers.imports.fields import (
    AMOUNT,
    CODE,
    CURRENCY,
    CUSTOMER_NUMBER,
    ITEM_NUMBER,
    MASTER_DATA_ROLES,
    PRICE,
    QUANTITY,
    asked,
    known_code,
)

_CHANGED = _("%(detail)s is there already with other content. Change it in Setup, or leave the line out.")


def _repeated(staged: Staged) -> list[Breach]:
    return [] if staged.mapping.takes_first else staged.breaches(sql.repeated_keys("number"))


_REPEATED = Check(
    "number",
    _("“%(detail)s” stands on an earlier line too. Let the first line win by takes_first = true in the mapping."),
    _repeated,
)


def _counted(statement: str, staged: Staged) -> list[Figure]:
    total, known = staged.rows(statement)[0]
    return [
        Figure(gettext_noop("in the file"), str(total)),
        Figure(gettext_noop("new"), str(total - known)),
        Figure(gettext_noop("there already"), str(known)),
    ]


def _count_customers(staged: Staged) -> list[Figure]:
    return _counted(sql.CUSTOMERS_COUNTED, staged)


def _write_customers(staged: Staged) -> list[Figure]:
    figures = _count_customers(staged)
    staged.execute(sql.INSERT_CUSTOMERS)
    staged.execute(sql.UPDATE_INVOICE_ACCOUNTS)
    return figures


def _count_items(staged: Staged) -> list[Figure]:
    return _counted(sql.ITEMS_COUNTED, staged)


def _write_items(staged: Staged) -> list[Figure]:
    figures = _count_items(staged)
    staged.execute(sql.INSERT_ITEMS)
    return figures


CUSTOMERS = ImportKind(
    name="customers",
    position=10,
    label=_("Customers"),
    roles=MASTER_DATA_ROLES,
    fields=(
        Field("number", CUSTOMER_NUMBER, _("customer number"), is_required=True),
        Field("name", Text(most=160), _("name"), is_required=True),
        Field("customer_group", CODE, _("code of the customer group"), is_required=True),
        Field("country", Country(), _("country of the address"), is_required=True),
        Field("currency", CURRENCY, _("currency"), is_required=True),
        Field("payment_terms", CODE, _("code of the payment terms"), is_required=True),
        Field("posting_profile", CODE, _("code of the posting profile"), is_required=True),
        Field("tax_group", CODE, _("code of the tax group"), is_required=True),
        Field("invoice_account", CUSTOMER_NUMBER, _("number of the customer that is invoiced instead")),
        Field("prices_include_tax", Flag(), _("whether the customer's prices include tax"), default="false"),
        Field("address", Text(most=1000), _("address")),
        Field("vat_number", Text(most=20, is_code=True), _("VAT number")),
        Field(
            "email",
            Validated(most=254, is_code=True, check=validate_email),
            _("e-mail address that invoices and statements are sent to"),
        ),
        Field(
            "invoice_emails",
            Validated(most=500, is_code=True, check=validate_addresses),
            _("e-mail addresses that invoices and confirmations are sent to instead, separated by commas"),
        ),
        Field(
            "statement_emails",
            Validated(most=500, is_code=True, check=validate_addresses),
            _("e-mail addresses that statements are sent to instead, separated by commas"),
        ),
        Field("is_emailed", Flag(), _("whether what is posted is e-mailed to the customer"), default="false"),
        Field("is_ubl_attached", Flag(), _("whether e-mails of invoices carry the UBL file"), default="false"),
        Field(
            "electronic_address",
            Validated(most=60, is_code=True, check=validate_electronic_address),
            _("where a network delivers electronic invoices to, such as 0106:12345678"),
        ),
        Field("language", Choice(words=("en", "nl")), _("language of the documents: en or nl; empty: the company's")),
        Field("credit_limit", AMOUNT, _("credit limit; empty: none")),
        Field("credit_limit_currency", CURRENCY, _("currency of the limits; empty: the accounting currency")),
        Field("credit_limit_expires", Day(), _("last day of the credit limit; empty: it does not expire")),
        Field("temporary_limit", AMOUNT, _("limit that counts instead on the days of the next two fields")),
        Field("temporary_limit_from", Day(), _("first day of the temporary limit")),
        Field("temporary_limit_to", Day(), _("last day of the temporary limit")),
        Field("is_credit_limit_mandatory", Flag(), _("whether the limit is always checked"), default="false"),
        Field("credit_group", CODE, _("code of the credit group whose limit it shares")),
        Field("is_credit_stopped", Flag(), _("whether the customer has a credit stop"), default="false"),
        Field("is_blocked", Flag(), _("whether the customer is blocked"), default="false"),
    ),
    checks=(
        _REPEATED,
        known_code("customer_group"),
        known_code("currency"),
        known_code("payment_terms"),
        known_code("posting_profile"),
        known_code("tax_group"),
        Check(
            "invoice_account",
            _("There is no customer %(detail)s, neither here nor in the file."),
            asked(sql.INVOICE_ACCOUNTS_MISSING),
            needs_every_line=True,
        ),
        known_code("credit_limit_currency"),
        known_code("credit_group"),
        Check(
            "temporary_limit",
            _("A temporary limit has an amount, a first and a last day, and stands beside a credit limit."),
            asked(sql.TEMPORARY_LIMITS_WRONG),
        ),
        Check("number", _CHANGED, asked(sql.CUSTOMERS_CHANGED)),
    ),
    count=_count_customers,
    write=_write_customers,
    list_page="customers:customers",
)

ITEMS = ImportKind(
    name="items",
    position=20,
    label=_("Items"),
    roles=MASTER_DATA_ROLES,
    fields=(
        Field("number", ITEM_NUMBER, _("item number"), is_required=True),
        Field("name", Text(most=160), _("name; empty: the number")),
        Field("item_group", CODE, _("code of the item group"), is_required=True),
        Field("item_type", Choice(words=("goods", "service")), _("goods or service"), default="goods"),
        Field("item_tax_group", CODE, _("code of the item tax group"), is_required=True),
        Field("unit_price", PRICE, _("price per unit, net of tax"), default="0"),
        Field("standard_cost", AMOUNT, _("standard cost per unit"), default="0"),
        Field("on_hand", QUANTITY, _("quantity on hand"), default="0"),
        Field("commodity_code", Text(most=10, is_code=True), _("commodity code")),
        Field("net_mass_kilograms", Number(digits=8, decimals=4, least=0), _("net mass in kilograms")),
        Field("country_of_origin", Country(), _("country of origin")),
        Field("is_blocked", Flag(), _("whether the item is blocked"), default="false"),
    ),
    checks=(
        _REPEATED,
        known_code("item_group"),
        known_code("item_tax_group"),
        Check("number", _CHANGED, asked(sql.ITEMS_CHANGED)),
    ),
    count=_count_items,
    write=_write_items,
)
