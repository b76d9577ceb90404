"""The batch jobs of journals: what a worker calls for a chunk of documents."""

from collections.abc import Sequence
from datetime import date

from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from arclose.batch.kinds import JobKind, posting_key
from arclose.batch.models import JobItem, JobTask
from arclose.ledger.outcomes import Outcome
from journals.kinds.general import GENERAL_VOUCHER, GENERAL_VOUCHERS
from journals.kinds.payments import PAYMENT, PAYMENTS
from journals.models import GeneralVoucher, Payment, PaymentStatus, VoucherStatus
from journals.payments.paying import post_payments
from journals.posting import post_general_vouchers
from journals.refusals import in_words
from journals.undoing import UNDO_GENERAL_VOUCHERS, UNDO_PAYMENTS


def post_vouchers(task: JobTask, documents: Sequence[int], user: User) -> Outcome:
    """Post the general vouchers of a chunk."""
    key = posting_key(task=task, document_ids=documents)
    return post_general_vouchers(company=task.company, documents=documents, posted_by=user, key=key)


def vouchers_outstanding(items: "QuerySet[JobItem]", until: date | None) -> "QuerySet[JobItem]":
    """Narrow items to those whose voucher is neither posted nor canceled, and dated until a day."""
    waiting = GeneralVoucher.objects.filter(pk=OuterRef("document_id"), status=VoucherStatus.OPEN)
    return items.filter(Exists(waiting.filter(voucher_date__lte=until) if until else waiting))


GENERAL_VOUCHER_JOB = JobKind(
    name=GENERAL_VOUCHERS,
    label=_("Post general vouchers"),
    document_type=GENERAL_VOUCHER,
    post=post_vouchers,
    outstanding=vouchers_outstanding,
    document_page="journals:general_voucher",
    list_page="journals:general_vouchers",
    proofs=("subledger",),
    in_words=in_words,
    undoing=UNDO_GENERAL_VOUCHERS,
)


def post_payments_of(task: JobTask, documents: Sequence[int], user: User) -> Outcome:
    """Post the payments of a chunk."""
    key = posting_key(task=task, document_ids=documents)
    return post_payments(company=task.company, documents=documents, posted_by=user, key=key)


def payments_outstanding(items: "QuerySet[JobItem]", until: date | None) -> "QuerySet[JobItem]":
    """Narrow items to those whose payment is not posted, and dated until a day."""
    waiting = Payment.objects.filter(pk=OuterRef("document_id"), status=PaymentStatus.OPEN)
    return items.filter(Exists(waiting.filter(payment_date__lte=until) if until else waiting))


PAYMENT_JOB = JobKind(
    name=PAYMENTS,
    label=_("Post payments"),
    document_type=PAYMENT,
    post=post_payments_of,
    outstanding=payments_outstanding,
    document_page="journals:payment",
    list_page="journals:payments",
    proofs=("subledger",),
    in_words=in_words,
    undoing=UNDO_PAYMENTS,
)
