"""The kinds of task that compute a revaluation, on the day they run or for a fixed one, and that post previews."""

from calendar import monthrange
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.contrib.auth.models import User
from django.db.models import CharField, Exists, OuterRef, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from arclose.batch.kinds import ActKind, JobKind, act_key, posting_key
from arclose.batch.models import JobItem, JobTask
from arclose.batch.task_parameters import TaskParameters
from arclose.ledger.models import Company, ExchangeRateType
from arclose.ledger.outcomes import CannotPost, Outcome, Refusal
from arclose.web.days import format_day
from customers.models import PostingProfile
from revaluation.computing import Asked, compute
from revaluation.models import Method, Run
from revaluation.posting import REVALUATION, post_run

COMPUTE, POST = "compute-revaluation", "revaluations"
# Which considered date a task takes that comes again.
LAST_MONTH, TODAY = "last_month", "today"
METHODS = [(value, label) for value, label in Method.choices if value != Method.UNDO]
LABEL = Concat(Value("RV-"), Cast("pk", CharField()))


def as_stored(asked: Asked, *, posts: bool) -> dict[str, Any]:
    """Give what a task is submitted with."""
    return {
        "method": str(asked.method),
        "considered_date": asked.considered_date.isoformat(),
        "rate_date": asked.rates_on.isoformat(),
        "exchange_rate_type": asked.exchange_rate_type.pk if asked.exchange_rate_type else None,
        "posting_profile": asked.posting_profile.pk if asked.posting_profile else None,
        "currencies": list(asked.currencies),
        "customers": list(asked.customers),
        "customer_groups": list(asked.customer_groups),
        "note": asked.note,
        "posts": posts,
    }


def asked_of(company: Company, stored: dict[str, Any], today: date) -> Asked:
    """Give what a task asks for; without a considered date, the one that its day of execution means."""
    typed = stored.get("considered_date")
    considered = date.fromisoformat(typed) if typed else _considered_on(stored.get("day", LAST_MONTH), today)
    return Asked(
        method=Method(stored["method"]),
        considered_date=considered,
        rate_date=date.fromisoformat(stored["rate_date"]) if stored.get("rate_date") else None,
        exchange_rate_type=ExchangeRateType.objects.filter(pk=stored.get("exchange_rate_type") or 0).first(),
        posting_profile=PostingProfile.objects.filter(company=company, pk=stored.get("posting_profile") or 0).first(),
        currencies=stored.get("currencies", []),
        customers=stored.get("customers", []),
        customer_groups=stored.get("customer_groups", []),
        note=stored.get("note", ""),
    )


def _considered_on(day: str, today: date) -> date:
    """Give today, or the last day of the month that has ended by then: today where it is the last of its month."""
    is_last = today.day == monthrange(today.year, today.month)[1]
    return today if day == TODAY or is_last else today.replace(day=1) - timedelta(days=1)


def compute_for(task: JobTask, user: User) -> str:
    """Compute what a task asks for, and post it where it says so; say what came of it.

    :raises CannotPost: it cannot be computed, or not be posted.
    """
    company = task.company
    today = timezone.localdate(timezone=ZoneInfo(company.time_zone))
    run = compute(company=company, asked=asked_of(company, task.parameters, today), today=today, created_by=user)
    facts = {"run": run, "day": format_day(run.considered_date), "lines": run.line_count, "left": run.left_out_count}
    if task.parameters.get("posts"):
        post_run(company=company, run=run.pk, posted_by=user, key=act_key(task=task))
        return _("%(run)s on %(day)s is posted: lines %(lines)s, left out %(left)s.") % facts
    return _("%(run)s on %(day)s waits as a preview: lines %(lines)s, left out %(left)s.") % facts


class RevalueAgain(TaskParameters):
    """How a task revalues on the day it runs."""

    method = forms.ChoiceField(
        label=gettext_lazy("Method"), choices=METHODS, widget=forms.Select({"class": "form-select"})
    )
    day = forms.ChoiceField(
        label=gettext_lazy("Considered date"),
        choices=[
            (LAST_MONTH, gettext_lazy("The last end of a month, on the day it runs")),
            (TODAY, gettext_lazy("The day it runs")),
        ],
        widget=forms.Select({"class": "form-select"}),
    )
    posts = forms.BooleanField(
        required=False,
        label=gettext_lazy("Post it, do not only compute it"),
        widget=forms.CheckboxInput({"class": "form-check-input"}),
    )


def _facts(task: JobTask) -> list[tuple[str, str]]:
    stored = task.parameters
    typed = stored.get("considered_date")
    posted = _("yes") if stored.get("posts") else _("no")
    return [
        (_("Method"), str(Method(stored["method"]).label)),
        *([(_("Considered date"), format_day(date.fromisoformat(typed)))] if typed else []),
        (_("Posted"), posted),
    ]


# What is not revalued is a warning of the close, whatever became of a task.
COMPUTE_JOB = ActKind(
    name=COMPUTE,
    label=gettext_lazy("Revalue foreign currency"),
    run=compute_for,
    task_form=RevalueAgain,
    facts=_facts,
    blocks_close=False,
)


def unposted(*, company: Company, until: date) -> "QuerySet[Run]":
    """Give the previews of a company considered until a day: of those that ask for the same, the one computed last.

    What undoes a run is posted where it is looked at.
    """
    previews = Run.objects.filter(company=company, posting=None, undoes=None, considered_date__lte=until)
    alike = ("considered_date", "currencies", "customers", "customer_groups")
    later = previews.filter(pk__gt=OuterRef("pk"), **{name: OuterRef(name) for name in alike})
    return previews.filter(~Exists(later))


def post_chunk(task: JobTask, documents: Sequence[int], user: User) -> Outcome:
    """Post previews one by one; one that cannot be posted is named, and the others go on."""
    posted: list[int] = []
    already: list[int] = []
    left_out: list[Refusal] = []
    for pk in documents:
        key = posting_key(task=task, document_ids=[pk])
        try:
            outcome = post_run(company=task.company, run=pk, posted_by=user, key=key)
        except Run.DoesNotExist:
            left_out.append(Refusal(pk, "no_such_run", _("This preview was deleted.")))
        except CannotPost as error:
            left_out.append(Refusal(pk, "cannot_post", error.reason(), error.remedy()))
        else:
            posted += outcome.posted
            already += outcome.already
    return Outcome(None, posted, already, left_out)


def outstanding(items: "QuerySet[JobItem]", until: date | None) -> "QuerySet[JobItem]":
    """Narrow items to those whose run is a preview, considered until a day."""
    waiting = Run.objects.filter(pk=OuterRef("document_id"), posting=None)
    return items.filter(Exists(waiting.filter(considered_date__lte=until) if until else waiting))


POST_JOB = JobKind(
    name=POST,
    label=gettext_lazy("Post revaluations"),
    document_type=REVALUATION,
    post=post_chunk,
    outstanding=outstanding,
    document_page="revaluation:run",
    list_page="revaluation:runs",
    proofs=("subledger", "revaluations"),
    documents_per_chunk=1,
    milliseconds_per_document=600_000,
)
