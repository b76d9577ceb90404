"""The guided walk: step by step through a close, hidden and brought back by its reader."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from arclose.access.routes import Role
from arclose.checklist import walk
from arclose.ledger.closing import change_status
from arclose.ledger.models import Company, FiscalPeriod
from customers.models import SalesOrder
from tests import builders
from tests.customers.pages import QUERIES_AT_MOST, Visitor, invoiced, text_of
from tests.journals.test_post_general_vouchers import a_voucher as a_general_voucher


@pytest.fixture
def shop(db: None) -> Company:
    """Give the company with the code of the demo, and one order to invoice."""
    company = builders.a_company(code="NLWS")
    builders.an_order(builders.a_customer(company), number="SO-1")
    return company


@pytest.fixture
def reader(shop: Company) -> Visitor:
    return Visitor(builders.a_user(shop, Role.CLERK, Role.CONTROLLER), shop)


def test_it_stands_at_the_first_step_that_is_not_done(reader: Visitor, django_assert_max_num_queries: Any) -> None:
    reader.get("close/")
    with django_assert_max_num_queries(QUERIES_AT_MOST):
        text = text_of(reader.get("close/"))
    assert "Guided walk Step 7 of 16 · 13 done Hide Orders to invoice." in text
    assert 'orders/?left=invoice"' in reader.get("close/").content.decode()


def test_it_goes_on_by_itself_when_a_check_turns_green(reader: Visitor) -> None:
    invoiced(SalesOrder.objects.get(number="SO-1"))
    assert "Step 15 of 16 · 14 done Hide Proof of the books." in text_of(reader.get("close/"))


def test_it_goes_along_to_the_pages_it_leads_to_and_no_others(reader: Visitor) -> None:
    assert "Guided walk" in text_of(reader.get("orders/?left=invoice"))
    order = SalesOrder.objects.get().pk
    assert "Guided walk" in text_of(reader.post("orders/preview/", selected=order))
    assert "Guided walk" in text_of(reader.post(f"orders/{order}/deliver-now/", line_1="99"))
    voucher = a_general_voucher(SalesOrder.objects.get().company)
    assert "Guided walk" in text_of(reader.post("general-vouchers/preview/", selected=voucher.pk))
    assert "Guided walk" not in text_of(reader.get("ageing/"))


def test_a_step_can_be_skipped_and_stays_skipped(reader: Visitor) -> None:
    assert "Step 15 of 16" in text_of(reader.get("close/?step=proof"))
    assert "Step 15 of 16" in text_of(reader.get("orders/"))
    reader.client.get("/NLWS/2026-09/close/?step=hold")  # a period has its own walk
    assert "Step 15 of 16" in text_of(reader.get("orders/"))
    assert "Step 7 of 16" in text_of(reader.get("close/?step=vat-numbers"))
    assert "Step 7 of 16" in text_of(reader.get("close/?step=nonsense"))


def test_the_page_of_a_step_is_at_that_step(shop: Company) -> None:
    builders.an_order(builders.a_customer(shop, tax_group="EU", country="DE"))
    clerk = Visitor(builders.a_clerk(shop), shop)
    assert "Step 1 of 16" in text_of(clerk.get("close/"))
    assert "Step 7 of 16" in text_of(clerk.get("orders/?left=invoice"))


def test_beside_the_work_only_its_own_step_is_asked_for(reader: Visitor) -> None:
    reader.get("orders/?left=invoice")
    with CaptureQueriesContext(connection) as asked:
        text = text_of(reader.get("orders/?left=invoice"))
    assert "Guided walk Step 7 of 16 Hide Orders to invoice." in text
    assert not any("vat_number" in query["sql"] for query in asked if "count(" in query["sql"].lower())


def test_the_task_of_a_step_is_at_that_step(reader: Visitor, shop: Company) -> None:
    assert "Step 15 of 16" in text_of(reader.get("close/task/proof/"))
    assert "Step 7 of 16" in text_of(reader.get("close/task/orders/"))


def test_the_close_page_shows_the_task_of_the_step(shop: Company) -> None:
    builders.an_order(builders.a_customer(shop, tax_group="EU", country="DE"))
    clerk = Visitor(builders.a_clerk(shop), shop)
    assert "of 1 customer without a VAT number will be refused" in text_of(clerk.get("close/"))
    assert "2 orders dated until 31 October are not invoiced" in text_of(clerk.get("close/?step=orders"))


def test_its_reader_hides_it_and_brings_it_back(reader: Visitor, shop: Company) -> None:
    hidden = text_of(reader.post("close/walk/", show="no"))
    assert "Step 7 of 16" not in hidden
    assert "Show the guided walk" in hidden
    assert "guided walk" not in text_of(reader.get("orders/"))
    other = Visitor(builders.a_user(shop, Role.AUDITOR), shop)
    assert "Step 7 of 16" in text_of(other.get("close/"))
    assert "Step 7 of 16" in text_of(reader.post("close/walk/", show="yes"))


def test_it_is_done_when_the_period_is_on_hold(reader: Visitor, shop: Company) -> None:
    invoiced(SalesOrder.objects.get(number="SO-1"))
    period = FiscalPeriod.objects.get(company=shop, name="2026-10")
    reader.post("close/prove/")
    change_status(period=period, status="on_hold", changed_by=reader.user)
    assert "Every step is done" in text_of(reader.get("close/"))
    assert reader.get("close/").content.count(b'href="/NLWS/2026-11/close/">On to 2026-11') == 1


def test_another_company_shows_it_only_to_those_who_ask(db: None) -> None:
    company = builders.a_company()
    clerk = Visitor(builders.a_clerk(company), company)
    assert "uided walk" not in text_of(clerk.get("close/"))
    assert "Guided walk" in text_of(clerk.get("close/?walk=1"))
    assert "Guided walk" in text_of(clerk.get("orders/"))


def test_every_step_but_the_hold_is_a_check(db: None) -> None:
    assert [name for name in walk.STEPS if walk.named(name) is None] == [walk.HOLD]


def test_who_may_not_hold_is_told_so_and_gets_no_button(shop: Company) -> None:
    text = text_of(Visitor(builders.a_clerk(shop), shop).get("close/?step=hold"))
    assert "with a reason. This step takes the role Controller; you have Clerk. Sign in as somebody else All" in text
