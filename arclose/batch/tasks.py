"""The background entry point of the workers."""

from celery import shared_task

from arclose.batch import runner, waking


@shared_task(name=waking.LOOK, acks_late=True, reject_on_worker_lost=True, ignore_result=True)
def look(*, job_id: int) -> None:
    """Start and execute what there is to do; a message delivered twice, late or for a finished job finds nothing.

    It goes on for some seconds and then wakes its successor, so that a worker can be stopped and looked at.
    """
    if runner.look_for_a_while():
        waking.wake(job_id=job_id)
