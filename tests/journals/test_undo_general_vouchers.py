"""Undoing what a job of general vouchers posted: by linked reversals, on their day or later."""

from datetime import date
from typing import Any

import pytest
from django.db import transaction

from arclose.batch import jobs, runner
from arclose.batch.models import Job
from arclose.ledger.models import Voucher
from journals.kinds.general import GENERAL_VOUCHERS
from journals.models import GeneralVoucher
from journals.undoing import undo_general_vouchers
from tests.builders import a_clerk, a_company, a_controller
from tests.customers.pages import Visitor, text_of
from tests.journals.test_post_general_vouchers import a_voucher
from tests.text_tables import assert_entries

pytestmark = pytest.mark.django_db


def test_a_job_of_vouchers_is_undone_by_reversals() -> None:
    company = a_company()
    vouchers = [a_voucher(company, number=number) for number in ("G1", "G2")]
    job = jobs.submit(
        company=company,
        kind=GENERAL_VOUCHERS,
        description="Accruals",
        submitted_by=a_clerk(company),
        documents=GeneralVoucher.objects.order_by("pk").values_list("pk", "voucher_date", "number"),
        key="accruals",
    )
    runner.look()
    visitor = Visitor(a_controller(company), company)
    visitor.typed_the_password_just_now()
    page, typed = f"jobs/{job.pk}/tasks/1/undo/", {"day": "2026-10-31", "reason": "Posted twice"}
    assert "Reversal 2 200.00 EUR" in text_of(visitor.post(page, **typed, act="preview"))
    assert not Voucher.objects.filter(reversal_of__isnull=False).exists()
    values: dict[str, Any] = {
        "company": company,
        "documents": [one.pk for one in vouchers],
        "day": date(2026, 10, 31),
        "reason": "Posted twice",
        "undone_by": a_controller(company),
    }
    with transaction.atomic():
        undo_general_vouchers(**values, key="preview", is_preview=True)
        previewed = Voucher.objects.filter(reversal_of__isnull=False)
        assert [number < 0 for number in previewed.values_list("sequence_number", flat=True)] == [True, True]
        transaction.set_rollback(True)
    visitor.post(page, **typed, act="job")
    runner.look()
    assert Job.objects.latest("pk").done_count == 2
    reversals = Voucher.objects.filter(reversal_of__isnull=False)
    assert set(reversals.values_list("posting_date", "text")) == {(date(2026, 10, 31), "Posted twice")}
    assert_entries(
        reversals,
        """
        posting type   | account | debit  | credit
        ledger journal | 4000    |        | 100.00
        ledger journal | 2100    | 100.00 |
        ledger journal | 4000    |        | 100.00
        ledger journal | 2100    | 100.00 |
        """,
    )
    again = undo_general_vouchers(**values, key="again")
    assert (again.posted, sorted(again.already)) == ([], sorted(one.pk for one in vouchers))
