"""What batch adds to the frame of every page: its pages, the jobs at work, search."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from arclose.batch import queries
from arclose.batch.models import Alert, JobChunk
from arclose.batch.queries import InTheFrame
from arclose.ledger import documents
from arclose.ledger.documents import Origin
from arclose.ledger.models import Posting
from arclose.web import frame, pages, search
from arclose.web.days import format_moment
from arclose.web.frame import Bell, Popup, RunningJobs
from arclose.web.links import page_url


def register() -> None:
    """Put batch on the lists of the frame."""
    pages.register(
        pages.Page(
            "batch:jobs",
            label=_("Batch jobs"),
            section=pages.BATCH,
            position=10,
            icon="jobs",
            keywords=_("background queue worker progress retry"),
            highlights=(
                "batch:job",
                "batch:documents",
                "batch:dismiss",
                "batch:undo",
                "batch:plan",
                "batch:new_job",
                "batch:add_task",
                "batch:change_task",
            ),
        )
    )
    pages.register(
        pages.Page(
            "batch:workers",
            label=_("Workers"),
            section=pages.BATCH,
            position=20,
            icon="run",
            keywords=_("processes poller Celery alive heartbeat"),
        )
    )
    pages.register(
        pages.Page(
            "batch:alerts",
            label=_("Alerts"),
            section=pages.BATCH,
            position=30,
            icon="bell",
            keywords=_("bell notifications unread e-mail"),
            shown_in_navigation=False,
        )
    )
    frame.register_running_jobs(jobs_at_work)
    frame.register_bell(bell)
    documents.register_origin(job_of_posting)
    search.register(search.Provider(label=_("Batch jobs"), route="batch:job", find=find_jobs, position=80))


def job_of_posting(request: HttpRequest, posting: Posting) -> Origin | None:
    """Give the job that made a posting, None where none did."""
    chunk = JobChunk.objects.filter(posting=posting).select_related("task").first()
    if chunk is None:
        return None
    return Origin(
        _("Job %(number)s") % {"number": chunk.task.job_id}, page_url(request, "batch:job", pk=chunk.task.job_id)
    )


def in_the_frame(request: HttpRequest) -> InTheFrame:
    """Give what the frame shows of batch, asked once for a request."""
    asked: Any = request
    if not hasattr(asked, "batch_in_the_frame"):
        asked.batch_in_the_frame = queries.in_the_frame(company=asked.company, user_id=asked.user.pk)
    found: InTheFrame = asked.batch_in_the_frame
    return found


def bell(request: HttpRequest) -> Bell:
    """Give how many alerts of the request's company the reader has not read, and the one that is to be seen."""
    found, url = in_the_frame(request), page_url(request, "batch:alerts")
    shown = None if found.popup_id is None else Alert.objects.filter(pk=found.popup_id).first()
    popup = None if shown is None else Popup(pk=shown.pk, said=str(shown.said), at=shown.created_at)
    return Bell(unread=found.unread, url=url, popup=popup)


def jobs_at_work(request: HttpRequest) -> RunningJobs | None:
    """Give the jobs at work in the request's company; None when there are none."""
    together = in_the_frame(request).together
    if together is None:
        return None
    alone = together.jobs == 1
    url = page_url(request, "batch:job", pk=together.newest_id) if alone else page_url(request, "batch:jobs")
    return RunningJobs(
        count=together.jobs,
        done=together.done,
        total=together.total,
        url=url,
        has_worker=together.has_worker,
    )


def find_jobs(request: HttpRequest, text: str) -> Iterator[search.Hit]:
    """Find jobs of the request's company by their description, newest first."""
    jobs = queries.jobs(company=request.company)  # type: ignore[attr-defined]
    for job in jobs.filter(description__as_read__icontains=text).order_by("-pk")[: search.HITS_PER_PROVIDER]:
        detail = f"{job.state_text} · {format_moment(job.created_at)}"
        yield search.Hit(title=job.description, url=page_url(request, "batch:job", pk=job.pk), detail=detail)
