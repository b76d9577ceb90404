# ruff: noqa: E501, ISC004  (a table: one breach per row)
"""Every probe finds what it is for: the books are broken as the owner, past the guards, and taken back."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from arclose.ledger import probes
from arclose.ledger.closing import change_status
from arclose.ledger.models import Company, FiscalPeriod
from arclose.operations.owner import connected_as_owner
from customers.invoicing import post_invoices
from tests import builders

FIRST_ENTRY = "(SELECT min(id) FROM ledger_ledgerentry)"
FIRST_VOUCHER = "(SELECT min(id) FROM ledger_voucher)"
NO_VOUCHER_KEY = "ALTER TABLE customers_customertransaction DROP CONSTRAINT customer_transaction_voucher;"

# probe | what its finding says | what breaks it
BREAKS = [
    ("vouchers", "has 1 entries", f"DELETE FROM ledger_ledgerentry WHERE voucher_id = {FIRST_VOUCHER} AND id > {FIRST_ENTRY}"),
    ("vouchers", "is not balanced", f"UPDATE ledger_ledgerentry SET accounting_currency_amount = 7 WHERE id = {FIRST_ENTRY}"),
    ("vouchers", "finer than its currency", "UPDATE ledger_ledgerentry SET transaction_currency_amount = transaction_currency_amount"
     f" * 1.001 WHERE voucher_id = {FIRST_VOUCHER}"),
    ("vouchers", "of another date", f"UPDATE ledger_ledgerentry SET posting_date = '2026-09-30' WHERE id = {FIRST_ENTRY}"),
    ("vouchers", "the voucher with id 0", "ALTER TABLE ledger_ledgerentry DROP CONSTRAINT ledger_entry_voucher;"
     f" UPDATE ledger_ledgerentry SET voucher_id = 0 WHERE id = {FIRST_ENTRY}"),
    ("voucher numbers", "4 vouchers with 4 numbers from 1 to 9", "UPDATE ledger_voucher SET sequence_number = 9 WHERE sequence_number = 4"),
    ("voucher numbers", "the counter stands at 40", "UPDATE ledger_numberseriescounter SET last_number = 40 WHERE last_number = 4"),
    ("voucher numbers", "with 3 numbers", "ALTER TABLE ledger_voucher DROP CONSTRAINT voucher_sequence;"
     " UPDATE ledger_voucher SET sequence_number = 3 WHERE sequence_number = 4"),
    ("voucher numbers", "series 0/", "ALTER TABLE ledger_voucher DROP CONSTRAINT voucher_series;"
     f" UPDATE ledger_voucher SET series_id = 0 WHERE id = {FIRST_VOUCHER}"),
    ("voucher periods", "lies outside its period", "ALTER TABLE ledger_voucher DROP CONSTRAINT voucher_period;"
     f" UPDATE ledger_voucher SET period_id = 0 WHERE id = {FIRST_VOUCHER}"),
    ("voucher periods", "lies outside its period", f"UPDATE ledger_voucher SET posting_date = '2026-08-31' WHERE id = {FIRST_VOUCHER}"),
    ("voucher periods", "after 2026-09 was closed", "UPDATE ledger_posting SET posted_at = posted_at + interval '1 day'"),
    ("voucher periods", "has not reached", f"UPDATE ledger_voucher SET sealed_by_transaction = 2^40 WHERE id = {FIRST_VOUCHER}"),
    ("documents", "is posted 2 times", "ALTER TABLE ledger_voucher DROP CONSTRAINT voucher_once_per_document;"
     " UPDATE ledger_voucher SET document_id = (SELECT document_id FROM ledger_voucher ORDER BY id LIMIT 1)"
     " WHERE id = (SELECT min(id) + 1 FROM ledger_voucher)"),
    ("balances", "the kept balance is", "UPDATE ledger_accountbalance SET transaction_currency_amount = transaction_currency_amount + 1"),
    ("balances", "the kept balance is 0", "DELETE FROM ledger_accountbalance"),
    ("balances", "the account with id 0", "ALTER TABLE ledger_ledgerentry DROP CONSTRAINT ledger_entry_account;"
     f" UPDATE ledger_ledgerentry SET account_id = 0 WHERE id = {FIRST_ENTRY}"),
    ("limits", "clearing account", "UPDATE ledger_ledgeraccountevent SET is_clearing_account = true WHERE number = '8000'"),
    ("limits", "above the company's limit", "INSERT INTO ledger_ledgerentry (company_id, voucher_id, account_id, posting_date,"
     " posting_type, currency_id, transaction_currency_amount, accounting_currency_amount)"
     " SELECT v.company_id, v.id, r.account_id, v.posting_date, 'rounding', 'EUR', 0, 5"
     " FROM ledger_automaticaccount r JOIN ledger_voucher v USING (company_id) WHERE r.purpose = 'rounding'"),
    ("limits", "on account 8000, above the company's limit then", "UPDATE ledger_ledgerentry SET posting_type = 'rounding'"
     " WHERE account_id = (SELECT id FROM ledger_ledgeraccount WHERE number = '8000')"),
    ("limits", "above the company's limit then", "UPDATE ledger_ledgerentry SET posting_type = 'rounding' WHERE posting_type = 'revenue';"
     " UPDATE ledger_company SET rounding_limit_amount = 1000000"),
    ("statuses", "the last change on record says", "UPDATE ledger_fiscalperiod SET status = 'on_hold' WHERE name = '2026-10'"),
    ("statuses", "the last change on record says", "UPDATE ledger_fiscalperiod SET status = 'open' WHERE name = '2026-09'"),
    ("manifests", "not the one that was written", "UPDATE ledger_periodmanifest SET facts = jsonb_set(facts, '{entries}', '0')"),
    ("manifests", "names other accounts, entries", "DELETE FROM ledger_ledgerentry WHERE posting_date = '2026-09-10'"),
    ("manifests", "names other last_numbers, vouchers", "UPDATE ledger_voucher SET period_id ="
     " (SELECT id FROM ledger_fiscalperiod WHERE name = '2026-10') WHERE posting_date = '2026-09-10'"),
    ("manifests", "without a manifest", "DELETE FROM ledger_periodmanifest"),
    ("chain", "are not what was sealed", f"UPDATE ledger_ledgerentry SET account_id = account_id + 1 WHERE id = {FIRST_ENTRY}"),
    ("chain", "are not what was sealed", f"UPDATE ledger_voucher SET text = 'another' WHERE id = {FIRST_VOUCHER}"),
    ("chain", "are not what was sealed", f"UPDATE ledger_voucher SET is_credit_correction = true WHERE id = {FIRST_VOUCHER}"),
    ("chain", "are not what was sealed", "UPDATE customers_invoice SET due_date = due_date + 1"),
    ("chain", "are not what was sealed", "UPDATE customers_taxrow SET delivery_country = 'BE'"),
    ("chain", "are not what was sealed", "DELETE FROM customers_taxrow"),
    ("chain", "are not what was sealed", "UPDATE customers_customertransaction SET due_date = due_date + 1"),
    ("chain", "are not what was sealed", "INSERT INTO customers_settlement (company_id, posting_id, settlement_date, debit_transaction_id,"
     " credit_transaction_id, transaction_currency_amount, debit_accounting_amount, credit_accounting_amount)"
     " SELECT company_id, posting_id, '2026-10-31', id, id, 1, 1, 1 FROM customers_customertransaction LIMIT 1"),
    ("chain", "are not what was sealed", "UPDATE ledger_postingseal SET digest_form = 1"),
    ("chain", "does not name the one before", "UPDATE ledger_postingseal SET previous_digest = 'x' WHERE position = 2"),
    ("chain", "has no digest", "DELETE FROM ledger_postingseal WHERE position = 2"),
    ("chain", "digest is missing", "DELETE FROM ledger_postingseal WHERE position = 1"),
    ("chain", "is not its last digest", "UPDATE ledger_chainhead SET digest = 'x'"),
    ("chain", "is not its last digest", "DELETE FROM ledger_chainhead"),
    ("companies", "point to a row of another company", "ALTER TABLE ledger_voucher DROP CONSTRAINT voucher_posting;"
     f" UPDATE ledger_voucher SET posting_id = 0 WHERE id = {FIRST_VOUCHER}"),
    ("companies", "point to a row of another company", "ALTER TABLE customers_salesorder DROP CONSTRAINT sales_order_credited;"
     " UPDATE customers_salesorder SET credited_invoice_id = 0 WHERE order_type = 'returned'"),
    ("guards", "switched off", "ALTER TABLE ledger_voucher DISABLE TRIGGER USER"),
    ("guards", "has no guard", "DROP FUNCTION pgtrigger_numbers_only_grow_{hash}() CASCADE"),
    ("guards", "has no key ledger_entry_voucher", "ALTER TABLE ledger_ledgerentry DROP CONSTRAINT ledger_entry_voucher"),
    ("guards", "the key ledger_entry_account of ledger_ledgerentry is not the one", """
        ALTER TABLE ledger_ledgerentry DROP CONSTRAINT ledger_entry_account;
        ALTER TABLE ledger_ledgerentry ADD CONSTRAINT ledger_entry_account
            FOREIGN KEY (account_id) REFERENCES ledger_ledgeraccount (id)"""),
    ("guards", "never checked", "ALTER TABLE ledger_voucher ADD CONSTRAINT late CHECK (id > 0) NOT VALID"),
    ("rights", "may DELETE ledger_voucher", "SELECT 1"),
    ("subledger", "the subledger stands at", "UPDATE customers_subledgerbalance SET accounting_currency_amount = 1"),
    ("subledger", "the ledger at 0", "DELETE FROM ledger_accountbalance"),
    ("subledger balances", "the kept balance is 1", "UPDATE customers_subledgerbalance SET accounting_currency_amount = 1"),
    ("open amounts", "is kept", "DELETE FROM customers_opentransaction"),
    ("open amounts", "opposite sign", "UPDATE customers_opentransaction SET transaction_currency_amount = -transaction_currency_amount"),
    ("open amounts", "which does not exist", "UPDATE customers_opentransaction SET transaction_id = transaction_id + 1000"),
    ("open balances", "of customer", "UPDATE customers_customerbalance SET accounting_currency_amount = 1 WHERE month IS NULL"),
    ("open balances", "of customer", "DELETE FROM customers_customerbalance WHERE month IS NOT NULL"),
    ("open balances", "of what is due on", "UPDATE customers_duebalance SET transaction_currency_amount = 1"),
    ("open balances", "of what is due on", "UPDATE customers_duebalance SET month = month + interval '1 month'"),
    ("orders", "but has no invoice", "UPDATE customers_salesorder SET status = 'invoiced'"),
    ("orders", "of an order that this company has not", "ALTER TABLE customers_invoice DROP CONSTRAINT invoice_order;"
     " UPDATE customers_invoice SET order_id = 0"),
    ("origins", "disagree which orders", "UPDATE customers_invoice SET order_id = NULL WHERE sequence_number = 1"),
    ("origins", "disagree which orders", "UPDATE customers_invoice SET origin = 'free_text', order_id = NULL"),
    ("order statuses", "is open, its lines say invoiced", "UPDATE customers_salesorder SET status = 'open'"),
    ("invoices", "its voucher disagree", "UPDATE customers_invoice SET has_voucher = false"),
    ("invoices", "of another date or posting", "UPDATE customers_invoice SET invoice_date = '2026-09-30'"),
    ("invoices", "customer transaction", "UPDATE customers_customertransaction SET transaction_currency_amount = 1"),
    ("invoices", "of an invoice that this company has not", "ALTER TABLE customers_customertransaction DROP CONSTRAINT customer_transaction_invoice;"
     " UPDATE customers_customertransaction SET invoice_id = 0, transaction_currency_amount = 0, accounting_currency_amount = 0"
     " WHERE id = (SELECT min(id) FROM customers_customertransaction)"),
    ("invoices", "the customer transaction of invoice", f"{NO_VOUCHER_KEY} UPDATE customers_customertransaction SET voucher_id = 0"),
    ("invoices", "is of a voucher that this company has not", f"{NO_VOUCHER_KEY} UPDATE customers_customertransaction"
     " SET voucher_id = 0, invoice_id = NULL"),
    ("invoice sums", "the invoice with id 0", "ALTER TABLE customers_invoiceline DROP CONSTRAINT invoice_line_invoice;"
     " UPDATE customers_invoiceline SET invoice_id = 0 WHERE id = (SELECT min(id) FROM customers_invoiceline)"),
    ("invoice sums", "the invoice with id 0", "ALTER TABLE customers_taxrow DROP CONSTRAINT tax_row_invoice;"
     " UPDATE customers_taxrow SET invoice_id = 0 WHERE id = (SELECT min(id) FROM customers_taxrow)"),
    ("invoice sums", "do not add up to its totals", "ALTER TABLE customers_invoiceline DROP CONSTRAINT invoice_line_net;"
     " UPDATE customers_invoiceline SET net_amount = net_amount + 1"),
    ("invoice sums", "tax rows of invoice", "UPDATE customers_taxrow SET transaction_currency_base_amount = 1"),
    ("invoice sums", "none of its lines is of one", "UPDATE customers_invoiceline SET order_line_id = NULL, item_id = NULL, description = 'x'"),
    ("distributions", "are not its lines", "INSERT INTO customers_invoicelinedistribution (company_id, invoice_line_id, number, account_id,"
     " amount) SELECT company_id, id, 1, revenue_account_id, net_amount + 1 FROM customers_invoiceline LIMIT 1"),
    ("tax rows", "not the sums of its entries", "UPDATE customers_taxrow SET accounting_currency_base_amount = 1"),
    ("invoice numbers", "the counter stands at 3", "UPDATE customers_invoice SET sequence_number = 9 WHERE sequence_number = 3"),
]  # fmt: skip


@pytest.fixture(scope="module")
def books(django_db_blocker: Any, database_put_back: Callable[[], None]) -> Iterator[Company]:
    """Two postings: one in September, which is on hold, one in October with a credit note."""
    with django_db_blocker.unblock():
        yield _posted_books()
        database_put_back()


def _posted_books() -> Company:
    company = builders.a_company()
    controller, customer = builders.a_user(company, "controller"), builders.a_customer(company)
    september = builders.an_order(customer, ("1", "50"), on=builders.date(2026, 9, 10))
    october = [builders.an_order(customer, ("2", "3.33"), ("1", "100")) for _ in range(2)]
    credit = builders.a_returned_order(customer, ("-1", "10"))
    builders.an_order(customer)
    for key, orders in (("september", [september]), ("october", [*october, credit])):
        outcome = post_invoices(company=company, orders=[o.pk for o in orders], posted_by=controller, key=key)
        assert not outcome.left_out
    change_status(
        period=FiscalPeriod.objects.get(company=company, name="2026-09"), status="on_hold", changed_by=controller
    )
    return company


@pytest.fixture(scope="module")
def owner(books: Company, django_db_blocker: Any) -> Iterator[None]:
    """One connection of the owner for all the breaks: to open one takes longer than to look."""
    with django_db_blocker.unblock(), connected_as_owner():
        yield


@pytest.fixture
def as_owner(owner: None) -> Iterator[None]:
    """Work as the owner, past the guards, in a transaction that is taken back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def break_books(statement: str) -> None:
    """Do it past the guards of the tables that it names."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'")
        tables = {name for (name,) in cursor.fetchall()}.intersection(re.findall(r"\w+", statement))
        for table in tables:
            cursor.execute(f'ALTER TABLE "{table}" DISABLE TRIGGER USER')
        if "{hash}" in statement:
            cursor.execute(
                "SELECT right(proname, 5) FROM pg_proc WHERE proname LIKE 'pgtrigger\\_numbers\\_only\\_grow%'"
            )
            statement = statement.replace("{hash}", cursor.fetchone()[0])
        cursor.execute(statement)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        if "DISABLE TRIGGER" not in statement:
            for table in tables:
                cursor.execute(f'ALTER TABLE "{table}" ENABLE TRIGGER USER')


def found_by(name: str, company: Company) -> list[str]:
    """Give what one probe finds."""
    [probe] = [one for one in probes.registered() if one.name == name]
    return list(probe.look(company) if probe.look else probe.look_at_database() if probe.look_at_database else [])


def test_it_finds_nothing_in_sound_books(books: Company, django_db_blocker: Any) -> None:
    with django_db_blocker.unblock():
        call_command("verify", company=books.code)


@pytest.mark.parametrize(("probe", "says", "statement"), BREAKS, ids=[f"{row[0]}-{row[1]}" for row in BREAKS])
def test_it_finds_what_was_broken(books: Company, as_owner: None, probe: str, says: str, statement: str) -> None:
    break_books(statement)
    found = found_by(probe, books)
    assert any(says in finding for finding in found), found


# Set-up of today that says nothing about what was posted before.
CHANGED_SINCE = [
    "UPDATE ledger_ledgeraccount SET is_clearing_account = true",
    "UPDATE ledger_company SET rounding_limit_amount = 0",
    "UPDATE ledger_automaticaccount SET account_id = (SELECT id FROM ledger_ledgeraccount WHERE number = '8000') WHERE purpose = 'rounding'",
]


@pytest.mark.parametrize("statement", CHANGED_SINCE)
def test_it_judges_the_past_by_the_set_up_of_then(books: Company, as_owner: None, statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
    assert found_by("limits", books) == []


def test_the_command_fails_with_the_findings(books: Company, as_owner: None, capsys: Any) -> None:
    break_books("UPDATE ledger_accountbalance SET accounting_currency_amount = 1")
    with pytest.raises(CommandError, match="findings"):
        call_command("verify", company=books.code)
    assert "the kept balance is 1" in capsys.readouterr().out


def test_an_older_database_is_not_proved_but_named(books: Company, as_owner: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'journals'")
    with pytest.raises(CommandError, match=r"lacks \d+ migrations, first journals\..*manage\.py migrate"):
        call_command("verify", company=books.code)


def test_a_database_that_stopped_halfway_is_refused(books: Company, as_owner: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'customers'")
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('customers', '0032_documents_by_day', now())"
        )
    with pytest.raises(CommandError, match=r"stopped at customers\.0032.* part of customers\.0001_squashed_0033"):
        call_command("verify", company=books.code)


def test_it_finds_that_commits_may_be_lost(settings: Any, db: None) -> None:
    settings.DURABILITY_IS_PROVED = True
    result = next(result for result in probes.verify(companies=[]) if result.probe.name == "durability")
    assert any("fsync = off" in finding for finding in result.findings)
