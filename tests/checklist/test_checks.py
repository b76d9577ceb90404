"""Each check of the close turns red by what it is for, and green when that is cleared."""

from datetime import date
from decimal import Decimal

from django.contrib.auth.models import User

from arclose.batch import jobs, runner, steering
from arclose.checklist.checks import all_left, named
from arclose.checklist.models import VerifyRun
from arclose.checklist.proving import prove
from arclose.checklist.tasks import Task, tasks
from arclose.ledger.models import Company, FiscalPeriod, LedgerAccount, NumberSeries, NumberSeriesCounter
from arclose.ledger.models.number_series import SeriesPurpose
from customers.holding import clear_hold, place_hold
from customers.models import Customer, FreeTextInvoice, HoldCode, SalesOrder, SubledgerBalance
from tests import builders
from tests.checklist.conftest import post
from tests.checklist.left import left_of


def left(company: Company, period: FiscalPeriod, name: str) -> int:
    return left_of(name, company=company, period=period).count


def task(company: Company, period: FiscalPeriod, name: str) -> Task:
    return next(task for task in tasks(company=company, period=period) if task.check.name == name)


def test_it_counts_orders_with_their_amount(order: SalesOrder, october: FiscalPeriod) -> None:
    found = left_of("orders", company=order.company, period=october)
    assert (found.count, found.amounts) == (1, {"EUR": Decimal("100.00")})
    check = named("orders")
    assert check
    assert check.said(found, october) == "1 order dated until 31 October is not invoiced, EUR\xa0100.00."


def test_it_turns_green_when_the_order_is_invoiced(order: SalesOrder, october: FiscalPeriod, controller: User) -> None:
    post(order, controller)
    assert left(order.company, october, "orders") == 0


def test_it_leaves_later_orders_out(customer: Customer, october: FiscalPeriod) -> None:
    builders.an_order(customer, on=date(2026, 11, 1))
    assert left(customer.company, october, "orders") == 0


def test_it_leaves_orders_of_another_company_out(company: Company, october: FiscalPeriod) -> None:
    builders.an_order(builders.a_customer(builders.a_company()))
    assert left(company, october, "orders") == 0


def test_a_free_text_invoice_and_the_job_that_could_not_post_it_block(
    customer: Customer, october: FiscalPeriod, controller: User
) -> None:
    company = customer.company
    for day in (date(2026, 10, 31), date(2026, 11, 1)):
        builders.a_free_text_invoice(customer, invoice_date=day)
    found = all_left(company=company, period=october)
    assert (found["free-text-invoices"].count, found["free-text-invoices"].amounts) == (1, {"EUR": Decimal(100)})
    Customer.objects.update(is_blocked=True)
    documents = FreeTextInvoice.objects.order_by("invoice_date").values_list("pk", "invoice_date", "key")
    job = jobs.submit(
        company=company,
        kind="free-text-invoices",
        description="October",
        submitted_by=controller,
        documents=documents,
        key="october",
    )
    runner.look()
    assert left(company, october, "jobs") == 1
    Customer.objects.update(is_blocked=False)
    steering.retry(job=job, retried_by=controller)
    runner.look()
    found = all_left(company=company, period=october)
    assert [found[name].count for name in ("free-text-invoices", "jobs")] == [0, 0]
    assert all(check.is_blocking for name in ("free-text-invoices", "jobs") if (check := named(name)))


def test_it_warns_of_a_missing_vat_number(company: Company, october: FiscalPeriod) -> None:
    customer = builders.a_customer(company, country="BE", tax_group="EU")
    builders.an_order(customer)
    assert left(company, october, "vat-numbers") == 1
    check = named("vat-numbers")
    assert check
    assert [row.label for row in check.rows(company, october)] == [customer.number]
    Customer.objects.filter(pk=customer.pk).update(vat_number="BE0123456749")
    assert left(company, october, "vat-numbers") == 0


def test_it_warns_of_a_credit_limit(company: Company, october: FiscalPeriod) -> None:
    customer = builders.a_customer(company, credit_limit_amount=150)
    builders.an_order(customer, ("1", "100"))
    assert left(company, october, "credit-limits") == 0
    builders.an_order(customer, ("1", "100"))
    found = left_of("credit-limits", company=company, period=october)
    assert (found.count, found.amounts) == (1, {"EUR": Decimal("92.00")})
    check = named("credit-limits")
    assert check
    assert [row.amount for row in check.rows(company, october)] == [Decimal("92.00")]


def test_it_warns_of_orders_on_hold(order: SalesOrder, october: FiscalPeriod, controller: User) -> None:
    assert left(order.company, october, "orders-on-hold") == 0
    code = HoldCode.objects.get(company=order.company, code="CREDIT")
    hold = place_hold(order=order, code=code, note="", placed_by=controller)
    found = left_of("orders-on-hold", company=order.company, period=october)
    assert (found.count, found.amounts) == (1, {"EUR": Decimal("100.00")})
    check = named("orders-on-hold")
    assert check
    assert (check.is_blocking, [row.label for row in check.rows(order.company, october)]) == (False, [order.number])
    clear_hold(hold=hold, note="", cleared_by=controller)
    assert left(order.company, october, "orders-on-hold") == 0


def test_it_sees_a_difference_of_the_subledger(order: SalesOrder, october: FiscalPeriod, controller: User) -> None:
    post(order, controller)
    assert left(order.company, october, "subledger") == 0
    SubledgerBalance.objects.filter(company=order.company).update(accounting_currency_amount=1)
    found = left_of("subledger", company=order.company, period=october)
    assert (found.count, found.amounts) == (1, {"EUR": Decimal("120.00")})


def test_it_sees_a_clearing_account(order: SalesOrder, october: FiscalPeriod, controller: User) -> None:
    post(order, controller)
    LedgerAccount.objects.filter(company=order.company, number="8000").update(is_clearing_account=True)
    found = left_of("clearing", company=order.company, period=october)
    assert (found.count, found.amounts) == (1, {"EUR": Decimal("100.00")})
    check = named("clearing")
    assert check
    assert [row.label for row in check.rows(order.company, october)] == ["8000"]


def test_it_sees_a_counter_beyond_its_last_number(company: Company, october: FiscalPeriod) -> None:
    for purpose in SeriesPurpose.values:
        series, _is_new = NumberSeries.objects.get_or_create(
            company=company, purpose=purpose, defaults={"prefix": purpose[:10]}
        )
        NumberSeriesCounter.objects.create(company=company, series=series, fiscal_year=october.fiscal_year)
    assert left(company, october, "series") == 0
    NumberSeriesCounter.objects.filter(company=company).update(last_number=7)
    assert left(company, october, "series") == len(SeriesPurpose)
    check = named("series")
    assert check
    assert ("INV2026", "the counter stands at 7, the last number is 0") in [
        (row.label, row.detail) for row in check.rows(company, october)
    ]


def test_it_sees_an_earlier_open_period(customer: Customer, october: FiscalPeriod, controller: User) -> None:
    post(builders.an_order(customer, on=date(2026, 9, 3)), controller)
    assert left(customer.company, october, "earlier-periods") == 1


def test_the_proof_is_stale_after_a_posting(order: SalesOrder, october: FiscalPeriod, controller: User) -> None:
    company = order.company
    assert left(company, october, "proof") == 1
    assert prove(company=company, run_by=controller).finding_count == 0
    assert left(company, october, "proof") == 0
    post(order, controller)
    assert left(company, october, "proof") == 1


def test_the_proof_counts_its_findings(company: Company, october: FiscalPeriod) -> None:
    VerifyRun.objects.create(
        company=company, chain_position=0, finding_count=2, findings={"It holds.": ["a", "b"]}, milliseconds=5
    )
    assert left(company, october, "proof") == 2
    assert task(company, october, "proof").check.rows(company, october)[0].detail == "a"


def test_a_task_waits_for_those_before_it(order: SalesOrder, october: FiscalPeriod) -> None:
    proof = task(order.company, october, "proof")
    assert proof.state == "blocked"
    assert [check.name for check in proof.waits_for] == ["orders"]
