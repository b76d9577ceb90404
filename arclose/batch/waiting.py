"""What keeps a job from going on, in words."""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from arclose.batch import heartbeats, queries
from arclose.batch.models import STATES_THAT_WORK, Job, JobState, WorkerSort
from arclose.web.days import format_moment


def what_it_waits_for(found: Job, *, is_worker_seen: bool) -> str:
    """Say in a sentence what keeps the job from going on; empty when nothing does.

    :param is_worker_seen: whether any worker that takes such jobs had a heartbeat lately; one in a long chunk has none.
    """
    if found.state == JobState.WITHHOLD:
        return _("It waits until somebody releases it.")
    if found.state == JobState.WAITING:
        return _waits_for_its_start(found, is_worker_seen)
    if found.state in STATES_THAT_WORK and not _is_taken(found, is_worker_seen):
        return nobody_takes_it()
    if found.state == JobState.CANCELING:
        return _(
            "It waits for the chunks under way; what they post stays posted. A controller can end them at once: what"
            " they have written by then is taken back whole, and nothing of it stays half."
        )
    if found.state == JobState.READY:
        return _waits_for_a_worker(queries.jobs_before(found))
    return _waits_for_another_try(found) if found.state == JobState.EXECUTING else ""


def _waits_for_its_start(found: Job, is_worker_seen: bool) -> str:
    """Say when a job starts: at an hour to come, after the run before it, or within its window."""
    if found.scheduled_start and found.scheduled_start > timezone.now():
        text = _("It starts on %(moment)s.") % {"moment": format_moment(found.scheduled_start)}
        return text if found.window is None else f"{text} {_in_its_window(found)}"
    if found.schedule_id and Job.objects.filter(schedule=found.schedule_id, state__in=STATES_THAT_WORK).exists():
        return _("It starts when the run before it has finished.")
    if found.window and not found.window.holds(timezone.localtime()):
        return _in_its_window(found)
    if not _is_taken(found, is_worker_seen):
        return nobody_takes_it()
    if not heartbeats.alive().filter(sort=WorkerSort.POLLER).exists():
        return _("It is due, but no poller is alive: it waits until the administrator starts one, or other work comes.")
    return _("It is due, and starts when the poller looks, a few seconds at most.")


def _is_taken(found: Job, is_worker_seen: bool) -> bool:
    """Tell whether a worker that takes jobs as urgent as this one is alive."""
    return heartbeats.is_any_alive(priority=found.priority, is_seen=is_worker_seen)


def nobody_takes_it() -> str:
    """Say that nothing is done until somebody starts a worker, or lets the job be more urgent."""
    if heartbeats.is_any_alive():
        return _(
            "The workers that are alive are reserved for more urgent jobs: it waits until the administrator starts"
            " another one, or somebody withholds it and gives it a higher priority under “Plan”."
        )
    return _("No worker is alive: it waits until the administrator starts one.")


def _in_its_window(found: Job) -> str:
    return _("It starts within its window only, %(window)s.") % {"window": found.window}


def _waits_for_another_try(found: Job) -> str:
    """Say which error that passes by itself keeps a chunk waiting, and until when; empty where none does."""
    chunk = queries.postponed_chunk(job=found)
    if chunk is None or chunk.retry_at is None:
        return ""
    text = _("A chunk is tried again at %(moment)s (retry %(number)d), after an error that passes by itself: %(error)s")
    moment = date_format(timezone.localtime(chunk.retry_at), "H:i:s")
    return text % {"moment": moment, "number": chunk.retries, "error": chunk.error}


def _waits_for_a_worker(before: int) -> str:
    if not before:
        return _("It waits for a worker to look, a few seconds at most.")
    text = ngettext(
        "It waits for a worker; %(count)d unfinished job is more urgent, or as urgent and submitted before it.",
        "It waits for a worker; %(count)d unfinished jobs are more urgent, or as urgent and submitted before it.",
        before,
    )
    return text % {"count": before}
