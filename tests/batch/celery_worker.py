"""A process of the program that knows the tests' documents: ``python -m tests.batch.worker poll|look|celery``."""

import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "arclose.settings")
django.setup()

from arclose.batch import poller, runner  # noqa: E402
from arclose.celery import app  # noqa: E402
from tests.batch.documents import register_kinds  # noqa: E402


def main(what: str) -> None:
    register_kinds()
    if what == "poll":
        poller.keep_polling(seconds=1)
    elif what == "celery":
        app.worker_main(["worker", "--concurrency=2", "--loglevel=warning", "--without-gossip", "--without-mingle"])
    else:
        runner.look()


if __name__ == "__main__":
    main(sys.argv[1])
