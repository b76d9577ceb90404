"""The way that a page is made for, and a refusal on it, in a browser: what is owed, jobs, vouchers, payments, Setup."""

from datetime import date
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import expect

from arclose.batch import jobs, runner
from arclose.ledger.models import Company
from customers.models import Customer, SalesOrder, Settlement
from journals.models import Payment
from tests import builders
from tests.browser.conftest import follow, refusal, submit
from tests.customers.pages import invoiced
from tests.journals.payments import a_general_journal, a_journal

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PASSWORD = "correct horse battery"


@pytest.fixture
def customer(company: Company) -> Customer:
    return builders.a_customer(company, number="C-1", name="Bakker", tax_group="OUT")


def test_a_credit_note_is_settled_with_its_invoice_once_the_amount_is_right(visitor: Any, customer: Customer) -> None:
    invoiced(builders.an_order(customer, ("1", "100")), builders.a_returned_order(customer, ("-1", "40")))
    visitor.goto(visitor.base + "transactions/")
    visitor.check("main tbody tr:has-text('INV2026-000001') input")
    submit(visitor, "Settle")
    expect(visitor.locator(".note, .error-summary, #messages").first).to_contain_text("Tick")
    visitor.check("main tbody tr:has-text('CN2026-000001') input")
    submit(visitor, "Settle")
    submit(visitor, "Settle", amount_0="41", settlement_date="31/10/2026")
    expect(refusal(visitor)).to_contain_text("only 40")
    expect(visitor.locator("[name=amount_0]")).to_have_value("41")
    submit(visitor, "Settle", amount_0="40")
    expect(visitor.locator("#messages")).to_contain_text("Settled on 31 Oct 2026")
    expect(visitor.locator("main")).to_contain_text("60.00")
    assert Settlement.objects.get().settlement_date == date(2026, 10, 31)


def test_what_a_job_posted_is_undone_after_a_look(visitor: Any, company: Company, customer: Customer) -> None:
    builders.an_order(customer, ("1", "100"))
    documents = SalesOrder.objects.values_list("pk", "invoice_date", "number")
    clerk = builders.a_clerk(company)
    job = jobs.submit(
        company=company, kind="sales-invoices", description="October", submitted_by=clerk, documents=documents, key="o"
    )
    runner.look()
    visitor.goto(visitor.base + f"jobs/{job.pk}/")
    follow(visitor, "Undo")
    submit(visitor, "Preview", day="20/10/2026", reason="no")
    expect(refusal(visitor)).to_contain_text("at least 5 characters")
    submit(visitor, "Preview", reason="Wrong prices")
    expect(visitor.locator("main")).to_contain_text("\u2212100.00")
    submit(visitor, "Undo now")
    expect(visitor.locator("#messages")).to_contain_text("1 document is undone.")


def upload(page: Any, rows: str, *, into: Path) -> None:
    """Choose a file of payment terms with these rows, and let it be read."""
    file = into / "terms.csv"
    file.write_text(rows)
    page.goto(f"{page.setup}customers/paymentterms/import/")
    page.set_input_files("[name=import_file]", file)
    page.click("main [type=submit]")


def test_an_administrator_changes_and_imports_master_data_and_sees_its_history(
    visitor: Any, company: Company, customer: Customer, tmp_path: Path
) -> None:
    visitor.goto(f"{visitor.setup}customers/customergroup/{customer.group_id}/change/")
    visitor.fill("[name=name]", "")
    visitor.click("[name=_continue]")
    expect(visitor.locator(".error-summary a")).to_have_text("Name: This field is required.")
    visitor.fill("[name=name]", "Shops")
    visitor.click("[name=_continue]")
    expect(visitor.locator(".messagelist, .success").first).to_contain_text("was changed")
    visitor.click("main >> text=History")
    expect(visitor.locator("main")).to_contain_text("Shops")

    refusals = ("The file lacks a column: company.", "“soon” is not a number.")
    wrong = ("code,net_days\nN45,45", "company,code,name,net_days\nNLWS,N45,45 days,soon")
    for rows, said in zip(wrong, refusals, strict=True):
        upload(visitor, rows, into=tmp_path)
        expect(visitor.locator(".content .errorlist, .validation-error-list")).to_contain_text(said)
    upload(visitor, "company,code,name,net_days\nNLWS,N45,45 days,45", into=tmp_path)
    visitor.click("[name=confirm]")
    expect(visitor.locator("#result_list")).to_contain_text("N45")


def add_find_and_export_terms(page: Any) -> None:
    page.goto(f"{page.setup}customers/paymentterms/add/")
    page.select_option("[name=company]", label="NLWS")
    for name, value in (("code", "N45"), ("name", "45 days"), ("net_days", "-1")):
        page.fill(f"[name={name}]", value)
    page.click("[name=_save]")
    expect(refusal(page)).to_contain_text("greater than or equal to 0")
    expect(page.locator("[name=net_days]")).to_have_value("-1")
    page.fill("[name=net_days]", "45")
    page.click("[name=_save]")
    expect(page.locator(".messagelist")).to_contain_text("“N45” was added")
    page.fill("#searchbar", "N45")
    page.press("#searchbar", "Enter")
    expect(page.locator("#result_list tbody tr")).to_have_count(1)
    page.click("text=Export")
    page.select_option("[name=format]", label="csv")
    with page.expect_download() as download:
        page.click("main [type=submit]")
    assert Path(download.value.path()).read_text().splitlines()[1:] == ["NLWS,N45,45 days,45,0,"]


def let_a_colleague_in(page: Any) -> None:
    page.goto(f"{page.setup}auth/user/add/")
    page.fill("[name=username]", "bob")
    page.fill("[name=password1]", PASSWORD)
    page.fill("[name=password2]", "correct horse")
    page.click("[name=_save]")
    expect(page.locator("main .errorlist")).to_contain_text("fields didn’t match")
    expect(page.locator("[name=username]")).to_have_value("bob")
    page.fill("[name=password1]", PASSWORD)
    page.fill("[name=password2]", PASSWORD)
    page.click("[name=_save]")
    expect(page.locator(".messagelist")).to_contain_text("“bob” was added")
    page.goto(f"{page.setup}access/membership/add/")
    page.click(".select2-selection")
    page.fill(".select2-search__field", "bob")
    page.locator(".select2-results__option", has_text="bob").click()
    page.select_option("[name=company]", label="NLWS")
    page.click("[name=_save]")
    expect(refusal(page)).to_contain_text("Role: This field is required.")
    expect(page.locator(".select2-selection")).to_contain_text("bob")
    page.select_option("[name=role]", label="Clerk")
    page.click("[name=_save]")
    expect(page.locator(".messagelist")).to_contain_text("“bob, NLWS: Clerk” was added")


def unlock(page: Any) -> None:
    bob, right = Client(), {"username": "bob", "password": PASSWORD}
    for _attempt in range(settings.AXES_FAILURE_LIMIT):
        bob.post("/login/", right | {"password": "wrong"})
    assert bob.post("/login/", right).status_code == HTTPStatus.TOO_MANY_REQUESTS
    page.goto(f"{page.setup}auth/user/")
    for chosen, said in ((False, "Items must be selected"), (True, "1 person may sign in again.")):
        page.locator("tr", has_text="bob").locator("[type=checkbox]").set_checked(chosen)
        page.select_option("[name=action]", label="Unlock signing in")
        page.click("[name=index]")
        expect(page.locator(".messagelist")).to_contain_text(said)
    assert bob.post("/login/", right).status_code == HTTPStatus.FOUND


def test_an_administrator_adds_finds_and_exports_keeps_what_is_in_use_and_lets_people_in(
    visitor: Any, customer: Customer
) -> None:
    add_find_and_export_terms(visitor)
    visitor.goto(f"{visitor.setup}customers/customergroup/{customer.group_id}/delete/")
    expect(visitor.locator("main")).to_contain_text("would require deleting the following protected related objects")
    expect(visitor.locator("main")).to_contain_text("Customer: C-1 Bakker")
    let_a_colleague_in(visitor)
    unlock(visitor)


def test_a_job_is_planned_once_a_run_of_it_is_to_come(visitor: Any, customer: Customer) -> None:
    builders.an_order(customer, ("1", "100"))
    visitor.goto(visitor.base + "orders/")
    visitor.check("input[name=selection][value=filter]")
    visitor.click("details.options > summary")
    visitor.check("[name=late_selection]")
    visitor.check("[name=is_planned]")
    submit(visitor, "Post as job")
    visitor.select_option("[name=unit]", "days")
    submit(visitor, "Save and release", description="Every evening", start="tomorrow 18:00", until="today")
    expect(refusal(visitor)).to_contain_text("No run is to come")
    expect(visitor.locator("[name=description]")).to_have_value("Every evening")
    submit(visitor, "Save and release", until="", times="2")
    expect(visitor.locator("h1")).to_contain_text("Every evening")
    expect(visitor.locator("main")).to_contain_text("Every day at 18:00, 2 runs")


def test_a_voucher_is_typed_and_posted_once_it_adds_up(visitor: Any, company: Company) -> None:
    journal = a_general_journal(company)
    visitor.goto(visitor.base + f"general-journals/{journal.pk}/")
    follow(visitor, "Enter a voucher")
    typed = {"lines-0-account": "4000", "lines-0-debit": "100", "lines-1-account": "2100", "lines-1-credit": "90"}
    submit(visitor, "Save", voucher_date="20/10/2026", text="Accrual", **typed)
    submit(visitor, "Post now")
    expect(visitor.locator(".note-error, .error-summary, #messages").first).to_contain_text("10.00")
    follow(visitor, "Change")
    submit(visitor, "Save", **{"lines-1-credit": "100"})
    submit(visitor, "Post now")
    expect(visitor.locator("#messages")).to_contain_text("1 voucher is posted")


def test_a_payment_is_entered_with_marks_and_a_line_of_the_bank_is_matched(
    visitor: Any, company: Company, customer: Customer, tmp_path: Path
) -> None:
    first, second = invoiced(builders.an_order(customer, ("1", "100")), builders.an_order(customer, ("1", "60")))
    journal = a_journal(company)
    visitor.goto(visitor.base + f"payment-journals/{journal.pk}/")
    follow(visitor, "Enter a payment")
    submit(visitor, "Show what is open", customer=first.number, payment_date="20/10/2026", amount="90")
    submit(visitor, "Save")
    expect(refusal(visitor)).to_contain_text("EUR 100.00 is marked, and EUR 90.00 is paid")
    expect(visitor.locator("[name=amount]")).to_have_value("90")
    submit(visitor, "Save", amount="100")
    submit(visitor, "Post journal")
    expect(visitor.locator("#messages")).to_contain_text("1 payment is posted")

    file = tmp_path / "bank.xml"
    file.write_text("nothing")
    visitor.goto(visitor.base + "bank-statements/")
    visitor.set_input_files("main [type=file]", file)
    submit(visitor, "Read the files")
    expect(visitor.locator("#messages, .error-summary").first).to_contain_text("no bank statement")
    builders.a_bank_statement(company, ("60", "X", f"Invoice {second.number}"))
    visitor.goto(visitor.base + "bank-lines/")
    visitor.check("input[name=selection][value=filter]")
    submit(visitor, "Propose payments")
    expect(visitor.locator("main tbody")).to_contain_text(second.number)
    submit(visitor, "Make payments")
    expect(visitor.locator("#messages")).to_contain_text("1 payment is made")
    assert sorted(Payment.objects.values_list("amount", flat=True)) == [60, 100]
