# ruff: noqa: E501 (tables of SQL)
"""Tampering through the connection of the program, and what the guards refuse even to the owner."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pghistory.models
import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.db.models import F

from arclose.ledger.closing import change_status
from arclose.ledger.constraints import CompanyForeignKey
from arclose.ledger.grants import posted_tables
from arclose.ledger.models import Company, FiscalPeriod, LedgerEntry, NumberSeriesCounter, Voucher
from arclose.operations.owner import connected_as_owner
from customers.models import Customer, Invoice
from tests.builders import a_company, a_controller, a_customer, a_returned_order, an_order
from tests.customers.posting import findings, posted

# Each test leaves the books of this module as they are: it takes back what it manages to do.
pytestmark = pytest.mark.usefixtures("books")
POSTED = {model._meta.db_table: model for model in apps.get_models() if model._meta.db_table in posted_tables()}


@pytest.fixture(scope="module")
def books(django_db_blocker: Any, database_put_back: Callable[[], None]) -> Iterator[Company]:
    """Two companies, A and B, with an invoice and a credit note each; A's September is on hold, its August closed."""
    with django_db_blocker.unblock():
        for code in ("B", "A"):
            company = a_company(code=code, first_year=2026)
            customer = a_customer(company, number=code)
            [invoice] = posted(an_order(customer))
            posted(a_returned_order(customer, ("-1", "10"), credited_invoice=invoice))
            an_order(customer, number=f"OPEN-{code}")
        for month, statuses in (("2026-09", ["on_hold"]), ("2026-08", ["on_hold", "permanently_closed"])):
            for status in statuses:
                period = FiscalPeriod.objects.get(company=company, name=month)
                change_status(period=period, status=status, changed_by=a_controller(company))
        yield company
        database_put_back()


def attempt(statement: str) -> None:
    """Execute statements as the program, to the point where they would commit, and take them back."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_filled_in(statement))
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        transaction.set_rollback(True)


def _filled_in(statement: str) -> str:
    values = {
        "A": "(SELECT id FROM ledger_company WHERE code = 'A')",
        "B": "(SELECT id FROM ledger_company WHERE code = 'B')",
        "POSTING": "(SELECT min(id) FROM ledger_posting WHERE company_id = (SELECT id FROM ledger_company WHERE code = 'A'))",
        "SERIES": "(SELECT id FROM ledger_numberseries WHERE purpose = 'voucher' AND company_id ="
        " (SELECT id FROM ledger_company WHERE code = 'A'))",
        "USER": "(SELECT min(id) FROM auth_user)",
    }
    for name, value in values.items():
        statement = statement.replace("{" + name + "}", value)
    return statement


# --- rows that are posted ---------------------------------------------------------------------------------------------


def assert_refused_for_every_posted_table(act: Callable[[str], None], says: str) -> None:
    """Do something to each table of what is posted, and name those where the database does not refuse it so."""
    answers = dict.fromkeys(posted_tables(), "done")
    for table in answers:
        try:
            act(table)
        except DatabaseError as refused:
            answers[table] = str(refused)
    assert len(answers) > 40
    assert {table: answer for table, answer in answers.items() if not re.search(says, answer)} == {}


@pytest.mark.parametrize(
    "statement",
    [
        'UPDATE "{table}" SET company_id = company_id',
        'DELETE FROM "{table}"',
        'TRUNCATE "{table}" CASCADE',
        'MERGE INTO "{table}" t USING "{table}" s ON t.id = s.id WHEN MATCHED THEN DELETE',
        'INSERT INTO "{table}" SELECT * FROM "{table}" ON CONFLICT (id) DO UPDATE SET company_id = EXCLUDED.company_id',
        'LOCK TABLE "{table}" IN ACCESS EXCLUSIVE MODE',
        'ALTER TABLE "{table}" DISABLE TRIGGER USER',
        'ALTER TABLE "{table}" DISABLE TRIGGER ALL',
        'DROP TABLE "{table}" CASCADE',
        'ALTER TABLE "{table}" OWNER TO CURRENT_USER',
    ],
    ids=lambda statement: " ".join(statement.split()[:2]) + statement[-12:],
)
def test_it_may_not_touch_what_is_posted(statement: str) -> None:
    assert_refused_for_every_posted_table(
        lambda table: attempt(statement.replace("{table}", table)), r"permission denied|must be owner|never change"
    )


@pytest.mark.parametrize("table", sorted(POSTED))
def test_it_may_not_touch_what_is_posted_by_orm(table: str) -> None:
    rows = POSTED[table].objects.all()
    for change in (
        lambda: rows.update(company=F("company")),
        lambda: rows._raw_delete(rows.db),
        lambda: rows.model(pk=0, company_id=0).delete(),
        lambda: [row.save() for row in rows[:1]] or rows.update(company=F("company")),
        lambda: rows.bulk_update(list(rows[:1]) or [rows.model(pk=1, company_id=1)], ["company"]),
    ):
        with transaction.atomic(), pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            change()


@pytest.mark.parametrize("statement", ["UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_not_even_the_owner_changes_what_is_posted_in_passing(statement: str) -> None:
    with connected_as_owner(), connection.cursor() as cursor:
        assert_refused_for_every_posted_table(lambda table: cursor.execute(statement.format(table)), "never change")


# --- rows that should not come in -------------------------------------------------------------------------------------

VOUCHER = (
    "INSERT INTO ledger_voucher (company_id, posting_id, document_type, document_id, document_part, series_id,"
    " fiscal_year_id, sequence_number, number, posting_date, period_id, text, sealed_by_transaction)"
    " SELECT {company}, {posting}, 'tamper', 1, 0, {SERIES}, p.fiscal_year_id, {number}, 'X', '{day}', p.id, 'x', {seal}"
    " FROM ledger_fiscalperiod p WHERE p.company_id = {of} AND p.name = '{period}';"
)
ENTRY = (
    "INSERT INTO ledger_ledgerentry (company_id, voucher_id, account_id, posting_date, posting_type, currency_id,"
    " transaction_currency_amount, accounting_currency_amount)"
    " SELECT v.company_id, v.id, a.id, v.posting_date, 'ledger_journal', 'EUR', {amount}, {amount}"
    " FROM ledger_voucher v JOIN ledger_ledgeraccount a ON a.company_id = {accounts} AND a.number = '4000'"
    " WHERE v.company_id = {A} AND v.number = {voucher};"
)
OPEN_POSTING = (
    "INSERT INTO ledger_posting (company_id, kind, key, fingerprint, posted_by_id) VALUES ({A}, 'x', 'x', '', {USER});"
)
NOW = "pg_current_xact_id()::text::bigint"


MADE = "(SELECT id FROM ledger_posting WHERE company_id = {A} AND key = 'x')"
SEAL = (
    "INSERT INTO ledger_postingseal (company_id, posting_id, position, previous_digest, digest, digest_form)"
    " SELECT {A}, " + MADE + ", 999, '', '', 2;"
)


def voucher(*entries: str, **values: str) -> str:
    """A posting of one voucher with a seal of the tamperer's own making."""
    defaults = {
        "company": "{A}", "posting": MADE, "number": "3", "day": "2026-10-20", "seal": NOW, "of": "{A}",
        "period": "2026-10",
    }  # fmt: skip
    result = VOUCHER
    for name, value in (defaults | values).items():
        result = result.replace("{" + name + "}", value)
    return OPEN_POSTING + result + "".join(entries) + SEAL


def entry(amount: str, *, of: str = "'X'", accounts: str = "{A}") -> str:
    return ENTRY.replace("{amount}", amount).replace("{voucher}", of).replace("{accounts}", accounts)


def beside(statement: str) -> str:
    """A posting of rows beside the books, with a seal of the tamperer's own making."""
    return OPEN_POSTING + statement + SEAL


def again(table: str, **values: str) -> str:
    """The first row of A in a table once more, with some values of the tamperer's own."""
    model = next(model for model in apps.get_models() if model._meta.db_table == table)
    columns = [field.column for field in model._meta.concrete_fields if field.column != "id"]
    chosen = ", ".join(values.get(column, column) for column in columns)
    return (
        f"INSERT INTO {table} ({', '.join(columns)}) SELECT {chosen} FROM {table}"
        f" WHERE id = (SELECT min(id) FROM {table} WHERE company_id = {{A}});"
    )


def settlement(day: str, *, posting: str = MADE) -> str:
    amounts = "1, 1, 1, NULL"
    first = "(SELECT {}(id) FROM customers_customertransaction WHERE company_id = {{A}})"
    return (
        "INSERT INTO customers_settlement (company_id, posting_id, settlement_date, debit_transaction_id,"
        " credit_transaction_id, transaction_currency_amount, debit_accounting_amount, credit_accounting_amount,"
        f" reversal_of_id) SELECT {{A}}, {posting}, '{day}', {first.format('min')}, {first.format('max')}, {amounts};"
    )


def worthless(day: str, number: str, posting: str = MADE) -> str:
    """An invoice of nothing, with no voucher, of the order that is open."""
    values = {
        "posting_id": posting, "order_id": "(SELECT max(id) FROM customers_salesorder WHERE company_id = {A})",
        "number": "'W'", "sequence_number": number, "invoice_date": f"'{day}'", "net_amount": "0", "tax_amount": "0",
        "total_amount": "0", "has_voucher": "false",
    }  # fmt: skip
    return again("customers_invoice", **values)


OPENING = (
    "INSERT INTO customers_openingdocument (company_id, posting_id, currency_id, take_over_date, source)"
    " VALUES ({A}, " + MADE + ", 'EUR', '{day}', 'x');"
)
OPENING_BALANCE = (
    OPEN_POSTING
    + OPENING.replace("{day}", "2026-10-01")
    + SEAL
    + "INSERT INTO customers_openingbalance (company_id, document_id, control_account_id, is_debit,"
    " transaction_currency_amount, accounting_currency_amount) SELECT {A}, (SELECT max(id) FROM"
    " customers_openingdocument), (SELECT min(id) FROM ledger_ledgeraccount WHERE company_id = {A}), true, 1, 1;"
)


# What waits for the commit is asked to speak in the middle, and then to wait again.
SPEAK, DEFER = "SET CONSTRAINTS ALL IMMEDIATE;", "SET CONSTRAINTS ALL DEFERRED;"
LOOK_AWAY = (
    "CREATE OR REPLACE FUNCTION public._pgtrigger_should_ignore(trigger_name NAME) RETURNS boolean"
    " LANGUAGE sql AS 'SELECT true'"
)
PAIR = (entry("5"), entry("-5"))
ANOTHER = (
    voucher(number="4")
    .replace(OPEN_POSTING, "")
    .replace(SEAL, "")
    .replace("'tamper', 1", "'tamper', 2")
    .replace("'X'", "'Y'")
)
FIRST = "(SELECT min(number) FROM ledger_voucher WHERE company_id = {A})"
# what | statement | what the database says
REFUSED = [
    ("a late pair of entries", entry("5", of=FIRST) + entry("-5", of=FIRST), "in the transaction that makes"),
    ("a late voucher without entries", voucher(), "at least two are needed"),
    ("one entry", voucher(entry("5")), "at least two are needed"),
    ("an unbalanced voucher", voucher(entry("5"), entry("-4")), "is not balanced"),
    ("a balanced pair after the seal", voucher(*PAIR) + "".join(PAIR), "is sealed, no entry joins it"),
    ("an entry after the guards have spoken", voucher(*PAIR) + SPEAK + entry("5"), "is sealed, no entry joins it"),
    ("a pair after the guards have spoken", voucher(*PAIR) + SPEAK + DEFER + "".join(PAIR), "is sealed, no entry joins it"),
    ("a voucher after the guards have spoken", voucher(*PAIR) + SPEAK + DEFER + ANOTHER, "is sealed, no voucher joins it"),
    ("a seal before its entries", voucher(*PAIR).replace(SEAL, "") + SPEAK, "is not sealed"),
    ("a seal that covers no documents", voucher(*PAIR).replace("'', '', 2;", "'', '', 1;"), "covers the documents"),
    ("an even settlement on hold", beside(settlement("2026-09-20")), "lies in 2026-09, which is on_hold"),
    ("a settlement in no period", beside(settlement("2031-01-01")), "lies in no period"),
    ("a settlement in an old posting", settlement("2026-10-20", posting="{POSTING}"), "is sealed, no row of customers_settlement"),
    ("a settlement after the seal", voucher(*PAIR) + settlement("2026-10-20"), "is sealed, no row of customers_settlement"),
    ("a second tax row", again("customers_taxrow", number="9"), "is sealed, no row of customers_taxrow"),
    ("a second invoice line", again("customers_invoiceline", line_number="9"), "is sealed, no row of customers_invoiceline"),
    ("a second transaction", again("customers_customertransaction", invoice_id="NULL"), "is sealed, no row of customers_customer"),
    ("a second opening balance", OPENING_BALANCE, "is sealed, no row of customers_openingbalance"),
    ("an opening document on hold", beside(OPENING.replace("{day}", "2026-09-01")), "lies in 2026-09, which is on_hold"),
    ("a worthless invoice on hold", beside(worthless("2026-09-20", "3")), "lies in 2026-09, which is on_hold"),
    ("a worthless invoice that is a preview", beside(worthless("2026-10-20", "-5")), "is a preview"),
    ("a worthless invoice in an old posting", worthless("2026-10-20", "3", "{POSTING}"), "is sealed, no row of customers_invoice"),
    ("a transaction beside its voucher", voucher(*PAIR).replace(SEAL, "") + again("customers_customertransaction", invoice_id="NULL", posting_id=MADE) + SEAL,
     "of another posting or date than its voucher"),
    ("not a number", voucher(entry("'NaN'::numeric"), entry("'NaN'::numeric")), "ledger_entry_is_a_number"),
    ("infinity", voucher(entry("'Infinity'::numeric")), "overflow"),
    ("less infinity", voucher(entry("'-Infinity'::numeric")), "overflow"),
    ("19 digits", voucher(entry("1e18"), entry("-1e18")), "overflow|ledger_entry_is_a_number"),
    ("an entry of nothing", voucher(entry("0"), entry("0")), "ledger_entry_is_not_zero"),
    ("an account of B", voucher(entry("5", accounts="{B}")), "ledger_entry_account"),
    ("a voucher on hold", voucher(day="2026-09-20", period="2026-09"), "period 2026-09 is on_hold"),
    ("a voucher into a closed period", voucher(day="2026-08-20", period="2026-08"), "is permanently_closed"),
    ("a date outside its period", voucher(day="2026-09-20"), "is not open"),
    ("the period of B", voucher(of="{B}"), "is not open|voucher_period|voucher_fiscal_year"),
    ("a posting of B", voucher(posting="(SELECT max(id) FROM ledger_posting WHERE company_id = {B})"), "voucher_posting|sealed"),
    ("another transaction's seal", voucher(seal="1"), "carries the transaction"),
    ("no seal", voucher(seal="NULL"), "carries the transaction"),
    ("a number twice", voucher(number="1"), "voucher_sequence"),
    ("a gap in the numbers", voucher(*PAIR, number="9"), "without a gap"),
    ("a voucher in a sealed posting", voucher(*PAIR, posting="{POSTING}"), "is sealed"),
    ("a posting without a seal", OPEN_POSTING, "is not sealed"),
    ("a preview that commits", voucher(*PAIR, number="-5"), "is a preview"),
    ("a counter going back", "UPDATE ledger_numberseriescounter SET last_number = last_number - 1", "counts upwards"),
    ("a counter deleted", "DELETE FROM ledger_numberseriescounter", "counts upwards"),
    ("a counter of another series", "UPDATE ledger_numberseriescounter SET series_id = series_id + 1", "counts upwards"),
    ("a counter given away", "UPDATE ledger_numberseriescounter SET company_id = {B} WHERE company_id = {A}", "number_counter"),
    ("a period deleted", "DELETE FROM ledger_fiscalperiod WHERE name = '2026-12'", "is not deleted"),
    ("a year deleted", "DELETE FROM ledger_fiscalyear", "foreign key|is not deleted"),
    ("a period shortened", "UPDATE ledger_fiscalperiod SET end_date = '2026-10-30' WHERE name = '2026-10'", "its days stay"),
    ("periods that overlap", "UPDATE ledger_fiscalperiod SET end_date = '2026-12-01' WHERE name = '2026-11'", "fiscal_period_days"),
    ("a closed period reopened", "UPDATE ledger_fiscalperiod SET status = 'open' WHERE status = 'permanently_closed'", "never reopens"),
    ("a hold nobody made", "UPDATE ledger_fiscalperiod SET status = 'on_hold' WHERE name = '2026-10'", "without a record"),
    ("a hold undone by nobody", "UPDATE ledger_fiscalperiod SET status = 'open' WHERE name = '2026-09' AND status <> 'open'",
     "without a record"),
    ("a shadow of the periods", "CREATE TEMP TABLE ledger_fiscalperiod (id int, status text)", "permission denied"),
    ("a shadow of the entries", "CREATE TABLE pg_temp.ledger_ledgerentry (id int)", "permission denied"),
    ("a schema", "CREATE SCHEMA shadow", "permission denied"),
    ("a function", "CREATE FUNCTION public.f() RETURNS int LANGUAGE sql AS 'SELECT 1'", "permission denied"),
    ("a view", "CREATE VIEW public.v AS SELECT 1", "permission denied"),
    ("triggers off", "SET session_replication_role = replica", "permission denied"),
    ("triggers off for later", "ALTER ROLE CURRENT_USER SET session_replication_role = replica", "permission denied"),
    ("another role", "SET ROLE arclose_owner", "permission denied"),
    ("another user", "SET SESSION AUTHORIZATION arclose_owner", "permission denied"),
    ("numbers of rows set back", "SELECT setval(pg_get_serial_sequence('ledger_voucher', 'id'), 1)", "permission denied"),
    ("the look-away function", LOOK_AWAY, "permission denied|must be owner"),
    ("a user who posted, deleted", "DELETE FROM auth_user WHERE id = (SELECT min(posted_by_id) FROM ledger_posting)", "foreign key"),
    ("an account in use given away", "UPDATE ledger_ledgeraccount SET company_id = {B}, number = 'X' WHERE company_id = {A} AND number = '1100'", "foreign key|keeps its number"),
    ("an account in use renumbered", "UPDATE ledger_ledgeraccount SET number = 'X' WHERE company_id = {A} AND number = '1100'", "keeps its number"),
    ("a series in use renamed", "UPDATE ledger_numberseries SET prefix = 'X' WHERE company_id = {A} AND purpose = 'voucher'", "keeps its prefix"),
    ("a company deleted", "DELETE FROM ledger_company", "foreign key"),
    ("a credit limit that is no number", "UPDATE customers_customer SET credit_limit_amount = 'NaN'", "customer_credit_limit"),
    ("a rate that is no number", "UPDATE ledger_exchangerate SET units_per_base = 'NaN'", "exchange_rate_positive"),
    ("a tax rate that is no number", "UPDATE customers_taxrate SET percent = 'NaN'", "tax_rate_percent"),
    ("a price that is no number", "UPDATE customers_salesorderline SET unit_price = 'NaN'", "sales_order_line_is_a_number"),
    ("a rounding limit that is no number", "UPDATE ledger_company SET rounding_limit_amount = 'NaN'", "company_rounding_limit"),
    ("another accounting currency", "UPDATE ledger_company SET accounting_currency_id = 'USD' WHERE code = 'A'", "keeps its currency"),
    ("other decimals of a currency in use", "UPDATE ledger_currency SET decimals = 0 WHERE code = 'EUR'", "keeps its decimals"),
]  # fmt: skip


@pytest.mark.parametrize(("statement", "says"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_the_database_refuses(statement: str, says: str) -> None:
    with pytest.raises(DatabaseError, match=says):
        attempt(statement)


def test_asking_the_guards_to_look_away_changes_nothing() -> None:
    names = [trigger.get_pgid(Voucher) for trigger in Voucher._meta.triggers]
    wanted = ",".join(f"ledger_voucher:{name.split('_', 1)[1]}" for name in names)
    ignoring = f"SET LOCAL pgtrigger.ignore = '{{{wanted},{','.join(names)}}}';"
    with pytest.raises(DatabaseError, match="period 2026-09 is on_hold"):
        attempt(ignoring + voucher(day="2026-09-20", period="2026-09"))


def test_it_cannot_give_itself_a_right() -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("GRANT UPDATE, DELETE, TRUNCATE ON ledger_voucher TO CURRENT_USER")
        cursor.execute("SELECT has_table_privilege('ledger_voucher', 'UPDATE, DELETE, TRUNCATE')")
        assert cursor.fetchone() == (False,)


def test_deferring_the_guards_changes_nothing() -> None:
    with pytest.raises(DatabaseError, match="at least two"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_filled_in("SET CONSTRAINTS ALL DEFERRED;" + voucher()))


# --- rows of one company that point to another's ----------------------------------------------------------------------

# Kept rows are proved by their probes; what an invoice copies from its order and its items is tied there, and its
# accounts once more on the entries.
WITHOUT_KEY = {
    ("customers.OpenTransaction", "customer"),
    ("customers.OpenTransaction", "transaction"),
    ("customers.Invoice", "payment_terms"),
    ("customers.InvoiceLine", "revenue_account"),
    ("customers.InvoiceLine", "line_discount_account"),
    ("customers.InvoiceLine", "total_discount_account"),
}


def _pointers() -> list[tuple[str, str]]:
    models = [model for model in apps.get_models() if _has_company(model)]
    return [
        (model._meta.label, field.name)
        for model in models
        for field in model._meta.concrete_fields
        if field.remote_field and field.name != "company" and _has_company(field.related_model)
    ]


def _has_company(model: Any) -> bool:
    """Tell whether rows belong to a company; copies that a trigger keeps as history point to nothing that counts."""
    is_own = model._meta.app_label != "access" and not issubclass(model, pghistory.models.Event)
    return is_own and any(field.name == "company" for field in model._meta.concrete_fields)


def test_every_row_that_points_inside_a_company_is_tied_to_it() -> None:
    tied = {
        (model._meta.label, key.field)
        for model in apps.get_models()
        for key in model._meta.constraints
        if isinstance(key, CompanyForeignKey)
    }
    assert set(_pointers()) - tied == WITHOUT_KEY


@pytest.mark.parametrize(
    "model", [NumberSeriesCounter, Customer], ids=lambda model: model.__name__
)  # fmt: skip
def test_a_row_does_not_change_company_under_those_that_point_to_it(books: Company, model: Any) -> None:
    other = Company.objects.get(code="B")
    with pytest.raises(DatabaseError, match="foreign key"), transaction.atomic():
        model.objects.filter(company=books).update(company=other)


def test_a_settlement_of_another_company_is_refused() -> None:
    of_b = settlement("2026-10-31").replace("max(id) FROM customers_customertransaction WHERE company_id = {A}",
                                            "max(id) FROM customers_customertransaction WHERE company_id = {B}")  # fmt: skip
    with pytest.raises(DatabaseError, match="settlement_credit_transaction"):
        attempt(beside(of_b))


def test_the_books_are_as_before(books: Company) -> None:
    companies = list(Company.objects.all())
    assert findings(*companies) == {}
    assert (Voucher.objects.count(), Invoice.objects.count(), LedgerEntry.objects.exists()) == (4, 4, True)
