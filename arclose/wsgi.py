"""The program as a WSGI application."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.db import connections

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "arclose.settings")

application = get_wsgi_application()

from arclose.operations.production import refuse_unless_ready  # noqa: E402 (reads models, which are there by now)

refuse_unless_ready()
connections.close_all()  # the web server's processes are forked from this one

# What is loaded by now stays: the collector looks through it no more, and so makes no process copy its share of it.
gc.collect()
gc.freeze()
