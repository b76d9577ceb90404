"""What a start for real books needs; without it the program refuses to start and says why.

Only a start with DEBUG off is held to it. Embedded installations make their own secret key and are reached on loopback.
"""

from collections.abc import Iterator
from ipaddress import ip_address

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connections
from django.utils.translation import gettext as _

from arclose.demo.people import demo_users_with_known_passwords
from arclose.ledger.proofs.database import unsafe_settings
from arclose.operations import schema

_OLDEST_POSTGRESQL = 15

# True for a superuser, and for who is or can become the owner of the database or of the vouchers.
_MAY_CHANGE_WHAT_IS_POSTED = """
SELECT bool_or(pg_has_role(current_user, owner, 'MEMBER')) FROM (
    SELECT datdba FROM pg_database WHERE datname = current_database()
    UNION ALL SELECT relowner FROM pg_class WHERE oid = to_regclass('public.ledger_voucher')
) AS owners (owner)
"""


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
    if settings.DURABILITY_IS_PROVED:
        for unsafe in unsafe_settings():
            yield _("PostgreSQL's %(name)s is %(setting)s: commits could be lost. Set it to on.") % unsafe
    with connections["default"].cursor() as cursor:
        cursor.execute(_MAY_CHANGE_WHAT_IS_POSTED)
        if cursor.fetchone()[0]:
            yield _(
                "DATABASE_URL logs in as a superuser, or as the owner of the tables or a member of that role, who "
                "could change what is posted. Log in as the application role."
            )
        cursor.execute("SELECT current_setting('server_version_num')::int / 10000")
        if cursor.fetchone()[0] < _OLDEST_POSTGRESQL:
            yield _("PostgreSQL is older than version 15.")
    yield from _open_doors()


def _open_doors() -> Iterator[str]:
    """Demo users whose passwords everybody knows, where others than this machine reach the program."""
    if not settings.EMBEDDED_DATABASE or is_loopback(settings.WEB_HOST) or "auth_user" not in schema.tables():
        return
    if named := demo_users_with_known_passwords():
        yield _(
            "ARCLOSE_HOST is %(host)s, so others reach the program, and everybody knows the passwords of: %(users)s. "
            "Change them (manage.py changepassword), or leave ARCLOSE_HOST at 127.0.0.1."
        ) % {"host": settings.WEB_HOST, "users": ", ".join(named)}


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches what listens there."""
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


def refuse_unless_ready() -> None:
    """Do nothing where the program may serve.

    :raises ImproperlyConfigured: it may not; the message names every reason.
    """
    refusals = [*configuration_refusals(), *database_refusals()]
    if refusals:
        raise ImproperlyConfigured("\n".join(refusals))
