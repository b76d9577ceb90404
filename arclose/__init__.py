"""The program: settings, routes and the apps it is made of.

Owns: how the program is configured, started, backed up and restored. The business lives in the apps below and beside.
"""

from arclose.celery import app as celery_app

__all__ = ["celery_app"]
