"""The program: settings, routes and the apps it is made of.

Owns: how the program is configured, started, backed up and restored. The business lives in the apps below and beside.
"""

import gc

from arclose.celery import app as celery_app

__all__ = ["celery_app"]

# What a start loads stays, and the collector would look through all of it again and again: a tenth of every start.
gc.set_threshold(10_000)
