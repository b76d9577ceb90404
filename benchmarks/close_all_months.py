"""The whole of the real data, month by month: import, post, compare with the file, put on hold; then verify.

Run as `python -m benchmarks.close_all_months ../shared/data/online_retail/online_retail.csv.gz`. The expected net
totals are added up from the file here, in the plainest way.
"""

import argparse
import csv
import gzip
import sys
import time
from collections import defaultdict
from contextlib import redirect_stdout
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from io import StringIO
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import connections

from benchmarks.stage import stage

CODE, USER = "REAL", "real"
MAPPINGS = Path(__file__).parent.parent / "docs" / "examples"
CENT = Decimal("0.01")


def expected_per_month(file: Path) -> dict[str, Decimal]:
    """Give the net amount of each month's invoices and credit notes, rounded per line as the program rounds."""
    totals: dict[str, Decimal] = defaultdict(Decimal)
    with gzip.open(file, "rt", encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            if not row["InvoiceNo"].startswith("A"):
                amount = Decimal(row["Quantity"]) * Decimal(row["UnitPrice"])
                totals[row["InvoiceDate"][:7]] += amount.quantize(CENT, rounding=ROUND_HALF_UP)
    return dict(sorted(totals.items()))


def prepare() -> Any:
    """Give a new company with one person in every role that the run needs."""
    from django.contrib.auth.models import User

    from arclose.access.models import Membership
    from arclose.ledger.reference.loading import load_reference_data
    from customers.company_setup import create_company

    load_reference_data(since=date(2010, 1, 1))
    company = create_company(code=CODE, name="Real data", country="GB", currency="GBP", first_year=2010, years=2)
    user = User.objects.create_user(USER)
    for role in ("clerk", "administrator", "controller"):
        Membership.objects.create(user=user, company=company, role=role)
    return company


def run(step: str, *arguments: str, **options: Any) -> Any:
    """Run a command of the program quietly and give its seconds."""
    started = time.perf_counter()
    told = StringIO()
    try:
        with redirect_stdout(told):
            call_command(step, *arguments, stdout=told, **options)
    except Exception:
        print(told.getvalue())
        raise
    return time.perf_counter() - started


def month_of(company: Any, file: Path, month: str) -> tuple[int, Decimal, Decimal, tuple[Any, ...]]:
    """Import, post and close a month, and give its seconds for each with the net amounts before and after posting."""
    from django.db.models import Sum

    first = date.fromisoformat(f"{month}-01")
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    imported = run(
        "import", "sales-orders", str(file), "--company", CODE, "--user", USER,
        "--mapping", str(MAPPINGS / "online_retail_orders.toml"), "--from", str(first), "--until", str(last),
    )  # fmt: skip
    connections.close_all()
    orders = company.sales_orders.filter(invoice_date__range=(first, last))
    before = orders.aggregate(net=Sum("net_amount"))["net"]
    posted = run("post", "sales-invoices", company=CODE, until=last, user=USER)
    posted += run("post", "general-vouchers", company=CODE, until=last, user=USER)
    held = run("close", company=CODE, period=month, user=USER)
    after = company.invoices.filter(invoice_date__range=(first, last)).aggregate(net=Sum("net_amount"))["net"]
    return orders.count(), before, after, (imported, posted, held)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    file = parser.parse_args().file
    with stage():
        close_all(file)


def close_all(file: Path) -> None:
    """Close the months of a file, and print what each took; exit with an error where a total differs."""
    expected = expected_per_month(file)
    company = prepare()
    started = time.perf_counter()
    run(
        "import", "general-vouchers", str(file), "--company", CODE, "--user", USER,
        "--mapping", str(MAPPINGS / "online_retail_vouchers.toml"),
    )  # fmt: skip
    print(f"{'month':<8} {'documents':>9} {'net GBP':>14} {'import':>8} {'post':>8} {'hold':>8}  seconds")
    wrong = 0
    for month, net in expected.items():
        documents, before, after, seconds = month_of(company, file, month)
        wrong += (before, after) != (net, net)
        figures = " ".join(f"{one:>8.1f}" for one in seconds)
        note = "" if (before, after) == (net, net) else f"  EXPECTED {net}, before {before}, after {after}"
        print(f"{month:<8} {documents:>9,} {after:>14,.2f} {figures}{note}", flush=True)
    verified = run("verify", company=CODE)
    statuses = set(company.fiscal_periods.filter(name__in=expected).values_list("status", flat=True))
    print(f"verify: nothing found, {verified:.1f} s; status of every month: {', '.join(statuses)}")
    print(f"all: {time.perf_counter() - started:.0f} s, {wrong} months with another total than the file")
    sys.exit(bool(wrong) or statuses != {"on_hold"})


if __name__ == "__main__":
    main()
