"""The lists of jobs and of the documents of a job."""

from typing import Any

import django_tables2 as tables
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from arclose.batch import kinds
from arclose.batch.models import Job, JobItem, JobState
from arclose.batch.words import words_of
from arclose.web.days import format_moment
from arclose.web.links import page_url
from arclose.web.states import state_badge
from arclose.web.tables import DayColumn, ListTable, MomentColumn, NumberColumn, PageColumn, SelectColumn, StateColumn


def job_badge(job: Job) -> SafeString:
    """Give the state of a job as icon and word; one that set documents aside does not look done."""
    has_left = job.state == JobState.ENDED and job.has_failures
    return state_badge("set_aside" if has_left else job.state, job.state_text)


class JobStateColumn(tables.Column):
    """The state of a job; of one that waits for its start, also when that is."""

    def render(self, record: Job) -> SafeString:
        """Give icon and words."""
        badge = job_badge(record)
        if record.state != JobState.WAITING or record.scheduled_start is None:
            return badge
        return format_html('{} <span class="soft nowrap">{}</span>', badge, format_moment(record.scheduled_start))

    def value(self, record: Job) -> str:
        """Give the words."""
        return record.state_text


class KindColumn(tables.Column):
    """The kinds of a job's tasks, by their labels."""

    def render(self, value: list[str]) -> str:
        """Give the labels of its tasks' kinds, each once."""
        return ", ".join(kinds.label_of(name) for name in dict.fromkeys(value))


class DocumentColumn(tables.Column):
    """A document of a job, linked to its page where its kind has one."""

    def render(self, value: str, record: JobItem, table: Any) -> SafeString | str:
        """Give the link, or the plain label."""
        url = document_url(table.request, record.task.kind, record.document_id)
        return format_html('<a class="row-link" href="{}">{}</a>', url, value) if url else value

    def value(self, value: str) -> str:
        """Give the label."""
        return value


def document_url(request: Any, kind_name: str, document_id: int) -> str:
    """Give the address of a document's page, empty where there is none for this user."""
    try:
        kind = kinds.get(kind_name)
    except kinds.UnknownKind:
        return ""
    route = kind.document_page if isinstance(kind, kinds.JobKind) else ""
    return page_url(request, route, pk=document_id) if route and request.may_open(route) else ""


class WordsColumn(tables.Column):
    """Why a document is set aside, or what to do about it, in the reader's language; sorted as it was written down."""

    def __init__(self, place: int, **options: Any) -> None:
        """Show the reason (0) or the remedy (1)."""
        self.place = place
        super().__init__(default="", **options)

    def render(self, record: JobItem) -> str:
        """Give the words."""
        return words_of(record, kind=record.task.kind)[self.place]


class JobTable(ListTable):
    """Jobs, newest first."""

    select = SelectColumn()
    number = NumberColumn(accessor="pk", is_name=True, verbose_name=_("Job"))
    description = PageColumn(
        "batch:job",
        verbose_name=_("Description"),
        order_by=("description__as_read",),
        attrs={"td": {"class": "sentence"}},
    )
    kind = KindColumn(accessor="kinds", verbose_name=_("Kind"), orderable=False)
    state = JobStateColumn(verbose_name=_("State"))
    document_count = NumberColumn(verbose_name=_("Documents"))
    done = NumberColumn(verbose_name=_("Done"))
    set_aside = NumberColumn(verbose_name=_("Set aside"))
    submitted_by = tables.Column(accessor="submitted_by__username", verbose_name=_("Submitted by"))
    scheduled_start = MomentColumn(verbose_name=_("Scheduled start"))
    priority = tables.Column(verbose_name=_("Priority"))
    group = tables.Column(accessor="group__code", verbose_name=_("Group"))
    created_at = MomentColumn(verbose_name=_("Submitted"))
    finished_at = MomentColumn(verbose_name=_("Finished"))

    on_request = ("set_aside", "scheduled_start", "priority", "group")

    class Meta(ListTable.Meta):
        order_by = ("-number",)


class ItemTable(ListTable):
    """Documents of one job, in their order."""

    position = NumberColumn(verbose_name=_("No."))
    label = DocumentColumn(verbose_name=_("Document"))
    document_date = DayColumn(verbose_name=_("Date"))
    state = StateColumn(verbose_name=_("State"))
    reason = WordsColumn(0, verbose_name=_("Reason"), order_by=("reason__as_read",))
    remedy = WordsColumn(1, verbose_name=_("What to do"), order_by=("remedy__as_read",))
    attempts = NumberColumn(verbose_name=_("Attempts"))

    class Meta(ListTable.Meta):
        order_by = ("position",)
