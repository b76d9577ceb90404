"""The life of bills of exchange from journal to journal as it is walked, and what is refused on the way."""

import pytest

from arclose.batch import runner
from arclose.ledger.models import Company
from journals.models import Bill, MethodOfPayment, Remittance
from tests.bills.bills import numbered
from tests.journals.payments import bank_of, invoices, untaxed
from tests.walks.walking import Walker

pytestmark = pytest.mark.slow


def begin(visitor: Walker, journal_type: str) -> None:
    visitor.open(f"bill-journals/{journal_type}/")
    visitor.follow("New journal")
    visitor.submit("Begin")


def begin_once_it_has_a_name(visitor: Walker) -> None:
    visitor.open("bill-journals/draw/")
    visitor.follow("New journal")
    visitor.type(name="")
    visitor.submit("Begin", text="Week 43")
    visitor.is_refused("Journal name")
    assert visitor.value_of("text") == "Week 43"
    visitor.type(name="BEDRAW Draw bills of exchange")
    visitor.submit("Begin")


def draw_what_is_proposed(visitor: Walker) -> None:
    visitor.follow("Propose bills")
    visitor.type(method="BILL")
    visitor.submit("Show the proposal", until="31/9/2026", draw_date="20/10/2026")
    visitor.is_refused("Due until")
    assert visitor.value_of("draw_date") == "20/10/2026"
    visitor.submit("Show the proposal", until="31/12/2026")
    visitor.reads("2 bills would be drawn")
    visitor.submit("Draw these bills")
    visitor.is_told("2 bills are to be drawn")


def post_lines_by_hand_and_by_a_job(visitor: Walker) -> None:
    visitor.open("bill-lines/")
    visitor.submit("Preview")
    visitor.is_told("Tick")
    visitor.follow_row()
    visitor.submit("Post now")
    visitor.is_told("1 line is posted")
    visitor.open("bill-lines/?status=open")
    visitor.take_the_whole_filter()
    visitor.submit("Post as job")
    visitor.reads("bills", inside="//h1")
    runner.look()


def accept(visitor: Walker) -> None:
    visitor.open("bills/")
    visitor.follow("Maturity")
    visitor.reads("200.00")
    visitor.open("bills/")
    visitor.follow("BE2026-000001")
    visitor.submit("Record the acceptance", accepted_on="1/10/2026")
    visitor.is_refused("It was drawn later than that day.")
    assert visitor.value_of("accepted_on") == "1/10/2026"
    visitor.submit("Record the acceptance", accepted_on="21/10/2026")
    visitor.is_told("The acceptance of bill BE2026-000001 is recorded.")


def remit(visitor: Walker, company: Company) -> None:
    visitor.follow("Remit")
    visitor.submit("Begin")
    visitor.type(remittance_type="collection", bank_account="BANK")
    visitor.submit("Save", step_date="31/9/2026")
    visitor.is_refused("Date")
    visitor.submit("Save", step_date="22/10/2026")
    visitor.submit("Post journal")
    visitor.is_told("It stands in no remittance")
    visitor.submit("Generate remittance")
    visitor.is_told("neither an IBAN nor an account number")
    numbered(bank_of(company))
    visitor.submit("Generate remittance")
    visitor.is_told("1 remittance is made.")


def cancel_it_and_send_another(visitor: Walker) -> None:
    visitor.open("remittances/")
    visitor.follow_row()
    visitor.type(bank_status="received")
    visitor.submit("Note it")
    visitor.is_told("is: received")
    visitor.submit("Cancel it")
    visitor.is_told("is canceled")
    visitor.open("bill-journals/remittance/")
    visitor.follow_row()
    visitor.submit("Generate remittance")
    visitor.submit("Post journal")
    visitor.is_told("1 line is posted")
    visitor.open("remittances/?state=remitted")
    visitor.follow_row()
    visitor.submit("Close it")
    visitor.is_told("Settle or protest these first")


def settle(visitor: Walker) -> None:
    begin(visitor, "settle")
    visitor.follow("Settle")
    visitor.type(remittance_type="collection", bank_account="BANK")
    visitor.submit("Save", step_date="31/10/2026")
    visitor.is_refused("Tick the bills")
    visitor.tick("BE2026-000001")
    visitor.submit("Save")
    visitor.submit("Post journal")
    visitor.is_told("1 line is posted")
    visitor.open("remittances/?state=remitted")
    visitor.follow_row()
    visitor.submit("Close it")
    visitor.is_told("1 bill is closed.")
    visitor.submit("Reopen")
    visitor.is_told("reopened, and 1 bill is honored again")
    visitor.submit("Close it")


def protest_and_draw_again(visitor: Walker) -> None:
    begin(visitor, "protest")
    visitor.follow("Protest")
    visitor.tick("BE2026-000002")
    visitor.submit("Save", step_date="30/10/2026")
    visitor.is_refused("Cause")
    visitor.submit("Save", cause="No funds")
    visitor.follow_row()
    visitor.submit("Delete")
    visitor.is_told("is deleted; it marks nothing any more")
    visitor.follow("Protest")
    visitor.tick("BE2026-000002")
    visitor.submit("Save", step_date="30/10/2026", cause="No funds")
    visitor.submit("Post journal")
    begin(visitor, "redraw")
    visitor.follow("Redraw")
    visitor.tick("BE2026-000002")
    visitor.submit("Save", step_date="31/10/2026", due_date="1/10/2026")
    visitor.is_refused("before the day on which it is drawn again")
    visitor.submit("Save", due_date="31/1/2027")
    visitor.submit("Post journal")
    visitor.is_told("1 line is posted")


def test_bills_are_proposed_accepted_sent_to_a_bank_settled_protested_and_drawn_again(
    visitor: Walker, company: Company
) -> None:
    method = MethodOfPayment.objects.get(company=company, code="BILL")
    for name in ("Bakker", "Smit"):
        customer = untaxed(company, name=name)
        method.usual_of.create(company=company, customer=customer)
        invoices(customer, "100")
    begin_once_it_has_a_name(visitor)
    draw_what_is_proposed(visitor)
    post_lines_by_hand_and_by_a_job(visitor)
    accept(visitor)
    remit(visitor, company)
    cancel_it_and_send_another(visitor)
    settle(visitor)
    protest_and_draw_again(visitor)
    assert list(Bill.objects.order_by("pk").values_list("status", flat=True)) == ["closed", "redrawn"]
    assert Remittance.objects.filter(canceled_at=None).get().bill_count == 1
