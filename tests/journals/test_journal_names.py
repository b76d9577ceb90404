"""What the name of a journal says of it: how vouchers are numbered, who posts it, and who sees it."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from arclose.batch import jobs, runner
from arclose.checklist.checks import CHECKS, Left
from arclose.ledger.models import FiscalPeriod, LedgerAccount, NumberSeries, Voucher
from customers.models import Mark
from journals.kinds.payments import PAYMENT_LABEL
from journals.models import BankStatus, JournalName, Payment
from journals.payments.paying import post_payments
from journals.payments.statuses import change_bank_status
from journals.privacy import hidden_journals
from journals.vouchers import VoucherHead, VoucherLine, enter_voucher
from tests.builders import a_clerk, a_company, a_controller, a_user
from tests.checklist.left import left_of
from tests.customers.pages import Visitor, text_of
from tests.customers.posting import findings
from tests.journals.direct_debits import a_file, a_mandate, by_direct_debit
from tests.journals.payments import OCTOBER, a_general_journal, a_journal, a_method, a_payment, invoices, untaxed

pytestmark = pytest.mark.django_db


@pytest.fixture
def company(db):
    return a_company()


def test_vouchers_are_numbered_from_the_series_of_their_name_and_the_others_from_the_companys(company):
    customer = untaxed(company)
    series = NumberSeries.objects.create(company=company, purpose="journal_voucher", prefix="BK")
    apart = a_journal(company, voucher_series=series)
    payments = [a_payment(customer, "10", journal=journal) for journal in (apart, a_journal(company), apart)]
    ids = [payment.pk for payment in payments]
    values = {"company": company, "documents": ids, "posted_by": a_clerk(company)}
    assert post_payments(**values, key="key").left_out == []
    numbers = dict(Voucher.objects.filter(document_type="payment").values_list("document_id", "number"))
    assert [numbers[pk] for pk in ids] == ["BK2026-000001", "V2026-000001", "BK2026-000002"]
    assert findings(company) == {}


def test_only_its_maker_posts_a_journal_that_says_so(company):
    maker, other = a_clerk(company), a_controller(company)
    payment = a_payment(untaxed(company), "10", journal=a_journal(company, by=maker, is_posted_by_maker=True))
    values = {"company": company, "documents": [payment.pk]}
    refused = post_payments(**values, posted_by=other, key="other")
    assert [(one.code, one.facts) for one in refused.left_out] == [("not_own_journal", (maker.username,))]
    assert list(post_payments(**values, posted_by=maker, key="maker").posted) == [payment.pk]


# to whom a journal is kept | who sees it
SEEN = [
    ("", ["maker", "clerk", "controller", "auditor"]),
    ("maker", ["maker", "auditor"]),
    ("controllers", ["maker", "controller", "auditor"]),
]


def test_a_private_journal_and_its_payments_are_not_there_for_others(company):
    people = {"maker": a_clerk(company)} | {role: a_user(company, role) for role in ("clerk", "controller", "auditor")}
    journal = a_journal(company, by=people["maker"])
    customer = untaxed(company)
    (invoice,) = invoices(customer, "90.00")
    payment = a_payment(customer, "77.70", {invoice: "77.70"}, journal=journal)
    for private_to, seen_by in SEEN:
        JournalName.objects.filter(company=company).update(private_to=private_to)
        for who, user in people.items():
            hidden = hidden_journals(company=company, user=user, roles={"clerk" if who == "maker" else who})
            assert (journal in hidden) == (who not in seen_by), (private_to, who)
    # The pages leave out what is hidden, asked here by two while it is kept to controllers.
    for who in ("clerk", "controller"):
        visitor = Visitor(people[who], company)
        for address in (f"payment-journals/{journal.pk}/", f"payments/{payment.pk}/"):
            assert visitor.get(address).status_code == (200 if who in seen_by else 404), (who, address)
        for address in ("payments/", "transactions/marked/"):
            assert ("77.70" in text_of(visitor.get(address))) == (who in seen_by), (who, address)


def test_the_close_counts_what_stands_in_a_private_journal_and_shows_it_to_those_who_see_it(company):
    people = {"maker": a_clerk(company)} | {role: a_user(company, role) for role in ("clerk", "controller", "auditor")}
    customer, kept = untaxed(company), {"by": people["maker"]}
    journal = a_journal(company, **kept)
    bridged = a_payment(customer, "20", journal=journal, method=a_method(company, bridging_account="1010"))
    post_payments(company=company, documents=[bridged.pk], posted_by=people["maker"], key="bridged")
    told = a_payment(customer, "30", journal=journal, method=a_method(company, file_format="sepa_direct_debit"))
    change_bank_status(
        company=company, payments=[told.pk], status=BankStatus.SENT, reason="", changed_by=people["maker"]
    )
    enter_voucher(
        journal=a_general_journal(company, **kept),
        head=VoucherHead(OCTOBER, "wages of the owner", customer.currency),
        lines=[VoucherLine(customer, Decimal(5), customer.currency)],
        entered_by=people["maker"],
        key="general",
    )
    number = Voucher.objects.get(document_type="payment").number
    shown = {
        "payments": ("1 payment", str(told)),
        "bank-answers": ("1 payment", str(told)),
        "bridged-payments": ("1 voucher", number),
        "general-vouchers": ("1 general voucher", "wages"),
    }
    october = FiscalPeriod.objects.get(company=company, name="2026-10")
    checks = {one.name: one for one in CHECKS}
    for private_to, seen_by in SEEN:
        JournalName.objects.filter(company=company).update(private_to=private_to)
        for task, (count, row) in shown.items():
            assert count in checks[task].said(left_of(task, company=company, period=october), october)
            for who, user in people.items():
                hidden = hidden_journals(company=company, user=user, roles={who})
                seen = checks[task].rows_seen(company, october, left=Left(), hidden=hidden)
                rows = [f"{one.label} {one.detail}" for one in seen]
                assert any(row in one for one in rows) == (who in seen_by), (private_to, who, task, rows)
    # Their pages say so, of what is kept to controllers: each opens another one.
    for (who, user), (task, (count, row)) in zip(people.items(), shown.items(), strict=True):
        text = text_of(Visitor(user, company).get(f"close/task/{task}/"))
        assert (count in text, row in text) == (True, who in seen_by), (who, task)


def test_a_job_neither_names_nor_explains_what_stands_in_a_private_journal(company):
    maker, method = a_controller(company), a_method(company, required_status="approved")
    journal = a_journal(company, by=maker, private_to="maker")
    payment = a_payment(untaxed(company), "10", journal=journal, method=method)
    told = {"kind": "payments", "description": "Receipts", "submitted_by": maker, "key": "job"}
    documents = Payment.objects.annotate(label=PAYMENT_LABEL).values_list("pk", "payment_date", "label")
    job = jobs.submit(company=company, documents=documents, **told)
    runner.look()
    for user, sees in ((maker, True), (a_user(company, "controller"), False)):
        visitor = Visitor(user, company)
        page = text_of(visitor.get(f"jobs/{job.pk}/"))
        assert (str(payment) in page, method.code in page) == (sees, sees)
        assert ("Only those who see these documents" in page) == (not sees)
        assert (str(payment) in text_of(visitor.get(f"jobs/{job.pk}/documents/"))) == sees
        close = text_of(visitor.get("close/task/jobs/"))
        assert ("1 document" in close, str(payment) in close, method.code in close) == (True, sees, sees)
        assert visitor.get(f"jobs/{job.pk}/dismiss/?cause=payment_status").status_code == (200 if sees else 404)


def test_the_close_warns_of_what_waits_for_approval_and_of_marks_left_behind(company):
    maker, customer = a_clerk(company), untaxed(company)
    kept = {"by": maker, "private_to": "controllers", "needs_approval": True}
    late, early = invoices(customer, "90", "40")
    journal = a_journal(company, **kept)
    a_payment(customer, "90", {late: "90"}, on=date(2026, 11, 2), journal=journal)
    waiting = a_payment(customer, "40", {early: "40"}, journal=journal)
    enter_voucher(
        journal=a_general_journal(company, **kept),
        head=VoucherHead(OCTOBER, "wages of the owner", customer.currency),
        lines=[VoucherLine(customer, Decimal(5), customer.currency)],
        entered_by=maker,
        key="general",
    )
    shown = {
        "payment-approvals": ("1 payment", str(waiting)),
        "voucher-approvals": ("1 general voucher", "wages"),
        "marks": ("1 transaction", late.number),
    }
    Mark.objects.update(marked_at=datetime(2026, 10, 30, 12, tzinfo=UTC))
    for role, sees in (("clerk", False), ("controller", True)):
        visitor = Visitor(a_user(company, role), company)
        for task, (count, row) in shown.items():
            text = text_of(visitor.get(f"close/task/{task}/"))
            assert (count in text, row in text) == (True, sees), (role, task)
    for is_asked in (True, False):
        JournalName.objects.filter(company=company).update(needs_approval=is_asked)
        for address, row in (("payments", str(waiting)), ("general-vouchers", "wages")):
            assert (row in text_of(visitor.get(f"{address}/?unapproved=on"))) == is_asked, address
    october = FiscalPeriod.objects.get(company=company, name="2026-10")
    change_bank_status(company=company, payments=[waiting.pk], status="rejected", reason="AM04", changed_by=maker)
    assert left_of("marks", company=company, period=october).count == 2
    [held] = invoices(customer, "15")
    settles = [VoucherLine(customer, Decimal(-15), customer.currency, settles=held.customer_transaction)]
    head, general = VoucherHead(date(2026, 11, 3), "later", customer.currency), a_general_journal(company)
    enter_voucher(journal=general, head=head, lines=settles, entered_by=maker, key="later")
    Mark.objects.update(marked_at=datetime(2026, 10, 30, 12, tzinfo=UTC))
    assert left_of("marks", company=company, period=october).count == 3
    [settled] = invoices(customer, "70")
    a_payment(customer, "70", {settled: "70"})
    left = text_of(Visitor(a_user(company, "controller"), company).get("transactions/marked/?state=left_behind"))
    assert [one.number in left for one in (late, early, held, settled)] == [True, True, True, False]
    # It is November in Amsterdam, whatever the clock of who asks.
    Mark.objects.update(marked_at=datetime(2026, 10, 31, 23, 30, tzinfo=UTC))
    for zone in ("UTC", company.time_zone):
        with timezone.override(zone):
            assert left_of("marks", company=company, period=october).count == 1, zone


def test_what_the_bank_is_told_to_collect_next_month_is_not_left_behind(company):
    customer, october = untaxed(company), FiscalPeriod.objects.get(company=company, name="2026-10")
    [owed] = invoices(customer, "90")
    journal, method = by_direct_debit(customer)
    a_mandate(customer)
    a_payment(customer, "90", {owed: "90"}, on=date(2026, 11, 2), journal=journal, method=method)
    Mark.objects.update(marked_at=datetime(2026, 10, 30, 12, tzinfo=UTC))
    assert left_of("marks", company=company, period=october).count == 1
    a_file(journal)
    assert left_of("marks", company=company, period=october).count == 0


def test_a_name_has_one_offset_and_no_control_account(company):
    control, expenses = (LedgerAccount.objects.get(company=company, number=number) for number in ("1100", "4000"))
    name = JournalName(company=company, code="G", name="General", journal_type="general", offset_account=control)
    with pytest.raises(ValidationError, match="control account"):
        name.full_clean()
    name.offset_account = expenses
    name.full_clean()
    name.journal_type = "payment"
    with pytest.raises(ValidationError, match="bank account"):
        name.full_clean()


def test_a_name_that_needs_approval_is_seen_by_who_approves(company):
    name = JournalName(company=company, code="G", name="General", needs_approval=True, private_to="maker")
    with pytest.raises(ValidationError, match="has to see it"):
        name.full_clean()
    name.private_to = "controllers"
    name.full_clean()
