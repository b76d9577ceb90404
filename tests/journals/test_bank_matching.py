"""Lines of bank statements find what they pay, say why, and become payments that hold it."""

import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import DatabaseError, transaction

from arclose.checklist.checks import named
from arclose.ledger.models import Company, FiscalPeriod
from customers.models import Customer, Invoice, Mark
from journals.banking.matching import propose
from journals.banking.payments import make_payments
from journals.banking.screens import proposals
from journals.banking.statements import take_in
from journals.entering import SentBefore
from journals.models import (
    BankAccount,
    BankLineExplanation,
    BankLinePayment,
    BankStatement,
    BankStatementLine,
    Payment,
    UndoneBankMatch,
)
from journals.payments.paying import post_payments
from tests.builders import a_bank_statement, a_clerk, a_company, a_controller, a_customer, an_order
from tests.cases import each
from tests.checklist.left import left_of
from tests.customers.pages import QUERIES_AT_MOST, Visitor, page_key, text_of, value_of
from tests.customers.posting import findings, posted
from tests.journals.direct_debits import a_file, a_mandate, by_direct_debit
from tests.journals.payments import a_method, a_payment, discounted, invoices, meanwhile, untaxed
from tests.journals.test_bank_files import ENTRY, camt
from tests.text_tables import read_table

pytestmark = pytest.mark.django_db


@pytest.fixture
def company() -> Company:
    return a_company()


@pytest.fixture
def bakery(company) -> Customer:
    return a_customer(company, name="Bakkerij De Vries")


def invoiced(customer: Customer, *prices: str) -> list[Invoice]:
    """Invoices of these prices and 21 % on top, the earliest due first."""
    orders = [an_order(customer, ("1", price), on=date(2026, 10, day)) for day, price in enumerate(prices, start=1)]
    return [posted(order)[0] for order in orders]


def lines_of(company: Company, *told: tuple[str, str, str]) -> list[BankStatementLine]:
    """Lines of (amount, payer, text)."""
    statement = a_bank_statement(company, *told)
    return list(statement.lines.select_related("statement").order_by("line_number"))


def test_it_says_what_lines_may_pay_and_why(company, bakery):
    grocer = a_customer(company, name="Kruidenier Bos")
    # 121, 242, 363 of the bakery; 484 and 605 of the grocer
    first, second, third = (one.number for one in invoiced(bakery, "100", "200", "300"))
    invoiced(grocer, "400", "500")
    spaced = f"Factuur {first[:3]} {first[3:7]} {first[8:]} van oktober"
    lines = lines_of(
        company,
        ("121", "X", spaced),
        ("500", "X", f"{second},{third}"),
        ("1089", "KRUIDENIER  BOS", "alles"),
        ("777", "Kruidenier Bos", "wat dan ook"),
        ("-121", "X", first),
    )
    found = propose(company=company, lines=lines)
    said = [(found[line.pk].reason.value, found[line.pk].score) if line.pk in found else None for line in lines]
    assert said == [("named", 100), ("named_in_part", 80), ("same_name", 75), None, None]
    assert sorted(found[lines[1].pk].marks.values()) == [242, 258]
    assert found[lines[2].pk].customer == grocer
    assert len(found[lines[2].pk].marks) == 2


# Of invoices of 121.00 of 1 and 2 October with 2 % for ten days, then 1 %: what a line names, pays on which day, and
# what it is proposed to settle.
DISCOUNTED = """
    names | paid   | day | reason        | marks
    1     | 118.58 | 11  | named         | 118.58
    1     | 119.79 | 12  | named         | 119.79
    1     | 121.00 | 11  | named         | 121.00
    1     | 118.58 | 22  | named_in_part | 118.58
    1,2   | 237.16 | 11  | named         | 118.58, 118.58
    1,2   | 200.00 | 11  | named_in_part | 81.42, 118.58
    -     | 118.58 | 11  | same_name     | 118.58
    -     | 237.16 | 11  | same_name     | 118.58, 118.58
    -     | 118.58 | 22  |               |
"""


def test_a_line_may_pay_less_the_cash_discount_of_its_day(company):
    customer = discounted(company, name="Bakkerij De Vries")
    numbers = [one.number for one in invoiced(customer, "100", "100")]
    for case in each(read_table(DISCOUNTED)):
        named = " ".join(numbers[int(place) - 1] for place in case["names"].split(",") if place != "-")
        told = (case["paid"], "Bakkerij De Vries", named or "alles")
        line = a_bank_statement(company, told, on=date(2026, 10, int(case["day"]))).lines.get()
        found = propose(company=company, lines=[line]).get(line.pk)
        marks = ", ".join(f"{amount:.2f}" for amount in sorted(found.marks.values())) if found else ""
        assert (found.reason.value if found else "", marks) == (case["reason"], case["marks"]), case


def test_one_document_is_proposed_to_one_line_and_an_amount_alone_is_not_sure(company, bakery):
    invoiced(bakery, "100")
    first, second = lines_of(company, ("121", "X", "a"), ("121", "Y", "b"))
    found = propose(company=company, lines=[first, second])
    assert [(pk, one.score, one.is_sure) for pk, one in found.items()] == [(first.pk, 50, False)]


def test_a_line_of_a_payment_that_is_entered_makes_no_other_one(company):
    customer = untaxed(company, name="Bakkerij De Vries")
    october, _november, _small = invoices(customer, "80", "80", "55")
    journal, method = by_direct_debit(customer)
    a_mandate(customer)
    collected = a_payment(customer, None, {october: "80"}, journal=journal, method=method)
    a_file(journal)
    post_payments(company=company, documents=[collected.pk], posted_by=journal.created_by, key="collected")
    bridged = a_payment(customer, "55", method=a_method(company, bridging_account="1010"))
    waiting = a_payment(customer, "30")
    reference = collected.direct_debits.get().end_to_end_id
    lines = lines_of(
        company,
        ("80", "Bakkerij De Vries", f"incasso /EREF/{reference}"),
        ("55", "Bakkerij De Vries", f"pin PM-{bridged.pk}"),
        ("30", "Bakkerij De Vries", f"pm-{waiting.pk}"),
        ("79", "Bakkerij De Vries", f"incasso {reference}"),
    )
    found = propose(company=company, lines=lines)
    said = [found[line.pk].payment if line.pk in found else None for line in lines]
    assert said == [collected, None, waiting, None]
    visitor = Visitor(a_clerk(company), company)
    page = visitor.post("bank-lines/propose/", selection="filter")
    for words in ("names the payment, which is entered already", "Choose it under Bridged payments", "Ask the bank"):
        assert words in text_of(page)
    form = {name: page.context[name] for name in ("chosen", "seen")}
    form |= {"score": "100", "journal_name": journal.name_id, "key": page_key(1)}
    assert "2 lines are matched to the payments" in text_of(visitor.post("bank-lines/pay-all/", **form))
    assert set(Payment.objects.all()) == {collected, bridged, waiting}
    assert {one.line: one.payment for one in BankLinePayment.objects.all()} == {lines[0]: collected, lines[2]: waiting}
    assert findings(company) == {}


def test_what_is_proposed_does_not_depend_on_the_lines_beside_it(company, bakery):
    invoiced(bakery, "100", "100")
    lines = lines_of(company, *[("121", "Bakkerij De Vries", f"week {number}") for number in (40, 41, 42)])
    together = propose(company=company, lines=lines)
    alone = {line.pk: propose(company=company, lines=[line]).get(line.pk) for line in lines}
    assert [alone[line.pk] == together.get(line.pk) for line in lines] == [True] * 3
    assert sorted(together) == [line.pk for line in lines[:2]]
    assert together[lines[0].pk].documents != together[lines[1].pk].documents


def test_a_clerk_accepts_all_that_have_a_score_in_one_set_shown_or_not(
    company, bakery, django_assert_max_num_queries, monkeypatch
):
    monkeypatch.setattr(proposals, "LINES_AT_ONCE", 2)
    numbers = [one.number for one in invoiced(bakery, "100", "200", "300")]
    lines = lines_of(company, *[("60", "X", number) for number in numbers[:2]], ("363", "X", numbers[2]))
    visitor = Visitor(a_clerk(company), company)
    page = visitor.post("bank-lines/propose/", selection="filter")
    assert page.context["scores"] == [(100, 1), (80, 3)]
    assert "The first lines are shown; all 3 were looked at." in text_of(page)
    assert [row[0] for row in page.context["rows"]] == lines[:2]
    assert f"{numbers[0]} 60.00 of 121.00 open" in text_of(page)
    form = {name: page.context[name] for name in ("chosen", "seen")}
    form |= {"score": "80", "journal_name": company.journal_names.get(journal_type="payment").pk, "key": page_key(1)}
    stale = text_of(visitor.post("bank-lines/pay-all/", **{**form, "seen": "before"}))
    assert "has changed since you looked" in stale
    with django_assert_max_num_queries(60):
        assert "3 payments are made." in text_of(visitor.post("bank-lines/pay-all/", **form))
    assert "3 payments are made." not in text_of(visitor.post("bank-lines/pay-all/", **form))
    assert [one.amount for one in Payment.objects.order_by("pk")] == [60, 60, 363]
    assert Mark.objects.count() == 3
    assert visitor.post("bank-lines/pay-all/", **{**form, "chosen": "x", "key": page_key(2)}).status_code == 404
    shown = {lines[0].pk: "other"}
    clerk, name = visitor.user, company.journal_names.get(journal_type="payment")
    with pytest.raises(SentBefore):
        make_payments(company=company, name=name, shown=shown, made_by=clerk, key=page_key(1))


def test_it_proposes_nothing_of_another_company_or_currency(company, bakery):
    number = invoiced(bakery, "100")[0].number
    other = a_company()
    a_customer(other, name="X")
    assert propose(company=other, lines=lines_of(other, ("121", "Bakkerij De Vries", number))) == {}


def test_a_clerk_makes_payments_of_lines_and_the_next_time_the_payer_is_known(
    company, bakery, django_assert_max_num_queries
):
    invoice = invoiced(bakery, "100", "200")[0]
    [line] = lines_of(company, ("121", "X", f"{invoice.number} DE89370400440532013000"))
    clerk = a_clerk(company)
    visitor = Visitor(clerk, company)
    with django_assert_max_num_queries(QUERIES_AT_MOST + 6):
        page = visitor.post("bank-lines/propose/", selected=str(line.pk))
    assert "names the document, and pays what is open of it" in text_of(page)
    [(_line, proposal, _against)] = page.context["rows"]
    form = {
        "line": str(line.pk),
        f"shown_{line.pk}": proposal.fingerprint,
        "journal_name": page.context["form"].fields["journal_name"].queryset.get().pk,
        "key": page_key(1),
    }
    unticked = {**form, "line": [], "looked_at": page.context["looked_at"]}
    none = visitor.post("bank-lines/pay/", **unticked)
    assert ("No line was chosen." in text_of(none), "names the document" in text_of(none)) == (True, True)
    assert (" checked>" in page.content.decode(), " checked>" in none.content.decode()) == (True, False)
    assert none.context["form"]["journal_name"].value() == form["journal_name"]
    answer = text_of(visitor.post("bank-lines/pay/", **form))
    assert "1 payment is made." in answer
    payment = Payment.objects.get()
    assert (payment.customer, payment.amount, payment.payment_date) == (bakery, 121, line.booking_date)
    assert Mark.objects.get().document_id == payment.pk
    assert "All 0" in text_of(visitor.get("bank-lines/?unmatched=on"))
    assert f"PM-{payment.pk}" in text_of(visitor.get("bank-lines/"))
    gone = text_of(visitor.post("bank-lines/pay/", **unticked))
    assert ("No line was chosen." in gone, "Choose some lines" in gone) == (True, False)

    again = text_of(visitor.post("bank-lines/pay/", **{**form, "key": page_key(2)}))
    assert "Somebody matched it meanwhile" in again
    assert Payment.objects.count() == 1

    post_payments(company=company, documents=[payment.pk], posted_by=clerk, key="post")
    with pytest.raises(DatabaseError, match="the match stays"), transaction.atomic():
        BankLinePayment.objects.get().delete()
    [later] = lines_of(company, ("242", "Somebody", "no number DE89370400440532013000"))
    found = propose(company=company, lines=[later])[later.pk]
    assert (found.customer, found.reason.value) == (bakery, "paid_before")


def test_a_proposal_that_changed_meanwhile_and_lines_that_cannot_pay_are_left_out_by_name(company, bakery):
    invoice = invoiced(bakery, "100")[0]
    [line] = lines_of(company, ("121", "X", invoice.number))
    visitor = Visitor(a_clerk(company), company)
    name = company.journal_names.get(journal_type="payment").pk
    form = {"line": str(line.pk), f"shown_{line.pk}": "1:2=3", "journal_name": name, "key": page_key(1)}
    assert "has changed since you looked" in text_of(visitor.post("bank-lines/pay/", **form))
    assert not Payment.objects.exists()
    foreign = a_bank_statement(a_company()).lines.get()
    for page, field in (("propose", "selected"), ("pay", "line")):
        answer = visitor.post(f"bank-lines/{page}/", **{**form, field: str(foreign.pk)})
        assert answer.status_code == 404
    off = a_bank_statement(company, ("5", "X", "y"), closing="1").lines.get()
    page = text_of(visitor.post("bank-lines/propose/", selected=[str(line.pk), str(off.pk)]))
    assert "Its statement is not final, or does not add up." in page
    assert BankStatement.objects.filter(company=company).count() == 2


def test_a_line_that_is_no_payment_is_explained_and_the_close_counts_what_is_left(company, bakery):
    october = FiscalPeriod.objects.get(company=company, name="2026-10")
    charge, receipt = lines_of(company, ("-7", "Bank", "Kosten"), ("121", "X", "y"))
    visitor = Visitor(a_clerk(company), company)
    assert left_of("bank-lines", company=company, period=october).count == 2
    asked = text_of(visitor.post("bank-lines/explain/", selected=str(charge.pk)))
    assert "EUR −7.00: Bank Kosten" in asked
    assert "Such as charges" in asked
    assert not BankLineExplanation.objects.exists()
    said = visitor.post("bank-lines/explain/", selected=str(charge.pk), reason="charges")
    assert "1 line is explained" in text_of(said)
    found = left_of("bank-lines", company=company, period=october)
    assert (found.count, found.amounts) == (1, {"EUR": 121})
    assert [row.pk for row in named("bank-lines").rows(company, october)] == [receipt.pk]
    page = text_of(visitor.post("bank-lines/propose/", selected=str(charge.pk)))
    assert "It is explained otherwise: charges" in page
    visitor.post(f"bank-lines/{charge.pk}/again/")
    assert left_of("bank-lines", company=company, period=october).count == 2


def a_batch(company: Company, path: Path, *told: tuple[str, str]) -> BankStatementLine:
    """Give a line that books payments of (amount, text) at once."""
    BankAccount.objects.filter(company=company, code="BANK").update(iban="NL91ABNA0417164300")
    payment = "<TxDtls><Amt Ccy='EUR'>{}</Amt><RmtInf><Ustrd>{}</Ustrd></RmtInf></TxDtls>"
    total = sum(Decimal(amount) for amount, _text in told)
    entry = re.sub("<TxDtls>.*</TxDtls>", "".join(payment.format(*one) for one in told), ENTRY, flags=re.DOTALL)
    entry = entry.format(amount=total, name="").replace("DBIT", "CRDT")
    path.write_text(camt(entries=entry).replace("70.5", str(100 + total)), encoding="utf-8")
    [statement] = take_in(company=company, path=path, file_name="batch.xml", user=a_clerk(company)).statements
    return statement.lines.select_related("statement").get()


def test_each_payment_of_a_line_that_books_several_is_matched_by_itself(company, bakery, tmp_path):
    named, other = invoiced(bakery, "100", "200")
    waiting = a_payment(bakery, "30")
    told = ("121", named.number), ("30", f"PM-{waiting.pk}"), ("7", "who knows")
    line = a_batch(company, tmp_path / "batch.xml", *told)
    october = FiscalPeriod.objects.get(company=company, name="2026-10")
    visitor, name = Visitor(a_clerk(company), company), waiting.journal.name_id
    page = visitor.post("bank-lines/propose/", selected=str(line.pk))
    assert "2 of 3 payments:" in text_of(page)
    [(_line, proposal, _against)] = page.context["rows"]
    assert [(one.score, one.documents) for one in proposal.parts] == [(100, named.number), (100, str(waiting))]
    form = {"line": str(line.pk), f"shown_{line.pk}": proposal.fingerprint, "journal_name": name, "key": page_key(1)}
    assert "1 payment is made." in text_of(visitor.post("bank-lines/pay/", **form))
    made = Payment.objects.exclude(pk=waiting.pk).get()
    assert (made.amount, made.customer, Mark.objects.get().transaction.invoice) == (121, bakery, named)
    matched = BankLinePayment.objects.order_by("detail__position").values_list("payment", "detail__amount")
    assert list(matched) == [(made.pk, 121), (waiting.pk, 30)]
    # The third is still to be matched: a payment that is entered later is named by nobody, so the rest is explained.
    assert left_of("bank-lines", company=company, period=october).count == 1
    assert propose(company=company, lines=[line]) == {}
    visitor.post("bank-lines/explain/", selected=str(line.pk), reason="interest")
    assert left_of("bank-lines", company=company, period=october).count == 0
    assert str(waiting) in text_of(visitor.get(f"bank-lines/{line.pk}/"))
    with pytest.raises(DatabaseError, match="not matched by the payments"), transaction.atomic():
        BankLinePayment.objects.create(
            company=company, line=line, payment=a_payment(bakery, "1"), reason="x", score=1, matched_by=visitor.user
        )
    assert other.number not in proposal.parts[0].documents


def test_a_payment_that_changes_while_its_line_is_matched_is_left_out_by_name(company, bakery):
    payment = a_payment(bakery, "30")
    [line] = lines_of(company, ("30", "X", f"PM-{payment.pk}"))
    shown = {line.pk: propose(company=company, lines=[line])[line.pk].fingerprint}
    asked = {"company": company, "name": payment.journal.name, "shown": shown, "made_by": payment.entered_by}
    with meanwhile("journals_payment", Payment.objects.filter(pk=payment.pk).update, amount=40):
        left_out = make_payments(**asked, key="match").left_out
    assert "has changed since you looked" in left_out[line.pk]
    assert not BankLinePayment.objects.exists()


def test_undoing_the_match_of_a_payment_that_waits_says_so_when_it_comes_twice(company, bakery):
    payment, controller = a_payment(bakery, "31"), Visitor(a_controller(company), company)
    controller.typed_the_password_just_now()
    [line] = lines_of(company, ("31", "X", f"PM-{payment.pk}"))
    shown = {line.pk: propose(company=company, lines=[line])[line.pk].fingerprint}
    asked = {"company": company, "name": payment.journal.name, "shown": shown, "key": "match"}
    assert make_payments(made_by=controller.user, **asked).matched == [payment]
    page = f"bank-matches/{BankLinePayment.objects.get().pk}/undo/"
    sent = {"why": "of another payment", "line": value_of(controller.get(page), "line")}
    assert "waits to be matched again" in text_of(controller.post(page, **sent))
    assert "undone before" in text_of(controller.post(page, **sent))
    assert controller.post(page, **{**sent, "line": "0"}).status_code == 404


def test_a_controller_undoes_the_match_of_a_posted_payment_and_it_is_kept(company, bakery):
    payment = a_payment(bakery, "30")
    post_payments(company=company, documents=[payment.pk], posted_by=payment.entered_by, key="post")
    [line] = lines_of(company, ("30", "X", f"PM-{payment.pk}"))
    clerk, controller = Visitor(a_clerk(company), company), Visitor(a_controller(company), company)
    controller.typed_the_password_just_now()
    shown = {line.pk: propose(company=company, lines=[line])[line.pk].fingerprint}
    name = payment.journal.name
    asked = {"company": company, "name": name, "shown": shown, "key": "match"}
    answers = [make_payments(made_by=clerk.user, **asked) for _time in range(2)]
    assert [(answer.matched, answer.left_out) for answer in answers] == [([payment], {})] * 2
    assert line.pk in make_payments(made_by=controller.user, **asked).left_out
    match = BankLinePayment.objects.get()
    with pytest.raises(DatabaseError, match="the match stays"), transaction.atomic():
        match.delete()
    page = f"bank-matches/{match.pk}/undo/"
    assert clerk.get(page).status_code == 403
    assert "stays as it is" in text_of(controller.post(page, why=""))
    assert "waits to be matched again" in text_of(controller.post(page, why="of another payment"))
    assert "undone before" in text_of(controller.post(page, why="of another payment"))
    kept = UndoneBankMatch.objects.get()
    assert (kept.payment, kept.why, kept.undone_by) == (payment, "of another payment", controller.user)
    assert "Matched, and undone" in text_of(clerk.get(f"bank-lines/{line.pk}/"))
    assert propose(company=company, lines=[line])[line.pk].payment == payment
    with pytest.raises(DatabaseError, match=r"never change|permission denied"), transaction.atomic():
        UndoneBankMatch.objects.update(why="")
    # What was made of a line and is not posted is deleted, not undone.
    made = make_payments(company=company, name=name, shown=shown, made_by=clerk.user, key="again")
    assert made.matched == [payment]
    number = invoiced(bakery, "100")[0].number
    [other] = lines_of(company, ("121", "X", number))
    shown = {other.pk: propose(company=company, lines=[other])[other.pk].fingerprint}
    make_payments(company=company, name=name, shown=shown, made_by=clerk.user, key="third")
    match = BankLinePayment.objects.get(line=other)
    assert "delete it" in text_of(controller.post(f"bank-matches/{match.pk}/undo/", why="x"))
    assert controller.get(f"bank-matches/{10**9}/undo/").status_code == 404
