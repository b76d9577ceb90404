"""Import 541,909 real order lines from a packed CSV, against a COPY of the rows it made into the same tables.

The import is the whole of it: reading, checks, customers and items made on the way, orders, lines, one commit. The
bare COPY writes the same customers, items, orders and lines in one transaction, from files that PostgreSQL wrote
itself, with the same indexes, keys and checks, triggers off. Both begin with empty tables.
"""

import argparse
import resource
import time
from pathlib import Path
from typing import Any

from benchmarks.stage import ROOT, execute, report, stage

DATA = ROOT.parent / "shared" / "data" / "online_retail" / "online_retail.csv.gz"
MAPPING = ROOT / "docs" / "examples" / "online_retail_orders.toml"
# In the order of their foreign keys.
TABLES = ["customers_customer", "customers_item", "customers_salesorder", "customers_salesorderline"]


def import_orders(file: Path) -> tuple[float, int]:
    """Import the file into a new company, and give the wall seconds and the number of lines."""
    from arclose.imports import kinds
    from arclose.imports.mapping_file import mapping_from_toml
    from arclose.imports.running import Order, import_file

    company, user = _company_and_user()
    mapping = mapping_from_toml(MAPPING.read_text(encoding="utf-8"))
    order = Order(kinds.get("sales-orders"), company, user, mapping, file, file.name)
    started = time.monotonic()
    result = import_file(order)
    seconds = time.monotonic() - started
    assert not result.problems, [str(problem) for problem in result.problems.shown[:5]]
    assert not result.is_repeated
    return seconds, result.line_count


def _company_and_user() -> tuple[Any, Any]:
    from django.contrib.auth.models import User

    from arclose.access.models import Membership
    from customers.company_setup import create_company

    company = create_company(code="RETAIL", name="Retail", country="GB", currency="GBP", first_year=2010, years=2)
    user = User.objects.create_user("importer")
    for role in ("clerk", "administrator"):
        Membership.objects.create(user=user, company=company, role=role)
    return company, user


def bare_copy(folder: Path) -> float:
    """Copy the rows out, empty the tables, and give the wall seconds that a COPY of them into the tables takes."""
    from django.db import connections, transaction

    connection = connections["owner"]
    with connection.cursor() as cursor:
        for table in TABLES:
            with (folder / table).open("wb") as file:
                cursor.copy_expert(f"COPY {table} TO STDOUT", file)
    for table in reversed(TABLES):
        execute(f"ALTER TABLE {table} DISABLE TRIGGER USER", f"DELETE FROM {table}", f"VACUUM FULL {table}")
    started = time.monotonic()
    with transaction.atomic(using="owner"), connection.cursor() as cursor:
        for table in TABLES:
            with (folder / table).open("rb") as file:
                cursor.copy_expert(f"COPY {table} FROM STDIN", file)
    return time.monotonic() - started


def main() -> None:
    """Measure once and print the figure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--file", type=Path, default=DATA)
    file = parser.parse_args().file
    with stage():
        folder = ROOT / "var" / "benchmark"
        seconds, lines = import_orders(file)
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        bare = bare_copy(folder)
        report("import order lines", seconds=seconds, bare_seconds=bare, goal=3.0, count=lines, unit="lines")
        print(f"memory of the importing process: at most {memory} MB")


if __name__ == "__main__":
    main()
