"""How long the close page takes over books of a size: `python -m benchmarks.close_page --invoices 1000000`.

Goal: median below 300 ms and at most 15 queries with 5,000,000 entries (1,000,000 invoices) on 2 cores. Beside it
stands the answer of a page that asks the books nothing (the calendar), so that frame and sessions can be told apart.
"""

import argparse
import statistics
import time
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from benchmarks import books

TIMES = 25
GOAL_MILLISECONDS, GOAL_QUERIES = 300, 15
OPEN_ORDERS = 2_000


def controller(company: Any) -> Client:
    """Give a signed-in browser of a controller."""
    from arclose.access.models import Membership

    user = books.poster()
    Membership.objects.get_or_create(user=user, company=company, role="controller")
    client = Client(SERVER_NAME="localhost")
    client.force_login(user)
    return client


def measure(client: Client, url: str) -> tuple[float, list[dict[str, str]]]:
    """Give the median milliseconds and the queries of a page."""
    took = []
    for _each in range(TIMES):
        started = time.perf_counter()
        response = client.get(url)
        response.content  # noqa: B018
        took.append((time.perf_counter() - started) * 1000)
        assert response.status_code == 200, response.status_code
    with CaptureQueriesContext(
        connection,
    ) as captured:
        client.get(url)
    return statistics.median(took), captured.captured_queries


def main(invoices: int) -> None:
    company = books.fill(invoices)
    if company.sales_orders.filter(status="open").count() < OPEN_ORDERS:
        books.add_orders(company, OPEN_ORDERS)
        books.analyze()
    client = controller(company)
    for page in (
        "calendar/", "close/", "close/task/orders/", "close/task/proof/", "vouchers/", "accounts/", "sales/", "ageing/",
        "search/?q=123.45",
    ):  # fmt: skip
        median, queries = measure(client, f"/{company.code}/2026-08/{page}")
        print(f"{page:<20} median {median:6.0f} ms, {len(queries):>3} queries", end="")
        print(f" (goal {GOAL_MILLISECONDS} ms, {GOAL_QUERIES})" if page.startswith("close") else "")
        for query in sorted(queries, key=lambda query: -float(query["time"]))[:3]:
            print(f"      {float(query['time']) * 1000:6.0f} ms  {' '.join(query['sql'].split())[:110]}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--invoices", type=int, default=1_000_000)
    books.connect()
    main(parser.parse_args().invoices)
