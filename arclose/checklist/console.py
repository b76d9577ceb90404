"""What the commands of the close print: the checklist as a table, a job with its progress."""

from collections.abc import Sequence
from typing import Any

from django.core.management.base import OutputWrapper
from django.utils.translation import gettext as _
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from arclose.batch import queries
from arclose.batch.models import Job
from arclose.checklist.posting_runs import await_end
from arclose.checklist.tasks import Task
from arclose.ledger.models import FiscalPeriod

_STYLES = {"green": "green", "signed": "green", "warning": "yellow", "left": "red", "blocked": "yellow"}


def console_for(stream: OutputWrapper) -> Console:
    """Give a console that writes where a command writes."""
    out: Any = stream
    return Console(file=out, soft_wrap=False)


def print_tasks(console: Console, tasks: Sequence[Task], period: FiscalPeriod) -> None:
    """Print the tasks of a close in order of work, each with its sentence."""
    table = Table(title=_("Close %(period)s") % {"period": period.name}, title_justify="left")
    for heading in (_("Task"), _("State"), _("Left"), _("What"), _("Due")):
        table.add_column(heading, overflow="fold")
    for task in tasks:
        state = f"[{_STYLES[task.state]}]{task.state_text}[/]"
        left = str(task.left.count or "-")
        said = task.check.said(task.left, period)
        table.add_row(str(task.check.label), state, left, said, task.due.isoformat())
    console.print(table)


def follow(console: Console, job: Job) -> Job:
    """Work on a job to its end with a bar, and say what came of it."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        row = bar.add_task(job.description, total=job.document_count)

        def tell(progress: queries.Progress) -> None:
            bar.update(row, completed=progress.settled)

        finished = await_end(job=job, told=tell)
    progress = queries.progress(finished)
    facts = {"description": finished.description, "done": progress.done, "set_aside": progress.set_aside}
    console.print(_("%(description)s: %(done)s posted, %(set_aside)s set aside") % facts)
    for cause in queries.causes(job=finished):
        console.print(f"  {cause.count} x {cause.reason} {cause.remedy}", markup=False)
    return finished
