"""How long each page takes over large books: `python -m benchmarks.pages`, the slowest first.

Goal: a median below 300 ms and at most 15 queries for every page with 1,000,000 open transactions and orders and
10,000,000 entries on 2 cores. A page that comes before its counts is measured as it comes; when they stand is printed
beside it. `--only` takes the pages whose address matches, `--explain` shows their slow queries.
"""

import argparse
import html
import re
import statistics
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from benchmarks import books
from benchmarks.close_page import GOAL_MILLISECONDS, GOAL_QUERIES, controller
from benchmarks.large_books import LARGEST, make
from benchmarks.stage import Clock, cpu_clock

PERIODS = ("2026-10", "2026-08")

# Lists, each with the filters and orders that people use.
LISTS = {
    "orders/": (
        "", "period=until", "period=all", "period=all&status=canceled", "status=open", "left=confirm", "left=picking",
        "left=delivery", "left=delivered", "left=invoice", "type=returned", "text=B000000123", "text=customer 12",
        "customer={customer}", "amount_from=300&amount_until=320", "date_from=1/3/2026&date_until=31/3/2026",
        "sort=-net_amount", "sort=customer", "sort=-net_amount&period=all", "page=150",
    ),
    "documents/": (
        "", "period=all", "type=packing_slip", "text=SLP2026-000123", "text=customer 12", "customer={customer}",
    ),
    "invoices/": (
        "", "period=all", "type=credit_note", "text=INV2026-000123", "text=customer 12", "customer={customer}",
        "amount_from=300&amount_until=320", "sort=-total_amount", "sort=due_date", "sort=-total_amount&period=all",
    ),
    "customers/": ("", "text=customer 12", "country=NL", "sort=name", "sort=-credit_limit_amount"),
    "transactions/": (
        "", "on=15/8/2026", "on=28/2/2026", "state=all", "due=days_over_90", "customer={customer}", "type=credit_note",
        "text=INV2026-000123", "text=customer 12", "currency=EUR", "date_from=1/3/2026&date_until=31/3/2026",
        "sort=due_date", "sort=customer",
    ),
    "ageing/": (
        "", "on=15/8/2026", "on=28/2/2026", "text=customer 12", "customer={customer}", "currency=EUR", "sort=-total",
        "sort=name", "page=10",
    ),
    "sales/": ("",),
    "vouchers/": (
        "", "number=GV", "document_type=invoice", "account={account}", "date_from=1/3/2026&date_until=31/3/2026",
        "sort=posting_date", "page=150",
    ),
    "accounts/": ("", "type=revenue", "text=80"),
    "accounts/{account}/": ("", "date_from=1/1/2026", "posting_type=customer_balance", "sort=posting_date"),
    "free-text/": ("", "status=in_process&period=until"),
    "credit-holds/": ("",),
    "general-vouchers/": ("", "status=open", "period=all", "text=G12", "date_from=1/3/2026&date_until=31/3/2026"),
    "general-journals/": ("",),
    "payment-journals/": ("",),
    "payment-journals/{payment_journal}/": ("", "status=posted"),
    "payment-journals/{payment_journal}/enter/": ("", "customer={number}"),
    "payments/": (
        "", "status=open", "text=customer 12", "customer={customer}", "date_from=1/10/2026&date_until=31/10/2026",
        "sort=-amount", "sort=customer", "page=150",
    ),
    "transactions/marked/": ("", "text=customer 12", "sort=-amount"),
    "bridged-payments/": ("",),
    "direct-debits/": ("",),
    "bank-statements/": ("", "gap=on", "unlike=on"),
    "bank-lines/": ("", "unmatched=on", "text=INV2026", "sort=-amount"),
    "jobs/": ("",),
    "search/": ("q=INV2026-000123", "q=B000000123", "q=customer 12", "q=123.45", "q=SLP2026-000123", "q=G123"),
}  # fmt: skip
PAGES = (
    "calendar/", "close/", "orders/new/", "orders/{order}/", "orders/{open_order}/", "orders/{open_order}/change/",
    "documents/{document}/", "invoices/{invoice}/", "invoices/{invoice}/credit/", "customers/{customer}/",
    "customers/{customer}/statement.pdf", "settlements/{settlement}/", "vouchers/{voucher}/",
    "general-vouchers/{general_voucher}/", "general-journals/{general_journal}/", "payment-journals/new/",
    "payment-journals/{payment_journal}/lines/", "payment-journals/{payment_journal}/propose/", "payments/{payment}/",
    "payments/{open_payment}/change/", "bank-statements/{bank_statement}/", "bank-lines/{bank_line}/",
    "customers/{largest}/", "transactions/?customer={largest}", "ageing/?customer={largest}", "import/",
)  # fmt: skip


@dataclass(frozen=True)
class Measured:
    """What a page took: milliseconds at the median and at least, and its queries.

    ``whole`` is the median until what it asks for itself stands too, whose queries are ``further``.
    """

    address: str
    median: float
    least: float
    whole: float
    queries: list[dict[str, str]]
    further: list[dict[str, str]]

    @property
    def is_reached(self) -> bool:
        """Whether it is within the goal."""
        return self.median < GOAL_MILLISECONDS and max(len(self.queries), len(self.further)) <= GOAL_QUERIES


def addresses(company: Any) -> Iterator[str]:
    """Give the pages of the periods, with keys of rows that are there."""
    from arclose.checklist.checks import CHECKS

    keys = keys_of(company)
    for period in PERIODS:
        start = f"/{company.code}/{period}/"
        yield from (start + f"close/task/{check.name}/" for check in CHECKS)
        yield from (start + page.format(**keys) for page in PAGES)
        for page, filters in LISTS.items():
            yield from (start + (f"{page}?{narrowed}" if narrowed else page).format(**keys) for narrowed in filters)


def keys_of(company: Any) -> dict[str, Any]:
    """Give the key of a row of each kind, and the largest customer's."""
    from arclose.ledger.models import LedgerAccount, Voucher
    from customers.models import Customer, Invoice, OrderDocument, SalesOrder, Settlement
    from journals.models import BankStatement, BankStatementLine, GeneralVoucher, Journal, Payment

    def one(model: Any, *, place: int = 5, **narrowed: Any) -> int:
        rows = model.objects.filter(company=company, **narrowed).order_by("pk")
        return int(rows.values_list("pk", flat=True)[place])

    return {
        "order": one(SalesOrder, status="invoiced"), "open_order": one(SalesOrder, status="open"),
        "document": one(OrderDocument), "invoice": one(Invoice), "customer": one(Customer), "voucher": one(Voucher),
        "settlement": one(Settlement), "general_voucher": one(GeneralVoucher),
        "account": LedgerAccount.objects.get(company=company, number="1100").pk,
        "general_journal": one(Journal, place=0, name__journal_type="general"),
        "payment_journal": one(Journal, place=0, name__journal_type="payment"),
        "payment": one(Payment, status="posted"), "open_payment": one(Payment, status="open"),
        "bank_statement": one(BankStatement), "bank_line": one(BankStatementLine), "number": LARGEST,
        "largest": one(Customer, place=0, number=LARGEST),
    }  # fmt: skip


def measure(client: Client, address: str, *, times: int, clock: Clock) -> Measured:
    """Ask for a page so many times, and once more to count its queries."""
    took, whole = [], []
    for _each in range(times):
        started = clock()
        further = _ask(client, address)
        took.append((clock() - started) * 1000)
        if further:
            _ask(client, further, {"HX-Request": "true"})
        whole.append((clock() - started) * 1000)
    with CaptureQueriesContext(connection) as captured:
        further = _ask(client, address)
    with CaptureQueriesContext(connection) as captured_further:
        if further:
            _ask(client, further, {"HX-Request": "true"})
    return Measured(
        address, statistics.median(took), min(took), statistics.median(whole), captured.captured_queries,
        captured_further.captured_queries,
    )  # fmt: skip


def _ask(client: Client, address: str, headers: Mapping[str, str] | None = None) -> str:
    """Ask for a page and give what it asks for itself once it stands; empty: nothing."""
    response = client.get(address, headers=headers)
    whole = b"".join(response) if response.streaming else response.content
    assert response.status_code == 200, (address, response.status_code)
    further = re.search(rb'hx-get="([^"]+)" hx-trigger="load"', whole)
    return html.unescape(further[1].decode()) if further else ""


def show(page: Measured, longer_than: float) -> None:
    """Print what a page took, and its slow queries."""
    missed = "" if page.is_reached else "  MISSED"
    counted = f", counted after {page.whole:.0f} ms by {len(page.further)} more" if page.further else ""
    figures = f"{page.median:6.0f} ms (least {page.least:5.0f}) {len(page.queries):>3} queries{counted}"
    print(f"{figures}  {page.address}{missed}")
    for query in sorted([*page.queries, *page.further], key=lambda query: -float(query["time"])):
        if float(query["time"]) * 1000 > longer_than:
            print(f"      {float(query['time']) * 1000:6.0f} ms  {' '.join(query['sql'].split())}")


def main() -> None:
    """Make the books where there are none, walk the pages, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="pages whose address matches")
    parser.add_argument("--times", type=int, default=7, help="how often each is asked for")
    parser.add_argument("--explain", type=float, default=10**9, help="show queries that take longer, in ms")
    parser.add_argument("--cpu", action="store_true", help="CPU time, for a machine that is busy with other work")
    options = parser.parse_args()
    company = make()
    client = controller(company)
    clock = cpu_clock() if options.cpu else time.perf_counter
    asked = [address for address in addresses(company) if re.search(options.only, address)]
    measured = [measure(client, address, times=options.times, clock=clock) for address in asked]
    for page in sorted(measured, key=lambda page: -page.median):
        show(page, options.explain)
    missed = sum(not page.is_reached for page in measured)
    later = sum(bool(page.further) for page in measured)
    print(
        f"{len(measured)} pages, {missed} beyond {GOAL_MILLISECONDS} ms or {GOAL_QUERIES} queries,"
        f" {later} came before their counts"
    )


if __name__ == "__main__":
    books.connect()
    main()
