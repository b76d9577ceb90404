"""Interest notes: what they charge of what is overdue, what they post, and how they are taken back."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from arclose.batch import runner
from arclose.batch.models import Job
from arclose.ledger.models import Company, FiscalPeriod, Voucher
from customers import sql
from customers.collecting import place_collection_hold
from customers.dunning.calculating import calculate_interest, interest_until
from customers.dunning.deleting import delete_notes
from customers.dunning.interest_notes import INTEREST_NOTES
from customers.dunning.posting import post_notes
from customers.dunning.reinstating import reinstate_note
from customers.dunning.reversing import reverse_notes
from customers.models import (
    Customer,
    CustomerTransaction,
    InterestCode,
    InterestMinimum,
    InterestNote,
    InterestNoteLine,
    InterestRate,
    Settlement,
)
from customers.models.collection_holds import CollectionHoldKind
from customers.settling.settlement import settle
from tests.bills.bills import a_bill, taken
from tests.builders import a_clerk, a_company, a_controller, a_customer, a_returned_order, an_order
from tests.checklist.left import left_of
from tests.customers.pages import Visitor, page_key, text_of, value_of
from tests.customers.pdf_reading import text_of as text_of_pdf
from tests.customers.pdf_reading import with_letterhead
from tests.customers.posting import findings, posted, take_back
from tests.text_tables import assert_entries, read_table

pytestmark = pytest.mark.django_db
_SERIAL = count(1)
DAY = date(2026, 10, 31)


@pytest.fixture
def company() -> Company:
    return a_company()


@pytest.fixture
def code(company: Company) -> InterestCode:
    return a_code(company)


def a_code(company: Company, **values: Any) -> InterestCode:
    usual = {
        "code": "STAT",
        "name": "Statutory",
        "is_usual": True,
        "interest_account": company.accounts.get(number="8100"),
    }
    made = InterestCode.objects.create(company=company, **{**usual, **values})
    for valid_from, percent in ((date(2020, 1, 1), "10"), (date(2026, 10, 11), "20")):
        InterestRate.objects.create(company=company, interest_code=made, valid_from=valid_from, annual_percent=percent)
    return made


def owed(customer: Customer, *, on: date = date(2026, 9, 1), price: str = "3650") -> CustomerTransaction:
    """Give what a customer owes of an invoice without tax, due 30 days after its day: 1 October for the usual one."""
    make = a_returned_order if price.startswith("-") else an_order
    order = make(customer, ("-1" if price.startswith("-") else "1", price.lstrip("-")), on=on)
    posted(order)
    return CustomerTransaction.objects.get(invoice__order=order)


def settled(debit: CustomerTransaction, credit: CustomerTransaction, amount: str, day: date) -> None:
    part = sql.Part(debit.pk, credit.pk, Decimal(amount), day)
    settle(company=debit.company, parts=[part], posted_by=a_clerk(debit.company), key=f"settled{next(_SERIAL)}")


def a_reader(company: Company, **values: Any) -> Customer:
    return a_customer(company, **{"tax_group": "OUT", "language": "en", **values})


def calculated(company: Company, until: date = DAY) -> list[int]:
    made = calculate_interest(company=company, until=until, note_date=until, created_by=a_clerk(company))
    return made.notes


def post(company: Company, *notes: int) -> Any:
    return post_notes(
        INTEREST_NOTES, company=company, documents=notes, posted_by=a_clerk(company), key=f"interest{next(_SERIAL)}"
    )


def reverse(company: Company, *notes: int, day: date = DAY, is_waived: bool = False) -> Any:
    return reverse_notes(
        INTEREST_NOTES.waiving if is_waived else INTEREST_NOTES,
        company=company,
        documents=notes,
        day=day,
        reason="Waived",
        undone_by=a_controller(company),
        key=f"waive{next(_SERIAL)}",
    )


def reinstate(company: Company, note: int, day: date = DAY) -> Any:
    return reinstate_note(
        INTEREST_NOTES,
        company=company,
        note=note,
        day=day,
        reason="Paid late again",
        reinstated_by=a_controller(company),
        key=f"again{next(_SERIAL)}",
    )


def lines_of(note: int) -> list[tuple[str, str, str, str, str]]:
    rows = InterestNoteLine.objects.filter(note=note).order_by("line_number")
    return [
        (
            f"{row.from_date:%d.%m}",
            f"{row.to_date:%d.%m}",
            f"{row.base_amount:.2f}",
            f"{row.annual_percent:.0f}",
            f"{row.amount:.2f}",
        )
        for row in rows
    ]


def test_it_charges_each_day_what_was_open_at_the_percentage_of_that_day(code: InterestCode, company: Company) -> None:
    """Due on 1 October; half is credited on the 20th, which was open to the end of that day."""
    customer = a_reader(company)
    invoice = owed(customer)
    credit = owed(customer, on=date(2026, 10, 20), price="-1825")
    settled(invoice, credit, "1825", date(2026, 10, 20))

    [note] = calculated(company)

    expected = [
        tuple(row.values())
        for row in read_table("""
        from  | until | open    | percent | interest
        02.10 | 10.10 | 3650.00 | 10      | 9.00
        11.10 | 20.10 | 3650.00 | 20      | 20.00
        21.10 | 31.10 | 1825.00 | 20      | 11.00
    """)
    ]
    assert lines_of(note) == expected
    assert calculated(company) == [], "no day is charged twice"
    assert lines_of(calculated(company, date(2026, 11, 10))[0]) == [("01.11", "10.11", "1825.00", "20", "10.00")]


# The rates of a code: their day, days overdue (or months), open amount, percentage and amount once. Then what a note
# charges of 3650.00 that was due on 1 October, of which half is credited on the 20th: until which day, at which
# percentage, how much. With a maximum, where one is named, and until another day than the end of the month.
RANGES = """
    rates                                     | lines | most | until
    01.01/15/0/10                             | 20.10 10 5.00, 31.10 10 5.50 | |
    01.01/0/0/10, 01.01/15/0/20               | 15.10 10 14.00, 20.10 20 10.00, 31.10 20 11.00 | |
    01.01/0/0/10, 01.01/0/1825.01/20          | 20.10 20 38.00, 31.10 10 5.50 | |
    01.01/0/0/10, 01.01/0/1825/20             | 20.10 20 38.00, 31.10 20 11.00 | |
    01.01/0/0/10, 01.01/0/2000/20, 01.01/25/0/5 | 20.10 20 38.00, 25.10 10 2.50, 31.10 5 1.50 | |
    01.01/0/0/10, 01.01/9/0/20, 11.10/15/0/30 | 09.10 10 8.00, 10.10 20 2.00, 20.10 30 15.00, 31.10 30 16.50 | |
    01.01/0/0/10, 01.01/9/0/20, 05.10/0/0/30  | 04.10 10 3.00, 20.10 30 48.00, 31.10 30 16.50 | |
    01.01/0/0/10, 01.01/9/4000/20             | 20.10 10 19.00, 31.10 10 5.50 | |
    01.01/0/0/10, 01.01/9/0/10, 05.10/0/0/10  | 20.10 10 19.00, 31.10 10 5.50 | |
    01.01/0/0/10/5, 01.01/15/0/20/7           | 15.10 10 19.00, 20.10 20 17.00, 31.10 20 11.00 | |
    01.01/0/0/10/5, 01.01/15/0/20/7           | 15.10 10 19.00, 20.10 20 11.00, 31.10 20 0.00 | 30 |
    01.01/0/0/0/5, 01.01/15/2000/0/7          | 02.10 0 5.00, 16.10 0 7.00 | |
    01.01/0/0/0/5, 01.01/25/2000/0/7          | 02.10 0 5.00 | |
    01.01/0/0/10/5, 10.10/0/0/10/9            | 20.10 10 24.00, 31.10 10 5.50 | |
    01.01/0/0/0/5, 01.01/1m/0/0/20            | 02.10 0 5.00, 01.11 0 20.00 | | 02.11
"""


def test_a_rate_counts_in_its_range_of_days_overdue_and_of_what_is_open(code: InterestCode, company: Company) -> None:
    invoice = owed(a_reader(company))
    settled(invoice, owed(invoice.customer, on=date(2026, 10, 20), price="-1825"), "1825", date(2026, 10, 20))
    for case in read_table(RANGES):
        rates, lines, most, until = case.values()
        code.rates.all().delete()
        code.minimums.all().delete()
        InterestMinimum.objects.create(
            company=company, interest_code=code, currency_id="EUR", maximum_amount=most or None
        )
        for rate in rates.split(", "):
            day, days, amount, percent, *once = rate.split("/")
            months, days = (days[:-1], "0") if days.endswith("m") else ("0", days)
            told = {"valid_from": f"2026-{day[3:]}-{day[:2]}", "from_months": months, "from_days": days}
            told |= {"from_amount": amount, "annual_percent": percent, "fixed_amount": once[0] if once else "0"}
            InterestRate.objects.create(company=company, interest_code=code, **told)
        day = date(2026, int(until[3:]), int(until[:2])) if until else DAY
        [note] = calculated(company, day)
        charged = [f"{until} {percent} {amount}" for _from, until, _open, percent, amount in lines_of(note)]
        assert ", ".join(charged) == lines, rates
        assert sql.notes_changed_since(company_id=company.pk, notes=[note], until=day) == {}
        delete_notes(INTEREST_NOTES, company=company, notes=[note])


def test_it_leaves_out_what_is_not_to_be_charged(code: InterestCode, company: Company) -> None:
    InterestCode.objects.update(grace_days=30)
    InterestMinimum.objects.create(company=company, interest_code=code, currency_id="EUR", minimum_amount=10)
    within_grace, disputed = owed(a_reader(company)), owed(a_reader(company), on=date(2026, 8, 1))
    small = owed(a_reader(company), on=date(2026, 8, 1), price="10")
    place_collection_hold(
        company=company,
        transactions=[disputed.pk],
        kind=CollectionHoldKind.DISPUTED,
        reason="Broken",
        placed_by=a_clerk(company),
    )
    charges = interest_until(company=company, until=DAY)
    assert (charges.due, [one.customer for one in charges.below]) == ([], [small.customer])
    assert calculated(company, date(2026, 11, 1))
    assert InterestNote.objects.get().customer == within_grace.customer


def test_a_bill_that_is_an_open_invoice_again_bears_interest(code: InterestCode, company: Company) -> None:
    """Beside it a bill that is protested: none is charged of a claim that stands on paper."""
    customer, drawn_on = a_reader(company), date(2026, 9, 1)
    returned, protested = owed(customer), owed(customer)
    for debit, way in ((returned, "protest give_up"), (protested, "protest")):
        taken(a_bill(customer, {debit.invoice: "3650"}, on=drawn_on, due=debit.due_date), way, drawn_on)
    [charge] = interest_until(company=company, until=DAY).due
    rows = CustomerTransaction.objects.filter(pk__in={line.transaction_id for line in charge.lines})
    assert [row.transaction_type for row in rows] == ["returned_bill"]


def test_a_posting_profile_has_a_code_of_its_own_and_without_any_nothing_is_charged(company: Company) -> None:
    own = a_code(company, is_usual=False)
    customer = owed(a_reader(company)).customer
    assert calculated(company) == []
    type(customer.posting_profile).objects.filter(pk=customer.posting_profile_id).update(interest_code=own)
    assert len(calculated(company)) == 1


def test_it_posts_interest_and_fee_in_the_currency_of_what_is_overdue(code: InterestCode, company: Company) -> None:
    InterestMinimum.objects.create(company=company, interest_code=code, currency_id="EUR", fee_amount="40")
    InterestCode.objects.update(fee_account=company.accounts.get(number="8000"))
    owed(a_reader(company))
    [note] = calculated(company)

    outcome = post(company, note)

    assert outcome.posted == [note]
    assert_entries(
        Voucher.objects.filter(document_type="interest_note"),
        """
        posting type     | account | debit  | credit
        customer balance | 1100    | 91.00  |
        interest         | 8100    |        | 51.00
        fee              | 8000    |        | 40.00
        """,
    )
    of_note = CustomerTransaction.objects.get(transaction_type="interest_note")
    assert (of_note.transaction_currency_amount, of_note.open.transaction_currency_amount) == (91, 91)
    assert post(company, note).already == [note]
    assert calculated(company, date(2026, 11, 30)), "interest on the invoice goes on"
    assert {line.transaction.transaction_type for line in InterestNoteLine.objects.all()} == {"invoice"}
    assert findings(company) == {}
    for change in ({"fee_amount": 1}, {"status": "created"}):
        with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
            InterestNote.objects.filter(pk=note).update(**change)
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        InterestNoteLine.objects.filter(note=note).update(amount=1)


def test_days_are_charged_again_of_a_reversed_note_and_not_of_a_waived_one(
    code: InterestCode, company: Company
) -> None:
    customer = a_reader(company)
    invoice = owed(customer)
    [note] = calculated(company)
    assert [one.code for one in reverse(company, note).left_out] == ["not_posted"]
    post(company, note)
    assert [one.code for one in reverse(company, note, day=date(2026, 10, 30)).left_out] == ["before_note"]

    assert reverse(company, note).posted == [note]

    assert reverse(company, note).already == [note]
    assert not CustomerTransaction.objects.filter(transaction_type="interest_note", open__isnull=False).exists()
    [again] = calculated(company)
    assert lines_of(again) == lines_of(note)
    post(company, again)

    assert (reverse(company, again, is_waived=True).posted, reverse(company, again).already) == ([again], [again])

    assert not CustomerTransaction.objects.filter(transaction_type="interest_note", open__isnull=False).exists()
    assert calculated(company) == []
    assert (invoice.open.transaction_currency_amount, findings(company)) == (3650, {})

    for wrong, day, code_of in ((note, DAY, "not_waived"), (again, date(2026, 10, 30), "before_waiver")):
        assert [one.code for one in reinstate(company, wrong, day).left_out] == [code_of]
    [charging] = reinstate(company, again).posted

    assert reinstate(company, again).already == [charging]
    owing = CustomerTransaction.objects.get(transaction_type="interest_note", open__isnull=False)
    assert (owing.voucher.document_id, owing.open.transaction_currency_amount) == (charging, 51)
    assert [one.code for one in reverse(company, charging, is_waived=True).left_out] == ["charges_again"]
    assert reverse(company, charging).posted == [charging]
    assert reinstate(company, again).posted
    assert (calculated(company), findings(company)) == ([], {})
    with pytest.raises(DatabaseError, match="does not charge again"), transaction.atomic():
        InterestNote.objects.filter(pk=calculated(company, date(2026, 11, 30))[0]).update(reinstates=note)


@pytest.mark.parametrize("freed", ["reversed", "deleted"])
def test_days_that_come_free_before_charged_ones_are_charged_again(
    code: InterestCode, company: Company, freed: str
) -> None:
    owed(a_reader(company))
    [october], [november] = calculated(company), calculated(company, date(2026, 11, 30))
    lines = lines_of(october)
    if freed == "reversed":
        post(company, october)
        reverse(company, october)
    else:
        delete_notes(INTEREST_NOTES, company=company, notes=[october])

    [again] = calculated(company, date(2026, 12, 5))

    assert lines_of(again) == [*lines, ("01.12", "05.12", "3650.00", "20", "10.00")]
    assert lines_of(november) == [("01.11", "30.11", "3650.00", "20", "60.00")]


def test_what_is_settled_of_a_note_speaks_against_its_reversal(code: InterestCode, company: Company) -> None:
    customer = a_reader(company)
    owed(customer)
    [note] = calculated(company)
    post(company, note)
    credit = owed(customer, on=DAY, price="-10")
    settled(CustomerTransaction.objects.get(transaction_type="interest_note"), credit, "10", DAY)
    [refused] = reverse(company, note).left_out
    assert (refused.code, list(refused.facts)) == ("settled", [credit.document_number])
    take_back(*Settlement.objects.all(), on=date(2026, 11, 20))
    [refused] = reverse(company, note, day=date(2026, 11, 10)).left_out
    assert (refused.code, list(refused.facts)) == ("settled_until", ["2026-11-20"])
    assert reverse(company, note, day=date(2026, 11, 20)).posted == [note]


def test_what_speaks_against_posting_is_named(code: InterestCode, company: Company) -> None:
    held, closed = owed(a_reader(company)), owed(a_reader(company))
    notes = calculated(company)
    place_collection_hold(
        company=company,
        transactions=[held.pk],
        kind=CollectionHoldKind.DISPUTED,
        reason="Broken",
        placed_by=a_clerk(company),
    )
    InterestNote.objects.filter(customer=closed.customer).update(note_date=date(2031, 1, 1))
    codes = sorted(one.code for one in post(company, *notes).left_out)
    assert codes == ["collection_held", "period_not_open"]
    InterestCode.objects.update(interest_account=company.accounts.get(number="1100"))
    assert sorted(one.code for one in post(company, *notes).left_out) == ["control_account", "period_not_open"]
    assert delete_notes(INTEREST_NOTES, company=company, notes=notes) == 2


@pytest.mark.parametrize(("day", "amount", "is_right"), [(15, "50", False), (15, "3650", False), (31, "3650", True)])
def test_a_note_is_posted_only_while_its_days_are_as_it_charges_them(
    code: InterestCode, company: Company, day: int, amount: str, is_right: bool
) -> None:
    """What is settled on its last day was open on all of them."""
    customer = a_reader(company)
    invoice = owed(customer)
    [note] = calculated(company)
    dated = date(2026, 10, day)
    settled(invoice, owed(customer, on=dated, price=f"-{amount}"), amount, dated)

    outcome = post(company, note)

    refused = [(one.code, list(one.facts)) for one in outcome.left_out]
    assert refused == ([] if is_right else [("changed_since", [invoice.document_number])])
    assert outcome.posted == ([note] if is_right else [])
    delete_notes(INTEREST_NOTES, company=company, notes=[note])
    again = calculated(company)
    assert post(company, *again).posted == again


def test_a_broken_note_is_found(code: InterestCode, company: Company) -> None:
    owed(a_reader(company))
    [note] = calculated(company)
    InterestNoteLine.objects.filter(note=note).update(amount=0)
    assert "interest notes" in findings(company)


# --- pages and jobs ---------------------------------------------------------------------------------------------------


def test_a_clerk_calculates_prints_and_posts_what_the_preview_showed(code: InterestCode, company: Company) -> None:
    with_letterhead(company)
    customer = a_reader(company)
    owed(customer)
    clerk = Visitor(a_clerk(company), company)
    asked = {"until": "2026-10-31", "note_date": "2026-10-31", "key": page_key(1)}
    InterestRate.objects.filter(annual_percent=20).update(from_days=3, from_amount=100)
    shown = text_of(clerk.get("interest/calculate/?until=31/10&note_date=31/10"))
    assert "To be charged until 31 Oct 2026: 1" in shown
    assert "20 from 3 days overdue, from EUR 100.00 open" in " ".join(shown.split())

    early = clerk.post(
        "interest/calculate/", **asked | {"until": f"{timezone.localdate() + timedelta(days=2):%Y-%m-%d}"}
    )
    assert (early.status_code, InterestNote.objects.count()) == (422, 0)
    for said in ("1 interest note is made.", "Nothing is left to charge until that day."):
        assert said in text_of(clerk.post("interest/calculate/", **asked))
    note = InterestNote.objects.get()
    october = FiscalPeriod.objects.get(company=company, name="2026-10")
    assert left_of("interest-notes", company=company, period=october).amounts == {"EUR": Decimal(51)}
    printed = text_of_pdf(clerk.post("interest/print/", selected=note.pk).content)
    assert "Pro forma interest note" in printed
    assert str(note) not in printed
    preview = clerk.post("interest/preview/", selected=note.pk)
    assert "customer balance 51.00" in text_of(preview)
    form = {"selected": note.pk, "key": value_of(preview, "key"), "seen": value_of(preview, "seen")}
    InterestNote.objects.update(fee_amount=1)
    assert "Nothing was posted: something changed since the preview" in text_of(clerk.post("interest/post/", **form))
    InterestNote.objects.update(fee_amount=0)
    for _sent in range(2):
        words = text_of(clerk.post("interest/post/", **form))
    assert "Posted as voucher" in words
    assert left_of("interest-notes", company=company, period=october).count == 0
    assert text_of_pdf(clerk.get(f"interest/{note.pk}/pdf").content).count(Voucher.objects.latest("pk").number) == 2
    assert clerk.get(f"interest/{note.pk}/reverse/").status_code == 403
    controller = Visitor(a_controller(company), company)
    controller.typed_the_password_just_now()
    asked = {"day": "2026-10-31", "reason": "Waived", "key": page_key(2)}
    assert "Its days can be charged again" in text_of(controller.post(f"interest/{note.pk}/reverse/", **asked))
    late = controller.post(f"interest/{note.pk}/reverse/", **asked | {"key": page_key(3)}, act="waive")
    assert "so there is nothing left to waive" in text_of(late)
    stranger = a_company()
    assert Visitor(a_clerk(stranger), stranger).get(f"interest/{note.pk}/").status_code == 404


def test_jobs_calculate_post_and_undo(code: InterestCode, company: Company) -> None:
    for _customer in range(2):
        owed(a_reader(company))
    clerk, controller = Visitor(a_clerk(company), company), Visitor(a_controller(company), company)
    controller.typed_the_password_just_now()
    clerk.post("interest/calculate/", until="2026-10-31", note_date="2026-10-31", job="1", key=page_key(1))
    runner.look()
    assert InterestNote.objects.count() == 2
    clerk.post("interest/job/?waiting=on&period=all", selection="filter", key=page_key(2))
    runner.look()
    job = Job.objects.latest("pk")
    assert (job.state, job.done_count) == ("ended", 2)
    page = f"jobs/{job.pk}/tasks/1/undo/"
    preview = controller.post(page, day="2026-10-31", reason="Wrong rate", act="preview")
    assert "Its days can be charged again" in text_of(preview)
    controller.post(
        page, day="2026-10-31", reason="Wrong rate", act="job", key=page_key(3), seen=value_of(preview, "seen")
    )
    runner.look()
    assert set(InterestNote.objects.values_list("status", flat=True)) == {"reversed"}
    assert findings(company) == {}
