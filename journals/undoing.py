"""Undo what jobs of general vouchers and of payments posted: each by a linked reversal."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.contrib.auth.models import User
from django.db.models import DateField, Exists, OuterRef, Q, QuerySet, Sum, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from arclose.batch.models import JobItem, JobTask
from arclose.batch.undoing import Undoing, Undone, job_kind, postings_of
from arclose.ledger.models import Company, Voucher
from arclose.ledger.outcomes import Outcome
from journals import refusals
from journals.kinds.general import GENERAL_VOUCHER
from journals.kinds.payments import PAYMENT, PAYMENT_LABEL
from journals.models import GeneralVoucher, Payment
from journals.payments.paying import PAYMENT_REVERSALS, reverse_payments
from journals.reversing import Sort, take_back

GENERAL_VOUCHER_UNDOINGS = "general-voucher-undoings"


def undo_general_vouchers(
    *,
    company: Company,
    documents: Sequence[int],
    day: date,
    reason: str,
    undone_by: User,
    key: str,
    is_preview: bool = False,
) -> Outcome:
    """Reverse general vouchers, on a day but never before their own; what customers settled of them is open again.

    A preview writes under provisional numbers; its caller takes the transaction back.

    :raises KeyReused: the key belongs to another request.
    """
    return take_back(
        sort=Sort(GENERAL_VOUCHER, GENERAL_VOUCHER_UNDOINGS, is_never_before=True),
        company=company,
        documents=documents,
        day=day,
        reason=reason,
        reversed_by=undone_by,
        key=key,
        is_preview=is_preview,
    )


def _vouchers_of(task: JobTask, day: date) -> "QuerySet[GeneralVoucher, tuple[int, date, str]]":
    rows = GeneralVoucher.objects.filter(company=task.company_id, posting__in=postings_of(task)).order_by("pk")
    return rows.annotate(undone_on=Cast(Value(day), DateField())).values_list("pk", "undone_on", "number")


def _undone_vouchers(company: Company, posting: int) -> list[Undone]:
    debit = Sum("entries__accounting_currency_amount", filter=Q(entries__accounting_currency_amount__gt=0))
    rows = Voucher.objects.filter(company=company, posting=posting).select_related("reversal_of").order_by("pk")
    return [
        Undone(
            document_id=one.reversal_of.document_id,
            number=one.reversal_of.number,
            opposite=str(_("reversal")),
            currency=company.accounting_currency_id,
            amount=one.debit or Decimal(0),
        )
        for one in rows.annotate(debit=debit)
        if one.reversal_of
    ]


def _outstanding(items: "QuerySet[JobItem]", until: date | None) -> "QuerySet[JobItem]":
    """Narrow items to those whose voucher is not reversed, to be reversed until a day."""
    standing = Voucher.objects.filter(
        document_type=GENERAL_VOUCHER, document_id=OuterRef("document_id"), reversed_by__isnull=True
    )
    waiting = items.filter(Exists(standing))
    return waiting.filter(document_date__lte=until) if until else waiting


UNDO_GENERAL_VOUCHERS = Undoing(
    kind=GENERAL_VOUCHER_UNDOINGS,
    documents=_vouchers_of,
    undo=undo_general_vouchers,
    made=_undone_vouchers,
    consequences=(
        _("Each voucher is reversed by a linked one with the opposite entries, on the day below or its own if later."),
        _("The vouchers themselves stay as they are. A reversal cannot be reversed."),
    ),
    document_page="journals:general_voucher",
)
UNDO_GENERAL_VOUCHERS_JOB = job_kind(
    UNDO_GENERAL_VOUCHERS,
    label=_("Undo general vouchers"),
    document_type=GENERAL_VOUCHER,
    outstanding=_outstanding,
    list_page="journals:general_vouchers",
    proofs=("subledger",),
    in_words=refusals.in_words,
)


def _undo_payments(
    *,
    company: Company,
    documents: Sequence[int],
    day: date,
    reason: str,
    undone_by: User,
    key: str,
    is_preview: bool = False,
) -> Outcome:
    return reverse_payments(
        company=company,
        documents=documents,
        day=day,
        reason=reason,
        reversed_by=undone_by,
        key=key,
        is_preview=is_preview,
    )


def _payments_of(task: JobTask, day: date) -> "QuerySet[Payment, tuple[int, date, str]]":
    rows = Payment.objects.filter(company=task.company_id, posting__in=postings_of(task)).order_by("pk")
    labeled = rows.annotate(undone_on=Cast(Value(day), DateField()), label=PAYMENT_LABEL)
    return labeled.values_list("pk", "undone_on", "label")


def _undone_payments(company: Company, posting: int) -> list[Undone]:
    reversed_ones = Voucher.objects.filter(company=company, posting=posting, reversal_of__document_type=PAYMENT)
    ids = reversed_ones.values_list("reversal_of__document_id", flat=True)
    rows = Payment.objects.filter(company=company, pk__in=list(ids)).order_by("pk")
    return [Undone(one.pk, str(one), str(_("reversal")), one.currency_id, one.amount) for one in rows]


def _payments_outstanding(items: "QuerySet[JobItem]", until: date | None) -> "QuerySet[JobItem]":
    """Narrow items to those whose payment is not taken back, to be taken back until a day."""
    standing = Voucher.objects.filter(
        document_type=PAYMENT, document_id=OuterRef("document_id"), reversed_by__isnull=True
    )
    waiting = items.filter(Exists(standing))
    return waiting.filter(document_date__lte=until) if until else waiting


UNDO_PAYMENTS = Undoing(
    kind=PAYMENT_REVERSALS,
    documents=_payments_of,
    undo=_undo_payments,
    made=_undone_payments,
    consequences=(
        _("Each payment is taken back by a linked voucher with the opposite entries, on the day below."),
        _("What the payments settled is open again, with its exchange differences taken back."),
    ),
    document_page="journals:payment",
)
UNDO_PAYMENTS_JOB = job_kind(
    UNDO_PAYMENTS,
    label=_("Take payments back"),
    document_type=PAYMENT,
    outstanding=_payments_outstanding,
    list_page="journals:payments",
    proofs=("subledger",),
    in_words=refusals.in_words,
)
