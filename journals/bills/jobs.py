"""The batch jobs of bills: what a worker calls for a chunk of steps, and how what it posted is taken back."""

from collections.abc import Sequence
from datetime import date

from django.contrib.auth.models import User
from django.db.models import DateField, Exists, OuterRef, QuerySet, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from arclose.batch.kinds import JobKind, posting_key
from arclose.batch.models import JobItem, JobTask
from arclose.batch.undoing import Undoing, Undone, job_kind, postings_of
from arclose.ledger.models import Company
from arclose.ledger.outcomes import Outcome
from journals.bills.entries import BILL_STEP, BILL_STEPS, STEP_LABEL
from journals.bills.posting import post_bill_steps
from journals.bills.refusals import in_words
from journals.bills.undoing import BILL_UNDOINGS, undo_steps
from journals.models import BillStep, StepStatus


def _post_steps(task: JobTask, documents: Sequence[int], user: User) -> Outcome:
    key = posting_key(task=task, document_ids=documents)
    return post_bill_steps(company=task.company, documents=documents, posted_by=user, key=key)


def _outstanding(items: "QuerySet[JobItem]", until: date | None) -> "QuerySet[JobItem]":
    """Narrow items to those whose step is not posted, and dated until a day."""
    waiting = BillStep.objects.filter(pk=OuterRef("document_id"), status=StepStatus.OPEN)
    return items.filter(Exists(waiting.filter(step_date__lte=until) if until else waiting))


def _steps_of(task: JobTask, day: date) -> "QuerySet[BillStep, tuple[int, date, str]]":
    rows = BillStep.objects.filter(company=task.company_id, posting__in=postings_of(task)).order_by("pk")
    labeled = rows.annotate(undone_on=Cast(Value(day), DateField()), label=STEP_LABEL)
    return labeled.values_list("pk", "undone_on", "label")


def _undone(company: Company, posting: int) -> list[Undone]:
    rows = BillStep.objects.filter(company=company, undone_by=posting).order_by("pk")
    return [Undone(one.pk, str(one), str(_("reversal")), one.currency_id, one.amount) for one in rows]


def _undoings_outstanding(items: "QuerySet[JobItem]", until: date | None) -> "QuerySet[JobItem]":
    """Narrow items to those whose step is not taken back, to be taken back until a day."""
    standing = BillStep.objects.filter(pk=OuterRef("document_id"), status=StepStatus.POSTED, undone_by=None)
    waiting = items.filter(Exists(standing))
    return waiting.filter(document_date__lte=until) if until else waiting


UNDO_STEPS = Undoing(
    kind=BILL_UNDOINGS,
    documents=_steps_of,
    undo=undo_steps,
    made=_undone,
    consequences=(
        _("Each step is taken back by a linked voucher with the opposite entries, on the day below."),
        _("Each bill stands where it stood before; what a draw settled is open again."),
    ),
    document_page="journals:bill_step",
)
BILL_JOB = JobKind(
    name=BILL_STEPS,
    label=_("Post bills of exchange"),
    document_type=BILL_STEP,
    post=_post_steps,
    outstanding=_outstanding,
    document_page="journals:bill_step",
    list_page="journals:bill_steps",
    proofs=("subledger",),
    in_words=in_words,
    undoing=UNDO_STEPS,
)
UNDO_BILLS_JOB = job_kind(
    UNDO_STEPS,
    label=_("Take steps of bills back"),
    document_type=BILL_STEP,
    outstanding=_undoings_outstanding,
    list_page="journals:bill_steps",
    proofs=("subledger",),
    in_words=in_words,
)
