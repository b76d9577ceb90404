"""Payments for real invoices are matched by themselves where they say what they pay, and never to something else."""

from decimal import Decimal

import pytest

from arclose.imports import kinds
from arclose.imports.mapping import Mapping
from arclose.imports.running import Order, import_file
from arclose.ledger.models import Company
from customers.models import CustomerTransaction
from journals.banking.matching import propose
from journals.banking.payments import make_payments
from journals.banking.return_matching import propose_returns
from journals.banking.statements import take_in
from journals.models import BankAccount, BankStatementLine, Payment
from journals.payments.paying import post_payments
from tests.builders import a_clerk, a_company, a_customer
from tests.conftest import REAL_DATA
from tests.journals.retail_payments import IBAN, NUMBER, as_camt, as_mt940, december, payments_of

pytestmark = [pytest.mark.django_db, pytest.mark.real_data]
INVOICES, SEED, OPENING = 300, 2010, Decimal(1000)


@pytest.fixture
def company() -> Company:
    made = a_company(code="RETAIL", country="GB", currency="GBP", first_year=2010, years=2, vat_number="")
    BankAccount.objects.filter(company=made).update(iban=IBAN, account_number=NUMBER)
    return made


def take_over(company: Company, owed, tmp_path) -> None:
    """Import the invoices as what customers owed when the company moved in."""
    for customer in sorted({one.customer for one in owed}):
        a_customer(company, number=customer, name=f"Customer {customer}")
    rows = [
        f"{one.customer},{one.number},2010-12-15,2011-01-14,GBP,{one.amount},{one.amount},,2011-01-01" for one in owed
    ]
    header = "customer,document_number,transaction_date,due_date,currency,amount,accounting_amount"
    path = tmp_path / "open.csv"
    path.write_text("\n".join([f"{header},standing_adjustment,take_over_date", *rows]))
    order = Order(kinds.get("open-transactions"), company, a_clerk(company), Mapping(), path, path.name)
    import_file(order)
    assert CustomerTransaction.objects.filter(company=company).count() == len(owed)


def read(company: Company, written: str, tmp_path, clerk) -> list[BankStatementLine]:
    path = tmp_path / "statement"
    path.write_text(written, encoding="utf-8")
    [statement] = take_in(company=company, path=path, file_name=path.name, user=clerk).statements
    assert (statement.verdict, statement.notices) == ("adds_up", [])
    return list(statement.lines.select_related("statement__bank_account").order_by("line_number"))


def test_what_says_what_it_pays_is_matched_by_itself_and_nothing_to_something_else(company, tmp_path):
    owed = december(REAL_DATA / "online_retail" / "online_retail.csv.gz", INVOICES)
    take_over(company, owed, tmp_path)
    paid = payments_of(owed, seed=SEED)
    first, second = paid[: len(paid) // 2], paid[len(paid) // 2 :]
    between = OPENING + sum(one.amount for one in first)
    clerk = a_clerk(company)
    lines = [
        *read(company, as_camt(first, opening=OPENING), tmp_path, clerk),
        *read(company, as_mt940(second, opening=between), tmp_path, clerk),
    ]
    of_line = dict(zip(lines, paid, strict=True))

    proposals = propose(company=company, lines=of_line)
    sure = {line.pk: one for line, one in ((line, proposals.get(line.pk)) for line in of_line) if one and one.is_sure}
    wrong = [
        (told.sort, told.text, sure[line.pk].documents)
        for line, told in of_line.items()
        if line.pk in sure and not {debit.number for debit in sure[line.pk].debits} <= told.documents
    ]
    assert wrong == []
    well = [line.pk for line, told in of_line.items() if told.is_well_referenced]
    assert {told.sort for told in paid} == {"exact", "part", "several", "over", "under", "unknown", "returned"}
    assert sum(pk in sure for pk in well) >= 0.95 * len(well)

    returned_lines_lead_to_their_payments(company, of_line, sure, clerk)


def returned_lines_lead_to_their_payments(company, of_line, sure, clerk) -> None:
    shown = {pk: one.fingerprint for pk, one in sure.items()}
    name = company.journal_names.get(journal_type="payment")
    made = make_payments(company=company, name=name, shown=shown, made_by=clerk, key="make")
    assert made.left_out == {}
    ids = [payment.pk for payment in made.payments]
    assert len(post_payments(company=company, documents=ids, posted_by=clerk, key="post").posted) == len(sure)
    returned = {line: told for line, told in of_line.items() if told.sort == "returned"}
    found = propose_returns(company=company, lines=list(returned))
    of_payment = {payment.pk: payment.bank_line.line for payment in Payment.objects.select_related("bank_line__line")}
    references = [
        (told.reference, of_payment[found[line.pk].payment.pk].end_to_end_reference) for line, told in returned.items()
    ]
    assert references
    assert all(asked == given for asked, given in references)
    assert BankStatementLine.objects.filter(matches__isnull=False).count() == len(sure)
