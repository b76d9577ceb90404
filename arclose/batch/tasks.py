"""The background entry point of the workers."""

import time

from celery import shared_task

from arclose.batch import runner, waking

# A task goes on for at most so long and then wakes its successor, so that a worker can be stopped and looked at.
_SECONDS_PER_TASK = 10


@shared_task(name=waking.LOOK, acks_late=True, reject_on_worker_lost=True, ignore_result=True)
def look(*, job_id: int) -> None:
    """Execute what there is to do; a message delivered twice, late or for a finished job finds nothing."""
    until = time.monotonic() + _SECONDS_PER_TASK
    runner.look(should_stop=lambda: time.monotonic() > until)
    if time.monotonic() > until:
        waking.wake(job_id=job_id)
