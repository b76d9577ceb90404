"""The pages on which a job to come is planned."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from arclose.access.requests import CompanyRequest
from arclose.batch import planning, steering
from arclose.batch.jobs import CannotRecur, NeverComes
from arclose.batch.models import Job, JobState
from arclose.batch.screens.jobs import act_on, find_job
from arclose.batch.screens.plan_forms import PlanForm, plan_as_typed
from arclose.batch.screens.recurrence import recurrence_shown
from arclose.web.links import page_url

_PARTS = (
    (gettext_lazy("The job"), ("description", "priority", "group", "history")),
    (gettext_lazy("When it starts"), ("start", "window_begin", "window_end")),
    (gettext_lazy("Alerts"), ("alerts", "is_alert_mailed", "is_alert_popup", "is_critical")),
    (gettext_lazy("How often it comes again"), ("unit", "every", "weekdays", "month_day", "until", "times")),
)


def plan(request: CompanyRequest, pk: int) -> HttpResponse:
    """Show and change the description, start, recurrence, hours, group and priority of a job to come."""
    found = find_job(request, pk)
    if not planning.may_change(found):
        messages.error(request, _("The job has begun or is canceled, so its plan can no longer be changed."))
        return HttpResponseRedirect(page_url(request, "batch:job", pk=pk))
    form = PlanForm(request.POST or None, initial=plan_as_typed(found), company=request.company, told=found.run_by)
    if request.method == "POST" and form.is_valid():
        try:
            return _changed(request, found, form)
        except CannotRecur:
            form.add_error("unit", cannot_recur())
        except NeverComes:
            form.say_that_none_comes()
    context = {
        "title": _("Plan the job"),
        "job": found,
        "form": form,
        "parts": [(heading, [form[name] for name in names]) for heading, names in _PARTS],
        "zone": request.company.time_zone,
        "is_withheld": found.state == JobState.WITHHOLD,
        "recurrence": recurrence_shown(found),
    }
    return render(request, "batch/plan.html", context)


def _changed(request: CompanyRequest, found: Job, form: PlanForm) -> HttpResponse:
    typed = form.cleaned_data["description"]
    plan, keeps = form.plan(), form.keeps_schedule

    @transaction.atomic
    def act(job: Job) -> None:
        planning.change(job=job, description=typed, plan=plan, keeps_schedule=keeps, changed_by=request.user)
        if "release" in request.POST:
            steering.release(job=job, released_by=request.user)

    return act_on(request, found.pk, act, gettext_lazy("The plan is saved."))


def cannot_recur() -> str:
    """Say why a job with documents of its own cannot come again, and what to do."""
    return _(
        "This job has documents of its own, which are posted once. For one that comes again choose all of the filter"
        " of a list, with “Late selection”: each run then finds its documents when it starts."
    )


def end_recurrence(request: CompanyRequest, pk: int) -> HttpResponse:
    """Let a job come no more."""
    return act_on(
        request,
        pk,
        lambda found: planning.end_recurrence(job=found, ended_by=request.user),
        gettext_lazy("The job does not come again. A run that has begun goes on."),
    )
