"""The credit check of 10,000 orders of 1,000 customers with a limit, against posting their invoices.

Every customer has a limit, a fifth of them in dollars, and a tenth share that of a group; with ``--rules`` the company
has blocking rules too. Both are done in one transaction each, as a chunk of a job is, one after the other.
"""

import argparse
import time

from benchmarks.orders import a_selling_company, write_orders
from benchmarks.stage import execute, stage

_LIMITS = """
    INSERT INTO customers_creditgroup (company_id, code, name, credit_limit_amount)
        SELECT {company}, 'G' || n, 'Group', 1e9 FROM generate_series(1, 20) AS n;
    UPDATE customers_customer SET credit_limit_amount = 1e8,
        credit_limit_currency_id = CASE WHEN id % 5 = 0 THEN 'USD' END,
        credit_group_id = CASE WHEN id % 10 = 0 THEN (SELECT g.id FROM customers_creditgroup g
            WHERE g.company_id = {company} ORDER BY g.id LIMIT 1 OFFSET (customers_customer.id / 10) % 20) END
        WHERE company_id = {company}
"""
_RULES = """
    INSERT INTO customers_creditblockingrule (company_id, position, name, kind, threshold, is_active) VALUES
        ({company}, 1, 'overdue', 'days_overdue', 900, true), ({company}, 2, 'amount', 'order_amount', 1e8, true),
        ({company}, 3, 'share', 'limit_used', 100, true), ({company}, 4, 'stop', 'credit_stop', NULL, true)
"""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--rules", action="store_true")
    options = parser.parse_args()
    with stage():
        from django.contrib.auth.models import User

        from customers.credit.limits import check_credit
        from customers.invoicing import post_invoices
        from customers.models import SalesOrder
        from customers.models.sales_orders import DocumentStatus

        company = a_selling_company()
        execute(_LIMITS.format(company=company.pk))
        if options.rules:
            execute(_RULES.format(company=company.pk))
        clerk = User.objects.get(username="clerk")
        for prefix, count in (("WARM", 2_000), ("S-", options.count)):
            write_orders(company, count=count, prefix=prefix)
            execute("VACUUM ANALYZE")
            orders = SalesOrder.objects.filter(company=company, number__startswith=prefix)
            ids = list(orders.values_list("pk", flat=True))
            checks = {}
            for limit_type in ("balance", "packing_slip", "all"):
                execute(
                    f"UPDATE customers_salesparameters SET credit_limit_type = '{limit_type}'"
                    f" WHERE company_id = {company.pk}"
                )
                started = time.monotonic()
                check = check_credit(company=company, orders=ids, step=DocumentStatus.INVOICE)
                checks[limit_type] = time.monotonic() - started
                assert not check.left_out
            execute(
                f"UPDATE customers_salesparameters SET credit_limit_type = 'balance' WHERE company_id = {company.pk}"
            )
            started = time.monotonic()
            outcome = post_invoices(company=company, orders=ids, posted_by=clerk, key=prefix)
            seconds = time.monotonic() - started
            assert len(outcome.posted) == count
        for limit_type, took in checks.items():
            print(f"check, {limit_type}: {took:.2f} s, {100 * took / seconds:.1f} % of posting {seconds:.2f} s")


if __name__ == "__main__":
    main()
