"""The kinds of task that collect and report EC sales lists: those of periods that have ended on the day they run."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

from django.contrib.auth.models import User
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from arclose.access.routes import Role
from arclose.batch.kinds import ActKind, InPart, act_key
from arclose.batch.models import JobTask
from arclose.batch.task_parameters import TaskParameters
from arclose.web.links import page_url
from ecsales.due_lists import begin_due_lists, report_due_lists
from ecsales.models import DeclaredFile

COLLECT, REPORT = "collect-ec-sales-lists", "report-ec-sales-lists"


def until_of(task: JobTask) -> date:
    """Give until which day lists are due that a task looks at: yesterday by the company's clock where it names none."""
    if "until" in task.parameters:
        return date.fromisoformat(task.parameters["until"])
    return timezone.localdate(timezone=ZoneInfo(task.company.time_zone)) - timedelta(days=1)


def collect_lists(task: JobTask, user: User) -> str:
    """Begin the lists of periods that have ended, and name them."""
    begun = begin_due_lists(company=task.company, until=until_of(task), made_by=user)
    return _("Lists begun: %(lists)s.") % {"lists": ", ".join(map(str, begun)) or _("none")}


def report_lists(task: JobTask, user: User) -> str | InPart:
    """Begin the lists of periods that have ended, report what can be, and name the others with their reasons."""
    company = task.company
    begin_due_lists(company=company, until=until_of(task), made_by=user)
    found = report_due_lists(
        company=company,
        until=until_of(task),
        moment=timezone.localtime(timezone=ZoneInfo(company.time_zone)),
        reported_by=user,
        key=act_key(task=task),
    )
    lists = ", ".join(str(one.sales_list) for one in found.declared) or _("none")
    said = _("Lists reported: %(lists)s.") % {"lists": lists}
    if not found.left:
        return said
    left = " ".join(f"{sales_list}: {' '.join(reasons)}" for sales_list, reasons in found.left)
    return InPart(_("%(said)s Left: %(left)s") % {"said": said, "left": left})


def files_of(request: HttpRequest, task: JobTask) -> list[tuple[str, str]]:
    """Give the files of what a task reported."""
    made = DeclaredFile.objects.filter(
        company=task.company_id, declaration__key__startswith=f"{act_key(task=task)}/"
    ).order_by("declaration", "file_number")
    return [
        (name, page_url(request, "ecsales:declared_file", pk=declaration, number=number))
        for name, declaration, number in made.values_list("name", "declaration", "file_number")
    ]


class EndedLists(TaskParameters):
    """Asks for nothing: the task begins lists of what has ended by then."""

    said = gettext_lazy("It begins the EC sales lists of months and quarters that have ended on the day it runs.")


class EndedListsToReport(TaskParameters):
    """Asks for nothing: the task reports lists of what has ended by then."""

    said = gettext_lazy(
        "It begins the EC sales lists of months and quarters that have ended on the day it runs, and reports those that"
        " name all that has to be listed; their files stand on its page."
    )


# What is not listed or not reported stands on the checklist, whatever became of a task.
COLLECT_JOB = ActKind(
    name=COLLECT,
    label=gettext_lazy("Collect EC sales lists"),
    run=collect_lists,
    task_form=EndedLists,
    blocks_close=False,
)
REPORT_JOB = ActKind(
    name=REPORT,
    label=gettext_lazy("Report EC sales lists"),
    roles=frozenset({Role.CONTROLLER.value}),
    run=report_lists,
    downloads=files_of,
    task_form=EndedListsToReport,
    blocks_close=False,
)
