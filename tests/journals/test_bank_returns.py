"""What a bank returns leads to the payment, opens again what that settled, and can be undone."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from arclose.ledger.closing import change_status
from arclose.ledger.models import Company, FiscalPeriod, LedgerEntry, NumberSeries, Voucher
from customers.models import (
    Concession,
    Customer,
    CustomerTransaction,
    Mark,
    OpenTransaction,
    Settlement,
    SettlementParameters,
)
from customers.settling.settlement import Part, settle
from journals.acts import approve
from journals.banking.files.reading import read_bank_file
from journals.banking.matching import propose
from journals.banking.payments import make_payments
from journals.banking.return_matching import propose_returns
from journals.banking.return_reasons import in_words
from journals.banking.returning import take_returns
from journals.banking.undoing_returns import undo_return
from journals.models import (
    BankLineReturn,
    BankStatementLine,
    BankStatus,
    GeneralVoucher,
    Journal,
    JournalName,
    Payment,
)
from journals.payments.paying import post_payments
from journals.payments.statuses import change_bank_status
from tests.builders import a_bank_statement, a_clerk, a_company, a_controller, a_customer, an_order
from tests.checklist.left import left_of
from tests.conftest import REAL_DATA
from tests.customers.pages import Visitor, page_key, text_of
from tests.customers.posting import posted, still_open, take_back
from tests.journals.direct_debits import a_file, a_mandate, by_direct_debit
from tests.journals.payments import a_journal, a_payment, bank_of, discounted, invoices, untaxed
from tests.text_tables import assert_came, read_table

pytestmark = pytest.mark.django_db
IBAN = "DE89370400440532013000"
RETURNED_ON = date(2026, 10, 12)
POSTED = "INSERT INTO ledger_posting"


@pytest.fixture
def company() -> Company:
    return a_company()


@pytest.fixture
def bakery(company) -> Customer:
    return untaxed(company, name="Bakkerij De Vries")


def paid(company: Company, *told: tuple[str, str, str]) -> list[Payment]:
    """Post payments of lines (amount, payer, text) as they are proposed."""
    clerk = a_clerk(company)
    lines = lines_of(company, *told)
    shown = {pk: one.fingerprint for pk, one in propose(company=company, lines=lines).items()}
    name = company.journal_names.get(journal_type="payment")
    made = make_payments(company=company, name=name, shown=shown, made_by=clerk, key=f"make lines {lines[0].pk}")
    post_payments(
        company=company, documents=[one.pk for one in made.payments], posted_by=clerk, key=f"post lines {lines[0].pk}"
    )
    return made.payments


def lines_of(company: Company, *told: tuple[str, str, str], on: date = date(2026, 10, 5)) -> list[BankStatementLine]:
    statement = a_bank_statement(company, *told, on=on)
    rows = statement.lines.select_related("statement__bank_account", "statement__currency").order_by("line_number")
    return list(rows)


def open_amounts(customer: Customer) -> dict[str, Decimal]:
    rows = OpenTransaction.objects.filter(customer=customer)
    return dict(rows.values_list("transaction__document_number", "transaction_currency_amount"))


def test_it_proposes_the_payment_that_a_line_returns_and_says_why(company, bakery):
    grocer = untaxed(company, name="Kruidenier Bos")
    first, second, third, fourth = (one.number for one in invoices(bakery, "100", "200", "300", "400"))
    [fifth] = (one.number for one in invoices(grocer, "500"))
    payments = paid(
        company,
        ("100", "X", f"{first} /EREF/E2E-1"),
        ("200", "X", f"{second} /EREF/E2E-2"),
        ("300", "X", third),
        ("400", f"Y/IBAN/{IBAN}", fourth),
        ("500", "Z", fifth),
    )
    collected = a_payment(grocer, "42")
    post_payments(company=company, documents=[collected.pk], posted_by=a_clerk(company), key="collected")
    lines = lines_of(
        company,
        ("-100", "X", "terug /EREF/E2E-1/RTRN/AC04"),
        ("-206.50", "X", "terug /EREF/E2E-2/RTRN/AM04"),
        ("-300", "X", f"{third}/RTRN/MD06"),
        ("-400", f"Y/IBAN/{IBAN}", "retour/RTRN/MS03"),
        ("-500", "Z", "retour/RTRN/MS03"),
        ("-500", "Z", "huur"),
        ("-42", "Z", f"incasso /EREF/{company.code}-PM-{collected.pk}/RTRN/MD01"),
        on=date(2026, 10, 22),
    )
    found = propose_returns(company=company, lines=lines)
    said = [(found[line.pk].payment, found[line.pk].reason.value, found[line.pk].charges) for line in lines[:5]]
    expected = [("named", 0), ("named_and_more", Decimal("6.5")), ("document", 0), ("account", 0), ("only_amount", 0)]
    assert said == [(payment, *rest) for payment, rest in zip(payments, expected, strict=True)]
    assert lines[5].pk not in found
    # A direct debit names its payment as the file that asked for it did.
    assert (found[lines[6].pk].payment, found[lines[6].pk].score) == (collected, 100)
    assert not found[lines[4].pk].is_sure


def test_a_controller_accepts_a_return_with_charges_and_undoes_it(company, bakery):
    october = FiscalPeriod.objects.get(company=company, name="2026-10")
    [invoice] = invoices(bakery, "100")
    [payment] = paid(company, ("100", "X", f"{invoice.number} /EREF/E2E-1"))
    assert open_amounts(bakery) == {}
    [line] = lines_of(company, ("-106.50", "X", "terug /EREF/E2E-1/RTRN/AM04"), on=RETURNED_ON)
    clerk, visitor = Visitor(a_clerk(company), company), Visitor(a_controller(company), company)
    visitor.typed_the_password_just_now()
    page = visitor.post("bank-lines/propose/", selected=str(line.pk))
    assert "AM04: insufficient funds" in text_of(page)
    assert "names the payment by its reference; the rest are charges of the bank" in text_of(page)
    [(_line, proposal, _reason, _is_ticked)] = page.context["returns"]
    form = {"line": str(line.pk), f"shown_{line.pk}": proposal.fingerprint, "key": page_key(1)}
    assert clerk.post("bank-lines/return/", **form).status_code == 403
    assert "Choose the ledger account of the bank" in text_of(visitor.post("bank-lines/return/", **form))
    assert_the_page_stays(visitor, form, page)
    charges = company.accounts.create(number="4950", name="Bank charges", account_type="expense")
    form["charges_account"] = "4950"
    assert "1 payment is taken back." in text_of(visitor.post("bank-lines/return/", **form))
    assert "It was accepted before" in text_of(visitor.post("bank-lines/return/", **form))

    returned = BankLineReturn.objects.get()
    assert open_amounts(bakery) == {invoice.number: 100}
    reversal = Voucher.objects.get(reversal_of__document_type="payment")
    assert (reversal.posting_date, reversal.text) == (RETURNED_ON, "AM04")
    assert ledger_of(company, charges.number) == Decimal("6.5")
    assert ledger_of(company, bank_of(company).account.number) == Decimal("-6.5")
    assert left_of("bank-lines", company=company, period=october).count == 0
    assert "Returned by the bank: AM04: insufficient funds" in text_of(visitor.get(f"payments/{payment.pk}/"))
    assert f"PM-{payment.pk}" in text_of(visitor.get(f"bank-lines/{line.pk}/"))
    with pytest.raises(DatabaseError, match=r"stays\. Undo it instead"), transaction.atomic():
        BankLineReturn.objects.update(score=1)

    page = f"bank-returns/{returned.pk}/undo/"
    assert "The charges of the bank are taken back" in text_of(visitor.get(page))
    undone = text_of(visitor.post(page, day="2026-10-13", key=page_key(2)))
    assert "The return is undone" in undone
    visitor.post(page, day="2026-10-13", key=page_key(2))
    assert Payment.objects.count() == 2
    assert open_amounts(bakery) == {}
    assert ledger_of(company, charges.number) == 0
    assert left_of("bank-lines", company=company, period=october).count == 1


def assert_the_page_stays(visitor, form, page):
    sent = {**form, "looked_at": page.context["looked_at"], "charges_account": "no such"}
    others = ({"line": []}, {}, {"charges_account": ""})
    unticked, unknown, empty = (visitor.post("bank-lines/return/", **sent | other) for other in others)
    assert "No line was chosen." in text_of(unticked)
    ticked = [" checked>" in one.content.decode() for one in (page, unticked, unknown, empty)]
    assert ticked == [True, False, True, True]
    assert "Choose the ledger account of the bank" in text_of(empty)
    assert unknown.context["charges_form"]["charges_account"].value() == "no such"


def ledger_of(company: Company, number: str) -> Decimal:
    rows = LedgerEntry.objects.filter(company=company, account__number=number)
    return sum(rows.values_list("accounting_currency_amount", flat=True), Decimal(0))


def test_a_direct_debit_comes_back_by_its_reference_or_its_mandate(company, bakery):
    journal, method = by_direct_debit(bakery, required_status="approved")
    mandate = a_mandate(bakery)
    first, second = (
        a_payment(bakery, "80", journal=journal, method=method, on=date(2026, 10, day)) for day in (20, 21)
    )
    controller = a_controller(company)
    JournalName.objects.filter(pk=journal.name_id).update(needs_approval=True)
    approve(journal=journal, version=Journal.objects.get(pk=journal.pk).version, approved_by=controller)
    a_file(journal)
    change_bank_status(
        company=company,
        payments=[first.pk, second.pk],
        status=BankStatus.APPROVED,
        reason="",
        changed_by=journal.created_by,
    )
    post_payments(company=company, documents=[first.pk, second.pk], posted_by=controller, key="collected")
    reference = first.direct_debits.get().end_to_end_id
    named, told = lines_of(
        company,
        ("-80", "X", f"/EREF/{reference}/RTRN/MD06"),
        ("-80", "X", f"x/MARF/{mandate.number}/RTRN/MD07"),
        on=date(2026, 10, 26),
    )
    found = propose_returns(company=company, lines=[told, named])
    assert [(found[line.pk].payment, found[line.pk].reason.value) for line in (named, told)] == [
        (first, "named"),
        (second, "mandate"),
    ]
    shown = {pk: one.fingerprint for pk, one in found.items()}
    returned = take_returns(company=company, shown=shown, charges_account=None, accepted_by=controller, key="return")
    assert (len(returned.accepted), returned.left_out) == (2, {})
    assert set(Payment.objects.values_list("bank_status", flat=True)) == {"rejected"}
    undone = {"returned": returned.accepted[0], "day": date(2026, 10, 27), "undone_by": controller, "key": "undo"}
    restored = undo_return(**undone)
    restored.refresh_from_db()
    assert (restored.status, restored.bank_status, restored.status_changes.get().reason) == (
        "posted",
        "approved",
        f"as {returned.accepted[0].payment} before its return",
    )


def test_an_undone_return_settles_what_the_payment_settled_last(company, bakery):
    first, second = invoices(bakery, "100", "100")
    [payment] = paid(company, ("100", "X", f"{first.number} /EREF/E2E-1"))
    controller = a_controller(company)
    take_back(Settlement.objects.get(), on=date(2026, 10, 6))
    credit = CustomerTransaction.objects.get(voucher__document_type="payment", voucher__document_id=payment.pk)
    part = Part(second.customer_transaction.pk, credit.pk, Decimal(100), date(2026, 10, 7))
    settle(company=company, parts=[part], posted_by=controller, key="the other invoice")
    [line] = lines_of(company, ("-100", "X", "terug /EREF/E2E-1/RTRN/AC04"), on=RETURNED_ON)
    shown = {line.pk: propose_returns(company=company, lines=[line])[line.pk].fingerprint}
    take_returns(company=company, shown=shown, charges_account=None, accepted_by=controller, key="return")
    undo_return(returned=BankLineReturn.objects.get(), day=RETURNED_ON, undone_by=controller, key="undo")
    assert open_amounts(bakery) == {first.number: 100}


def test_an_undone_return_pays_nothing_else_where_its_documents_were_paid_meanwhile(company, bakery):
    SettlementParameters.objects.filter(company=company).update(settles_automatically=True)
    first, second = invoices(bakery, "100", "100")
    paid(company, ("100", "X", f"{first.number} /EREF/E2E-1"))
    controller = a_controller(company)
    [line] = lines_of(company, ("-100", "X", "terug /EREF/E2E-1/RTRN/AC04"), on=RETURNED_ON)
    shown = {line.pk: propose_returns(company=company, lines=[line])[line.pk].fingerprint}
    take_returns(company=company, shown=shown, charges_account=None, accepted_by=controller, key="return")
    again = a_payment(bakery, "100", {first: "100"}, on=RETURNED_ON)
    post_payments(company=company, documents=[again.pk], posted_by=controller, key="again")
    undo_return(returned=BankLineReturn.objects.get(), day=RETURNED_ON, undone_by=controller, key="undo")
    assert still_open(second)[0][0] == 100


# Of an invoice of 121.00 of 1 October with 2 % for ten days: how it was marked with what was paid on the 11th, and what
# is conceded again where the bank's return of the 25th is undone on that day.
UNDONE = """
    mark   | paid   | conceded                                           | left
    normal | 118.58 | cash_discount 2.42                                 | 0
    normal | 59.29  | cash_discount 1.21                                 | 60.5
    never  | 118.58 |                                                    | 2.42
    always | 110.00 | cash_discount 2.24                                 | 8.76
    full   | 100.00 | cash_discount 21.00                                | 0
"""


def test_an_undone_return_concedes_what_the_payment_did(company):
    SettlementParameters.objects.filter(company=company).update(discounts_parts=True)
    cases, controller, journal = read_table(UNDONE), a_controller(company), a_journal(company)
    terms = discounted(company).payment_terms
    customers = [a_customer(company, payment_terms=terms) for _case in cases]
    owed = posted(*(an_order(customer, ("1", "100"), on=october(1)) for customer in customers))
    paid = []
    for case, customer, invoice in zip(cases, customers, owed, strict=True):
        paid.append(a_payment(customer, case["paid"], {invoice: case["paid"]}, on=october(11), journal=journal))
        in_full = {"settles_fully": True, "let_go_amount": 21}
        way = in_full if case["mark"] == "full" else {"discount_use": case["mark"]}
        Mark.objects.filter(document_id=paid[-1].pk).update(**way)
    payments = [payment.pk for payment in paid]
    assert post_payments(company=company, documents=payments, posted_by=controller, key="pay").left_out == []
    told = [(f"-{one['paid']}", "X", f"terug PM-{pk}/RTRN/AC04") for one, pk in zip(cases, payments, strict=True)]
    lines = lines_of(company, *told, on=october(25))
    shown = {pk: one.fingerprint for pk, one in propose_returns(company=company, lines=lines).items()}
    take_returns(company=company, shown=shown, charges_account=None, accepted_by=controller, key="return")
    assert {amount for amount, _books in still_open(*owed)} == {121}
    came = []
    for line, invoice in zip(lines, owed, strict=True):
        returned = BankLineReturn.objects.get(line=line)
        restored = undo_return(returned=returned, day=october(25), undone_by=controller, key=f"undo {line.pk}")
        granted = Concession.objects.filter(posting=Payment.objects.get(pk=restored.pk).posting)
        conceded = ", ".join(f"{one.kind} {one.amount:.2f}" for one in granted)
        came.append({"conceded": conceded, "left": f"{still_open(invoice)[0][0].normalize():f}"})
    assert_came(cases, came)


def test_all_that_returns_need_is_locked_before_the_first_of_them_is_posted(company, bakery):
    owed = invoices(bakery, "100", "200")
    paid(company, *((f"{place}00", "X", f"{one.number} /EREF/E2E-{place}") for place, one in enumerate(owed, 1)))
    told = [(f"-{place}05", "X", f"terug /EREF/E2E-{place}/RTRN/AC04") for place in (1, 2)]
    series = NumberSeries.objects.create(company=company, purpose="journal_voucher", prefix="BK")
    JournalName.objects.filter(company=company, journal_type="general").update(voucher_series=series)
    charges = company.accounts.create(number="4950", name="Bank charges", account_type="expense")
    lines = [line for day, one in zip((12, 13), told, strict=True) for line in lines_of(company, one, on=october(day))]
    shown = {pk: one.fingerprint for pk, one in propose_returns(company=company, lines=lines).items()}
    controller = a_controller(company)
    with CaptureQueriesContext(connection) as asked:
        done = take_returns(company=company, shown=shown, charges_account=charges, accepted_by=controller, key="return")
    assert (len(done.accepted), open_amounts(bakery)) == (2, {owed[0].number: 100, owed[1].number: 200})
    locks = locks_before_posting(asked)
    assert "ledger_fiscalperiod" in locks[0]
    settled = next(sql for sql in locks if "customers_opentransaction" in sql)
    assert all(re.search(rf"\b{one.customer_transaction.pk}\b", settled) for one in owed)
    assert any('FROM "journals_payment"' in sql for sql in locks)
    asked_before = [one["sql"] for one in asked[: next(n for n, one in enumerate(asked) if POSTED in one["sql"])]]
    assert sum("ledger_numberseriescounter" in sql for sql in asked_before) == 2
    with CaptureQueriesContext(connection) as asked:
        undo_return(returned=done.accepted[0], day=october(14), undone_by=controller, key="undo")
    assert "ledger_fiscalperiod" in locks_before_posting(asked)[0]


def october(day: int) -> date:
    return date(2026, 10, day)


def locks_before_posting(asked: CaptureQueriesContext) -> list[str]:
    told = [one["sql"] for one in asked]
    posted = next(place for place, sql in enumerate(told) if POSTED in sql)
    return [sql for sql in told[:posted] if re.search(r"FOR (NO KEY )?(UPDATE|SHARE)", sql)]


def test_a_return_that_cannot_be_taken_back_is_left_out_by_name(company, bakery):
    [invoice] = invoices(bakery, "100")
    [payment] = paid(company, ("100", "X", f"{invoice.number} /EREF/E2E-1"))
    [line] = lines_of(company, ("-100", "X", "terug /EREF/E2E-1/RTRN/AC04"), on=RETURNED_ON)
    visitor = Visitor(a_controller(company), company)
    visitor.typed_the_password_just_now()
    form = {"line": str(line.pk), f"shown_{line.pk}": f"{payment.pk}+0", "key": page_key(1)}
    changed = text_of(visitor.post("bank-lines/return/", **{**form, f"shown_{line.pk}": "1+0"}))
    assert "What it may return has changed since you looked" in changed
    october = FiscalPeriod.objects.get(company=company, name="2026-10")
    change_status(period=october, status="on_hold", changed_by=visitor.user)
    assert "lies in no open period" in text_of(visitor.post("bank-lines/return/", **form))
    assert not BankLineReturn.objects.exists()
    foreign = a_bank_statement(a_company()).lines.get()
    assert visitor.post("bank-lines/return/", line=str(foreign.pk), key=page_key(2)).status_code == 404
    assert not GeneralVoucher.objects.exists()


def test_it_reads_reason_and_reversal_of_both_formats(tmp_path):
    assert in_words("MD06 as asked") == "MD06 as asked: the debtor asked for the money back"
    assert in_words("unknown") == "unknown"
    path = tmp_path / "file"
    path.write_text(
        ":20:R\n:25:123456789\n:28C:1/1\n:60F:C261001EUR100,\n:61:2610021002RC40,NRTI\n"
        ":86:109?00RETOURE?20EREF+E1?21SVWZ+RETURN?34MD06?32X\n:61:2610021002RD5,NTRF\n:62F:C261002EUR65,\n-\n"
    )
    [statement] = read_bank_file(path).content.statements
    first, second = statement.entries
    assert (first.amount, first.is_reversal, first.return_reason) == (-40, True, "MD06")
    assert (second.amount, second.is_reversal) == (5, True)


@pytest.mark.real_data
def test_it_reads_the_reason_of_a_real_return():
    folder = REAL_DATA / "bank" / "camt" / "sebastienrousseau__camt053"
    [statement] = read_bank_file(folder / "statement_ac04.xml").content.statements
    assert any("AC04" in one.return_reason for one in statement.entries)
