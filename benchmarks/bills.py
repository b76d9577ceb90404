"""Take bills of exchange through draw, remittance and settlement as jobs, each beside the bare write of its rows.

One bill on each invoice, in the company's own currency; the remittance of all is made before it is posted. Measured as
:mod:`benchmarks.post_invoices` measures invoices.
"""

import argparse
from typing import Any

from benchmarks.bare import bare_write, marks_now
from benchmarks.orders import a_selling_company, write_orders
from benchmarks.post_invoices import post_as_job
from benchmarks.stage import execute, report, stage

_DRAWS = """
    INSERT INTO journals_billstep (company_id, journal_id, step_type, customer_id, currency_id, method_id, step_date,
        due_date, amount, entered_by_id, key, remittance_type, {zeros}, are_costs_of_bank, cause, status, status_after,
        remittance_type_after, fingerprint)
    SELECT o.company_id, {journal}, 'draw', o.customer_id, o.currency_id, m.id, DATE '2026-10-30', DATE '2026-12-31',
        o.transaction_currency_amount, {clerk}, '{prefix}' || o.transaction_id, 'none', {noughts}, false, '', 'open',
        '', 'none', ''
    FROM customers_opentransaction o
    JOIN journals_methodofpayment m ON m.company_id = o.company_id AND m.code = 'BILL'
    WHERE o.company_id = {company} AND o.transaction_currency_amount > 0 AND o.currency_id = '{currency}'
"""
_MARKS = """
    INSERT INTO customers_mark (transaction_id, company_id, document_type, document_id, amount, marked_by_id)
    SELECT o.transaction_id, o.company_id, 'bill_step', s.id, o.transaction_currency_amount, s.entered_by_id
    FROM customers_opentransaction o
    JOIN journals_billstep s ON s.company_id = o.company_id AND s.key = '{prefix}' || o.transaction_id
"""
_OTHERS = """
    INSERT INTO journals_billstep (company_id, journal_id, step_type, bill_id, customer_id, currency_id, step_date,
        amount, entered_by_id, key, remittance_type, bank_account_id, {zeros}, are_costs_of_bank, cause, status,
        status_after, remittance_type_after, fingerprint)
    SELECT b.company_id, {journal}, '{step}', b.id, b.customer_id, b.currency_id, DATE '2026-10-30', b.left_amount,
        {clerk}, '{prefix}{step}' || b.id, 'collection', {bank}, {noughts}, false, '', 'open', '', 'none', ''
    FROM journals_bill b WHERE b.company_id = {company} AND b.status = '{status}'
"""
_AMOUNTS = [
    "advance_amount",
    "charges_amount",
    "discount_interest_amount",
    "deferred_amount",
    "released_amount",
    "costs_amount",
    "interest_amount",
    "closed_amount",
    "closed_accounting_amount",
    "closed_adjustment_amount",
    "opened_amount",
    "opened_accounting_amount",
    "released_accounting_amount",
    "left_after",
    "deferred_after",
    "deferred_accounting_after",
]


def begin(company: Any, journal_type: str, prefix: str) -> dict[str, Any]:
    """Begin a journal, and give what the statements that write its lines need."""
    from django.contrib.auth.models import User

    from journals import acts
    from journals.models import BankAccount, JournalName

    clerk = User.objects.get(username="clerk")
    name = JournalName.objects.get(company=company, journal_type=journal_type)
    journal = acts.begin_journal(company=company, name=name, text="", created_by=clerk, key=f"{journal_type}-{prefix}")
    return {
        "company": company.pk,
        "journal": journal.pk,
        "clerk": clerk.pk,
        "prefix": prefix,
        "currency": company.accounting_currency_id,
        "bank": BankAccount.objects.get(company=company, code="BANK").pk,
        "zeros": ", ".join(_AMOUNTS),
        "noughts": ", ".join("0" for _amount in _AMOUNTS),
    }


def draw(company: Any, *, prefix: str) -> None:
    """Write a line that draws a bill on each open invoice in the company's currency."""
    values = begin(company, "draw", prefix)
    execute(_DRAWS.format(**values), _MARKS.format(**values), "VACUUM ANALYZE")


def remit(company: Any, *, prefix: str) -> None:
    """Write a line that remits each drawn bill for collection, and the remittance of all of them."""
    from journals.bills.remitting import make_remittances
    from journals.models import Journal

    company.bank_accounts.update(account_number="12")
    values = begin(company, "remittance", prefix)
    execute(_OTHERS.format(**values, step="remit", status="drawn"))
    journal = Journal.objects.select_related("company", "created_by", "name").get(pk=values["journal"])
    make_remittances(journal=journal, made_by=journal.created_by)
    execute("VACUUM ANALYZE")


def settle(company: Any, *, prefix: str) -> None:
    """Write a line that settles each remitted bill."""
    values = begin(company, "settle", prefix)
    execute(_OTHERS.format(**values, step="settle", status="remitted"), "VACUUM ANALYZE")


def waiting_of(company: Any) -> Any:
    """Give the lines of a company that wait."""
    from journals.models import BillStep

    return BillStep.objects.filter(company=company, status="open")


def post(company: Any, *, workers: int) -> float:
    """Post every line that waits as a job, and give the wall seconds."""
    from django.db.models import F

    documents = waiting_of(company).annotate(label=F("key")).values_list("pk", "step_date", "label")
    return post_as_job(company, workers=workers, kind="bill-steps", documents=documents)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bills", type=int, default=20_000)
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    with stage():
        company = a_selling_company()
        # A fifth of the customers of the company pay in dollars.
        write_orders(company, count=options.bills * 5 // 4, lines=1, prefix="R-")
        execute("VACUUM ANALYZE")
        post_as_job(company, workers=options.workers)
        for step in (draw, remit, settle):
            step(company, prefix="R-")
            count = waiting_of(company).count()
            marks = marks_now()
            seconds = post(company, workers=options.workers)
            bare_seconds = bare_write(marks, is_cpu=not options.workers)
            report(
                f"{step.__name__} {count:,} bills, {options.workers} workers",
                seconds=seconds,
                bare_seconds=bare_seconds,
                goal=2.0,
                count=count,
                unit="bills",
            )


if __name__ == "__main__":
    main()
