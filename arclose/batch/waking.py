"""Waking workers: a message that says "look". The poller finds the work without it."""

import logging

from celery import current_app
from django.conf import settings
from django.db import transaction

logger = logging.getLogger(__name__)

LOOK = "batch.look"


def wake_on_commit(*, job_id: int, chunks: int) -> None:
    """Wake as many workers as find a chunk, once the transaction is committed."""
    count = max(1, min(chunks, settings.WORKER_PROCESSES))
    transaction.on_commit(lambda: wake(job_id=job_id, count=count), robust=True)


def wake(*, job_id: int, count: int = 1) -> bool:
    """Wake workers now; False when the broker did not take the message, which harms nothing but the moment."""
    try:
        for _message in range(count):
            current_app.send_task(LOOK, kwargs={"job_id": job_id}, ignore_result=True, retry=False)
    except Exception as error:
        logger.warning("nobody was woken for job %s: %s: %s", job_id, type(error).__name__, error)
        return False
    return True
