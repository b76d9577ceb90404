"""The pages of the close and of the ledger, as people of each role see them."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from arclose.access.freshness import SESSION_KEY
from arclose.batch import jobs
from arclose.checklist.checks import CHECKS, all_left, revaluation
from arclose.checklist.looks import ROWS_SHOWN
from arclose.checklist.proving import prove
from arclose.checklist.sql import Compiled
from arclose.ledger.models import Company, FiscalPeriod, LedgerAccount, VatRegistration, Voucher
from customers import updates
from customers.credit.holds import hold_order
from customers.giving_up import cancel_order
from customers.holding import place_hold
from customers.models import HoldCode, SalesOrder, SalesParameters
from customers.prepayments.parameters import PrepaymentParameters
from customers.prepayments.posting import post_prepayments
from ecsales.formats.listing import Period
from ecsales.list_states import begin_list
from ecsales.models import ListParameters
from journals.models import BankStatus, GeneralVoucher, GeneralVoucherLine, Journal
from journals.payments.paying import post_payments
from journals.payments.statuses import change_bank_status
from tests import builders
from tests.bills.bills import left_of_bills
from tests.checklist.conftest import post
from tests.customers.posting import posted
from tests.ecsales.lists import an_eu_customer, reported
from tests.journals.payments import a_general_journal, a_journal, a_method, a_payment, invoices, untaxed

MOST_QUERIES = 15


def sign_in(user: User, *, fresh: bool = True) -> Client:
    client = Client()
    client.force_login(user)
    if fresh:
        session = client.session
        session[SESSION_KEY] = 2**33
        session.save()
    return client


@pytest.fixture
def browser(controller: User, monkeypatch: pytest.MonkeyPatch) -> Client:
    """A controller who has just typed the password."""
    monkeypatch.setattr("arclose.access.freshness.is_fresh", lambda _request: True)
    return sign_in(controller, fresh=False)


def url(period: FiscalPeriod, page: str) -> str:
    return f"/{period.company.code}/{period.name}/{page}"


def test_the_close_page_shows_what_is_left(order: SalesOrder, october: FiscalPeriod, browser: Client) -> None:
    text = browser.get(url(october, "close/")).content.decode()
    assert "1 order dated until 31 October is not invoiced" in text
    assert order.number in text


def test_where_counting_took_long_the_page_comes_first_and_asks_for_the_counts(
    order: SalesOrder, october: FiscalPeriod, browser: Client, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("arclose.checklist.counting._took", {})
    settings.CLOSE_COUNTED_WITHIN_SECONDS = 0
    left, asks = "1 order dated until 31 October is not invoiced", 'hx-trigger="load"'
    assert left in browser.get(url(october, "close/")).content.decode()  # how long it takes is not known yet
    for page in ("close/", "close/task/orders/"):
        answer = browser.get(url(october, page))
        first = answer.content.decode()
        assert (left in first, asks in first) == (False, True)
        assert "HX-Request" in answer["Vary"]  # else Back would show the part without its page
        assert "Put on hold" in first
        assert "Orders to invoice" in first
        for counted in ({"headers": {"HX-Request": "true"}}, {"data": {"counted": "yes"}}):
            whole = browser.get(url(october, page), **counted).content.decode()
            assert (left in whole, asks in whole) == (True, False)
    said = browser.post(url(october, "close/task/orders/sign/"), follow=True).content.decode()
    assert ("Not signed off: 1 order" in said, asks in said) == (True, False)  # read before the page goes on


# The checks whose page is no list: a calendar, what is due until a day, the tie-out beside the ageing.
NO_LISTS = {
    "earlier-periods", "recurring-invoices", "subledger", "series", "proof", "ec-sales-numbers", "ec-sales-lists",
    "ec-sales-late", "ec-sales-by-quarter", "bill-interest",
}  # fmt: skip
NO_LISTS |= {check.name for check in revaluation.CHECKS}
OF_SEVERAL_COMPANIES = {"intercompany"}  # nothing is left of it in the books of one company
WITHOUT_ROWS = {"proof"}  # what is left is to prove the books


def test_every_link_opens_the_list_of_what_its_check_counts_and_the_close_page_asks_little(
    company: Company, october: FiscalPeriod, browser: Client, controller: User, request: pytest.FixtureRequest
) -> None:
    what_every_check_counts(company, controller, date(2026, 10, 15))
    what_every_check_counts(company, controller, date(2026, 11, 15))
    steps = [builders.an_order(builders.a_customer(company)) for _step in range(4)]
    for first, update in enumerate((updates.CONFIRM, updates.PICK, updates.DELIVER)):
        for order in steps[first:]:
            outcome = update.post(company=company, orders=[order.pk], posted_by=controller, key=f"{first}-{order.pk}")
            assert outcome.posted
    post(steps[-1], controller)
    LedgerAccount.objects.filter(company=company, number__in=["8000", "1000"]).update(is_clearing_account=True)
    SalesParameters.objects.update_or_create(company=company, defaults={"approves_free_text": True})
    irish = two_reported_lists_of_another_registration(company)
    left = all_left(company=company, period=october)
    counted, listed = {}, {}
    browser.get(url(october, "close/"))  # a session notes the company at its first page, a process the currencies
    for page in ("close/", "close/task/series/"):  # with rows of what is left, and of a task that has nothing left
        with CaptureQueriesContext(connection) as queries:
            browser.get(url(october, page))
        assert len(queries) <= MOST_QUERIES, "\n".join(query["sql"][:110] for query in queries)
    ListParameters.objects.create(company=company, registration=irish)  # both lists may say otherwise since
    with CaptureQueriesContext(connection) as without_rows:
        browser.get(url(october, "close/task/series/"))
    request.getfixturevalue("bare_pages")
    for check in CHECKS:
        if made_anew := getattr(check.count, "__wrapped__", None):  # a statement made once is what is made anew
            assert check.count
            assert compiled(check.count(company, october)) == compiled(made_anew(company, october))
        if check.name not in WITHOUT_ROWS:
            with CaptureQueriesContext(connection) as queries:
                rows = check.rows_seen(company, october, left=left[check.name], hidden=Journal.objects.none())
            assert len(rows) == min(left[check.name].count, ROWS_SHOWN), check.name
            most = MOST_QUERIES - len(without_rows)
            assert len(queries) <= most, (check.name, queries.captured_queries)
        if check.name not in NO_LISTS:
            address = reverse(check.route, kwargs={"company": company.code, "period": october.name})
            counted[check.name] = left[check.name].count
            listed[check.name] = browser.get(address + check.query_of(october)).context["listing"].count.rows
    assert listed == counted
    assert {name for name, count in counted.items() if not count} <= OF_SEVERAL_COMPANIES
    assert left["general-vouchers"].amounts == {"EUR": Decimal(25), "USD": Decimal(7)}
    assert left["series"].count == 0


def compiled(count: Compiled) -> tuple[str, list[Any]]:
    statement, values = count
    return statement, list(values)


def two_reported_lists_of_another_registration(company: Company) -> VatRegistration:
    abroad = {"country": "IE", "vat_number": "IE6388047V", "currency_id": "EUR"}
    irish = company.vat_registrations.create(**abroad, valid_from=date(2026, 1, 1))
    clerk = builders.a_controller(company)
    for month in (8, 9):
        period = Period(2026, month)
        reported(begin_list(company=company, registration=irish, period=period, made_by=clerk))
    posted(builders.an_order(an_eu_customer(company, "DE000000000"), ("1", "30"), on=date(2026, 10, 15)))
    return irish


def what_every_check_counts(company: Company, user: User, day: date) -> None:
    """Make something to do of each kind on a day, and what looks like it and is done with."""
    builders.a_bank_statement(company, closing="1", on=day)
    builders.a_bank_statement(company, "55", on=day)
    builders.an_order(builders.a_customer(company, country="BE", tax_group="EU"), on=day)
    builders.an_order(builders.a_customer(company, credit_limit_amount=1), ("1", "100"), on=day)
    code = HoldCode.objects.get(company=company, code="CREDIT")
    for is_canceled in (False, True):
        held = builders.an_order(builders.a_customer(company), on=day)
        place_hold(order=held, code=code, note="", placed_by=user)
        hold_order(order=held, reason="late", held_by=user)
        if is_canceled:
            cancel_order(order=held, reason="not wanted")
    prepaid = builders.an_order(builders.a_customer(company), on=day)
    post_prepayments(
        company=company, orders=[prepaid.pk], parameters=PrepaymentParameters(day=day, percent=Decimal(50)),
        posted_by=user, key=f"prepaid {day}",
    )  # fmt: skip
    cancel_order(order=prepaid, reason="not wanted")
    builders.a_free_text_invoice(builders.a_customer(company), invoice_date=day)
    builders.an_interest_note(builders.a_customer(company), on=day)
    builders.a_collection_letter(builders.a_customer(company), on=day)
    a_payment(builders.a_customer(company), "10", on=day, journal=a_journal(company, needs_approval=True))
    [invoice] = invoices(untaxed(company), "40", on=day)
    rejected = a_payment(invoice.customer, "40", {invoice: "40"}, on=day)
    change_bank_status(
        company=company, payments=[rejected.pk], status=BankStatus.REJECTED, reason="AM04", changed_by=user
    )
    told = a_payment(builders.a_customer(company), "20", on=day, method=a_method(company))
    change_bank_status(company=company, payments=[told.pk], status=BankStatus.SENT, reason="", changed_by=user)
    bridged = a_payment(builders.a_customer(company), "30", on=day, method=a_method(company, bridging_account="1010"))
    post_payments(company=company, documents=[bridged.pk], posted_by=user, key=f"bridged {day}")
    voucher = GeneralVoucher.objects.create(
        company=company,
        journal=a_general_journal(company, needs_approval=True),
        number=f"G{day}",
        voucher_date=day,
        text="accrual",
        currency_id="EUR",
    )
    for number, (amount, currency) in enumerate((("25", "EUR"), ("7", "USD"), ("-32", "EUR"))):
        GeneralVoucherLine.objects.create(
            company=company,
            voucher=voucher,
            line_number=number,
            account=company.accounts.get(number="1010"),
            amount=Decimal(amount),
            currency_id=currency,
        )
    left_of_bills(company, day)
    documents = GeneralVoucher.objects.filter(pk=voucher.pk).values_list("pk", "voucher_date", "number")
    jobs.submit(
        company=company, kind="general-vouchers", description="x", submitted_by=user, documents=documents, key=str(day)
    )


def test_empty_books_say_where_to_begin(company: Company, october: FiscalPeriod, browser: Client) -> None:
    assert "Nothing is in these books yet." in browser.get(url(october, "close/")).content.decode()
    builders.an_order(builders.a_customer(company))
    assert "Nothing is in these books yet." not in browser.get(url(october, "close/")).content.decode()


def test_an_unknown_task_is_not_found(october: FiscalPeriod, browser: Client) -> None:
    assert browser.get(url(october, "close/task/nothing/")).status_code == 404


def test_it_signs_off_in_the_browser(october: FiscalPeriod, browser: Client) -> None:
    answer = browser.post(url(october, "close/task/orders/sign/"), follow=True)
    assert "Signed off" in answer.content.decode()


def test_it_says_why_it_does_not_sign_off(order: SalesOrder, october: FiscalPeriod, browser: Client) -> None:
    answer = browser.post(url(october, "close/task/orders/sign/"), follow=True)
    assert "Not signed off: 1 order" in answer.content.decode()


def test_it_proves_and_holds_in_the_browser(
    order: SalesOrder, october: FiscalPeriod, browser: Client, controller: User
) -> None:
    refused = browser.post(url(october, "close/hold/"), {"reason": "all done"}).content.decode()
    assert "was not put on hold" in refused
    assert "all done" in refused
    post(order, controller)
    assert "every promise holds" in browser.post(url(october, "close/prove/"), follow=True).content.decode()
    nothing_blocks = browser.get(url(october, "close/")).content.decode()
    assert (nothing_blocks.count("btn-primary"), 'btn-primary" id="hold"' in nothing_blocks) == (1, True)
    for said in ("2026-10 is on hold.", "2026-10 was on hold already."):
        answer = browser.post(url(october, "close/hold/"), {"reason": "all done"}, follow=True)
        assert said in answer.content.decode()
        assert f'href="/{october.company.code}/2026-11/close/">On to 2026-11<' in answer.content.decode()
    assert FiscalPeriod.objects.get(pk=october.pk).status == "on_hold"


def test_reopening_needs_a_reason(october: FiscalPeriod, browser: Client) -> None:
    browser.post(url(october, "close/hold/"))
    assert "This field is required" in browser.post(url(october, "close/reopen/")).content.decode()
    browser.post(url(october, "close/reopen/"), {"reason": "forgotten"})
    assert FiscalPeriod.objects.get(pk=october.pk).status == "open"


def test_closing_for_ever_needs_the_name_typed(october: FiscalPeriod, browser: Client) -> None:
    browser.post(url(october, "close/hold/"))
    answer = browser.post(url(october, "close/permanently/"), {"reason": "audited", "confirm": "yes"})
    assert "Type 2026-10 to confirm" in answer.content.decode()
    browser.post(url(october, "close/permanently/"), {"reason": "audited", "confirm": "2026-10"})
    assert FiscalPeriod.objects.get(pk=october.pk).status == "permanently_closed"


def test_closing_for_ever_says_what_stays_and_waits_for_the_word(
    order: SalesOrder, october: FiscalPeriod, browser: Client, controller: User
) -> None:
    post(order, controller)
    browser.post(url(october, "close/hold/"))
    page = browser.get(url(october, "close/permanently/")).content.decode()
    assert "1 voucher and 3 entries of 2026-10 stay as they are for ever." in page
    assert 'data-must-be="2026-10"' in page
    assert "data-needs-word" in page


def test_a_clerk_sees_but_does_not_hold(october: FiscalPeriod) -> None:
    clerk = sign_in(builders.a_clerk(october.company))
    page = clerk.get(url(october, ""), follow=True)
    assert page.redirect_chain == [(url(october, "close/"), 302)]
    assert "Put on hold" not in page.content.decode()
    assert clerk.post(url(october, "close/hold/")).status_code == 403


def test_every_page_of_the_ledger_opens(
    order: SalesOrder, october: FiscalPeriod, browser: Client, controller: User
) -> None:
    post(order, controller)
    voucher = Voucher.objects.get(company=order.company)
    account = LedgerAccount.objects.get(company=order.company, number="1100")
    for page in ("vouchers/", f"vouchers/{voucher.pk}/", "accounts/", f"accounts/{account.pk}/", "calendar/"):
        answer = browser.get(url(october, page))
        assert answer.status_code == 200, page
    assert "121.00" in browser.get(url(october, f"accounts/{account.pk}/")).content.decode()


def test_a_voucher_of_another_company_is_not_found(
    order: SalesOrder, controller: User, company: Company, browser: Client
) -> None:
    post(order, controller)
    other = builders.a_company()
    stranger = sign_in(builders.a_user(other, "controller"))
    voucher = Voucher.objects.get(company=company)
    for page in (f"vouchers/{voucher.pk}/", f"vouchers/{voucher.pk}/reverse/"):
        assert stranger.get(f"/{other.code}/2026-10/{page}").status_code == 404


def test_an_invoice_is_not_reversed(
    order: SalesOrder, october: FiscalPeriod, browser: Client, controller: User
) -> None:
    post(order, controller)
    voucher = Voucher.objects.get(company=order.company)
    page = url(october, f"vouchers/{voucher.pk}/reverse/")
    assert "undone by its opposite only" in browser.get(page).content.decode()
    browser.post(page, {"posting_date": "2026-10-20", "reason": "no", "key": "0" * 32})
    assert Voucher.objects.filter(company=order.company).count() == 1


def test_it_opens_the_next_year_once(october: FiscalPeriod, browser: Client) -> None:
    offered = re.findall(r'name="start" value="([\d-]+)"', browser.get(url(october, "calendar/")).content.decode())
    assert offered == ["2027-01-01"]
    for start in (*offered, *offered, "2029-01-01", ""):  # sent, sent again, a year left out, nothing asked for
        browser.post(url(october, "calendar/next-year/"), {"start": start})
    assert list(october.company.fiscal_years.order_by("name").values_list("name", flat=True)) == ["2026", "2027"]
    assert october.company.fiscal_periods.filter(name="2027-12", status="open").exists()


@pytest.mark.parametrize(
    "page", ["vouchers/?number=v2026", "vouchers/?date_from=1/10&date_until=31/10", "accounts/?text=11"]
)
def test_lists_are_narrowed(
    page: str, order: SalesOrder, october: FiscalPeriod, browser: Client, controller: User
) -> None:
    post(order, controller)
    text = browser.get(url(october, page)).content.decode()
    assert "row-link" in text


def test_the_proof_tells_when_it_was_made(october: FiscalPeriod, browser: Client, controller: User) -> None:
    prove(company=october.company, run_by=controller)
    text: Any = browser.get(url(october, "close/task/proof/")).content.decode()
    assert "found nothing" in text
