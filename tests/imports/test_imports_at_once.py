"""Two imports at the same moment, an import and a close, an import that dies."""

import threading
from typing import Any

import pytest
from django.db import connection, transaction

from arclose.imports import kinds
from arclose.imports.mapping import Mapping
from arclose.imports.models import ImportRun
from arclose.imports.running import Order, import_file
from arclose.ledger.closing import change_status
from arclose.ledger.models.calendars import FiscalPeriod, PeriodStatus
from customers.imports import order_sql
from customers.models import SalesOrder
from tests.builders import a_company, a_customer, a_user, an_item

pytestmark = pytest.mark.django_db(transaction=True)

ORDERS = "number,customer,invoice_date,item,quantity,unit_price\nS1,C1,2026-10-05,A,2,10\nS2,C1,2026-10-06,A,1,10\n"


@pytest.fixture
def order(make_file) -> Order:
    company = a_company()
    a_customer(company, number="C1")
    an_item(company, number="A")
    path = make_file(ORDERS)
    return Order(kinds.get("sales-orders"), company, a_user(company, "clerk", "controller"), Mapping(), path, path.name)


def in_threads(*works: Any) -> list[Any]:
    """Do all at once, each in a thread with a connection of its own, and give what each came to."""
    results: list[Any] = [None] * len(works)
    barrier = threading.Barrier(len(works))

    def do(position: int) -> None:
        barrier.wait()
        try:
            results[position] = works[position]()
        finally:
            connection.close()

    threads = [threading.Thread(target=do, args=(position,)) for position in range(len(works))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_the_same_file_from_five_people_at_once_enters_once(order):
    results = in_threads(*[lambda: import_file(order)] * 5)
    assert sorted(result.is_repeated for result in results) == [False, True, True, True, True]
    assert (SalesOrder.objects.count(), ImportRun.objects.count()) == (2, 1)


def test_a_period_does_not_close_between_the_check_and_the_end_of_an_import(order, monkeypatch):
    period = FiscalPeriod.objects.get(company=order.company, name="2026-10")
    arrived, may_go_on = threading.Event(), threading.Event()
    write = order.kind.write

    def slow(staged: Any) -> Any:
        arrived.set()
        may_go_on.wait(10)
        return write(staged)

    def hold() -> bool:
        arrived.wait(10)
        may_go_on.set()
        with transaction.atomic():
            change_status(period=period, status=PeriodStatus.ON_HOLD, changed_by=order.user)
            return SalesOrder.objects.filter(company=order.company).count() == 2

    waiting = Order(**{**order.__dict__, "kind": kinds.ImportKind(**{**order.kind.__dict__, "write": slow})})
    result, has_seen_the_orders = in_threads(lambda: import_file(waiting), hold)
    assert result.run is not None
    assert has_seen_the_orders


def test_an_import_that_dies_half_way_leaves_nothing(order, monkeypatch):
    monkeypatch.setattr(order_sql, "INSERT_LINES", "SELECT 1 / 0")
    with pytest.raises(Exception, match="division by zero"):
        import_file(order)
    assert not SalesOrder.objects.exists()
    assert not ImportRun.objects.exists()
    monkeypatch.undo()
    assert import_file(order).run is not None
