"""Collection letters: what they ask for and when, what their fees post, and how they are taken back."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

import pytest
from django.core import mail
from django.db import DatabaseError, transaction
from django.utils import timezone

from arclose.batch import runner
from arclose.batch.models import Job
from arclose.checklist.checks import CHECKS
from arclose.checklist.preparers import has_prepared
from arclose.ledger import posting as ledger
from arclose.ledger.models import Company, ExchangeRate, ExchangeRateType, FiscalPeriod, Posting, Voucher
from customers.collecting import place_collection_hold
from customers.dunning.collection_letters import COLLECTION_LETTERS
from customers.dunning.deleting import delete_notes
from customers.dunning.letters import letters_until, write_letters
from customers.dunning.posting import post_notes
from customers.dunning.reinstating import reinstate_note
from customers.dunning.reversing import reverse_notes
from customers.models import (
    CollectionLetter,
    CollectionLetterFee,
    CollectionLetterLine,
    CollectionLetterTaxRow,
    CollectionLetterText,
    CollectionSequence,
    Customer,
    CustomerTransaction,
    ItemTaxGroup,
    Mark,
    TaxRule,
)
from customers.models.collection_holds import CollectionHoldKind
from customers.papers.collection_letters import papers_of_collection_letters
from journals.models.methods import BankStatus
from journals.payments.statuses import change_bank_status
from tests.bills.bills import a_bill, taken
from tests.builders import (
    a_clerk,
    a_collection_letter,
    a_collection_sequence,
    a_company,
    a_controller,
    a_customer,
    an_order,
)
from tests.checklist.left import left_of
from tests.customers.pages import Visitor, page_key, text_of, value_of
from tests.customers.pdf_reading import text_of as text_of_pdf
from tests.customers.pdf_reading import with_letterhead
from tests.customers.posting import findings, posted, take_back
from tests.customers.test_interest import a_reader, owed, settled
from tests.journals.payments import a_payment, discounted
from tests.text_tables import assert_came, assert_entries, read_table

pytestmark = pytest.mark.django_db
_SERIAL = count(1)
DAY = date(2026, 10, 31)


@pytest.fixture
def company() -> Company:
    return a_company()


@pytest.fixture
def sequence(company: Company) -> CollectionSequence:
    return a_collection_sequence(company)


def with_fee(sequence: CollectionSequence, step: int, fee: str, minimum: str = "0") -> None:
    CollectionLetterFee.objects.create(
        company=sequence.company,
        letter_code=sequence.codes.get(number=step),
        currency_id="EUR",
        fee_amount=fee,
        minimum_amount=minimum,
    )


def written(company: Company, until: date = DAY, **values: Any) -> list[int]:
    return write_letters(company=company, until=until, letter_date=until, created_by=a_clerk(company), **values).letters


def post(company: Company, *letters: int) -> Any:
    key = f"letters{next(_SERIAL)}"
    return post_notes(COLLECTION_LETTERS, company=company, documents=letters, posted_by=a_clerk(company), key=key)


def reverse(company: Company, *letters: int, day: date = DAY, key: str = "", is_waived: bool = False) -> Any:
    return reverse_notes(
        COLLECTION_LETTERS.waiving if is_waived else COLLECTION_LETTERS,
        company=company,
        documents=letters,
        day=day,
        reason="Agreed",
        undone_by=a_controller(company),
        key=key or f"back{next(_SERIAL)}",
    )


def asked(company: Company, until: date) -> list[tuple[int, str, int]]:
    """Give step, overdue amount and number of lines of what letters would ask for."""
    due = letters_until(company=company, until=until).due
    return [(one.code.number, f"{one.overdue:.2f}", len(one.lines)) for one in due]


def test_it_asks_step_by_step_so_many_days_after_the_letter_before(
    sequence: CollectionSequence, company: Company
) -> None:
    """Due on 1 October; the steps come after 7 days each, the last one is not repeated."""
    owed(a_reader(company))
    for row in read_table("""
        until | before | step
        07.10 | 0      |
        08.10 | 0      | 1
        14.10 | 1      |
        20.10 | 1      | 2
        26.10 | 2      |
        27.10 | 2      | 3
        30.12 | 3      |
    """):
        day, month = map(int, row["until"].split("."))
        until = date(2026, month, day)
        assert CollectionLetter.objects.count() == int(row["before"]), row
        expected = [(int(row["step"]), "3650.00", 1)] if row["step"] else []
        assert asked(company, until) == expected, row
        letters = written(company, until)
        assert written(company, until) == [], "a letter that waits is the only one"
        if letters:
            assert post(company, *letters).posted == letters
            waived = reverse(company, *letters, day=until, is_waived=True)
            assert [one.code for one in waived.left_out] == ["charges_nothing"]
    assert not Voucher.objects.filter(document_type="collection_letter").exists(), "there was no fee"
    assert Posting.objects.filter(kind="collection-letters").count() == 3
    [check] = [one for one in CHECKS if one.name == "collection-letters"]
    october = FiscalPeriod.objects.get(company=company, name="2026-10")
    poster = Posting.objects.filter(kind="collection-letters").latest("pk").posted_by
    for person, has_posted in ((poster, True), (a_controller(company), False)):
        assert has_prepared(company=company, period=october, check=check, person=person) is has_posted
    assert findings(company) == {}


@pytest.mark.parametrize(
    ("letters_per", "expected"),
    [("customer", [(2, "3600.00", 3)]), ("code", [(1, "100.00", 1), (2, "3500.00", 2)])],
)
def test_letters_are_per_customer_or_code_and_take_credits_off(
    sequence: CollectionSequence, company: Company, letters_per: str, expected: list[tuple[int, str, int]]
) -> None:
    """One invoice is due for its second letter, one for its first; the customer is owed 50, some of it disputed."""
    CollectionSequence.objects.update(letters_per=letters_per)
    customer = a_reader(company)
    owed(customer, price="3550")
    post(company, *written(company, date(2026, 10, 10)))
    owed(customer, on=date(2026, 9, 10), price="100")
    credit, held = owed(customer, on=DAY, price="-50"), owed(customer, on=DAY, price="-7")
    hold(company, held)

    assert asked(company, DAY) == expected
    CollectionSequence.objects.update(takes_credits_off=False)
    assert sum(Decimal(amount) for _step, amount, _lines in asked(company, DAY)) == 3650
    assert credit.open.transaction_currency_amount == -50
    written(company)
    assert {*CollectionLetterLine.objects.values_list("note__letter_code__number", "code_number")} <= {(1, 1), (2, 2)}


def test_no_letter_asks_for_more_than_is_owed_nor_takes_a_credit_off_twice(
    sequence: CollectionSequence, company: Company
) -> None:
    """A credit stays with the letter that took it off, and with the next one for the same invoice."""
    customer = a_reader(company)
    first = owed(customer, price="1000")
    owed(customer, on=date(2026, 10, 1), price="-400")
    assert asked(company, date(2026, 10, 10)) == [(1, "600.00", 2)]
    post(company, *written(company, date(2026, 10, 10)))
    owed(customer, on=date(2026, 9, 5), price="50")
    assert asked(company, date(2026, 10, 13)) == [(1, "50.00", 1)], "the first letter took the credit off"
    for letters_per, expected in (
        ("code", [(1, "50.00", 1), (2, "600.00", 2)]),
        ("customer", [(2, "650.00", 3)]),
    ):
        CollectionSequence.objects.update(letters_per=letters_per)
        assert asked(company, DAY) == expected
    settled(first, owed(customer, on=date(2026, 10, 20), price="-1000"), "1000", date(2026, 10, 20))
    assert asked(company, DAY) == [], "what is owed to the customer is more"
    hold(company, *CustomerTransaction.objects.filter(transaction_currency_amount=-400))
    assert asked(company, DAY) == [(1, "50.00", 1)]


def test_a_bill_given_up_is_asked_for_and_what_a_bank_advanced_takes_nothing_off(
    sequence: CollectionSequence, company: Company
) -> None:
    """A bill is back to an open invoice, another one is discounted, and an invoice beside them is due as the first."""
    customer, drawn_on = a_reader(company), date(2026, 9, 1)
    returned, discounted_bill, beside = (owed(customer, price=price) for price in ("300", "900", "500"))
    values = {"on": drawn_on, "due": returned.due_date}
    taken(a_bill(customer, {returned.invoice: "300"}, **values), "protest give_up", drawn_on)
    taken(a_bill(customer, {discounted_bill.invoice: "900"}, **values), "discount", drawn_on)
    assert asked(company, DAY) == [(1, "800.00", 2)]
    assert beside.open.due_date == returned.due_date


def hold(company: Company, *transactions: CustomerTransaction) -> None:
    place_collection_hold(
        company=company,
        transactions=[one.pk for one in transactions],
        kind=CollectionHoldKind.DISPUTED,
        reason="Broken",
        placed_by=a_clerk(company),
    )


# Of 121.00 that is overdue, and once offered a discount of 2.42: what a payment on its way marks; what is asked for.
MARKED = """
    marked | fully | rejected | asked
    121.00 |       |          |
    1.00   |       |          | 120.00
    118.58 |       |          |
    118.57 |       |          | 2.43
    1.00   | yes   |          |
    1.00   |       | yes      | 121.00
    121.00 |       | yes      | 121.00
"""


def test_a_letter_asks_for_what_no_payment_on_its_way_settles(sequence: CollectionSequence, company: Company) -> None:
    cases, clerk = read_table(MARKED), a_clerk(company)
    terms = discounted(company).payment_terms
    customers = [a_customer(company, payment_terms=terms) for _case in cases]
    owing = posted(*(an_order(customer, ("1", "100"), on=date(2026, 9, 1)) for customer in customers))
    paid = []
    for case, invoice in zip(cases, owing, strict=True):
        payment = a_payment(invoice.customer, case["marked"], {invoice: case["marked"]})
        if case["fully"]:
            Mark.objects.filter(document_id=payment.pk).update(settles_fully=True, let_go_amount=120)
        paid.append(payment.pk)
    rejected = [pk for pk, case in zip(paid, cases, strict=True) if case["rejected"]]
    values = {"company": company, "changed_by": clerk}
    change_bank_status(payments=rejected, status=BankStatus.REJECTED, reason="AM04", **values)
    due = {one.customer: f"{one.overdue:.2f}" for one in letters_until(company=company, until=DAY).due}
    assert_came(cases, ({"asked": due.get(customer, "")} for customer in customers))
    assert findings(company) == {}
    letters = written(company)
    change_bank_status(payments=rejected, status=BankStatus.NONE, reason="No", **values)
    others = [pk for pk in paid if pk not in rejected]
    change_bank_status(payments=others, status=BankStatus.REJECTED, reason="No", **values)
    assert len(post(company, *letters).left_out) == len(letters) == len(due), "they ask for another amount by now"
    assert findings(company) == {}


def test_it_leaves_out_what_is_held_small_or_of_others(sequence: CollectionSequence, company: Company) -> None:
    with_fee(sequence, 1, "0", minimum="20")
    hold(company, owed(a_reader(company)))
    paid, clerk = owed(a_reader(company)), a_clerk(company)
    Mark.objects.create(
        company=company, transaction=paid, document_type="payment", document_id=1, amount=3650, marked_by=clerk
    )
    small, chosen = owed(a_reader(company), price="10"), owed(a_reader(company))
    other = owed(a_reader(company)).customer
    profile = type(other.posting_profile).objects.get(pk=other.posting_profile_id)
    never = a_collection_sequence(company, code="NEVER", is_usual=False, days=())
    profile.pk, profile.code, profile.collection_sequence = None, "NEVER", never
    profile.save()
    Customer.objects.filter(pk=other.pk).update(posting_profile=profile)

    askings = letters_until(company=company, until=DAY)

    assert [one.customer for one in askings.below] == [small.customer]
    assert [one.customer for one in askings.due] == [chosen.customer]
    assert written(company, customers=[small.customer_id]) == []
    assert len(written(company, customers=[chosen.customer_id])) == 1


def test_it_posts_a_fee_with_its_tax_and_takes_both_back(  # noqa: PLR0915 (what may be changed, and what not)
    sequence: CollectionSequence, company: Company
) -> None:
    """In dollars, so that tax rows are what their entries are in the books."""
    rates = ExchangeRateType.objects.create(code="OWN", name="Own", base_currency_id="EUR")
    for day in (date(2026, 9, 1), DAY):
        ExchangeRate.objects.create(rate_type=rates, currency_id="USD", rate_date=day, units_per_base=Decimal("1.25"))
    Company.objects.filter(pk=company.pk).update(exchange_rate_type=rates)
    company.refresh_from_db()
    CollectionSequence.objects.update(item_tax_group=ItemTaxGroup.objects.get(company=company, code="STD"))
    code = sequence.codes.get(number=1)
    CollectionLetterFee.objects.create(company=company, letter_code=code, currency_id="USD", fee_amount="40")
    invoice = owed(a_customer(company, currency_id="USD"))
    [letter] = written(company)

    assert post(company, letter).posted == [letter]

    assert_entries(
        Voucher.objects.filter(document_type="collection_letter"),
        """
        posting type     | account | debit  | credit
        customer balance | 1100    | 38.72  |
        fee              | 8100    |        | 32.00
        sales tax        | 2100    |        | 6.72
        """,
    )
    [fee] = CustomerTransaction.objects.filter(transaction_type="collection_letter")
    assert (fee.transaction_currency_amount, fee.open.transaction_currency_amount) == (Decimal("48.40"),) * 2
    columns = ("tax_kind", "tax_percent", "transaction_currency_base_amount", "accounting_currency_base_amount",
               "accounting_currency_tax_amount", "registration_currency_tax_amount")  # fmt: skip
    standing = [CollectionLetterTaxRow.objects.values_list(*columns).get()]
    assert standing == [("domestic", 21, 40, 32, Decimal("6.72"), Decimal("6.72"))]
    assert (post(company, letter).already, findings(company)) == ([letter], {})
    for change in ({"fee_amount": 1}, {"status": "created"}, {"reversal_reason": "other"}):
        with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
            CollectionLetter.objects.filter(pk=letter).update(**change)
    printed = a_collection_letter(invoice.customer)
    CollectionLetter.objects.filter(pk=printed.pk).update(status="printed")
    CollectionLetterLine.objects.create(
        company=company, note=printed, line_number=2, transaction=invoice, code_number=2, open_amount=1
    )
    lines = CollectionLetterLine.objects.all()
    for wrong in (
        lambda: lines.filter(note=letter).update(open_amount=1),
        lambda: lines.filter(note=letter).update(note=printed),
        lambda: lines.filter(note=printed).update(note=letter),
    ):
        with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
            wrong()
    assert delete_notes(COLLECTION_LETTERS, company=company, notes=[printed.pk]) == 1

    later = date(2026, 11, 3)
    credit = owed(invoice.customer, on=DAY, price="-10")
    settled(fee, credit, "10", DAY)
    assert [(one.code, list(one.facts)) for one in reverse(company, letter).left_out] == [
        ("settled", [credit.document_number])
    ]
    take_back(*fee.settlements_as_debit.all(), on=later)
    assert reverse(company, letter, day=later, key="back").posted == [letter]
    assert reverse(company, letter, day=later, key="back").posted == [letter]
    assert reverse(company, letter, day=later).already == [letter]
    [taken_back] = CollectionLetterTaxRow.objects.exclude(taken_back_by=None)
    assert (taken_back.tax_point_date, taken_back.accounting_currency_tax_amount) == (later, Decimal("-6.72"))
    assert CustomerTransaction.objects.filter(transaction_type="collection_letter", open__isnull=False).count() == 0
    assert findings(company) == {}
    assert asked(company, later) == [(1, "4404.40", 2)], "the step before counts again"
    [again] = written(company, later)
    post(company, again)
    assert reverse(company, again, day=later, is_waived=True).posted == [again]
    assert CustomerTransaction.objects.filter(transaction_type="collection_letter", open__isnull=False).count() == 0
    assert (asked(company, later), findings(company)) == ([], {}), "the letter still asks"

    reason = {"day": later, "reason": "Late again", "reinstated_by": a_controller(company)}
    [charging] = reinstate_note(COLLECTION_LETTERS, company=company, note=again, key="again", **reason).posted
    charged = CustomerTransaction.objects.get(transaction_type="collection_letter", open__isnull=False)
    assert charged.voucher.document_id == charging
    assert CollectionLetterTaxRow.objects.get(letter=charging).accounting_currency_tax_amount == Decimal("6.72")
    [paper] = papers_of_collection_letters(company=company, notes=CollectionLetter.objects.filter(pk=charging))
    fee_of = Voucher.objects.filter(document_type="collection_letter", document_id=again).earliest("pk").number
    assert fee_of in str(paper.content["table"]), "the number that its customer knows"
    assert (asked(company, later), findings(company)) == ([], {}), "it asks for its fee only"


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ("held", "collection_held"),
        ("paid in part", "open_changed"),
        ("no rule", "no_tax_code"),
        ("no VAT number", "no_vat_number"),
        ("closed", "period_not_open"),
        ("account", "control_account"),
    ],
)
def test_what_speaks_against_posting_is_named(
    sequence: CollectionSequence, company: Company, wrong: str, code: str
) -> None:
    with_fee(sequence, 1, "40")
    customer = a_customer(
        company,
        **({"country": "BE", "tax_group": "EU", "vat_number": "BE0411905847"} if wrong == "no VAT number" else {}),
    )
    taxed = {"no rule": "STD", "no VAT number": "SERV"}.get(wrong)
    CollectionSequence.objects.update(
        item_tax_group=ItemTaxGroup.objects.filter(company=company, code=taxed or "").first()
    )
    invoice = owed(customer)
    if wrong == "no rule":
        TaxRule.objects.filter(company=company).delete()
    Customer.objects.filter(pk=customer.pk).update(vat_number="")
    [letter] = written(company)
    if wrong == "held":
        hold(company, invoice)
    elif wrong == "paid in part":
        settled(invoice, owed(invoice.customer, on=DAY, price="-10"), "10", DAY)
    elif wrong == "closed":
        CollectionLetter.objects.update(note_date=date(2031, 1, 1))
    elif wrong == "no VAT number":
        CollectionSequence.objects.update(item_tax_group=None)
    elif wrong == "account":
        CollectionSequence.objects.update(fee_account=company.accounts.get(number="1100"))

    [refused] = post(company, letter).left_out

    assert refused.code == code
    assert "%" not in f"{refused.reason} {refused.remedy}"
    assert delete_notes(COLLECTION_LETTERS, company=company, notes=[letter]) == 1


@pytest.mark.parametrize("broken", ["line", "voucher"])
def test_a_broken_letter_is_found(sequence: CollectionSequence, company: Company, broken: str) -> None:
    owed(a_reader(company))
    written(company)
    if broken == "line":
        CollectionLetterLine.objects.update(open_amount=1)
    else:
        sealed = Posting.objects.filter(company=company).latest("pk")
        posting, _is_new = ledger.begin(
            company=company, kind="collection-letters", key="broken", fingerprint="", posted_by=a_clerk(company)
        )
        reversal = {"status": "reversed", "reversal": posting, "reversal_date": DAY}
        for wrong, said in (
            ({"status": "posted", "posting": sealed}, "the posting is sealed"),
            ({"status": "posted", "posting": posting, "note_date": date(2031, 1, 1)}, "period is not open"),
            ({"posting": posting, **reversal}, "made first, then posted"),
        ):
            with pytest.raises(DatabaseError, match=said), transaction.atomic():
                CollectionLetter.objects.update(**wrong)
        CollectionLetter.objects.update(status="posted", posting=posting, fee_amount=1)
        with pytest.raises(DatabaseError, match="period is not open"), transaction.atomic():
            CollectionLetter.objects.update(**reversal | {"reversal_date": date(2031, 1, 1)})
        ledger.seal(posting=posting)
    assert "collection letters" in findings(company)


# --- pages and jobs ---------------------------------------------------------------------------------------------------


def test_a_clerk_makes_prints_posts_and_sends_letters(  # noqa: PLR0915 (a whole way)
    sequence: CollectionSequence, company: Company
) -> None:
    with_letterhead(company)
    with_fee(sequence, 1, "5")
    CollectionLetterText.objects.create(
        company=company, letter_code=sequence.codes.get(number=1), language="en", text="Dear friend,\n\nDo pay."
    )
    customer, other = a_reader(company, email="a@customer.example"), owed(a_reader(company)).customer
    owed(customer)
    clerk = Visitor(a_clerk(company), company)
    shown = text_of(clerk.get(f"letters/make/?until=31/10&note_date=31/10&customers={customer.number}"))
    assert "To be asked for until 31 Oct 2026: 1" in shown
    asked = {"until": "2026-10-31", "note_date": "2026-10-31", "customers": customer.number, "key": page_key(1)}
    early = f"{timezone.localdate() + timedelta(days=2):%Y-%m-%d}"
    for wrong in ({"until": early}, {"note_date": early}, {"customers": "nobody"}):
        assert clerk.post("letters/make/", **asked | wrong).status_code == 422
    for said in ("1 collection letter is made.", "Nothing is to be asked for until that day."):
        assert said in text_of(clerk.post("letters/make/", **asked))
    letter = CollectionLetter.objects.get()
    assert letter.customer == customer != other
    offered = clerk.get("letters/?step=1").context["listing"].filter.form["step"].field.choices
    assert [name for _value, name in offered] == ["All", *(str(code) for code in sequence.codes.order_by("number"))]
    october = FiscalPeriod.objects.get(company=company, name="2026-10")
    assert left_of("collection-letters", company=company, period=october).amounts == {"EUR": Decimal(3650)}
    printed = text_of_pdf(clerk.post("letters/print/", selected=letter.pk).content)
    assert "Pro forma reminder" in printed
    assert "Do pay." in printed
    preview = clerk.post("letters/preview/", selected=letter.pk)
    assert "customer balance 5.00" in text_of(preview)
    form = {"selected": letter.pk, "key": value_of(preview, "key"), "seen": value_of(preview, "seen")}
    for _sent in range(2):
        words = text_of(clerk.post("letters/post/", **form))
    assert "Posted as voucher" in words
    assert left_of("collection-letters", company=company, period=october).count == 0
    number = Voucher.objects.latest("pk").number
    assert text_of_pdf(clerk.get(f"letters/{letter.pk}/pdf").content).count(number) == 2
    assert str(letter) in text_of(clerk.get(f"customers/{customer.pk}/"))
    assert clerk.get(f"search/?q=cl{letter.pk}").url.endswith(f"/letters/{letter.pk}/")
    clerk.post("letters/email/", selected=letter.pk, sure="1", key=page_key(4))
    runner.look()
    [sent] = mail.outbox
    assert (sent.to, number in sent.subject) == (["a@customer.example"], True)
    assert f"E-mail to {customer.email}" in text_of(clerk.get(f"letters/{letter.pk}/"))
    assert findings(company) == {}
    assert clerk.get(f"letters/{letter.pk}/reverse/").status_code == 403
    controller = Visitor(a_controller(company), company)
    controller.typed_the_password_just_now()
    assert f"letters/{letter.pk}/reverse/?act=waive" in controller.get(f"letters/{letter.pk}/").content.decode()
    page = controller.get(f"letters/{letter.pk}/reverse/?act=waive")
    assert 'value="waive" selected' in page.content.decode()
    assert "Reverse or waive collection letter" in text_of(page)
    asked = {"day": "2026-10-31", "reason": "Agreed", "key": page_key(2)}
    assert "The fee is waived" in text_of(controller.post(f"letters/{letter.pk}/reverse/", **asked, act="waive"))
    late = controller.post(f"letters/{letter.pk}/reverse/", **asked | {"key": page_key(3)}, act="reverse")
    assert "It was waived before, as of 31 Oct 2026 by" in text_of(late)
    told = text_of(clerk.get(f"letters/{letter.pk}/"))
    assert f"Fee of collection letter {letter} waived" in told
    assert "of 31 Oct 2026, Agreed" in told
    again = controller.get(f"letters/{letter.pk}/reinstate/")
    assert "Reinstate the fee of collection letter" in text_of(again)
    reasons = {"day": "2026-10-31", "reason": "Late again", "key": value_of(again, "key")}
    assert "is charged again, by this one" in text_of(controller.post(f"letters/{letter.pk}/reinstate/", **reasons))
    charging = CollectionLetter.objects.get(reinstates=letter)
    assert f"charged again by {charging}" in text_of(clerk.get(f"letters/{charging.pk}/"))
    assert "was waived. It is charged again" in text_of_pdf(clerk.get(f"letters/{charging.pk}/pdf").content)
    assert "can be reinstated again" in text_of(controller.get(f"letters/{charging.pk}/reverse/"))
    stranger = a_company()
    assert Visitor(a_clerk(stranger), stranger).get(f"letters/{letter.pk}/").status_code == 404


def test_jobs_make_post_and_undo_letters(sequence: CollectionSequence, company: Company) -> None:
    with_fee(sequence, 1, "5")
    for price in ("10", "20"):
        owed(a_reader(company), price=price)
    clerk, controller = Visitor(a_clerk(company), company), Visitor(a_controller(company), company)
    controller.typed_the_password_just_now()
    clerk.post("letters/make/", until="2026-10-31", note_date="2026-10-31", job="1", key=page_key(1))
    runner.look()
    clerk.post("letters/job/?waiting=on&period=all", selection="filter", key=page_key(2))
    runner.look()
    job = Job.objects.latest("pk")
    assert (job.state, job.done_count) == ("ended", 2)
    page, asked = f"jobs/{job.pk}/tasks/1/undo/", {"day": "2026-10-31", "reason": "Wrong day"}
    preview = controller.post(page, **asked, act="preview")
    controller.post(page, **asked, act="job", key=page_key(3), seen=value_of(preview, "seen"))
    runner.look()
    assert set(CollectionLetter.objects.values_list("status", flat=True)) == {"reversed"}
    assert findings(company) == {}
