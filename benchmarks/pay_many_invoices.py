"""Post one payment over many invoices of a customer: plain, and with a cash discount on each; then take it back.

In processor time of program and database, which other work on the machine changes little.
"""

import argparse
from datetime import date
from typing import Any

from benchmarks.orders import a_selling_company, write_orders
from benchmarks.stage import cpu_clock, execute, stage


def _owed(company: Any, *, count: int, prefix: str) -> dict[int, Any]:
    """Post so many invoices, and give the transactions with what is to be paid of each on their day."""
    from django.contrib.auth.models import User

    from customers.invoicing import post_invoices
    from customers.models import CustomerTransaction, SalesOrder
    from customers.settling.concessions import discounts_on

    write_orders(company, count=count, lines=1, prefix=prefix)
    orders = SalesOrder.objects.filter(company=company, number__startswith=prefix)
    outcome = post_invoices(
        company=company,
        orders=list(orders.values_list("pk", flat=True)),
        posted_by=User.objects.get(username="clerk"),
        key=prefix,
    )
    assert not outcome.left_out
    execute("VACUUM ANALYZE")
    rows = CustomerTransaction.objects.filter(invoice__posting=outcome.posting_id)
    owed: dict[int, Any] = dict(rows.values_list("pk", "transaction_currency_amount"))
    offers = discounts_on(company=company, transactions=list(owed), paid_on=date(2026, 10, 30))
    return {pk: amount - (offers[pk].amount if pk in offers else 0) for pk, amount in owed.items()}


def _offer_discounts(company: Any) -> None:
    from customers.models import CashDiscount, PaymentTerms

    code = CashDiscount.objects.create(company=company, code="2-60", name="2 % in 60 days", percent=2, days=60)
    PaymentTerms.objects.filter(company=company).update(cash_discount=code)


def _measure(company: Any, owed: dict[int, Any], *, name: str) -> None:
    from django.contrib.auth.models import User

    from customers.models import Customer
    from journals import acts, entering
    from journals.models import BankAccount, JournalName
    from journals.payments.paying import post_payments, reverse_payments

    clerk, clock = User.objects.get(username="clerk"), cpu_clock()
    journal_name = JournalName.objects.get(company=company, journal_type="payment")
    journal = acts.begin_journal(company=company, name=journal_name, text="", created_by=clerk, key=name)
    bank = BankAccount.objects.get(company=company, code="BANK")
    head = entering.PaymentHead(Customer.objects.get(company=company), date(2026, 10, 30), None, bank)
    started = clock()
    payment = entering.enter_payment(journal=journal, head=head, marks=owed, entered_by=clerk, key=name)
    entered = clock()
    values: dict[str, Any] = {"company": company, "documents": [payment.pk]}
    assert not post_payments(**values, posted_by=clerk, key=name).left_out
    posted = clock()
    reverse_payments(**values, day=date(2026, 10, 31), reason="returned", reversed_by=clerk, key=f"back {name}")
    print(
        f"a payment over {len(owed):,} invoices, {name}: entered in {entered - started:.2f} s, "
        f"posted in {posted - entered:.2f} s, taken back in {clock() - posted:.2f} s of processor time"
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--invoices", type=int, default=1_000)
    options = parser.parse_args()
    with stage():
        company = a_selling_company(customers=1)
        _measure(company, _owed(company, count=50, prefix="WARM"), name="warming up")
        _measure(company, _owed(company, count=options.invoices, prefix="PLAIN"), name="plain")
        _offer_discounts(company)
        _measure(company, _owed(company, count=options.invoices, prefix="DISC"), name="with discounts")


if __name__ == "__main__":
    main()
