"""50,000 orders of 3 lines through confirm, pick, deliver and invoice as four jobs, each against its bare write.

As :mod:`benchmarks.post_invoices`, for all four updates of the same orders; invoiced is what was delivered. With
``--cost`` the company posts the cost of goods, with ``--deferred`` it defers revenue at delivery, so that packing slips
and invoices have entries for it. ``--workers 0`` works in one process and compares processor time of program and
database together, for a machine that is busy with other work.
"""

import argparse

from benchmarks.bare import bare_write, marks_now
from benchmarks.orders import a_selling_company, write_orders
from benchmarks.post_invoices import post_as_job
from benchmarks.stage import execute, report, stage

_COST = """
    INSERT INTO customers_salesparameters (company_id, posts_cost_of_goods) VALUES ({company}, true)
        ON CONFLICT (company_id) DO UPDATE SET posts_cost_of_goods = true;
    UPDATE customers_item SET standard_cost_amount = 0.75 WHERE company_id = {company};
    UPDATE customers_itemgroup SET cost_of_goods_delivered_account_id = revenue_account_id,
        units_delivered_account_id = revenue_account_id, cost_of_goods_sold_account_id = revenue_account_id,
        inventory_account_id = revenue_account_id WHERE company_id = {company}
"""
_DEFERRED = """
    INSERT INTO customers_salesparameters (company_id, posts_cost_of_goods, defers_revenue)
        VALUES ({company}, false, true) ON CONFLICT (company_id) DO UPDATE SET defers_revenue = true;
    UPDATE customers_itemgroup SET deferred_revenue_offset_account_id = revenue_account_id,
        deferred_revenue_account_id = revenue_account_id, deferred_sales_tax_account_id = revenue_account_id
        WHERE company_id = {company}
"""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=50_000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--cost", action="store_true")
    parser.add_argument("--deferred", action="store_true")
    options = parser.parse_args()
    with stage():
        from customers.updates import UPDATES

        company = a_selling_company()
        if options.cost:
            execute(_COST.format(company=company.pk))
        if options.deferred:
            execute(_DEFERRED.format(company=company.pk))
        for prefix, count in (("WARM", 1_000), ("S-", options.count)):
            write_orders(company, count=count, prefix=prefix)
            for name in UPDATES:
                execute("VACUUM ANALYZE")
                marks = marks_now()
                parameters = {"quantity": "delivered"} if name == "sales-invoices" else {}
                seconds = post_as_job(company, workers=options.workers, kind=name, parameters=parameters)
                bare_seconds = bare_write(marks, is_cpu=not options.workers)
                if prefix != "WARM":
                    report(name, seconds=seconds, bare_seconds=bare_seconds, goal=2.0, count=count, unit="orders")


if __name__ == "__main__":
    main()
