"""Where jobs, their tasks, documents and chunks stand."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class JobState(models.TextChoices):
    """Where a job stands.

    Waiting for its start --> ready --> executing --> ended, or error when a task failed or the job as such cannot run.
    A waiting or ready job can be withheld; one that is not finished can be canceled.
    """

    WITHHOLD = "withhold", _("Withhold")
    WAITING = "waiting", _("Waiting")
    READY = "ready", _("Ready")
    EXECUTING = "executing", _("Executing")
    ERROR = "error", _("Error")
    ENDED = "ended", _("Ended")
    CANCELING = "canceling", _("Canceling")
    CANCELED = "canceled", _("Canceled")


class TaskState(models.TextChoices):
    """Where a task of a job stands.

    Waiting (for the job, for other tasks, for its next try) --> ready --> executing --> ended, or error when it failed
    as such. Not run: what it waits for can never come true. A task that set documents aside has ended, and has failed
    in the eyes of those that wait for it.
    """

    WAITING = "waiting", _("Waiting")
    READY = "ready", _("Ready")
    EXECUTING = "executing", _("Executing")
    ENDED = "ended", _("Ended")
    ERROR = "error", _("Error")
    CANCELED = "canceled", _("Canceled")
    NOT_RUN = "not_run", _("Not run")


class ItemState(models.TextChoices):
    """Where a document stands in its task."""

    WAITING = "waiting", _("Waiting")
    DONE = "done", _("Done")
    SET_ASIDE = "set_aside", _("Set aside")
    DISMISSED = "dismissed", _("Dismissed")
    CANCELED = "canceled", _("Canceled")


class ChunkState(models.TextChoices):
    """Where a chunk stands; a split one lives on in its two halves, and only the one chunk of an act can fail."""

    WAITING = "waiting", _("Waiting")
    EXECUTING = "executing", _("Executing")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")
    SPLIT = "split", _("Split")
    CANCELED = "canceled", _("Canceled")


class Priority(models.IntegerChoices):
    """How urgent a job is: what is higher is taken first.

    A worker takes jobs of every priority unless it is reserved for those of one and of higher ones.
    """

    LOW = 10, _("Low")
    NORMAL = 20, _("Normal")
    HIGH = 30, _("High")
    CRITICAL = 40, _("Critical")
    RESERVED = 50, _("Reserved capacity")


class AlertOn(models.TextChoices):
    """At which end of a job somebody is told; one that set documents aside has failed."""

    ENDED = "ended", _("when it ended well")
    FAILED = "failed", _("when it failed, or set documents aside")
    CANCELED = "canceled", _("when it was canceled")


class History(models.TextChoices):
    """Which runs of a job the list of jobs shows, and the rows of whose documents stay until they are old."""

    ALWAYS = "always", _("All runs")
    FAILURES = "failures", _("Only runs in which something failed")


STATES_THAT_WORK = (JobState.READY, JobState.EXECUTING, JobState.CANCELING)
STATES_TO_COME = (JobState.WITHHOLD, JobState.WAITING, JobState.READY)
STATES_TO_PLAN = (JobState.WITHHOLD, JobState.WAITING)
FINISHED_STATES = (JobState.ERROR, JobState.ENDED, JobState.CANCELED)
TASK_STATES_AT_WORK = (TaskState.READY, TaskState.EXECUTING)
FINISHED_TASK_STATES = (TaskState.ENDED, TaskState.ERROR, TaskState.CANCELED, TaskState.NOT_RUN)
OPEN_CHUNK_STATES = (ChunkState.WAITING, ChunkState.EXECUTING)
UNSETTLED_ITEM_STATES = (ItemState.WAITING, ItemState.SET_ASIDE)
