"""The pages of general journals: begin one, enter vouchers line by line, approve, post, move the rest, and copy."""

from datetime import date
from decimal import Decimal

import pytest

from arclose.batch import jobs
from arclose.batch.models import JobTask
from arclose.ledger.models import LedgerAccount
from customers.models import CustomerTransaction
from journals import refusals
from journals.models import GeneralVoucher, Journal, JournalName, VoucherStatus
from tests.builders import a_clerk, a_company, a_controller
from tests.customers.pages import QUERIES_AT_MOST, Visitor, page_key, text_of
from tests.journals.payments import a_general_journal, untaxed
from tests.journals.test_post_general_vouchers import a_voucher

pytestmark = pytest.mark.django_db


@pytest.fixture
def company(db):
    return a_company()


@pytest.fixture
def visitor(company) -> Visitor:
    return Visitor(a_clerk(company), company)


def typed(*lines: str, **head: object) -> dict[str, object]:
    """Give a form as it is sent; each line is ``type account debit credit currency offset``, "-" for nothing."""
    names = ("line_type", "account", "debit", "credit", "currency", "offset")
    values: dict[str, object] = {"voucher_date": "20-10-2026", "text": "accrual", "currency": "EUR", "act": "save"}
    for place, line in enumerate(lines):
        parts = line.split()
        values |= {
            f"lines-{place}-{name}": "" if part == "-" else part for name, part in zip(names, parts, strict=False)
        }
    return {**values, "lines-TOTAL_FORMS": len(lines), "lines-INITIAL_FORMS": 0, **head}


def lines_of(voucher: GeneralVoucher) -> list[tuple[str, str, Decimal]]:
    """Give the lines as (account, currency, amount)."""
    return [(str(line.holder).split()[0], line.currency_id, line.amount) for line in voucher.lines.order_by("pk")]


def test_a_voucher_is_entered_line_by_line_and_posted_with_its_journal(visitor, company):
    customer = untaxed(company, number="C1")
    name = JournalName.objects.get(company=company, journal_type="general")
    begun = visitor.post("general-journals/new/", key=page_key(1), name=name.pk, text="Accruals")
    assert "Accruals" in text_of(begun)
    journal = Journal.objects.get(text="Accruals")
    address = f"general-journals/{journal.pk}/enter/"
    lines = ("customer C1 100", "ledger 4000 - 60", "bank bank - 40", "ledger 4800 5 - - 2100", "ledger")
    for _twice in range(2):
        shown = text_of(visitor.post(address, **typed(*lines, key=page_key(2))))
    assert f"General voucher {journal}/1" in shown
    voucher = GeneralVoucher.objects.get()
    expected = [("C1", 100), ("4000", -60), ("BANK", -40), ("4800", 5), ("2100", -5)]
    assert [(account, amount) for account, _currency, amount in lines_of(voucher)] == expected
    post = {"selection": "filter", "is_whole": "1", "key": page_key(3)}
    page = visitor.post(f"general-vouchers/post/?status=open&journal={journal.pk}", **post)
    assert "1 voucher is posted" in text_of(page)
    assert CustomerTransaction.objects.get(customer=customer).transaction_currency_amount == 100


def test_what_is_wrong_stands_at_its_line_and_nothing_typed_is_lost(visitor, company):
    address = f"general-journals/{a_general_journal(company).pk}/enter/"
    lines = ("ledger 1100 10", "ledger 9999 - 10", "ledger 4000 1 1", "customer nobody 3", "bank BANK 1 - USD")
    page = visitor.post(address, **typed(*lines, key=page_key(1)))
    for error in (
        "Line 1, Account: Account 1100 is a control account: choose the customer instead",
        "Line 2, Account: There is no “9999”",
        "Line 3, Debit: Enter a debit or a credit",
        "Line 4, Account: There is no “nobody”",
        "is kept in EUR",
    ):
        assert error in text_of(page), error
    assert 'value="nobody"' in page.content.decode()
    assert "needs at least one line" in text_of(visitor.post(address, **typed("ledger", key=page_key(1))))
    more = visitor.post(address, **typed("ledger 4000 7", act="more")).content.decode()
    assert 'name="lines-10-account"' in more
    assert 'value="7"' in more
    assert not GeneralVoucher.objects.exists()


def test_what_lines_leave_goes_to_the_offset_of_the_name_in_each_currency(visitor, company):
    journal = a_general_journal(company, offset_account=LedgerAccount.objects.get(company=company, number="2100"))
    lines = ("ledger 4000 100", "ledger 4800 - 30", "ledger 4000 5 - USD", "ledger 4000 2 - EUR 4800")
    visitor.post(f"general-journals/{journal.pk}/enter/", **typed(*lines, key=page_key(1)))
    left = lines_of(GeneralVoucher.objects.get())[-2:]
    assert left == [("2100", "EUR", Decimal(-70)), ("2100", "USD", Decimal(-5))]


def test_a_voucher_is_changed_once_by_whoever_saw_it_last(visitor, company):
    voucher = a_voucher(company)
    address = f"general-vouchers/{voucher.pk}/change/"
    shown = visitor.get(address).content.decode()
    assert 'name="lines-0-account" value="4000"' in shown
    assert 'name="lines-1-credit" value="100.00"' in shown
    change = typed("ledger 4000 7", "ledger 2100 - 7", version=1)
    assert "is changed" in text_of(visitor.post(address, **change))
    stale = visitor.post(address, **change)
    assert stale.status_code == 409
    assert [amount for _account, _currency, amount in lines_of(voucher)] == [7, -7]
    GeneralVoucher.objects.filter(pk=voucher.pk).update(status=VoucherStatus.CANCELED)
    assert "stays as it is" in text_of(visitor.post(address, **change))


def test_somebody_else_approves_and_the_rest_moves_on(visitor, company):
    journal = a_general_journal(company, by=visitor.user, needs_approval=True)
    good = a_voucher(company, journal=journal, entered_by=visitor.user)
    bad = a_voucher(company, number="G2", journal=journal, voucher_date=date(2031, 1, 1), entered_by=visitor.user)
    page, post = f"general-journals/{journal.pk}/", f"journals/{journal.pk}/post/"
    assert "is not approved" in text_of(visitor.post(post, key=page_key(1)))
    controller = Visitor(a_controller(company), company)
    shown = text_of(controller.post("general-vouchers/preview/", selected=good.pk))
    assert "It cannot be posted yet: Its journal is not approved." in shown
    assert "ledger journal 100.00" in shown
    assert "Post this voucher" not in shown
    assert "is approved" in text_of(controller.post(f"journals/{journal.pk}/approve/", version=1))
    twice = a_voucher(company, number="G3", journal=journal, entered_by=visitor.user)
    visitor.post(f"general-vouchers/{twice.pk}/cancel/", reason="Entered twice")
    assert "is not approved" in text_of(visitor.post(post, key=page_key(3)))
    assert "is approved" in text_of(controller.post(f"journals/{journal.pk}/approve/", version=2))
    moved = text_of(visitor.post(post, key=page_key(2)))
    assert "G2: 1 Jan 2031 lies in no open period" in moved
    bad.refresh_from_db()
    good.refresh_from_db()
    assert (good.status, bad.status, bad.journal_id != journal.pk) == ("posted", "open", True)
    assert good.number in text_of(visitor.get(page))


def test_a_journal_is_copied_with_a_date_and_once(visitor, company, django_assert_max_num_queries):
    journal = a_general_journal(company)
    a_voucher(company, journal=journal)
    a_voucher(company, number="G2", journal=journal, status="canceled")
    for _twice in range(2):
        page = visitor.post(f"general-journals/{journal.pk}/copy/", key=page_key(1), day="31-10-2026")
    assert f"Copy of {journal}" in text_of(page)
    [copy] = GeneralVoucher.objects.filter(voucher_date=date(2026, 10, 31))
    assert [amount for _account, _currency, amount in lines_of(copy)] == [100, -100]
    with django_assert_max_num_queries(QUERIES_AT_MOST):
        assert f"{copy.journal}" in text_of(visitor.get("general-journals/"))
    with django_assert_max_num_queries(QUERIES_AT_MOST):
        visitor.get(f"general-journals/{copy.journal_id}/")


def test_nobody_changes_a_journal_while_a_job_posts_it(visitor, company):
    voucher = a_voucher(company)
    rows = GeneralVoucher.objects.values_list("pk", "voucher_date", "number")
    values = {"company": company, "kind": "general-vouchers", "submitted_by": visitor.user, "documents": rows}
    job = jobs.submit(**values, description="x", key="k")
    address, change = f"general-vouchers/{voucher.pk}/change/", typed("ledger 4000 7", "ledger 2100 - 7", version=1)
    JobTask.objects.filter(job=job).update(state="executing")
    assert f"Job {job.pk} is posting journal" in text_of(visitor.post(address, **change))
    canceled = visitor.post(f"general-vouchers/{voucher.pk}/cancel/", reason="Entered twice")
    assert f"Job {job.pk} is posting journal" in text_of(canceled)
    JobTask.objects.filter(job=job).update(state="canceled")
    assert "is changed" in text_of(visitor.post(address, **change))


def test_what_is_left_out_is_grouped_under_words():
    assert [code for code in refusals._WORDS if refusals.title_of(code) == code] == []
