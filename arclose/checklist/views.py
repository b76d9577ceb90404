"""The pages of the close: the checklist, one task, and the change of a period's status."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from arclose.access.requests import CompanyRequest
from arclose.checklist import charts, closing, looks, proving
from arclose.checklist import tasks as verbs
from arclose.checklist.checks import Check, Left, named
from arclose.checklist.counting import left_for_page
from arclose.checklist.forms import AssignForm, PermanentlyCloseForm, ReasonForm, ReopenForm
from arclose.checklist.models import SignOff
from arclose.checklist.scheduling import working_days_until
from arclose.checklist.walk import SHOWN, check_at
from arclose.ledger.closing import StatusChangeRefused
from arclose.ledger.models import Company, Voucher
from arclose.ledger.models.calendars import PeriodStatus
from arclose.ledger.queries import period_after
from arclose.web.amounts import format_plain
from arclose.web.charts import Chart
from arclose.web.links import page_url
from journals.privacy import hidden_journals


def close(request: CompanyRequest) -> HttpResponse:
    """Show what is left of the period, with the task that the walk is at, else the first that is not done."""
    return _checklist(request, None)


def task(request: CompanyRequest, task: str) -> HttpResponse:
    """Show what is left of the period, with one task chosen."""
    return _checklist(request, _check(task))


def walk(request: CompanyRequest) -> HttpResponse:
    """Hide the guided walk from its reader, or bring it back."""
    request.session[SHOWN] = request.POST.get("show") == "yes"
    return HttpResponseRedirect(page_url(request, "checklist:close"))


def _check(name: str) -> Check:
    check = named(name)
    if check is None:
        raise Http404
    return check


def _checklist(request: CompanyRequest, check: Check | None) -> HttpResponse:
    """Show the close: whole, its part that is counted alone for htmx, or without counts where they take long."""
    left = left_for_page(request)
    context = _uncounted(request, check) if left is None else _counted(request, check, left)
    response = render(request, "checklist/close.html" + ("#counted" if request.htmx else ""), context)
    patch_vary_headers(response, ["HX-Request"])
    return response


def _uncounted(request: CompanyRequest, check: Check | None) -> dict[str, Any]:
    assigned = verbs.assigned(period=request.period)
    chosen = next((one for one in assigned if one.check is check), None)
    return {**_frame(request, assigned), "chosen": chosen, "link": _clearing_page(request, check) if check else ""}


def _counted(request: CompanyRequest, check: Check | None, left: dict[str, Left]) -> dict[str, Any]:
    company, period = request.company, request.period
    all_tasks = verbs.tasks(company=company, period=period, left=left)
    request.found_left = left  # type: ignore[attr-defined]
    chosen = _chosen(all_tasks, check or check_at(request))
    return {
        **_frame(request, all_tasks),
        "is_counted": True,
        "is_empty": _is_empty(company, all_tasks),
        "progress": (progress := verbs.progress(all_tasks)),
        "is_task_first": _is_task_first(request, progress),
        "chosen": chosen,
        "sentence": chosen.check.said(chosen.left, period),
        "rows": (rows := _linked(request, chosen)),
        "has_more": chosen.left.count > len(rows) == looks.ROWS_SHOWN,
        "link": _clearing_page(request, chosen.check),
        "broken_by": verbs.vouchers_since(sign_off=chosen.sign_off)[: verbs.VOUCHERS_SHOWN]
        if chosen.sign_off and chosen.is_broken
        else [],
        "events": _events(request, chosen),
        "charts": [charts.tasks_by_area(all_tasks), _burn_down(request, all_tasks)],
    }


def _frame(request: CompanyRequest, tasks: Sequence[verbs.Assigned]) -> dict[str, Any]:
    """Give what the page says without a count: the period, its tasks, who clears them until when."""
    period, due = request.period, max(task.due for task in tasks)
    days_left = working_days_until(today=request.today, due=due)
    return {
        "title": _("Close %(period)s") % {"period": period.name},
        "areas": _by_area(tasks),
        "has_owners": any(task.owner for task in tasks),
        "due": due,
        "days_left": days_left,
        "days_late": -days_left,
        "today": request.today,
        "next_period": period_after(period) if period.status != PeriodStatus.OPEN else None,
    }


def _is_empty(company: Company, all_tasks: Sequence[verbs.Task]) -> bool:
    """Tell whether the company has nothing to close: no document is left, and none was ever posted."""
    is_left = any(task.left.count for task in all_tasks if task.check.name != "proof")
    return not is_left and not Voucher.objects.filter(company=company).exists()


def _chosen(all_tasks: Sequence[verbs.Task], check: Check | None) -> verbs.Task:
    if check:
        return next(task for task in all_tasks if task.check is check)
    open_tasks = [task for task in all_tasks if not task.is_green]
    blocking = [task for task in open_tasks if task.blocks and not task.waits_for]
    return (blocking or open_tasks or list(all_tasks))[0]


def _is_task_first(request: CompanyRequest, progress: verbs.Progress) -> bool:
    """Tell whether the main button is the task's own; else it puts the period on hold, or leads on from it."""
    may_hold = request.may_open("checklist:hold", "POST")
    return request.period.status == PeriodStatus.OPEN and (progress.blocking > 0 or not may_hold)


def _by_area(tasks: Sequence[verbs.Assigned]) -> list[tuple[str, list[verbs.Assigned]]]:
    """Group the tasks by area, in order of work; an area stands once for each run of its tasks."""
    groups: list[tuple[str, list[verbs.Assigned]]] = []
    for task in tasks:
        area = str(task.check.area)
        if not groups or groups[-1][0] != area:
            groups.append((area, []))
        groups[-1][1].append(task)
    return groups


def _linked(request: CompanyRequest, chosen: verbs.Task) -> list[tuple[looks.Row, str]]:
    if not chosen.left.count:
        return []
    hidden = hidden_journals(company=request.company, user=request.user, roles=request.roles)
    rows = chosen.check.rows_seen(request.company, request.period, left=chosen.left, hidden=hidden)
    return [(row, _url(request, row.route, pk=row.pk) if row.route else "") for row in rows]


def _url(request: CompanyRequest, route: str, **values: Any) -> str:
    return page_url(request, route, **values) if request.may_open(route) else ""


def _clearing_page(request: CompanyRequest, check: Check) -> str:
    url = _url(request, check.route) if check.route else ""
    return url + check.query_of(request.period) if url else ""


def _events(request: CompanyRequest, chosen: verbs.Task) -> list[dict[str, Any]]:
    """Give the history of a task, oldest first: who signed it, and for the proof the last one."""
    events = [
        {"title": _("Signed off"), "detail": _own_work(sign), "moment": sign.signed_at, "who": sign.signed_by}
        for sign in chosen.sign_offs
    ]
    if chosen.check.name == "proof" and (last := proving.last_proof(company=request.company)):
        found = _("found %(count)s") % {"count": last.finding_count} if last.finding_count else _("found nothing")
        detail = _("%(found)s in %(seconds)s s, up to posting %(position)s") % {
            "found": found,
            "seconds": number_format(last.milliseconds / 1000, 1),
            "position": last.chain_position,
        }
        title = _("Proved") if last.run_by else _("Proved by itself, as each night")
        events.append({"title": title, "detail": detail, "moment": last.finished_at, "who": last.run_by})
    return sorted(events, key=lambda event: event["moment"])


def _own_work(sign: SignOff) -> str:
    return _("own work: nobody else holds the role") if sign.is_own_work else ""


def _burn_down(request: CompanyRequest, all_tasks: Sequence[verbs.Task]) -> Chart:
    left = verbs.documents_left(all_tasks)
    points = verbs.burn_down(company=request.company, period=request.period, left_now=left, today=request.today)
    return charts.burn_down(points)


def sign(request: CompanyRequest, task: str) -> HttpResponse:
    """Sign a task off."""
    check = _check(task)
    try:
        verbs.sign_off(company=request.company, period=request.period, check=check, signed_by=request.user)
    except verbs.NotGreen as refused:
        text = _("Not signed off: %(what)s")
        messages.error(request, text % {"what": check.said(refused.left, request.period)})
    except verbs.PreparedIt as refused:
        who = refused.person.get_full_name() or refused.person.get_username()
        text = _(
            "Not signed off: %(person)s posted documents of this task or had a job post them. Ask another controller."
        )
        messages.error(request, text % {"person": who})
    else:
        messages.success(request, _("%(task)s: signed off.") % {"task": check.label})
    return HttpResponseRedirect(page_url(request, "checklist:task", task=task))


def prove(request: CompanyRequest) -> HttpResponse:
    """Prove the books of the company now."""
    run = proving.prove(company=request.company, run_by=request.user)
    if run.finding_count:
        found = ngettext("The proof found %(count)s breach.", "The proof found %(count)s breaches.", run.finding_count)
        messages.error(request, found % {"count": run.finding_count})
    else:
        messages.success(request, _("The books are proved: every promise holds."))
    return HttpResponseRedirect(page_url(request, "checklist:task", task="proof"))


def assign(request: CompanyRequest, task: str) -> HttpResponse:
    """Say who does a task until when."""
    check = _check(task)
    chosen = next(one for one in verbs.assigned(period=request.period) if one.check is check)
    form = AssignForm(
        request.POST if request.method == "POST" else None,
        company=request.company,
        today=request.today,
        initial={"owner": chosen.owner, "due_date": chosen.due},
    )
    if form.is_valid():
        verbs.assign(
            company=request.company,
            period=request.period,
            check=check,
            owner=form.cleaned_data["owner"],
            due=form.cleaned_data["due_date"],
        )
        return HttpResponseRedirect(page_url(request, "checklist:task", task=task))
    context = {"title": _("Owner and due date"), "form": form, "check": check, "button": _("Save")}
    return render(request, "checklist/assign.html", context)


def hold(request: CompanyRequest) -> HttpResponse:
    """Put the period on hold, or say why not."""
    form = ReasonForm(request.POST if request.method == "POST" else None)
    reasons: list[closing.Reason] = []
    if form.is_valid():
        try:
            change = closing.hold_period(
                company=request.company,
                period=request.period,
                held_by=request.user,
                reason=form.cleaned_data["reason"],
            )
        except closing.CloseRefused as refused:
            reasons = refused.reasons
        except StatusChangeRefused:
            messages.error(request, _permanently_closed(request))
            return HttpResponseRedirect(page_url(request, "ledger:calendar"))
        else:
            said = _("%(period)s is on hold.") if change else _("%(period)s was on hold already.")
            messages.success(request, said % {"period": request.period.name})
            return HttpResponseRedirect(page_url(request, "checklist:close"))
    else:
        reasons = closing.reasons_against(company=request.company, period=request.period)
    context = {
        "title": _("Put %(period)s on hold") % {"period": request.period.name},
        "form": form,
        "refused": bool(reasons) and form.is_bound,
        "reasons": [(one, page_url(request, "checklist:task", task=one.check.name)) for one in reasons],
        "is_blocked": any(one.check.name != "proof" for one in reasons),
    }
    return render(request, "checklist/hold.html", context)


def _permanently_closed(request: CompanyRequest) -> str:
    return _("%(period)s is permanently closed and never reopens.") % {"period": request.period.name}


def reopen(request: CompanyRequest) -> HttpResponse:
    """Open the period again."""
    form = ReopenForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            closing.reopen_period(period=request.period, reopened_by=request.user, reason=form.cleaned_data["reason"])
        except StatusChangeRefused:
            messages.error(request, _permanently_closed(request))
        else:
            messages.success(request, _("%(period)s is open.") % {"period": request.period.name})
        return HttpResponseRedirect(page_url(request, "ledger:calendar"))
    consequences = [
        _("Vouchers can be posted into %(period)s again.") % {"period": request.period.name},
        _("Sign-offs of its tasks break as soon as one is."),
        _("It can be put on hold again when every check is green."),
    ]
    return _status_page(request, form, _("Reopen %(period)s"), consequences, _("Reopen"))


def permanently_close(request: CompanyRequest) -> HttpResponse:
    """Close the period for ever."""
    form = PermanentlyCloseForm(request.POST if request.method == "POST" else None, period=request.period)
    if form.is_valid():
        try:
            closing.close_permanently(period=request.period, closed_by=request.user, reason=form.cleaned_data["reason"])
        except StatusChangeRefused:
            messages.error(request, _("Put %(period)s on hold first.") % {"period": request.period.name})
        except closing.CloseRefused as refused:
            for one in refused.reasons:
                messages.error(request, one.sentence)
        else:
            messages.success(request, _("%(period)s is permanently closed.") % {"period": request.period.name})
        return HttpResponseRedirect(page_url(request, "ledger:calendar"))
    facts = closing.facts_of(period=request.period)
    consequences = [
        _("%(vouchers)s and %(entries)s of %(period)s stay as they are for ever.")
        % {
            "vouchers": ngettext("%(count)s voucher", "%(count)s vouchers", facts["vouchers"])
            % {"count": format_plain(Decimal(facts["vouchers"]))},
            "entries": ngettext("%(count)s entry", "%(count)s entries", facts["entries"])
            % {"count": format_plain(Decimal(facts["entries"]))},
            "period": request.period.name,
        },
        _("Nothing is ever posted into it again. Nobody can undo this, not an administrator either."),
    ]
    return _status_page(
        request, form, _("Close %(period)s permanently"), consequences, _("Close permanently"), is_final=True
    )


def _status_page(
    request: CompanyRequest, form: Any, title: str, consequences: list[str], button: str, *, is_final: bool = False
) -> HttpResponse:
    context = {
        "title": title % {"period": request.period.name},
        "form": form,
        "consequences": consequences,
        "button": button,
        "is_final": is_final,
        "changes": _changes(request),
    }
    return render(request, "checklist/status.html", context)


def _changes(request: CompanyRequest) -> list[dict[str, Any]]:
    changes = request.period.status_changes.select_related("changed_by").order_by("pk")
    return [
        {
            "title": change.get_status_after_display(),
            "detail": change.reason,
            "moment": change.changed_at,
            "who": change.changed_by,
        }
        for change in changes
    ]
