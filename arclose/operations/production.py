"""What a start for real books needs; without it the program refuses to start and says why.

Only a start with DEBUG off is held to it. Embedded installations make their own secret key and are reached on loopback.
"""

from collections.abc import Iterator

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connections
from django.utils.translation import gettext as _

# A commit that PostgreSQL has acknowledged must still be there after a power cut.
DURABILITY_SETTINGS = ("fsync", "full_page_writes", "synchronous_commit")
_OLDEST_POSTGRESQL = 15


def configuration_refusals() -> Iterator[str]:
    """What the settings lack for a production start, as sentences."""
    if settings.DEBUG:
        return
    if settings.SECRET_KEY == settings.DEFAULT_SECRET_KEY:
        yield _("SECRET_KEY is the default one that everybody knows. Set SECRET_KEY to 50 random characters or more.")
    if not settings.ALLOWED_HOSTS:
        yield _("ALLOWED_HOSTS is empty. Set it to the names under which the program is reached, separated by commas.")


def database_refusals() -> Iterator[str]:
    """What the database lacks for a production start, as sentences."""
    if settings.DEBUG:
        return
    with connections["default"].cursor() as cursor:
        for name in DURABILITY_SETTINGS:
            cursor.execute("SELECT current_setting(%s)", [name])
            if cursor.fetchone()[0] == "off" and settings.DURABILITY_IS_PROVED:
                yield _("PostgreSQL's %(name)s is off: commits could be lost. Switch it on.") % {"name": name}
        cursor.execute("SELECT rolsuper OR current_user = %s FROM pg_roles WHERE rolname = current_user", [_owner()])
        if cursor.fetchone()[0]:
            yield _(
                "DATABASE_URL logs in as a superuser or as the owner of the tables, who could change what is posted. "
                "Log in as the application role."
            )
        cursor.execute("SELECT current_setting('server_version_num')::int / 10000")
        if cursor.fetchone()[0] < _OLDEST_POSTGRESQL:
            yield _("PostgreSQL is older than version 15.")


def _owner() -> str:
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = current_database()")
        return str(cursor.fetchone()[0])


def refuse_unless_ready() -> None:
    """Do nothing where the program may serve.

    :raises ImproperlyConfigured: it may not; the message names every reason.
    """
    refusals = [*configuration_refusals(), *database_refusals()]
    if refusals:
        raise ImproperlyConfigured("\n".join(refusals))
